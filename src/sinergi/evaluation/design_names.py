"""What the rules of a sample design are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sinergi.evaluation.sampling import Allocation, Method, Rounding, Sizing

SIZINGS = {
    Sizing.SLOVIN_EACH: _("Slovin in each stratum"),
    Sizing.SLOVIN_ALL: _("Slovin over all, then shared out"),
    Sizing.FIXED: _("A number of units, then shared out"),
}
SIZING_HINTS: dict[str, str | Promise] = {
    Sizing.SLOVIN_EACH: _("As the programme did in 2024; every level stands alone."),
    Sizing.SLOVIN_ALL: _("One margin for the whole; fewer units."),
    Sizing.FIXED: _("Where budget or time decides."),
}
ROUNDINGS = {
    Rounding.NEAREST: _("To the nearest whole number"),
    Rounding.CEILING: _("Always up"),
}
ALLOCATIONS = {
    Allocation.PROPORTIONAL: _("In proportion to the population"),
    Allocation.NEYMAN: _("Neyman: population times standard deviation"),
    Allocation.SIZE: _("In proportion to the size of the stratum"),
}
METHODS = {
    Method.SRS: _("Simple random, without replacement"),
    Method.PPS_BREWER: _("Proportional to size (PPS), Brewer's method"),
    Method.PPS_REPLACEMENT: _("Proportional to size (PPS), with replacement"),
}
METHOD_HINTS: dict[str, str | Promise] = {
    Method.SRS: _("Every library has the same chance in its stratum."),
    Method.PPS_BREWER: _("Larger ones come more often, none twice."),
    Method.PPS_REPLACEMENT: _("A unit may be drawn twice and then counts twice."),
}
STAGES = {
    "": _("One stage: libraries"),
    "regency": _("Two stages: regencies and cities first"),
    "province": _("Two stages: provinces first"),
}

"""What sampling refuses, in words for the person who designs."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _

from sinergi.core.formatting import number
from sinergi.evaluation.errors import UnfitStudy
from sinergi.evaluation.sampling import UnfitDesign

Words = Callable[[Mapping[str, object]], str]


def refusal(
    error: UnfitDesign, *, labels: Sequence[str] = (), names: Mapping[str, str] = {}
) -> UnfitStudy:
    """The refusal in words, with the names of strata and units instead of places."""
    data = dict(error.data)
    place = data.get("stratum")
    if isinstance(place, int) and place < len(labels):
        data["stratum"] = labels[place]
    codes = data.get("codes")
    if isinstance(codes, list):
        data["codes"] = ", ".join(names.get(code, code) for code in codes)
    data = {k: number(v) if isinstance(v, int) else v for k, v in data.items()}
    return UnfitStudy(
        SENTENCES[error.code](data), kind=error.code, field=error.field, data=data
    )


SENTENCES: Mapping[str, Words] = {
    "margin_text": lambda d: _("“%(value)s” is no margin, such as 5%% or 0.05.") % d,
    "margin_range": lambda d: (
        _("The margin %(value)s is not between 0 and 1 (0%% and 100%%).") % d
    ),
    "margin_missing": lambda _d: _("Give the margin of error, such as 5%."),
    "total_missing": lambda _d: _("Give the number of units, 1 or more."),
    "empty_population": lambda _d: _(
        "No partner library fits: no partnership of this kind was in force on the day "
        "of the population in this area."
    ),
    "empty_stratum": lambda d: _("The population of “%(stratum)s” is empty.") % d,
    "sample_exceeds": lambda d: (
        _("The sample of %(sample)s exceeds the population of %(population)s.") % d
    ),
    "fewer_than_strata": lambda d: (
        _("A sample of %(sample)s leaves some of the %(strata)s strata without a unit.")
        % d
    ),
    "deviation_missing": lambda d: (
        _("Neyman needs the standard deviation of “%(stratum)s”.") % d
    ),
    "deviation_negative": lambda d: (
        _("The standard deviation of “%(stratum)s” is not 0 or more.") % d
    ),
    "deviations_zero": lambda _d: _(
        "All standard deviations are 0: Neyman cannot share out the sample."
    ),
    "size_unfit": lambda d: (
        _(
            "%(count)s have no size above 0, such as %(codes)s. Nothing can be drawn "
            "by a size that is missing: choose another size or simple random sampling."
        )
        % d
    ),
    "frame_unfit": lambda _d: _("The population holds a library twice."),
}

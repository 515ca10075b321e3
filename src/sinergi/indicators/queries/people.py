"""Libraries and schemes as their readers may see them."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sinergi.indicators import scoring
from sinergi.indicators.errors import UnknownCut
from sinergi.indicators.models import Scheme
from sinergi.indicators.queries.schemes import Judge, judge_of, judges_for
from sinergi.indicators.queries.shapes import Cut
from sinergi.indicators.queries.steering import may_steer
from sinergi.network.models import Library, Partnership

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User


def judged_libraries(
    user: "User | AnonymousUser", cut: Cut, kinds: "Sequence[str]"
) -> QuerySet[Library]:
    """Open partner libraries of a cut that the user may read."""
    day = scoring.end_of(cut.last)
    partner = Partnership.objects.in_force(day).filter(library=OuterRef("pk"))
    libraries = (
        Library.objects.visible_to(user)
        .in_region(cut.region)
        .open_on(day)
        .filter(Q(opened_on__isnull=True) | Q(opened_on__lte=day), Exists(partner))
        .filter(kind__in=list(kinds))
    )
    return libraries.filter(kind=cut.kind) if cut.kind else libraries


def scheme_judges(scheme: int | None, month: dt.date) -> list[Judge]:
    """The asked scheme alone, or the published ones of a month.

    Raises:
        UnknownCut: There is no such published scheme.
    """
    if scheme is None:
        return judges_for(month)
    found = Scheme.objects.exclude(state="draft").filter(pk=scheme).first()
    if found is None:
        raise UnknownCut(_("There is no such scheme."), field="scheme")
    return [judge_of(found)]


def year_of(scheme: int | None) -> str:
    """The year of a scheme that is in force or was; empty if there is none."""
    if scheme is None:
        return ""
    found = Scheme.objects.exclude(state="draft").filter(pk=scheme).first()
    return str(found.year) if found else ""


def readable_schemes(user: "User | AnonymousUser") -> QuerySet[Scheme]:
    """Published and retired schemes; drafts only for the national team."""
    schemes = Scheme.objects.select_related("based_on", "published_by")
    schemes = schemes.prefetch_related("indicators")
    return schemes if may_steer(user) else schemes.exclude(state="draft")

"""Studies that a person sees or may change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from sinergi.evaluation.enums import UnitRole
from sinergi.evaluation.models import Study
from sinergi.network.models.scope import held_with
from sinergi.network.rules import EVALUATE
from sinergi.regions.models import Region

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User


@dataclass(frozen=True)
class StudyFilter:
    """What a reader asks of the list; '' means any. A year is one that it covers."""

    search: str = ""
    state: str = ""
    year: int | None = None


def studies_for(user: "User | AnonymousUser") -> QuerySet[Study]:
    """The studies that the person may see, newest first."""
    return Study.objects.visible_to(user).select_related("region")


def studies_found(user: "User | AnonymousUser", wanted: StudyFilter) -> QuerySet[Study]:
    """Those of the person's studies that fit the filter, with the sample's size."""
    rows = studies_for(user)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.year:
        rows = rows.filter(from_year__lte=wanted.year, to_year__gte=wanted.year)
    for word in wanted.search.split()[:6]:
        rows = rows.filter(title__icontains=word)
    main = Q(units__role=UnitRole.MAIN)
    return rows.annotate(sample_count=Count("units", filter=main))


def years_studied(user: "User | AnonymousUser") -> list[int]:
    """The years that the person's studies cover, newest first."""
    spans = studies_for(user).values_list("from_year", "to_year")
    return sorted({y for a, b in spans for y in range(a, b + 1)}, reverse=True)


def study_for(user: "User | AnonymousUser", slug: str) -> Study | None:
    """One study that the person may see."""
    return studies_for(user).filter(slug=slug).first()


def may_edit(user: "User | AnonymousUser", study: Study) -> bool:
    """Whether the person evaluates in the area of the study."""
    return Study.objects.editable_by(user).filter(pk=study.pk).exists()


@dataclass(frozen=True)
class Areas:
    """Where a person may begin studies."""

    is_national: bool
    areas: Sequence[Region]

    @property
    def any(self) -> bool:
        """Whether the person evaluates anywhere."""
        return self.is_national or bool(self.areas)


def areas_to_study(user: "User | AnonymousUser") -> Areas:
    """The nation with its provinces, or the areas in which the person evaluates."""
    held = [row.region for row in held_with(user, EVALUATE) if row.library is None]
    if None in held:
        return Areas(True, list(Region.objects.of_today().filter(parent=None)))
    codes = [code for code in held if code]
    return Areas(False, list(Region.objects.filter(code__in=codes)))


def study_by_slug(slug: str) -> Study | None:
    """A study, whoever may see it: for whoever runs commands on the machine."""
    return Study.objects.filter(slug=slug).first()

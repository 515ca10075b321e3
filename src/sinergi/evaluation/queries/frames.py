"""The population of a study: partner libraries of a day, parted into strata."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

from django.utils import translation
from django.utils.functional import Promise

from sinergi.evaluation.enums import SizeMeasure, StratifyBy
from sinergi.evaluation.models import Study
from sinergi.evaluation.sampling import (
    Allocation,
    Design,
    FrameUnit,
    Method,
    StratumFrame,
)
from sinergi.indicators.measures import measure_of
from sinergi.indicators.queries.libraries import monthly_values
from sinergi.network.enums import LibraryKind, Origin
from sinergi.network.models import Library, Partnership, Programme
from sinergi.regions.models import Region
from sinergi.regions.rules import regency_code

KINDS = list(LibraryKind.values)
#: Labels of strata are kept, so they are in one language whoever designs.
KEPT_LANGUAGE = "id"


@dataclass(frozen=True)
class Population:
    """Which partners are meant; nothing chosen means any."""

    programme: str = "tpbis"
    kinds: Sequence[str] = ()
    origins: Sequence[str] = ()
    intake_years: Sequence[int] = ()
    strata: str = StratifyBy.KIND

    def as_json(self) -> dict[str, object]:
        """The rule as it is kept."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, object]) -> "Population":
        """A kept rule; what is absent is as in a new one."""
        known = {k: v for k, v in kept.items() if k in cls.__dataclass_fields__}
        return cls(**cast("dict[str, Any]", known))


@dataclass(frozen=True)
class Partner:
    """A library of the population."""

    library: int
    name: str
    kind: str
    region: str
    origin: str
    intake_year: int

    @property
    def code(self) -> str:
        """The unit's own code, which no change of area touches: P000123."""
        return f"P{self.library:06d}"


@dataclass(frozen=True)
class FrameStratum:
    """A stratum and the libraries in it."""

    key: str
    label: str
    partners: Sequence[Partner]


def population_of(study: Study) -> Population:
    """The rule by which a study's population is made."""
    return Population.from_json(study.population)


def design_of(study: Study) -> Design:
    """The sample design of a study."""
    return Design.from_json(study.design)


def partners_of(rule: Population, *, on: dt.date, region: str = "") -> list[Partner]:
    """The open libraries with such a partnership in force on the day, by library.

    Of several partnerships of a library the one that began last counts.
    """
    rows = Partnership.objects.in_force(on).filter(
        programme_id=rule.programme,
        library__in=Library.objects.open_on(on).in_region(region).values("pk"),
    )
    for name, chosen in (
        ("library__kind__in", rule.kinds),
        ("origin__in", rule.origins),
        ("intake_year__in", rule.intake_years),
    ):
        if chosen:
            rows = rows.filter(**{name: chosen})
    found = rows.order_by("library_id", "started_on", "pk").values_list(
        "library_id",
        "library__name",
        "library__kind",
        "library__region_id",
        "origin",
        "intake_year",
    )
    return list({row[0]: Partner(*row) for row in found}.values())


def frame_of(rule: Population, *, on: dt.date, region: str = "") -> list[FrameStratum]:
    """The population by stratum, in the order of the levels; none is empty."""
    groups: dict[tuple[int, str], list[Partner]] = {}
    second = SECOND[StratifyBy(rule.strata)]
    for partner in partners_of(rule, on=on, region=region):
        part = second(partner)
        groups.setdefault((KINDS.index(partner.kind), part), []).append(partner)
    name_of = _names(StratifyBy(rule.strata))
    with translation.override(KEPT_LANGUAGE):
        return [
            FrameStratum(
                ".".join(filter(None, (KINDS[kind], part))),
                " · ".join(filter(None, (_kind(kind), str(name_of(part))))),
                partners,
            )
            for (kind, part), partners in sorted(groups.items(), key=lambda g: g[0])
        ]


SECOND: Mapping[StratifyBy, Callable[[Partner], str]] = {
    StratifyBy.KIND: lambda _partner: "",
    StratifyBy.KIND_ORIGIN: lambda partner: partner.origin,
    StratifyBy.KIND_YEAR: lambda partner: str(partner.intake_year),
    StratifyBy.KIND_PROVINCE: lambda partner: partner.region[:2],
}


def _kind(place: int) -> str:
    return str(LibraryKind(KINDS[place]).label)


def _names(strata: StratifyBy) -> Callable[[str], str | Promise]:
    """What the second half of a stratum's key is called."""
    if strata == StratifyBy.KIND_ORIGIN:
        return lambda part: Origin(part).label
    if strata == StratifyBy.KIND_PROVINCE:
        names = dict(
            Region.objects.filter(parent__isnull=True).values_list("code", "name")
        )
        return lambda part: names.get(part, part)
    return lambda part: part


def needs_sizes(design: Design) -> bool:
    """Whether libraries, or strata, count by their size."""
    return design.method != Method.SRS or design.allocation == Allocation.SIZE


def strata_frames(
    frame: Iterable[FrameStratum], design: Design, *, years: tuple[int, int]
) -> list[StratumFrame]:
    """The frame as sampling takes it, with sizes and clusters where they matter."""
    strata = list(frame)
    partners = [partner for stratum in strata for partner in stratum.partners]
    sizes = sizes_of(partners, design, years) if needs_sizes(design) else {}
    return [
        StratumFrame(
            stratum.key,
            len(stratum.partners),
            [
                FrameUnit(
                    partner.code,
                    sizes.get(partner.library),
                    _cluster(partner, design.clusters),
                )
                for partner in stratum.partners
            ],
        )
        for stratum in strata
    ]


def _cluster(partner: Partner, area: str) -> str:
    if not area:
        return ""
    return partner.region[:2] if area == "province" else regency_code(partner.region)


def sizes_of(
    partners: Sequence[Partner], design: Design, years: tuple[int, int]
) -> dict[int, float]:
    """Sizes by library; absent where nothing was verified in the study's years."""
    if design.size_measure == SizeMeasure.LIBRARIES:
        return {partner.library: 1.0 for partner in partners}
    values = monthly_values(
        measure_of(design.size_measure),
        [partner.library for partner in partners],
        dt.date(years[0], 1, 1),
        dt.date(years[1], 12, 1),
    )
    return {
        library: float(sum(part for part, _whole in months.values()))
        for library, months in values.items()
    }


def programme_choices() -> list[tuple[str, str]]:
    """Every programme, in the reader's language."""
    name = "name_en" if translation.get_language() == "en" else "name_id"
    return list(Programme.objects.order_by("-starts_on").values_list("key", name))


def intake_years() -> list[int]:
    """The years in which libraries became partners, oldest first."""
    rows = Partnership.objects.order_by("intake_year")
    return list(rows.values_list("intake_year", flat=True).distinct())

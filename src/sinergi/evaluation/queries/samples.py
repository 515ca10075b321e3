"""The drawn units of a study: lists, counts, the next of the reserve."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from sinergi.evaluation.enums import UnitRole, UnitState
from sinergi.evaluation.models import SampleUnit, Stratum, Study
from sinergi.regions.models import Region


@dataclass(frozen=True)
class UnitFilter:
    """What a reader asks of the list; '' means any. `part` is sample or reserve."""

    search: str = ""
    stratum: str = ""
    state: str = ""
    province: str = ""
    part: str = "sample"


def units_of(study: Study, wanted: UnitFilter) -> QuerySet[SampleUnit]:
    """The units that fit the filter, with library, area and who they replace."""
    rows = study.units.select_related("stratum", "library__region", "replaces")
    rows = rows.annotate(area=Coalesce("library__region_id", Value("")))
    if wanted.part == "sample":
        rows = rows.exclude(state=UnitState.RESERVE)
    elif wanted.part == "reserve":
        rows = rows.filter(state=UnitState.RESERVE)
    for name, chosen in (
        ("stratum__key", wanted.stratum),
        ("state", wanted.state),
        ("area__startswith", wanted.province),
    ):
        if chosen:
            rows = rows.filter(**{name: chosen})
    for word in wanted.search.split()[:6]:
        rows = rows.filter(
            Q(label__icontains=word)
            | Q(code__iexact=word)
            | Q(library__region__name__icontains=word)
        )
    return rows


def unit_of(study: Study, pk: int) -> SampleUnit | None:
    """One unit of a study."""
    return (
        study.units.select_related("stratum", "library__region", "replaces")
        .filter(pk=pk)
        .first()
    )


def replacement_of(unit: SampleUnit) -> SampleUnit | None:
    """The unit that was taken in for it."""
    return SampleUnit.objects.filter(replaces=unit).first()


def next_reserve(unit: SampleUnit) -> SampleUnit | None:
    """The next unit of the reserve of a stratum, its own cluster's first."""
    return (
        SampleUnit.objects.filter(stratum=unit.stratum, state=UnitState.RESERVE)
        .annotate(
            is_far=Case(
                When(cluster=unit.cluster, then=0),
                default=1,
                output_field=IntegerField(),
            )
        )
        .order_by("is_far", "order")
        .first()
    )


def strata_of(study: Study) -> QuerySet[Stratum]:
    """The strata with their units by what became of them."""
    drawn = ~Q(units__state=UnitState.RESERVE)
    return study.strata.annotate(
        drawn_count=Count("units", filter=drawn & Q(units__role=UnitRole.MAIN)),
        reserve_count=Count("units", filter=Q(units__state=UnitState.RESERVE)),
        answered_count=Count("units", filter=Q(units__state=UnitState.ANSWERED)),
        taken_count=Count("units", filter=Q(units__replaces__isnull=False)),
        cluster_count=Count(
            "units__cluster", filter=drawn & ~Q(units__cluster=""), distinct=True
        ),
    )


@dataclass(frozen=True)
class ProvinceShare:
    """How many units of the sample lie in a province."""

    code: str
    name: str
    count: int
    ratio: float


def provinces_of(study: Study) -> Sequence[ProvinceShare]:
    """Where the sample lies; `ratio` is against the province with most units."""
    counts: dict[str, int] = {}
    rows = study.units.exclude(state=UnitState.RESERVE).filter(library__isnull=False)
    for region in rows.values_list("library__region_id", flat=True):
        counts[region[:2]] = counts.get(region[:2], 0) + 1
    names = dict(Region.objects.filter(code__in=counts).values_list("code", "name"))
    most = max(counts.values(), default=1)
    return [
        ProvinceShare(code, names.get(code, code), count, count / most)
        for code, count in sorted(counts.items())
    ]


def sample_document(study: Study) -> dict[str, object]:
    """Design, strata and units as one document; numbers unrounded."""
    return {
        "study": study.slug,
        "population_on": study.population_on.isoformat(),
        "region": study.region_id,
        "population": study.population,
        "design": study.design,
        "seed": study.seed,
        "strata": [
            {
                "key": stratum.key,
                "label": stratum.label,
                "population": stratum.population_count,
                "sample": stratum.sample_count,
                "deviation": stratum.deviation,
            }
            for stratum in study.strata.all()
        ],
        "units": [
            {
                "stratum": unit.stratum.key,
                "role": unit.role,
                "order": unit.order,
                "code": unit.code,
                "label": unit.label,
                "library": unit.library_id,
                "cluster": unit.cluster,
                "probability": unit.probability,
                "weight": unit.weight,
                "hits": unit.hits,
                "state": unit.state,
                "replaces": unit.replaces.code if unit.replaces else None,
            }
            for unit in study.units.select_related("stratum", "replaces").order_by(
                "stratum__order", "role", "order"
            )
        ],
    }

"""Schemes as the figure plane needs them, and lists for their pages."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from sinergi.core.formatting import language
from sinergi.indicators.enums import SchemeState
from sinergi.indicators.measures import measure_of
from sinergi.indicators.models import Indicator, Scheme, Snapshot, Target
from sinergi.indicators.queries.shapes import SchemeLabel
from sinergi.indicators.scoring import Bands, Rule


@dataclass(frozen=True)
class JudgeLine:
    """One indicator: its rule, and the words in both languages."""

    key: str
    rule: Rule
    names: tuple[str, str]
    advices: tuple[str, str]

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.names[language() == "en"]

    @property
    def advice(self) -> str:
        """The next step in the reader's language; may hold %(count)s."""
        return self.advices[language() == "en"]


@dataclass(frozen=True)
class Judge:
    """A scheme ready to judge libraries of one kind."""

    scheme_id: int
    year: int
    kind: str
    version: int
    names: tuple[str, str]
    is_proposal: bool
    bands: Bands
    lines: tuple[JudgeLine, ...]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The numbers alone."""
        return tuple(line.rule for line in self.lines)

    @property
    def longest(self) -> int:
        """Months of its longest period."""
        return max((rule.period for rule in self.rules), default=1)

    @property
    def label(self) -> SchemeLabel:
        """What a reader is told about it."""
        return SchemeLabel(
            id=self.scheme_id,
            year=self.year,
            version=self.version,
            name=self.names[language() == "en"],
            is_proposal=self.is_proposal,
            green_from=self.bands.green_from,
            yellow_from=self.bands.yellow_from,
        )


def judge_of(scheme: Scheme) -> Judge:
    """A scheme with its indicators as rules."""
    return Judge(
        scheme_id=scheme.pk,
        year=scheme.year,
        kind=scheme.library_kind,
        version=scheme.version,
        names=(scheme.name_id, scheme.name_en),
        is_proposal=scheme.is_proposal,
        bands=Bands(scheme.green_from, scheme.yellow_from),
        lines=tuple(_line(indicator) for indicator in scheme.indicators.all()),
    )


def _line(indicator: Indicator) -> JudgeLine:
    measure = measure_of(indicator.measure)
    return JudgeLine(
        key=indicator.key,
        rule=Rule(
            measure=indicator.measure,
            target=int(indicator.target * 100),
            period=indicator.period_months,
            weight=indicator.weight,
            cap_pct=indicator.cap_pct,
            is_share=measure.is_share,
            scales=measure.scales,
        ),
        names=(indicator.name_id, indicator.name_en),
        advices=(indicator.advice_id, indicator.advice_en),
    )


def judges_for(month: dt.date, kind: str = "") -> list[Judge]:
    """The published schemes that judge a month, one a kind of library.

    That of the month's year, else the latest before it, else the first after it.
    """
    schemes = Scheme.objects.filter(state=SchemeState.PUBLISHED).prefetch_related(
        "indicators"
    )
    if kind:
        schemes = schemes.filter(library_kind=kind)
    best: dict[str, Scheme] = {}
    for scheme in schemes.order_by("year"):
        held = best.get(scheme.library_kind)
        if held is None or scheme.year <= month.year:
            best[scheme.library_kind] = scheme
    return [judge_of(best[kind]) for kind in sorted(best)]


def schemes() -> QuerySet[Scheme]:
    """Every scheme with its indicators, newest first."""
    return Scheme.objects.select_related(
        "created_by", "published_by", "based_on"
    ).prefetch_related("indicators")


def targets() -> QuerySet[Target]:
    """Every target with its place."""
    return Target.objects.select_related("region", "library", "set_by")


def snapshots() -> QuerySet[Snapshot]:
    """Every snapshot, newest first, without its figures."""
    return Snapshot.objects.select_related("region", "taken_by").defer("figures")

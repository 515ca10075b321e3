"""What the public home tells: figures that anybody may see, nothing typed in."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sinergi.core.formatting import half_up, short_month_name
from sinergi.indicators.queries import (
    Cut,
    NetworkCounts,
    colours,
    cumulative,
    network_counts,
)
from sinergi.indicators.scoring import end_of
from sinergi.portal.cloth import Warp
from sinergi.portal.filters import Span
from sinergi.portal.queries.public import months_by_province
from sinergi.regions.models import Region


@dataclass(frozen=True)
class PublicFacts:
    """Figures of the programme for everybody."""

    span: Span
    network: NetworkCounts
    attendances: int
    attendances_since: int
    until: dt.date
    partners: dict[str, int]
    warps: Sequence[Warp]
    months: Sequence[str]


def public_facts(span: Span, last: dt.date) -> PublicFacts:
    """The programme until the end of a span that has data until `last`.

    Its reach is told in the areas with which the year began, as its plans and the
    published figures tell it.
    """
    until = min(span.last, last)
    network = network_counts(end_of(until), boundaries_on=span.first)
    running = cumulative("attendances", until)
    return PublicFacts(
        span=span,
        network=network,
        attendances=running.total,
        attendances_since=running.since,
        until=running.until,
        partners=_partners(network),
        warps=cloth_of(span),
        months=[short_month_name(month.month) for month in span.months],
    )


def _partners(network: NetworkCounts) -> dict[str, int]:
    """Partners by kind without the self-funded replications, told beside them."""
    return {
        kind: sum(count for origin, count in origins.items() if origin != "replication")
        for kind, origins in network.partners.items()
    }


def cloth_of(span: Span) -> list[Warp]:
    """Attendances per library by province and month, from west to east."""
    cut = Cut(first=span.first, last=span.last)
    libraries = {row.region: row.total for row in colours(cut, level="province")}
    names, cells = months_by_province(cut)
    values = {
        code: [
            _per_library(cells[code, f"{month:%Y-%m}"][0], libraries.get(code, 0))
            for month in span.months
        ]
        for code in names
    }
    west_to_east = dict(
        Region.objects.filter(code__in=names).values_list("code", "lon")
    )
    return [
        Warp(code, names[code], values[code])
        for code in sorted(names, key=lambda code: (west_to_east.get(code) or 0, code))
    ]


def _per_library(value: int | Decimal | None, libraries: int) -> float | None:
    if value is None or not libraries:
        return None
    return float(half_up(Decimal(value) / libraries, 1))

"""The numbers of an achievement update, drawn from verified figures as plain data.

A village library presents its own reports; the library of a province or a regency
presents the reports of all libraries of its area, and the light of its own.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from django.utils import translation

from sinergi.core.dates import first_of_month, months
from sinergi.indicators.measures import MEASURES, Measure
from sinergi.indicators.queries import (
    Cut,
    Explanation,
    colours,
    end_of,
    explain,
    figures,
    ranking,
    score_trend,
    scores,
)
from sinergi.indicators.queries.libraries import monthly_values
from sinergi.meetings.peers import (
    Circumstances,
    Likeness,
    peers_of,
    standing,
)
from sinergi.network.enums import LibraryKind
from sinergi.network.models import Library, Partnership
from sinergi.regions.queries import ancestors, display_name

#: Measures of the whole period and of its months.
SUMS = ("attendances", "female", "male", "activities")
TRENDS = ("attendances", "activities")
#: Kinds of libraries that present an area.
AREAS = (LibraryKind.PROVINCE, LibraryKind.REGENCY)
#: Months of a calendar year after which it can stand for itself.
ENOUGH = 6

Numbers = dict[str, Any]


def period_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """The months that a meeting of a day looks back on; the last one has ended.

    The calendar year so far or, early in a year, the twelve months before.
    """
    last = first_of_month(first_of_month(day) - dt.timedelta(days=1))
    if last.month >= ENOUGH:
        return last.replace(month=1), last
    return last.replace(year=last.year - 1, month=last.month + 1), last


def numbers_of(library: Library, first: dt.date, last: dt.date) -> Numbers:
    """Every number of an update; to be read in one version of the figures."""
    is_area = library.kind in AREAS
    cut = Cut(first=first, last=last, region=library.region_id if is_area else "")
    own = replace(cut, region="", kind=library.kind)
    return {
        "scope": _scope(library, is_area=is_area),
        "first": first.isoformat(),
        "last": last.isoformat(),
        "figures": _area_sums(cut) if is_area else _library_sums(library, cut),
        "lights": _lights(cut) if is_area else None,
        "score": _score(library, own),
        "trend": _trend(library, cut, is_area=is_area),
        "peers": _peers(library, own, is_area=is_area),
    }


def _scope(library: Library, *, is_area: bool) -> Numbers:
    path = [*ancestors(library.region_id), library.region]
    return {
        "is_area": is_area,
        "library": library.name,
        "kind": library.kind,
        "code": library.region_id,
        "area": display_name(library.region),
        "above": [display_name(area) for area in reversed(path[:-1])][-2:],
    }


# --- sums and months ----------------------------------------------------------


def _area_sums(cut: Cut) -> Numbers:
    """Sums over all libraries of an area, and how many partner libraries it has."""
    sums = {key: figures(key, cut).rows[0].value for key in SUMS}
    counts = figures("partners", cut).rows[0].value
    return {**{key: _plain(value) for key, value in sums.items()},
            "partners": _plain(counts)}  # fmt: skip


def _library_sums(library: Library, cut: Cut) -> Numbers:
    found: Numbers = {
        key: _total(_by_month(MEASURES[key], library, cut).values()) for key in SUMS
    }
    reported = _by_month(MEASURES["months_reported"], library, cut)
    return {**found, "months_reported": len(reported)}


def _by_month(
    measure: Measure, library: Library, cut: Cut
) -> Mapping[dt.date, int | Decimal]:
    """What a library reported; a month without a report is absent."""
    values = monthly_values(measure, [library.pk], cut.first, cut.last)
    return {month: part for month, (part, _) in values.get(library.pk, {}).items()}


def _total(values: "Sequence[int | Decimal] | Any") -> int | None:
    known = list(values)
    return int(sum(known)) if known else None


def _trend(library: Library, cut: Cut, *, is_area: bool) -> list[Numbers]:
    """One row a month: sums of the scope, and the score of the own library."""
    span = list(months(cut.first, cut.last))
    columns: dict[str, Mapping[dt.date, Any]] = {
        key: _area_months(key, cut, span)
        if is_area
        else _by_month(MEASURES[key], library, cut)
        for key in TRENDS
    }
    return [
        {
            "month": point.month.isoformat(),
            "score": point.score,
            "colour": point.colour,
            **{key: _plain(column.get(point.month)) for key, column in columns.items()},
        }
        for point in score_trend(library, span)
    ]


def _area_months(
    key: str, cut: Cut, span: Sequence[dt.date]
) -> Mapping[dt.date, int | Decimal | None]:
    rows = figures(key, cut, per="month").rows
    return dict(zip(span, (row.value for row in rows), strict=True))


def _plain(value: object) -> int | None:
    return None if value is None else int(value)  # type: ignore[call-overload]  # int or Decimal


# --- lights -------------------------------------------------------------------


def _lights(cut: Cut) -> Numbers:
    (row,) = colours(cut)
    names = ("green", "yellow", "red", "no_data", "no_account")
    return {name: getattr(row, name) for name in names}


def _score(library: Library, cut: Cut) -> Numbers:
    """The own library's score with what counts, in both languages."""
    told = {}
    for language in ("id", "en"):
        with translation.override(language):
            told[language] = explain(library, cut)
    said, other = told["id"], told["en"]
    return {
        "score": said.score,
        "colour": said.colour,
        "to_next_band": said.to_next_band,
        "next_colour": said.next_colour,
        "counted": said.counted,
        "scheme": _scheme(said, other),
        "lines": [
            {
                **asdict(line),
                "actual": None if line.actual is None else str(line.actual),
                "target": str(line.target),
                "indicator": [line.indicator, twin.indicator],
                "advice": [line.advice, twin.advice],
            }
            for line, twin in zip(said.lines, other.lines, strict=True)
        ],
    }


def _scheme(said: Explanation, other: Explanation) -> Numbers | None:
    if said.scheme is None or other.scheme is None:
        return None
    return {**asdict(said.scheme), "name": [said.scheme.name, other.scheme.name]}


# --- peers --------------------------------------------------------------------


def _peers(library: Library, cut: Cut, *, is_area: bool) -> Numbers:
    """How one stands among those of like circumstances; no other one is named."""
    others = _circumstances(library, end_of(cut.last))
    own = next(one for one in others if one.key == library.pk)
    values = _area_values(cut) if is_area else _library_values(cut)
    codes = _keys(cut, is_area=is_area)
    by_key = {
        measure: {codes[code]: value for code, value in some.items() if code in codes}
        for measure, some in values.items()
    }
    known = set.intersection(*(set(some) for some in by_key.values()))
    found = peers_of(own, others, known)
    is_field = found.likeness is not Likeness.TOO_FEW
    return {
        "likeness": found.likeness.value,
        "alike": found.alike,
        "known": len(found.field),
        "own": asdict(own),
        "standings": {
            measure: asdict(
                standing(some.get(own.key), [some[key] for key in found.field])
            )
            for measure, some in by_key.items()
        }
        if is_field
        else {},
    }


def _circumstances(library: Library, day: dt.date) -> list[Circumstances]:
    """Everybody of the library's kind that is a partner, and the library itself.

    Of several partnerships the latest counts.
    """
    rows = (
        Partnership.objects.in_force(day)
        .filter(library__in=Library.objects.filter(kind=library.kind).open_on(day))
        .order_by("started_on", "pk")
        .values_list(
            "library_id",
            "library__region__kind",
            "origin",
            "intake_year",
            "library__region__population",
        )
    )
    region = library.region
    alone = Circumstances(library.pk, region.kind, "", None, region.population)
    found = {library.pk: alone}
    found |= {row[0]: Circumstances(*row) for row in rows}
    return list(found.values())


def _keys(cut: Cut, *, is_area: bool) -> dict[str, int]:
    """Libraries by what tables of their kind call them: their area, or their id."""
    rows = Library.objects.filter(kind=cut.kind).values_list("region_id", "pk")
    return {(code if is_area else str(pk)): pk for code, pk in rows}


def _library_values(cut: Cut) -> dict[str, dict[str, int]]:
    """Scores and attendances of the period, by library."""
    attended = figures("attendances", cut, level="library").rows
    return {
        "score": {
            str(row.library_id): row.score
            for row in scores(cut)
            if row.score is not None
        },
        "attendances": {
            row.region: int(row.value) for row in attended if row.value is not None
        },
    }


def _area_values(cut: Cut) -> dict[str, dict[str, int]]:
    """By area: mean score of its libraries, share of green ones in hundredths."""
    level = "province" if cut.kind == LibraryKind.PROVINCE else "regency"
    whole = replace(cut, kind="")
    return {
        "mean_score": {row.region: row.score for row in ranking(whole, level=level)},
        "green_share": {
            row.region: (20_000 * row.green + row.total) // (2 * row.total)
            for row in colours(whole, level=level)
            if row.total
        },
    }

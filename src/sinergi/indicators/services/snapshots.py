"""Freezing figures with all that is needed to explain them."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sinergi.analytics import engine
from sinergi.analytics.errors import RefreshBusy
from sinergi.analytics.services import refresh
from sinergi.audit import services as audit
from sinergi.core.errors import NotAllowed
from sinergi.indicators import queries
from sinergi.indicators.errors import UnknownCut
from sinergi.indicators.measures import MEASURES
from sinergi.indicators.models import Snapshot
from sinergi.indicators.queries.schemes import Judge, judges_for
from sinergi.indicators.queries.shapes import Cut, FigureTable, Stamp
from sinergi.indicators.queries.steering import may_read_area

if TYPE_CHECKING:
    from sinergi.accounts.models import User
    from sinergi.regions.models import Region

T = TypeVar("T")

#: The level below each region, at which a snapshot keeps its parts.
LEVELS = {0: "province", 2: "regency", 5: "district"}
#: How often a snapshot is tried while the figures change under it.
TRIES = 5


def take_snapshot(
    *,
    by: "User | None",
    name: str,
    first: dt.date,
    last: dt.date,
    region: "Region | None" = None,
    boundaries_on: dt.date | None = None,
) -> Snapshot:
    """Freeze every measure and the colours of a region and period.

    The figures are refreshed first, so that nothing verified is left out. Data,
    method and scheme versions are kept with them.

    Raises:
        NotAllowed: The user does not read the whole region.
        UnknownCut: The months are not whole or not in order.
    """
    code = region.code if region else ""
    if by is not None and not may_read_area(by, code):
        raise NotAllowed(_("You can freeze figures only of your own area."))
    if not name.strip():
        raise UnknownCut(
            format_lazy(_("Please fill in “{field}”."), field=_("Name")), field="name"
        )
    refresh()
    cut = Cut(region=code, first=first, last=last, boundaries_on=boundaries_on)
    level = LEVELS.get(len(code), "")
    version, figures = in_one_version(lambda: _frozen(cut, level))
    judges = judges_for(last)
    records = queries.figures("activities", cut).stamp.records
    with transaction.atomic():
        snapshot = Snapshot.objects.create(
            name=name.strip(),
            as_of=queries.end_of(last),
            region=region,
            starts_on=first,
            boundaries_on=boundaries_on or timezone.localdate(),
            figure_version=version.version,
            methods=methods_in_use(),
            schemes=[plain_scheme(judge) for judge in judges],
            figures=figures,
            record_count=records,
            taken_by=by,
        )
        audit.record(
            by=by,
            action="snapshot.taken",
            target=snapshot,
            new={"version": version.version, "records": records},
        )
    return snapshot


def in_one_version(read: Callable[[], T]) -> tuple[Stamp, T]:
    """What is read, and the one version of the figures that all of it rests on.

    What is verified meanwhile would tear it apart, so that it is then read anew.

    Raises:
        RefreshBusy: The figures changed again and again.
    """
    for _try in range(TRIES):
        stamp = queries.stamp()
        found = read()
        if queries.stamp().version == stamp.version:
            return stamp, found
    raise RefreshBusy


def _frozen(cut: Cut, level: str) -> dict[str, object]:
    """Every measure for the whole and its parts, and the colours."""
    measures: dict[str, object] = {}
    for key in MEASURES:
        whole = queries.figures(key, cut)
        parts = queries.figures(key, cut, level=level) if level else None
        measures[key] = {
            "total": _values(whole)[0]["value"],
            "parts": _values(parts) if parts else [],
        }
    colours = [vars(row) for row in queries.colours(cut, level=level)]
    return {
        "measures": measures,
        "colours": [dict(row) for row in colours],
        "total_colours": dict(vars(queries.colours(cut)[0])),
    }


def _values(table: FigureTable) -> list[dict[str, object]]:
    return [
        {
            "region": row.region,
            "name": row.name,
            "value": None if row.value is None else str(row.value),
        }
        for row in table.rows
    ]


def methods_in_use() -> dict[str, int]:
    """Versions of measures and of what the lake was made with."""
    manifest = engine.open_lake().manifest
    return {
        **{f"lake.{name}": version for name, version in manifest.methods.items()},
        **{key: measure.version for key, measure in MEASURES.items()},
    }


def plain_scheme(judge: Judge) -> dict[str, object]:
    """A scheme as it is kept with what it judged."""
    return {
        "id": judge.scheme_id,
        "year": judge.year,
        "kind": judge.kind,
        "version": judge.version,
        "green_from": judge.bands.green_from,
        "yellow_from": judge.bands.yellow_from,
        "rules": [dict(vars(rule)) for rule in judge.rules],
    }

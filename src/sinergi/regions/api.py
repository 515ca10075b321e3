"""Areas over the API."""

import datetime as dt
from itertools import islice
from typing import Annotated, Any

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from sinergi.accounts.bearer import require_scope
from sinergi.core.paging import CursorError, page
from sinergi.regions.enums import RegionKind
from sinergi.regions.errors import UnknownKind
from sinergi.regions.queries import (
    display_name,
    regions_of_today,
    regions_on,
    search_regions,
)
from sinergi.regions.rules import display_name as full_name
from sinergi.regions.rules import parent_code

router = Router(tags=["regions"])
LIMIT = 1000
READ = "read"
ALL_KINDS = ",".join(RegionKind.values)
SIGNER = signing.Signer(salt="sinergi.regions.api")


class RegionQuery(Schema):
    """What is asked for; everything may be left out."""

    search: str = ""
    kind: str = ""
    parent: str = ""
    on: dt.date | None = None


class RegionOut(Schema):
    """An area; code, name and parent are those of the day asked for."""

    code: str
    name: str
    kind: str
    parent: str


class RegionList(Schema):
    """One page of areas."""

    items: list[RegionOut]
    next: str | None


@router.get("/regions", response=RegionList)
def list_regions(
    request: HttpRequest,
    asked: Query[RegionQuery],
    limit: Annotated[int, Query(ge=1, le=LIMIT)] = 100,
    cursor: str | None = None,
) -> dict[str, Any]:
    """Areas by name or code, of a kind (several with commas), or in a parent.

    A search answers its best hits. Otherwise areas come in order of code: those
    directly in the parent or, with a kind, all of that kind within it.
    """
    require_scope(request, READ)
    kind, parent = asked.kind, asked.parent
    _check_kinds(kind)
    if asked.search.strip():
        hits = search_regions(
            asked.search, kind=kind, parent=parent, on=asked.on, limit=limit
        )
        return {"items": [_out(h.code, h.name, h.kind) for h in hits], "next": None}
    if asked.on is None:
        return _of_today(kind, parent, limit, cursor)
    return _of_day(asked.on, kind, parent, limit, cursor)


def _check_kinds(kind: str) -> None:
    for wanted in filter(None, kind.split(",")):
        if wanted not in RegionKind.values:
            raise UnknownKind(
                _("“%(value)s” is not a kind of area.") % {"value": wanted},
                field="kind",
            )


def _of_today(kind: str, parent: str, size: int, cursor: str | None) -> dict[str, Any]:
    areas = regions_of_today(kind=kind, parent=parent)
    found = page(areas, cursor=cursor, limit=size, key="code")
    items = [_out(r.code, display_name(r), r.kind) for r in found.items]
    return {"items": items, "next": found.next}


def _of_day(
    day: dt.date, kind: str, parent: str, size: int, cursor: str | None
) -> dict[str, Any]:
    after = _read(cursor)
    areas = (
        area
        for area in regions_on(day, kind=kind or ALL_KINDS, parent=parent)
        if area.code > after and (kind or not parent or area.parent == parent)
    )
    found = list(islice(areas, size + 1))
    more = len(found) > size
    return {
        "items": [
            _out(area.code, full_name(area.code, area.name, area.kind), area.kind)
            for area in found[:size]
        ],
        "next": SIGNER.sign_object(found[size - 1].code) if more else None,
    }


def _out(code: str, name: str, kind: str) -> RegionOut:
    return RegionOut(code=code, name=name, kind=kind, parent=parent_code(code))


def _read(cursor: str | None) -> str:
    if not cursor:
        return ""
    try:
        return str(SIGNER.unsign_object(cursor))
    except signing.BadSignature as error:
        raise CursorError(
            _("This list has changed. Start again from its beginning.")
        ) from error

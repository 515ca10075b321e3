"""Libraries over the API."""

import datetime as dt
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema

from sinergi.accounts.bearer import acting_user
from sinergi.core.paging import page
from sinergi.network.enums import LibraryKind
from sinergi.network.models import Library
from sinergi.network.queries.libraries import (
    LibraryFilter,
    libraries_for,
    with_partnerships,
)
from sinergi.network.rules import READ

router = Router(tags=["libraries"])
LIMIT = 1000


class LibraryQuery(Schema):
    """What is asked for; everything may be left out."""

    region: str = ""
    kind: LibraryKind | Literal[""] = ""
    search: str = ""


class PartnershipOut(Schema):
    """A membership of a programme."""

    programme: str
    origin: str
    intake_year: int
    funders: list[str]
    decree_number: str
    started_on: dt.date
    ended_on: dt.date | None


class LibraryOut(Schema):
    """A library with its partnerships."""

    id: int
    npp: str | None
    name: str
    kind: str
    region: str
    opened_on: dt.date | None
    closed_on: dt.date | None
    is_unconfirmed: bool
    partnerships: list[PartnershipOut]


class LibraryList(Schema):
    """One page of libraries."""

    items: list[LibraryOut]
    next: str | None


def library_out(library: Library) -> dict[str, Any]:
    """A library as the API shows it."""
    return {
        "id": library.pk,
        "npp": library.npp,
        "name": library.name,
        "kind": library.kind,
        "region": library.region_id,
        "opened_on": library.opened_on,
        "closed_on": library.closed_on,
        "is_unconfirmed": library.is_unconfirmed,
        "partnerships": [
            {
                "programme": partnership.programme_id,
                "origin": partnership.origin,
                "intake_year": partnership.intake_year,
                "funders": [funder.funder for funder in partnership.funders.all()],
                "decree_number": partnership.decree_number,
                "started_on": partnership.started_on,
                "ended_on": partnership.ended_on,
            }
            for partnership in library.partnerships.all()
        ],
    }


@router.get("/libraries", response=LibraryList)
def list_libraries(
    request: HttpRequest,
    asked: Query[LibraryQuery],
    limit: Annotated[int, Query(ge=1, le=LIMIT)] = 100,
    cursor: str | None = None,
) -> dict[str, Any]:
    """Libraries that the token's user may read, in order of id."""
    wanted = LibraryFilter(
        region=asked.region, kind=asked.kind, search=asked.search, state="all"
    )
    found = page(
        with_partnerships(libraries_for(acting_user(request, READ), wanted)),
        cursor=cursor,
        limit=limit,
        key="id",
    )
    return {"items": [library_out(row) for row in found.items], "next": found.next}


@router.get("/libraries/{int:library_id}", response=LibraryOut)
def get_library(request: HttpRequest, library_id: int) -> dict[str, Any]:
    """One library; outside the scope there is none."""
    wanted = LibraryFilter(state="all")
    rows = libraries_for(acting_user(request, READ), wanted)
    return library_out(get_object_or_404(with_partnerships(rows), pk=library_id))

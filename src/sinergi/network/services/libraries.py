"""Taking in, confirming and describing libraries, and the events of their life."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import changes, record
from sinergi.core.formatting import day as shown_day
from sinergi.network.enums import LibraryEvent
from sinergi.network.errors import (
    ChangedMeanwhile,
    LibraryExists,
    UnfitDate,
    UnfitMerger,
    UnfitPlace,
)
from sinergi.network.models import Assignment, Library, LibraryMove, Partnership
from sinergi.network.models.scope import forget_scopes
from sinergi.network.queries.marks import description_mark
from sinergi.network.rules import fits_place
from sinergi.network.services.access import check_day, locked, require_manage
from sinergi.network.services.bulk import mark_network_changed
from sinergi.regions.models import Region
from sinergi.regions.queries import display_name


@transaction.atomic
def add_library(
    *,
    by: User | None,
    name: str,
    kind: str,
    region: Region | str,
    npp: str | None = None,
    address: str = "",
    opened_on: dt.date | None = None,
    is_unconfirmed: bool = False,
) -> Library:
    """Take a library into the network.

    Raises:
        OutOfScope: The place is not the acting person's.
        UnfitPlace: The area is unknown, has ended, or is not one for the kind.
        LibraryExists: The library, or its NPP, is there already.
        UnfitDate: It opens in the future.
    """
    place = _place(region)
    require_manage(by, region=place)
    library = Library(
        name=" ".join(name.split()),
        kind=kind,
        region=place,
        npp=_npp(npp),
        address=address.strip(),
        opened_on=opened_on,
        is_unconfirmed=is_unconfirmed,
    )
    if not is_unconfirmed:
        _check_place(library, place)
    _check_unique(library)
    if opened_on is not None:
        check_day(library, opened_on, "opened_on")
    library.save()
    if opened_on is not None:
        _add_event(by, library, LibraryEvent.OPENED, opened_on, to_region=place)
    record(by=by, action="add_library", target=library, new=_state(library))
    mark_network_changed()
    return library


@transaction.atomic
def describe_library(
    *,
    by: User | None,
    library: Library,
    npp: str | None,
    address: str,
    opened_on: dt.date | None,
    seen: str | None = None,
) -> Library:
    """Change what is known of a library; its name and place have acts of their own.

    `seen` is the `description_mark` that the person started from.

    Raises:
        ChangedMeanwhile: Somebody changed it since it was `seen`.
        OutOfScope: The library is not the acting person's.
        LibraryClosed: It was closed.
        LibraryExists: Another library has the NPP.
        UnfitDate: It opens in the future.
    """
    require_manage(by, library=library)
    row = locked(library)
    before = _state(row)
    found = Library(npp=row.npp, address=row.address, opened_on=row.opened_on)
    row.npp, row.address, row.opened_on = _npp(npp), address.strip(), opened_on
    if seen is not None and description_mark(row) != description_mark(found):
        _check_unchanged(found, seen)
    _check_unique(row)
    if opened_on is not None:
        check_day(row, opened_on, "opened_on")
    row.save(update_fields=["npp", "address", "opened_on"])
    _record_change(by, "describe_library", row, before)
    return row


@transaction.atomic
def confirm_library(*, by: User | None, library: Library) -> Library:
    """Confirm a library that an import took in.

    Raises:
        OutOfScope: The library is not the acting person's.
        LibraryClosed: It was closed.
        UnfitPlace: It lies at an area that is not one for its kind; move it first.
    """
    require_manage(by, library=library)
    row = locked(library)
    _check_place(row, row.region)
    if row.is_unconfirmed:
        row.is_unconfirmed = False
        row.save(update_fields=["is_unconfirmed"])
        record(
            by=by,
            action="confirm_library",
            target=row,
            old={"is_unconfirmed": True},
            new={"is_unconfirmed": False},
        )
        mark_network_changed()
    return row


@transaction.atomic
def rename_library(
    *, by: User | None, library: Library, name: str, on: dt.date, reason: str = ""
) -> Library:
    """Give a library another name; the old one stays in its history.

    Raises:
        OutOfScope: The library is not the acting person's.
        LibraryClosed: It was closed.
        LibraryExists: Another one at the place has the name.
        UnfitDate: The date is in the future or before the opening.
    """
    require_manage(by, library=library)
    row = locked(library)
    check_day(row, on, "on")
    before = _state(row)
    from_name, row.name = row.name, " ".join(name.split())
    if row.name == from_name:
        return row
    _check_unique(row)
    row.save(update_fields=["name"])
    _add_event(by, row, LibraryEvent.RENAMED, on, from_name=from_name, reason=reason)
    _record_change(by, "rename_library", row, before, reason)
    return row


@transaction.atomic
def move_library(
    *,
    by: User | None,
    library: Library,
    region: Region | str,
    on: dt.date,
    reason: str = "",
) -> Library:
    """Move a library to another place; figures of earlier days keep the old one.

    Raises:
        OutOfScope: The library, or the new place, is not the acting person's.
        LibraryClosed: It was closed.
        UnfitPlace: The area is unknown, has ended, or is not one for the kind.
        LibraryExists: Another one at the place has the name.
        UnfitDate: The date is in the future, or before the opening or the last move.
    """
    place = _place(region)
    require_manage(by, library=library)
    require_manage(by, region=place)
    row = locked(library)
    check_day(row, on, "on")
    _check_place(row, place)
    if row.region_id == place.code:
        return row
    _check_after_moves(row, on)
    before, from_region = _state(row), row.region
    row.region = place
    _check_unique(row)
    row.save(update_fields=["region"])
    _add_event(
        by,
        row,
        LibraryEvent.MOVED,
        on,
        from_region=from_region,
        to_region=place,
        reason=reason,
    )
    _record_change(by, "move_library", row, before, reason)
    return row


@transaction.atomic
def close_library(
    *, by: User | None, library: Library, on: dt.date, reason: str
) -> Library:
    """Close a library with its partnerships and assignments; its records stay.

    Raises:
        OutOfScope: The library is not the acting person's.
        LibraryClosed: It was closed before.
        UnfitDate: The date is in the future or before the opening.
    """
    require_manage(by, library=library)
    row = locked(library)
    check_day(row, on, "on")
    return _end(by, row, LibraryEvent.CLOSED, on, reason)


@transaction.atomic
def merge_library(
    *, by: User | None, library: Library, into: Library, on: dt.date, reason: str
) -> Library:
    """Close a library in favour of another; each keeps the records of its own.

    Raises:
        OutOfScope: One of the two is not the acting person's.
        LibraryClosed: One of the two was closed before.
        UnfitMerger: Both are the same.
        UnfitDate: The date is in the future or before the opening.
    """
    if library.pk == into.pk:
        raise UnfitMerger(
            _("A library cannot be merged into itself. Choose another one."),
            field="into",
        )
    require_manage(by, library=library)
    require_manage(by, library=into)
    first, second = sorted((library, into), key=lambda row: row.pk)
    rows = {row.pk: row for row in (locked(first), locked(second))}
    row = rows[library.pk]
    check_day(row, on, "on")
    row.merged_into = rows[into.pk]
    return _end(by, row, LibraryEvent.MERGED, on, reason)


def _end(
    by: User | None, row: Library, event: LibraryEvent, on: dt.date, reason: str
) -> Library:
    before = _state(row) | {"merged_into": None}
    row.closed_on = on
    row.save(update_fields=["closed_on", "merged_into"])
    for partnership in Partnership.objects.filter(library=row, ended_on__isnull=True):
        partnership.ended_on = max(on, partnership.started_on)
        partnership.save(update_fields=["ended_on"])
        record(
            by=by,
            action="end_partnership",
            target=partnership,
            old={"ended_on": None},
            new={"ended_on": partnership.ended_on},
            reason=reason,
        )
    for assignment in Assignment.objects.filter(library=row).in_force_after(on):
        before_end = assignment.ends_on
        assignment.ends_on = max(on, assignment.starts_on)
        assignment.save(update_fields=["ends_on"])
        record(
            by=by,
            action="end_assignment",
            target=assignment,
            old={"ends_on": before_end},
            new={"ends_on": assignment.ends_on},
            reason=reason,
        )
    _add_event(by, row, event, on, into=row.merged_into, reason=reason)
    verb = "merge_library" if event == LibraryEvent.MERGED else "close_library"
    _record_change(by, verb, row, before, reason)
    forget_scopes()
    return row


def _add_event(
    by: User | None,
    library: Library,
    event: LibraryEvent,
    on: dt.date,
    *,
    from_region: Region | None = None,
    to_region: Region | None = None,
    from_name: str = "",
    into: Library | None = None,
    reason: str = "",
) -> None:
    LibraryMove.objects.create(
        library=library,
        event=event,
        happened_on=on,
        from_region=from_region,
        to_region=to_region,
        from_name=from_name,
        into=into,
        reason=reason.strip(),
        recorded_by=by,
    )


def _record_change(
    by: User | None,
    action: str,
    row: Library,
    before: dict[str, object],
    reason: str = "",
) -> None:
    old, new = changes(before, _state(row))
    if old or new:
        record(by=by, action=action, target=row, old=old, new=new, reason=reason)
        mark_network_changed()


def _state(library: Library) -> dict[str, object]:
    return {
        "name": library.name,
        "kind": library.kind,
        "region": library.region_id,
        "npp": library.npp,
        "address": library.address,
        "opened_on": library.opened_on,
        "closed_on": library.closed_on,
        "merged_into": library.merged_into_id,
        "is_unconfirmed": library.is_unconfirmed,
    }


def _npp(text: str | None) -> str | None:
    return (text or "").strip() or None


def _place(region: Region | str) -> Region:
    code = region if isinstance(region, str) else region.code
    place = Region.objects.filter(code=code).first()
    if place is None or place.valid_to is not None:
        raise UnfitPlace(
            _(
                "Region code %(value)s was not found. "
                "Search for the village or regency by name."
            )
            % {"value": code},
            kind="unknown_region",
            field="region",
        )
    return place


def _check_unchanged(found: Library, seen: str) -> None:
    """Refuse to replace a description that the person did not see."""
    if description_mark(found) != seen:
        raise ChangedMeanwhile(
            _(
                "Somebody else changed this description meanwhile: "
                "NPP %(npp)s, address %(address)s, opened on %(opened)s. "
                "Your text is still here. Save again to replace theirs."
            )
            % {
                "npp": found.npp or "–",
                "address": found.address or "–",
                "opened": shown_day(found.opened_on) if found.opened_on else "–",
            }
        )


def _check_after_moves(library: Library, on: dt.date) -> None:
    """Places follow one another in time: each move starts where the last one ended."""
    last = (
        LibraryMove.objects.filter(library=library, event=LibraryEvent.MOVED)
        .order_by("-happened_on")
        .first()
    )
    if last is not None and on < last.happened_on:
        raise UnfitDate(
            _("The library moved here on %(date)s. Choose that day or a later one.")
            % {"date": shown_day(last.happened_on)},
            field="on",
        )


def _check_place(library: Library, place: Region) -> None:
    if not fits_place(library.kind, place.kind):
        raise UnfitPlace(
            _("%(place)s is not a place for a library of the kind “%(kind)s”.")
            % {"place": display_name(place), "kind": library.get_kind_display()},
            field="region",
        )


def _check_unique(library: Library) -> None:
    others = Library.objects.exclude(pk=library.pk)
    twin = others.filter(
        region_id=library.region_id,
        kind=library.kind,
        name=library.name,
        closed_on__isnull=True,
    )
    if twin.exists():
        raise LibraryExists(
            _("A library named %(name)s is at this place already.")
            % {"name": library.name},
            field="name",
        )
    if library.npp and others.filter(npp=library.npp).exists():
        raise LibraryExists(
            _("Another library has the NPP %(npp)s.") % {"npp": library.npp},
            field="npp",
        )

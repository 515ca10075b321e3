"""What happened to a library, and who recorded what."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sinergi.audit.models import AuditEntry
from sinergi.core.formatting import day
from sinergi.network.enums import LibraryEvent, LibraryKind
from sinergi.network.models import Library, LibraryMove
from sinergi.network.queries.libraries import events_of
from sinergi.regions.queries import display_name


def life_of(library: Library) -> list[dict[str, object]]:
    """The events of its life, newest first, as the timeline shows them."""
    return [
        {
            "title": _("Took in another library")
            if move.into_id == library.pk
            else move.get_event_display(),
            "on": move.happened_on,
            "by": move.recorded_by.full_name if move.recorded_by else "",
            "text": _told(move, library),
            "reason": move.reason,
            "kind": "back" if move.event in ENDS and move.into_id != library.pk else "",
        }
        for move in events_of(library)
    ]


ENDS = {LibraryEvent.CLOSED, LibraryEvent.MERGED}


def _told(move: LibraryMove, library: Library) -> str:
    """What an event says beyond its name, on the page of a library."""
    if move.event == LibraryEvent.MOVED and move.from_region and move.to_region:
        return _("From %(old)s to %(new)s") % {
            "old": display_name(move.from_region),
            "new": display_name(move.to_region),
        }
    if move.event == LibraryEvent.RENAMED:
        return _("It was called %(name)s.") % {"name": move.from_name}
    if move.into_id == library.pk:
        return _("%(library)s was merged into it; its reports stay its own.") % {
            "library": move.library.name
        }
    if move.event == LibraryEvent.MERGED and move.into:
        return _("It goes on as %(library)s.") % {"library": move.into.name}
    return ""


def trail_of(library: Library) -> QuerySet[AuditEntry]:
    """The audit entries of a library and its partnerships."""
    partnerships = library.partnerships.values_list("pk", flat=True)
    return AuditEntry.objects.filter(
        Q(target_type="network.library", target_id=str(library.pk))
        | Q(
            target_type="network.partnership",
            target_id__in=[str(pk) for pk in partnerships],
        )
    ).select_related("by")


def told_entries(entries: list[AuditEntry]) -> list[dict[str, object]]:
    """Audit entries as the timeline shows them, with old and new values."""
    return [
        {
            "title": _act_names().get(entry.action, entry.action),
            "by": entry.by.full_name if entry.by else _("the platform"),
            "at": entry.at,
            "text": entry.reason,
            "changes": _changes(entry.old, entry.new),
        }
        for entry in entries
    ]


def _changes(
    old: Mapping[str, object], new: Mapping[str, object]
) -> list[tuple[str, str, str]]:
    """Field, old and new value, where there was an old one."""
    names = _field_names()
    return [
        (names[field], _value(field, old.get(field)), _value(field, new[field]))
        for field in new
        if field in names and field in old
    ]


def _value(field: str, value: object) -> str:
    if value is None or value == "":
        return _("not stated")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field == "kind":
        return str(LibraryKind(str(value)).label)
    if field.endswith("_on"):
        return day(date.fromisoformat(str(value)))
    return str(value)


def _act_names() -> dict[str, str]:
    return {
        "add_library": _("Taken in"),
        "describe_library": _("Description changed"),
        "confirm_library": _("Confirmed"),
        "rename_library": _("Renamed"),
        "move_library": _("Moved"),
        "close_library": _("Closed"),
        "merge_library": _("Merged"),
        "follow_area": _("Region code changed"),
        "start_partnership": _("Partnership started"),
        "end_partnership": _("Partnership ended"),
        "confirm_partnership": _("Partnership confirmed"),
    }


def _field_names() -> dict[str, str]:
    return {
        "name": _("Name"),
        "kind": _("Kind"),
        "region": _("Region"),
        "npp": _("NPP"),
        "address": _("Address"),
        "opened_on": _("Opened on"),
        "closed_on": _("Closed on"),
        "is_unconfirmed": _("Unconfirmed"),
        "ended_on": _("Ended on"),
        "is_confirmed": _("Confirmed"),
    }

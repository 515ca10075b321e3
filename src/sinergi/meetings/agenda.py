"""The agenda as plain data: what is announced, what changed. No database here."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sinergi.meetings.models import Session

Item = Mapping[str, object]

#: What people are told of when it changes, in this order.
TOLD = ("starts_at", "ends_at", "room", "title_id", "speakers")


def plain_session(session: "Session") -> dict[str, object]:
    """A session as plain data; times are ISO 8601 in UTC."""
    return {
        "uid": str(session.uid),
        "kind": session.kind,
        "title_id": session.title_id,
        "title_en": session.title_en,
        "summary_id": session.summary_id,
        "summary_en": session.summary_en,
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "room": session.room.name if session.room else "",
        "track_id": session.track.name_id if session.track else "",
        "track_en": session.track.name_en if session.track else "",
        "round": session.round.number if session.round else None,
        "library": session.library_id,
        "pool": session.pool_id,
        "speakers": [
            {"name": one.name, "role": one.role, "affiliation": one.affiliation}
            for one in (session.speakers.all() if session.pk else ())
        ],
    }


def change_list(
    before: Sequence[Item], after: Sequence[Item]
) -> list[dict[str, object]]:
    """What changed between two agendas: added, removed, and each changed field.

    Each entry is `{"uid", "title", "change": added|removed|changed, "fields":
    {name: [old, new]}}`; additions come first, then changes, then removals.
    """
    old = {item["uid"]: item for item in before}
    new = {item["uid"]: item for item in after}
    log = [_entry(item, "added") for uid, item in new.items() if uid not in old]
    for uid, item in new.items():
        fields = {
            name: [old[uid].get(name), item.get(name)]
            for name in TOLD
            if uid in old and old[uid].get(name) != item.get(name)
        }
        if fields:
            log.append(_entry(item, "changed", fields))
        elif uid in old and old[uid] != item:
            log.append(_entry(item, "changed"))
    log += [_entry(item, "removed") for uid, item in old.items() if uid not in new]
    return log


def _entry(
    item: Item, change: str, fields: Mapping[str, object] | None = None
) -> dict[str, object]:
    return {
        "uid": item["uid"],
        "title": item["title_id"],
        "change": change,
        "fields": dict(fields or {}),
    }

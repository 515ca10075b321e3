"""Uploads of a person, and what is shown of one."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sinergi.accounts.models import User
from sinergi.exchange.models import Upload

SHOWN_FINDINGS = 100
SHOWN_UPLOADS = 10


def uploads_for(user: User) -> Sequence[Upload]:
    """The latest uploads of a person."""
    return list(Upload.objects.visible_to(user)[:SHOWN_UPLOADS])


def upload_for(user: User, id: uuid.UUID) -> Upload | None:  # noqa: A002 - the column's name
    """The person's upload of this id, if there is one."""
    return Upload.objects.visible_to(user).filter(pk=id).first()


@dataclass(frozen=True)
class FindingsPage:
    """Some findings of a report, how many there are, and where to go on."""

    items: list[dict[str, Any]]
    total: int
    after: int | None


def findings_of(
    upload: Upload, *, severity: str, text: str, after: int
) -> FindingsPage:
    """The findings of a report that fit a filter, from a position on."""
    needle = text.casefold().strip()
    fitting = [
        entry
        for entry in upload.report.get("problems", [])
        if (not severity or entry["severity"] == severity)
        and needle in f"{entry['row']} {entry['column']} {entry['message']}".casefold()
    ]
    end = after + SHOWN_FINDINGS
    return FindingsPage(
        fitting[after:end], len(fitting), end if end < len(fitting) else None
    )

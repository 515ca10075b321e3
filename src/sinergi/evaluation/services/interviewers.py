"""Who collects in the field: their names, their secrets, the address of the study."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from sinergi.accounts.services.tokens import token_hash
from sinergi.audit.services import record
from sinergi.core.dates import now
from sinergi.evaluation.errors import UnfitStudy
from sinergi.evaluation.models import FieldAccess, Interviewer, Study

if TYPE_CHECKING:
    from sinergi.accounts.models import User

#: The protection space of HTTP; it is part of what is kept of a password.
REALM = "Sinergi"
#: Signs that nobody confuses when typing from paper.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
KEY_LENGTH = 12
PASSWORD_LENGTH = 16
TOKEN_BYTES = 32
NAME_LIMIT = 120
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Card:
    """What an interviewer gets, readable this once."""

    interviewer: Interviewer
    password: str
    token: str


@transaction.atomic
def open_access(*, by: "User | None", study: Study) -> FieldAccess:
    """The address of a study for phones; made when it is first needed."""
    access, is_new = FieldAccess.objects.get_or_create(
        study=study, defaults={"key": _signs(KEY_LENGTH)}
    )
    if is_new:
        record(
            by=by, action="open_field_access", target=access, new={"study": study.pk}
        )
    return access


@transaction.atomic
def set_takes_late(*, by: "User | None", study: Study, takes_late: bool) -> FieldAccess:
    """Let answers to closed versions in, flagged, or refuse them."""
    open_access(by=by, study=study)
    access = FieldAccess.objects.select_for_update().get(study=study)
    if access.takes_late != takes_late:
        old, access.takes_late = access.takes_late, takes_late
        access.save(update_fields=["takes_late"])
        record(
            by=by,
            action="set_takes_late",
            target=access,
            old={"takes_late": old},
            new={"takes_late": takes_late},
        )
    return access


@transaction.atomic
def add_interviewers(
    *, by: "User | None", study: Study, names: Sequence[str]
) -> list[Card]:
    """Admit people who collect; what their cards say is kept nowhere.

    Raises:
        UnfitStudy: No name, a name that is too long, or too many at once.
    """
    wanted = [" ".join(name.split()) for name in names if name.strip()]
    if not wanted or len(wanted) > AT_ONCE:
        raise UnfitStudy(
            _("Write one to %(limit)s names, each on a line.") % {"limit": AT_ONCE},
            field="names",
        )
    if long := next((name for name in wanted if len(name) > NAME_LIMIT), ""):
        raise UnfitStudy(
            _("“%(name)s” is too long. The limit is %(limit)s characters.")
            % {"name": long, "limit": NAME_LIMIT},
            field="names",
        )
    open_access(by=by, study=study)
    taken = set(study.interviewers.values_list("username", flat=True))
    return [_add(by, study, name, taken) for name in wanted]


def _add(by: "User | None", study: Study, name: str, taken: set[str]) -> Card:
    interviewer = Interviewer(study=study, name=name, created_by=by, created_at=now())
    interviewer.username = _username(name, taken)
    taken.add(interviewer.username)
    card = _with_secrets(interviewer)
    interviewer.save()
    record(
        by=by,
        action="add_interviewer",
        target=interviewer,
        new={"study": study.pk, "username": interviewer.username},
    )
    return card


@transaction.atomic
def renew_interviewer(*, by: "User | None", interviewer: Interviewer) -> Card:
    """A new card; the old one ends. It admits again whose card was revoked."""
    locked = Interviewer.objects.select_for_update().get(pk=interviewer.pk)
    card = _with_secrets(locked)
    locked.revoked_at = None
    locked.save(update_fields=["ha1", "token_hash", "revoked_at"])
    record(by=by, action="renew_interviewer", target=locked)
    return card


@transaction.atomic
def revoke_interviewer(*, by: "User | None", interviewer: Interviewer) -> Interviewer:
    """End a card; what was sent with it stays."""
    locked = Interviewer.objects.select_for_update().get(pk=interviewer.pk)
    if locked.revoked_at is None:
        locked.revoked_at = now()
        locked.save(update_fields=["revoked_at"])
        record(by=by, action="revoke_interviewer", target=locked)
    return locked


def ha1(username: str, password: str) -> str:
    """What is kept of a password: RFC 7616's HA1, in the MD5 that phones speak."""
    text = f"{username}:{REALM}:{password}"
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _with_secrets(interviewer: Interviewer) -> Card:
    password, token = _signs(PASSWORD_LENGTH), secrets.token_urlsafe(TOKEN_BYTES)
    interviewer.ha1 = ha1(interviewer.username, password)
    interviewer.token_hash = token_hash(token)
    return Card(interviewer, password, token)


def _username(name: str, taken: set[str]) -> str:
    """A short name to sign in with: of the name, with a number where it is taken."""
    base = re.sub(r"[^a-z0-9]+", "", slugify(name))[:20] or "pencacah"
    number, wanted = 1, base
    while wanted in taken:
        number += 1
        wanted = f"{base}{number}"
    return wanted


def _signs(length: int) -> str:
    return "".join(secrets.choice(SIGNS) for _place in range(length))

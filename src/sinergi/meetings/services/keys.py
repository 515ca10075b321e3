"""Making, using and retiring the keys that sign tickets and certificates."""

import os
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.meetings.keys import decoded, encoded, new_key, sign
from sinergi.meetings.models import SigningKey


@transaction.atomic
def current_key() -> SigningKey:
    """The key that signs now; the first one is made when it is needed."""
    key = SigningKey.objects.filter(retired_at__isnull=True).first()
    return key or _make(None)


@transaction.atomic
def rotate_key(*, by: User | None) -> SigningKey:
    """Retire the present key and make the next; what it signed stays valid."""
    SigningKey.objects.filter(retired_at__isnull=True).update(retired_at=timezone.now())
    return _make(by)


def signed(payload: bytes) -> tuple[str, str]:
    """The key's id, and the payload with its signature as one text."""
    key = current_key()
    return key.key_id, sign(payload, _private(key.key_id))


def signer() -> tuple[str, Callable[[bytes], str]]:
    """The id of the present key, and what signs with it; for many texts at once."""
    key = current_key()
    private = _private(key.key_id)
    return key.key_id, lambda payload: sign(payload, private)


def signatures(payloads: Iterable[bytes]) -> tuple[SigningKey, list[str]]:
    """The present key, and the signature alone of each payload."""
    key = current_key()
    private = _private(key.key_id)
    return key, [sign(payload, private).partition(".")[2] for payload in payloads]


def _make(by: User | None) -> SigningKey:
    private, public = new_key()
    key_id = secrets.token_hex(6)
    path = _path(key_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(encoded(private))
    key = SigningKey.objects.create(key_id=key_id, public_key=encoded(public))
    record(by=by, action="key.made", target=key, new={"key_id": key_id})
    return key


def _private(key_id: str) -> bytes:
    return decoded(_path(key_id).read_text().strip())


def _path(key_id: str) -> Path:
    return Path(settings.KEYS_ROOT) / f"{key_id}.key"

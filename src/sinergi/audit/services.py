"""Writing the audit trail."""

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from sinergi.audit.models import AuditEntry

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def record(
    *,
    by: "AbstractBaseUser | None",
    action: str,
    target: models.Model,
    old: Mapping[str, object] | None = None,
    new: Mapping[str, object] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Write one entry; call it inside the transaction of the act itself."""
    entry = _entry(by=by, action=action, target=target, old=old, new=new, reason=reason)
    entry.save()
    return entry


def record_many(
    *,
    by: "AbstractBaseUser | None",
    action: str,
    targets: Iterable[models.Model],
    old: Mapping[str, object] | None = None,
    new: Mapping[str, object] | None = None,
    reason: str = "",
) -> None:
    """Write one entry for each target of a bulk act."""
    AuditEntry.objects.bulk_create(
        (
            _entry(by=by, action=action, target=target, old=old, new=new, reason=reason)
            for target in targets
        ),
        batch_size=1000,
    )


class Step(NamedTuple):
    """One of several acts on a record, as its entry tells it."""

    action: str
    old: Mapping[str, object]
    new: Mapping[str, object]


def record_steps(
    *, by: "AbstractBaseUser | None", target: models.Model, steps: Iterable[Step]
) -> None:
    """Write the entries of acts that follow each other on one record."""
    AuditEntry.objects.bulk_create(
        _entry(by=by, action=step.action, target=target, old=step.old, new=step.new)
        for step in steps
    )


def changes(
    before: Mapping[str, object], after: Mapping[str, object]
) -> tuple[dict[str, object], dict[str, object]]:
    """The old and new values of the fields in which two states differ."""
    keys = [key for key in after if before.get(key) != after[key]]
    return {key: before.get(key) for key in keys}, {key: after[key] for key in keys}


def _entry(
    *,
    by: "AbstractBaseUser | None",
    action: str,
    target: models.Model,
    old: Mapping[str, object] | None = None,
    new: Mapping[str, object] | None = None,
    reason: str = "",
) -> AuditEntry:
    return AuditEntry(
        by_id=None if by is None else by.pk,
        action=action,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        old=_plain(old),
        new=_plain(new),
        reason=reason,
    )


def _plain(values: Mapping[str, object] | None) -> dict[str, object]:
    plain: dict[str, object] = json.loads(
        json.dumps(dict(values or {}), cls=DjangoJSONEncoder)
    )
    return plain

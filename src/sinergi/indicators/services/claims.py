"""Keeping figures that others published, with their source."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from sinergi.audit import services as audit
from sinergi.indicators.models import PublishedClaim

if TYPE_CHECKING:
    from sinergi.accounts.models import User


@transaction.atomic
def record_claim(
    *,
    by: "User | None",
    key: str,
    label_id: str,
    label_en: str,
    value: str,
    source: str,
    published_on: dt.date | None = None,
) -> PublishedClaim:
    """Keep a published figure as it was written; a second time replaces the first."""
    claim, is_new = PublishedClaim.objects.update_or_create(
        key=key,
        defaults={
            "label_id": label_id,
            "label_en": label_en,
            "value": value,
            "source": source,
            "published_on": published_on,
        },
    )
    action = "claim.recorded" if is_new else "claim.changed"
    audit.record(by=by, action=action, target=claim, new={"value": value})
    return claim

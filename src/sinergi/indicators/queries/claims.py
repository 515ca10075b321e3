"""Figures that others published, shown beside ours and never recomputed."""

import datetime as dt
from dataclasses import dataclass

from sinergi.core.formatting import language
from sinergi.indicators.models import PublishedClaim


@dataclass(frozen=True)
class Claim:
    """A published figure as it was written, in the reader's language."""

    label: str
    value: str
    source: str
    published_on: dt.date | None


def published_claims(subject: str = "") -> list[Claim]:
    """All claims, or those on a subject such as `efektivitas`, by study."""
    rows = PublishedClaim.objects.order_by("key")
    if subject:
        rows = rows.filter(key__endswith=f"-{subject}")
    is_english = language() == "en"
    return [
        Claim(
            label=row.label_en if is_english else row.label_id,
            value=row.value,
            source=row.source,
            published_on=row.published_on,
        )
        for row in rows
    ]

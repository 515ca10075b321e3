"""What figures rest on."""

import datetime as dt

from sinergi.analytics import engine, services
from sinergi.indicators.queries.shapes import Stamp


def stamp() -> Stamp:
    """What every figure of this moment rests on."""
    manifest = engine.open_lake().manifest
    at = manifest.calculated_at
    return Stamp(
        version=manifest.version,
        calculated_at=dt.datetime.fromisoformat(at) if at else None,
        records=manifest.records,
        is_stale=services.is_due(),
    )

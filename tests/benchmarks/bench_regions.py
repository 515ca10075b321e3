"""Finding areas among all 91,599 by name and by code."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from sinergi.regions.queries import search_regions
from sinergi.regions.services import load_regions
from tests.benchmarks.figure import Figure, seconds

SEARCHES = ("bogor", "suka", "cibinong bogor", "32.01")
RUNS = 9


def run() -> Iterable[Figure]:
    """Measure on all areas, before and after the database gathered statistics."""
    with tempfile.TemporaryDirectory() as folder:
        connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "areas.sqlite3")
        config = setup_databases(verbosity=0, interactive=False)
        try:
            yield Figure("all areas loaded", f"{seconds(load_regions):.1f}", "s")
            yield from _searches("as loaded")
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            yield from _searches("with statistics")
        finally:
            teardown_databases(config, verbosity=0)


def _searches(state: str) -> Iterable[Figure]:
    for text in SEARCHES:
        took = seconds(lambda text=text: search_regions(text), runs=RUNS)  # type: ignore[misc]
        label = f"search “{text}”, {state}"
        yield Figure(label, f"{took * 1000:.1f}", "ms", "under 50 ms")

"""How fast reports are stored, many at once and one by one."""

import datetime as dt
import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from django.test.utils import setup_databases, teardown_databases
from django.utils import timezone

from sinergi.accounts.models import User
from sinergi.network.models import Library
from sinergi.reports import services
from sinergi.reports.content import ActivityContent, Cell, Payment
from sinergi.reports.enums import Channel, State
from sinergi.reports.services import BulkActivity
from sinergi.reports.tests.factories import make_content, make_world
from tests.benchmarks.figure import Figure, seconds

ROWS = 10_000
LIBRARIES = 200
SINGLE = 200
SENT = dt.datetime(2022, 12, 1, 3, tzinfo=dt.UTC)


def bulk_rows(libraries: list[Library], user_id: int) -> Iterator[BulkActivity]:
    """Reports with a breakdown of four cells and the money of one payer."""
    for number in range(ROWS):
        content = ActivityContent(
            strategy="community_involvement",
            field="economy",
            title=f"Pelatihan keripik pisang {number}",
            started_on=dt.date(2022, 1, 3) + dt.timedelta(days=number % 300),
            place="Balai desa",
            attendances=30,
            breakdown=(
                Cell(sex="female", age_band="25_59", attendances=12),
                Cell(sex="male", age_band="25_59", attendances=8),
                Cell(sex="female", age_band="60_plus", attendances=4),
                Cell(disability="with", attendances=1),
            ),
            money=(Payment("village_fund", Decimal(1_250_000)),),
        )
        yield BulkActivity(
            id=uuid.uuid4(),
            library_id=libraries[number % LIBRARIES].pk,
            content=content,
            state=State.VERIFIED,
            entered_by_id=user_id,
            submitted_at=SENT,
            verified_at=SENT,
            verified_by_id=user_id,
            evidence_refs=(f"https://contoh.invalid/{number}",),
        )


def run() -> Iterable[Figure]:
    """Store many reports at once, then some one by one, in a database of its own."""
    config = setup_databases(verbosity=0, interactive=False)
    try:
        yield from _measured()
    finally:
        teardown_databases(config, verbosity=0)


def _measured() -> Iterator[Figure]:
    world = make_world()
    libraries = Library.objects.bulk_create(
        Library(name=f"Contoh {number}", kind="village", region=world.library.region)
        for number in range(LIBRARIES)
    )
    rows = list(bulk_rows(libraries, world.officer.pk))
    began = time.process_time()
    took = seconds(
        lambda: services.store_activities(
            by=None, rows=rows, channel=Channel.DEMONSTRATION
        )
    )
    busy = time.process_time() - began
    label = f"{ROWS} reports with 4 cells and money stored at once"
    yield Figure(label, f"{took:.2f}", "s", "under 4 s")
    yield Figure(f"{label}, CPU", f"{busy:.2f}", "s")
    cpu = _one_by_one(world.manager, world.library)
    yield Figure("one report saved and sent, CPU", f"{cpu:.1f}", "ms")


def _one_by_one(manager: User, library: Library) -> float:
    day = timezone.localdate().replace(day=1) - dt.timedelta(days=10)
    content = make_content(started_on=day)
    began = time.process_time()
    for number in range(SINGLE):
        activity, _is_new = services.save_activity(
            by=manager,
            library_id=library.pk,
            content=replace(content, title=f"Kegiatan {number}"),
            id=uuid.uuid4(),
        )
        services.submit_activity(by=manager, activity=activity)
    return (time.process_time() - began) / SINGLE * 1000

"""Storing many reports at once."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal

import pytest

from sinergi.analytics.models import DirtyPair
from sinergi.audit.models import AuditEntry
from sinergi.core.errors import DomainError
from sinergi.network.models import Library
from sinergi.reports import services
from sinergi.reports.content import Cell, Payment, normalised
from sinergi.reports.enums import Channel, FlagKind, State
from sinergi.reports.errors import InvalidContent, PeriodLocked, ReadOnly
from sinergi.reports.models import (
    Activity,
    MonthlyStatistics,
    Review,
    YearlyHistory,
)
from sinergi.reports.queries import content_of
from sinergi.reports.services import (
    BulkActivity,
    BulkHistory,
    BulkStatistics,
    bulk,
)
from sinergi.reports.tests.factories import (
    World,
    last_month,
    make_content,
    make_submitted,
    make_world,
)

pytestmark = pytest.mark.django_db
SENT = dt.datetime(2022, 12, 1, 3, tzinfo=dt.UTC)
JUDGED = dt.datetime(2022, 12, 2, 3, tzinfo=dt.UTC)


@pytest.fixture
def world() -> World:
    return make_world()


def row(world: World, **fields: object) -> BulkActivity:
    values: dict[str, object] = {
        "id": uuid.uuid4(),
        "library_id": world.library.pk,
        "content": make_content(links=()),
        "state": State.SUBMITTED,
        "entered_by_id": world.officer.pk,
        "submitted_at": SENT,
        "is_on_behalf": True,
        "evidence_refs": ("IMG_2022.jpg",),
    }
    return BulkActivity(**{**values, **fields})  # type: ignore[arg-type]


def store(world: World, *rows: BulkActivity) -> int:
    return services.store_activities(by=None, rows=rows, channel=Channel.DEMONSTRATION)


def test_bulk_rows_equal_what_single_acts_store(world: World) -> None:
    content = make_content(
        links=(),
        breakdown=(
            Cell(sex="female", age_band="25_59", attendances=3),
            Cell(target_group="women", attendances=3, persons=2),
        ),
        money=(Payment("csr", Decimal("0.05")),),
    )
    wanted = row(
        world,
        content=content,
        state=State.VERIFIED,
        verified_at=JUDGED,
        verified_by_id=world.officer.pk,
    )
    assert store(world, wanted) == 1
    stored = Activity.objects.get()
    assert replace(content_of(stored), links=()) == normalised(content)
    assert (stored.state, stored.verified_at, stored.verified_by) == (
        State.VERIFIED,
        JUDGED,
        world.officer,
    )
    assert [(step.state, step.at) for step in stored.reviews.all()] == [
        (State.SUBMITTED, SENT),
        (State.VERIFIED, JUDGED),
    ]
    assert stored.evidence.get().reference == "IMG_2022.jpg"
    assert AuditEntry.objects.get(target_id=str(stored.pk)).action == "activity.stored"
    assert list(DirtyPair.objects.values_list("table", "subject", "month")) == [
        ("activities", world.library.pk, dt.date(2022, 11, 1))
    ]


def test_bulk_repeat_stores_nothing_again(world: World) -> None:
    rows = [row(world), row(world)]
    assert store(world, *rows, rows[0]) == 2
    assert store(world, *rows, row(world)) == 1
    assert Activity.objects.count() == 3
    assert Review.objects.count() == 3


def test_bulk_returned_row_names_who_returned_it(world: World) -> None:
    store(
        world,
        row(
            world,
            state=State.RETURNED,
            verified_at=JUDGED,
            verified_by_id=world.officer.pk,
            return_reason="Lampirkan daftar hadir",
        ),
    )
    stored = Activity.objects.get()
    last = stored.reviews.last()
    assert last is not None
    assert (stored.verified_by, last.by, last.reason) == (
        None,
        world.officer,
        "Lampirkan daftar hadir",
    )


def test_bulk_flags_late_bare_huge_and_near_rows(world: World) -> None:
    stored = make_submitted(world, title="Kelas menjahit dasar")
    late = row(
        world, content=make_content(started_on=dt.date(2022, 8, 1), title="Lomba baca")
    )
    bare = row(world, evidence_refs=(), content=make_content(title="Dongeng", links=()))
    huge = row(world, content=make_content(title="Pawai", attendances=5000))
    near_stored = row(
        world,
        content=make_content(title="kelas menjahit Dasar"),
        submitted_at=dt.datetime(2022, 12, 3, 4, tzinfo=dt.UTC),
    )
    first = row(world, content=make_content(title="Panen hidroponik"))
    second = row(
        world,
        content=make_content(title="Panen  hidroponik"),
        submitted_at=dt.datetime(2022, 12, 2, 4, tzinfo=dt.UTC),
    )
    store(world, late, bare, huge, near_stored, first, second)
    flags = {
        activity.pk: [
            (flag.kind, flag.other_id) for flag in activity.flags.order_by("kind")
        ]
        for activity in Activity.objects.all()
    }
    assert flags == {
        stored.pk: [],
        late.id: [(FlagKind.LATE, None)],
        bare.id: [(FlagKind.NO_EVIDENCE, None)],
        huge.id: [(FlagKind.OUTLIER, None)],
        near_stored.id: [(FlagKind.NEAR_DUPLICATE, stored.pk)],
        first.id: [],
        second.id: [(FlagKind.NEAR_DUPLICATE, first.id)],
    }
    assert Activity.objects.get(pk=late.id).days_late == 87


def test_bulk_with_one_bad_row_stores_none(world: World) -> None:
    bad = row(
        world,
        content=make_content(breakdown=(Cell(sex="female", attendances=25),)),
    )
    with pytest.raises(InvalidContent) as refused:
        store(world, row(world), bad)
    assert refused.value.kind == "parts_above_total"
    assert not Activity.objects.exists()
    assert not AuditEntry.objects.exists()


def test_bulk_never_cuts_a_reference(world: World) -> None:
    with pytest.raises(DomainError) as refused:
        store(world, row(world, evidence_refs=("x" * 2001,)))
    assert refused.value.kind == "too_long"
    store(world, row(world, evidence_refs=("x" * 2000, "  ")))
    assert Activity.objects.get().evidence.get().reference == "x" * 2000


def test_bulk_of_a_person_stays_in_the_scope(world: World) -> None:
    good, far = row(world), row(world, library_id=world.far.pk)
    for person, rows, refusal in (
        (world.officer, [good, far], Library.DoesNotExist),
        (world.stranger, [good], Library.DoesNotExist),
        (world.reader, [replace(good, entered_by_id=world.reader.pk)], ReadOnly),
        (world.officer, [replace(good, entered_by_id=world.manager.pk)], ReadOnly),
        (
            world.manager,
            [
                replace(
                    good,
                    entered_by_id=world.manager.pk,
                    state=State.VERIFIED,
                    verified_at=JUDGED,
                    verified_by_id=world.manager.pk,
                )
            ],
            ReadOnly,
        ),
    ):
        with pytest.raises(refusal):
            services.store_activities(by=person, rows=rows, channel=Channel.IMPORT)
    assert not Activity.objects.exists()
    services.store_activities(by=world.officer, rows=[good], channel=Channel.IMPORT)
    assert Activity.objects.get().is_on_behalf


def test_bulk_respects_a_closed_month(world: World) -> None:
    services.lock_period(by=world.nation, month=last_month())
    with pytest.raises(PeriodLocked):
        store(world, row(world))
    store(world, row(world, content=make_content(started_on=dt.date(2022, 10, 30))))
    assert Activity.objects.count() == 1


def test_bulk_takes_as_many_queries_for_forty_rows_as_for_two(
    world: World, django_assert_num_queries: object
) -> None:
    rows = [
        row(world, content=make_content(title=f"Judul {number}", links=()))
        for number in range(42)
    ]
    with django_assert_num_queries(13):  # type: ignore[operator]
        store(world, *rows[:2])
    with django_assert_num_queries(13):  # type: ignore[operator]
        store(world, *rows[2:])


def test_statistics_of_a_month_are_stored_once(world: World) -> None:
    month = BulkStatistics(
        library_id=world.library.pk,
        month=dt.date(2022, 11, 1),
        values={"visits": 0, "loans": 12},
        state=State.VERIFIED,
        entered_by_id=world.manager.pk,
        submitted_at=SENT,
        verified_at=JUDGED,
        verified_by_id=world.officer.pk,
    )
    assert services.store_statistics(by=None, rows=[month]) == 1
    assert services.store_statistics(by=None, rows=[month]) == 0
    stored = MonthlyStatistics.objects.get()
    assert (stored.visits, stored.loans, stored.members) == (0, 12, None)
    assert DirtyPair.objects.get().table == "statistics"


def test_later_history_replaces_the_earlier(world: World) -> None:
    for attendances in (100, 120):
        services.store_history(
            by=None,
            rows=[
                BulkHistory(
                    library_id=world.library.pk,
                    year=2019,
                    activities=None,
                    attendances=attendances,
                    source="Serah terima 2022",
                )
            ],
        )
    stored = YearlyHistory.objects.get()
    assert (stored.activities, stored.attendances) == (None, 120)
    with pytest.raises(Library.DoesNotExist):
        services.store_history(
            by=world.manager,
            rows=[
                BulkHistory(
                    library_id=world.library.pk,
                    year=2020,
                    activities=1,
                    attendances=1,
                    source="x",
                )
            ],
        )


def test_bulk_compares_a_title_with_few_of_a_day(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = 0

    def watched(_first: str, _second: str) -> int:
        nonlocal compared
        compared += 1
        return 0

    monkeypatch.setattr(bulk, "similarity_pct", watched)
    monkeypatch.setattr(bulk, "MOST_A_DAY", 3)
    one_day = [
        row(world, content=make_content(title=f"Judul {chr(97 + place) * 9}", links=()))
        for place in range(10)
    ]
    assert store(world, *one_day) == 10
    assert compared == sum(min(place, 3) for place in range(10))

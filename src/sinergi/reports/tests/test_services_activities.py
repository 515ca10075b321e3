"""Writing, sending and discarding activities."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import timezone
from pytest_django import Settings

from sinergi.analytics.models import DirtyPair
from sinergi.audit.models import AuditEntry
from sinergi.network.models import Library
from sinergi.reports import services
from sinergi.reports.content import ActivityContent, Cell, Link, Payment
from sinergi.reports.enums import Channel, FlagKind, State
from sinergi.reports.errors import (
    ActivityExists,
    EditConflict,
    InvalidContent,
    LibraryClosed,
    ReadOnly,
    WrongState,
)
from sinergi.reports.models import Activity
from sinergi.reports.queries import content_of
from sinergi.reports.rules import month_of
from sinergi.reports.templatetags.reports import waiting_days
from sinergi.reports.tests.factories import (
    World,
    last_month,
    make_content,
    make_draft,
    make_submitted,
    make_verified,
    make_world,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def actions(activity: Activity) -> list[str]:
    entries = AuditEntry.objects.filter(target_id=str(activity.pk)).order_by("pk")
    return list(entries.values_list("action", flat=True))


def test_save_stores_everything_and_writes_the_audit(world: World) -> None:
    content = make_content(
        persons=22,
        breakdown=(
            Cell(sex="female", age_band="25_59", attendances=20, persons=18),
            Cell(sex="male", age_band="60_plus", attendances=4),
            Cell(disability="with", attendances=0),
            Cell(target_group="women", attendances=20),
        ),
        money=(
            Payment("village_fund", Decimal("1250000.50")),
            Payment("village_fund", Decimal(300000), is_in_kind=True),
        ),
    )
    activity, is_new = services.save_activity(
        by=world.manager, library_id=world.library.pk, content=content
    )
    stored = content_of(Activity.objects.get(pk=activity.pk))
    assert is_new
    assert stored.attendances == 24
    assert set(stored.breakdown) == set(content.breakdown)
    assert set(stored.money) == set(content.money)
    assert stored.links == content.links
    entry = AuditEntry.objects.get(target_id=str(activity.pk))
    assert (entry.action, entry.by, entry.old) == (
        "activity.created",
        world.manager,
        {},
    )
    assert entry.new["money"][0]["amount_idr"] == "1250000.50"


def test_draft_needs_a_title_only(world: World) -> None:
    content = ActivityContent(strategy="", field="", title="Kelas", started_on=None)
    activity, _ = services.save_activity(
        by=world.manager, library_id=world.library.pk, content=content
    )
    assert activity.state == State.DRAFT
    with pytest.raises(InvalidContent) as refused:
        services.submit_activity(by=world.manager, activity=activity)
    assert [problem.field for problem in refused.value.problems] == [
        "strategy",
        "field",
        "started_on",
    ]
    activity.refresh_from_db()
    assert activity.state == State.DRAFT


def test_same_id_and_content_changes_nothing(world: World) -> None:
    content, wanted = make_content(), uuid.uuid4()
    for expected in (True, False, False):
        activity, is_new = services.save_activity(
            by=world.manager, library_id=world.library.pk, content=content, id=wanted
        )
        assert is_new is expected
    services.submit_activity(by=world.manager, activity=activity)
    services.save_activity(
        by=world.manager, library_id=world.library.pk, content=content, id=wanted
    )
    assert Activity.objects.count() == 1
    assert actions(activity) == ["activity.created", "activity.submitted"]


def test_same_id_with_other_content_by_api_is_a_conflict(world: World) -> None:
    activity = make_draft(world)
    other = replace(content_of(activity), attendances=25)
    with pytest.raises(ActivityExists) as refused:
        services.save_activity(
            by=world.manager,
            library_id=world.library.pk,
            content=other,
            id=activity.pk,
            channel=Channel.API,
        )
    assert refused.value.status == 409


def test_an_id_of_another_library_is_taken_and_tells_nothing(world: World) -> None:
    activity = make_draft(world)
    with pytest.raises(ActivityExists) as refused:
        services.save_activity(
            by=world.stranger,
            library_id=world.far.pk,
            content=make_content(),
            id=activity.pk,
        )
    assert refused.value.data == {}


def test_change_keeps_old_and_new_value_of_each_field_and_part(world: World) -> None:
    activity = make_draft(world)
    before = content_of(activity)
    after = replace(
        before,
        title="Judul lain",
        attendances=30,
        breakdown=(Cell(sex="female", attendances=30),),
        money=(),
        links=(Link("https://contoh.invalid/lain"),),
    )
    changed, is_new = services.save_activity(
        by=world.manager,
        library_id=world.library.pk,
        content=after,
        id=activity.pk,
        revision=activity.revision,
    )
    assert (is_new, changed.revision) == (False, 2)
    assert content_of(Activity.objects.get(pk=activity.pk)) == after
    entry = AuditEntry.objects.get(action="activity.changed")
    assert entry.old == {
        "title": before.title,
        "attendances": 24,
        "breakdown": [
            {"sex": "female", "attendances": 20},
            {"sex": "male", "attendances": 4},
        ],
        "money": [
            {
                "payer": "village_fund",
                "amount_idr": "1250000.00",
                "is_in_kind": False,
            }
        ],
        "links": [{"reference": "https://contoh.invalid/foto", "caption": ""}],
    }
    assert entry.new == {
        "title": "Judul lain",
        "attendances": 30,
        "breakdown": [{"sex": "female", "attendances": 30}],
        "money": [],
        "links": [{"reference": "https://contoh.invalid/lain", "caption": ""}],
    }


@pytest.mark.parametrize("revision", [None, 1, 99])
def test_change_of_an_unseen_revision_is_a_conflict(
    world: World, revision: int | None
) -> None:
    activity = make_draft(world)
    services.save_activity(
        by=world.officer,
        library_id=world.library.pk,
        content=replace(content_of(activity), title="Ubahan petugas"),
        id=activity.pk,
        revision=1,
    )
    with pytest.raises(EditConflict) as refused:
        services.save_activity(
            by=world.manager,
            library_id=world.library.pk,
            content=replace(content_of(activity), title="Ubahan lain"),
            id=activity.pk,
            revision=revision,
        )
    assert world.officer.full_name in str(refused.value.message)
    assert refused.value.data == {"revision": 2}


def test_sent_report_cannot_be_changed(world: World) -> None:
    activity = make_submitted(world)
    with pytest.raises(WrongState):
        services.save_activity(
            by=world.manager,
            library_id=world.library.pk,
            content=make_content(),
            id=activity.pk,
            revision=activity.revision,
        )


def test_stranger_gets_nothing_and_reader_may_not_write(world: World) -> None:
    activity = make_draft(world)
    with pytest.raises(Library.DoesNotExist):
        services.save_activity(
            by=world.stranger, library_id=world.library.pk, content=make_content()
        )
    with pytest.raises(ReadOnly) as refused:
        services.save_activity(
            by=world.reader, library_id=world.library.pk, content=make_content()
        )
    assert refused.value.status == 403
    with pytest.raises(Activity.DoesNotExist):
        services.submit_activity(by=world.stranger, activity=activity)
    with pytest.raises(ReadOnly):
        services.submit_activity(by=world.reader, activity=activity)
    with pytest.raises(Activity.DoesNotExist):
        services.discard_draft(by=world.stranger, activity=activity)
    assert Activity.objects.get().state == State.DRAFT


def test_officer_enters_on_behalf_of_a_village(world: World) -> None:
    assert not make_draft(world).is_on_behalf
    assert make_draft(world, by=world.officer).is_on_behalf


def test_submit_twice_changes_nothing(world: World) -> None:
    activity = make_submitted(world)
    again = services.submit_activity(by=world.manager, activity=activity)
    assert again.submitted_at == activity.submitted_at
    assert actions(activity) == ["activity.created", "activity.submitted"]
    assert activity.reviews.count() == 1


def test_submit_marks_the_library_month_and_keeps_lateness(world: World) -> None:
    activity = make_submitted(world, started_on=dt.date(2022, 1, 15))
    pair = DirtyPair.objects.get()
    assert (pair.table, pair.subject, pair.month) == (
        "activities",
        world.library.pk,
        dt.date(2022, 1, 1),
    )
    late = (timezone.localdate() - dt.date(2022, 2, 5)).days
    assert activity.days_late == late
    assert activity.flags.get().kind == FlagKind.LATE


def test_lateness_is_that_of_the_first_submission(world: World) -> None:
    activity = make_submitted(world, started_on=dt.date(2022, 1, 15))
    first = dt.datetime(2022, 2, 7, 10, tzinfo=dt.UTC)
    activity.reviews.update(at=first)
    services.return_activity(by=world.officer, activity=activity, reason="Kurang foto")
    again = services.submit_activity(by=world.manager, activity=activity)
    assert again.days_late == 2


def test_a_demonstrations_visitor_reports_on_its_today(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DEMONSTRATION_TODAY", dt.date(2022, 6, 30))
    activity = make_submitted(world, started_on=dt.date(2022, 6, 28))
    assert activity.days_late == 0
    assert waiting_days(activity) == 0


def test_bare_nearly_equal_and_huge_reports_are_flagged(world: World) -> None:
    first = make_submitted(world, title="Kelas komputer tahap 3", links=())
    assert [flag.kind for flag in first.flags.all()] == [FlagKind.NO_EVIDENCE]
    copy = make_submitted(world, title="Kelas  Komputer, tahap 3")
    near = copy.flags.get()
    assert (near.kind, near.other, near.similarity_pct) == (
        FlagKind.NEAR_DUPLICATE,
        first,
        100,
    )
    assert not make_submitted(world, title="Kelas komputer tahap 4").flags.exists()
    far = make_submitted(
        world,
        title="Kelas komputer tahap 3",
        started_on=last_month() - dt.timedelta(days=8),
        strategy="community_involvement",
    )
    assert FlagKind.NEAR_DUPLICATE not in [flag.kind for flag in far.flags.all()]
    huge = make_submitted(world, title="Pawai", attendances=1000, breakdown=())
    assert huge.flags.get().kind == FlagKind.OUTLIER
    assert Activity.objects.filter(state=State.SUBMITTED).count() == 5


def test_number_far_above_the_usual_is_flagged(world: World) -> None:
    for number in range(5):
        make_submitted(world, title=f"Baca bersama {number}")
    usual = make_submitted(world, title="Lokakarya", attendances=120)
    assert not usual.flags.exists()
    odd = make_submitted(world, title="Pasar murah", attendances=121, breakdown=())
    assert odd.flags.get().kind == FlagKind.OUTLIER


def test_dismissed_flag_stays_dismissed(world: World) -> None:
    activity = make_submitted(world, links=())
    flag = activity.flags.get()
    with pytest.raises(ReadOnly):
        services.dismiss_flag(by=world.manager, flag=flag)
    services.dismiss_flag(by=world.officer, flag=flag)
    services.dismiss_flag(by=world.officer, flag=flag)
    services.return_activity(by=world.officer, activity=activity, reason="Perjelas")
    services.submit_activity(by=world.manager, activity=activity)
    flag.refresh_from_db()
    assert (flag.dismissed_by, activity.flags.count()) == (world.officer, 1)
    assert actions(activity).count("activity.flag_dismissed") == 1


def test_flag_goes_when_its_reason_is_mended(world: World) -> None:
    activity = make_submitted(world, links=())
    services.return_activity(by=world.officer, activity=activity, reason="Kurang bukti")
    activity.refresh_from_db()
    services.save_activity(
        by=world.manager,
        library_id=world.library.pk,
        content=replace(
            content_of(activity), links=(Link("https://contoh.invalid/x"),)
        ),
        id=activity.pk,
        revision=activity.revision,
    )
    services.submit_activity(by=world.manager, activity=activity)
    assert not activity.flags.exists()


def test_discard_keeps_the_content_in_the_audit(world: World) -> None:
    activity = make_draft(world, title="Dibuang")
    services.discard_draft(by=world.manager, activity=activity)
    assert not Activity.objects.exists()
    entry = AuditEntry.objects.get(action="activity.discarded")
    assert entry.old["title"] == "Dibuang"


def test_sent_report_cannot_be_discarded(world: World) -> None:
    activity = make_submitted(world)
    services.return_activity(by=world.officer, activity=activity, reason="Perjelas")
    with pytest.raises(WrongState):
        services.discard_draft(by=world.manager, activity=activity)


def test_closed_library_takes_no_reports_from_that_day_on(world: World) -> None:
    Library.objects.filter(pk=world.library.pk).update(closed_on=last_month())
    with pytest.raises(LibraryClosed):
        make_draft(world)
    make_draft(world, started_on=last_month() - dt.timedelta(days=1))
    assert Activity.objects.count() == 1


def test_texts_that_no_database_holds_are_mended(world: World) -> None:
    activity = make_draft(
        world, title="  Kelas\x00 \ud800emoji 🎉\r\nbaris dua ", description="a\x00b"
    )
    stored = Activity.objects.get(pk=activity.pk)
    assert stored.title == "Kelas emoji 🎉\nbaris dua"
    assert stored.description == "ab"


def test_returned_report_must_stay_complete(world: World) -> None:
    activity = make_verified(world)
    services.reopen_activity(by=world.officer, activity=activity, reason="Salah bulan")
    activity.refresh_from_db()
    with pytest.raises(InvalidContent):
        services.save_activity(
            by=world.manager,
            library_id=world.library.pk,
            content=replace(content_of(activity), started_on=None),
            id=activity.pk,
            revision=activity.revision,
        )
    assert month_of(Activity.objects.get().started_on or dt.date.min) == month_of(
        last_month()
    )


def test_demonstration_judges_lateness_by_its_own_present(
    world: World, settings: Settings
) -> None:
    settings.DEMONSTRATION_TODAY = dt.date(2022, 9, 30)
    in_time = make_submitted(world, started_on=dt.date(2022, 9, 20))
    late = make_submitted(world, started_on=dt.date(2022, 8, 20))
    assert (in_time.days_late, late.days_late) == (0, 25)
    services.return_activity(by=world.officer, activity=late, reason="Foto")
    late = services.submit_activity(by=world.manager, activity=late)
    assert (late.days_late, waiting_days(late)) == (25, 0)


def test_report_in_one_act_is_save_and_submit(world: World) -> None:
    content = make_content(title="Satu langkah")
    key = uuid.uuid4()
    one = services.report_activity(
        by=world.manager, library_id=world.library.pk, content=content, id=key
    )
    two, _is_new = services.save_activity(
        by=world.manager,
        library_id=world.library.pk,
        content=replace(content, title="Dua langkah yang lain sama sekali"),
    )
    two = services.submit_activity(by=world.manager, activity=two)
    assert (one.state, one.days_late, one.revision) == (
        two.state,
        two.days_late,
        two.revision,
    )
    assert actions(one) == actions(two)
    assert [f.kind for f in one.flags.all()] == [f.kind for f in two.flags.all()]
    assert one.reviews.count() == two.reviews.count() == 1


def test_report_in_one_act_may_be_repeated(world: World) -> None:
    content, key = make_content(), uuid.uuid4()
    for _again in range(2):
        activity = services.report_activity(
            by=world.manager, library_id=world.library.pk, content=content, id=key
        )
    assert actions(activity) == ["activity.created", "activity.submitted"]


def test_report_in_one_act_stores_nothing_of_a_bare_report(world: World) -> None:
    with pytest.raises(InvalidContent):
        services.report_activity(
            by=world.manager,
            library_id=world.library.pk,
            content=make_content(started_on=None),
            id=uuid.uuid4(),
        )
    assert not Activity.objects.exists()

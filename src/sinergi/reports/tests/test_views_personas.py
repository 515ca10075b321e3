"""Who may open and change what on the pages of reports."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from sinergi.accounts.models import User
from sinergi.network.enums import Role
from sinergi.reports import services
from sinergi.reports.enums import State
from sinergi.reports.models import Activity, MonthlyStatistics, PeriodLock
from sinergi.reports.tests.factories import (
    World,
    make_draft,
    make_person,
    make_photo,
    make_submitted,
    make_verified,
    make_world,
)

pytestmark = pytest.mark.django_db
MONTH = dt.date(2022, 10, 1)


@pytest.fixture
def world() -> World:
    return make_world()


def people(world: World) -> dict[str, User | None]:
    """One person of each kind, by the name used in the tables below."""
    return {
        "village": world.manager,
        "other village": make_person(Role.VILLAGE_MANAGER, library=world.neighbour),
        "regency": world.officer,
        "other regency": world.stranger,
        "province": world.province,
        "nation": world.nation,
        "evaluator": make_person(Role.EVALUATOR),
        "anonymous": None,
    }


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def statuses(world: World, method: str, address: str, **data: str) -> dict[str, int]:
    """What each person gets at an address."""
    found = {}
    for name, user in people(world).items():
        answer = getattr(client_of(user), method)(address, data)
        if answer.streaming:
            b"".join(answer.streaming_content)
        found[name] = answer.status_code
    return found


#: Pages about one record: strangers are told nothing, readers may look.
READ = {
    "village": 200,
    "other village": 404,
    "regency": 200,
    "other regency": 404,
    "province": 200,
    "nation": 200,
    "evaluator": 200,
    "anonymous": 302,
}
#: Pages that write for the library: readers are refused.
REPORT = READ | {"evaluator": 403}
#: Pages of those who verify: the village may not judge itself.
VERIFY = REPORT | {"village": 403}


def test_record_is_shown_by_scope(world: World) -> None:
    activity = make_submitted(world)
    address = reverse("reports:activity_detail", args=[activity.pk])
    assert statuses(world, "get", address) == READ


def test_draft_is_hidden_from_readers(world: World) -> None:
    activity = make_draft(world)
    address = reverse("reports:activity_detail", args=[activity.pk])
    assert statuses(world, "get", address) == READ | {"evaluator": 404}


def test_edit_page_is_for_reporters(world: World) -> None:
    activity = make_submitted(world)
    services.return_activity(by=world.officer, activity=activity, reason="Foto")
    address = reverse("reports:activity_edit", args=[activity.pk])
    assert statuses(world, "get", address) == REPORT


def test_discard_page_is_for_reporters(world: World) -> None:
    activity = make_draft(world)
    address = reverse("reports:activity_discard", args=[activity.pk])
    assert statuses(world, "get", address) == READ | {"evaluator": 404}


@pytest.mark.parametrize("act", ["activity_return", "activity_reopen"])
def test_reason_pages_are_for_verifiers(world: World, act: str) -> None:
    activity = make_submitted(world)
    address = reverse(f"reports:{act}", args=[activity.pk])
    assert statuses(world, "get", address) == VERIFY


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("village", 403),
        ("other village", 404),
        ("other regency", 404),
        ("evaluator", 403),
        ("anonymous", 302),
    ],
)
@pytest.mark.parametrize("act", ["verify", "return", "reopen"])
def test_judging_is_refused_and_changes_nothing(
    world: World, act: str, name: str, refused: int
) -> None:
    activity = make_verified(world) if act == "reopen" else make_submitted(world)
    before = activity.state
    address = reverse(f"reports:activity_{act}", args=[activity.pk])
    answer = client_of(people(world)[name]).post(address, {"reason": "Periksa lagi"})
    activity.refresh_from_db()
    assert (answer.status_code, activity.state) == (refused, before)


@pytest.mark.parametrize("name", ["regency", "province", "nation"])
def test_officers_of_the_scope_verify(world: World, name: str) -> None:
    activity = make_submitted(world)
    address = reverse("reports:activity_verify", args=[activity.pk])
    answer = client_of(people(world)[name]).post(address)
    activity.refresh_from_db()
    assert (answer.status_code, activity.state) == (302, State.VERIFIED)


@pytest.mark.parametrize(
    ("name", "status", "is_gone"),
    [
        ("village", 302, True),
        ("other village", 404, False),
        ("other regency", 404, False),
        ("evaluator", 404, False),
        ("anonymous", 302, False),
    ],
)
def test_draft_is_discarded_by_reporters_alone(
    world: World, name: str, status: int, is_gone: bool
) -> None:
    activity = make_draft(world)
    address = reverse("reports:activity_discard", args=[activity.pk])
    answer = client_of(people(world)[name]).post(address)
    gone = not Activity.objects.filter(pk=activity.pk).exists()
    assert (answer.status_code, gone) == (status, is_gone)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("village", 302),
        ("other village", 404),
        ("evaluator", 404),
        ("anonymous", 302),
    ],
)
def test_draft_is_sent_by_reporters_alone(world: World, name: str, status: int) -> None:
    activity = make_draft(world)
    address = reverse("reports:activity_submit", args=[activity.pk])
    answer = client_of(people(world)[name]).post(address)
    activity.refresh_from_db()
    expected = State.SUBMITTED if name == "village" else State.DRAFT
    assert (answer.status_code, activity.state) == (status, expected)


def test_evidence_is_served_by_the_permission_of_its_record(world: World) -> None:
    activity = make_draft(world)
    piece = services.add_evidence(
        by=world.manager, activity=activity, upload=make_photo()
    )
    services.submit_activity(by=world.manager, activity=activity)
    address = reverse("reports:evidence_file", args=[activity.pk, piece.pk])
    assert statuses(world, "get", address) == READ


def test_evidence_of_another_record_is_not_found(world: World) -> None:
    activity, other = make_draft(world), make_draft(world)
    piece = services.add_evidence(
        by=world.manager, activity=activity, upload=make_photo()
    )
    address = reverse("reports:evidence_file", args=[other.pk, piece.pk])
    assert client_of(world.manager).get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "status", "count"),
    [
        ("village", 201, 1),
        ("other village", 404, 0),
        ("regency", 201, 1),
        ("other regency", 404, 0),
        ("evaluator", 403, 0),
        ("anonymous", 302, 0),
    ],
)
def test_evidence_is_added_by_reporters_alone(
    world: World, name: str, status: int, count: int
) -> None:
    activity = make_submitted(world, links=())
    services.return_activity(by=world.officer, activity=activity, reason="Foto")
    address = reverse("reports:evidence_add", args=[activity.pk])
    client = client_of(people(world)[name])
    answer = client.post(address, {"photo": make_photo()})
    assert (answer.status_code, activity.evidence.count()) == (status, count)


@pytest.mark.parametrize(
    ("name", "status"), [("village", 302), ("other village", 404), ("evaluator", 403)]
)
def test_evidence_is_removed_by_reporters_alone(
    world: World, name: str, status: int
) -> None:
    activity = make_draft(world, links=())
    piece = services.add_evidence(
        by=world.manager, activity=activity, upload=make_photo()
    )
    services.submit_activity(by=world.manager, activity=activity)
    services.return_activity(by=world.officer, activity=activity, reason="Foto")
    address = reverse("reports:evidence_remove", args=[activity.pk, piece.pk])
    answer = client_of(people(world)[name]).post(address)
    left = activity.evidence.filter(pk=piece.pk).exists()
    assert (answer.status_code, left) == (status, name != "village")


def test_compare_page_by_scope_of_both(world: World) -> None:
    one, other = make_submitted(world), make_submitted(world)
    address = reverse("reports:activity_compare", args=[one.pk, other.pk])
    assert statuses(world, "get", address) == READ


@pytest.mark.parametrize(
    ("name", "status", "is_dismissed"),
    [
        ("regency", 302, True),
        ("village", 403, False),
        ("other regency", 404, False),
        ("evaluator", 403, False),
    ],
)
def test_flag_is_dismissed_by_verifiers_alone(
    world: World, name: str, status: int, is_dismissed: bool
) -> None:
    activity = make_submitted(world, links=())
    flag = activity.flags.get()
    address = reverse("reports:flag_dismiss", args=[activity.pk, flag.pk])
    answer = client_of(people(world)[name]).post(address)
    flag.refresh_from_db()
    assert (answer.status_code, flag.dismissed_at is not None) == (status, is_dismissed)


#: The officers' pages: a village and a reader have no inbox.
DESK = {
    "village": 403,
    "other village": 403,
    "regency": 200,
    "other regency": 200,
    "province": 200,
    "nation": 200,
    "evaluator": 403,
    "anonymous": 302,
}


@pytest.mark.parametrize(
    "page",
    [
        "inbox",
        "inbox_returned",
        "inbox_verified",
        "inbox_silent",
        "inbox_statistics",
    ],
)
def test_inbox_is_for_those_who_verify(world: World, page: str) -> None:
    make_submitted(world)
    assert statuses(world, "get", reverse(f"reports:{page}")) == DESK


def test_inbox_record_is_hidden_from_other_officers(world: World) -> None:
    activity = make_submitted(world)
    address = reverse("reports:inbox_record", args=[activity.pk])
    assert statuses(world, "get", address) == DESK | {"other regency": 404}


def test_inbox_shows_what_waits_for_the_person_alone(world: World) -> None:
    activity = make_submitted(world)
    shown = {
        name: activity.title in client_of(user).get("/kotak-masuk/").content.decode()
        for name, user in people(world).items()
        if DESK[name] == 200
    }
    assert shown == {
        "regency": True,
        "other regency": False,
        "province": True,
        "nation": True,
    }


@pytest.mark.parametrize("page", ["activity_list", "statistics_list", "period_list"])
def test_lists_open_to_everybody_who_signed_in(world: World, page: str) -> None:
    answer = statuses(world, "get", reverse(f"reports:{page}"))
    assert answer == dict.fromkeys(answer, 200) | {"anonymous": 302}


def test_list_shows_the_scope_alone(world: World) -> None:
    activity = make_submitted(world)
    shown = {
        name: activity.title in client_of(user).get("/kegiatan/").content.decode()
        for name, user in people(world).items()
        if user is not None
    }
    assert shown == {
        "village": True,
        "other village": False,
        "regency": True,
        "other regency": False,
        "province": True,
        "nation": True,
        "evaluator": True,
    }


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_download_is_for_everybody_who_signed_in(world: World, extension: str) -> None:
    address = reverse("reports:activity_download", args=[extension])
    answer = statuses(world, "get", address)
    assert answer == dict.fromkeys(answer, 200) | {"anonymous": 302}


def test_new_page_is_for_those_who_report(world: World) -> None:
    answer = statuses(world, "get", reverse("reports:activity_new"))
    assert answer == dict.fromkeys(answer, 200) | {"evaluator": 403, "anonymous": 302}


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("village", 302),
        ("other village", 404),
        ("regency", 302),
        ("other regency", 404),
        ("evaluator", 403),
        ("anonymous", 302),
    ],
)
@pytest.mark.parametrize("page", ["activity_new", "activity_autosave"])
def test_report_is_written_for_libraries_of_the_scope_alone(
    world: World, name: str, status: int, page: str
) -> None:
    typed = {"id": str(uuid.uuid4()), "library": world.library.pk, "title": "Baca"}
    answer = client_of(people(world)[name]).post(reverse(f"reports:{page}"), typed)
    if page == "activity_autosave" and name in ("village", "regency"):
        status = 200
    may = name in ("village", "regency")
    assert (answer.status_code, Activity.objects.count()) == (status, int(may))


def make_month(world: World) -> MonthlyStatistics:
    statistics = services.save_statistics(
        by=world.manager, library=world.library, month=MONTH, values={"visits": 12}
    )
    return services.submit_statistics(by=world.manager, statistics=statistics)


def test_month_is_shown_by_scope(world: World) -> None:
    make_month(world)
    address = f"/statistik/2022-10/?perpustakaan={world.library.pk}"
    answer = {
        name: client_of(user).get(address).status_code
        for name, user in people(world).items()
    }
    assert answer == READ


@pytest.mark.parametrize(
    ("name", "status"),
    [("village", 403), ("other regency", 404), ("evaluator", 403), ("regency", 302)],
)
@pytest.mark.parametrize("act", ["statistics_verify", "statistics_return"])
def test_month_is_judged_by_verifiers_alone(
    world: World, name: str, status: int, act: str
) -> None:
    statistics = make_month(world)
    address = reverse(f"reports:{act}", args=[statistics.pk])
    answer = client_of(people(world)[name]).post(address, {"reason": "Periksa lagi"})
    statistics.refresh_from_db()
    judged = State.VERIFIED if act == "statistics_verify" else State.RETURNED
    expected = judged if name == "regency" else State.SUBMITTED
    assert (answer.status_code, statistics.state) == (status, expected)


@pytest.mark.parametrize(
    ("name", "status"),
    [("village", 302), ("other village", 404), ("evaluator", 403), ("regency", 302)],
)
def test_month_is_written_by_reporters_alone(
    world: World, name: str, status: int
) -> None:
    address = f"/statistik/2022-10/?perpustakaan={world.library.pk}"
    answer = client_of(people(world)[name]).post(address, {"visits": "12"})
    count = MonthlyStatistics.objects.count()
    assert (answer.status_code, count) == (status, int(name in ("village", "regency")))


@pytest.mark.parametrize(
    ("name", "status", "count"),
    [
        ("village", 403, 0),
        ("evaluator", 403, 0),
        ("regency", 302, 1),
        ("province", 302, 1),
        ("nation", 302, 1),
        ("other regency", 404, 0),
        ("anonymous", 302, 0),
    ],
)
def test_month_is_locked_by_officers_of_the_region(
    world: World, name: str, status: int, count: int
) -> None:
    typed = {"month": "2022-10", "region": "35.22"}
    answer = client_of(people(world)[name]).post(reverse("reports:period_list"), typed)
    assert (answer.status_code, PeriodLock.objects.count()) == (status, count)


def test_month_is_unlocked_by_officers_of_the_region(world: World) -> None:
    lock = services.lock_period(
        by=world.officer, month=MONTH, region=world.library.region.parent.parent
    )
    address = reverse("reports:period_unlock", args=[lock.pk])
    answer = statuses(world, "get", address)
    assert answer == VERIFY | {"other village": 403}

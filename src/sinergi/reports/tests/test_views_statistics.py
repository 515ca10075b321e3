"""Monthly statistics and period locks in the browser."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from sinergi.reports import services
from sinergi.reports.enums import State
from sinergi.reports.models import MonthlyStatistics, PeriodLock
from sinergi.reports.tests.factories import World, make_region, make_world

pytestmark = pytest.mark.django_db
MONTH = "/statistik/2022-10/"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def village(world: World) -> Client:
    client = Client()
    client.force_login(world.manager)
    return client


@pytest.fixture
def officer(world: World) -> Client:
    client = Client()
    client.force_login(world.officer)
    return client


def test_month_is_sent_with_blank_and_zero_apart(village: Client) -> None:
    village.post(MONTH, {"visits": "1.250", "loans": "0", "act": "send"})
    stored = MonthlyStatistics.objects.get()
    assert (stored.visits, stored.loans, stored.members, stored.state) == (
        1250,
        0,
        None,
        State.SUBMITTED,
    )


def test_month_without_numbers_is_not_sent(village: Client) -> None:
    answer = village.post(MONTH, {"act": "send"})
    assert answer.status_code == 422
    assert not MonthlyStatistics.objects.filter(state=State.SUBMITTED).exists()


@pytest.mark.parametrize("typed", ["dua", "-1", "1,5"])
def test_bad_number_is_named_and_kept(village: Client, typed: str) -> None:
    answer = village.post(MONTH, {"visits": typed, "loans": "7", "act": "send"})
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (422, ["visits"])
    assert (form["visits"].value(), form["loans"].value()) == (typed, "7")


def test_month_of_another_version_is_not_overwritten(
    world: World, village: Client
) -> None:
    village.post(MONTH, {"visits": "5"})
    services.save_statistics(
        by=world.officer,
        library=world.library,
        month=dt.date(2022, 10, 1),
        values={"visits": 6},
        revision=1,
    )
    answer = village.post(MONTH, {"visits": "7", "revision": "1"})
    stored = MonthlyStatistics.objects.get()
    assert (answer.status_code, stored.visits) == (409, 6)
    assert answer.context["form"]["visits"].value() == "7"


def test_sent_month_is_read_only(world: World, village: Client) -> None:
    village.post(MONTH, {"visits": "5", "act": "send"})
    page = village.get(MONTH)
    assert page.templates[0].name == "reports/statistics_detail.html"
    assert page.context["lines"][0] == ("Kunjungan", 5)


@pytest.mark.parametrize("month", ["2022-13", "2022", "oktober", "0000-01"])
def test_unknown_month_is_not_found(village: Client, month: str) -> None:
    assert village.get(f"/statistik/{month}/").status_code == 404


def test_returned_month_shows_its_reason(
    world: World, village: Client, officer: Client
) -> None:
    village.post(MONTH, {"visits": "5", "act": "send"})
    stored = MonthlyStatistics.objects.get()
    officer.post(
        reverse("reports:statistics_return", args=[stored.pk]),
        {"reason": "Kunjungan kurang"},
    )
    assert "Kunjungan kurang" in village.get(MONTH).content.decode()


def test_waiting_month_is_in_the_inbox(village: Client, officer: Client) -> None:
    village.post(MONTH, {"visits": "5", "act": "send"})
    page = officer.get("/kotak-masuk/statistik/")
    assert [item.visits for item in page.context["items"]] == [5]


def test_month_is_locked_and_unlocked_with_a_reason(officer: Client) -> None:
    typed = {"month": "2022-10", "region": "35.22"}
    officer.post("/kunci/", typed)
    lock = PeriodLock.objects.get()
    address = f"/kunci/{lock.pk}/buka/"
    refused = officer.post(address, {"reason": " "})
    lock.refresh_from_db()
    assert (refused.status_code, lock.unlocked_at) == (422, None)
    officer.post(address, {"reason": "Dua laporan keliru"})
    lock.refresh_from_db()
    assert lock.unlock_reason == "Dua laporan keliru"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"month": "2022-13", "region": "35.22"}, "Pilih bulan, misalnya 2022-11."),
        ({"month": "2022-10"}, "Pilih wilayah."),
    ],
)
def test_month_that_cannot_be_locked_is_named(
    world: World, officer: Client, typed: dict[str, str], message: str
) -> None:
    answer = officer.post("/kunci/", typed)
    assert (answer.status_code, answer.context["errors"]) == (422, [message])
    assert answer.context["typed_month"] == typed["month"]
    assert not PeriodLock.objects.exists()


def test_month_that_is_not_over_is_not_locked(officer: Client) -> None:
    answer = officer.post("/kunci/", {"month": "2022-12", "region": "35.22"})
    assert (answer.status_code, len(answer.context["errors"])) == (422, 1)
    assert not PeriodLock.objects.exists()


@pytest.mark.parametrize("reason", ["", "a" * 2001])
def test_reason_that_is_refused_stays_typed(
    world: World, officer: Client, reason: str
) -> None:
    lock = services.lock_period(
        by=world.officer, month=dt.date(2022, 9, 1), region=make_region("35.22")
    )
    answer = officer.post(f"/kunci/{lock.pk}/buka/", {"reason": reason})
    assert (answer.status_code, answer.context["reason"]) == (422, reason)
    assert f">{reason}</textarea>" in answer.content.decode()
    statistics = services.save_statistics(
        by=world.manager,
        library=world.library,
        month=dt.date(2022, 10, 1),
        values={"visits": 5},
    )
    services.submit_statistics(by=world.manager, statistics=statistics)
    answer = officer.post(f"/statistik/{statistics.pk}/kembalikan/", {"reason": reason})
    assert answer.status_code == 422
    assert f">{reason}</textarea>" in answer.content.decode()
    statistics.refresh_from_db()
    assert statistics.state == State.SUBMITTED

"""The officer's inbox: order, filters, bulk verification, the other piles."""

import pytest
from django.test import Client
from django.urls import reverse

from sinergi.network.enums import Origin
from sinergi.network.models import Partnership, Programme
from sinergi.reports import services
from sinergi.reports.enums import State
from sinergi.reports.models import Activity
from sinergi.reports.tests.conftest import Clock
from sinergi.reports.tests.factories import (
    LONG_AGO,
    World,
    last_month,
    make_person,
    make_submitted,
    make_verified,
    make_world,
)

pytestmark = pytest.mark.django_db
INBOX = "/kotak-masuk/"
VERIFY = "/kotak-masuk/verifikasi/"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def officer(world: World) -> Client:
    client = Client()
    client.force_login(world.officer)
    return client


def make_three(world: World, clock: Clock) -> list[Activity]:
    """Three reports, sent a day apart; the second one has no evidence."""
    made = []
    for title, links in (("Satu", None), ("Dua", ()), ("Tiga", None)):
        fields = {"title": title} | ({"links": links} if links is not None else {})
        made.append(make_submitted(world, **fields))
        clock.forward(days=1)
    return made


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({}, ["Satu", "Dua", "Tiga"]),
        ({"urut": "terbaru"}, ["Tiga", "Dua", "Satu"]),
        ({"cari": "tig"}, ["Tiga"]),
        ({"tanda": "no_evidence"}, ["Dua"]),
        ({"tanda": "tak dikenal"}, ["Satu", "Dua", "Tiga"]),
    ],
)
def test_inbox_is_ordered_and_filtered(
    world: World,
    officer: Client,
    clock: Clock,
    asked: dict[str, str],
    titles: list[str],
) -> None:
    make_three(world, clock)
    page = officer.get(INBOX, asked)
    assert [item.title for item in page.context["items"]] == titles


def test_oldest_report_is_open_beside_the_list(
    world: World, officer: Client, clock: Clock
) -> None:
    first, second, _third = make_three(world, clock)
    page = officer.get(INBOX)
    assert page.context["activity"] == first
    assert page.context["after"] == f"/kotak-masuk/{second.pk}/"


def test_verifying_goes_on_to_the_next_report(
    world: World, officer: Client, clock: Clock
) -> None:
    first, _second, _third = make_three(world, clock)
    page = officer.get(reverse("reports:inbox_record", args=[first.pk]))
    answer = officer.post(
        reverse("reports:activity_verify", args=[first.pk]),
        {"next": page.context["after"]},
    )
    assert answer["Location"] == page.context["after"]
    assert officer.get(INBOX).context["total"] == 2


def test_bulk_verification_asks_first(
    world: World, officer: Client, clock: Clock
) -> None:
    first, second, third = make_three(world, clock)
    chosen = {"pilih": [str(first.pk), str(second.pk)]}
    page = officer.post(VERIFY, chosen)
    assert "Verifikasi 2 laporan? Angka publik langsung berubah." in (
        page.content.decode()
    )
    assert set(Activity.objects.values_list("state", flat=True)) == {State.SUBMITTED}
    officer.post(VERIFY, chosen | {"yakin": "ya"})
    states = [Activity.objects.get(pk=one.pk).state for one in (first, second, third)]
    assert states == [State.VERIFIED, State.VERIFIED, State.SUBMITTED]


def test_bulk_verification_takes_nothing_from_outside(world: World) -> None:
    activity = make_submitted(world)
    client = Client()
    client.force_login(world.stranger)
    client.post(VERIFY, {"pilih": [str(activity.pk), "bukan id"], "yakin": "ya"})
    activity.refresh_from_db()
    assert activity.state == State.SUBMITTED


def test_bulk_verification_of_nothing_says_so(world: World, officer: Client) -> None:
    answer = officer.post(VERIFY, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Centang laporan yang ingin Anda verifikasi."
    ]


def test_closed_month_is_named_when_verifying(world: World, officer: Client) -> None:
    activity = make_submitted(world)
    services.lock_period(
        by=world.officer,
        month=last_month(),
        region=world.library.region.parent.parent,
    )
    answer = officer.post(
        VERIFY, {"pilih": [str(activity.pk)], "yakin": "ya"}, follow=True
    )
    said = [str(message) for message in answer.context["messages"]]
    activity.refresh_from_db()
    assert (len(said), said[0].split(":")[0], activity.state) == (
        1,
        activity.title,
        State.SUBMITTED,
    )


def test_flags_are_told_in_the_list(world: World, officer: Client) -> None:
    make_submitted(world, links=())
    assert "Tanpa bukti" in officer.get(INBOX).content.decode()


def test_near_copies_can_be_compared(world: World, officer: Client) -> None:
    first = make_submitted(world, title="Pelatihan keripik pisang kemasan")
    second = make_submitted(world, title="Pelatihan keripik pisang kemasan")
    address = reverse("reports:activity_compare", args=[second.pk, first.pk])
    page = officer.get(address)
    assert address in officer.get(f"/kotak-masuk/{second.pk}/").content.decode()
    assert [line.is_equal for line in page.context["lines"]].count(False) == 0
    assert page.context["flag"].similarity_pct == 100


def test_other_piles_hold_what_was_judged(world: World, officer: Client) -> None:
    verified = make_verified(world)
    returned = services.return_activity(
        by=world.officer, activity=make_submitted(world), reason="Foto"
    )
    piles = {
        name: [item.pk for item in officer.get(f"{INBOX}{name}/").context["items"]]
        for name in ("dikembalikan", "terverifikasi")
    }
    assert piles == {"dikembalikan": [returned.pk], "terverifikasi": [verified.pk]}


def test_silent_libraries_are_partners_without_a_report(
    world: World, officer: Client
) -> None:
    programme = Programme.objects.create(
        key="tpbis", name_id="TPBIS", name_en="TPBIS", starts_on=LONG_AGO
    )
    for library in (world.library, world.neighbour):
        Partnership.objects.create(
            library=library,
            programme=programme,
            origin=Origin.FULL_SUPPORT,
            intake_year=2018,
            started_on=LONG_AGO,
        )
    make_submitted(world)
    month = f"{last_month():%Y-%m}"
    page = officer.get(f"{INBOX}belum-melapor/", {"bulan": month})
    assert page.context["libraries"] == [world.neighbour]


def test_inbox_of_nobody_says_that_nothing_waits(world: World) -> None:
    client = Client()
    client.force_login(make_person("regency_officer", region="35.22"))
    assert "Tidak ada laporan yang menunggu Anda." in (
        client.get(INBOX).content.decode()
    )

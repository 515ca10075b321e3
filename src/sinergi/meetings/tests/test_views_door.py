"""Pages of the day: who may see them, walk-ins, votes, announcements, badges."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from sinergi.accounts.models import User
from sinergi.core.models import Job
from sinergi.meetings.enums import ScanOutcome
from sinergi.meetings.errors import UnfitStall
from sinergi.meetings.models import (
    Announcement,
    Gate,
    Meeting,
    Participant,
    Scan,
    SeatPool,
    Stall,
    StallVote,
)
from sinergi.meetings.queries.door import stays_of, tally_at_door
from sinergi.meetings.services.door import ToldScan, receive_scans
from sinergi.meetings.services.exhibition import StallContent, set_stalls
from sinergi.meetings.services.gates import open_gate
from sinergi.meetings.tasks import carry_badges
from sinergi.meetings.tests.factories import make_guest, make_meeting, make_pool
from sinergi.network.enums import Role
from sinergi.network.tests.factories import make_library, make_person
from sinergi.regions.tests.factories import make_regions

pytestmark = pytest.mark.django_db
SLUG = "plm-contoh"
COMMITTEE_PAGES = (
    "pintu/",
    "pintu/ganda/",
    "pintu/sesi/",
    "pintu/datang-langsung/",
    "pameran/hasil/",
    "pengumuman/",
)


@pytest.fixture(autouse=True)
def places(tmp_path: Any, settings: Any) -> None:
    settings.KEYS_ROOT = tmp_path / "keys"
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def meeting() -> Meeting:
    day = timezone.localdate()
    return make_meeting(slug=SLUG, starts_on=day, ends_on=day)


@pytest.fixture
def pool(meeting: Meeting) -> SeatPool:
    return make_pool(meeting, kind="on_site", capacity=2, taken=1)


@pytest.fixture
def guest(pool: SeatPool) -> Participant:
    return make_guest(pool, full_name="Suharti")


@pytest.fixture
def team() -> User:
    return make_person(Role.NATIONAL_TEAM)


def address(part: str) -> str:
    return f"/pertemuan/{SLUG}/{part}"


@pytest.mark.parametrize("part", COMMITTEE_PAGES)
def test_the_committees_pages_are_for_the_committee_alone(
    client: Client, team: User, meeting: Meeting, part: str
) -> None:
    assert client.get(address(part)).status_code == 302
    client.force_login(make_person(Role.EVALUATOR))
    assert client.get(address(part)).status_code == 403
    client.force_login(team)
    assert client.get(address(part)).status_code == 200


@pytest.mark.parametrize("part", ["gerbang/", "gerbang/pekerja.js", "pameran/"])
def test_public_pages_need_no_account(
    client: Client, meeting: Meeting, part: str
) -> None:
    assert client.get(address(part)).status_code == 200
    Meeting.objects.update(state="draft")
    if part != "gerbang/pekerja.js":
        assert client.get(address(part)).status_code == 404


def test_the_gate_page_holds_no_names(client: Client, guest: Participant) -> None:
    page = client.get(address("gerbang/"))
    assert "Suharti" not in page.content.decode()
    assert "sessionid" not in page.cookies
    assert "unsafe-inline" not in page["Content-Security-Policy"]


def test_the_list_of_gates_asks_a_fixed_number_of_questions(
    client: Client, team: User, meeting: Meeting, django_assert_num_queries: Any
) -> None:
    client.force_login(team)
    open_gate(by=None, meeting=meeting, name="Pintu 1")
    client.get(address("pintu/"))
    with django_assert_num_queries(9) as asked:
        client.get(address("pintu/"))
    for number in (2, 3):
        open_gate(by=None, meeting=meeting, name=f"Pintu {number}")
    with django_assert_num_queries(len(asked)):
        client.get(address("pintu/"))


def test_a_walk_in_is_registered_and_in_until_no_seat_is_left(
    client: Client, team: User, meeting: Meeting, guest: Participant
) -> None:
    client.force_login(team)
    form = {
        "full_name": "Budi Santoso",
        "participant_type": "guest",
        "email": "budi@contoh.invalid",
        "has_consented": "on",
    }
    assert client.post(address("pintu/datang-langsung/"), form).status_code == 302
    scan = Scan.objects.get()
    assert (scan.outcome, scan.is_walk_in) == (ScanOutcome.ACCEPTED, True)
    assert scan.participant is not None
    assert scan.participant.full_name == "Budi Santoso"
    full = form | {"full_name": "Ani", "email": "ani@contoh.invalid"}
    answer = client.post(address("pintu/datang-langsung/"), full)
    assert answer.status_code == 422
    assert Participant.objects.count() == 2
    assert Scan.objects.count() == 1


def test_doubles_show_both_gates(
    client: Client, team: User, meeting: Meeting, guest: Participant
) -> None:
    now = timezone.now()
    told = [
        ToldScan(str(turn), guest.code, "entry", now, gate=gate)
        for turn, gate in enumerate(("Pintu utara", "Pintu selatan"))
    ]
    receive_scans(by=team, meeting=meeting, scans=told)
    client.force_login(team)
    page = client.get(address("pintu/ganda/")).content.decode()
    assert all(words in page for words in ("Pintu utara", "Pintu selatan", "Suharti"))
    tally = tally_at_door(meeting)
    assert (tally.came, tally.expected, tally.doubles, tally.inside) == (1, 1, 1, 1)


def test_presence_is_from_entry_to_exit(
    team: User, meeting: Meeting, guest: Participant
) -> None:
    begins = timezone.now() - dt.timedelta(hours=1)
    told = [
        ToldScan("a", guest.code, "entry", begins, gate="A"),
        ToldScan("b", guest.code, "exit", begins + dt.timedelta(minutes=2), gate="A"),
    ]
    receive_scans(by=team, meeting=meeting, scans=told)
    ((_person, found),) = stays_of(meeting).items()
    assert sum((one.ends - one.begins for one in found), dt.timedelta()) == (
        dt.timedelta(minutes=2)
    )


# --- the exhibition ---------------------------------------------------------------


@pytest.fixture
def stalls(meeting: Meeting) -> list[Stall]:
    make_regions()
    return set_stalls(
        by=None,
        meeting=meeting,
        stalls=[
            StallContent(number=turn, row=1, column=turn, library=make_library())
            for turn in (1, 2)
        ],
    )


def vote(client: Client, number: int, code: str) -> int:
    return client.post(address(f"pameran/{number}/"), {"code": code}).status_code


def test_a_badge_votes_once_and_may_change_its_mind(
    client: Client, guest: Participant, stalls: list[Stall]
) -> None:
    assert vote(client, 1, guest.code) == 302
    assert vote(client, 2, f"{guest.code[:4]}-{guest.code[4:]}".lower()) == 302
    assert StallVote.objects.get().stall == stalls[1]


def test_votes_of_strangers_and_after_the_end_do_not_count(
    client: Client, guest: Participant, stalls: list[Stall]
) -> None:
    elsewhere = make_guest(make_pool(make_meeting(), kind="on_site"))
    assert vote(client, 1, "TAKADA99") == 422
    assert vote(client, 1, elsewhere.code) == 422
    assert vote(client, 9, guest.code) == 404
    Meeting.objects.update(state="closed")
    assert vote(client, 1, guest.code) == 422
    assert StallVote.objects.count() == 0


def placed(*stalls: tuple[str, str, str, str]) -> dict[str, str]:
    """A filled-in form of the stall map: number, row, column, library."""
    said = {"form-TOTAL_FORMS": str(len(stalls)), "form-INITIAL_FORMS": "0"}
    for turn, stall in enumerate(stalls):
        for name, value in zip(
            ("number", "row", "column", "library"), stall, strict=True
        ):
            said[f"form-{turn}-{name}"] = value
    return said


def test_the_committee_places_stalls(client: Client, meeting: Meeting) -> None:
    make_regions()
    first = make_library(name="Perpustakaan Contoh Satu", npp="3522012001D1234")
    second = make_library(name="Perpustakaan Contoh Dua")
    for library in (first, second):
        meeting.delegations.create(
            kind="partner",
            library=library,
            name=library.name,
            participant_type="village_library",
        )
    client.force_login(make_person(Role.NATIONAL_TEAM))
    page = address("pameran/atur/")
    shown = client.get(page).content.decode()
    assert f"(#{second.pk})" in shown
    said = placed(
        ("1", "1", "1", "contoh satu"), ("2", "1", "2", f"Apa pun (#{second.pk})")
    )
    assert client.post(page, said)["Location"] == address("pameran/")
    assert list(meeting.stalls.values_list("number", "column", "library")) == [
        (1, 1, first.pk),
        (2, 2, second.pk),
    ]


@pytest.mark.parametrize(
    ("stall", "field"),
    [
        (("1", "1", "2", "Contoh Dua"), "number"),
        (("2", "1", "1", "Contoh Dua"), "column"),
        (("2", "1", "2", "Contoh Satu"), "library"),
        (("2", "1", "2", "Contoh"), "library"),
        (("2", "1", "2", "Atlantis"), "library"),
        (("0", "1", "2", "Contoh Dua"), "number"),
        (("2", "99999999999", "2", "Contoh Dua"), "row"),
    ],
)
def test_a_stall_that_cannot_be_stands_at_its_field(
    client: Client, meeting: Meeting, stall: tuple[str, str, str, str], field: str
) -> None:
    make_regions()
    for name in ("Perpustakaan Contoh Satu", "Perpustakaan Contoh Dua"):
        meeting.delegations.create(
            kind="partner",
            library=make_library(name=name),
            name=name,
            participant_type="village_library",
        )
    client.force_login(make_person(Role.NATIONAL_TEAM))
    said = placed(("1", "1", "1", "Contoh Satu"), stall)
    answer = client.post(address("pameran/atur/"), said)
    assert answer.status_code == 422
    assert list(answer.context["formset"].forms[1].errors) == [field]
    assert not meeting.stalls.exists()


def test_the_map_is_redrawn_until_somebody_votes(
    client: Client, meeting: Meeting, guest: Participant, stalls: list[Stall]
) -> None:
    library = make_library()
    moved = [StallContent(number=1, row=3, column=3, library=library)]
    (row,) = set_stalls(by=None, meeting=meeting, stalls=moved)
    assert list(meeting.stalls.all()) == [row]
    with pytest.raises(UnfitStall):
        set_stalls(by=None, meeting=meeting, stalls=moved * 2)
    assert vote(client, 1, guest.code) == 302
    with pytest.raises(UnfitStall):
        set_stalls(by=None, meeting=meeting, stalls=moved)


def test_announcements_stand_on_both_pages_until_taken_down(
    client: Client, team: User, meeting: Meeting
) -> None:
    client.force_login(team)
    said = {"text_id": "Makan siang di lantai 2", "is_urgent": "on"}
    assert client.post(address("pengumuman/"), said).status_code == 302
    row = Announcement.objects.get()
    for part in ("", "kini/"):
        assert "Makan siang di lantai 2" in client.get(address(part)).content.decode()
    client.post(address(f"pengumuman/{row.pk}/tarik/"))
    for part in ("", "kini/"):
        page = client.get(address(part)).content.decode()
        assert "Makan siang di lantai 2" not in page


# --- badges -----------------------------------------------------------------------


def test_badges_are_printed_by_a_job_for_its_starter_alone(
    client: Client, team: User, meeting: Meeting, guest: Participant, pool: SeatPool
) -> None:
    make_guest(pool, full_name="Yang Batal", withdrawn_at=timezone.now())
    client.force_login(team)
    assert client.post(address("kartu-peserta/")).status_code == 302
    job = Job.objects.get()
    carry_badges.call(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 1, 1)
    file = client.get(job.result["url"])
    assert b"".join(file.streaming_content)[:5] == b"%PDF-"  # type: ignore[arg-type]
    assert default_storage.exists(f"badges/{job.pk}.pdf")
    client.force_login(make_person(Role.NATIONAL_TEAM))
    assert client.get(job.result["url"]).status_code == 404
    other = address(f"kartu-peserta/{uuid.uuid4()}.pdf")
    assert client.get(other).status_code == 404


def test_the_database_keeps_one_scan_of_a_nonce(
    team: User, meeting: Meeting, guest: Participant
) -> None:
    told = [ToldScan("satu", guest.code, "entry", timezone.now(), gate="A")]
    (scan,) = receive_scans(by=team, meeting=meeting, scans=told)
    with pytest.raises(IntegrityError), transaction.atomic():
        Scan.objects.create(
            meeting=meeting,
            gate=Gate.objects.get(),
            nonce=scan.nonce,
            kind="exit",
            told_at=scan.told_at,
            scanned_at=scan.scanned_at,
            outcome="unknown",
        )

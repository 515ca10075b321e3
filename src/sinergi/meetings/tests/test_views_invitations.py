"""Invitations: partners by rule, guests by link, letters and mails."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from sinergi.core.dates import now
from sinergi.core.models import Job
from sinergi.meetings.letters import invitation_letter
from sinergi.meetings.models import Delegation, Meeting, Participant
from sinergi.meetings.services import invite_guest
from sinergi.meetings.services.invitations import Guest, secret_of
from sinergi.meetings.tasks import carry_letters
from sinergi.meetings.tests.factories import make_meeting, make_participant, make_pool
from sinergi.meetings.tests.test_views_committee import address, signed_in
from sinergi.network import services as network
from sinergi.network.enums import Role
from sinergi.network.models import Library
from sinergi.network.tests.factories import (
    make_library,
    make_officer,
    make_person,
    make_programme,
)
from sinergi.notices.models import Message, OutgoingMail
from sinergi.regions.tests.factories import make_regions

pytestmark = pytest.mark.django_db

SLUG = "plm-undang"
RULE = {"programme": "tpbis", "active_on": "01/12/2022", "on_site": "1", "online": "1"}


def make_partner(library: Library, *, year: int = 2020) -> Library:
    network.start_partnership(
        by=None,
        library=library,
        programme=make_programme(),
        origin="full_support",
        intake_year=year,
        funders=["apbn"],
        started_on=dt.date(year, 1, 1),
    )
    return library


@pytest.fixture
def meeting() -> Meeting:
    """A national meeting with two partners in two provinces."""
    make_regions()
    found = make_meeting(slug=SLUG)
    found.programmes.add(make_programme())
    make_pool(found, 1, "on_site")
    make_pool(found, 5, "online")
    make_partner(make_library("35.22", kind="regency", name="Perpustakaan Bojonegoro"))
    make_partner(make_library("32.01", kind="regency", name="Perpustakaan Bogor"))
    return found


@pytest.fixture
def team(meeting: Meeting) -> Client:
    return signed_in(make_person(Role.NATIONAL_TEAM))


def names(meeting: Meeting) -> list[str]:
    return sorted(meeting.delegations.values_list("name", flat=True))


def test_looking_invites_nobody(team: Client, meeting: Meeting) -> None:
    page = team.get(address("invitation_partners", SLUG), RULE)
    reach = page.context["reach"]
    assert (reach.all, reach.new, reach.regencies) == (2, 2, 2)
    assert [one.name for one in page.context["libraries"]] == [
        "Perpustakaan Bogor",
        "Perpustakaan Bojonegoro",
    ]
    assert [(s.pool.kind, s.promised) for s in reach.shortages] == [("on_site", 2)]
    assert names(meeting) == []


def test_a_rule_invites_what_it_showed_and_a_second_one_the_rest(
    team: Client, meeting: Meeting
) -> None:
    team.post(address("invitation_partners", SLUG), RULE | {"regions": ["35"]})
    assert names(meeting) == ["Perpustakaan Bojonegoro"]
    page = team.get(address("invitation_partners", SLUG), RULE)
    assert (page.context["reach"].new, page.context["reach"].invited) == (1, 1)
    team.post(address("invitation_partners", SLUG), RULE)
    assert names(meeting) == ["Perpustakaan Bogor", "Perpustakaan Bojonegoro"]
    numbers = meeting.delegations.values_list("letter_number", flat=True)
    assert len(set(numbers)) == 2


def test_an_impossible_day_is_refused_at_its_field(
    team: Client, meeting: Meeting
) -> None:
    page = team.get(
        address("invitation_partners", SLUG), RULE | {"active_on": "31/02/2022"}
    )
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["active_on"]


def test_an_area_meeting_invites_its_area_only(meeting: Meeting) -> None:
    meeting.level, meeting.region_id = "provincial", "35"
    meeting.save()
    client = signed_in(make_officer("35"))
    client.post(address("invitation_partners", SLUG), RULE)
    assert names(meeting) == ["Perpustakaan Bojonegoro"]
    beyond = RULE | {"regions": ["32.01"]}
    assert client.post(address("invitation_partners", SLUG), beyond).status_code == 422


GUEST = {
    "name": "Gubernur Contoh",
    "kind": "person",
    "addressee": "Yth. Gubernur",
    "email": "gubernur@contoh.invalid",
    "protocol_order": "1",
    "participant_type": "guest",
    "on_site": "2",
    "online": "0",
}


def invited(team: Client) -> Delegation:
    team.post(address("invitation_guest", SLUG), GUEST)
    return Delegation.objects.get(kind="person")


def test_a_guest_replies_and_names_people_by_the_link(
    team: Client, meeting: Meeting
) -> None:
    row = invited(team)
    assert row.protocol_order == 1
    link = address("invitation_reply", SLUG, secret_of(row))
    client = Client()
    assert client.get(link).status_code == 200
    client.post(link, {"reply": "accepted", "note": "Hadir"})
    row.refresh_from_db()
    assert (row.reply, row.reply_note) == ("accepted", "Hadir")
    person = {
        "full_name": "Ajudan Contoh",
        "participant_type": "guest",
        "channel": "on_site",
        "has_consented": "on",
        "kunci": "satu",
    }
    page = address("invitation_person", SLUG, secret_of(row))
    client.post(page, person)
    client.post(page, person)
    assert list(row.participants.values_list("full_name", "organisation")) == [
        ("Ajudan Contoh", "Gubernur Contoh")
    ]
    refused = client.post(link, {"reply": "declined"})
    assert refused.status_code == 422


def test_a_guest_names_nobody_after_the_deadline(
    team: Client, meeting: Meeting
) -> None:
    row = invited(team)
    meeting.delegation_deadline_at = now() - dt.timedelta(hours=1)
    meeting.save()
    person = {
        "full_name": "Ajudan Contoh",
        "participant_type": "guest",
        "channel": "on_site",
        "has_consented": "on",
    }
    page = address("invitation_person", SLUG, secret_of(row))
    answer = Client().post(page, person)
    assert answer.status_code == 422
    assert 'value="Ajudan Contoh"' in answer.content.decode()
    assert not row.participants.exists()


def test_more_people_than_places_are_refused(team: Client, meeting: Meeting) -> None:
    row = invited(team)
    page = address("invitation_person", SLUG, secret_of(row))
    for turn in range(3):
        answer = Client().post(
            page,
            {
                "full_name": f"Orang {turn}",
                "participant_type": "guest",
                "channel": "on_site",
                "has_consented": "on",
            },
        )
    assert answer.status_code == 422
    assert Participant.objects.count() == 2


def test_a_wrong_secret_and_a_renewed_link_open_nothing(
    team: Client, meeting: Meeting
) -> None:
    row = invited(team)
    old = address("invitation_reply", SLUG, secret_of(row))
    assert Client().get(old + "x").status_code == 404
    assert Client().get(old).status_code == 200
    team.post(address("invitation_link", SLUG, row.pk))
    assert Client().get(old).status_code == 404
    row.refresh_from_db()
    new = address("invitation_reply", SLUG, secret_of(row))
    assert Client().get(new).status_code == 200
    assert new in team.get(address("delegation", SLUG, row.pk)).content.decode()


def test_partners_have_no_link(team: Client, meeting: Meeting) -> None:
    team.post(address("invitation_partners", SLUG), RULE)
    row = meeting.delegations.order_by("pk")[0]
    guess = address("invitation_reply", SLUG, secret_of(row))
    assert Client().get(guess).status_code == 404


def test_invitations_are_mailed_once(team: Client, meeting: Meeting) -> None:
    officer = make_officer("35.22")
    officer.email = "petugas@contoh.invalid"
    officer.save()
    team.post(address("invitation_partners", SLUG), RULE)
    row = invited(team)
    for _turn in range(2):
        team.post(address("invitation_mail", SLUG))
    mails = OutgoingMail.objects.order_by("recipient")
    assert list(mails.values_list("recipient", flat=True)) == [
        "gubernur@contoh.invalid",
        "petugas@contoh.invalid",
    ]
    assert secret_of(row) in mails[0].body
    assert list(Message.objects.values_list("user", "kind")) == [
        (officer.pk, "meeting_invited")
    ]
    silent = meeting.delegations.filter(mailed_at__isnull=True)
    assert list(silent.values_list("name", flat=True)) == ["Perpustakaan Bogor"]


def test_nothing_is_mailed_before_the_meeting_is_announced(
    team: Client, meeting: Meeting
) -> None:
    invited(team)
    Meeting.objects.update(state="draft")
    team.post(address("invitation_mail", SLUG))
    assert not OutgoingMail.objects.exists()


def test_letters_are_pdf_for_committee_and_guest(
    team: Client, meeting: Meeting
) -> None:
    row = invited(team)
    for client, page in (
        (team, address("letter", SLUG, row.pk)),
        (Client(), address("invitation_letter", SLUG, secret_of(row))),
    ):
        answer = client.get(page)
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
    stranger = signed_in(make_officer("32"))
    assert stranger.get(address("letter", SLUG, row.pk)).status_code == 404


def test_all_letters_are_packed_by_a_job(
    team: Client, meeting: Meeting, tmp_path: Path
) -> None:
    team.post(address("invitation_partners", SLUG), RULE)
    invited(team)
    answer = team.post(address("letter_pack", SLUG))
    job = Job.objects.get()
    assert answer["Location"] == reverse("core:job_detail", args=[job.pk])
    carry_letters.func(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 3, 3)
    file = team.get(job.result["url"])
    pack = zipfile.ZipFile(io.BytesIO(b"".join(file.streaming_content)))
    assert pack.namelist() == [
        "0000-semua-surat.pdf",
        "0001-gubernur-contoh.pdf",
        "0002-perpustakaan-bogor.pdf",
        "0003-perpustakaan-bojonegoro.pdf",
    ]
    other = signed_in(make_person(Role.NATIONAL_TEAM))
    assert other.get(job.result["url"]).status_code == 404


def test_names_in_letters_are_no_markup(meeting: Meeting) -> None:
    row, secret = invite_guest(
        by=None,
        meeting=meeting,
        guest=Guest(name='#panic("x") $ \\ "]', kind="office"),
        allotments={"on_site": 1},
    )
    page = Client().get(address("invitation_letter", SLUG, secret))
    assert page.content.startswith(b"%PDF")
    letter = invitation_letter(row, row.name, "https://contoh.invalid/")
    assert "#panic" in letter.body


@pytest.mark.parametrize(
    ("venue", "channel", "words"),
    [
        ("Balai Contoh", "on_site", "Balai Contoh"),
        ("", "on_site", "tempat menyusul"),
        ("", "online", "daring"),
    ],
)
def test_an_invitation_says_where_its_places_are(
    meeting: Meeting, venue: str, channel: str, words: str
) -> None:
    meeting.venue = venue
    meeting.save(update_fields=["venue"])
    row, _secret = invite_guest(
        by=None,
        meeting=meeting,
        guest=Guest(name="Bupati", kind="office"),
        allotments={channel: 1},
    )
    letter = invitation_letter(row, row.name, "https://contoh.invalid/")
    assert f", {words} (" in letter.body


def test_readers_of_a_delegation_get_no_tickets(team: Client, meeting: Meeting) -> None:
    team.post(address("invitation_partners", SLUG), RULE)
    row = meeting.delegations.get(name="Perpustakaan Bogor")
    person = make_participant(meeting, delegation=row)
    page = address("delegation", SLUG, row.pk)
    reader = signed_in(make_person(Role.EVALUATOR)).get(page).content.decode()
    assert person.full_name in reader
    assert person.code not in reader
    officer = signed_in(make_officer("32.01")).get(page).content.decode()
    assert person.code in officer

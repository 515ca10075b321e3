"""The participants list, its files, hosts' acts and the waiting list."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from sinergi.meetings.models import Delegation, Meeting, Participant, SeatPool
from sinergi.meetings.services.ledger import take_places
from sinergi.meetings.tests.factories import (
    make_meeting,
    make_participant,
    make_pool,
)
from sinergi.meetings.tests.test_views_committee import address, signed_in
from sinergi.network.enums import Role
from sinergi.network.tests.factories import make_library, make_person
from sinergi.notices.models import OutgoingMail
from sinergi.regions.tests.factories import make_regions

pytestmark = pytest.mark.django_db

SLUG = "plm-orang"


@pytest.fixture
def meeting() -> Meeting:
    """A meeting with one seat on site and one online."""
    found = make_meeting(slug=SLUG)
    make_pool(found, 1, "on_site")
    make_pool(found, 1, "online")
    return found


@pytest.fixture
def host(meeting: Meeting) -> Client:
    return signed_in(make_person(Role.COMMITTEE))


def seated(meeting: Meeting, kind: str, **fields: object) -> Participant:
    person = make_participant(meeting, channel=kind, **fields)
    pool = SeatPool.objects.get(meeting=meeting, kind=kind)
    take_places(participants=[person], pools=[pool], wait=True)
    return person


def listed(client: Client, **query: str) -> list[str]:
    page = client.get(address("participant_list", SLUG), query)
    return [person.full_name for person in page.context["people"]]


def test_the_list_filters_and_sorts(host: Client, meeting: Meeting) -> None:
    seated(meeting, "on_site", full_name="Ayu", participant_type="guest")
    seated(meeting, "online", full_name="Budi")
    seated(meeting, "online", full_name="Citra")
    make_participant(make_meeting(), full_name="Orang Lain")
    assert listed(host) == ["Ayu", "Budi", "Citra"]
    assert listed(host, urut="-nama") == ["Citra", "Budi", "Ayu"]
    assert listed(host, urut="baru") == ["Citra", "Budi", "Ayu"]
    assert listed(host, jalur="online") == ["Budi", "Citra"]
    assert listed(host, sebagai="guest") == ["Ayu"]
    assert listed(host, status="waiting") == ["Citra"]
    assert listed(host, cari="bud") == ["Budi"]
    pool = SeatPool.objects.get(meeting=meeting, kind="on_site")
    assert listed(host, kelas=str(pool.pk)) == ["Ayu"]
    for odd in ("abc", "9" * 80, "-1", "²"):
        assert listed(host, jalur="<x>", kelas=odd, urut="?") == [
            "Ayu",
            "Budi",
            "Citra",
        ]
    new = address("participant_new", SLUG)
    assert host.get(new, {"perpustakaan": "9" * 80}).status_code == 200


def test_the_list_goes_on_by_key(
    host: Client, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sinergi.meetings.views.participants.PAGE_SIZE", 2)
    for name in ("Ayu", "Budi", "Citra"):
        make_participant(meeting, full_name=name)
    page = host.get(address("participant_list", SLUG), {"urut": "-nama"})
    assert (len(page.context["people"]), page.context["total"]) == (2, 3)
    cursor = page.context["next"]
    assert listed(host, urut="-nama", cursor=cursor) == ["Ayu"]
    wrong = host.get(address("participant_list", SLUG), {"cursor": cursor})
    assert wrong.status_code == 400


def test_the_list_takes_as_many_queries_for_three_as_for_one(
    host: Client, meeting: Meeting
) -> None:
    counts = []
    for names in (["Ayu"], ["Budi", "Citra"]):
        for name in names:
            seated(meeting, "online", full_name=name)
        with CaptureQueriesContext(connection) as queries:
            listed(host)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_files_hold_the_filtered_rows_and_no_formulas(
    host: Client, meeting: Meeting
) -> None:
    seated(meeting, "on_site", full_name='=HYPERLINK("http://x")', dietary="+cmd")
    seated(meeting, "online", full_name="Budi")
    query = {"jalur": "on_site"}
    answer = host.get(address("participant_download", SLUG, "csv"), query)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(text))
    assert heading[:2] == ["Kode", "Nama lengkap"]
    assert [row[1] for row in rows] == ['\'=HYPERLINK("http://x")']
    assert "'+cmd" in rows[0]
    answer = host.get(address("participant_download", SLUG, "xlsx"), query)
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(b"".join(answer.streaming_content))
    )
    sheet = book.get_sheet_by_index(0).to_python()
    assert [row[1] for row in sheet[1:]] == ['\'=HYPERLINK("http://x")']
    assert host.get(address("participant_download", SLUG, "exe")).status_code == 404


WALK_IN = {
    "full_name": "Tamu Mendadak",
    "participant_type": "press",
    "channel": "on_site",
    "organisation": "Koran Contoh",
    "email": "pers@contoh.invalid",
    "has_consented": "on",
    "kunci": "abc",
}


def test_a_walk_in_is_registered_once_and_told(host: Client, meeting: Meeting) -> None:
    for _turn in range(2):
        answer = host.post(address("participant_new", SLUG), WALK_IN)
    person = meeting.participants.get()
    assert answer["Location"] == address("participant_show", SLUG, person.pk)
    assert (person.organisation, person.participant_type) == ("Koran Contoh", "press")
    assert person.places.get().state == "confirmed"
    mail = OutgoingMail.objects.get()
    assert mail.recipient == "pers@contoh.invalid"
    assert person.code in mail.body


def test_a_walk_in_without_consent_keeps_the_typed_text(
    host: Client, meeting: Meeting
) -> None:
    answer = host.post(
        address("participant_new", SLUG), WALK_IN | {"has_consented": ""}
    )
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["has_consented"]
    assert "Koran Contoh" in answer.content.decode()
    assert not meeting.participants.exists()


@pytest.mark.django_db(transaction=True)
def test_moving_online_hands_the_seat_on_and_tells_both(
    host: Client, meeting: Meeting
) -> None:
    first = seated(meeting, "on_site", language="en")
    second = seated(meeting, "on_site", language="id")
    host.post(address("participant_move", SLUG, first.pk))
    first.refresh_from_db()
    assert first.channel == "online"
    assert second.places.get().state == "confirmed"
    mails = dict(OutgoingMail.objects.values_list("recipient", "subject"))
    assert mails[first.email].endswith("Your place in Pool online is confirmed.")
    assert mails[second.email].endswith(
        "Tempat Anda di Kuota on_site sudah terkonfirmasi."
    )


def test_a_host_withdraws_somebody(host: Client, meeting: Meeting) -> None:
    person = seated(meeting, "on_site")
    host.post(address("participant_withdraw", SLUG, person.pk))
    person.refresh_from_db()
    assert person.withdrawn_at is not None
    assert host.get(address("participant_show", SLUG, person.pk)).status_code == 200


def test_people_of_other_meetings_are_unknown(host: Client, meeting: Meeting) -> None:
    other = make_participant(make_meeting())
    assert host.get(address("participant_show", SLUG, other.pk)).status_code == 404
    pool = make_pool(other.meeting)
    assert host.get(address("waiting_list", SLUG, pool.pk)).status_code == 404


def test_the_waiting_list_stands_in_ledger_order(
    host: Client, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sinergi.meetings.views.participants.PAGE_SIZE", 2)
    names = ["Duduk", "Zaki", "Ayu", "Budi"]
    for name in names:
        seated(meeting, "online", full_name=name)
    pool = SeatPool.objects.get(meeting=meeting, kind="online")
    page = host.get(address("waiting_list", SLUG, pool.pk))
    shown = [
        (turn, place.number, place.participant.full_name)
        for place, turn in page.context["places"]
    ]
    assert shown == [(1, 2, "Zaki"), (2, 3, "Ayu")]
    page = host.get(
        address("waiting_list", SLUG, pool.pk), {"cursor": page.context["next"]}
    )
    assert [turn for _place, turn in page.context["places"]] == [3]


def test_whoever_waits_on_site_comes_online_by_their_ticket(meeting: Meeting) -> None:
    seated(meeting, "on_site")
    waiting = seated(meeting, "on_site")
    code = waiting.code
    client = Client()
    way = address("ticket_move", SLUG, code)
    assert (
        f'action="{way}"' in client.get(address("ticket", SLUG, code)).content.decode()
    )
    assert client.post(way)["Location"] == address("ticket", SLUG, code)
    waiting.refresh_from_db()
    live = dict(waiting.places.values_list("pool__kind", "state"))
    assert (waiting.channel, live) == (
        "online",
        {"on_site": "withdrawn", "online": "confirmed"},
    )
    assert client.post(way).status_code == 404


def test_who_has_a_seat_on_site_does_not_lose_it_by_a_ticket(meeting: Meeting) -> None:
    person = seated(meeting, "on_site")
    assert Client().post(address("ticket_move", SLUG, person.code)).status_code == 404
    assert person.places.get().state == "confirmed"


@pytest.fixture
def village(meeting: Meeting) -> tuple[Client, Delegation]:
    """A library with two places, and whoever fills them."""
    make_regions()
    library = make_library()
    delegation = meeting.delegations.create(
        kind="partner",
        library=library,
        name=library.name,
        participant_type="village_library",
    )
    delegation.allotments.create(channel="on_site", places=2)
    return signed_in(make_person(Role.VILLAGE_MANAGER, library=library)), delegation


def named(**said: str) -> dict[str, str]:
    values = {"participant_type": "guest", "channel": "on_site", "has_consented": "on"}
    return values | said


def test_a_delegation_names_no_committee(
    village: tuple[Client, Delegation], meeting: Meeting
) -> None:
    client, delegation = village
    way = address("delegate_add", SLUG, delegation.pk)
    answer = client.post(way, named(full_name="Ayu", participant_type="committee"))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["participant_type"]
    assert client.post(way, named(full_name="Ayu")).status_code == 302
    ayu = delegation.participants.get()
    swap = client.get(address("delegate_swap", SLUG, delegation.pk, ayu.pk))
    offered = [
        value
        for value, _label in swap.context["form"]["participant_type"].field.choices
    ]
    assert "guest" in offered
    assert "committee" not in offered


def test_namesakes_are_told_how_to_be_told_apart(
    village: tuple[Client, Delegation], meeting: Meeting
) -> None:
    client, delegation = village
    way = address("delegate_add", SLUG, delegation.pk)
    assert client.post(way, named(full_name="Siti Aminah")).status_code == 302
    answer = client.post(way, named(full_name="siti  aminah"))
    assert answer.status_code == 422
    assert "tambahkan surel atau nomor ponselnya" in answer.content.decode()
    second = named(full_name="Siti Aminah", phone="0812 0000 111")
    assert client.post(way, second).status_code == 302


def test_a_delegation_changes_nothing_once_the_meeting_is_closed(
    village: tuple[Client, Delegation], meeting: Meeting
) -> None:
    client, delegation = village
    client.post(
        address("delegate_add", SLUG, delegation.pk), named(full_name="Suharti")
    )
    suharti = delegation.participants.get()
    page = address("delegation", SLUG, delegation.pk)
    acts = [
        address("delegate_add", SLUG, delegation.pk),
        address("delegate_swap", SLUG, delegation.pk, suharti.pk),
        address("delegate_withdraw", SLUG, delegation.pk, suharti.pk),
        address("delegation_reply", SLUG, delegation.pk),
    ]
    shown = client.get(page).content.decode()
    assert [act in shown for act in acts] == [True] * 4
    Meeting.objects.update(state="closed")
    shown = client.get(page).content.decode()
    assert "Suharti" in shown
    assert [act in shown for act in acts] == [False] * 4
    assert address("plan_write", SLUG, delegation.pk) in shown


def test_a_note_longer_than_the_page_allows_is_refused_and_kept(
    village: tuple[Client, Delegation], meeting: Meeting
) -> None:
    client, delegation = village
    way = address("delegation_reply", SLUG, delegation.pk)
    long = "catatan " * 750
    answer = client.post(way, {"jawaban": "accepted", "catatan": long})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "1000" in page
    assert long.strip() in page
    delegation.refresh_from_db()
    assert (delegation.reply, delegation.reply_note) == ("none", "")
    lines = "\r\n".join(["a"] * 500)  # 999 signs, as the browser counts them
    answer = client.post(way, {"jawaban": "accepted", "catatan": lines})
    assert answer.status_code == 302
    delegation.refresh_from_db()
    assert len(delegation.reply_note) == 999


def test_a_reply_after_the_end_is_refused(
    village: tuple[Client, Delegation], meeting: Meeting
) -> None:
    client, delegation = village
    Meeting.objects.update(state="closed")
    client.post(
        address("delegation_reply", SLUG, delegation.pk), {"jawaban": "declined"}
    )
    delegation.refresh_from_db()
    assert delegation.reply == "none"

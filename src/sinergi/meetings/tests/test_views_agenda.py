"""The agenda's editor: conflicts at their fields, versions, and who is told."""

import datetime as dt

import pytest
from django.test import Client

from sinergi.meetings.models import Meeting, Session
from sinergi.meetings.services.agenda import publish_agenda
from sinergi.meetings.services.ledger import take_places
from sinergi.meetings.services.news import tell_agenda
from sinergi.meetings.tests.factories import make_meeting, make_participant
from sinergi.meetings.tests.test_views_committee import address, rows, signed_in
from sinergi.network.enums import Role
from sinergi.network.tests.factories import make_person
from sinergi.notices.models import OutgoingMail

pytestmark = pytest.mark.django_db

SLUG = "plm-agenda"


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(slug=SLUG)


@pytest.fixture
def team(meeting: Meeting) -> Client:
    client = signed_in(make_person(Role.NATIONAL_TEAM))
    client.post(
        address("room_edit", SLUG),
        rows(
            [{"name": "Aula", "capacity": "100"}, {"name": "Melati", "capacity": "5"}]
        ),
    )
    client.post(address("round_edit", SLUG), rounds("13.00", "14.00", "14.00", "15.00"))
    return client


def rounds(*hours: str, initial: int = 0) -> dict[str, str]:
    pairs = zip(hours[::2], hours[1::2], strict=True)
    return rows(
        [
            {"day": "2022-12-05", "starts_at": start, "ends_at": end}
            for start, end in pairs
        ],
        initial,
    )


def room(meeting: Meeting, name: str) -> str:
    return str(meeting.rooms.get(name=name).pk)


def plenary(meeting: Meeting, **changed: str) -> dict[str, str]:
    people = rows([], prefix="orang")
    return (
        {
            "kind": "plenary",
            "title_id": "Pembukaan",
            "day": "2022-12-05",
            "starts_at": "09.00",
            "ends_at": "10.00",
            "room": room(meeting, "Aula"),
        }
        | people
        | changed
    )


def sharing(meeting: Meeting, title: str, turn: int, **changed: str) -> dict[str, str]:
    topic, _is_new = meeting.topics.get_or_create(title_id=title)
    return (
        {
            "kind": "sharing_class",
            "topic": str(topic.pk),
            "round": str(meeting.rounds.get(number=turn).pk),
            "room": room(meeting, "Melati"),
            "capacity": "5",
        }
        | rows([], prefix="orang")
        | changed
    )


def add(client: Client, data: dict[str, str]) -> Session:
    answer = client.post(address("session_new", SLUG), data)
    assert answer.status_code == 302, answer.context["form"].errors
    return Session.objects.latest("pk")


def refused(client: Client, page: str, data: dict[str, str]) -> dict[str, list[str]]:
    answer = client.post(page, data)
    assert answer.status_code == 422
    errors: dict[str, list[str]] = answer.context["form"].errors
    return errors


def test_an_agenda_is_written_and_shown_side_by_side(
    team: Client, meeting: Meeting
) -> None:
    add(team, plenary(meeting))
    add(team, sharing(meeting, "Literasi", 1))
    add(team, sharing(meeting, "Usaha", 1, room=room(meeting, "Aula")))
    page = team.get(address("agenda_editor", SLUG))
    shown = [
        [[item.session.title_id for item in band.items] for band in day.bands]
        for day in page.context["days"]
    ]
    assert shown == [[["Pembukaan"], ["Usaha", "Literasi"]], []]
    assert len(page.context["changes"]) == 3


def test_conflicts_are_named_at_their_field(team: Client, meeting: Meeting) -> None:
    speaker = rows([{"name": "Siti", "role": "speaker"}], prefix="orang")
    add(team, plenary(meeting, **speaker))
    new = address("session_new", SLUG)
    clash = plenary(meeting, title_id="Lain", starts_at="09.30", ends_at="10.30")
    assert refused(team, new, clash) == {
        "room": ["Lain bentrok dengan Pembukaan: keduanya di Aula."]
    }
    again = rows([{"name": "siti", "role": "moderator"}], prefix="orang")
    assert list(refused(team, new, clash | {"room": ""} | again)) == ["speakers"]
    assert list(refused(team, new, plenary(meeting, ends_at="08.00"))) == ["ends_at"]
    assert list(refused(team, new, plenary(meeting, title_id=""))) == ["title_id"]
    assert list(refused(team, new, plenary(meeting, starts_at="pagi"))) == ["starts_at"]
    large = sharing(meeting, "Literasi", 1, capacity="6")
    assert list(refused(team, new, large)) == ["capacity"]
    no_topic = sharing(meeting, "Literasi", 1, topic="")
    assert list(refused(team, new, no_topic)) == ["topic"]
    assert Session.objects.count() == 1


def test_a_class_does_not_move_onto_another_with_its_people(
    team: Client, meeting: Meeting
) -> None:
    first = add(team, sharing(meeting, "Literasi", 1))
    second = add(team, sharing(meeting, "Usaha", 2))
    person = make_participant(meeting)
    pools = [one.pool for one in (first, second) if one.pool]
    take_places(participants=[person], pools=pools, wait=False)
    moved = sharing(meeting, "Usaha", 1, room=room(meeting, "Aula"))
    page = address("session_edit", SLUG, second.pk)
    assert list(refused(team, page, moved)) == ["round"]
    second.refresh_from_db()
    assert second.round == meeting.rounds.get(number=2)
    small = sharing(meeting, "Usaha", 2, capacity="0")
    assert list(refused(team, page, small)) == ["capacity"]


def test_rounds_move_their_classes_where_everything_allows_it(
    team: Client, meeting: Meeting
) -> None:
    first = add(team, sharing(meeting, "Literasi", 1))
    second = add(team, sharing(meeting, "Usaha", 2))
    pools = [one.pool for one in (first, second) if one.pool]
    take_places(participants=[make_participant(meeting)], pools=pools, wait=False)
    page = address("round_edit", SLUG)
    later = rounds("14.00", "15.00", "15.00", "16.00", initial=2)
    assert team.post(page, later).status_code == 302
    first.refresh_from_db()
    assert first.starts_at == dt.datetime(2022, 12, 5, 7, tzinfo=dt.UTC)
    assert first.pool is not None
    assert first.pool.starts_at == first.starts_at
    add(team, plenary(meeting, room=room(meeting, "Melati")))
    onto = rounds("09.30", "10.30", "15.00", "16.00", initial=2)
    answer = team.post(page, onto)
    assert list(answer.context["formset"].forms[0].errors) == ["starts_at"]
    overlapping = rounds("14.00", "15.30", "15.00", "16.00", initial=2)
    answer = team.post(page, overlapping)
    assert list(answer.context["formset"].forms[1].errors) == ["starts_at"]
    first.refresh_from_db()
    assert first.starts_at == dt.datetime(2022, 12, 5, 7, tzinfo=dt.UTC)


def test_rooms_are_renamed_swapped_and_kept_while_used(
    team: Client, meeting: Meeting
) -> None:
    add(team, plenary(meeting))
    add(team, sharing(meeting, "Literasi", 1))
    keys = {one.name: str(one.pk) for one in meeting.rooms.all()}
    swapped = [
        {"key": keys["Aula"], "name": "Melati", "capacity": "100"},
        {"key": keys["Melati"], "name": "Aula", "capacity": "5"},
    ]
    assert team.post(address("room_edit", SLUG), rows(swapped, 2)).status_code == 302
    assert meeting.rooms.get(name="Melati").pk == int(keys["Aula"])
    small = [swapped[0], swapped[1] | {"capacity": "4"}]
    answer = team.post(address("room_edit", SLUG), rows(small, 2))
    assert list(answer.context["formset"].forms[1].errors) == ["capacity"]
    gone = [swapped[0] | {"DELETE": "on"}, swapped[1]]
    answer = team.post(address("room_edit", SLUG), rows(gone, 2))
    assert "Melati" in answer.context["formset"].refusal
    twice = [swapped[0], swapped[1] | {"name": "melati"}]
    answer = team.post(address("room_edit", SLUG), rows(twice, 2))
    assert list(answer.context["formset"].forms[1].errors) == ["name"]


def test_speakers_are_participants_by_code_or_names(
    team: Client, meeting: Meeting
) -> None:
    person = make_participant(meeting, full_name="Rina")
    code = f"{person.code[:4]}-{person.code[4:]}".lower()
    stage = [
        {"name": "", "code": code, "role": "speaker"},
        {"name": "Pak Moderator", "role": "moderator"},
        {"name": "", "role": "speaker"},
    ]
    session = add(team, plenary(meeting, **rows(stage, prefix="orang")))
    found = session.speakers.values_list("name", "participant", "role")
    assert list(found) == [
        ("Rina", person.pk, "speaker"),
        ("Pak Moderator", None, "moderator"),
    ]
    wrong = rows([{"name": "X", "code": "22222222", "role": "speaker"}], prefix="orang")
    page = address("session_edit", SLUG, session.pk)
    answer = team.post(page, plenary(meeting, **wrong))
    assert list(answer.context["speakers"].forms[0].errors) == ["code"]


def test_a_class_with_people_is_not_taken_off(team: Client, meeting: Meeting) -> None:
    session = add(team, sharing(meeting, "Literasi", 1))
    topic = meeting.topics.get()
    assert session.pool is not None
    take_places(
        participants=[make_participant(meeting)], pools=[session.pool], wait=False
    )
    team.post(address("session_remove", SLUG, session.pk))
    team.post(address("topic_remove", SLUG, topic.pk))
    assert Session.objects.filter(pk=session.pk).exists()
    assert meeting.topics.filter(pk=topic.pk).exists()
    session.pool.places.update(state="withdrawn")
    team.post(address("session_remove", SLUG, session.pk))
    team.post(address("topic_remove", SLUG, topic.pk))
    assert not Session.objects.exists()
    assert not meeting.topics.exists()


@pytest.mark.django_db(transaction=True)
def test_a_new_version_is_logged_and_told_once_to_those_concerned(
    team: Client, meeting: Meeting
) -> None:
    speaker = make_participant(meeting, full_name="Rina")
    sitter = make_participant(meeting, full_name="Sari", language="en")
    make_participant(meeting, full_name="Jauh")
    stage = rows([{"code": speaker.code, "role": "speaker"}], prefix="orang")
    opening = add(team, plenary(meeting, **stage))
    session = add(team, sharing(meeting, "Literasi", 1))
    assert session.pool is not None
    take_places(participants=[sitter], pools=[session.pool], wait=False)
    team.post(address("agenda_publish", SLUG))
    team.post(
        address("session_edit", SLUG, opening.pk),
        plenary(meeting, starts_at="08.30", **stage),
    )
    team.post(
        address("session_edit", SLUG, session.pk), sharing(meeting, "Literasi", 2)
    )
    team.post(address("agenda_publish", SLUG))
    team.post(address("agenda_publish", SLUG))
    assert meeting.versions.count() == 2
    version = publish_agenda(by=None, meeting=meeting)
    for _turn in range(2):
        tell_agenda(version)
    mails = {one.recipient: one.body for one in OutgoingMail.objects.all()}
    assert set(mails) == {speaker.email, sitter.email}
    assert "Pembukaan: mulai 5 Desember 2022, pukul 08.30 WIB" in mails[speaker.email]
    assert "Literasi: begins on" in mails[sitter.email]
    assert "Literasi" not in mails[speaker.email]
    page = Client().get(address("agenda_changes", SLUG)).content.decode()
    assert "Versi 2" in page
    assert "Literasi: mulai 5 Desember 2022, pukul 14.00 WIB" in page


def test_a_summary_alone_makes_a_version_but_no_mail(
    team: Client, meeting: Meeting
) -> None:
    speaker = make_participant(meeting)
    stage = rows([{"code": speaker.code, "role": "speaker"}], prefix="orang")
    session = add(team, plenary(meeting, **stage))
    publish_agenda(by=None, meeting=meeting)
    team.post(
        address("session_edit", SLUG, session.pk),
        plenary(meeting, summary_id="Lebih panjang", **stage),
    )
    version = publish_agenda(by=None, meeting=meeting)
    assert version.number == 2
    assert tell_agenda(version) == 0

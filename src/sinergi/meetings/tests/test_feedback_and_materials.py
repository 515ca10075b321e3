"""Feedback by the code of a badge, and materials by who may see them."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sinergi.accounts.models import User
from sinergi.meetings.enums import PlaceState, PoolKind
from sinergi.meetings.errors import OutOfScope, UnfitFeedback, UnfitMaterial, WrongState
from sinergi.meetings.models import (
    Feedback,
    Material,
    Meeting,
    Participant,
    Place,
    Round,
    Session,
    Topic,
)
from sinergi.meetings.queries.after import feedback_at, sessions_to_rate
from sinergi.meetings.services.feedback import Rating, give_feedback
from sinergi.meetings.services.materials import MaterialContent, add_material
from sinergi.meetings.tests.factories import make_meeting, make_participant, make_pool
from sinergi.network.enums import Role
from sinergi.network.tests.factories import make_person

pytestmark = pytest.mark.django_db
START = dt.datetime(2022, 12, 5, 2, tzinfo=dt.UTC)
FUTURE = dt.datetime(2999, 1, 1, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def make_session(
    meeting: Meeting, title: str = "Pembukaan", **fields: object
) -> Session:
    values: dict[str, object] = {
        "kind": "plenary",
        "title_id": title,
        "title_en": title,
        "starts_at": START,
        "ends_at": START + HOUR,
    }
    return Session.objects.create(meeting=meeting, **(values | fields))


def make_class(meeting: Meeting, number: int, *, taken: int) -> Session:
    topic = Topic.objects.create(
        meeting=meeting, title_id=f"Kelas {number}", title_en=f"Class {number}"
    )
    turn = Round.objects.create(
        meeting=meeting, number=number, starts_at=START, ends_at=START + HOUR
    )
    pool = make_pool(meeting, 10, PoolKind.CLASS, taken=taken)
    return make_session(
        meeting,
        f"Kelas {number}",
        kind="sharing_class",
        topic=topic,
        round=turn,
        pool=pool,
    )


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting()


@pytest.fixture
def person(meeting: Meeting) -> Participant:
    return make_participant(meeting)


@pytest.fixture
def host() -> User:
    return make_person(Role.NATIONAL_TEAM)


def address(name: str, participant: Participant) -> str:
    return reverse(
        f"meetings:{name}", args=[participant.meeting.slug, participant.code]
    )


def test_one_rates_what_has_begun_and_the_own_classes(
    meeting: Meeting, person: Participant
) -> None:
    opening = make_session(meeting)
    make_session(meeting, "Nanti", starts_at=FUTURE, ends_at=FUTURE + HOUR)
    make_session(meeting, "Istirahat", kind="other")
    own = make_class(meeting, 1, taken=1)
    make_class(meeting, 2, taken=1)
    free = make_class(meeting, 3, taken=0)
    assert own.pool is not None
    Place.objects.create(
        participant=person,
        pool=own.pool,
        state=PlaceState.CONFIRMED,
        number=1,
        bundle=opening.uid,
    )
    assert {one.pk for one in sessions_to_rate(person)} == {
        opening.pk,
        own.pk,
        free.pk,
    }


def test_the_last_word_counts(meeting: Meeting, person: Participant) -> None:
    session = make_session(meeting)
    for rating in (2, 5):
        give_feedback(
            by=None, participant=person, ratings=[Rating(session, rating, " Baik ")]
        )
    row = Feedback.objects.get()
    assert (row.rating, row.comment) == (5, "Baik")


@pytest.mark.parametrize("rating", [0, 6, -1])
def test_ratings_lie_between_1_and_5(
    meeting: Meeting, person: Participant, rating: int
) -> None:
    with pytest.raises(UnfitFeedback):
        give_feedback(
            by=None,
            participant=person,
            ratings=[Rating(make_session(meeting), rating)],
        )


def test_nobody_rates_what_is_to_come_or_elsewhere(
    meeting: Meeting, person: Participant
) -> None:
    coming = make_session(meeting, starts_at=FUTURE, ends_at=FUTURE + HOUR)
    elsewhere = make_session(make_meeting())
    for session in (coming, elsewhere):
        with pytest.raises(UnfitFeedback):
            give_feedback(by=None, participant=person, ratings=[Rating(session, 5)])
    gone = make_participant(meeting, withdrawn_at=START)
    with pytest.raises(WrongState):
        give_feedback(by=None, participant=gone, ratings=[])
    assert not Feedback.objects.exists()


def test_the_page_takes_feedback_by_the_code(
    meeting: Meeting, person: Participant, client: Client
) -> None:
    first, second = make_session(meeting), make_session(meeting, "Testimoni")
    target = address("feedback_give", person)
    wrong = client.post(target, {f"catatan_{first.pk}": "Bagus"})
    assert wrong.status_code == 422
    answer = client.post(
        target, {f"nilai_{first.pk}": "4", f"catatan_{first.pk}": "Bagus"}
    )
    assert answer["Location"] == address("after_show", person)
    assert list(Feedback.objects.values_list("session", "rating", "comment")) == [
        (first.pk, 4, "Bagus")
    ]
    page = client.get(target).content.decode()
    assert re.search(rf'name="nilai_{first.pk}" value="4"[^>]*checked', page)
    assert not re.search(rf'name="nilai_{second.pk}"[^>]*checked', page)
    unknown = reverse("meetings:feedback_give", args=[meeting.slug, "ZZZZZZZZ"])
    assert client.get(unknown).status_code == 404


def test_results_are_for_the_committee_and_in_sums_for_all(
    meeting: Meeting, host: User
) -> None:
    session, small = make_session(meeting), make_session(meeting, "Sesi kecil")
    for rating in (3, 4, 4, 5, 5):
        person = make_participant(meeting)
        give_feedback(
            by=None,
            participant=person,
            ratings=[Rating(session, rating, f"Kata {rating}")],
        )
    give_feedback(by=None, participant=person, ratings=[Rating(small, 1)])
    found = feedback_at(meeting, with_comments=True)[0]
    assert (found.answers, found.mean, found.counts) == (
        5,
        Decimal("4.20"),
        (0, 0, 1, 2, 2),
    )
    results = reverse("meetings:feedback_results", args=[meeting.slug])
    client = Client()
    assert client.get(results).status_code == 302
    client.force_login(make_person(Role.EVALUATOR))
    assert client.get(results).status_code == 403
    client.force_login(host)
    page = client.get(results).content.decode()
    assert "Kata 3" in page
    assert person.full_name not in page
    download = reverse("meetings:feedback_download", args=[meeting.slug, "csv"])
    text = b"".join(client.get(download).streaming_content).decode()  # type: ignore[attr-defined]
    assert "Pembukaan,5,4.20,0,0,1,2,2," in text
    everybody = reverse("meetings:meeting_results", args=[meeting.slug])
    page = Client().get(everybody).content.decode()
    assert "4,20" in page
    assert "Kata 3" not in page
    assert "Sesi kecil" not in page


def test_a_material_is_exactly_one_thing(meeting: Meeting, host: User) -> None:
    for fields in (
        {},
        {"link": "https://contoh.id", "text": "Juga"},
        {"link": "javascript:alert(1)"},
        {"link": "contoh.id/rekaman"},
    ):
        with pytest.raises(UnfitMaterial):
            add_material(
                by=host,
                meeting=meeting,
                content=MaterialContent(kind="minutes", title="Risalah", **fields),
            )
    with pytest.raises(OutOfScope):
        add_material(
            by=make_person(Role.EVALUATOR),
            meeting=meeting,
            content=MaterialContent(kind="minutes", title="Risalah", text="Isi"),
        )
    assert not Material.objects.exists()


def test_who_sees_which_material(
    meeting: Meeting, person: Participant, host: User, client: Client
) -> None:
    for title, is_public in (("Salindia umum", True), ("Rekaman peserta", False)):
        add_material(
            by=host,
            meeting=meeting,
            content=MaterialContent(
                kind="recording",
                title=title,
                link="https://contoh.id/x",
                is_public=is_public,
            ),
        )
    target = reverse("meetings:material_list", args=[meeting.slug])

    everything = {"Salindia umum", "Rekaman peserta"}

    def titles(browser: Client, where: str) -> set[str]:
        page = browser.get(where).content.decode()
        return {
            title for title in ("Salindia umum", "Rekaman peserta") if title in page
        }

    everything = {"Salindia umum", "Rekaman peserta"}
    assert titles(client, target) == {"Salindia umum"}
    assert titles(client, address("after_show", person)) == everything
    taking_part = make_person()
    client.force_login(taking_part)
    assert titles(client, target) == {"Salindia umum"}
    make_participant(meeting, user=taking_part)
    assert titles(client, target) == everything
    client.force_login(host)
    assert titles(client, target) == everything


def test_files_are_served_to_those_who_may(
    meeting: Meeting, person: Participant, host: User
) -> None:
    committee = Client()
    committee.force_login(host)
    pdf = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
    answer = committee.post(
        reverse("meetings:material_add", args=[meeting.slug]),
        {
            "kind": "slides",
            "title": "Salindia",
            "file": SimpleUploadedFile("salindia.pdf", pdf),
        },
    )
    assert answer.status_code == 302
    row = Material.objects.get()
    file = reverse("meetings:material_file", args=[meeting.slug, row.pk])
    by_code = reverse(
        "meetings:ticket_material", args=[meeting.slug, person.code, row.pk]
    )
    stranger = Client()
    assert stranger.get(file).status_code == 404
    for browser, where in ((committee, file), (stranger, by_code)):
        served = browser.get(where)
        assert b"".join(served.streaming_content) == pdf  # type: ignore[attr-defined]
    remove = reverse("meetings:material_remove", args=[meeting.slug, row.pk])
    assert stranger.post(remove).status_code == 302
    assert Material.objects.exists()
    committee.post(remove)
    assert not Material.objects.exists()

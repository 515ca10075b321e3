"""The committee's pages: who may open them, and what their forms do."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from sinergi.accounts.models import User
from sinergi.meetings.models import CommitteeMember, Meeting, SeatPool
from sinergi.meetings.services.ledger import take_places
from sinergi.meetings.tests.factories import (
    make_meeting,
    make_participant,
    make_pool,
)
from sinergi.network import services as network
from sinergi.network.enums import Role
from sinergi.network.tests.factories import (
    make_library,
    make_officer,
    make_person,
    make_programme,
)
from sinergi.regions.tests.factories import make_regions

pytestmark = pytest.mark.django_db

SLUG = "plm-uji"


@pytest.fixture
def meeting() -> Meeting:
    """A meeting of East Java with room for two on site and one online."""
    regions = make_regions()
    found = make_meeting(slug=SLUG, level="provincial", region=regions["35"])
    make_pool(found, 2, "on_site")
    make_pool(found, 1, "online")
    return found


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def duty(meeting: Meeting, what: str) -> User:
    user = make_person()
    CommitteeMember.objects.create(meeting=meeting, user=user, duty=what)
    return user


def address(name: str, *args: object) -> str:
    return reverse(f"meetings:{name}", args=args)


#: Name of each page and who opens it: prepare, arrange, host, member (any account).
PAGES = {
    "committee_home": "host",
    "meeting_edit": "prepare",
    "meeting_publish": "prepare",
    "meeting_close": "prepare",
    "hub_edit": "prepare",
    "budget_edit": "prepare",
    "question_edit": "prepare",
    "member_edit": "prepare",
    "invitation_partners": "prepare",
    "invitation_guest": "prepare",
    "participant_list": "host",
    "participant_new": "host",
    "agenda_editor": "arrange",
    "session_new": "arrange",
    "room_edit": "arrange",
    "track_edit": "arrange",
    "round_edit": "arrange",
    "topic_new": "arrange",
    "proposal_list": "member",
    "proposal_new": "member",
}
#: Which of these each person may; East Java is where the meeting is.
PERSONAS = {
    "national": {"prepare", "arrange", "host", "member"},
    "province": {"prepare", "arrange", "host", "member"},
    "other province": {"member"},
    "regency below": {"member"},
    "village": {"member"},
    "evaluator": {"member"},
    "committee": {"host", "member"},
    "lead": {"prepare", "arrange", "host", "member"},
    "agenda": {"arrange", "host", "member"},
    "door": {"host", "member"},
}


def persona(meeting: Meeting, name: str) -> User:
    if name in ("lead", "agenda", "door"):
        return duty(meeting, name)
    if name == "village":
        return make_person(Role.VILLAGE_MANAGER, library=make_library())
    areas = {"province": "35", "other province": "32", "regency below": "35.22"}
    if name in areas:
        return make_officer(areas[name])
    roles = {
        "national": Role.NATIONAL_TEAM,
        "evaluator": Role.EVALUATOR,
        "committee": Role.COMMITTEE,
    }
    return make_person(roles[name])


@pytest.mark.parametrize("name", PERSONAS)
def test_pages_open_to_those_whose_work_they_are(meeting: Meeting, name: str) -> None:
    client = signed_in(persona(meeting, name))
    found = {page: client.get(address(page, SLUG)).status_code for page in PAGES}
    assert found == {
        page: 200 if right in PERSONAS[name] else 403 for page, right in PAGES.items()
    }


#: Pages of the day and of what follows; the committee finds them from its home.
FOUND = (
    "gate_list",
    "walk_in",
    "announcement_list",
    "exhibition",
    "room_show",
    "feedback_results",
    "material_list",
    "certificate_list",
    "plan_list",
)


def test_the_committee_finds_its_pages_from_its_home(meeting: Meeting) -> None:
    for name, arranges in (("door", False), ("agenda", True)):
        client = signed_in(duty(meeting, name))
        home = client.get(address("committee_home", SLUG)).content.decode()
        links = {page: f'href="{address(page, SLUG)}"' in home for page in FOUND}
        assert links == dict.fromkeys(FOUND, True)
        assert (f'href="{address("run_list", SLUG)}"' in home) is arranges


def test_a_meeting_leads_to_the_delegation_of_ones_own_library(
    meeting: Meeting,
) -> None:
    library = make_library()
    meeting.delegations.create(
        kind="partner",
        library=library,
        name=library.name,
        participant_type="village_library",
    )
    link = f'href="{address("delegation_list", SLUG)}"'
    page = address("meeting_show", SLUG)
    own = signed_in(make_person(Role.VILLAGE_MANAGER, library=library))
    other = signed_in(make_person(Role.VILLAGE_MANAGER, library=make_library()))
    assert link in own.get(page).content.decode()
    assert link not in other.get(page).content.decode()
    assert link not in Client().get(page).content.decode()


def test_strangers_are_asked_to_sign_in(meeting: Meeting) -> None:
    client = Client()
    found = {page: client.get(address(page, SLUG)).status_code for page in PAGES}
    assert found == dict.fromkeys(PAGES, 302)
    assert client.get(address("agenda_changes", SLUG)).status_code == 200


def test_a_draft_is_unknown_to_those_who_do_not_serve_it(meeting: Meeting) -> None:
    Meeting.objects.update(state="draft")
    client = signed_in(persona(meeting, "other province"))
    assert {client.get(address(page, SLUG)).status_code for page in PAGES} == {404}


def said(**changed: str) -> dict[str, str]:
    """A filled-in meeting form."""
    values = {
        "title": "PLM Jawa Timur 2023",
        "level": "provincial",
        "region": "Jawa Timur (35)",
        "year": "2023",
        "starts_on": "05/12/2023",
        "ends_on": "06/12/2023",
        "time_zone": "Asia/Jayapura",
        "venue": "Hotel Contoh",
        "registration_opens_at": "01/11/2023 08.00",
        "on_site": "100",
        "online": "50",
    }
    return values | changed


def test_a_meeting_is_prepared_announced_and_closed() -> None:
    make_regions()
    client = signed_in(make_officer("35"))
    answer = client.post(address("meeting_new"), said())
    meeting = Meeting.objects.get()
    assert answer["Location"] == address("committee_home", meeting.slug)
    assert (meeting.slug, meeting.region_id) == ("plm-jawa-timur-2023", "35")
    assert meeting.registration_opens_at == dt.datetime(2023, 10, 31, 23, tzinfo=dt.UTC)
    sizes = dict(meeting.pools.values_list("kind", "capacity"))
    assert sizes == {"on_site": 100, "online": 50}
    for name, state in (("meeting_publish", "published"), ("meeting_close", "closed")):
        assert client.get(address(name, meeting.slug)).status_code == 200
        client.post(address(name, meeting.slug))
        meeting.refresh_from_db()
        assert meeting.state == state


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"region": "Jawa Barat (32)"}, "region"),
        ({"region": ""}, "region"),
        ({"region": "Atlantis"}, "region"),
        ({"ends_on": "04/12/2023"}, "ends_on"),
        ({"delegation_deadline_at": "07/12/2023 00.01"}, "delegation_deadline_at"),
        ({"starts_on": "31/02/2023"}, "starts_on"),
        ({"registration_opens_at": "besok"}, "registration_opens_at"),
        ({"slug": "baru"}, "slug"),
        ({"level": "regency"}, "region"),
    ],
)
def test_what_cannot_be_stands_at_its_field(
    changed: dict[str, str], field: str
) -> None:
    make_regions()
    client = signed_in(make_officer("35"))
    answer = client.post(address("meeting_new"), said(**changed))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "Hotel Contoh" in answer.content.decode()
    assert not Meeting.objects.exists()


def test_the_next_edition_takes_its_frame_along(meeting: Meeting) -> None:
    client = signed_in(make_officer("35"))
    client.post(
        address("room_edit", SLUG),
        rows([{"name": "Aula", "capacity": "100", "hub": ""}]),
    )
    page = client.get(address("meeting_copy", SLUG))
    assert page.context["form"].initial["year"] == meeting.year + 1
    client.post(address("meeting_copy", SLUG), said(slug="plm-lagi"))
    copy = Meeting.objects.get(slug="plm-lagi")
    assert copy.based_on == meeting
    assert list(copy.rooms.values_list("name", "capacity")) == [("Aula", 100)]
    assert dict(copy.pools.values_list("kind", "capacity")) == {
        "on_site": 2,
        "online": 1,
    }


def rows(
    content: list[dict[str, str]], initial: int = 0, prefix: str = "form"
) -> dict[str, str]:
    """A list as its form sends it."""
    data = {
        f"{prefix}-TOTAL_FORMS": str(len(content)),
        f"{prefix}-INITIAL_FORMS": str(initial),
    }
    for turn, row in enumerate(content):
        data |= {f"{prefix}-{turn}-{name}": value for name, value in row.items()}
    return data


def test_hubs_budget_and_questions_are_lists(meeting: Meeting) -> None:
    client = signed_in(make_officer("35"))
    hub = {"name": "Merauke", "region": "93.01", "time_zone": "Asia/Jayapura"}
    client.post(address("hub_edit", SLUG), rows([hub]))
    line = {"label": "Hotel", "payer": "apbn", "planned_idr": "1500000"}
    client.post(
        address("budget_edit", SLUG), rows([line, {"label": "", "payer": "apbn"}])
    )
    asked = {"text_id": "Ukuran kaus?", "kind": "choice", "choices": "S\nM\nM"}
    client.post(address("question_edit", SLUG), rows([asked]))
    assert list(meeting.hubs.values_list("region", "time_zone")) == [
        ("93.01", "Asia/Jayapura")
    ]
    assert list(meeting.budget.values_list("payer", "planned_idr", "spent_idr")) == [
        ("apbn", 1_500_000, None)
    ]
    assert list(meeting.questions.values_list("text_en", "choices")) == [
        ("Ukuran kaus?", ["S", "M"])
    ]


def test_a_budget_is_typed_and_read_with_separators(meeting: Meeting) -> None:
    client = signed_in(make_officer("35"))
    line = {"label": "Hotel", "payer": "apbn", "planned_idr": "125.000"}
    untouched = {"label": "", "payer": "apbn", "planned_idr": "", "spent_idr": ""}
    client.post(address("budget_edit", SLUG), rows([line, untouched]))
    assert meeting.budget.get().planned_idr == 125_000
    page = client.get(address("budget_edit", SLUG)).content.decode()
    assert 'value="125.000"' in page


def test_a_refused_row_keeps_what_was_typed(meeting: Meeting) -> None:
    client = signed_in(make_officer("35"))
    asked = {"text_id": "Ukuran kaus?", "kind": "choice", "choices": "S"}
    answer = client.post(address("question_edit", SLUG), rows([asked]))
    assert answer.status_code == 422
    assert list(answer.context["formset"].forms[0].errors) == ["choices"]
    assert "Ukuran kaus?" in answer.content.decode()
    assert not meeting.questions.exists()


def test_an_answered_question_stays(meeting: Meeting) -> None:
    client = signed_in(make_officer("35"))
    asked = {"text_id": "Ukuran kaus?", "kind": "text"}
    client.post(address("question_edit", SLUG), rows([asked]))
    question = meeting.questions.get()
    gone = rows([asked | {"key": str(question.pk), "DELETE": "on"}], initial=1)
    make_participant(meeting, answers={str(question.pk): "M"})
    answer = client.post(address("question_edit", SLUG), gone)
    assert "Ukuran kaus?" in answer.context["formset"].refusal
    assert meeting.questions.get() == question
    meeting.participants.update(answers={str(question.pk): ""})
    client.post(address("question_edit", SLUG), gone)
    assert not meeting.questions.exists()


def test_members_get_duties_and_leave(meeting: Meeting) -> None:
    client = signed_in(make_officer("35"))
    helper = make_person(username="penolong")
    unknown = client.post(
        address("member_edit", SLUG), {"username": "tak-ada", "duties": ["door"]}
    )
    assert list(unknown.context["form"].errors) == ["username"]
    client.post(
        address("member_edit", SLUG), {"username": "Penolong", "duties": ["door"]}
    )
    held = meeting.committee.values_list("user", "duty")
    assert list(held.all()) == [(helper.pk, "door")]
    duties = address("member_duties", SLUG, helper.pk)
    client.post(duties, {"duties": ["agenda", "lead"]})
    assert sorted(held.all()) == [(helper.pk, "agenda"), (helper.pk, "lead")]
    client.post(duties, {})
    assert not held.all()
    assert client.post(duties, {}).status_code == 404


def test_capacity_stays_above_what_is_taken(meeting: Meeting) -> None:
    client = signed_in(make_officer("35"))
    pool = SeatPool.objects.get(kind="on_site")
    for _turn in range(2):
        take_places(participants=[make_participant(meeting)], pools=[pool], wait=False)
    answer = client.post(address("capacity_edit", SLUG, pool.pk), {"capacity": "1"})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "capacity": [
            "Kapasitas 1 kurang dari 2 tempat terisi. "
            "Tempat yang terkonfirmasi tidak dicabut."
        ]
    }
    client.post(address("capacity_edit", SLUG, pool.pk), {"capacity": "5"})
    pool.refresh_from_db()
    assert pool.capacity == 5


def test_the_home_counts_what_there_is(meeting: Meeting) -> None:
    programme = make_programme()
    meeting.programmes.add(programme)
    library = make_library("35.22", kind="regency")
    network.start_partnership(
        by=None,
        library=library,
        programme=programme,
        origin="full_support",
        intake_year=2020,
        funders=["apbn"],
        started_on=dt.date(2020, 1, 1),
    )
    client = signed_in(make_officer("35"))
    rule = {
        "programme": "tpbis",
        "active_on": "01/12/2022",
        "on_site": "2",
        "online": "0",
    }
    client.post(address("invitation_partners", SLUG), rule)
    seen = client.get(address("committee_home", SLUG)).context["overview"]
    assert (seen.invited.total, seen.invited.silent, seen.places) == (1, 1, 2)
    assert [(pool.kind, seats.capacity) for pool, seats, _offers in seen.pools] == [
        ("on_site", 2),
        ("online", 1),
    ]

"""Pages of sharing classes: wishes without account, the committee's, the reasons."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from sinergi.accounts.models import User
from sinergi.audit.models import AuditEntry
from sinergi.core.models import Job
from sinergi.meetings import services
from sinergi.meetings.models import AssignmentRun, Interest, Meeting, Preference
from sinergi.meetings.services.classes import RunSettings
from sinergi.meetings.tests.classes import attend, give_classes, topics, wish
from sinergi.meetings.tests.factories import make_meeting
from sinergi.network.enums import Role
from sinergi.network.tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    meeting = make_meeting(slug="plm-contoh")
    give_classes(meeting, topics=3, rounds=2, seats=1)
    return meeting


@pytest.fixture
def team(client: Client) -> User:
    team = make_person(Role.NATIONAL_TEAM)
    client.force_login(team)
    return team


def page_of(name: str, *words: object) -> str:
    return reverse(f"meetings:{name}", args=["plm-contoh", *words])


def ranks(meeting: Meeting, *given: str) -> dict[str, str]:
    return {
        f"rank_{topic}": rank
        for topic, rank in zip(topics(meeting), given, strict=True)
    }


def calculated(meeting: Meeting) -> AssignmentRun:
    return services.run_assignment(
        by=None, meeting=meeting, settings=RunSettings(seed=1)
    )


def test_the_code_alone_lets_a_person_rank(client: Client, meeting: Meeting) -> None:
    person = attend(meeting)
    first, second, third = topics(meeting)
    address = page_of("topics_rank", person.code)
    assert client.get(address).status_code == 200
    answer = client.post(
        address,
        {**ranks(meeting, "3", "", "1"), f"offers_{second}": "on"},
    )
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert list(Preference.objects.values_list("topic_id", "rank")) == [
        (third, 1),
        (first, 2),
    ]
    assert list(Interest.objects.values_list("topic_id", "kind")) == [
        (second, "offers")
    ]
    assert AuditEntry.objects.get(action="topics.ranked").by is None
    chosen = client.get(address).context["form"][f"rank_{third}"].value()
    assert chosen == 1


def test_a_delegation_ranks_in_its_own_name(
    client: Client, meeting: Meeting, team: User
) -> None:
    person = attend(meeting)
    client.post(page_of("topics_rank", person.code), ranks(meeting, "1", "2", "3"))
    assert AuditEntry.objects.get(action="topics.ranked").by == team


def test_one_rank_twice_is_refused_and_kept(client: Client, meeting: Meeting) -> None:
    person = attend(meeting)
    sent = ranks(meeting, "1", "1", "2")
    answer = client.post(page_of("topics_rank", person.code), sent)
    assert answer.status_code == 422
    second = topics(meeting)[1]
    assert list(answer.context["form"].errors) == [f"rank_{second}"]
    assert answer.context["form"][f"rank_{second}"].value() == "1"
    assert Preference.objects.count() == 0


def test_unknown_codes_and_drafts_do_not_exist(
    client: Client, meeting: Meeting
) -> None:
    person = attend(meeting)
    for name in ("topics_rank", "class_reasons"):
        assert client.get(page_of(name, "AAAAAAAA")).status_code == 404
    Meeting.objects.update(state="draft")
    assert client.get(page_of("topics_rank", person.code)).status_code == 404


def test_the_committee_calculates_sees_and_announces(
    client: Client, meeting: Meeting, team: User
) -> None:
    person = attend(meeting)
    wish(person, *topics(meeting))
    assert client.get(page_of("run_list")).status_code == 200
    answer = client.post(page_of("run_list"), {"keeps_places": "on", "seed": "7"})
    job = Job.objects.get()
    assert answer["Location"] == reverse("core:job_detail", args=[job.pk])
    assert job.parameters == {
        "meeting": meeting.pk,
        "seed": 7,
        "channel": "",
        "keeps_places": True,
    }
    run = calculated(meeting)
    shown = client.get(page_of("run_detail", run.pk))
    assert [load for _class, load in shown.context["loads"]].count(1) == 2
    client.post(page_of("run_publish", run.pk))
    assert AssignmentRun.objects.get().is_published
    closed = client.post(page_of("topics_rank", person.code), ranks(meeting, *"123"))
    assert closed.status_code == 422


def test_the_committee_notes_the_silent(
    client: Client, meeting: Meeting, team: User
) -> None:
    answer = client.post(page_of("interests_prefill"))
    assert answer["Location"] == page_of("run_list")
    assert AuditEntry.objects.get(action="interests.prefilled").by == team


def test_committee_pages_are_not_for_others(client: Client, meeting: Meeting) -> None:
    run = calculated(meeting)
    pages = {
        "run_list": page_of("run_list"),
        "run_detail": page_of("run_detail", run.pk),
    }
    acts = [page_of("run_publish", run.pk), page_of("interests_prefill")]
    for address in pages.values():
        assert client.get(address).status_code == 302
    client.force_login(make_person())
    assert client.get(pages["run_list"]).status_code == 403
    assert client.get(pages["run_detail"]).status_code == 404
    assert [client.post(act).status_code for act in acts] == [404, 403]
    assert not AssignmentRun.objects.get().is_published


def test_reasons_tell_each_person_why(client: Client, meeting: Meeting) -> None:
    people = [attend(meeting) for _ in range(2)]
    first, second, third = topics(meeting)
    for person in people:
        wish(person, first, second, third)
    before = client.get(page_of("class_reasons", people[0].code))
    assert before.context["reasons"].seats == []
    services.publish_assignment(by=None, run=calculated(meeting))
    for person in people:
        shown = client.get(page_of("class_reasons", person.code))
        seats = shown.context["reasons"].seats
        assert len(seats) == 2
        for seat in seats:
            assert f"nomor {seat.rank}" in shown.content.decode() or seat.rank == 1


@pytest.mark.parametrize("runs", [1, 3])
def test_the_list_asks_as_much_for_three_runs_as_for_one(
    client: Client,
    meeting: Meeting,
    team: User,
    runs: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(runs):
        calculated(meeting)
    client.get(page_of("run_list"))
    with django_assert_num_queries(10):
        client.get(page_of("run_list"))

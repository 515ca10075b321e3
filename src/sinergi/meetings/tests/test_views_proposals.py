"""Proposals: who offers, who judges, what becomes of them."""

import datetime as dt

import pytest
from django.test import Client

from sinergi.accounts.models import User
from sinergi.core.dates import today
from sinergi.meetings.models import Meeting, Proposal
from sinergi.meetings.tests.factories import make_meeting
from sinergi.meetings.tests.test_views_committee import address, duty, signed_in
from sinergi.meetings.tests.test_views_invitations import make_partner
from sinergi.network.enums import Role
from sinergi.network.models import Library
from sinergi.network.tests.factories import make_library, make_person, make_programme
from sinergi.notices.models import Message
from sinergi.regions.tests.factories import make_regions

pytestmark = pytest.mark.django_db

SLUG = "plm-usul"
OFFER = {"title": "Kripik pisang", "summary": "Dari kebun ke pasar", "speaker": "Siti"}


@pytest.fixture
def library() -> Library:
    make_regions()
    return make_partner(make_library())


@pytest.fixture
def manager(library: Library) -> User:
    return make_person(Role.VILLAGE_MANAGER, library=library)


@pytest.fixture
def meeting(library: Library) -> Meeting:
    """A meeting in a month."""
    begin = today() + dt.timedelta(days=30)
    found = make_meeting(slug=SLUG, starts_on=begin, ends_on=begin)
    found.programmes.add(make_programme())
    return found


@pytest.fixture
def proposal(meeting: Meeting, manager: User, library: Library) -> Proposal:
    client = signed_in(manager)
    client.post(address("proposal_new", SLUG), OFFER | {"library": str(library.pk)})
    return Proposal.objects.get()


def test_a_manager_proposes_once(
    proposal: Proposal, manager: User, library: Library
) -> None:
    assert (proposal.library, proposal.proposed_by) == (library, manager)
    client = signed_in(manager)
    data = OFFER | {"library": str(library.pk)}
    again = client.post(address("proposal_new", SLUG), data)
    assert list(again.context["form"].errors) == ["title"]
    assert "Dari kebun ke pasar" in again.content.decode()


def test_nobody_proposes_for_another_library(meeting: Meeting, manager: User) -> None:
    other = make_partner(make_library("35.22.01.2002"))
    client = signed_in(manager)
    data = OFFER | {"library": str(other.pk)}
    assert client.post(address("proposal_new", SLUG), data).status_code == 422
    assert not Proposal.objects.exists()


def test_a_meeting_that_has_begun_takes_none(
    meeting: Meeting, manager: User, library: Library
) -> None:
    Meeting.objects.update(starts_on=today(), ends_on=today())
    client = signed_in(manager)
    data = OFFER | {"library": str(library.pk)}
    assert client.post(address("proposal_new", SLUG), data).status_code == 422
    assert not Proposal.objects.exists()


def test_several_judge_and_each_counts_once(
    meeting: Meeting, proposal: Proposal
) -> None:
    page = address("proposal_review", SLUG, proposal.pk)
    one, two = duty(meeting, "agenda"), duty(meeting, "lead")
    for user, score in ((one, "2"), (two, "5"), (one, "4")):
        signed_in(user).post(page, {"nilai-score": score, "nilai-comment": ""})
    seen = signed_in(two).get(address("proposal_list", SLUG)).context["proposals"][0]
    assert (seen.points, seen.voices) == (4.5, 2)
    wrong = signed_in(one).post(page, {"nilai-score": "6"})
    assert list(wrong.context["review"].errors) == ["score"]


def test_an_accepted_one_is_a_topic_and_told(
    meeting: Meeting, proposal: Proposal, manager: User
) -> None:
    client = signed_in(duty(meeting, "agenda"))
    for _turn in range(2):
        client.post(address("proposal_accept", SLUG, proposal.pk))
    assert [topic.title_id for topic in meeting.topics.all()] == ["Kripik pisang"]
    assert list(Message.objects.values_list("user", "kind")) == [
        (manager.pk, "proposal_accepted")
    ]
    signed_in(manager).post(address("proposal_withdraw", SLUG, proposal.pk))
    proposal.refresh_from_db()
    assert proposal.state == "accepted"


def test_declining_needs_a_reason(
    meeting: Meeting, proposal: Proposal, manager: User
) -> None:
    client = signed_in(duty(meeting, "agenda"))
    page = address("proposal_decline", SLUG, proposal.pk)
    assert list(client.post(page, {}).context["decline"].errors) == ["reason"]
    client.post(page, {"tolak-reason": "Topik sudah penuh"})
    shown = signed_in(manager).get(address("proposal_show", SLUG, proposal.pk))
    assert "Topik sudah penuh" in shown.content.decode()
    assert Message.objects.get().kind == "proposal_declined"


def test_one_may_withdraw_and_propose_anew(
    proposal: Proposal, manager: User, library: Library
) -> None:
    client = signed_in(manager)
    client.post(address("proposal_withdraw", SLUG, proposal.pk))
    client.post(address("proposal_new", SLUG), OFFER | {"library": str(library.pk)})
    states = Proposal.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["withdrawn", "submitted"]


@pytest.mark.parametrize(
    "act", ["proposal_review", "proposal_accept", "proposal_decline"]
)
def test_only_the_committee_decides(
    proposal: Proposal, manager: User, meeting: Meeting, act: str
) -> None:
    page = address(act, SLUG, proposal.pk)
    assert signed_in(manager).post(page).status_code == 403
    assert signed_in(duty(meeting, "door")).post(page).status_code == 403
    assert Client().post(page).status_code == 302
    stranger = make_person(Role.VILLAGE_MANAGER, library=make_library("35.22.02.2001"))
    shown = signed_in(stranger).get(address("proposal_show", SLUG, proposal.pk))
    assert shown.status_code == 404

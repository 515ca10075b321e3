"""One meeting with a record of each kind, to which the village library is invited."""

import datetime as dt
from decimal import Decimal
from typing import Any

from sinergi.accounts.models import User
from sinergi.meetings.certificates import FIELDS
from sinergi.meetings.models import (
    ActionPlan,
    AssignmentRun,
    Certificate,
    CommitteeMember,
    Delegation,
    Gate,
    Meeting,
    Participant,
    Session,
    Speaker,
    Stall,
    Topic,
)
from sinergi.meetings.services import propose_class
from sinergi.meetings.services.exhibition import announce
from sinergi.meetings.services.keys import current_key
from sinergi.meetings.services.ledger import take_places
from sinergi.meetings.services.materials import MaterialContent, add_material
from sinergi.meetings.services.updates import prepare_update
from sinergi.meetings.tests.factories import (
    make_meeting,
    make_participant,
    make_pool,
)
from sinergi.network.enums import Role
from sinergi.network.models import Library
from sinergi.network.tests.factories import make_person
from sinergi.stories.services import Consent, record_testimony

MORNING = dt.datetime(2040, 12, 5, 2, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
#: What the number in a route's address is of; a delegation's unless named here.
KINDS = {
    **dict.fromkeys(
        ("material_file", "material_remove", "ticket_material"), "material"
    ),
    **dict.fromkeys(
        ("certificate_show", "certificate_pdf", "certificate_end"), "certificate"
    ),
    **dict.fromkeys(("plan", "plan_change", "plan_remove"), "plan"),
    **dict.fromkeys(("gate_invite", "gate_revoke"), "gate"),
    "announcement_withdraw": "announcement",
    **dict.fromkeys(("run_detail", "run_publish"), "run"),
    "member_duties": "member",
    **dict.fromkeys(("capacity_edit", "waiting_list"), "pool"),
    **dict.fromkeys(
        ("participant_show", "participant_move", "participant_withdraw"), "person"
    ),
    **dict.fromkeys(("session_edit", "session_remove"), "session"),
    **dict.fromkeys(("topic_edit", "topic_remove"), "topic"),
    **dict.fromkeys(
        (
            *("proposal_show", "proposal_review", "proposal_accept"),
            *("proposal_decline", "proposal_withdraw"),
        ),
        "proposal",
    ),
    **dict.fromkeys(
        (
            *("update_show", "update_pdf", "update_edit", "update_refresh"),
            *("update_publish", "update_withdraw"),
        ),
        "update",
    ),
}


def meeting_blanks(library: Library, manager: User) -> dict[str, object]:
    """What each route of a meeting is filled with, by the route or by the blank."""
    meeting = make_meeting(
        slug="plm-uji", starts_on=MORNING.date(), ends_on=MORNING.date(), year=2040
    )
    delegation = Delegation.objects.create(
        meeting=meeting,
        kind="partner",
        library=library,
        name=library.name,
        participant_type="village_library",
    )
    person = make_participant(meeting, delegation=delegation, library=library)
    pool = make_pool(meeting, capacity=5)
    take_places(participants=[person], pools=[pool], wait=True)
    numbers = {"delegation": delegation.pk, "person": person.pk, "pool": pool.pk}
    numbers |= _agenda(meeting) | _days(meeting, library)
    numbers |= _afterwards(meeting, delegation, person)
    numbers["proposal"] = propose_class(
        by=manager,
        meeting=meeting,
        library=library,
        title="Kelas uji",
        summary="Uji",
        speaker="Bu Uji",
    ).pk
    numbers["update"] = _update(meeting, person)
    numbers["member"] = CommitteeMember.objects.create(
        meeting=meeting, user=make_person(Role.OBSERVER), duty="door"
    ).pk
    told = record_testimony(
        by=manager,
        library=library,
        alias="Ibu Uji",
        quote="Uji",
        told_on=dt.date(2022, 12, 1),
        consent=Consent(scope="public", on=dt.date(2022, 12, 1)),
    )
    return {
        "library_id": library.pk,
        "kind": "testimoni",
        "stories:photo pk": told.pk,
        "stories:consent_withdraw pk": told.pk,
        "slug": meeting.slug,
        "code": person.code,
        "pk": delegation.pk,
        "person": person.pk,
        "number": 1,
        **{f"meetings:{route} pk": numbers[kind] for route, kind in KINDS.items()},
    }


def _agenda(meeting: Meeting) -> dict[str, int]:
    topic = Topic.objects.create(meeting=meeting, title_id="Topik", title_en="Topic")
    session = Session.objects.create(
        meeting=meeting,
        kind="plenary",
        title_id="Pembukaan",
        title_en="Opening",
        starts_at=MORNING,
        ends_at=MORNING + HOUR,
    )
    counts = (
        *("seed", "objective", "bound", "gap", "people", "ranked_people"),
        *("first_choices", "seats", "unseated", "moved", "library_pairs"),
        *("province_pairs", "province_bound"),
    )
    run = AssignmentRun.objects.create(
        meeting=meeting, status="optimal", **dict.fromkeys(counts, 0)
    )
    return {"topic": topic.pk, "session": session.pk, "run": run.pk}


def _update(meeting: Meeting, person: Participant) -> int:
    """What the village presents, prepared and not yet public."""
    session = Session.objects.create(
        meeting=meeting,
        kind="achievement_update",
        title_id="Capaian",
        title_en="Updates",
        starts_at=MORNING + HOUR,
        ends_at=MORNING + 2 * HOUR,
    )
    Speaker.objects.create(session=session, participant=person, name=person.full_name)
    assert person.library is not None
    return prepare_update(by=None, session=session, library=person.library).pk


def _days(meeting: Meeting, library: Library) -> dict[str, int]:
    gate = Gate.objects.create(meeting=meeting, name="Pintu utama")
    Stall.objects.create(meeting=meeting, number=1, row=1, column=1, library=library)
    told = announce(by=None, meeting=meeting, text_id="Uji")
    return {"gate": gate.pk, "announcement": told.pk}


def _afterwards(
    meeting: Meeting, delegation: Delegation, person: Participant
) -> dict[str, int]:
    minutes = MaterialContent(kind="minutes", title="Notulen", text="Uji")
    material = add_material(by=None, meeting=meeting, content=minutes)
    plan: dict[str, Any] = {
        "what": "Uji",
        "measure": "attendances",
        "baseline_first": dt.date(2022, 10, 1),
        "baseline_last": dt.date(2022, 12, 1),
        "target_value": Decimal(1),
        "due_on": dt.date(2041, 6, 30),
    }
    certificate = Certificate.objects.create(
        number="UJI/1",
        meeting=meeting,
        participant=person,
        printed=dict.fromkeys(FIELDS, "Uji"),
        language="id",
        minutes=60,
        key=current_key(),
        signature="a" * 86,
    )
    return {
        "material": material.pk,
        "plan": ActionPlan.objects.create(delegation=delegation, **plan).pk,
        "certificate": certificate.pk,
    }

"""Prepares the invented meeting of 2023 as far as the demonstration's present."""

import datetime as dt
import random
from dataclasses import replace

from sinergi.demonstration import facts
from sinergi.demonstration import next_meeting as data
from sinergi.demonstration.meeting import AGENDA
from sinergi.demonstration.services.meeting import invented_person, write_agenda
from sinergi.meetings.enums import Channel, ParticipantType, PoolKind
from sinergi.meetings.models import Delegation, Meeting
from sinergi.meetings.queries.invitations import InvitationRule
from sinergi.meetings.services.bulk import Listed, register_many
from sinergi.meetings.services.invitations import invite_partners
from sinergi.meetings.services.meetings import (
    MeetingContent,
    copy_meeting,
    publish_meeting,
)
from sinergi.meetings.services.pools import open_pool, set_pool_capacity
from sinergi.meetings.services.preparation import QuestionContent, set_questions
from sinergi.regions.models import Region


def prepare_meeting(*, last: Meeting, rng: random.Random) -> Meeting:
    """A provincial meeting copied from the national one, open for registration."""
    meeting = _announced(last)
    items = [replace(item, summary_id="", summary_en="") for item in AGENDA]
    write_agenda(meeting, items=items, seats=data.CLASS_SEATS)
    delegations = _invited(meeting)
    _registered(meeting, delegations, rng)
    return meeting


def _announced(last: Meeting) -> Meeting:
    meeting = copy_meeting(
        by=None,
        meeting=last,
        content=MeetingContent(
            slug=data.SLUG,
            title=data.TITLE,
            theme=data.THEME,
            purpose_id=data.PURPOSE_ID,
            purpose_en=data.PURPOSE_EN,
            level="provincial",
            year=data.FIRST.year,
            region=Region.objects.get(code=facts.PROVINCE),
            venue=data.VENUE,
            venue_region=Region.objects.get(code=data.VENUE_REGION),
            starts_on=data.FIRST,
            ends_on=data.LAST,
            registration_opens_at=data.OPENS,
            registration_closes_at=data.CLOSES,
            delegation_deadline_at=data.NAMES_UNTIL,
        ),
    )
    sizes = {PoolKind.ON_SITE: data.ON_SITE, PoolKind.ONLINE: data.ONLINE}
    for pool in meeting.pools.filter(kind__in=sizes):
        set_pool_capacity(by=None, pool=pool, capacity=sizes[PoolKind(pool.kind)])
    set_questions(
        by=None,
        meeting=meeting,
        questions=[QuestionContent(data.QUESTION_ID, data.QUESTION_EN)],
    )
    open_pool(
        by=None,
        meeting=meeting,
        kind=PoolKind.DINNER,
        name_id=data.DINNER_ID,
        name_en=data.DINNER_EN,
        capacity=data.DINNER,
    )
    return publish_meeting(by=None, meeting=meeting)


def _invited(meeting: Meeting) -> list[Delegation]:
    """Every partner of the province, with two places on site and two online."""
    rule = InvitationRule(
        programme="tpbis", active_on=dt.date(2022, 12, 31), regions=[facts.PROVINCE]
    )
    return invite_partners(
        by=None,
        meeting=meeting,
        rule=rule,
        allotments={Channel.ON_SITE: 2, Channel.ONLINE: 2},
    )


def _registered(
    meeting: Meeting, delegations: list[Delegation], rng: random.Random
) -> None:
    """Some delegations have named a person; some people come to the online room.

    Those of the demonstration accounts are left to whoever tries them.
    """
    others = [
        row
        for row in delegations
        if row.library and not row.library.region_id.startswith(facts.REGENCY)
    ]
    on_site = [
        Listed(
            invented_person(rng, turn, row.participant_type, row.library),
            Channel.ON_SITE,
            row.pk,
        )
        for turn, row in enumerate(rng.sample(others, min(data.NAMED, len(others))))
    ]
    libraries = [row.library for row in others if row.library]
    online = [
        Listed(
            invented_person(
                rng,
                len(on_site) + turn,
                ParticipantType.VILLAGE_LIBRARY,
                rng.choice(libraries),
            ),
            Channel.ONLINE,
        )
        for turn in range(data.REGISTERED)
    ]
    register_many(by=None, meeting=meeting, rows=[*on_site, *online])

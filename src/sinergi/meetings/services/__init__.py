"""Writes of meetings: one function per act."""

from sinergi.meetings.services.agenda import (
    publish_agenda,
    remove_session,
    save_session,
    save_topic,
    set_rooms,
    set_rounds,
)
from sinergi.meetings.services.bulk import register_many
from sinergi.meetings.services.classes import (
    prefill_interests,
    publish_assignment,
    rank_topics,
    run_assignment,
    stable_repair,
    start_assignment,
)
from sinergi.meetings.services.invitations import (
    invite_guest,
    invite_partners,
    reply_as_delegation,
    set_allotment,
)
from sinergi.meetings.services.ledger import accept_offer, decline_offer
from sinergi.meetings.services.meetings import (
    change_meeting,
    close_meeting,
    copy_meeting,
    create_meeting,
    publish_meeting,
    set_committee,
    set_pool_capacity,
)
from sinergi.meetings.services.registration import (
    fill_place,
    move_online,
    register_as_host,
    register_openly,
    swap_person,
    withdraw_participant,
)

__all__ = [
    "accept_offer",
    "change_meeting",
    "close_meeting",
    "copy_meeting",
    "create_meeting",
    "decline_offer",
    "fill_place",
    "invite_guest",
    "invite_partners",
    "move_online",
    "prefill_interests",
    "publish_agenda",
    "publish_assignment",
    "publish_meeting",
    "rank_topics",
    "register_as_host",
    "register_many",
    "register_openly",
    "remove_session",
    "reply_as_delegation",
    "run_assignment",
    "save_session",
    "save_topic",
    "set_allotment",
    "set_committee",
    "set_pool_capacity",
    "set_rooms",
    "set_rounds",
    "stable_repair",
    "start_assignment",
    "swap_person",
    "withdraw_participant",
]

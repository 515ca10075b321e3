"""Writes of meetings: one function per act."""

from sinergi.meetings.services.agenda import (
    publish_agenda,
    remove_session,
    save_session,
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
from sinergi.meetings.services.frame import (
    remove_topic,
    save_topic,
    set_rooms,
    set_rounds,
    set_tracks,
)
from sinergi.meetings.services.invitations import (
    invite_guest,
    invite_partners,
    mail_invitations,
    renew_link,
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
)
from sinergi.meetings.services.papers import letter_pdf, start_pack
from sinergi.meetings.services.pools import (
    ask_for_seat,
    give_seat_back,
    open_pool,
    set_pool_capacity,
)
from sinergi.meetings.services.preparation import (
    set_budget,
    set_hubs,
    set_questions,
)
from sinergi.meetings.services.proposals import (
    accept_proposal,
    decline_proposal,
    propose_class,
    review_proposal,
    withdraw_proposal,
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
    "accept_proposal",
    "ask_for_seat",
    "change_meeting",
    "close_meeting",
    "copy_meeting",
    "create_meeting",
    "decline_offer",
    "decline_proposal",
    "fill_place",
    "give_seat_back",
    "invite_guest",
    "invite_partners",
    "letter_pdf",
    "mail_invitations",
    "move_online",
    "open_pool",
    "prefill_interests",
    "propose_class",
    "publish_agenda",
    "publish_assignment",
    "publish_meeting",
    "rank_topics",
    "register_as_host",
    "register_many",
    "register_openly",
    "remove_session",
    "remove_topic",
    "renew_link",
    "reply_as_delegation",
    "review_proposal",
    "run_assignment",
    "save_session",
    "save_topic",
    "set_allotment",
    "set_budget",
    "set_committee",
    "set_hubs",
    "set_pool_capacity",
    "set_questions",
    "set_rooms",
    "set_rounds",
    "set_tracks",
    "stable_repair",
    "start_assignment",
    "start_pack",
    "swap_person",
    "withdraw_participant",
    "withdraw_proposal",
]

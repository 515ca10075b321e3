"""Tables of meetings."""

from sinergi.meetings.models.after import (
    Certificate,
    CertificateRule,
    CertificateSeries,
    Feedback,
    Material,
)
from sinergi.meetings.models.agenda import (
    AgendaVersion,
    Proposal,
    ProposalReview,
    Room,
    Round,
    Session,
    Speaker,
    Topic,
    Track,
)
from sinergi.meetings.models.classes import (
    Allocation,
    AssignmentRun,
    Interest,
    Preference,
)
from sinergi.meetings.models.door import Announcement, Gate, Scan, Stall, StallVote
from sinergi.meetings.models.keys import SigningKey
from sinergi.meetings.models.meeting import BudgetLine, CommitteeMember, Hub, Meeting
from sinergi.meetings.models.online import (
    OnlineRoom,
    PresenceInterval,
    RoomRegistration,
    WebhookEvent,
)
from sinergi.meetings.models.people import Allotment, Delegation, Participant, Question
from sinergi.meetings.models.plans import ActionPlan, ReminderOptOut
from sinergi.meetings.models.seats import FURTHER, LIVE, SEATED, Place, SeatPool
from sinergi.meetings.models.updates import AchievementUpdate, UpdateFreeze

__all__ = [
    "FURTHER",
    "LIVE",
    "SEATED",
    "AchievementUpdate",
    "ActionPlan",
    "AgendaVersion",
    "Allocation",
    "Allotment",
    "Announcement",
    "AssignmentRun",
    "BudgetLine",
    "Certificate",
    "CertificateRule",
    "CertificateSeries",
    "CommitteeMember",
    "Delegation",
    "Feedback",
    "Gate",
    "Hub",
    "Interest",
    "Material",
    "Meeting",
    "OnlineRoom",
    "Participant",
    "Place",
    "Preference",
    "PresenceInterval",
    "Proposal",
    "ProposalReview",
    "Question",
    "ReminderOptOut",
    "Room",
    "RoomRegistration",
    "Round",
    "Scan",
    "SeatPool",
    "Session",
    "SigningKey",
    "Speaker",
    "Stall",
    "StallVote",
    "Topic",
    "Track",
    "UpdateFreeze",
    "WebhookEvent",
]

"""Closed vocabularies of meetings. Values are stable codes, kept in records."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Whose partners meet."""

    NATIONAL = "national", _("National")
    REGIONAL = "regional", _("Several provinces")
    PROVINCIAL = "provincial", _("Province")
    REGENCY = "regency", _("Regency/city")


class MeetingState(models.TextChoices):
    """How far a meeting is."""

    DRAFT = "draft", _("In preparation")
    PUBLISHED = "published", _("Announced")
    CLOSED = "closed", _("Over")


class TimeZone(models.TextChoices):
    """The three time zones of Indonesia, by the city that names them."""

    WIB = "Asia/Jakarta", "WIB"
    WITA = "Asia/Makassar", "WITA"
    WIT = "Asia/Jayapura", "WIT"


class Duty(models.TextChoices):
    """What a member of a meeting's committee does."""

    LEAD = "lead", _("Leads the committee")
    REGISTRATION = "registration", _("Registration")
    AGENDA = "agenda", _("Agenda and classes")
    DOOR = "door", _("Door")


class Channel(models.TextChoices):
    """How somebody takes part."""

    ON_SITE = "on_site", _("On site")
    ONLINE = "online", _("Online")


class PoolKind(models.TextChoices):
    """What a pool of seats is for."""

    ON_SITE = "on_site", _("On site")
    ONLINE = "online", _("Online room")
    CLASS = "class", _("Sharing class")
    DINNER = "dinner", _("Dinner")
    STALL = "stall", _("Stalls")


class PlaceState(models.TextChoices):
    """What has become of a request for a seat."""

    CONFIRMED = "confirmed", _("Confirmed")
    WAITING = "waiting", _("Waiting list")
    OFFERED = "offered", _("Offered")
    EXPIRED = "expired", _("Offer expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ParticipantType(models.TextChoices):
    """In what capacity somebody takes part."""

    LIBRARY_OFFICE = "library_office", _("Library office")
    VILLAGE_LIBRARY = "village_library", _("Village library")
    BENEFICIARY = "beneficiary", _("Beneficiary")
    CHAMPION = "champion", _("Champion village")
    FACILITATOR = "facilitator", _("Facilitator")
    MASTER_TRAINER = "master_trainer", _("Master trainer")
    CONSULTANT = "consultant", _("Consultant")
    GUEST = "guest", _("Guest")
    PRESS = "press", _("Press")
    COMMITTEE = "committee", _("Committee")


class DelegationKind(models.TextChoices):
    """Who was invited."""

    PARTNER = "partner", _("Partner library")
    OFFICE = "office", _("Office")
    PERSON = "person", _("Person")


class Reply(models.TextChoices):
    """What the invited answered."""

    NONE = "none", _("No reply yet")
    ACCEPTED = "accepted", _("Coming")
    REPRESENTED = "represented", _("Sends somebody")
    DECLINED = "declined", _("Not coming")


class QuestionKind(models.TextChoices):
    """How a question of the registration form is answered."""

    TEXT = "text", _("Text")
    CHOICE = "choice", _("One of several")
    YES_NO = "yes_no", _("Yes or no")


class SessionKind(models.TextChoices):
    """Kinds of sessions of an agenda."""

    PLENARY = "plenary", _("Plenary")
    ACHIEVEMENT_UPDATE = "achievement_update", _("Achievement update")
    TESTIMONY = "testimony", _("Testimony")
    SHARING_CLASS = "sharing_class", _("Sharing class")
    EXHIBITION = "exhibition", _("Exhibition")
    APPRECIATION_NIGHT = "appreciation_night", _("Appreciation night")
    OTHER = "other", _("Break and other")


class SpeakerRole(models.TextChoices):
    """What a person does in a session."""

    SPEAKER = "speaker", _("Speaker")
    MODERATOR = "moderator", _("Moderator")


class ProposalState(models.TextChoices):
    """What became of a proposed sharing class."""

    SUBMITTED = "submitted", _("Under review")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Not this time")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RoomProvider(models.TextChoices):
    """Whose online room it is."""

    ZOOM = "zoom", "Zoom"
    BIGBLUEBUTTON = "bbb", "BigBlueButton"
    LINK = "link", _("Plain link (YouTube, Jitsi)")


class LinkState(models.TextChoices):
    """How far somebody's personal link to the online room is."""

    WAITING = "waiting", _("Not asked for yet")
    ASKED = "asked", _("Asked for, no answer yet")
    REGISTERED = "registered", _("Has a link")
    FAILED = "failed", _("Could not be registered")
    CANCELLED = "cancelled", _("Taken back")


class PresenceSource(models.TextChoices):
    """Who saw somebody there."""

    GATE = "gate", _("Gate")
    WEBHOOK = "webhook", _("Room, while it ran")
    REPORT = "report", _("Room, its report")
    ADMISSION = "admission", _("Our own page")


class EventState(models.TextChoices):
    """What became of a message of an online room."""

    WAITING = "waiting", _("To be read")
    DONE = "done", _("Taken in")
    IGNORED = "ignored", _("Of no concern")
    UNKNOWN = "unknown", _("Unknown room")
    UNREADABLE = "unreadable", _("Unreadable")


class RoomProblem(models.TextChoices):
    """Why an online room does not work, and what to do."""

    NO_KEYS = (
        "no_keys",
        _(
            "No keys are set for this provider. Whoever runs the platform sets them "
            "as docs/online-room.md says."
        ),
    )
    BAD_KEYS = (
        "bad_keys",
        _(
            "The provider refuses our keys. Whoever runs the platform checks account, "
            "client and secret, and that the app is activated."
        ),
    )
    MISSING_SCOPE = (
        "missing_scope",
        _(
            "The app lacks a permission (scope) at the provider. Add those listed in "
            "docs/online-room.md, then try again."
        ),
    )
    UNKNOWN_ROOM = (
        "unknown_room",
        _(
            "The provider does not know this room. Check its number, or leave it empty "
            "and let a new room be made."
        ),
    )
    NOT_LICENSED = (
        "not_licensed",
        _(
            "The host of this room has no licence for registration. Give the host a "
            "licence at the provider, then try again."
        ),
    )
    OPEN_TO_STRANGERS = (
        "open_to_strangers",
        _(
            "Zoom still approves anybody who finds its page. Set “Manually approve” in "
            "the registration options of this meeting at Zoom, then try again."
        ),
    )
    FULL = (
        "full",
        _("The provider takes no more registrants for this room. Use a second room."),
    )
    REFUSED = (
        "refused",
        _("The provider refused it. Check the name, then try again."),
    )
    NO_ANSWER = (
        "no_answer",
        _("The provider gave no link for this person three times. Try again tomorrow."),
    )
    BUSY = ("busy", _("The provider asks us to wait. It goes on by itself."))
    UNREACHABLE = (
        "unreachable",
        _("The provider does not answer. It is tried again by itself."),
    )
    UNEXPECTED = (
        "unexpected",
        _("The provider answered something else than it publishes. Report this."),
    )


class ScanKind(models.TextChoices):
    """What a ticket was scanned for."""

    ENTRY = "entry", _("Entry")
    EXIT = "exit", _("Exit")
    SESSION = "session", _("Session")


class ScanOutcome(models.TextChoices):
    """What a scan found; whoever is a duplicate was let in all the same."""

    ACCEPTED = "accepted", _("Accepted")
    DUPLICATE = "duplicate", _("Already in")
    UNKNOWN = "unknown", _("Unknown")
    REVOKED = "revoked", _("Revoked")


class ScanReason(models.TextChoices):
    """Why a ticket is refused, or let in without being on the gate's list."""

    FORGED = "forged", _("Forged or altered ticket")
    OTHER_MEETING = "other", _("Ticket of another meeting")
    WITHDRAWN = "withdrawn", _("Has withdrawn")
    NO_SEAT = "no_seat", _("Has no confirmed seat")
    ONLINE = "online", _("Takes part online")


class InterestKind(models.TextChoices):
    """What a participant brings to a topic."""

    OFFERS = "offers", _("Has something to share")
    NEEDS = "needs", _("Wants to learn")


class RunStatus(models.TextChoices):
    """What is known of an assignment of classes."""

    OPTIMAL = "optimal", _("Best possible, proven")
    FEASIBLE = "feasible", _("Keeps all rules, not proven best")


class AllocationReason(models.TextChoices):
    """Why a person sits in a class."""

    FIRST = "first", _("First choice")
    CHOICE = "choice", _("One of the choices")
    NEED = "need", _("Wants to learn this")
    LEFT = "left", _("Seat was free")
    KEPT = "kept", _("Kept from before")


class MaterialKind(models.TextChoices):
    """What is kept of a meeting."""

    SLIDES = "slides", _("Slides")
    RECORDING = "recording", _("Recording")
    MINUTES = "minutes", _("Minutes")
    DOCUMENT = "document", _("Document")


class CertificateState(models.TextChoices):
    """Whether a certificate holds."""

    VALID = "valid", _("Valid")
    REVOKED = "revoked", _("Revoked")
    REPLACED = "replaced", _("Replaced")


class UpdateState(models.TextChoices):
    """Who may see an achievement update."""

    DRAFT = "draft", _("Prepared, not public")
    PUBLISHED = "published", _("Public")
    WITHDRAWN = "withdrawn", _("No longer public")

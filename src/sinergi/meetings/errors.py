"""What meetings refuse."""

import datetime as dt

from django.utils.translation import gettext as _

from sinergi.core.errors import Conflict, DomainError, NotAllowed
from sinergi.core.formatting import number


class OutOfScope(NotAllowed):
    """The meeting is beyond what the acting person prepares or serves."""

    kind = "out_of_scope"

    def __init__(self) -> None:
        super().__init__(_("This meeting is outside your scope."))


class UnfitMeeting(DomainError):
    """Something in a meeting cannot be: its dates, its area, its name."""

    kind = "unfit_meeting"


class WrongState(Conflict):
    """The meeting, the place or the proposal is past the act."""

    kind = "wrong_state"


class PoolFull(Conflict):
    """No seat is left, and the person does not want to wait."""

    kind = "pool_full"

    def __init__(self, *, pool: str, pool_id: int) -> None:
        super().__init__(
            _("%(pool)s is full. Join the waiting list or choose another.")
            % {"pool": pool},
            data={"pool": pool_id},
        )


class PoolClosed(Conflict):
    """Nobody can join any more: registration has not begun, or is over."""

    kind = "pool_closed"


class CapacityBelowTaken(Conflict):
    """A pool cannot be made smaller than what is promised."""

    kind = "capacity_below_taken"

    def __init__(self, *, capacity: int, taken: int) -> None:
        super().__init__(
            _(
                "Capacity %(capacity)s is below the %(taken)s places taken. "
                "Confirmed places are not withdrawn."
            )
            % {"capacity": number(capacity), "taken": number(taken)},
            field="capacity",
        )


class ClassesOverlap(Conflict):
    """Nobody sits in two classes at one time."""

    kind = "classes_overlap"

    def __init__(self, *, first: str, second: str) -> None:
        super().__init__(
            _("%(first)s and %(second)s are at the same time. Choose one of them.")
            % {"first": first, "second": second},
            field="classes",
        )


class AlreadyThere(Conflict):
    """The person has a place in the pool, or waits for one."""

    kind = "already_there"


class NoOffer(Conflict):
    """The offer was answered, or its time is over."""

    kind = "no_offer"

    def __init__(self, *, until: dt.datetime | None = None) -> None:
        from sinergi.core.formatting import moment

        text = (
            _("The offer ended at %(deadline)s and went to the next participant.")
            % {"deadline": moment(until)}
            if until
            else _("There is no open offer for this place.")
        )
        super().__init__(text)


class DelegationFull(Conflict):
    """The delegation has used its places."""

    kind = "delegation_full"

    def __init__(self, *, library: str, places: int) -> None:
        super().__init__(
            _(
                "The delegation of %(library)s has used its %(places)s places. "
                "Swap one of the names."
            )
            % {"library": library, "places": number(places)}
        )


class InTwoDelegations(Conflict):
    """One person belongs to one delegation only."""

    kind = "in_two_delegations"

    def __init__(self, *, name: str, library: str) -> None:
        super().__init__(
            _(
                "%(name)s is already in the delegation of %(library)s. "
                "One person belongs to one delegation only."
            )
            % {"name": name, "library": library}
        )


class AlreadyRegistered(Conflict):
    """The person is registered for the meeting already."""

    kind = "already_registered"


class KeyReused(Conflict):
    """The key of an earlier request came with other content."""

    kind = "key_reused"


class DeadlinePassed(Conflict):
    """Names can no longer be given, swapped or withdrawn by the delegation itself."""

    kind = "deadline_passed"


class InvalidRegistration(DomainError):
    """An answer is missing or cannot be."""

    kind = "invalid_registration"


class AgendaConflict(Conflict):
    """Two sessions need one room or one person at the same time."""

    kind = "agenda_conflict"

    def __init__(self, *, session: str, other: str, reason: str, field: str) -> None:
        super().__init__(
            _("%(session)s clashes with %(other)s: %(reason)s.")
            % {"session": session, "other": other, "reason": reason},
            field=field,
        )


class UnfitSession(DomainError):
    """A session lies outside the meeting's days, or lacks what its kind needs."""

    kind = "unfit_session"


class UnfitRoom(DomainError):
    """Something in the setting of an online room cannot be."""

    kind = "unfit_room"


class RoomTrouble(Conflict):
    """The provider of the online room did not do it; the message says what to do."""

    kind = "room_trouble"


class TokenSpent(DomainError):
    """The token of an enrolment was used, is too old, or never was one."""

    kind = "token_spent"
    status = 404

    def __init__(self) -> None:
        super().__init__(
            _("This code has been used or is too old. Ask the committee for a new one.")
        )


class GateClosed(DomainError):
    """The phone serves the gate no more; it forgets what it knows."""

    kind = "gate_closed"
    status = 410

    def __init__(self) -> None:
        super().__init__(_("This phone no longer serves a gate."))


class UnfitStall(DomainError):
    """A stall cannot be: its number or its place is taken."""

    kind = "unfit_stall"


class VoteRefused(DomainError):
    """The badge code is unknown, or voting is over or has not begun."""

    kind = "vote_refused"


class InvalidWishes(DomainError):
    """Two topics have one rank, or a topic is not among the classes."""

    kind = "invalid_wishes"


class StaleAssignment(Conflict):
    """Places or people changed after the assignment was calculated."""

    kind = "stale_assignment"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Places have changed since this assignment was calculated. "
                "Calculate it again."
            )
        )


class UnfitRule(DomainError):
    """A rule of certificates cannot be."""

    kind = "unfit_rule"


class NotEntitled(Conflict):
    """The measured presence is less than what the rule asks for."""

    kind = "not_entitled"


class UnfitFeedback(DomainError):
    """A rating or its session cannot be."""

    kind = "unfit_feedback"


class UnfitMaterial(DomainError):
    """A material lacks its file, link or text, or has more than one of them."""

    kind = "unfit_material"


class UnfitPlan(DomainError):
    """Something in an action plan cannot be: its indicator, its target, its day."""

    kind = "unfit_plan"


class UnfitUpdate(DomainError):
    """Something in an achievement update cannot be: words, a story, its period."""

    kind = "unfit_update"


class NotPresenting(Conflict):
    """The library presents nothing in this session."""

    kind = "not_presenting"

"""What happens by the hour, without anybody's doing: offers end, seats move on."""

import datetime as dt
from dataclasses import dataclass

from sinergi.meetings.services import ledger
from sinergi.meetings.services.recount import recount

#: From this hour of the night on, the day's recount is due.
RECOUNT_HOUR = 2


@dataclass
class Clock:
    """Remembers on which day this process recounted last."""

    recounted_on: dt.date | None = None


@dataclass(frozen=True)
class Done:
    """What one look at the clock did."""

    expired: int = 0
    handed_on: int = 0
    mended: int = 0


def tick(clock: Clock, *, now: dt.datetime) -> Done:
    """End late offers, hand on free seats, and recount once a night.

    Two cheap look-ups where nothing is due. Several processes may do this at once.
    A process that starts recounts first, since the night may have passed without it.

    Args:
        clock: What this process remembers.
        now: The moment, in the local time zone.
    """
    expired = ledger.expire_offers(now=now)
    handed_on = ledger.hand_on_all()
    mended = 0
    if _is_night_due(clock, now):
        mended = len(recount())
        clock.recounted_on = now.date()
    return Done(expired, handed_on, mended)


def _is_night_due(clock: Clock, now: dt.datetime) -> bool:
    if clock.recounted_on is None:
        return True
    return clock.recounted_on < now.date() and now.hour >= RECOUNT_HOUR

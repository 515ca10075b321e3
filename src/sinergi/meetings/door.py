"""What happens at a door, without clock, records or Django: codes, repeats, clocks.

A mark is one accepted scan of a person: its kind and its time. Marks come from gates
that may have been offline, so they arrive in any order.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: A clock that is off by less than this is right; a call takes a moment too.
SKEW_TOLERATED = dt.timedelta(seconds=30)
CODE = re.compile(r"[2-9A-HJ-NP-Z]{8}")
OPPOSITE = {"entry": "exit", "exit": "entry"}


@dataclass(frozen=True)
class Mark:
    """One accepted scan of a person; `session` where it was for a session."""

    kind: str
    at: dt.datetime
    session: int | None = None


def code_in(text: str) -> str:
    """The code of a badge in what was typed or scanned, or nothing.

    Blanks, dashes and small letters are as good; 0 and 1 stand on no badge.
    """
    folded = re.sub(r"[\s\-–.]", "", text[:40]).upper()
    return folded if CODE.fullmatch(folded) else ""


def repeated(mark: Mark, marks: Iterable[Mark]) -> Mark | None:
    """The accepted scan that this one repeats, if any.

    An entry repeats an entry of the same local day unless an exit lies between
    them, whichever came first; an exit likewise. A session is entered once.
    """
    same = [
        other
        for other in marks
        if other.kind in (mark.kind, OPPOSITE.get(mark.kind))
        and other.session == mark.session
        and (mark.session is not None or other.at.date() == mark.at.date())
    ]
    for other in sorted(same, key=lambda one: abs(one.at - mark.at)):
        if other.kind != mark.kind:
            continue
        first, last = sorted((other.at, mark.at))
        if not any(
            one.kind == OPPOSITE.get(mark.kind) and first < one.at < last
            for one in same
        ):
            return other
    return None


def skew_of(sent_at: dt.datetime, received_at: dt.datetime) -> int:
    """By how many seconds a clock is ahead; 0 within what is tolerated."""
    skew = sent_at - received_at
    return 0 if abs(skew) <= SKEW_TOLERATED else round(skew.total_seconds())


def corrected(told_at: dt.datetime, skew: int, received_at: dt.datetime) -> dt.datetime:
    """The time of a scan without the error of its clock, never in the future."""
    return min(told_at - dt.timedelta(seconds=skew), received_at)


@dataclass(frozen=True)
class Stay:
    """From when to when somebody was there."""

    begins: dt.datetime
    ends: dt.datetime


def stays(marks: Sequence[Mark], closes_at: dt.datetime) -> list[Stay]:
    """The times that somebody was in, from entries and exits of one day.

    Who never left stayed until `closes_at`; an exit without an entry counts nothing.
    """
    found: list[Stay] = []
    since: dt.datetime | None = None
    for mark in sorted(marks, key=lambda one: one.at):
        if mark.kind == "entry" and since is None:
            since = mark.at
        elif mark.kind == "exit" and since is not None:
            found.append(Stay(since, mark.at))
            since = None
    if since is not None and since < closes_at:
        found.append(Stay(since, closes_at))
    return found

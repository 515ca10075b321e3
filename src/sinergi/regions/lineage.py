"""Boundary editions: what the areas of today were on a date. No table is touched.

A change says that the area `old` is `new` from a day on. Going back in time, the
changes after the day are undone, latest first; all of one day at once, so that two
areas may have swapped codes.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from sinergi.regions.enums import RegionEvent
from sinergi.regions.rules import ancestor_codes, recoded


@dataclass(frozen=True)
class Change:
    """One dated event, as in `RegionChange`."""

    event: str
    old: str
    old_name: str
    old_parent: str
    new: str
    effective_on: dt.date


@dataclass(frozen=True)
class Edition:
    """The areas of a day, as differences from today.

    Attributes:
        codes: Today's code prefix to the code of the day, where they differ.
        names: Code of the day to its name of the day, where today's may differ.
        absent: Today's codes that had no area of their own on the day.
        ended: Codes of the day that no code of today leads back to (the lesser
            parts of a merger), with today's prefix that took them in.
    """

    codes: dict[str, str]
    names: dict[str, str]
    absent: frozenset[str]
    ended: dict[str, str]

    def code_of(self, code: str) -> str:
        """The code of the day for a code of today."""
        return recoded(code, self.codes)


def edition(changes: Iterable[Change], day: dt.date) -> Edition:
    """What differed from today on a day."""
    later = sorted(
        (change for change in changes if change.effective_on > day),
        key=lambda change: (change.effective_on, change.new),
        reverse=True,
    )
    codes: dict[str, str] = {}
    names: dict[str, str] = {}
    absent: set[str] = set()
    ended: dict[str, str] = {}
    for _day, group in groupby(later, key=lambda change: change.effective_on):
        _undo(list(group), codes, names, absent, ended)
    return Edition(
        {new: old for new, old in codes.items() if recoded_differs(new, old, codes)},
        names,
        frozenset(absent),
        ended,
    )


def recoded_differs(new: str, old: str, codes: dict[str, str]) -> bool:
    """Whether an entry says more than the prefixes above it and the code itself."""
    above = {key: value for key, value in codes.items() if key != new}
    return recoded(new, above) != old


def _undo(
    changes: list[Change],
    codes: dict[str, str],
    names: dict[str, str],
    absent: set[str],
    ended: dict[str, str],
) -> None:
    """Take the changes of one day back, in place."""
    back: dict[str, str] = {}
    for change in changes:
        today = _today_of(change.new, codes)
        old = _old_of(change)
        if change.event in {RegionEvent.PROVINCE_CREATED, RegionEvent.SPLIT}:
            if change.old != change.new:
                absent.add(today)
        elif change.event == RegionEvent.MERGED and change.new in back:
            ended[change.old] = today
            names[change.old] = change.old_name
            continue
        if change.old and change.old_name:
            names[change.old] = change.old_name
        back[change.new] = old
    todays = {_today_of(new, codes): old for new, old in back.items()}
    for today, code in list(codes.items()):
        codes[today] = recoded(code, back)
    codes.update(todays)


def _old_of(change: Change) -> str:
    """The area of the past in which everything of the new one lay."""
    return change.old or change.old_parent


def _today_of(code: str, codes: dict[str, str]) -> str:
    """Today's code of an area that carried `code` at the time reached so far."""
    if recoded(code, codes) == code:
        return code
    inverse = {past: today for today, past in codes.items()}
    for prefix in (code, *reversed(ancestor_codes(code))):
        if prefix in inverse:
            return inverse[prefix] + code[len(prefix) :]
    return code

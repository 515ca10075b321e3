"""Tells near copies of a title from titles that merely resemble each other."""

import re

from rapidfuzz.fuzz import ratio

from sinergi.exchange.spreadsheets.text import library_key

SAME_TITLE = 88
SAME_REST = 70
SHORT_WORD = 3
NUMBERS = re.compile(r"\d+")


def is_near(first: str, second: str) -> bool:
    """Whether two titles tell of one thing: case, spaces, a slip of the finger.

    Other numbers (`tahap 3`, `tahap 4`) and other words make another activity.
    """
    one, two = library_key(first), library_key(second)
    return numbers_in(one) == numbers_in(two) and are_near(one, two)


def numbers_in(key: str) -> tuple[str, ...]:
    """The numbers of a title's key: near titles have the same ones."""
    return tuple(NUMBERS.findall(key))


def are_near(one: str, two: str) -> bool:
    """Whether the keys of two titles with the same numbers tell of one thing."""
    if one == two:
        return bool(one)
    if ratio(one, two, score_cutoff=SAME_TITLE) < SAME_TITLE:
        return False
    rest_one, rest_two = _rest(one.split(), two.split())
    if not rest_one or not rest_two:
        return len(rest_one or rest_two) <= SHORT_WORD
    return ratio(rest_one, rest_two) >= SAME_REST


def _rest(first: list[str], second: list[str]) -> tuple[str, str]:
    """The words that each title has alone, joined."""
    left = list(second)
    alone = []
    for word in first:
        if word in left:
            left.remove(word)
        else:
            alone.append(word)
    return "".join(alone), "".join(left)

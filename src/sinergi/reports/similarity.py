"""How alike titles are; pure, without records."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process, utils

from sinergi.reports.rules import NEAR_DUPLICATE_PCT

#: The faster look folds signs a little otherwise, so that it is more lenient.
MARGIN = 10
NUMBER = re.compile(r"\d+")


def plain_title(title: str) -> str:
    """A title for comparison: lower case, letters and digits only."""
    return " ".join(re.findall(r"\w+", title.casefold()))


def similarity_pct(first: str, second: str) -> int:
    """From 0 (nothing in common) to 100 (the same words), order of words aside.

    Both are given as `plain_title` makes them. Titles with other numbers in them
    (`tahap 3`, `tahap 4`) tell of different activities and are not alike.
    """
    if first == second:
        return 100
    score = int(fuzz.token_sort_ratio(first, second, score_cutoff=NEAR_DUPLICATE_PCT))
    if score and NUMBER.findall(first) != NUMBER.findall(second):
        return 0
    return score


def most_alike(title: str, others: Sequence[str]) -> tuple[int, int] | None:
    """Place and `similarity_pct` of the title most like it, the first of equals.

    Titles are given as people wrote them. Those that cannot be near are passed over by
    a faster look at all of them.
    """
    near = process.extract(
        title,
        others,
        scorer=fuzz.token_sort_ratio,
        processor=utils.default_process,
        score_cutoff=NEAR_DUPLICATE_PCT - MARGIN,
        limit=None,
    )
    mine, numbers = plain_title(title), NUMBER.findall(title)
    found = [
        (similarity_pct(mine, plain_title(other)), -place)
        for other, _score, place in near
        if NUMBER.findall(other) == numbers
    ]
    alike, place = max(found, default=(0, 0))
    return (-place, alike) if alike else None

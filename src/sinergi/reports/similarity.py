"""How alike two titles are; pure, without records."""

import re

from rapidfuzz import fuzz

from sinergi.reports.rules import NEAR_DUPLICATE_PCT


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
    if score and re.findall(r"\d+", first) != re.findall(r"\d+", second):
        return 0
    return score

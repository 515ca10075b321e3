"""Regular expressions that always end: RE2, in time linear in the text.

Python's own engine can take longer than the universe on `(a+)+$`, and nothing in its
process can stop it. RE2 comes with pyarrow, on which the lake stands already.
"""

from functools import lru_cache

LONGEST_PATTERN = 500
#: A longer text fits no pattern.
LONGEST_TEXT = 2_000


class UnfitPattern(ValueError):
    """A pattern that is too long, or that no engine of linear time runs."""


def check_pattern(pattern: str) -> None:
    """Refuse a pattern before anybody answers by it.

    Raises:
        UnfitPattern: It is too long, wrong, or needs looking around or back.
    """
    matches(pattern, "")


@lru_cache(maxsize=1024)
def matches(pattern: str, text: str) -> bool:
    """Whether the whole text fits the pattern, as in JavaRosa.

    Raises:
        UnfitPattern: See `check_pattern`.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if len(pattern) > LONGEST_PATTERN:
        raise UnfitPattern(pattern)
    whole = rf"\A(?:{pattern})\z"
    try:
        found = pc.call_function(
            "match_substring_regex",
            [pa.scalar(text[:LONGEST_TEXT])],
            pc.MatchSubstringOptions(whole),
        )
    except pa.ArrowInvalid as error:
        raise UnfitPattern(pattern) from error
    return bool(found.as_py()) and len(text) <= LONGEST_TEXT

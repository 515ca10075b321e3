"""How mail is retried."""

import datetime as dt

MOST_TRIES = 8
FIRST_WAIT = dt.timedelta(minutes=1)
LONGEST_WAIT = dt.timedelta(hours=6)


def wait_after(tries: int) -> dt.timedelta:
    """How long to wait after so many failed tries: doubling, up to six hours."""
    doublings: int = 2 ** (tries - 1)
    return min(FIRST_WAIT * doublings, LONGEST_WAIT)

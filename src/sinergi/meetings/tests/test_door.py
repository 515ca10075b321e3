"""Codes, repeats, clocks, stays and tickets, as pure functions."""

import datetime as dt

import pytest

from sinergi.meetings.door import (
    Mark,
    Stay,
    code_in,
    corrected,
    repeated,
    skew_of,
    stays,
)
from sinergi.meetings.keys import encoded, new_key, sign
from sinergi.meetings.tickets import Ticket, looks_signed, payload_of, trusted

DAY = dt.datetime(2022, 12, 5, tzinfo=dt.UTC)


def at(hour: float, kind: str = "entry", session: int | None = None) -> Mark:
    return Mark(kind, DAY + dt.timedelta(hours=hour), session)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("7KQ4M2XR", "7KQ4M2XR"),
        (" 7kq4-m2xr\n", "7KQ4M2XR"),
        ("7KQ4 M2XR", "7KQ4M2XR"),
        ("7KQ4M2X", ""),
        ("7KQ4M2X0", ""),
        ("7KQ4M2XRR", ""),
        ("", ""),
        ("x" * 5000, ""),
    ],
)
def test_code_in(text: str, code: str) -> None:
    assert code_in(text) == code


@pytest.mark.parametrize(
    ("mark", "marks", "is_repeat"),
    [
        (at(8), [], False),
        (at(9), [at(8)], True),
        (at(8), [at(9)], True),
        (at(9), [at(8), at(8.5, "exit")], False),
        (at(9), [at(8), at(9.5, "exit")], True),
        (at(32), [at(8)], False),
        (at(9, "exit"), [at(8)], False),
        (at(10, "exit"), [at(8), at(9, "exit")], True),
        (at(9, "session", 1), [at(8)], False),
        (at(9, "session", 1), [at(8, "session", 2)], False),
        (at(33, "session", 1), [at(8, "session", 1)], True),
        (at(9, "session"), [at(8, "session")], True),
        (at(33, "session"), [at(8, "session")], False),
    ],
)
def test_repeated(mark: Mark, marks: list[Mark], is_repeat: bool) -> None:
    assert (repeated(mark, marks) is not None) == is_repeat


def test_skew_is_taken_off_and_nothing_lies_in_the_future() -> None:
    hour = dt.timedelta(hours=1)
    assert skew_of(DAY + dt.timedelta(seconds=20), DAY) == 0
    assert skew_of(DAY + hour, DAY) == 3600
    assert skew_of(DAY - hour, DAY) == -3600
    assert corrected(DAY + hour, 3600, DAY) == DAY
    assert corrected(DAY - hour, -3600, DAY) == DAY
    assert corrected(DAY + hour, 0, DAY) == DAY


def test_stays_close_with_the_day() -> None:
    close = DAY + dt.timedelta(hours=17)
    marks = [at(13), at(8), at(12, "exit"), at(7, "exit"), at(14)]
    assert stays(marks, close) == [Stay(at(8).at, at(12).at), Stay(at(13).at, close)]
    assert stays([at(18)], close) == []


def test_only_the_signed_bytes_are_trusted() -> None:
    private, public = new_key()
    ticket = Ticket("plm", "7KQ4M2XR", "on_site", "abc")
    text = sign(payload_of(ticket), private)
    assert trusted(text, {"abc": public}) == ticket
    assert trusted(text, {"other": public}) is None
    assert trusted(text, {"abc": new_key()[1]}) is None
    certificate = sign(b"C1|plm|7KQ4M2XR|on_site|abc", private)
    assert not looks_signed(certificate)
    assert trusted(f"{encoded(payload_of(ticket))}.@@", {"abc": public}) is None

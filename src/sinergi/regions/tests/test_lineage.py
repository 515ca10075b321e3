"""Editions: pure lineage against a plain oracle."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from sinergi.regions.enums import RegionEvent
from sinergi.regions.lineage import Change, edition

DAY = dt.date(2022, 1, 1)


def moved(old: str, new: str, day: int = 1) -> Change:
    return Change(
        RegionEvent.MOVED, old, f"Area {old}", old[:2], new, dt.date(2023, 1, day)
    )


def test_a_day_after_the_last_change_differs_in_nothing() -> None:
    changes = [moved("91.01", "93.01")]
    assert edition(changes, dt.date(2023, 1, 1)).codes == {}


def test_a_moved_area_takes_everything_below_it_along() -> None:
    past = edition([moved("91.01", "93.01")], DAY)
    assert past.code_of("93.01.02.2001") == "91.01.02.2001"


def test_areas_that_swapped_codes_on_one_day_swap_back() -> None:
    past = edition([moved("10.01", "10.02"), moved("10.02", "10.01")], DAY)
    assert [past.code_of("10.01"), past.code_of("10.02")] == ["10.02", "10.01"]


def test_two_moves_one_after_the_other_lead_to_the_first_code() -> None:
    changes = [moved("10.01", "20.01", day=1), moved("20.01", "30.05", day=2)]
    assert edition(changes, DAY).code_of("30.05.01") == "10.01.01"
    assert edition(changes, dt.date(2023, 1, 1)).code_of("30.05.01") == "20.01.01"


def test_a_province_made_later_lies_in_the_one_it_came_out_of() -> None:
    made = Change(RegionEvent.PROVINCE_CREATED, "", "", "91", "93", dt.date(2023, 1, 1))
    past = edition([made, moved("91.01", "93.01")], DAY)
    assert past.code_of("93") == "91"
    assert past.absent == {"93"}


def test_parts_of_a_split_were_one_area() -> None:
    split = [
        Change(RegionEvent.SPLIT, "10.01", "Old", "10", new, dt.date(2023, 1, 1))
        for new in ("10.01", "10.05")
    ]
    past = edition(split, DAY)
    assert [past.code_of("10.01"), past.code_of("10.05")] == ["10.01", "10.01"]
    assert past.absent == {"10.05"}


def test_the_lesser_part_of_a_merger_is_named_with_its_successor() -> None:
    merged = [
        Change(RegionEvent.MERGED, old, old, "10", "10.01", dt.date(2023, 1, 1))
        for old in ("10.01", "10.02")
    ]
    past = edition(merged, DAY)
    assert past.code_of("10.01") == "10.01"
    assert past.ended == {"10.02": "10.01"}


CODES = [f"{province}.{number:02}" for province in (10, 20) for number in range(1, 6)]


@given(st.permutations(CODES), st.permutations(CODES))
def test_moves_are_a_bijection_and_agree_with_walking_forward(
    first: list[str], second: list[str]
) -> None:
    """Two rounds of permutations: every area of today has one code of the past."""
    changes = [
        moved(old, new, day=1) for old, new in zip(CODES, first, strict=True)
    ] + [moved(old, new, day=2) for old, new in zip(CODES, second, strict=True)]
    forward_one = dict(zip(CODES, first, strict=True))
    forward_two = dict(zip(CODES, second, strict=True))
    past = edition(changes, DAY)
    assert {code: past.code_of(forward_two[forward_one[code]]) for code in CODES} == {
        code: code for code in CODES
    }

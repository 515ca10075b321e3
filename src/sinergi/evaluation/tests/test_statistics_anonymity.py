"""k-anonymity: every combination of keys that is left stands for at least k."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinergi.evaluation.statistics.anonymity import (
    HIDDEN,
    anonymise,
    smallest_group,
    telling_groups,
)

KEYS = ("level", "province")


def record(level: str, province: str, answer: int) -> dict[str, object]:
    return {"level": level, "province": province, "answer": answer}


def test_the_last_key_is_hidden_first() -> None:
    rows = [record("village", "35", n) for n in range(4)]
    rows += [record("village", "33", 4), record("village", "34", 5)]
    found = anonymise(rows, KEYS, k=2)
    assert [row["province"] for row in found.records] == [HIDDEN, HIDDEN] + ["35"] * 4
    assert (found.smallest, found.hidden, found.left_out) == (2, 2, 0)


def test_a_record_that_stays_alone_is_left_out() -> None:
    rows = [record("village", "35", n) for n in range(3)] + [
        record("province", "35", 3)
    ]
    found = anonymise(rows, KEYS, k=3)
    assert [row["answer"] for row in found.records] == [0, 1, 2]
    assert (found.hidden, found.left_out) == (2, 1)


def test_no_records_have_no_smallest_group() -> None:
    assert anonymise([], KEYS, k=5).smallest is None


def test_a_group_of_one_is_no_group() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        anonymise([], KEYS, k=1)


@given(
    st.lists(
        st.builds(
            record, st.sampled_from("abc"), st.sampled_from("xyz"), st.integers(1, 5)
        )
    ),
    st.integers(2, 6),
)
def test_whatever_is_published_has_k_of_each(
    rows: list[dict[str, object]], k: int
) -> None:
    found = anonymise(rows, KEYS, k=k)
    smallest = smallest_group(found.records, KEYS)
    assert smallest is None or smallest >= k
    assert len(found.records) + found.left_out == len(rows)


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"a": 9, "b": 5}, ["a", "b"]),
        ({"a": 30, "b": 9, "c": 4}, ["a"]),
        ({"a": 30, "b": 9, "c": 4, "d": 1}, ["a", "b"]),
        ({"a": 4, "b": 3}, []),
        ({"a": 9, "b": 2}, []),
        ({}, []),
    ],
)
def test_groups_of_few_cannot_be_reckoned_back(
    sizes: dict[str, int], shown: list[str]
) -> None:
    assert telling_groups(sizes, 5) == shown

"""Groups of rows: labels as numbers, and sums by group."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sinergi.evaluation.statistics.errors import UnfitData, gettext_noop

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Labels = NDArray[np.generic]
Number = TypeVar("Number", np.int64, np.float64)


def codes(labels: Labels, role: str = "labels", first_row: int = 1) -> Ints:
    """A number for each label, in the labels' order.

    Raises:
        UnfitData: A label is missing; the message names the row.
    """
    missing = np.flatnonzero(is_missing(labels))
    if len(missing):
        raise UnfitData(
            gettext_noop("Row %(row)s has no value in a column of %(role)s."),
            row=missing[0] + first_row,
            role=role,
        )
    _, found = np.unique(labels, return_inverse=True)
    return np.asarray(found, np.int64)


def is_missing(labels: Labels) -> Flags:
    """Which labels are None, NaN or empty."""
    if labels.dtype.kind == "O":
        is_empty = np.array([label is None or label == "" for label in labels], bool)
        is_nan = np.asarray(labels != labels, bool)  # noqa: PLR0124
        return np.asarray(is_empty | is_nan, bool)
    if labels.dtype.kind == "U":
        return np.asarray(np.char.str_len(labels.astype(str)) == 0, bool)
    return np.asarray(np.isnan(labels.astype(float)), bool)


def paired(outer: Ints, inner: Ints) -> Ints:
    """A number for each pair of numbers that occurs."""
    both = outer * (int(inner.max()) + 1) + inner
    _, found = np.unique(both, return_inverse=True)
    return np.asarray(found, np.int64)


def first_of(group: Ints, values: NDArray[Number]) -> NDArray[Number]:
    """The value of the first row of each group."""
    return values[first_rows(group)]


def first_rows(group: Ints) -> Ints:
    """The first row of each group."""
    _, rows = np.unique(group, return_index=True)
    return np.asarray(rows, np.int64)


def sums(codes: Ints, values: Floats, count: int) -> Floats:
    """The column sums of each group of rows."""
    columns = [np.bincount(codes, column, count) for column in values.T]
    return np.column_stack(columns) if columns else np.empty((count, 0))

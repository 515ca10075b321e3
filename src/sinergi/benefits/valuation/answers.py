"""Reads answers on willingness to pay, from a model or a CSV file beside it."""

import csv
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path

from sinergi.benefits.valuation.contingent import (
    Distribution,
    TwoBids,
    UnfitAnswers,
    Willingness,
    double_bounded,
    open_ended,
    payment_card,
)
from sinergi.benefits.valuation.problems import Problem, gettext_noop
from sinergi.benefits.valuation.reading import Reader, under

KEYS = ("method", "distribution", "answers", "file", "seed")
YES = frozenset({"yes", "y", "ya", "true", "1"})
NO = frozenset({"no", "n", "tidak", "false", "0"})
LARGEST_SEED = 2**53


class Method(StrEnum):
    """How willingness to pay is asked for."""

    DOUBLE_BOUNDED = "double_bounded"
    PAYMENT_CARD = "payment_card"
    OPEN = "open"


#: What an answer consists of, in the order of a row or as headings of a file.
COLUMNS: Mapping[Method, tuple[str, ...]] = {
    Method.DOUBLE_BOUNDED: ("first", "second", "says_first", "says_second"),
    Method.PAYMENT_CARD: ("low", "high"),
    Method.OPEN: ("amount",),
}


def willingness(
    method: Method,
    rows: list[list[object]],
    *,
    distribution: Distribution = Distribution.NORMAL,
    weights: list[float] | None = None,
    seed: int = 1,
) -> Willingness:
    """Estimate from answers whose cells stand in the order of `COLUMNS`.

    Raises:
        UnfitAnswers: An answer cannot be read, or all of them determine nothing.
    """
    if method == Method.OPEN:
        amounts = [_amount(number, row[0]) for number, row in enumerate(rows, 1)]
        return open_ended(amounts, weights=weights, seed=seed)
    if method == Method.PAYMENT_CARD:
        ends = [
            (_amount(number, row[0]), _amount(number, row[1], is_open=True))
            for number, row in enumerate(rows, 1)
        ]
        return payment_card(ends, distribution=distribution, weights=weights, seed=seed)
    bids = [_two_bids(number, row) for number, row in enumerate(rows, 1)]
    return double_bounded(bids, distribution=distribution, weights=weights, seed=seed)


def _two_bids(number: int, row: list[object]) -> TwoBids:
    says = [str(cell).strip().lower() for cell in row[2:4]]
    for word in says:
        if word not in YES | NO:
            raise UnfitAnswers(
                gettext_noop("answer %(row)s: “%(said)s” is neither yes nor no"),
                row=number,
                said=word[:20],
            )
    first, second = _amount(number, row[0]), _amount(number, row[1])
    return TwoBids(first, second, says[0] in YES, says[1] in YES)


def _amount(number: int, cell: object, *, is_open: bool = False) -> float:
    if is_open and (cell is None or cell == ""):
        return float("inf")
    try:
        found = float(Decimal(str(cell).strip()))
    except (InvalidOperation, ValueError):
        raise _no_amount(number, cell) from None
    if not found < 1e15 or found < 0:
        raise _no_amount(number, cell)
    return found


def _no_amount(number: int, cell: object) -> UnfitAnswers:
    return UnfitAnswers(
        gettext_noop("answer %(row)s: “%(said)s” is no amount"),
        row=number,
        said=str(cell)[:20],
    )


def read_contingent(
    reader: Reader, path: str, raw: object, folder: Path | None
) -> Willingness | None:
    """The estimate that a `contingent` entry asks for; None where it cannot be."""
    given = reader.mapping(path, raw, KEYS, ("method",))
    if not given:
        return None
    place = under(path, "method")
    method = reader.choice(place, given.get("method"), Method, Method.OPEN)
    normal = Distribution.NORMAL
    place = under(path, "distribution")
    shape = reader.choice(place, given.get("distribution"), Distribution, normal)
    seed = reader.whole(under(path, "seed"), given.get("seed", 1), 0, LARGEST_SEED)
    rows = _rows(reader, path, given, method, folder)
    if rows is None:
        return None
    width = len(COLUMNS[method])
    try:
        weights = [_weight(number, row[width]) for number, row in enumerate(rows, 1)
                   if len(row) > width]  # fmt: skip
        return willingness(
            method, rows, distribution=shape, weights=weights or None, seed=seed
        )
    except UnfitAnswers as error:
        said = {"value": str(error), "why": error.why, **error.values}
        reader.problems.append(Problem(path, "unfit_contingent", said))
    return None


def _weight(number: int, cell: object) -> float:
    weight = _amount(number, cell)
    if weight == 0:
        raise UnfitAnswers(
            gettext_noop("answer %(row)s: its weight is not above 0"), row=number
        )
    return weight


def _rows(
    reader: Reader,
    path: str,
    given: Mapping[str, object],
    method: Method,
    folder: Path | None,
) -> list[list[object]] | None:
    if given.get("file") is not None:
        return _from_file(reader, under(path, "file"), given["file"], method, folder)
    width = len(COLUMNS[method])
    found = []
    for place, row in reader.rows(under(path, "answers"), given.get("answers")):
        cells = row if isinstance(row, list) else [row]
        if len(cells) not in (width, width + 1):
            reader.refuse(place, "not_a_list")
            return None
        found.append(cells)
    return found


def _from_file(
    reader: Reader, path: str, raw: object, method: Method, folder: Path | None
) -> list[list[object]] | None:
    """Rows of a CSV file in the folder of the model, by its headings."""
    name = reader.text(path, raw)
    columns = COLUMNS[method]
    if folder is None or not name or Path(name).name != name:
        reader.refuse(path, "unreadable_file", value=name)
        return None
    try:
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            lines = csv.DictReader(file)
            wanted = [*columns, *({"weight"} & set(lines.fieldnames or ()))]
            return [[line[column] for column in wanted] for line in lines]
    except (OSError, KeyError, UnicodeDecodeError, csv.Error):
        reader.refuse(path, "unreadable_file", value=name)
    return None

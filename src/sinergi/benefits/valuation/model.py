"""Reads a model of costs and benefits, as a YAML file or a page of ours holds it.

Every problem is found at once and named with its path; nothing is guessed.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

from sinergi.benefits.valuation.answers import LARGEST_SEED, read_contingent
from sinergi.benefits.valuation.costs import CostLine, CostPayer
from sinergi.benefits.valuation.estimates import AMOUNT, SHARE, Estimate
from sinergi.benefits.valuation.money import LIMIT
from sinergi.benefits.valuation.problems import Problem, UnfitModel
from sinergi.benefits.valuation.reading import Reader, under
from sinergi.benefits.valuation.reckoning import RATE, Model
from sinergi.benefits.valuation.streams import (
    SHARES,
    BenefitStream,
    EvidenceKind,
    QuantitySource,
    StreamKind,
)
from sinergi.benefits.valuation.yamltext import load

MODEL_KEYS = ("title", "note", "base_year", "discount_rate", "seed", "draws", "costs",
              "streams")  # fmt: skip
COST_KEYS = ("key", "payer", "year", "amount", "in_kind", "source")
STREAM_KEYS = ("key", "title", "kind", "group", "activity", "evidence", "quantity",
               "unit_value", *SHARES, "first_year", "years")  # fmt: skip
NEEDED = ("key", "kind", "group", "evidence", "quantity", "unit_value", "first_year")
FIRST_YEAR, LAST_YEAR = 1990, 2200
MOST_YEARS = 100
FEWEST_DRAWS, DRAWS, MOST_DRAWS = 1_000, 100_000, 1_000_000
MOST_LINES = 500
#: Larger amounts have no name in rupiah.
MOST_BENEFIT = Decimal(LIMIT) - 1
#: All numbers drawn for one result: 100,000 draws of 1,000 assumptions.
MOST_DRAWN = 10**8


def read_yaml(text: str | bytes, *, folder: Path | None = None) -> Model:
    """A model from YAML text; `folder` is where its CSV files lie.

    Raises:
        UnfitModel: Something in it cannot be.
    """
    return read_model(load(text), folder=folder)


def read_model(raw: object, *, folder: Path | None = None) -> Model:
    """A model from names and values.

    Raises:
        UnfitModel: Something in it cannot be.
    """
    reader = Reader()
    given = reader.mapping("", raw, MODEL_KEYS, ("base_year", "streams"))
    streams = [
        _stream(reader, path, row, folder)
        for path, row in _lines(reader, "streams", given.get("streams"))
    ]
    if not streams and isinstance(given.get("streams"), list):
        reader.refuse("streams", "empty_list")
    costs = [
        _cost(reader, path, row)
        for path, row in _lines(reader, "costs", given.get("costs"))
    ]
    _refuse_doubles(reader, "streams", [one.key for one in streams])
    found = Model(
        title=reader.text("title", given.get("title")),
        base_year=_year(reader, "base_year", given.get("base_year")),
        discount_rate=reader.estimate(
            "discount_rate", given.get("discount_rate", 0), RATE
        ),
        streams=tuple(streams),
        costs=tuple(_with_keys(reader, costs)),
        seed=reader.whole("seed", given.get("seed", 1), 0, LARGEST_SEED),
        draws=reader.whole(
            "draws", given.get("draws", DRAWS), FEWEST_DRAWS, MOST_DRAWS
        ),
    )
    reader.text("note", given.get("note"), longest=5_000)
    if sum(map(_gross, found.streams)) >= MOST_BENEFIT:
        reader.refuse("streams", "too_big", value=f"{MOST_BENEFIT:.0e}")
    _refuse_too_many_draws(reader, found)
    if reader.problems:
        raise UnfitModel(reader.problems)
    return found


def _lines(reader: Reader, path: str, raw: object) -> list[tuple[str, object]]:
    """The entries of a list; those beyond the limit are refused, never left out."""
    rows = reader.rows(path, raw)
    if len(rows) > MOST_LINES:
        reader.refuse(path, "too_many", value=len(rows), limit=MOST_LINES)
    return rows[:MOST_LINES]


def _refuse_too_many_draws(reader: Reader, model: Model) -> None:
    """Draws are held in memory together, eight bytes each."""
    uncertain = sum(not one.estimate.is_certain for one in model.assumptions.values())
    if uncertain * model.draws > MOST_DRAWN:
        limit = MOST_DRAWN // uncertain
        reader.refuse("draws", "too_many", value=model.draws, limit=limit)


def read_costs(rows: list[dict[str, object]]) -> list[Problem]:
    """What is wrong with cost lines, apart from any model."""
    reader = Reader()
    for path, row in reader.rows("costs", rows):
        _cost(reader, path, row)
    return reader.problems


def read_streams(rows: list[dict[str, object]]) -> list[Problem]:
    """What is wrong with streams, apart from any model."""
    reader = Reader()
    for path, row in reader.rows("streams", rows):
        _stream(reader, path, row, None)
    return reader.problems


def _gross(stream: BenefitStream) -> Decimal:
    return stream.quantity.value * stream.unit_value.value * stream.years


def _year(reader: Reader, path: str, raw: object) -> int:
    if raw is None:
        return FIRST_YEAR
    return reader.whole(path, raw, FIRST_YEAR, LAST_YEAR)


def _cost(reader: Reader, path: str, raw: object) -> CostLine:
    given = reader.mapping(path, raw, COST_KEYS, ("payer", "year", "amount"))
    payer = reader.choice(
        under(path, "payer"), given.get("payer"), CostPayer, CostPayer.APBN
    )
    return CostLine(
        key=reader.key(under(path, "key"), given.get("key")),
        payer=payer,
        year=_year(reader, under(path, "year"), given.get("year")),
        amount=_present(given, "amount", lambda raw: reader.estimate(
            under(path, "amount"), raw, AMOUNT
        )),
        in_kind=reader.truth(under(path, "in_kind"), given.get("in_kind")),
        source=reader.text(under(path, "source"), given.get("source")),
    )  # fmt: skip


def _present(
    given: Mapping[str, object], name: str, read: Callable[[object], Estimate]
) -> Estimate:
    """An estimate, where it is there at all; what is missing is named already."""
    raw = given.get(name)
    return Estimate(Decimal(0)) if raw is None else read(raw)


def _with_keys(reader: Reader, lines: list[CostLine]) -> list[CostLine]:
    """Each line with a key: its own, or one of payer, year and its turn."""
    _refuse_doubles(reader, "costs", [one.key for one in lines if one.key])
    taken = {one.key for one in lines}
    found = []
    for line in lines:
        key, turn = line.key, 1
        while not key or (not line.key and key in taken):
            kind = "-in-kind" if line.in_kind else ""
            more = f"-{turn}" if turn > 1 else ""
            key, turn = f"{line.payer}-{line.year}{kind}{more}", turn + 1
        taken.add(key)
        found.append(
            CostLine(key, line.payer, line.year, line.amount, line.in_kind, line.source)
        )
    return found


def _refuse_doubles(reader: Reader, path: str, keys: list[str]) -> None:
    for key in sorted({key for key in keys if key and keys.count(key) > 1}):
        reader.refuse(path, "twice", value=key)


def _stream(
    reader: Reader, path: str, raw: object, folder: Path | None
) -> BenefitStream:
    given = reader.mapping(path, raw, STREAM_KEYS, NEEDED)
    key = reader.key(under(path, "key"), given.get("key"))
    amount, source, unit, note = _quantity(reader, path, given.get("quantity"))
    value, value_source = _unit_value(reader, path, given.get("unit_value"), folder)
    shares = {
        name: _present(given, name, lambda raw, name=name: reader.estimate(  # type: ignore[misc]
            under(path, name), raw, SHARE
        ))
        for name in SHARES
    }  # fmt: skip
    return BenefitStream(
        key=key,
        title=reader.text(under(path, "title"), given.get("title")) or key,
        kind=reader.choice(
            under(path, "kind"), given.get("kind"), StreamKind, StreamKind.INCOME
        ),
        group=reader.key(under(path, "group"), given.get("group")),
        activity=reader.key(under(path, "activity"), given.get("activity")),
        evidence=reader.choice(
            under(path, "evidence"),
            given.get("evidence"),
            EvidenceKind,
            EvidenceKind.INFERRED,
        ),
        quantity=amount,
        quantity_source=source,
        quantity_note=note,
        unit=unit,
        unit_value=value,
        unit_value_source=value_source,
        first_year=_year(reader, under(path, "first_year"), given.get("first_year")),
        years=reader.whole(under(path, "years"), given.get("years", 1), 1, MOST_YEARS),
        **shares,
    )


def _quantity(
    reader: Reader, path: str, raw: object
) -> tuple[Estimate, QuantitySource, str, str]:
    place = under(path, "quantity")
    given = raw if isinstance(raw, Mapping) else {}
    also = ("source", "unit", "note")
    found = _present({"q": raw}, "q", lambda raw: reader.estimate(
        place, raw, AMOUNT, also
    ))  # fmt: skip
    source = reader.choice(
        under(place, "source"),
        given.get("source"),
        QuantitySource,
        QuantitySource.ASSUMPTION,
    )
    unit = reader.text(under(place, "unit"), given.get("unit"))
    return found, source, unit, reader.text(under(place, "note"), given.get("note"))


def _unit_value(
    reader: Reader, path: str, raw: object, folder: Path | None
) -> tuple[Estimate, str]:
    """A typed value, or one estimated from what people say that they would pay."""
    place = under(path, "unit_value")
    given = raw if isinstance(raw, Mapping) else {}
    source = reader.text(under(place, "source"), given.get("source"))
    if "contingent" not in given:
        found = _present({"v": raw}, "v", lambda raw: reader.estimate(
            place, raw, AMOUNT, ("source",)
        ))  # fmt: skip
        return found, source
    reader.mapping(place, raw, ("contingent", "source"))
    said = read_contingent(
        reader, under(place, "contingent"), given["contingent"], folder
    )
    if said is None:
        return Estimate(Decimal(0)), source
    if said.mean < 0:
        reader.refuse(place, "negative", value=f"{said.mean:.0f}")
    return Estimate(Decimal(repr(said.mean)), se=Decimal(repr(said.se))), source

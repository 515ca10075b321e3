from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sinergi.benefits.tests.models import EXAMPLE, example, numbers
from sinergi.benefits.valuation.model import read_model, read_yaml
from sinergi.benefits.valuation.problems import UnfitModel
from sinergi.benefits.valuation.yamltext import dump


def problems_of(raw: Any) -> list[tuple[str, str]]:
    with pytest.raises(UnfitModel) as refused:
        read_model(numbers(raw))
    return [(one.path, one.kind) for one in refused.value.problems]


def problems_in(text: str | bytes) -> list[tuple[str, str]]:
    with pytest.raises(UnfitModel) as refused:
        read_yaml(text)
    return [(one.path, one.kind) for one in refused.value.problems]


def stream(**changes: Any) -> dict[str, Any]:
    return example(streams=[EXAMPLE["streams"][0] | changes])


def quantity(**changes: Any) -> dict[str, Any]:
    return stream(quantity={"value": 1} | changes)


def cost(**changes: Any) -> dict[str, Any]:
    return example(costs=[{"payer": "apbn", "year": 2020, "amount": 1} | changes])


def test_a_model_survives_being_written_and_read() -> None:
    raw = example()
    assert read_yaml(dump(raw)) == read_model(raw)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ({"foo": 1} | example(), ("", "unknown_key")),
        ([], ("", "not_a_mapping")),
        (example(base_year=None), ("base_year", "missing")),
        (example(base_year=0), ("base_year", "out_of_range")),
        (example(base_year="dua ribu"), ("base_year", "number_as_text")),
        (example(streams=[]), ("streams", "empty_list")),
        (example(streams="x"), ("streams", "not_a_list")),
        (example(costs=3), ("costs", "not_a_list")),
        (example(discount_rate=-1), ("discount_rate", "negative")),
        (example(discount_rate=5), ("discount_rate", "share_above_one")),
        (example(draws=10**7), ("draws", "out_of_range")),
        (example(seed=Decimal("1.5")), ("seed", "not_whole")),
        (stream(years=0), ("streams[0].years", "out_of_range")),
        (stream(unit_value=None), ("streams[0].unit_value", "missing")),
        (stream(quantity=-3), ("streams[0].quantity", "negative")),
        (stream(quantity=True), ("streams[0].quantity", "not_a_number")),
        (quantity(value=[1]), ("streams[0].quantity.value", "not_a_number")),
        (stream(quantity=Decimal("nan")), ("streams[0].quantity", "not_finite")),
        (stream(quantity=10**30), ("streams[0].quantity", "too_big")),
        (stream(quantity=Decimal("1e-10")), ("streams[0].quantity", "too_small")),
        (stream(unit_value=10**15, quantity=Decimal("999.9999999999999999")),
         ("streams", "too_big")),
        (example(costs=[{"payer": "csr", "year": 2020, "amount": 1}] * 501),
         ("costs", "too_many")),
        (quantity(se=1, low=0), ("streams[0].quantity", "range_and_se")),
        (quantity(low=0), ("streams[0].quantity", "half_range")),
        (quantity(low=2, high=3), ("streams[0].quantity", "range_out_of_order")),
        (stream(quantity={"se": 3}), ("streams[0].quantity.value", "missing")),
        (stream(deadweight="1.2"), ("streams[0].deadweight", "share_above_one")),
        (stream(deadweight="25%"), ("streams[0].deadweight", "number_as_text")),
        (stream(kind="joy"), ("streams[0].kind", "unknown_choice")),
        (stream(key="A b"), ("streams[0].key", "bad_key")),
        (stream(title=["x"]), ("streams[0].title", "not_text")),
        (stream(unit_value=10**14, quantity=10**14), ("streams", "too_big")),
        (example(streams=EXAMPLE["streams"] * 2), ("streams", "twice")),
        (cost(amount="1.250.000"), ("costs[0].amount", "number_as_text")),
        (cost(payer="bank"), ("costs[0].payer", "unknown_choice")),
        (cost(in_kind="ya"), ("costs[0].in_kind", "not_yes_or_no")),
        (cost(source="x" * 501), ("costs[0].source", "too_long")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_path(
    raw: Any, problem: tuple[str, str]
) -> None:
    assert problems_of(raw) == [problem]


def test_more_draws_than_memory_holds_are_refused() -> None:
    lines = [stream(key=f"a{n}", quantity={"value": 2, "se": 1})["streams"][0]
             for n in range(200)]  # fmt: skip
    assert problems_of(example(streams=lines, draws=10**6)) == [("draws", "too_many")]
    read_model(numbers(example(streams=lines, draws=10_000)))


def test_all_problems_are_named_at_once() -> None:
    raw = example(base_year=0, costs=[{"payer": "x"}])
    assert problems_of(raw) == [
        ("costs[0].year", "missing"),
        ("costs[0].amount", "missing"),
        ("costs[0].payer", "unknown_choice"),
        ("base_year", "out_of_range"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a: [1",
        "a: 1\na: 2",
        "? [1, 2]\n: 3",
        "a: !!python/object:os.system x",
        b"\xff\xfe\x00",
        "[" * 1_000,
        "a: &x [*x]\nb: *y",
        "\x00",
    ],
)
def test_text_that_is_no_model_is_refused(text: str | bytes) -> None:
    assert problems_in(text) == [("", "unreadable")]


def test_a_file_of_many_megabytes_is_refused() -> None:
    assert problems_in("a" * 6_000_000) == [("", "too_large")]


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    lines = ["a0: &a0 [1,1,1,1,1,1,1,1,1]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    kinds = {kind for _path, kind in problems_in("\n".join(lines))}
    assert kinds == {"unknown_key", "missing"}


def test_numbers_are_read_as_they_are_written() -> None:
    text = dump(example()).replace("amount: 1000000", "amount: 010")
    assert read_yaml(text).costs[0].amount.value == 10
    text = dump(example()).replace("amount: 1000000", "amount: 1:30")
    assert problems_in(text) == [("costs[0].amount", "number_as_text")]
    text = dump(example()).replace("amount: 1000000", "amount: 1e999999")
    assert problems_in(text) == [("costs[0].amount", "number_as_text")]


def test_an_interval_of_a_survey_becomes_a_standard_error() -> None:
    raw = stream(quantity={"value": 100, "ci": [90, 110]})
    assert round(read_model(raw).streams[0].quantity.se or 0, 4) == Decimal("5.1021")


def test_lines_without_a_key_get_one_of_payer_and_year() -> None:
    line = {"payer": "apbn", "year": 2020, "amount": 1}
    kinds = [line, line, line | {"in_kind": True}, line | {"key": "buku"}]
    found = read_model(example(costs=kinds)).costs
    assert [one.key for one in found] == [
        "apbn-2020", "apbn-2020-2", "apbn-2020-in-kind", "buku"
    ]  # fmt: skip


OPEN = {"method": "open", "answers": [1000, 2000, 3000] * 5}


def test_a_unit_value_is_estimated_from_answers() -> None:
    (found,) = read_model(stream(unit_value={"contingent": OPEN})).streams
    assert found.unit_value.value == 2000
    assert round(found.unit_value.se or 0, 2) == Decimal("218.22")


def test_answers_in_a_file_beside_the_model(tmp_path: Path) -> None:
    rows = [f"{1000 * (n % 3 + 1)}" for n in range(15)]
    (tmp_path / "wtp.csv").write_text("amount\n" + "\n".join(rows), "utf-8")
    text = dump(
        stream(unit_value={"contingent": {"method": "open", "file": "wtp.csv"}})
    )
    assert read_yaml(text, folder=tmp_path).streams[0].unit_value.value == 2000


@pytest.mark.parametrize("name", ["../wtp.csv", "/etc/passwd", "tidak-ada.csv", ""])
def test_a_file_elsewhere_is_not_read(tmp_path: Path, name: str) -> None:
    raw = stream(unit_value={"contingent": {"method": "open", "file": name or "."}})
    with pytest.raises(UnfitModel) as refused:
        read_model(raw, folder=tmp_path)
    assert [one.kind for one in refused.value.problems] == ["unreadable_file"]


def test_answers_that_determine_nothing_are_refused() -> None:
    raw = stream(unit_value={"contingent": {"method": "open", "answers": [1, 2]}})
    assert problems_of(raw) == [
        ("streams[0].unit_value.contingent", "unfit_contingent")
    ]

"""Designs as people write them, and the document that comes of one."""

from typing import Any

import numpy as np
import pytest

from sinergi.evaluation.statistics import estimation
from sinergi.evaluation.statistics.comparison import rao_scott
from sinergi.evaluation.statistics.errors import UnfitData
from sinergi.evaluation.statistics.evaluate import design_of, evaluate
from sinergi.evaluation.statistics.plans import read_plan
from sinergi.evaluation.statistics.tables import table_of

PLAN: dict[str, object] = {
    "scale": {"min": 1, "max": 5},
    "variables": {"target_accuracy": ["q1", "q2"], "outreach": ["q3"]},
    "classes": {"labels": ["sangat kurang", "kurang", "cukup", "baik", "sangat baik"]},
    "weights": "w",
    "strata": "area",
}
ROWS: dict[str, list[object]] = {
    "area": ["a", "a", "a", "b", "b", "b"],
    "w": [1, 2, 3, 1, 1, 2],
    "q1": [5, 4, 4, 3, 5, 2],
    "q2": [4, 4, 5, 3, 4, 3],
    "q3": [1, 2, 1, 5, 4, 3],
    "sex": ["f", "m", "", "f", "m", "f"],
    "code": [1, 2, 10, 1, 2, None],
}


def found(plan: dict[str, object], rows: dict[str, list[object]] = ROWS) -> Any:
    return evaluate(read_plan(plan), table_of(rows, first_row=2))


def test_document() -> None:
    document = found({**PLAN, "estimates": [{"mean": "q3"}]}).document
    assert list(document) == ["n", "design", "variables", "overall", "estimates"]
    assert (document["n"], document["design"]) == (6, {"strata": 2, "psu": 6})
    first, second = document["variables"]
    assert list(first) == ["name", "mean", "se", "ci", "class", "alpha"]
    assert first["mean"] == pytest.approx((4.5 + 8 + 13.5 + 3 + 4.5 + 5) / 10)
    assert (first["class"], second["class"]) == ("baik", "kurang")
    assert second["alpha"] is None
    assert list(document["overall"]) == ["mean", "se", "ci", "class"]
    assert list(document["estimates"][0]) == [
        "kind", "name", "domain", "estimate", "se", "ci", "deff", "df", "n",
    ]  # fmt: skip


def test_overall_is_the_plain_mean_of_the_variables_with_its_own_error() -> None:
    document = found(PLAN).document
    table = table_of(ROWS)
    q1, q2, q3 = (table.numbers(name)[0] for name in ("q1", "q2", "q3"))
    design = design_of(read_plan(PLAN), table)
    direct = estimation.mean(design, ((q1 + q2) / 2 + q3) / 2)
    overall = document["overall"]
    assert overall["mean"] == pytest.approx(direct.value)
    assert overall["se"] == pytest.approx(direct.se)


def test_everything_but_the_data_may_be_absent() -> None:
    document = found({}).document
    assert document == {
        "n": 6,
        "design": {"strata": 1, "psu": 6},
        "variables": [],
        "overall": None,
        "estimates": [],
    }
    document = found({"variables": {"v": ["q1"]}}).document
    assert document["variables"][0]["class"] is None


def test_domains_leave_missing_labels_out_and_the_first_column_changes_fastest() -> (
    None
):
    asked = [{"total": "q1", "by": ["sex", "area"]}, {"mean": "q1", "by": "code"}]
    document = found({"weights": "w", "estimates": asked}).document
    domains = [it["domain"] for it in document["estimates"]]
    assert domains == [
        {"sex": "f", "area": "a"},
        {"sex": "m", "area": "a"},
        {"sex": "f", "area": "b"},
        {"sex": "m", "area": "b"},
        {"code": "1"},
        {"code": "2"},
        {"code": "10"},
    ]
    totals = [it["estimate"] for it in document["estimates"][:4]]
    assert totals == [5, 8, 7, 5]


@pytest.mark.parametrize("level", [2, "2", "2.0"])
def test_a_level_may_be_a_number(level: object) -> None:
    asked = [{"proportion": "code", "level": level}]
    estimate = found({"weights": "w", "estimates": asked}).document["estimates"][0]
    assert estimate["estimate"] == pytest.approx(3 / 8)
    assert (estimate["n"], estimate["level"]) == (5, str(level))


def test_cells_that_cannot_be_are_refused_and_count_as_missing() -> None:
    rows = {**ROWS, "q1": [5, "four", 9, 3, 5, 2], "q2": [4, None, 5, 3, 4, 3]}
    outcome = found(PLAN, rows)
    said = [str(it.as_error()) for it in outcome.refusals]
    assert said == [
        "Row 3, column “q1”: “four” is no number.",
        "Row 4, column “q1”: “9” is not on the scale.",
    ]
    scores = np.array([4.5, np.nan, 5, 3, 4.5, 2.5])
    weights, given = np.array([1, 2, 3, 1, 1, 2]), ~np.isnan(scores)
    expected = np.average(scores[given], weights=weights[given])
    assert outcome.document["variables"][0]["mean"] == pytest.approx(expected)


def test_codes_that_the_questionnaire_does_not_have_are_refused() -> None:
    plan, table = read_plan(PLAN), table_of(ROWS)
    outcome = evaluate(plan, table, {"q3": {1.0, 2.0, 3.0, 5.0}})
    assert [(it.row, it.column, it.value) for it in outcome.refusals] == [
        (5, "q3", "4")
    ]


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        ({"lonely": "fail"}, "unknown key “lonely”. Known are: scale, variables"),
        (
            {"scale": {"min": 1, "max": 5, "step": 1}},
            "“scale” has the unknown key “step”",
        ),
        ({"scale": {"min": 1}}, "“scale.max” must be a number"),
        ({"scale": {"min": 5, "max": 1}}, "must end above"),
        ({"scale": {"min": 1, "max": "inf"}}, "must end above"),
        ({"classes": {"labels": ["a"]}}, "need a “scale”"),
        ({"variables": ["q1"]}, "“variables” must be keys"),
        ({"variables": {"v": []}}, "“v” needs items"),
        ({"variables": {"v": ["q1", "q1"]}}, "“v” needs items, each of them once"),
        ({"weights": ["w"]}, "“weights” must be one name"),
        ({"strata": {"a": 1}}, "“strata” must be a list"),
        (
            {"lonely_psu": "remove"},
            "“lonely_psu” is “remove”, but must be one of: fail",
        ),
        ({"missing": "guess"}, "“missing” is “guess”"),
        ({"estimates": [{"median": "q1"}]}, "unknown key “median”"),
        ({"estimates": [{"mean": "q1", "total": "q1"}]}, "An estimate is one of"),
        ({"estimates": [{"ratio": ["q1"]}]}, "a ratio two"),
        ({"estimates": [{"proportion": "sex"}]}, "needs the “level”"),
        ({"estimates": [{"mean": "q1", "level": "f"}]}, "Only a proportion"),
        ({"estimates": "mean"}, "“estimates” must be a list"),
        ([], "“design” must be keys"),
        ({"weights": "z"}, "no column “z”"),
        ({"weights": "sex"}, "Row 2, column “sex”: “f” is no number"),
        ({"strata": "sex"}, "Row 4, column “sex”: the design needs a value"),
        ({"fpc": "code"}, "Row 7, column “code”: the design needs a value"),
        ({"strata": "code"}, "Row 7, column “code”"),
        (
            {"missing": "fail", "estimates": [{"mean": "code"}]},
            "Row 7, column “code”: there is no answer",
        ),
        (
            {"missing": "fail", "estimates": [{"mean": "q1", "by": "sex"}]},
            "Row 4, column “sex”: there is no",
        ),
        ({"missing": "fail", "estimates": [{"mean": "sex"}]}, "“f” is no number"),
        (
            {"estimates": [{"proportion": "sex", "level": "x"}]},
            "never has the level “x”. It has: f, m",
        ),
    ],
)
def test_plans_that_cannot_be(plan: dict[str, object], sentence: str) -> None:
    with pytest.raises(UnfitData, match=sentence):
        found(plan)


def test_all_answers_equal() -> None:
    rows = {**ROWS, "q1": [4] * 6, "q2": [4] * 6}
    first = found(PLAN, rows).document["variables"][0]
    assert (first["mean"], first["se"], first["ci"]) == (4, 0, (4, 4))
    assert first["alpha"] is None


def test_a_variable_without_answers_is_undefined_and_so_is_the_whole() -> None:
    document = found(PLAN, {**ROWS, "q3": [None] * 6}).document
    assert document["variables"][1]["mean"] is None
    assert document["overall"] == {"mean": None, "se": None, "ci": None, "class": None}


ASKED_TWICE: dict[str, list[object]] = {
    **ROWS,
    "x_before": [1, 2, 3, 2, None, 4],
    "x_after": [2, 2, 5, 1, 5, 5],
}


def weights_of(plan: dict[str, object], column: str) -> dict[str, float]:
    table = table_of(ROWS)
    weights = design_of(read_plan(plan), table).weights
    sums: dict[str, float] = {}
    for label, weight in zip(table.texts(column), weights, strict=True):
        sums[str(label)] = sums.get(str(label), 0) + float(weight)
    return sums


def test_weights_are_post_stratified_before_anything_is_estimated() -> None:
    plan = {"weights": "w", "poststratify": {"by": "area", "totals": {"a": 30, "b": 9}}}
    assert weights_of(plan, "area") == pytest.approx({"a": 30, "b": 9})
    asked = {**plan, "estimates": [{"total": "q1"}]}
    total = found(asked).document["estimates"][0]["estimate"]
    assert total == pytest.approx(30 * (5 + 8 + 12) / 6 + 9 * (3 + 5 + 4) / 4)


def test_post_strata_of_several_columns_and_numbers_as_levels() -> None:
    rows = {**ROWS, "kind": [1, 2, 2, 1, 1, 2]}
    totals = {"a": {"1.0": 10, "2": 20}, "b": {"1": 5, "2": 7}}
    plan = {
        "poststratify": {"by": ["area", "kind"], "totals": totals},
        "estimates": [{"total": "w", "by": ["kind", "area"]}],
    }
    given = [it["estimate"] for it in found(plan, rows).document["estimates"]]
    assert given == pytest.approx([10, 10 * (2 + 3), 2.5 * 2, 7 * 2])


def test_raking_meets_each_margin() -> None:
    rake = [
        {"by": "area", "totals": {"a": 30, "b": 10}},
        {"by": "kind", "totals": {"1": 15, "2": 25}},
    ]
    rows = {**ROWS, "kind": [1, 2, 2, 1, 1, 2], "one": [1] * 6}
    asked = [{"total": "one", "by": "area"}, {"total": "one", "by": "kind"}]
    document = found({"weights": "w", "rake": rake, "estimates": asked}, rows).document
    totals = [it["estimate"] for it in document["estimates"]]
    assert totals == pytest.approx([30, 10, 15, 25])
    assert [it["se"] for it in document["estimates"]] == pytest.approx(
        [0] * 4, abs=1e-9
    )


def test_change_of_the_same_respondents() -> None:
    plan = {"change": [{"before": "x_before", "after": "x_after"}]}
    document = found(plan, ASKED_TWICE).document
    assert list(document) == [
        *("n", "design", "variables", "overall", "estimates", "change")
    ]
    (change,) = document["change"]
    rises = np.array([1, 0, 2, -1, 1])
    assert change["n"] == 5
    assert (change["before"], change["after"]) == ("x_before", "x_after")
    assert change["mean_before"] == pytest.approx(12 / 5)
    assert change["mean_after"] == pytest.approx(3)
    assert change["difference"] == pytest.approx(rises.mean())
    assert change["effect"] == pytest.approx(rises.mean() / rises.std(ddof=1))
    assert change["went_up"] == pytest.approx(3 / 5)
    low, high = change["ci"]
    assert low < change["difference"] < high


def test_groups_are_compared_by_rao_and_scott() -> None:
    rows = {"g": [*"aaaabbbb", ""], "x": [1, 1, 1, 2, 2, 2, 2, 1, 1]}
    plan = {"compare": [{"item": "x", "by": "g"}]}
    (found_,) = found(plan, rows).document["compare"]
    table = table_of(rows)
    expected = rao_scott(
        design_of(read_plan({}), table), table.texts("g"), table.texts("x")
    )
    assert expected is not None
    assert (found_["f"], found_["p"]) == (expected.statistic, expected.p)
    assert (found_["item"], found_["by"], found_["n"]) == ("x", "g", 8)
    assert 0.1 < found_["p"] < 0.4


def test_where_nothing_can_differ_the_test_is_undefined() -> None:
    plan = {**PLAN, "compare": [{"item": "q3", "by": "same"}]}
    (compared,) = found(plan, {**ROWS, "same": ["x"] * 6}).document["compare"]
    assert [compared[key] for key in ("f", "df", "p")] == [None] * 3


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        ({"poststratify": {"by": "area", "total": {}}}, "unknown key “total”"),
        ({"poststratify": {"totals": {"a": 1}}}, "“poststratify.by” must name"),
        ({"poststratify": {"by": "area"}}, "“poststratify.totals” must be keys"),
        (
            {"poststratify": {"by": ["area", "sex"], "totals": {"a": 3}}},
            "“poststratify.totals.a” must be keys",
        ),
        (
            {"poststratify": {"by": "area", "totals": {"a": "many"}}},
            "“poststratify.totals.a” must be a number, not “many”",
        ),
        (
            {"poststratify": {"by": "area", "totals": {"a": 3}}},
            "no population total for: b",
        ),
        (
            {"poststratify": {"by": "area", "totals": {"a": 3, "b": 0}}},
            "must be above 0",
        ),
        (
            {"poststratify": {"by": "sex", "totals": {"f": 3, "m": 1}}},
            "Row 4, column “sex”: the design needs",
        ),
        (
            {
                "poststratify": {"by": "area", "totals": {"a": 3, "b": 3}},
                "rake": [{"by": "area", "totals": {"a": 3, "b": 3}}],
            },
            "not by both",
        ),
        ({"rake": {"by": "area"}}, "“rake” must be a list"),
        ({"rake": [{"by": ["area", "sex"]}]}, "“rake.by” must be one name"),
        (
            {
                "rake": [
                    {"by": "area", "totals": {"a": 3, "b": 3}},
                    {"by": "q3", "totals": dict.fromkeys("12345", 3)},
                ]
            },
            "margins have different sums: 6, 15",
        ),
        (
            {
                "rake": [
                    {"by": "area", "totals": {"a": 90, "b": 10}},
                    {"by": "q1", "totals": {"5": 30, "4": 10, "3": 30, "2": 30}},
                ]
            },
            "does not converge",
        ),
        ({"change": [{"before": "q1"}]}, "“change.after” must name a column"),
        ({"change": [{"before": "q1", "after": "z"}]}, "no column “z”"),
        ({"compare": [{"item": "q1", "group": "sex"}]}, "unknown key “group”"),
        ({"compare": [{"item": "q1"}]}, "“compare.by” must name a column"),
        ({"compare": [{"item": "q1", "by": "z"}]}, "no column “z”"),
    ],
)
def test_further_questions_that_cannot_be(
    plan: dict[str, object], sentence: str
) -> None:
    with pytest.raises(UnfitData, match=sentence):
        found(plan)


def test_a_comparison_of_too_many_levels_is_refused() -> None:
    rows: dict[str, list[object]] = {"x": list(range(31)), "g": ["a", *"b" * 30]}
    with pytest.raises(UnfitData, match="“x” has 31 levels"):
        found({"compare": [{"item": "x", "by": "g"}]}, rows)

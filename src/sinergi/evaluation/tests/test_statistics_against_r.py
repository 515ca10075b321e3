"""Figures agree with R's `survey` to 1e-8, on synthetic samples of many designs."""

import math
from pathlib import Path
from typing import Any

import pytest

from sinergi.evaluation.statistics import estimation
from sinergi.evaluation.statistics.comparison import rao_scott
from sinergi.evaluation.statistics.evaluate import design_of, evaluate
from sinergi.evaluation.statistics.plans import read_plan
from sinergi.evaluation.tests.r_survey import HEAD, ask, describe, require_r, run_r
from sinergi.evaluation.tests.samples import Rows, as_table, three_stage_sample, write

pytestmark = pytest.mark.slow

ESTIMATES: list[dict[str, object]] = [
    {"mean": "y"},
    {"total": "y"},
    {"ratio": ["y", "x"]},
    {"proportion": "group", "level": "b"},
    {"proportion": "code", "level": "2"},
    {"mean": "y", "by": "group"},
    {"total": "x", "by": ["sex", "group"]},
    {"ratio": ["y", "x"], "by": "code"},
    {"proportion": "group", "level": "a", "by": "sex"},
    {"mean": "y", "by": "stratum"},
]

DESIGNS: dict[str, dict[str, object]] = {
    "weighted": {"weights": "w"},
    "stratified": {"strata": "stratum", "weights": "w"},
    "clustered": {"clusters": "psu", "strata": "stratum", "weights": "w"},
    "clustered, drawn without replacement": {
        "clusters": "psu", "strata": "stratum", "fpc": "n1",
    },
    "two stages": {
        "clusters": ["psu", "ssu"], "strata": ["stratum", "part"], "fpc": ["n1", "n2"],
    },
    "two stages, own weights": {
        "clusters": ["psu", "ssu"], "strata": ["stratum", "part"], "fpc": ["n1", "n2"],
        "weights": "w",
    },
    "two stages with replacement": {
        "clusters": ["psu", "ssu"], "strata": ["stratum", "part"], "weights": "w",
    },
    "three stages": {
        "clusters": ["psu", "ssu", "person"],
        "strata": ["stratum", "part"],
        "fpc": ["n1", "n2", "n3"],
    },
    "shares of the population": {
        "clusters": ["psu", "ssu"], "strata": ["stratum", "part"], "fpc": ["f1", "f2"],
    },
}  # fmt: skip
LONELY = ("certainty", "adjust", "average")


def sample(seed: int, **kinds: bool) -> Rows:
    rows = three_stage_sample(seed, **kinds)
    rows["person"] = list(range(1, len(rows["y"]) + 1))
    for stage, count in (("f1", "n1"), ("f2", "n2")):
        rows[stage] = [1 / (value + 1) for value in rows[count]]  # type: ignore[operator]
    return rows


def assert_agree(rows: Rows, plan: dict[str, object], said: list[list[float]]) -> None:
    document: dict[str, Any] = evaluate(read_plan(plan), as_table(rows)).document
    found = document["estimates"]
    assert len(found) == len(said) > 0
    for ours, theirs in zip(found, said, strict=True):
        value, se, deff, df = theirs
        assert ours["estimate"] == pytest.approx(value, rel=1e-8)
        assert (ours["se"] is None) == math.isnan(se)
        if ours["se"] is not None:
            assert ours["se"] == pytest.approx(se, rel=1e-8, abs=1e-13 * abs(value))
        assert ours["df"] == df
        if ours["deff"] is not None:
            assert ours["deff"] == pytest.approx(deff, rel=1e-8)


def compare(tmp_path: Path, cases: list[tuple[Rows, dict[str, object], str]]) -> None:
    require_r()
    asked = [
        (write(rows, tmp_path / f"{at}.csv"), plan, extra)
        for at, (rows, plan, extra) in enumerate(cases)
    ]
    for (rows, plan, _), said in zip(cases, ask(asked), strict=True):
        assert_agree(rows, plan, said)


@pytest.mark.parametrize("name", DESIGNS)
def test_designs(name: str, tmp_path: Path) -> None:
    plan = {**DESIGNS[name], "estimates": ESTIMATES}
    compare(tmp_path, [(sample(seed), plan, "") for seed in range(2)])


def test_draws_by_size_without_replacement(tmp_path: Path) -> None:
    cases = []
    for seed in range(2):
        rows = in_order(sample(seed))
        places = zip(rows["stratum"], rows["psu"], strict=True)
        rows["chance"] = [0.1 + 0.05 * (hash_of(place) % 9) for place in places]
        for name in ("clustered", "clustered, drawn without replacement"):
            plan = {**DESIGNS[name], "fpc": "chance", "estimates": ESTIMATES}
            cases.append((rows, plan, ', pps = "brewer"'))
    compare(tmp_path, cases)


def in_order(rows: Rows) -> Rows:
    """R's onestrat() takes chances in the file's order and sums in that of labels."""
    labels = list(zip(rows["stratum"], map(str, rows["psu"]), strict=True))
    order = sorted(range(len(labels)), key=lambda row: labels[row])
    return {name: [values[row] for row in order] for name, values in rows.items()}


def hash_of(place: tuple[object, ...]) -> int:
    return sum(ord(letter) for part in place for letter in str(part))


@pytest.mark.parametrize("choice", LONELY)
def test_lonely_units(choice: str, tmp_path: Path) -> None:
    names = (
        "stratified",
        "clustered",
        "clustered, drawn without replacement",
        "two stages",
    )
    cases = [
        (
            sample(seed, lonely=True),
            {**DESIGNS[name], "lonely_psu": choice, "estimates": ESTIMATES},
            "",
        )
        for seed in range(2)
        for name in names
    ]
    compare(tmp_path, cases)


def answered(seed: int) -> Rows:
    """A sample without missing values, as calibration wants it."""
    rows = sample(seed)
    filled = {"y": 50.0, "x": 80.0, "code": 2}
    return {
        name: [filled[name] if value is None else value for value in values]
        if name in filled
        else values
        for name, values in rows.items()
    }


CALIBRATED = """
tell <- function(d) {
  shown(weights(d))
  m <- svymean(~y, d); t <- svytotal(~x, d); r <- svyratio(~y, ~x, d)
  s <- svymean(~y, subset(d, sex == "f"))
  shown(coef(m), SE(m), coef(t), SE(t), coef(r), SE(r), coef(s), SE(s))
}
"""
FITTED = {
    "post-stratified": """tell(postStratify(d, ~group,
        data.frame(group = c("a", "b", "c"), Freq = c(2000, 3100, 2900))))""",
    "raked": """tell(calibrate(d, ~group + sex, c(8000, 3100, 2900, 4500),
        calfun = "raking", epsilon = 1e-12, maxit = 200))""",
}
GROUPS = {"by": "group", "totals": {"a": 2000, "b": 3100, "c": 2900}}
SEXES = {"by": "sex", "totals": {"f": 3500, "m": 4500}}
KEYS: dict[str, dict[str, object]] = {
    "post-stratified": {"poststratify": GROUPS},
    "raked": {"rake": [GROUPS, SEXES]},
}


@pytest.mark.parametrize("kind", FITTED)
@pytest.mark.parametrize("name", ["stratified", "clustered", "two stages, own weights"])
def test_fitted_weights(kind: str, name: str, tmp_path: Path) -> None:
    require_r()
    rows, plan = answered(5), DESIGNS[name]
    path = write(rows, tmp_path / "rows.csv")
    said = run_r(HEAD + CALIBRATED + describe(path, plan, "") + FITTED[kind])
    weights, figures = (
        [float(word) for word in line.split()] for line in said.splitlines()
    )
    table = as_table(rows)
    design = design_of(read_plan({**plan, **KEYS[kind]}), table)
    y, x = table.numbers("y")[0], table.numbers("x")[0]
    found = [
        estimation.mean(design, y),
        estimation.total(design, x),
        estimation.ratio(design, y, x),
        estimation.mean(design, y, table.texts("sex") == "f"),
    ]
    assert design.weights.tolist() == pytest.approx(weights, rel=1e-9)
    ours = [figure for it in found for figure in (it.value, it.se)]
    assert ours == pytest.approx(figures, rel=1e-8)


@pytest.mark.parametrize("name", ["weighted", "stratified", "clustered", "two stages"])
def test_independence(name: str, tmp_path: Path) -> None:
    require_r()
    rows, plan = sample(6), DESIGNS[name]
    script = """
    for (s in c("F", "Chisq")) { t <- svychisq(~group + code, d, statistic = s)
      shown(t$statistic, t$parameter, t$p.value) }"""
    path = write(rows, tmp_path / "rows.csv")
    said = run_r(HEAD + describe(path, plan, "") + script)
    second, first = ([float(word) for word in it.split()] for it in said.splitlines())
    table = as_table(rows)
    design = design_of(read_plan(plan), table)
    found = rao_scott(design, table.texts("group"), table.texts("code"))
    assert found is not None
    assert [found.statistic, *found.df, found.p] == pytest.approx(second, rel=1e-8)
    _, df, p = first
    assert [found.first_order_df, found.first_order_p] == pytest.approx(
        [df, p], rel=1e-8
    )

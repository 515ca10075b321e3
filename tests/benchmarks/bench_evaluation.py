"""A large survey analysed: 100,000 respondents, 60 items, and R beside it."""

import csv
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sinergi.evaluation.statistics.evaluate import evaluate
from sinergi.evaluation.statistics.plans import Plan, read_plan
from sinergi.evaluation.statistics.tables import read_table, table_of
from tests.benchmarks.figure import Figure, seconds

RESPONDENTS, ITEMS, VARIABLES, CLUSTERS = 100_000, 60, 4, 2_000
SIZE = f"{RESPONDENTS:,} x {ITEMS} items"
Columns = dict[str, NDArray[np.generic]]
DESIGNS: dict[str, dict[str, object]] = {
    "stratified": {"strata": "stratum", "weights": "w"},
    "clustered": {"strata": "stratum", "clusters": "psu", "weights": "w"},
}


def run() -> Iterable[Figure]:
    """Measure from columns at hand and from a file, then let R do the same."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.csv"
        columns = _answers()
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows(
                zip(*(it.tolist() for it in columns.values()), strict=True)
            )
        for name, design in DESIGNS.items():
            yield from _measured(name, _plan(design), columns, path)


def _answers() -> Columns:
    """Correlated answers 1 to 5 of clusters in eight strata."""
    chance = np.random.default_rng(2022)
    psu = np.sort(chance.integers(0, CLUSTERS, RESPONDENTS))
    level = chance.normal(0, 0.4, CLUSTERS)[psu] + chance.normal(0, 0.8, RESPONDENTS)
    columns: Columns = {
        "stratum": psu % 8,
        "psu": psu,
        "w": chance.uniform(1, 20, RESPONDENTS).round(3),
    }
    for item in range(ITEMS):
        raw = 3.6 + level + chance.normal(0, 0.9, RESPONDENTS)
        columns[f"q{item}"] = np.clip(np.round(raw), 1, 5).astype(int)
    return columns


def _variables() -> dict[str, list[str]]:
    size = ITEMS // VARIABLES
    return {
        f"v{at}": [f"q{item}" for item in range(at * size, (at + 1) * size)]
        for at in range(VARIABLES)
    }


def _plan(design: dict[str, object]) -> Plan:
    labels = ["very poor", "poor", "fair", "good", "very good"]
    return read_plan(
        {
            **design,
            "scale": {"min": 1, "max": 5},
            "classes": {"labels": labels},
            "variables": _variables(),
            "estimates": [{"mean": f"q{item}"} for item in range(ITEMS)],
        }
    )


def _measured(name: str, plan: Plan, columns: Columns, path: Path) -> Iterator[Figure]:
    table = table_of(columns)
    label = f"{SIZE}, {name}"
    took = seconds(lambda: evaluate(plan, table), runs=5)
    yield Figure(f"{label}: analysed", f"{took:.2f}", "s", "under 3 s")
    took = seconds(lambda: evaluate(plan, read_table(path)), runs=3)
    yield Figure(f"{label}: read from CSV and analysed", f"{took:.2f}", "s")
    if not shutil.which("Rscript"):
        yield Figure(f"{label}: R survey", "absent", "", "apt install r-cran-survey")
        return
    ours = _processor_time(lambda: evaluate(plan, table))
    theirs = _by_r(plan, path)
    label = f"{label}, processor time"
    yield Figure(f"{label}: Sinergi", f"{ours:.3f}", "s")
    yield Figure(f"{label}: R survey", f"{theirs:.3f}", "s")
    yield Figure(f"{label}: R / Sinergi", f"{theirs / ours:.0f}", "x", "10 x")


def _processor_time(work: Callable[[], object]) -> float:
    """The median of some runs, which other work on the machine sways less."""
    times = []
    for _ in range(5):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def _by_r(plan: Plan, path: Path) -> float:
    """Processor seconds that R takes for the same once the file is read."""
    done = subprocess.run(
        ["Rscript", "--vanilla", "-"],
        input=_script(plan, path),
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout.split()[-1])


def _script(plan: Plan, path: Path) -> str:
    def formula(names: tuple[str, ...], absent: str) -> str:
        return f"~{'+'.join(names)}" if names else absent

    scores = "\n".join(
        f"rows${name} <- rowMeans(rows[, c({_quoted(items)})])\n"
        f"alpha(as.matrix(rows[, c({_quoted(items)})]))"
        for name, items in plan.variables.items()
    )
    names = "+".join(plan.variables)
    items = [name for asked in plan.estimates for name in asked.columns]
    return f"""
suppressMessages(library(survey))
alpha <- function(x) {{ k <- ncol(x); v <- cov(x); k / (k - 1) * (1 - sum(diag(v)) / sum(v)) }}
rows <- read.csv("{path}")
took <- system.time({{
{scores}
rows$overall <- rowMeans(rows[, c({_quoted(tuple(plan.variables))})])
d <- svydesign(ids = {formula(plan.clusters, "~1")}, strata = {formula(plan.strata, "NULL")},
  fpc = {formula(plan.fpc, "NULL")}, weights = ~{plan.weights}, data = rows, nest = TRUE)
found <- svymean(~{names} + overall + {"+".join(items)}, d)
confint(found, df = degf(d))
}})
cat(sum(took[c("user.self", "sys.self")]))
"""


def _quoted(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)

"""Asks R's `survey` package for what `evaluate` computes."""

import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

HEAD = """
suppressMessages(library(survey))
shown <- function(...) cat(sprintf("%.17g", c(...)), "\\n")
told <- function(f, d) {
  e <- tryCatch(f(d), error = function(error) NULL)
  if (is.null(e)) cat("none\\n")
  else shown(coef(e), SE(e), as.vector(deff(e)), degf(d))
}
"""


@cache
def _reason() -> str:
    if not shutil.which("Rscript"):
        return "R is not installed (apt install r-base r-cran-survey)"
    has = run_r('cat(requireNamespace("survey", quietly = TRUE))')
    return "" if "TRUE" in has else "R lacks the package survey (r-cran-survey)"


def require_r() -> None:
    """Skip with the reason where R or its package is absent."""
    if _reason():
        pytest.skip(_reason())


def run_r(script: str) -> str:
    done = subprocess.run(
        ["Rscript", "--vanilla", "-"],
        input=script,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    if done.returncode:
        raise AssertionError(done.stderr)
    return done.stdout


def ask(
    plans: Iterable[tuple[Path, dict[str, object], str]],
) -> list[list[list[float]]]:
    """For each file and design the figures of each estimate: value, SE, deff, df."""
    parts = [HEAD]
    for path, plan, extra in plans:
        parts.append(describe(path, plan, extra))
        parts += [_estimate(entry) for entry in plan["estimates"]]  # type: ignore[attr-defined]
        parts.append('cat("--\\n")')
    blocks = run_r("\n".join(parts)).split("--\n")[:-1]
    return [
        [
            [float(word) for word in line.split()] if line.strip() != "none" else []
            for line in block.splitlines()
        ]
        for block in blocks
    ]


def describe(path: Path, plan: dict[str, object], extra: str) -> str:
    def formula(key: str, default: str = "NULL") -> str:
        names = plan.get(key)
        if not names:
            return default
        return "~" + "+".join([names] if isinstance(names, str) else list(names))  # type: ignore[call-overload]

    nest = "TRUE" if plan.get("strata") else "FALSE"
    return f"""
rows <- read.csv("{path}", stringsAsFactors = TRUE)
options(survey.lonely.psu = "{plan.get("lonely_psu", "fail")}")
d <- suppressWarnings(svydesign(ids = {formula("clusters", "~1")}, data = rows,
  strata = {formula("strata")}, fpc = {formula("fpc")},
  weights = {formula("weights")}, nest = {nest}{extra}))
"""


def _estimate(entry: dict[str, object]) -> str:
    kind = next(key for key in ("mean", "total", "proportion", "ratio") if key in entry)
    what = entry[kind]
    formula = f"~{what}"
    if kind == "proportion":
        formula = f'~I(0 + ({what} == "{entry["level"]}"))'
    if isinstance(what, list):
        formula = f"~{what[0]}, ~{what[1]}"
    estimator = {"total": "svytotal", "ratio": "svyratio"}.get(kind, "svymean")
    call = f"{estimator}({formula}, d, na.rm = TRUE, deff = TRUE)"
    told = f"suppressWarnings(told(function(d) {call}, {{}}))"
    by = entry.get("by")
    if not by:
        return told.format("d")
    names = [by] if isinstance(by, str) else list(by)  # type: ignore[call-overload]
    lines = []
    for depth, name in enumerate(reversed(names)):
        lines.append(f"{'  ' * depth}for (v{depth} in sort(unique(rows${name}))) {{")
    places = {name: f"v{len(names) - 1 - at}" for at, name in enumerate(names)}
    wanted = " & ".join(f"{name} %in% {place}" for name, place in places.items())
    lines.append(f"inside <- with(rows, {wanted})")
    lines.append(f"if (any(inside)) {told.format('d[inside, ]')}")
    lines += ["}"] * len(names)
    return "\n".join(lines)

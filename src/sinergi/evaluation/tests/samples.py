"""Synthetic samples in several stages, made from a seed: no real data."""

import csv
from pathlib import Path

import numpy as np

from sinergi.evaluation.statistics.tables import Table, table_of

Rows = dict[str, list[object]]


def three_stage_sample(seed: int, *, strata: int = 4, lonely: bool = False) -> Rows:
    """Clusters within strata, groups within clusters, persons within groups.

    `psu` and `ssu` repeat between strata and clusters; `part` cuts each cluster's
    groups into strata of the second stage. Some values are missing.
    """
    chance = np.random.default_rng(seed)
    rows: list[dict[str, object]] = []
    for stratum in range(strata):
        in_population = int(chance.integers(6, 15))
        drawn = 1 if lonely and stratum == 0 else int(chance.integers(2, 5))
        level = chance.normal(50, 10)
        for psu in chance.choice(in_population, drawn, replace=False):
            rows += _cluster(chance, stratum, int(psu), in_population, level)
    _weigh(rows, chance)
    return {name: [row[name] for row in rows] for name in rows[0]}


def _cluster(
    chance: np.random.Generator, stratum: int, psu: int, clusters: int, level: float
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    local = chance.normal(level, 6)
    for part in ("u", "v"):
        groups = int(chance.integers(3, 7))
        for ssu in chance.choice(groups, int(chance.integers(2, 4)), replace=False):
            place = {
                "stratum": f"s{stratum}",
                "psu": psu + 1,
                "part": part,
                "ssu": int(ssu) + 1,
                "n1": clusters,
                "n2": groups,
                "n3": int(chance.integers(4, 9)),
            }
            count = int(chance.integers(2, 4))
            rows += [{**place, **_answers(chance, local)} for _ in range(count)]
    return rows


def _answers(chance: np.random.Generator, local: float) -> dict[str, object]:
    y = round(float(chance.normal(local, 8)), 4)
    x = round(abs(y) * float(chance.uniform(1, 3)) + 1, 4)
    return {
        "y": None if chance.random() < 0.06 else y,
        "x": None if chance.random() < 0.04 else x,
        "group": str(chance.choice(["a", "b", "c"])),
        "code": None if chance.random() < 0.05 else int(chance.integers(1, 4)),
        "sex": str(chance.choice(["f", "m"])),
    }


def _weigh(rows: list[dict[str, object]], chance: np.random.Generator) -> None:
    for row in rows:
        row["w"] = round(float(chance.uniform(2, 60)), 4)


def as_table(rows: Rows) -> Table:
    return table_of(rows)


def write(rows: Rows, path: Path) -> Path:
    """As CSV, with NA where there is no value."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(rows)
        for row in zip(*rows.values(), strict=True):
            writer.writerow(["NA" if value is None else value for value in row])
    return path

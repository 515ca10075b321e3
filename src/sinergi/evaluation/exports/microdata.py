"""Anonymised microdata, and the design with which everybody can compute from them.

Nobody stands out: at least five respondents share stratum and province, or the
province is hidden; a stratum of fewer is left out, since its weight would name it
(`evaluation.statistics.anonymity`). Only answers on the scale are given.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import yaml

from sinergi.core.tables import TableColumn, Value, write_csv
from sinergi.evaluation.models import Instrument, Study
from sinergi.evaluation.queries.microdata import microdata_of
from sinergi.evaluation.queries.results import instrument_of, is_simple
from sinergi.evaluation.statistics.anonymity import HIDDEN, anonymise

K = 5
KEYS = ("stratum", "province")


@dataclass(frozen=True)
class PublicMicrodata:
    """Records that may be published, and how many could not be."""

    columns: tuple[str, ...]
    records: tuple[dict[str, object], ...]
    left_out: int
    design: dict[str, object]

    def rows(self) -> Iterator[list[Value]]:
        """The records as rows under their columns."""
        for record in self.records:
            yield [cast(Value, record[name]) for name in self.columns]


def public_microdata(study: Study) -> PublicMicrodata | None:
    """The microdata of a study; None as long as no response counts."""
    instrument = instrument_of(study)
    data = microdata_of(study, instrument) if instrument else None
    if instrument is None or data is None or not len(data):
        return None
    items = [item for names in instrument.variables.values() for item in names]
    records = [
        {
            "stratum": data.strata[row],
            "province": data.provinces[row],
            "weight": float(data.weights[row]),
            "population": int(data.populations[row]) if data.strata[row] else None,
            **{item: _code(data.answers[row].get(item)) for item in items},
        }
        for row in range(len(data))
    ]
    found = anonymise(records, KEYS, K)
    kept = tuple(row for row in found.records if row["stratum"] != HIDDEN)
    return PublicMicrodata(
        columns=(*KEYS, "weight", "population", *items),
        records=kept,
        left_out=len(records) - len(kept),
        design=_design(study, instrument, by_chance=is_simple(study, data)),
    )


def microdata_csv(data: PublicMicrodata) -> Iterator[str]:
    """The records as a CSV file, as `sinergi evaluate` reads it."""
    return write_csv([TableColumn(name) for name in data.columns], data.rows())


def design_yaml(data: PublicMicrodata) -> str:
    """The design as `sinergi evaluate --design` reads it."""
    return yaml.safe_dump(data.design, allow_unicode=True, sort_keys=False)


def _design(
    study: Study, instrument: Instrument, *, by_chance: bool
) -> dict[str, object]:
    design: dict[str, object] = {
        "scale": {"min": study.scale_min, "max": study.scale_max},
        "variables": {
            name: _plain(items) for name, items in instrument.variables.items()
        },
        "classes": {"labels": _plain(study.class_labels)},
        "weights": "weight",
        "strata": ["stratum"],
        "lonely_psu": "adjust",
    }
    return design | ({"fpc": ["population"]} if by_chance else {})


def _plain(names: Sequence[str]) -> list[str]:
    return [str(name) for name in names]


def _code(answer: object) -> int | None:
    text = str(answer) if answer is not None else ""
    return int(text) if text.lstrip("-").isdigit() else None

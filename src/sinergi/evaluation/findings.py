"""What a study found, as data that can be shown, frozen and read back."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

#: Grows when the same responses would give other figures.
METHOD_VERSION = 1


@dataclass(frozen=True)
class Score:
    """A score with its uncertainty; None where it is undefined.

    Attributes:
        name: Of the variable, item or part; empty for the whole.
        mean: On the scale of the study.
        se: Standard error.
        ci: 95 % confidence interval.
        deff: Design effect.
        klass: The class that the score falls into.
        n: Responses that it rests on.
    """

    name: str
    mean: float | None
    se: float | None
    ci: tuple[float, float] | None
    deff: float | None
    klass: str
    n: int


@dataclass(frozen=True)
class Item:
    """One item: its score, the weighted share of each code, and how well it fits.

    `fit` is the correlation with the sum of the variable's other items.
    """

    score: Score
    label: str
    shares: Mapping[str, float]
    fit: float | None


@dataclass(frozen=True)
class Variable:
    """One variable: its score, its reliability and its items."""

    score: Score
    alpha: float | None
    omega: float | None
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Part:
    """One stratum: its overall score, and what became of its sample.

    `lost` units of the main sample refused or were not reached; replacements may have
    answered instead.
    """

    label: str
    population: int
    drawn: int
    answered: int
    lost: int
    score: Score


@dataclass(frozen=True)
class Findings:
    """Everything that a study found with its questionnaire on effectiveness."""

    n: int
    overall: Score
    variables: tuple[Variable, ...]
    parts: tuple[Part, ...]

    def as_json(self) -> dict[str, object]:
        """The findings as they are frozen."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Findings":
        """Frozen findings."""
        return cls(
            n=kept["n"],
            overall=_score(kept["overall"]),
            variables=tuple(_variable(one) for one in kept["variables"]),
            parts=tuple(Part(**_with_score(one)) for one in kept["parts"]),
        )


def _score(kept: Mapping[str, Any]) -> Score:
    ci = kept["ci"]
    return Score(**(dict(kept) | {"ci": None if ci is None else (ci[0], ci[1])}))


def _with_score(kept: Mapping[str, Any]) -> dict[str, Any]:
    return dict(kept) | {"score": _score(kept["score"])}


def _variable(kept: Mapping[str, Any]) -> Variable:
    items = tuple(Item(**_with_score(item)) for item in kept["items"])
    return Variable(**(_with_score(kept) | {"items": items}))

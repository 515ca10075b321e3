"""How many units, from which strata, and which ones. No Django here.

Formulas and sources: `docs/methods/sampling.md`.
"""

from sinergi.evaluation.sampling.allocation import neyman, proportional
from sinergi.evaluation.sampling.design import (
    Allocation,
    Design,
    Planned,
    Sizing,
    StratumFrame,
    drawn_of,
    plan_of,
)
from sinergi.evaluation.sampling.drawing import Drawn, FrameUnit
from sinergi.evaluation.sampling.problems import UnfitDesign
from sinergi.evaluation.sampling.sizes import Rounding, margin_of, slovin
from sinergi.evaluation.sampling.stages import Method

__all__ = [
    "Allocation",
    "Design",
    "Drawn",
    "FrameUnit",
    "Method",
    "Planned",
    "Rounding",
    "Sizing",
    "StratumFrame",
    "UnfitDesign",
    "drawn_of",
    "margin_of",
    "neyman",
    "plan_of",
    "proportional",
    "slovin",
]

"""One measured figure of a benchmark."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured, its value, its unit and the goal that the project set."""

    label: str
    value: str
    unit: str
    goal: str = ""

    def __str__(self) -> str:
        return f"{self.label:<58} {self.value:>12} {self.unit:<10} {self.goal}"


def seconds(work: Callable[[], object], *, runs: int = 1) -> float:
    """The median wall time of some runs of a piece of work, in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)

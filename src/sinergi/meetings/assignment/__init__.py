"""Who sits in which sharing class: an exact relaxation first, rounds after it.

Pure computation on arrays; `docs/adr/0006-classes-by-flow.md` says why it is built
so. In this order: everybody has a class in each round, as far as seats allow; the
sum of ranks is least; people of one library sit apart; provinces are mixed.

Choosing topics without rounds is a minimum-cost flow, solved exactly. Where every
topic has the same seats in each of its rounds the choice always splits into rounds,
and the flow proves the optimum. Elsewhere seat prices give the bound (the Lagrangean
dual of the capacities) and exact flows of single rounds improve the allocation.
"""

from sinergi.meetings.assignment.problem import (
    NONE,
    Problem,
    Solution,
    Spread,
    problem,
    ranks_of,
    spread_of,
)
from sinergi.meetings.assignment.solving import (
    STEPS,
    first_come_first_served,
    solve,
)

__all__ = [
    "NONE",
    "STEPS",
    "Problem",
    "Solution",
    "Spread",
    "first_come_first_served",
    "problem",
    "ranks_of",
    "solve",
    "spread_of",
]

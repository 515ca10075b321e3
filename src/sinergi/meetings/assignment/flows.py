"""Minimum-cost flows: the only place that calls the solver."""

import numpy as np
from ortools.graph.python import min_cost_flow

from sinergi.meetings.assignment.problem import Bools, Ints

#: Costs that the solver can still scale within 64 bits.
LARGEST = 2**60


def cheapest_topics(
    *,
    costs: Ints,
    allowed: Bools,
    supplies: Ints,
    capacities: Ints,
    empty: Ints,
    ties: Ints,
) -> tuple[Bools, int]:
    """People to topics at least cost.

    Args:
        costs: P x K, what a topic costs a person.
        allowed: P x K, what a person may take.
        supplies: P, how many topics a person takes.
        capacities: K, how many people a topic takes.
        empty: P x N, what the first, second … topic that a person lacks costs.
        ties: P x K, among equals the least sum of them decides.
    """
    people, topics = costs.shape
    who, topic = np.nonzero(allowed)
    sink = people + topics
    scale = int(ties.max(initial=0)) * int(supplies.sum()) + 1
    if int(empty.max(initial=1)) * scale * (sink + 2) > LARGEST:
        scale, ties = 1, np.zeros_like(ties)
    flow = min_cost_flow.SimpleMinCostFlow()
    seats = flow.add_arcs_with_capacity_and_unit_cost(
        who,
        people + topic,
        np.ones(len(who), np.int64),
        costs[who, topic] * scale + ties[who, topic],
    )
    flow.add_arcs_with_capacity_and_unit_cost(
        people + np.arange(topics),
        np.full(topics, sink),
        capacities,
        np.zeros(topics, np.int64),
    )
    for number, cost in enumerate(empty.T):
        flow.add_arcs_with_capacity_and_unit_cost(
            np.arange(people),
            np.full(people, sink),
            (supplies > number).astype(np.int64),
            cost * scale,
        )
    flow.set_nodes_supplies(np.arange(people), supplies)
    flow.set_node_supply(sink, -int(supplies.sum()))
    _require_optimal(flow)
    taken = np.zeros((people, topics), bool)
    used = flow.flows(seats) > 0
    taken[who[used], topic[used]] = True
    lacking = supplies - taken.sum(axis=1)
    lacks = np.arange(empty.shape[1])[None, :] < lacking[:, None]
    return taken, int(costs[taken].sum()) + int(empty[lacks].sum())


def split_round(
    *,
    allowed: Bools,
    preferred: Bools,
    must_go: Bools,
    must_fill: Ints,
    capacities: Ints,
    rng: np.random.Generator,
) -> Bools:
    """One round out of the chosen topics, with as much as possible of what it must."""
    people, topics = allowed.shape
    who, topic = np.nonzero(allowed)
    sink, must = people + topics, 1_000
    flow = min_cost_flow.SimpleMinCostFlow()
    seats = flow.add_arcs_with_capacity_and_unit_cost(
        who,
        people + topic,
        np.ones(len(who), np.int64),
        np.where(preferred[who, topic], 0, 50) + rng.integers(0, 4, size=len(who)),
    )
    nodes = people + np.arange(topics)
    ends = np.full(topics, sink)
    for size, cost in ((must_fill, -must), (capacities - must_fill, 0)):
        flow.add_arcs_with_capacity_and_unit_cost(
            nodes, ends, size, np.full(topics, cost)
        )
    flow.add_arcs_with_capacity_and_unit_cost(
        np.arange(people),
        np.full(people, sink),
        np.ones(people, np.int64),
        np.where(must_go, must, 10),
    )
    flow.set_nodes_supplies(np.arange(people), np.ones(people, np.int64))
    flow.set_node_supply(sink, -people)
    _require_optimal(flow)
    taken = np.zeros((people, topics), bool)
    used = flow.flows(seats) > 0
    taken[who[used], topic[used]] = True
    return taken


def _require_optimal(flow: min_cost_flow.SimpleMinCostFlow) -> None:
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"The flow ended as {status}.")

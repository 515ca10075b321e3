"""The method document of measures, written from the registry and its worked example.

The example is small enough to check by hand, and is the registry's spec test.
"""

from collections.abc import Mapping

from sinergi.indicators.measures import ACTIVITIES, MEASURES, Measure

#: Verified activities of one library and month, as facts; None is not reported.
EXAMPLE: tuple[dict[str, object], ...] = (
    {
        "strategy": "community_involvement", "field": "economy", "attendances": 24,
        "persons": 20, "male": 4, "female": 20, "with_disability": 1,
        "age_under_15": None, "age_15_24": 6, "age_25_59": 18, "age_60_plus": None,
        "village_fund": 150_000_00, "in_kind": None,
        "evidence": 1, "days_late": 0, "collaborators": 1,
    },
    {
        "strategy": "community_involvement", "field": "health", "attendances": 41,
        "persons": None, "male": None, "female": None, "with_disability": None,
        "age_under_15": 30, "age_15_24": None, "age_25_59": None, "age_60_plus": None,
        "village_fund": None, "in_kind": 75_000_50,
        "evidence": 0, "days_late": 3, "collaborators": 0,
    },
    {
        "strategy": "publication", "field": "economy", "attendances": None,
        "persons": None, "male": None, "female": None, "with_disability": None,
        "age_under_15": None, "age_15_24": None, "age_25_59": None,
        "age_60_plus": None, "village_fund": 0, "in_kind": None,
        "evidence": 1, "days_late": 0, "collaborators": 0,
    },
)  # fmt: skip

#: What the registry makes of the example; measures not named here are None.
RESULTS: Mapping[str, str] = {
    "activities": "3",
    "attendances": "65",
    "persons": "20",
    "male": "4",
    "female": "20",
    "with_disability": "1",
    "age_under_15": "30",
    "age_15_24": "6",
    "age_25_59": "18",
    "cost_idr": "150000.00",
    "in_kind_idr": "75000.50",
    "cost_village_fund": "150000.00",
    "activities_information_services": "0",
    "activities_community_involvement": "2",
    "activities_advocacy": "0",
    "activities_publication": "1",
    "activities_with_collaborators": "1",
    "distinct_fields": "2",
    "evidence_share": "66.67",
    "on_time_share": "66.67",
    "months_reported": "1",
}

INTRODUCTION = """# Measures

Every number that Sinergi publishes is one of these measures. This page is written by
`sinergi methods` from the registry (`indicators/measures.py`); its example is a test.

- Only verified and locked reports count. Officers may look at figures with what still
  waits for verification; these are labelled *provisional*.
- *Not reported* is not 0: a sum is empty where nobody reported, and 0 where 0 was
  reported.
- Attendances count heads, persons count different people; the two are never added or
  exchanged.
- Shares add up numerators and denominators first, divide once, and round halves up to
  two decimals. Rupiah are kept in sen and shown with two decimals.
- Stocks (members, titles, items) are the last level that each library reported within
  the period.
- In public, counts of 1 to 4 attendances or persons are hidden, and as many others as
  it takes so that no hidden count can be worked out.
"""


def document() -> str:
    """The whole page in Markdown."""
    parts = [INTRODUCTION, "## The registry\n", _registry(), "## Worked example\n"]
    parts += [_facts(), _results()]
    return "\n".join(parts)


def _registry() -> str:
    rows = [
        _row(
            f"`{measure.key}`",
            f"{measure.name_id} / {measure.name_en}",
            measure.unit,
            _formula(measure),
            measure.grain,
            measure.source,
            f"v{measure.version}",
        )
        for measure in MEASURES.values()
    ]
    head = _row("key", "name", "unit", "formula", "grain", "source", "version")
    return "\n".join([head, _row(*["---"] * 7), *rows, ""])


def _formula(measure: Measure) -> str:
    if measure.variety_of:
        return "number of fields with at least one activity"
    if measure.is_share:
        return f"100 × Σ {measure.column} / Σ {measure.over}"
    if measure.is_running:
        return "Σ of the years handed over and of the months since 2018"
    if not measure.column:
        return "different libraries or areas on the last day"
    if measure.is_stock:
        return f"Σ over libraries of the last {measure.column}"
    return f"Σ {measure.column}{' / 100' if measure.unit == 'idr' else ''}"


def _facts() -> str:
    names = list(EXAMPLE[0])
    rows = [
        _row(*("" if fact[name] is None else str(fact[name]) for name in names))
        for fact in EXAMPLE
    ]
    lines = [
        "Three verified activities of one library in one month (money in sen, empty is",
        "not reported):\n",
        _row(*names),
        _row(*["---"] * len(names)),
        *rows,
        "",
    ]
    return "\n".join(lines)


def _results() -> str:
    rows = [
        _row(f"`{key}`", RESULTS.get(key, "not reported"))
        for key, measure in MEASURES.items()
        if measure.cube == ACTIVITIES and measure.columns
    ]
    return "\n".join(
        ["give:\n", _row("measure", "value"), _row("---", "---"), *rows, ""]
    )


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"

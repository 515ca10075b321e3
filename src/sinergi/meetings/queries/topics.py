"""The measures that a topic may help with."""

from sinergi.indicators.queries.figures import measures
from sinergi.meetings.rules import in_language


def measure_choices() -> list[tuple[str, str]]:
    """Every measure by its name in the active language."""
    return [(one.key, in_language(one.name_id, one.name_en)) for one in measures()]

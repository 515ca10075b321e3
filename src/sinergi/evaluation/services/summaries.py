"""What the pages of field work need of a response, without opening its answers."""

from sinergi.evaluation.models import Response

#: Longer than any visit; a clock was set meanwhile, or the form was left open.
LONGEST_SECONDS = 7 * 24 * 3600


def summarise(response: Response) -> None:
    """Set how long a response took and its mean item; the caller saves both."""
    response.duration_seconds = _duration(response)
    items = [name for names in response.instrument.variables.values() for name in names]
    values = [
        float(value)
        for name in items
        if isinstance(value := response.answers.get(name), int | float)
    ]
    response.item_mean = sum(values) / len(values) if values else None


def _duration(response: Response) -> int | None:
    if response.started_at is None or response.ended_at is None:
        return None
    seconds = round((response.ended_at - response.started_at).total_seconds())
    return seconds if 0 <= seconds <= LONGEST_SECONDS else None

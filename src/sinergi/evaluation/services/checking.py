"""Checks of content, made after a response was kept."""

from sinergi.core.dates import now
from sinergi.evaluation.models import Response


def check_response(*, response_id: int) -> None:
    """Note that a response was looked at."""
    Response.objects.filter(pk=response_id).update(checked_at=now())

"""Words about responses on the pages of field work."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise

from sinergi.evaluation.enums import Flag
from sinergi.evaluation.models import Response

register = template.Library()


@register.filter
def flag_words(response: Response) -> list[str | Promise]:
    """The flags of a response in words."""
    return [Flag(flag).label for flag in response.flags]


@register.filter
def minutes(response: Response) -> int:
    """The minutes begun that a response took."""
    return ((response.duration_seconds or 0) + 59) // 60


@register.filter
def interviewer(response: Response, names: Mapping[str, str]) -> str:
    """The name of who collected a response; the user name where it is unknown."""
    return names.get(response.interviewer, response.interviewer)

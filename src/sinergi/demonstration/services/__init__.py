"""Building the demonstration."""

from sinergi.demonstration.services.build import build_demonstration, is_built
from sinergi.demonstration.services.people import demonstration_accounts
from sinergi.demonstration.services.updates import present_achievements

__all__ = [
    "build_demonstration",
    "demonstration_accounts",
    "is_built",
    "present_achievements",
]

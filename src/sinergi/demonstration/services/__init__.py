"""Building the demonstration."""

from sinergi.demonstration.services.build import build_demonstration, is_built
from sinergi.demonstration.services.people import demonstration_accounts

__all__ = ["build_demonstration", "demonstration_accounts", "is_built"]

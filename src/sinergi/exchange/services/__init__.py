"""Writes of the exchange: taking in what offices send."""

from sinergi.exchange.services.activities import import_activities
from sinergi.exchange.services.files import KINDS, Outcome, Request, import_file
from sinergi.exchange.services.partners import import_partners
from sinergi.exchange.services.placing import NewLibraries

__all__ = [
    "KINDS",
    "NewLibraries",
    "Outcome",
    "Request",
    "import_activities",
    "import_file",
    "import_partners",
]

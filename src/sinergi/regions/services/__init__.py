"""All writes of the regions app."""

from sinergi.regions.services.changes import Succession, record_change
from sinergi.regions.services.loading import LoadOutcome, load_regions

__all__ = ["LoadOutcome", "Succession", "load_regions", "record_change"]

"""What the regions app refuses."""

from sinergi.core.errors import Conflict, DomainError


class UnknownRegion(DomainError):
    """No area carries the code."""

    kind = "unknown_region"


class RegionTaken(Conflict):
    """Another area carries the code already."""

    kind = "region_taken"


class UnknownKind(DomainError):
    """No area is of the kind."""

    kind = "unknown_choice"

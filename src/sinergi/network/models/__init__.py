"""Tables of the network."""

from sinergi.network.models.assignment import Assignment
from sinergi.network.models.library import Library, LibraryMove
from sinergi.network.models.partnership import Partnership, PartnershipFunder
from sinergi.network.models.programme import Programme, ProgrammeStage

__all__ = [
    "Assignment",
    "Library",
    "LibraryMove",
    "Partnership",
    "PartnershipFunder",
    "Programme",
    "ProgrammeStage",
]

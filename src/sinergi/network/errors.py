"""What the network refuses."""

from sinergi.core.errors import Conflict, DomainError, NotAllowed


class OutOfScope(NotAllowed):
    """The place or the role is beyond what the acting person may change."""

    kind = "out_of_scope"


class LibraryExists(Conflict):
    """A library of this kind and name is open at the place, or the NPP is taken."""

    kind = "library_exists"


class LibraryClosed(Conflict):
    """The library was closed or merged away before."""

    kind = "library_closed"


class ChangedMeanwhile(Conflict):
    """Somebody else saved something else since the person read it."""

    kind = "edit_conflict"


class UnfitPlace(DomainError):
    """A library of the kind cannot lie there, or the area is not one of today."""

    kind = "unfit_place"


class UnfitDate(DomainError):
    """The date lies before the beginning, or in the future."""

    kind = "unfit_date"


class UnfitMerger(DomainError):
    """A library cannot be merged into itself."""

    kind = "unfit_merger"


class AlreadyPartner(Conflict):
    """The library has a partnership in force in the programme."""

    kind = "already_partner"


class NoPartnership(Conflict):
    """The partnership has ended before."""

    kind = "no_partnership"


class UnfitStages(DomainError):
    """Stages of one year have equal keys, or end before they begin."""

    kind = "unfit_stages"

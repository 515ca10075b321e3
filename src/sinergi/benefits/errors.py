"""What the benefits app refuses."""

from sinergi.core.errors import Conflict, DomainError, NotAllowed


class OutOfScope(NotAllowed):
    """The valuation is beyond what the acting person may change."""

    kind = "out_of_scope"


class UnfitValuation(DomainError):
    """Something in a valuation cannot be."""

    kind = "unfit_valuation"


class FrozenValuation(Conflict):
    """A published valuation is not changed any more."""

    kind = "frozen_valuation"

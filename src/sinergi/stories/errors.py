"""What the stories app refuses."""

from sinergi.core.errors import DomainError, NotAllowed


class OutOfScope(NotAllowed):
    """The library is beyond what the acting person may change."""

    kind = "out_of_scope"


class NoConsent(DomainError):
    """Nothing of a person is kept without a day on which they agreed."""

    kind = "no_consent"


class UnfitProduct(DomainError):
    """Something in a product cannot be."""

    kind = "unfit_product"

"""What can be wrong with the lake."""

from django.utils.translation import gettext_lazy as _

from sinergi.core.errors import Conflict, DomainError


class LakeDamaged(DomainError):
    """A file of the lake is missing or cannot be read; the next refresh heals it."""

    kind = "figures_damaged"
    status = 503

    def __init__(self) -> None:
        super().__init__(
            _("The figures are being recalculated. Please try again in a minute.")
        )


class LakeTooNew(DomainError):
    """The lake was written by a newer version of the platform."""

    kind = "figures_too_new"
    status = 503

    def __init__(self) -> None:
        super().__init__(
            _(
                "The figures were written by a newer version of Sinergi. Update the "
                "platform, or remove the lake folder so that it is calculated anew."
            )
        )


class RefreshFailed(DomainError):
    """The engine could not write or read the lake: a full disk, too little memory."""

    kind = "refresh_failed"
    status = 503

    def __init__(self) -> None:
        super().__init__(
            _("The figures could not be recalculated. The log of the server says why.")
        )


class RefreshBusy(Conflict):
    """Another process refreshes the figures."""

    kind = "refresh_busy"

    def __init__(self) -> None:
        super().__init__(_("The figures are being refreshed by another process."))

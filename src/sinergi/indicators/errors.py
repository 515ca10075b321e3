"""What the rules of figures, schemes and targets refuse."""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sinergi.core.errors import Conflict, DomainError, NotAllowed


class UnknownMeasure(DomainError):
    """A figure is asked for that is not defined."""

    kind = "unknown_measure"

    def __init__(self, key: str) -> None:
        super().__init__(
            format_lazy(_("There is no measure “{key}”."), key=key), field="measure"
        )


class UnknownCut(DomainError):
    """A region, level, period or breakdown that figures do not have."""

    kind = "unknown_choice"

    def __init__(self, message: str | Promise, *, field: str) -> None:
        super().__init__(message, field=field)


class NotPublic(NotAllowed):
    """A figure below the level that everybody may see."""

    kind = "not_public"


class SchemeIsFixed(Conflict):
    """A published scheme cannot be changed."""

    kind = "scheme_published"

    def __init__(self) -> None:
        super().__init__(
            _("A published scheme does not change. Copy it and edit the copy.")
        )


class SchemeIncomplete(DomainError):
    """A scheme that cannot be published or saved as it is."""

    kind = "scheme_incomplete"


class TargetRefused(DomainError):
    """A target that does not fit the rules."""

    kind = "target_refused"

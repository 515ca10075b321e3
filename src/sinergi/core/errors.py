"""The root of every error that a person can cause and mend."""

from django.utils.functional import Promise


class DomainError(Exception):
    """An act that the rules refuse; `message` tells the person what to do.

    Attributes:
        message: Translatable sentence for the person who acts.
        kind: Stable key of the error, as in the API's problem documents.
        field: Name of the form field concerned, empty for the whole record.
        data: Ids and figures for the log, never names or texts.
        status: HTTP status with which a page or the API answers.
    """

    kind = "invalid"
    status = 422

    def __init__(
        self,
        message: str | Promise,
        *,
        kind: str = "",
        field: str = "",
        data: dict[str, object] | None = None,
    ) -> None:
        super().__init__(str(message))
        self.message = message
        self.kind = kind or self.kind
        self.field = field
        self.data = data or {}


class Conflict(DomainError):
    """Somebody else changed the record meanwhile, or its state forbids the act."""

    kind = "conflict"
    status = 409


class NotAllowed(DomainError):
    """The person may see the record but not do this with it."""

    kind = "read_only"
    status = 403

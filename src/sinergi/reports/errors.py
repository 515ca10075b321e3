"""What the services of reports refuse, in words for the person who acts."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from sinergi.core import formatting
from sinergi.core.errors import Conflict, DomainError, NotAllowed


class InvalidContent(DomainError):
    """A report says something that cannot be; `problems` lists each finding.

    The error itself speaks for the first of them.
    """

    def __init__(self, problems: Sequence[DomainError]) -> None:
        first = problems[0]
        super().__init__(
            first.message, kind=first.kind, field=first.field, data=first.data
        )
        self.problems = tuple(problems)


class ReadOnly(NotAllowed):
    """The person sees the report but has no say in it."""

    def __init__(self, **data: object) -> None:
        super().__init__(
            _("You can see this but not change it. Contact your office."), data=data
        )


class ActivityExists(Conflict):
    """The id is taken by another report, or by the same one with other content."""

    kind = "activity_exists"

    def __init__(self) -> None:
        super().__init__(
            _("A report with this number exists already and says something else."),
            field="id",
        )


class EditConflict(Conflict):
    """The report is no longer as it was when the person began to write."""

    kind = "edit_conflict"

    def __init__(self, *, name: str, at: dt.datetime, revision: int) -> None:
        super().__init__(
            _(
                "%(name)s changed this report on %(datetime)s. Compare and choose "
                "which to keep."
            )
            % {"name": name, "datetime": formatting.moment(at)},
            data={"revision": revision},
        )


class WrongState(Conflict):
    """The state of the report forbids the act."""

    kind = "wrong_state"

    def __init__(self, state: str, label: object) -> None:
        super().__init__(
            _("This is not possible while the report is “%(state)s”.")
            % {"state": label},
            data={"state": state},
        )


class PeriodLocked(Conflict):
    """The month is closed for the region of the library."""

    kind = "period_locked"

    def __init__(self, *, month: dt.date, locked_at: dt.datetime, office: str) -> None:
        super().__init__(
            _(
                "%(month)s has been locked since %(date)s. Ask %(office)s to unlock "
                "it with a reason."
            )
            % {
                "month": formatting.month(month),
                "date": formatting.day(locked_at),
                "office": office,
            },
            field="started_on",
            data={"month": month.isoformat()},
        )


class PeriodNotOver(DomainError):
    """A month can be closed once it is over."""

    kind = "period_not_over"

    def __init__(self, month: dt.date) -> None:
        super().__init__(
            _("%(month)s is not over yet. Lock it afterwards.")
            % {"month": formatting.month(month)},
            field="month",
        )


class LibraryClosed(DomainError):
    """The library was closed before the day of the activity."""

    kind = "library_closed"

    def __init__(self, *, name: str, closed_on: dt.date) -> None:
        super().__init__(
            _("%(name)s has been closed since %(date)s. Check the date.")
            % {"name": name, "date": formatting.day(closed_on)},
            field="started_on",
        )


class ReasonMissing(DomainError):
    """The act needs a reason that the other side can read."""

    kind = "required"

    def __init__(self) -> None:
        super().__init__(
            _("Please fill in “%(field)s”.") % {"field": _("Reason")}, field="reason"
        )


class TooMuchEvidence(DomainError):
    """An activity holds so many photos and files at most."""

    kind = "too_many"

    def __init__(self, limit: int) -> None:
        super().__init__(
            _("An activity holds at most %(limit)s photos and files.")
            % {"limit": formatting.number(limit)},
            field="upload",
        )

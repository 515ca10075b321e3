"""Days and months: today, the current month, first days of months."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone


def today() -> dt.date:
    """The day that pages, deadlines and default periods go by.

    In the demonstration the programme year 2022 is the present, whatever the clock
    says, so that a visitor finds its libraries in the middle of their work.
    """
    return settings.DEMONSTRATION_TODAY or timezone.localdate()


def now() -> dt.datetime:
    """The moment that deadlines go by: the clock's time on the day of `today`."""
    moment = timezone.now()
    if settings.DEMONSTRATION_TODAY is None:
        return moment
    local = timezone.localtime(moment)
    return local.replace(
        year=settings.DEMONSTRATION_TODAY.year,
        month=settings.DEMONSTRATION_TODAY.month,
        day=settings.DEMONSTRATION_TODAY.day,
    )


def latest_day() -> dt.date:
    """The last day on which something can have happened: never in the future."""
    return max(today(), timezone.localdate())


def day_of(moment: dt.datetime) -> dt.date:
    """The day on which something happened, as deadlines and waiting count it.

    What is done in the demonstration is done on its today, whatever the clock says.
    """
    return min(timezone.localdate(moment), today())


def first_of_month(day: dt.date) -> dt.date:
    """The first day of the day's month."""
    return day.replace(day=1)


def next_month(month: dt.date) -> dt.date:
    """The first day of the month after."""
    return (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def months(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """First days of the months from one to another, both included."""
    month = first_of_month(first)
    while month <= last:
        yield month
        month = next_month(month)

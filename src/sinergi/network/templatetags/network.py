"""Filters of the network's pages."""

from django import template

from sinergi.core.formatting import day_range, month
from sinergi.network.enums import DatePrecision
from sinergi.network.models import Programme, ProgrammeStage
from sinergi.network.queries.programmes import local

register = template.Library()


@register.filter
def local_name(record: Programme | ProgrammeStage) -> str:
    """The name in the reader's language."""
    return local(record)


@register.filter
def local_description(record: Programme | ProgrammeStage) -> str:
    """The description in the reader's language."""
    return local(record, "description")


@register.filter
def stage_dates(stage: ProgrammeStage) -> str:
    """`5–6 Desember 2022`, or months alone where no more is known."""
    if stage.date_precision == DatePrecision.DAY:
        return day_range(stage.starts_on, stage.ends_on)
    first, last = month(stage.starts_on), month(stage.ends_on)
    if first == last:
        return first
    if stage.starts_on.year == stage.ends_on.year:
        first = first.rsplit(" ", 1)[0]
    return f"{first}–{last}"


@register.filter
def twelfth(months: float) -> str:
    """Months since January as a share of the year, for an SVG attribute."""
    return f"{float(months) / 12 * 100:.3f}"

"""Filters for the pages of reports."""

from django import template

from sinergi.core.dates import day_of, today
from sinergi.regions.models import Region
from sinergi.regions.queries import display_name
from sinergi.reports.models import Activity, Flag

register = template.Library()


@register.filter
def place(region: Region) -> str:
    """`Desa Sumberarum, Kabupaten Bojonegoro`: the region and the regency above it."""
    if region.code.count(".") < 2 or region.parent is None:
        return display_name(region)
    regency = region.parent if region.code.count(".") == 2 else region.parent.parent
    above = f", {display_name(regency)}" if regency else ""
    return f"{display_name(region)}{above}"


@register.filter
def own_place(region: Region) -> str:
    """`Desa Sumberarum`: the region alone, with its kind."""
    return display_name(region)


@register.filter
def waiting_days(activity: Activity) -> int:
    """For how many days a sent report has been waiting."""
    if activity.submitted_at is None:
        return 0
    return max(0, (today() - day_of(activity.submitted_at)).days)


@register.filter
def open_flags(activity: Activity) -> list[Flag]:
    """The doubts about an activity that nobody dismissed."""
    return [flag for flag in activity.flags.all() if flag.dismissed_at is None]


@register.filter
def is_web_address(reference: str) -> bool:
    """Whether a link may be followed, and not only read."""
    return reference.startswith(("https://", "http://"))

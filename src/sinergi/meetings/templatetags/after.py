"""What follows a meeting, as people read it."""

from decimal import Decimal

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sinergi.meetings.followup import Verdict
from sinergi.meetings.models import Session, Topic
from sinergi.meetings.queries import followup
from sinergi.meetings.queries.plans import measure_name as name_of
from sinergi.meetings.rules import in_language

register = template.Library()

#: Badge and icon of each verdict; it is never told by its colour alone.
VERDICTS: dict[str, tuple[Promise, str, str]] = {
    Verdict.REACHED: (_("Target reached"), "hijau", "check"),
    Verdict.MOVED: (_("Moved"), "nila", "up"),
    Verdict.NOT_YET: (_("Not yet moved"), "kuning", "minus"),
    Verdict.NO_BASELINE: (_("Reported, nothing to compare with"), "", "info"),
    Verdict.NO_DATA: (_("No data yet"), "", "clock"),
}


@register.filter
def title_of(row: Session | Topic) -> str:
    """A session's or topic's title in the reader's language."""
    return in_language(row.title_id, row.title_en)


@register.filter
def measure_name(key: str) -> str:
    """A measure's name in the reader's language."""
    return name_of(key)


@register.filter
def measured(value: Decimal | None, key: str) -> str:
    """A value with the unit of its measure."""
    return followup.measured_text(key, value)


@register.inclusion_tag("meetings/parts/verdict.html")
def verdict(code: str) -> dict[str, object]:
    """What the reports say of a plan, as a badge."""
    words, kind, icon = VERDICTS[code]
    return {"words": words, "kind": kind, "icon": icon}


@register.filter
def verdict_words(code: str) -> Promise:
    """What the reports say of a plan, in words."""
    return VERDICTS[code][0]

"""Draws and words what stands beside each other."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from sinergi.core import formatting
from sinergi.evaluation import words
from sinergi.evaluation.statistics.change import Change
from sinergi.evaluation.statistics.comparison import RaoScott
from sinergi.evaluation.statistics.estimation import Estimate

#: Odds of chance below which a difference is told as one.
UNLIKELY = 0.05
LEAST_SHOWN = 0.001

register = template.Library()
register.filter("effect_label", words.effect_label)


@register.filter
def is_real(test: RaoScott) -> bool:
    """Whether chance alone hardly explains what differs."""
    return test.p < UNLIKELY


@register.filter
def test_figures(test: RaoScott) -> str:
    """The figures of a test: `F(2,1; 431,0) = 3,20; p = 0,041`."""
    first, second = (formatting.number(df, 1) for df in test.df)
    chance = f"p = {formatting.number(test.p, 3)}"
    if test.p < LEAST_SHOWN:
        chance = f"p < {formatting.number(LEAST_SHOWN, 3)}"
    return f"F({first}; {second}) = {formatting.number(test.statistic, 2)}; {chance}"


@register.filter
def direction(change: Change) -> str:
    """What the interval of a difference says: it rose, fell, or neither is shown."""
    if change.ci is None or change.ci[0] <= 0 <= change.ci[1]:
        return gettext("No change proven")
    return gettext("Rose") if change.ci[0] > 0 else gettext("Fell")


@register.filter
def signed(value: float | None, places: int = 1) -> str:
    """A difference with its sign."""
    if value is None:
        return formatting.no_data()
    shown = formatting.number(abs(value), places)
    if not any(digit in shown for digit in "123456789"):
        return shown
    return f"{'+' if value > 0 else '−'}{shown}"


@register.filter
def signed_interval(change: Change, places: int = 1) -> str:
    """The interval of a difference, with signs; empty where there is none."""
    if change.ci is None:
        return ""
    low, high = (signed(end, places) for end in change.ci)
    return gettext("%(low)s to %(high)s") % {"low": low, "high": high}


@register.simple_tag
def change_strip(change: Change) -> SafeString:
    """Earlier above later on an axis from 0 to 100, intervals as bars."""
    rows = [("before", "32%", change.before), ("after", "68%", change.after)]
    said = gettext("before %(before)s, after %(after)s of 100") % {
        "before": formatting.number(change.before.value, 1),
        "after": formatting.number(change.after.value, 1),
    }
    return format_html(
        '<svg class="change-strip" role="img" aria-label="{}">'
        '<line class="change-strip__line" x1="0%" x2="100%" y1="50%" y2="50%"/>'
        "{}{}</svg>",
        said,
        format_html_join(
            "",
            '<line class="change-strip__tick" x1="{0}%" x2="{0}%" y1="10%" y2="90%"/>',
            ((place,) for place in (0, 25, 50, 75, 100)),
        ),
        format_html_join("", "{}", ((_dot(*row),) for row in rows)),
    )


def _dot(kind: str, y: str, found: Estimate) -> SafeString:
    if found.value is None:
        return SafeString("")
    low, high = found.ci or (found.value, found.value)
    return format_html(
        '<g class="change-strip__{0}"><line x1="{1}%" x2="{2}%" y1="{3}" y2="{3}"/>'
        '<circle cx="{4}%" cy="{3}" r="5"/></g>',
        kind,
        f"{max(low, 0):.2f}",
        f"{min(high, 100):.2f}",
        y,
        f"{found.value:.2f}",
    )

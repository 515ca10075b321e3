"""Draws scores on their scale, and labels what studies name by codes."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from sinergi.core import formatting
from sinergi.evaluation import words
from sinergi.evaluation.findings import Item, Score
from sinergi.evaluation.models import Study
from sinergi.evaluation.queries.results import scale_of
from sinergi.evaluation.statistics.scoring import two_decimals

register = template.Library()
register.filter("variable_label", words.variable_label)
register.filter("reliability_label", words.reliability_label)


@register.filter
def as_score(value: float | None) -> str:
    """A score as it is shown and classed: two decimals, rounded half up."""
    return formatting.number(None if value is None else two_decimals(value), 2)


@register.simple_tag
def score_strip(study: Study, score: Score, kind: str = "") -> SafeString:
    """A score as a dot on the scale with its classes, its interval as a bar."""
    if score.mean is None:
        return format_html('<span class="muted">{}</span>', formatting.no_data())
    scale = scale_of(study)
    bounds = [100 * n / len(scale.labels) for n in range(1, len(scale.labels))]
    low, high = score.ci or (score.mean, score.mean)
    return format_html(
        '<svg class="score-strip {}" role="img" aria-label="{}">'
        '<line class="score-strip__line" x1="0%" x2="100%" y1="50%" y2="50%"/>{}'
        '<line class="score-strip__ci" x1="{}%" x2="{}%" y1="50%" y2="50%"/>'
        '<circle cx="{}%" cy="50%" r="6"/></svg>',
        kind,
        interval_text(score),
        format_html_join(
            "",
            '<line class="score-strip__tick" x1="{0}%" x2="{0}%" y1="20%" y2="80%"/>',
            ((_percent(bound / 100),) for bound in bounds),
        ),
        _percent(scale.share(max(low, scale.lowest))),
        _percent(scale.share(min(high, scale.highest))),
        _percent(scale.share(score.mean)),
    )


@register.filter
def interval_text(score: Score) -> str:
    """The score and its interval in words."""
    if score.mean is None:
        return formatting.no_data()
    value = as_score(score.mean)
    if score.ci is None:
        return value
    low, high = (as_score(end) for end in score.ci)
    return gettext("%(value)s (95%% interval %(low)s–%(high)s)") % {
        "value": value,
        "low": low,
        "high": high,
    }


@register.filter
def only_interval(score: Score) -> str:
    """The interval alone: `4,05–4,13`; empty where there is none."""
    return "–".join(as_score(end) for end in score.ci) if score.ci else ""


@register.simple_tag
def share_bar(item: Item) -> SafeString:
    """How the answers to an item are spread over the codes, lowest first."""
    start, parts = 0.0, []
    last = max(len(item.shares) - 1, 1)
    for place, share in enumerate(item.shares.values()):
        parts.append((place * 4 // last + 1, start, share))
        start += share
    said = ", ".join(
        f"{code}: {formatting.percent(share, 0)}" for code, share in item.shares.items()
    )
    return format_html(
        '<svg class="share-bar" role="img" aria-label="{}">{}</svg>',
        said,
        format_html_join(
            "",
            '<rect class="share-bar__{}" x="{}%" width="{}%" height="100%"/>',
            ((shade, _percent(at), _percent(share)) for shade, at, share in parts),
        ),
    )


def _percent(share: float) -> str:
    """A length for an attribute, in percent with two decimals and a point."""
    return f"{100 * share:.2f}"

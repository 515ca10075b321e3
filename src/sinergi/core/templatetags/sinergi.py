"""Tags and filters that every template may use (a template built-in)."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from django import template
from django.forms import BaseForm, BoundField
from django.forms.boundfield import BoundWidget
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from sinergi.core import formatting

register = template.Library()

#: Space between two bands of a ruler, in hundredths of a point.
RULER_GAP = 40
#: A band that starts later than this has its text flush right.
RULER_LAST_TEXT = 7_600
SPRITE = Path(__file__).resolve().parent.parent / "static" / "core" / "icons.svg"

register.filter("number", formatting.number)
register.filter("score", formatting.score)
register.filter("rupiah", formatting.rupiah)
register.filter("percent", formatting.percent)
register.filter("short", formatting.short)
register.filter("day", formatting.day)
register.filter("short_day", formatting.short_day)
register.filter("digits_day", formatting.digits_day)
register.filter("day_range", formatting.day_range)
register.filter("month", formatting.month)
register.filter("month_name", formatting.month_name)
register.filter("moment", formatting.moment)
register.filter("clock", formatting.clock)
register.filter("file_size", formatting.file_size)
register.filter("duration", formatting.duration)
register.filter("join_list", formatting.join_list)


@register.filter
def ago(value: datetime | None) -> str:
    """`5 menit lalu`, with the exact time in the title."""
    if value is None:
        return formatting.no_data()
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        formatting.moment(value),
        formatting.ago(value, timezone.now()),
    )


@register.filter
def iso(value: date) -> str:
    """The value as in files and in `datetime` attributes."""
    return value.isoformat()


@cache
def icon_names() -> frozenset[str]:
    """The names in the sprite."""
    root = ET.parse(SPRITE).getroot()  # noqa: S314 - our own file
    return frozenset(symbol.attrib["id"] for symbol in root)


def _use(name: str) -> SafeString:
    if name not in icon_names():
        raise ValueError(f"No icon is called “{name}”. See docs/design-system.md.")
    return format_html('<use href="{}#{}"/>', static("core/icons.svg"), name)


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """One icon beside its words; `size="l"` is the larger one."""
    return format_html(
        '<svg class="i{}" aria-hidden="true">{}</svg>',
        f" i--{size}" if size else "",
        _use(name),
    )


#: Class of each traffic light; the names of the colours are those of the design.
LIGHT_CLASSES = {
    "green": "hijau",
    "yellow": "kuning",
    "red": "merah",
    "no_data": "abu",
    "no_account": "abu",
}


def light_word(colour: str) -> str:
    """The word beside a light."""
    return {
        "green": gettext("Green"),
        "yellow": gettext("Yellow"),
        "red": gettext("Red"),
        "no_data": gettext("No data"),
        "no_account": gettext("No account"),
    }[colour]


@register.simple_tag
def light(colour: str, score: int | None = None, size: str = "") -> SafeString:
    """Traffic light: colour, shape and word, with the score (hundredths) if given."""
    word = light_word(colour)
    if score is not None:
        word = f"{word} {formatting.score(score)}"
    return format_html(
        '<span class="light light--{}{}"><svg aria-hidden="true">{}</svg>{}</span>',
        LIGHT_CLASSES[colour],
        f" light--{size}" if size else "",
        _use(f"light-{colour}"),
        word,
    )


@register.filter
def light_class(colour: str) -> str:
    """`hijau` for `green`: the class of a badge, dot or note in that colour."""
    return LIGHT_CLASSES[colour]


@register.simple_tag
def meter(ratio: float | None, kind: str = "nila", size: str = "") -> SafeString:
    """A bar filled to a ratio of 0 to 1; the figure stands beside it in words."""
    width = max(0.0, min(1.0, float(ratio or 0))) * 100
    return format_html(
        '<svg class="meter{}" aria-hidden="true">'
        '<rect class="m-track" width="100%" height="100%" rx="4"/>'
        '<rect class="m-{}" width="{}%" height="100%" rx="4"/></svg>',
        f" meter--{size}" if size else "",
        kind,
        f"{width:.2f}",
    )


@register.filter
def widget_kind(field: BoundField) -> str:
    """How a field is laid out: `choices`, `checkbox`, `hidden` or `control`."""
    if field.is_hidden:
        return "hidden"
    kind = getattr(field.field.widget, "input_type", "")
    if field.use_fieldset and hasattr(field.field.widget, "option_template_name"):
        return "choices"
    return "checkbox" if kind == "checkbox" else "control"


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The field's widget in our classes; typed text is kept as it was typed."""
    attrs: dict[str, str | bool] = {}
    if getattr(field.field.widget, "input_type", "") != "checkbox":
        classes = str(field.field.widget.attrs.get("class", ""))
        attrs["class"] = f"input {classes}".strip()
    described = [f"{field.auto_id}_hint"] if field.help_text else []
    described += [f"{field.auto_id}_error"] if field.errors else []
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attrs)


@register.filter
def choice_hint(choice: BoundWidget) -> str:
    """The line below one choice, where its widget explains it."""
    hints: Mapping[str, object] = getattr(choice.parent_widget, "hints", {})
    return str(hints.get(str(choice.data["value"]), ""))


@register.filter
def error_count(form: BaseForm) -> int:
    """How many things the reader has to mend in this form."""
    return sum(len(messages) for messages in form.errors.values())


@register.filter
def error_target(field: BoundField) -> str:
    """The id to which the error summary jumps for this field."""
    return field.auto_id if field.use_fieldset else field.id_for_label


@register.filter
def pair_with(
    cells: Iterable[object], columns: Sequence[object]
) -> list[tuple[object, object]]:
    """Each cell of a row with its column."""
    return list(zip(cells, columns, strict=True))


@register.inclusion_tag("core/parts/ruler.html")
def ruler(
    score: int | None, yellow_from: int = 5000, green_from: int = 7500
) -> dict[str, object]:
    """A score on its bands. All three are hundredths of a point."""
    starts = {"red": 0, "yellow": yellow_from, "green": green_from}
    ends = (yellow_from - RULER_GAP, green_from - RULER_GAP, 10_000)
    points = {name: formatting.number(Decimal(at) / 100) for name, at in starts.items()}
    words = gettext(
        "Score %(score)s on a ruler from 0 to 100: red below %(yellow)s, "
        "yellow from %(yellow)s, green from %(green)s"
    )
    return {
        "bands": [
            {
                "colour": LIGHT_CLASSES[name],
                "start": f"{start / 100:.2f}",
                "width": f"{(end - start) / 100:.2f}",
                "text": f"{points[name]} · {light_word(name)}",
                "is_end": start > RULER_LAST_TEXT,
            }
            for (name, start), end in zip(starts.items(), ends, strict=True)
        ],
        "description": words % {"score": formatting.score(score), **points},
        "at": None if score is None else f"{score / 100:.2f}",
    }


@register.inclusion_tag("core/parts/split_bar.html")
def split_bar(counts: Mapping[str, int]) -> dict[str, object]:
    """Shares of all libraries by traffic light, always in the same order."""
    total = sum(counts.values())
    legend, start = [], 0
    for colour, css in LIGHT_CLASSES.items():
        count = counts.get(colour, 0)
        legend.append(
            {
                "colour": colour,
                "css": "akun" if colour == "no_account" else css,
                "count": count,
                "share": count / total if total else None,
                "start": f"{100 * start / total if total else 0:.2f}",
                "width": f"{100 * count / total if total else 0:.2f}",
                "text": f"{light_word(colour)} {formatting.number(count)}",
            }
        )
        start += count
    unit = ngettext("%(count)s library", "%(count)s libraries", total)
    whole = unit % {"count": formatting.number(total)}
    parts = formatting.join_list([str(entry["text"]) for entry in legend])
    return {
        "parts": [entry for entry in legend if entry["count"]],
        "legend": legend,
        "description": f"{whole}: {parts}",
    }

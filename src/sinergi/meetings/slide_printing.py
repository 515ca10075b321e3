"""Achievement updates on paper: slides of 16:9, set by typst, one to a page."""

import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sinergi.core import formatting
from sinergi.core.printing import demonstration_mark
from sinergi.core.templatetags.sinergi import light_word
from sinergi.indicators import charts, drawing
from sinergi.meetings.models import AchievementUpdate, UpdateFreeze
from sinergi.meetings.rules import in_language
from sinergi.meetings.slides import Deck, chart_spec

TEMPLATE = Path(__file__).resolve().parent / "typst" / "slides.typ"
#: Width at which the chart is drawn for a page across.
PAGE = 500

_local = threading.local()


def slides_pdf(
    row: AchievementUpdate, freeze: UpdateFreeze, deck: Deck, speakers: Sequence[str]
) -> bytes:
    """The deck as a PDF; it says what the page says."""
    given = json.dumps(_sheet(row, freeze, deck, speakers))
    pdf: bytes = _compiler().compile(
        format="pdf", sys_inputs={"deck": given, "mark": demonstration_mark()}
    )
    return pdf


def _sheet(
    row: AchievementUpdate, freeze: UpdateFreeze, deck: Deck, speakers: Sequence[str]
) -> dict[str, object]:
    session = row.session
    meeting = session.meeting
    has_trend = any(value is not None for value in deck.trend)
    return {
        "lang": formatting.language(),
        "meeting": meeting.title,
        "days": formatting.day_range(meeting.starts_on, meeting.ends_on),
        "session": in_language(session.title_id, session.title_en),
        "name": deck.name,
        "place": deck.place,
        "scope": deck.scope,
        "headline": deck.headline,
        "speakers": _speakers(speakers),
        "titles": deck.titles,
        "tiles": [vars(tile) for tile in deck.tiles],
        "changed": list(deck.changed),
        "changed_head": _("What has changed"),
        "findings": list(deck.findings),
        "lights": _lights(deck),
        "light": _light(deck),
        "chart": drawing.svg(chart_spec(deck, freeze.numbers, PAGE))
        if has_trend
        else "",
        "empty": _(
            "No verified report in these months. This is not the same as nought."
        ),
        "months": [[one.month, one.attendances, one.activities] for one in deck.months],
        "unknown": _("– no verified report; this is not the same as nought")
        if deck.has_gaps
        else "",
        "heads": [_("Month"), _("Attendances"), _("Activities")],
        "peers": [vars(peer) | {"median_said": _("median")} for peer in deck.peers],
        "peers_rule": deck.peers_rule,
        "peers_field": deck.peers_field,
        "peers_words": [_("This partner"), _("Median of peers"), _("Middle half")],
        "told": [
            [one.quote, f"{one.alias} · {one.library.name}"] for one in deck.testimonies
        ],
        "made": [_product(one) for one in deck.products],
        "made_head": _("Made after learning in the library"),
        "lesson": list(deck.lesson),
        "lesson_head": _("What we learnt"),
        "next": list(deck.next_step),
        "next_head": _("What comes next"),
        "steps": list(deck.steps),
        "steps_head": _("What would raise the score most"),
        "notes": _notes(deck),
        "source": deck.source,
        "stamp": deck.stamp,
    }


def _speakers(names: Sequence[str]) -> str:
    if not names:
        return ""
    return _("Presented by %(names)s") % {"names": formatting.join_list(names)}


def _lights(deck: Deck) -> list[list[object]]:
    """Each colour of an area with its word, count and share; empty for a library."""
    if deck.lights is None:
        return []
    total = sum(deck.lights.values())
    return [
        [
            colour,
            light_word(colour),
            formatting.number(count),
            count / total if total else 0,
        ]
        for colour, count in deck.lights.items()
    ]


def _light(deck: Deck) -> dict[str, object]:
    light = deck.light
    return {
        **vars(light),
        "lines": [vars(line) for line in light.lines],
        "own": _("Light of %(library)s") % {"library": deck.name},
        "of": _("of 100"),
        "heads": [_("Indicator"), _("Light"), _("Reached"), _("Points / weight")],
        "words": {name: light_word(name) for name in charts.LIGHTS},
    }


def _product(one: Any) -> list[str]:
    price = formatting.rupiah(one.price_idr, 0) if one.price_idr is not None else ""
    if price and one.unit:
        price = f"{price} / {one.unit}"
    return [one.name, one.maker.alias, price]


def _notes(deck: Deck) -> list[str]:
    notes = [deck.unverified] if deck.unverified else []
    if deck.hides:
        notes.append(_("Counts of fewer than 5 persons are hidden for privacy."))
    return notes


def _compiler() -> Any:
    import typst

    if not hasattr(_local, "compiler"):
        _local.compiler = typst.Compiler(str(TEMPLATE))
    return _local.compiler

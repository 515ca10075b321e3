"""The slides of a freeze, put together."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from sinergi.core import formatting
from sinergi.meetings.disclosed import as_public
from sinergi.meetings.models import AchievementUpdate, UpdateFreeze
from sinergi.meetings.slides.comparison import (
    peer_rows,
    peers_field,
    peers_rule,
    peers_title,
)
from sinergi.meetings.slides.figures import (
    chart_words,
    findings_of,
    headline_of,
    month_row,
    tiles_of,
    trend_title,
)
from sinergi.meetings.slides.lights import light_of, lights_title, steps_of
from sinergi.meetings.slides.shapes import Deck, Part
from sinergi.meetings.slides.words import (
    Numbers,
    hides_any,
    paragraphs,
    period_words,
    place_words,
    scope_words,
    stamp_words,
)
from sinergi.meetings.wording import unverified_numbers
from sinergi.stories.models import Product, Testimony


def deck_of(
    row: AchievementUpdate,
    freeze: UpdateFreeze,
    *,
    public: bool,
    testimonies: Sequence[Testimony],
    products: Sequence[Product],
) -> Deck:
    """The slides of a freeze.

    Args:
        row: The update with its words.
        freeze: The numbers.
        public: Whether everybody may read it, so that small counts are hidden.
        testimonies: Those that this reader may see.
        products: Likewise.
    """
    numbers: Numbers = as_public(freeze.numbers) if public else freeze.numbers
    light = light_of(numbers)
    months = [month_row(point) for point in numbers["trend"]]
    peers = peer_rows(numbers["peers"]["standings"])
    words = (row.headline, row.what_changed, row.lesson, row.next_step)
    titles = {
        "mitra": numbers["scope"]["library"],
        "angka": _("What the verified reports say"),
        "lampu": lights_title(numbers, light),
        "tren": trend_title(numbers),
        "sebaya": peers_title(numbers["peers"]),
    }
    if testimonies or products:
        titles["kisah"] = _("Told and made by those who use the library")
    titles["lanjut"] = _("What we learnt, and what comes next")
    return Deck(
        name=numbers["scope"]["library"],
        place=", ".join(place_words(numbers["scope"])),
        scope=scope_words(numbers["scope"]),
        headline=row.headline or headline_of(numbers, light),
        period=period_words(numbers),
        tiles=tiles_of(numbers, light),
        changed=paragraphs(row.what_changed),
        findings=findings_of(numbers),
        light=light,
        lights=numbers["lights"],
        months=months,
        chart=chart_words(months),
        peers=peers,
        peers_rule=peers_rule(numbers),
        peers_field=peers_field(numbers["peers"]),
        testimonies=testimonies,
        products=products,
        lesson=paragraphs(row.lesson),
        next_step=paragraphs(row.next_step),
        steps=steps_of(numbers["score"]["lines"]),
        unverified=_unverified(" \n ".join(words), freeze.numbers),
        hides=hides_any(numbers),
        source=_("Verified activity reports, %(period)s")
        % {"period": period_words(numbers)},
        stamp=stamp_words(freeze),
        parts=[Part(anchor, title) for anchor, title in titles.items()],
        trend=[point["attendances"] for point in numbers["trend"]],
    )


def first_sentence(numbers: Numbers) -> str:
    """What the numbers say to everybody in one sentence."""
    shown = as_public(numbers)
    return headline_of(shown, light_of(shown))


def _unverified(text: str, numbers: Numbers) -> str:
    """A note on numbers that people typed and nobody verified."""
    found = unverified_numbers(text, numbers)
    if not found:
        return ""
    return _(
        "Typed by the partner and not among the verified figures: %(numbers)s."
    ) % {"numbers": formatting.join_list(found)}

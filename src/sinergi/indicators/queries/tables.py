"""Schemes, previews, targets and snapshots in the words and cells of their pages."""

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from sinergi.core import formatting
from sinergi.indicators.measures import MEASURES
from sinergi.indicators.models import Scheme, Snapshot, Target
from sinergi.indicators.queries.previews import Preview
from sinergi.indicators.queries.shapes import ColourCount
from sinergi.indicators.queries.steering import may_set_target
from sinergi.network.enums import LibraryKind
from sinergi.regions.queries import display_name

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User

COLOURS = ("green", "yellow", "red", "no_data", "no_account")


def scheme_words(scheme: Scheme) -> dict[str, Any]:
    """A scheme with its name and note in the reader's language."""
    english = formatting.language() == "en"
    return {
        "pk": scheme.pk,
        "record": scheme,
        "name": scheme.name_en if english else scheme.name_id,
        "note": scheme.note_en if english else scheme.note_id,
        "kind": scheme.get_library_kind_display(),
        "year": str(scheme.year),
        "version": str(scheme.version),
        "origin_year": str(scheme.based_on.year) if scheme.based_on else "",
        "state": scheme.state,
        "state_label": scheme.get_state_display(),
        "is_draft": scheme.state == "draft",
        "count": len(scheme.indicators.all()),
    }


def scheme_lines(scheme: Scheme) -> list[dict[str, Any]]:
    """The indicators of a scheme as rows."""
    english = formatting.language() == "en"
    return [
        {
            "name": line.name_en if english else line.name_id,
            "measure": MEASURES[line.measure].name(formatting.language()),
            "target": _target(line.target, line.measure),
            "per": line.get_period_months_display(),
            "weight": line.weight,
            "cap": line.cap_pct,
        }
        for line in scheme.indicators.all()
    ]


def total_weight(scheme: Scheme) -> int:
    """The sum of the weights; 100 when it can be published."""
    return sum(line.weight for line in scheme.indicators.all())


def _target(value: Decimal, measure: str) -> str:
    places = 0 if value == value.to_integral_value() else 2
    text = formatting.number(value, places)
    return f"{text}%" if MEASURES[measure].is_share else text


def colour_table(found: Preview) -> dict[str, Any]:
    """Colour counts by the scheme in force and by the draft."""
    rows = [(_("This draft"), found.new)]
    if found.old is not None:
        rows.insert(0, (_("Scheme in force"), found.old))
    return {
        "counts_old": _counts(found.old) if found.old else None,
        "counts_new": _counts(found.new),
        "colour_rows": [
            [name, *(formatting.number(count) for count in _counts(row).values())]
            for name, row in rows
        ],
    }


def _counts(row: ColourCount) -> dict[str, int]:
    return {colour: getattr(row, colour) for colour in COLOURS}


def mover_table(found: Preview) -> list[dict[str, Any]]:
    """The libraries whose score moves most."""
    return [
        {
            "library_id": mover.library_id,
            "name": mover.name,
            "old": mover.old,
            "new": mover.new,
            "old_colour": mover.old_colour,
            "new_colour": mover.new_colour,
            "change": signed(mover.change),
        }
        for mover in found.movers
    ]


def signed(hundredths: int) -> str:
    """A change of score with its sign: +4,00 or −2,60."""
    text = formatting.score(abs(hundredths))
    return f"+{text}" if hundredths >= 0 else f"{formatting.MINUS}{text}"


def target_words(user: "User | AnonymousUser", target: Target) -> dict[str, Any]:
    """A target as a row, and whether this person may change it."""
    place = _("Indonesia")
    if target.region is not None:
        place = display_name(target.region)
    elif target.library is not None:
        place = target.library.name
    measure = MEASURES.get(target.measure)
    return {
        "pk": target.pk,
        "measure": measure.name(formatting.language()) if measure else target.measure,
        "place": place,
        "kind": target.get_library_kind_display() if target.library_kind else "",
        "period": formatting.day_range(target.starts_on, target.ends_on),
        "value": _target(target.value, target.measure)
        if measure
        else formatting.number(target.value),
        "plan": target.plan,
        "source": target.source,
        "is_proposal": target.is_proposal,
        "may_change": may_set_target(
            user, region=target.region_id or "", library=target.library
        ),
    }


def snapshot_tables(snapshot: Snapshot) -> dict[str, Any]:
    """A snapshot's totals as rows, and the schemes that judged."""
    stored = snapshot.figures.get("measures", {})
    totals = [
        {
            "name": MEASURES[key].name(formatting.language())
            if key in MEASURES
            else key,
            "value": _frozen(key, entry["total"]),
            "version": snapshot.methods.get(key, 1),
        }
        for key, entry in stored.items()
    ]
    colours = snapshot.figures.get("total_colours", {})
    return {
        "totals": totals,
        "counts": {colour: int(colours.get(colour, 0)) for colour in COLOURS},
        "schemes": [
            {
                "kind": LibraryKind(scheme["kind"]).label,
                "year": str(scheme["year"]),
                "version": str(scheme["version"]),
            }
            for scheme in snapshot.schemes
        ],
        "place": display_name(snapshot.region) if snapshot.region else _("Indonesia"),
        "last_month": dt.date(snapshot.as_of.year, snapshot.as_of.month, 1),
    }


def _frozen(key: str, value: str | None) -> str:
    if value is None:
        return formatting.no_data()
    amount = Decimal(value)
    measure = MEASURES.get(key)
    if measure is not None and measure.unit == "idr":
        return formatting.rupiah(amount)
    return _target(amount, key) if measure else formatting.number(amount)

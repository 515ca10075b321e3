"""The example schemes that an installation starts with: proposals, labelled so."""

import json
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from sinergi.indicators.models import Scheme
from sinergi.indicators.services.schemes import (
    IndicatorContent,
    SchemeContent,
    add_scheme,
    publish_scheme,
)

EXAMPLES = Path(__file__).resolve().parent.parent / "data" / "schemes.json"


@transaction.atomic
def load_schemes() -> list[Scheme]:
    """Publish the example schemes of kinds that have none for the year; idempotent."""
    stored = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    loaded = []
    for kind, lines in stored["kinds"].items():
        if Scheme.objects.filter(year=stored["year"], library_kind=kind).exists():
            continue
        draft = add_scheme(
            by=None,
            year=stored["year"],
            library_kind=kind,
            content=SchemeContent(
                name_id=stored["name_id"],
                name_en=stored["name_en"],
                note_id=stored["note_id"],
                note_en=stored["note_en"],
                green_from=stored["green_from"],
                yellow_from=stored["yellow_from"],
                indicators=[
                    _line(key, numbers, stored["indicators"])
                    for key, numbers in lines.items()
                ],
            ),
        )
        loaded.append(publish_scheme(by=None, scheme=draft))
    return loaded


def _line(
    key: str, numbers: list[str | int], words: dict[str, dict[str, str]]
) -> IndicatorContent:
    target, period, weight = numbers
    return IndicatorContent(
        key=key,
        target=Decimal(str(target)),
        period_months=int(period),
        weight=int(weight),
        name_id=words[key]["name_id"],
        name_en=words[key]["name_en"],
        measure=words[key]["measure"],
        advice_id=words[key]["advice_id"],
        advice_en=words[key]["advice_en"],
    )

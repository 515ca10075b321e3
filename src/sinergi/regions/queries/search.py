"""Finding areas by name and code."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db.models import (
    BooleanField,
    Case,
    ExpressionWrapper,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from sinergi.regions.models import Region, RegionName
from sinergi.regions.queries.editions import edition_on, territory
from sinergi.regions.rules import (
    ancestor_codes,
    display_name,
    folded,
    parent_code,
)

MAX_WORDS = 6


@dataclass(frozen=True)
class RegionHit:
    """One area found; `path_name` tells areas of the same name apart."""

    code: str
    name: str
    kind: str
    parent_name: str
    path_name: str


def search_regions(
    text: str,
    *,
    kind: str = "",
    parent: str = "",
    on: dt.date | None = None,
    limit: int = 20,
) -> list[RegionHit]:
    """Areas whose name or code fits, best first.

    Letter case, accents, spaces and the order of words do not matter, and the
    beginning of a word is enough. Words may also name an area above ("cibinong
    bogor"). A text of digits and dots is the beginning of a code.

    Args:
        text: What was typed; nothing is found for nothing.
        kind: Kinds wanted, comma-separated; all by default.
        parent: Code of the area in which to look.
        on: Codes, names and parents of this day instead of today's.
        limit: Number of areas at most.
    """
    names = RegionName.objects.all()
    if kind:
        names = names.filter(kind__in=kind.split(","))
    names = _within(names, parent, on)
    if _is_code(text):
        found = names.filter(_starts_with(text.strip(), on)).order_by("region_id")
    else:
        found = _by_words(names, folded(text))
    return _hits(list(found.values_list("region_id", flat=True)[:limit]), on)


def _is_code(text: str) -> bool:
    text = text.strip()
    return bool(text) and text[0].isdigit() and not set(text) - set("0123456789.")


def _starts_with(code: str, on: dt.date | None) -> Q:
    """Codes that begin with the text, today or as they were on a day."""
    condition = Q(region__code__startswith=code)
    if on is None:
        return condition
    past = edition_on(on).codes
    condition &= ~_below(list(past))
    for today, then in past.items():
        if then.startswith(code):
            condition |= _below([today])
        elif code.startswith(f"{then}."):
            condition |= Q(region__code__startswith=today + code[len(then) :])
    return condition


def _below(codes: Sequence[str]) -> Q:
    condition = Q(pk__in=codes)
    for code in codes:
        condition |= Q(region__code__startswith=f"{code}.")
    return condition


def _within(
    names: QuerySet[RegionName], parent: str, on: dt.date | None
) -> QuerySet[RegionName]:
    if not parent:
        return names
    if on is None:
        return names.filter(region__code__startswith=f"{parent}.")
    return names.filter(_below(territory(parent, on)))


def _by_words(names: QuerySet[RegionName], text: str) -> QuerySet[RegionName]:
    words = text.split()[:MAX_WORDS]
    if not words:
        return names.none()
    squeezed = Q(_has("words", "".join(words)))
    own = reduce(or_, (Q(_has("words", word)) for word in words))
    every = reduce(
        and_, (Q(_has("words", word)) | Q(_has("path", word)) for word in words)
    )
    all_own = reduce(and_, (Q(_has("words", word)) for word in words))
    rank = Case(
        When(Q(base=text) | Q(words__startswith=f" {text} "), then=0),
        When(all_own | squeezed, then=1),
        default=2,
        output_field=IntegerField(),
    )
    fits = own & every
    if len(words) > 1:
        fits |= squeezed  # "tanjung pinang" is written in one word, too
    return names.filter(fits).order_by(rank, "level", "region_id")


def _has(field: str, word: str) -> "ExpressionWrapper[GreaterThan]":
    """Whether a word of the field begins so; each word follows a space."""
    return ExpressionWrapper(
        GreaterThan(StrIndex(field, Value(f" {word}")), 0),
        output_field=BooleanField(),
    )


def _hits(codes: list[str], on: dt.date | None) -> list[RegionHit]:
    """The areas of the codes in their order, with the names above them."""
    wanted = {part for code in codes for part in (code, *ancestor_codes(code))}
    regions = {
        region.code: region
        for region in Region.objects.filter(code__in=wanted).only(
            "code", "name", "kind"
        )
    }
    past = edition_on(on) if on else None
    names = {
        code: display_name(code, region.name, region.kind)
        for code, region in regions.items()
    }
    hits = []
    for code in codes:
        then = past.code_of(code) if past else code
        region = regions[code]
        above = [names.get(part, "") for part in ancestor_codes(code)]
        if past and then != code:
            names_then = past.names
            above = [
                names_then.get(part) or _name_of(part) for part in ancestor_codes(then)
            ]
        hits.append(
            RegionHit(
                code=then,
                name=names[code],
                kind=region.kind,
                parent_name=above[-1] if above else "",
                path_name=", ".join(reversed(above)),
            )
        )
    return hits


def _name_of(code: str) -> str:
    region = Region.objects.filter(code=code).first()
    if region is None:
        return parent_code(code)
    return display_name(region.code, region.name, region.kind)

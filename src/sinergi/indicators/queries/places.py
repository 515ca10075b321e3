"""Where the libraries of a cut lie, and what the areas are called."""

import datetime as dt
from collections.abc import Collection, Hashable, Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from sinergi.analytics import engine
from sinergi.indicators.errors import NotPublic, UnknownCut
from sinergi.indicators.queries.shapes import Cut
from sinergi.regions.models import Region
from sinergi.regions.queries import code_map_on, edition_on
from sinergi.regions.rules import display_name, kind_of_code

if TYPE_CHECKING:
    import ibis.expr.types as ir

LEVELS = ("", "province", "regency", "district", "village", "library")
PERIODS = ("", "month", "year")
NATION = "Indonesia"
CHUNK = 900


def check(cut: Cut, *, level: str = "", per: str = "", public: bool = False) -> None:
    """Refuse a cut that figures do not have, or that is not for everybody.

    Raises:
        UnknownCut: A level, period or order of months that does not exist.
        NotPublic: Below the level of provinces.
    """
    if level not in LEVELS:
        raise UnknownCut(_("There is no such level."), field="level")
    if per not in PERIODS:
        raise UnknownCut(_("There is no such period."), field="per")
    if cut.first > cut.last or cut.first.day != 1 or cut.last.day != 1:
        raise UnknownCut(
            _("A period runs from one whole month to a later one."), field="from"
        )
    if public and (level not in LEVELS[:2] or len(cut.region) > 2):
        raise NotPublic(_("Please log in to see figures below provinces."))


def placed(cut: Cut) -> "ir.Table":
    """The libraries of a cut with their code on its boundaries."""
    from sinergi.indicators.expressions import cuts

    return cuts.placed_libraries(
        engine.table("libraries"),
        codes_on(cut.boundaries_on),
        region=cut.region,
        kind=cut.kind,
    )


def is_regency_or_above(code: str) -> bool:
    """Whether an area is made up of whole regencies; '' is the nation."""
    return len(code) <= len("35.78")


def key_of(cut: Cut) -> tuple[Hashable, ...]:
    """All that an expression on a cut depends on."""
    return cut, frozenset(codes_on(cut.boundaries_on).items())


def codes_on(day: dt.date | None) -> dict[str, str]:
    """Today's code prefixes to those of a day; empty for today."""
    if day is None:
        return {}
    return engine.open_lake().remembered(("codes", day), lambda: code_map_on(day))


def areas(cut: Cut, level: str) -> list[str]:
    """Every area of a level in which a library of the cut lies, in order."""
    from sinergi.indicators.expressions import cuts

    if level == "":
        return [""]
    place = Cut(region=cut.region, kind=cut.kind, boundaries_on=cut.boundaries_on)
    rows = engine.open_lake().answer(
        ("areas", *key_of(place), level), lambda: cuts.areas(placed(cut), level)
    )
    return [str(code) for (code,) in rows]


def names_of(codes: Collection[str], cut: Cut, level: str) -> dict[str, str]:
    """Names by code; areas carry the name of the cut's boundary edition."""
    if level == "":
        return {"": _own_name(cut)}
    if level == "library":
        return _library_names(codes)
    return engine.open_lake().remembered(
        ("names", cut.boundaries_on, level, cut.region, frozenset(codes)),
        lambda: area_names(codes, cut.boundaries_on),
    )


def area_names(codes: Iterable[str], day: dt.date | None = None) -> dict[str, str]:
    """Display names of areas by code, as of today or a day; the code if unknown."""
    wanted = sorted(set(codes))
    past = edition_on(day) if day else None
    names = {code: code for code in wanted}
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        for code, name, kind in Region.objects.filter(code__in=part).values_list(
            "code", "name", "kind"
        ):
            names[code] = display_name(code, name, kind)
    if past is not None:
        for code in wanted:
            if code in past.names:
                names[code] = display_name(code, past.names[code], kind_of_code(code))
    return names


def _own_name(cut: Cut) -> str:
    return (
        area_names([cut.region], cut.boundaries_on)[cut.region]
        if cut.region
        else NATION
    )


def _library_names(ids: Collection[str]) -> dict[str, str]:
    lake = engine.open_lake()
    if len(ids) < CHUNK:
        found = lake.lookup("libraries", [int(number) for number in ids])
        return {str(row["library"]): str(row["name"]) for row in found}
    libraries = engine.table("libraries")
    rows = lake.answer(("library names",), lambda: libraries.select("library", "name"))
    return {str(library): str(name) for library, name in rows}

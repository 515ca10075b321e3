"""What a draft scheme would change, on real data."""

import datetime as dt
from dataclasses import dataclass

from sinergi.analytics import engine
from sinergi.indicators import scoring
from sinergi.indicators.models import Scheme
from sinergi.indicators.queries.schemes import judge_of, judges_for
from sinergi.indicators.queries.scores import colours, scores
from sinergi.indicators.queries.shapes import ColourCount, Cut, LibraryScore

MOVERS = 10


@dataclass(frozen=True)
class Mover:
    """A library whose score the draft changes."""

    library_id: int
    name: str
    old: int
    new: int
    old_colour: str
    new_colour: str

    @property
    def change(self) -> int:
        """Hundredths won or lost."""
        return self.new - self.old


@dataclass(frozen=True)
class Preview:
    """Colours by the scheme in force and by the draft, and who moves most."""

    cut: Cut
    old: ColourCount | None
    new: ColourCount
    movers: list[Mover]
    changed: int


def preview(scheme: Scheme) -> Preview:
    """Judge the scheme's year, or the latest twelve months with data before it."""
    cut = preview_cut(scheme.year, scheme.library_kind)
    draft = [judge_of(scheme)]
    former = judges_for(cut.last, scheme.library_kind)
    new = {row.library_id: row for row in scores(cut, judges=draft)}
    old = {row.library_id: row for row in scores(cut, judges=former)}
    movers = [
        _mover(old[library], row)
        for library, row in new.items()
        if library in old and row.score is not None and row.score != old[library].score
    ]
    movers.sort(key=lambda mover: (-abs(mover.change), mover.library_id))
    return Preview(
        cut=cut,
        old=colours(cut, judges=former)[0] if former else None,
        new=colours(cut, judges=draft)[0],
        movers=movers[:MOVERS],
        changed=sum(1 for mover in movers if mover.old_colour != mover.new_colour),
    )


def preview_cut(year: int, kind: str) -> Cut:
    """January to the last month of the year that has reports."""
    months = [dt.date.fromisoformat(f"{month}-01") for month in months_with_reports()]
    known = [month for month in months if month.year <= year] or months
    last = max(known, default=dt.date(year, 12, 1))
    first = dt.date(last.year, 1, 1) if last.year == year else scoring.earlier(last, 11)
    return Cut(kind=kind, first=first, last=last)


def months_with_reports() -> list[str]:
    """The months of which the figures hold reports, in order."""
    pieces = engine.open_lake().manifest.cubes.get("activity_months", ())
    return sorted({month for piece in pieces for month in piece.months})


def _mover(old: LibraryScore, new: LibraryScore) -> Mover:
    return Mover(
        new.library_id,
        new.name,
        old.score or 0,
        new.score or 0,
        old.colour,
        new.colour,
    )

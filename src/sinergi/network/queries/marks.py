"""Short signs of what a person read, to notice that it changed meanwhile."""

from collections.abc import Iterable
from hashlib import sha256

from sinergi.network.models import Library, ProgrammeStage


def description_mark(library: Library) -> str:
    """Of what is known of a library besides its name and place."""
    return _mark([(library.npp, library.address, library.opened_on)])


def stages_mark(stages: Iterable[ProgrammeStage]) -> str:
    """Of the stages of a programme's year in their order."""
    return _mark(
        (
            stage.key,
            stage.name_id,
            stage.name_en,
            stage.starts_on,
            stage.ends_on,
            stage.date_precision,
            stage.place,
            stage.description_id,
            stage.description_en,
            stage.source,
        )
        for stage in stages
    )


def _mark(rows: Iterable[tuple[object, ...]]) -> str:
    return sha256(repr(list(rows)).encode()).hexdigest()[:16]

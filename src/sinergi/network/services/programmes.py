"""Programmes and the stages of their years."""

import csv
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import changes, record
from sinergi.network.enums import DatePrecision
from sinergi.network.errors import ChangedMeanwhile, UnfitStages
from sinergi.network.models import Programme, ProgrammeStage
from sinergi.network.queries.marks import stages_mark
from sinergi.network.services.access import require_steer

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class StageContent:
    """A stage as it shall be; its order is its place in the list."""

    key: str
    name_id: str
    name_en: str
    starts_on: dt.date
    ends_on: dt.date
    date_precision: str = DatePrecision.DAY
    place: str = ""
    description_id: str = ""
    description_en: str = ""
    source: str = ""


@transaction.atomic
def set_programme(
    *,
    by: User | None,
    key: str,
    name_id: str,
    name_en: str,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    description_id: str = "",
    description_en: str = "",
    source: str = "",
) -> Programme:
    """Make a programme, or change the one of this key; equal content writes nothing.

    Raises:
        OutOfScope: The acting person is not of the national team.
    """
    require_steer(by)
    wanted: dict[str, object] = {
        "name_id": name_id,
        "name_en": name_en,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "description_id": description_id,
        "description_en": description_en,
        "source": source,
    }
    programme = Programme.objects.select_for_update().filter(key=key).first()
    before = {name: getattr(programme, name, None) for name in wanted}
    old, new = changes(before, wanted)
    if programme is not None and not new:
        return programme
    programme, _made = Programme.objects.update_or_create(key=key, defaults=wanted)
    record(by=by, action="set_programme", target=programme, old=old, new=new)
    return programme


@transaction.atomic
def set_stages(
    *,
    by: User | None,
    programme: Programme,
    year: int,
    stages: Sequence[StageContent],
    seen: str | None = None,
) -> list[ProgrammeStage]:
    """Set the stages of a programme's year in their order; those left out go.

    A stage keeps its record as long as its key stays. Equal content writes nothing.

    `seen` is the `stages_mark` that the person started from.

    Raises:
        ChangedMeanwhile: Somebody changed the stages since they were `seen`.
        OutOfScope: The acting person is not of the national team.
        UnfitStages: Keys repeat, or a stage ends before it begins.
    """
    require_steer(by)
    _check(stages)
    Programme.objects.select_for_update().get(pk=programme.pk)
    rows = ProgrammeStage.objects.filter(programme=programme, year=year)
    kept = {row.key: row for row in rows}
    before = [_content(row) for row in rows.order_by("order")]
    if before == list(stages):
        return list(rows)
    if seen is not None and seen != stages_mark(rows.order_by("order")):
        raise ChangedMeanwhile(
            _(
                "Somebody else changed the stages of %(year)s meanwhile. Your text is "
                "still here. Look at the calendar, then save again to replace theirs."
            )
            % {"year": year},
            data={"programme": programme.key, "year": year},
        )
    rows.exclude(key__in=[stage.key for stage in stages]).delete()
    for order, row in enumerate(kept.values(), 1):
        rows.filter(pk=row.pk).update(order=1000 + order)
    for order, stage in enumerate(stages, 1):
        ProgrammeStage.objects.update_or_create(
            programme=programme,
            year=year,
            key=stage.key,
            defaults=asdict(stage) | {"order": order},
        )
    record(
        by=by,
        action="set_stages",
        target=programme,
        old={"year": year, "stages": [asdict(stage) for stage in before]},
        new={"year": year, "stages": [asdict(stage) for stage in stages]},
    )
    return list(rows.order_by("order"))


def load_programmes(*, by: User | None = None) -> list[Programme]:
    """Store the programmes and stages of the data files where none are yet.

    What the national team changed stays as it is.
    """
    text = (DATA / "programmes.json").read_text(encoding="utf-8")
    programmes = []
    for entry in json.loads(text):
        known = Programme.objects.filter(key=entry["key"]).first()
        programmes.append(known or set_programme(by=by, **_dated(entry)))
    with (DATA / "stages.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    years = dict.fromkeys((line["programme"], int(line["year"])) for line in lines)
    for key, year in years:
        if ProgrammeStage.objects.filter(programme_id=key, year=year).exists():
            continue
        set_stages(
            by=by,
            programme=Programme.objects.get(key=key),
            year=year,
            stages=[
                _stage_of(line)
                for line in lines
                if (line["programme"], int(line["year"])) == (key, year)
            ],
        )
    return programmes


def _stage_of(line: dict[str, str]) -> StageContent:
    fields = {k: v for k, v in line.items() if k not in {"programme", "year"}}
    return StageContent(**_dated(fields))


def _dated(entry: dict[str, str]) -> dict[str, Any]:
    """The entry with its dates read; an empty end is none."""
    return {
        name: dt.date.fromisoformat(value) if name.endswith("s_on") and value else value
        for name, value in entry.items()
        if not (name == "ends_on" and not value)
    }


def _content(row: ProgrammeStage) -> StageContent:
    return StageContent(
        **{name: getattr(row, name) for name in StageContent.__dataclass_fields__}
    )


def _check(stages: Sequence[StageContent]) -> None:
    keys = [stage.key for stage in stages]
    if len(set(keys)) != len(keys):
        raise UnfitStages(_("Two stages have the same key."))
    for stage in stages:
        if stage.ends_on < stage.starts_on:
            raise UnfitStages(
                _("%(stage)s ends before it begins.") % {"stage": stage.name_id},
                data={"stage": stage.key},
            )

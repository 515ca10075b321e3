"""The sample on paper: A4, by province and stratum, with boxes to tick."""

import json
from collections.abc import Iterable
from pathlib import Path

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sinergi.core.formatting import day, number
from sinergi.core.printing import demonstration_mark
from sinergi.evaluation.enums import UnitState
from sinergi.evaluation.models import SampleUnit, Study
from sinergi.network.queries.libraries import paths_of

TEMPLATE = Path(__file__).resolve().parent / "typst" / "sample.typ"


def list_pdf(study: Study, units: QuerySet[SampleUnit]) -> bytes:
    """The units as PDF, by stratum and area."""
    import typst

    rows = sorted(units, key=_place)
    sheet = {
        "lang": get_language() or "id",
        "mark": demonstration_mark(),
        "title": study.title,
        "heading": _("Sample: %(count)s libraries") % {"count": number(len(rows))},
        "about": _("Population of %(day)s · seed %(seed)s · weights: %(slug)s")
        % {
            "day": day(study.population_on),
            "seed": study.seed,
            "slug": f"/evaluasi/{study.slug}/sampel/",
        },
        "page": _("page"),
        "columns": [
            *("", _("Sample unit"), _("Library"), _("Region")),
            *(_("State"), _("Visited on"), _("Note")),
        ],
        "groups": _groups(rows),
    }
    pdf: bytes = typst.compile(
        TEMPLATE.read_bytes(), format="pdf", sys_inputs={"sheet": json.dumps(sheet)}
    )
    return pdf


def _place(unit: SampleUnit) -> tuple[int, str, str]:
    region = unit.library.region_id if unit.library else ""
    return unit.stratum.order, region, unit.label


def _groups(units: Iterable[SampleUnit]) -> list[dict[str, object]]:
    rows = list(units)
    paths = paths_of([unit.library.region_id for unit in rows if unit.library])
    groups: dict[str, list[list[str]]] = {}
    for unit in rows:
        region = unit.library.region if unit.library else None
        place = f"{region.name}, {paths[region.code]}" if region else ""
        is_open = unit.state == UnitState.OPEN
        state = "" if is_open else str(unit.get_state_display())
        line = [unit.code, unit.label, place.strip(", "), state]
        groups.setdefault(unit.stratum.label, []).append(line)
    return [{"label": label, "rows": lines} for label, lines in groups.items()]

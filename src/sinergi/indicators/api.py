"""Figures and scores for other programs."""

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from sinergi.accounts.bearer import acting_user
from sinergi.core.errors import NotAllowed
from sinergi.core.paging import page
from sinergi.indicators import queries
from sinergi.indicators.exports import (
    explanation_document,
    figure_document,
    month_of,
    period_of,
    points,
)
from sinergi.indicators.queries.people import (
    judged_libraries,
    scheme_judges,
    year_of,
)
from sinergi.indicators.queries.places import LEVELS
from sinergi.indicators.queries.requests import last_day, requested_cut
from sinergi.indicators.queries.steering import may_read_area
from sinergi.network.rules import READ

router = Router(tags=["figures"])


@router.get("figures", summary="Figures of a measure")
def list_figures(
    request: HttpRequest,
    *,
    measure: str,
    region: str = "",
    kind: str = "",
    from_: Annotated[str, Query(alias="from")] = "",
    to: str = "",
    as_of: dt.date | None = None,
    level: str = "",
    by: str = "",
    per: str = "month",
    provisional: bool = False,
) -> dict[str, Any]:
    """The same as `sinergi figures`; of areas beyond one's own, what is public."""
    cut = requested_cut(
        region=region,
        kind=kind,
        first=month_of(from_, field="from") if from_ else None,
        last=month_of(to, field="to") if to else None,
        as_of=as_of,
        provisional=provisional,
    )
    user = acting_user(request, READ)
    is_reader = may_read_area(user, region)
    is_public = level in LEVELS[:2] and "." not in region and not provisional
    if not (is_reader or is_public):
        raise NotAllowed(_("You can read these details only of your own area."))
    table = queries.figures(
        measure,
        cut,
        level=level,
        by=[name for name in by.split(",") if name],
        per="" if per == "total" else per,
        public=not is_reader,
    )
    return figure_document(table, as_of=last_day(cut))


@router.get("scores", summary="Scores of libraries, explained")
def list_scores(
    request: HttpRequest,
    *,
    region: str = "",
    period: str = "",
    kind: str = "",
    scheme: int | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    cursor: str | None = None,
) -> dict[str, Any]:
    """Partner libraries within the reader's scope, in order of id.

    Without a period: the year of the scheme, else this year up to now.
    """
    user = acting_user(request, READ)
    period = period or year_of(scheme)
    first, last = period_of(period) if period else (None, None)
    cut = requested_cut(region=region, kind=kind, first=first, last=last)
    judges = scheme_judges(scheme, cut.last)
    libraries = judged_libraries(user, cut, [judge.kind for judge in judges])
    found = page(libraries, cursor=cursor, limit=limit, key="id")
    explained = queries.explain_many(found.items, cut, judges=judges)
    return {
        "items": [
            {
                "library": library.pk,
                "name": library.name,
                "region": library.region_id,
                "kind": library.kind,
                "score": points(explained[library.pk].score),
                "colour": explained[library.pk].colour,
                "explanation": explanation_document(explained[library.pk]),
            }
            for library in found.items
        ],
        "next": found.next,
    }

"""Figures of a study beside each other: groups, another study, before and after."""

from collections.abc import Sequence
from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from sinergi.core.dates import now
from sinergi.core.fragments import remembered
from sinergi.evaluation.enums import StudyState
from sinergi.evaluation.models import Study
from sinergi.evaluation.queries import comparing
from sinergi.evaluation.queries.comparing import Answered, Grouping
from sinergi.evaluation.views.requests import frame, study_or_404

T = TypeVar("T")
#: How long the comparisons of a published study are kept; each reads all responses.
KEPT_SECONDS = 600


@login_not_required
@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """What differs between groups, since another study, and from before to after."""
    study = study_or_404(request, slug)
    given = comparing.answered(study)
    is_answered = given is not None and given.is_any
    context = frame(request, study, "results") | {"is_answered": is_answered}
    if given and is_answered:
        context |= _groups(request, given) | _studies(request, given)
    context["pairs"] = _pairs(study)
    return render(request, "evaluation/compare.html", context)


def _groups(request: HttpRequest, given: Answered) -> dict[str, object]:
    groupings = comparing.groupings_of(given)
    asked = [it for it in groupings if it.key == request.GET.get("kelompok")]
    chosen = _first(asked + groupings)
    shown = _group_part(given, chosen) if chosen else ""
    return {"groupings": groupings, "grouping": chosen, "compared": shown}


def _group_part(given: Answered, grouping: Grouping) -> SafeString:
    study = given.study
    return remembered(
        "evaluation/parts/compare_groups.html",
        *(study.pk, study.published_at, grouping.key),
        context=lambda: {
            "study": study,
            "compared": comparing.compared_groups(given, grouping),
            "now": now(),
        },
        seconds=_kept(study),
    )


def _studies(request: HttpRequest, given: Answered) -> dict[str, object]:
    others: list[Study] = list(comparing.studies_to_compare(given.study))
    other = _first([it for it in others if it.slug == request.GET.get("studi")])
    shown = _study_part(given, other) if other else ""
    return {"others": others, "other": other, "bridge": shown}


def _study_part(given: Answered, other: Study) -> SafeString:
    study = given.study
    return remembered(
        "evaluation/parts/compare_studies.html",
        *(study.pk, study.published_at, other.pk, other.published_at),
        context=lambda: {"bridge": comparing.bridge_of(given, other), "now": now()},
        seconds=_kept(study),
    )


def _pairs(study: Study) -> SafeString:
    return remembered(
        "evaluation/parts/compare_pairs.html",
        *(study.pk, study.published_at),
        context=lambda: {"pairs": comparing.paired_changes(study), "now": now()},
        seconds=_kept(study),
    )


def _kept(study: Study) -> int:
    return KEPT_SECONDS if study.state == StudyState.PUBLISHED else 0


def _first(found: Sequence[T]) -> T | None:
    return found[0] if found else None

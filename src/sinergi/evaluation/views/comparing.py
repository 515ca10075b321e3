"""Figures of a study beside each other: groups, another study, before and after."""

from collections.abc import Sequence
from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sinergi.evaluation.models import Study
from sinergi.evaluation.queries import comparing
from sinergi.evaluation.queries.comparing import Answered
from sinergi.evaluation.views.requests import frame, study_or_404

T = TypeVar("T")


@login_not_required
@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """What differs between groups, since another study, and from before to after."""
    study = study_or_404(request, slug)
    given = comparing.answered(study)
    context = frame(request, study, "results") | {
        "is_answered": given is not None,
        "pairs": comparing.paired_changes(study),
        **(_groups(request, given) | _studies(request, given) if given else {}),
    }
    return render(request, "evaluation/compare.html", context)


def _groups(request: HttpRequest, given: Answered) -> dict[str, object]:
    groupings = comparing.groupings_of(given)
    asked = [it for it in groupings if it.key == request.GET.get("kelompok")]
    chosen = _first(asked + groupings)
    compared = comparing.compared_groups(given, chosen) if chosen else []
    return {"groupings": groupings, "grouping": chosen, "compared": compared}


def _studies(request: HttpRequest, given: Answered) -> dict[str, object]:
    others: list[Study] = list(comparing.studies_to_compare(given.study))
    other = _first([it for it in others if it.slug == request.GET.get("studi")])
    bridge = comparing.bridge_of(given, other) if other else None
    return {"others": others, "other": other, "bridge": bridge}


def _first(found: Sequence[T]) -> T | None:
    return found[0] if found else None

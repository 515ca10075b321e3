"""How field work goes, as it is now."""

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sinergi.accounts.requests import SignedInRequest
from sinergi.evaluation.enums import Audience, Flag, StudyState
from sinergi.evaluation.models import Study
from sinergi.evaluation.queries.progress import Progress, audiences_of, progress_of
from sinergi.evaluation.queries.responses import ANY
from sinergi.evaluation.views.bars import bars_of
from sinergi.evaluation.views.requests import frame, own_study

#: Counts are believed for so long: many screens may watch one study.
BELIEVED_SECONDS = 5


@never_cache
@require_safe
def progress(request: SignedInRequest, slug: str) -> HttpResponse:
    """The counts of one questionnaire; with htmx only what changes."""
    study = own_study(request, slug)
    audiences = audiences_of(study)
    asked = request.GET.get("angket", "")
    audience = asked if asked in audiences else next(iter(audiences), "")
    found = _counts(study, audience)
    context = frame(request, study, "progress") | {
        "progress": found,
        "bars": bars_of(found.days),
        "audience": audience,
        "audiences": [(one, Audience(one).label) for one in audiences],
        "flags": [
            (flag.value, flag.label, found.flags[flag])
            for flag in Flag
            if found.flags[flag]
        ],
        "any_flag": ANY,
        "is_live": study.state == StudyState.FIELDING,
    }
    is_part = request.headers.get("HX-Request") == "true"
    name = "evaluation/parts/progress.html" if is_part else "evaluation/progress.html"
    return render(request, name, context)


def _counts(study: Study, audience: str) -> Progress:
    key = f"progress:{study.pk}:{audience}"
    found: Progress | None = cache.get(key)
    if found is None:
        found = progress_of(study, audience)
        cache.set(key, found, BELIEVED_SECONDS)
    return found

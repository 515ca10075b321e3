"""Studies: the list, a study's overview, beginning, changing and moving it on."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.acts import attempt, page_of
from sinergi.core.dates import today
from sinergi.evaluation.enums import StudyState
from sinergi.evaluation.forms.studies import (
    StudyForm,
    initial_of,
    initial_study,
    read_studies,
)
from sinergi.evaluation.models import Study
from sinergi.evaluation.queries.design_facts import facts_of
from sinergi.evaluation.queries.overview import classes_of, overview_of
from sinergi.evaluation.queries.studies import (
    Areas,
    areas_to_study,
    studies_found,
    years_studied,
)
from sinergi.evaluation.services import studies as services
from sinergi.evaluation.views.requests import (
    frame,
    own_study,
    part_address,
    study_or_404,
)

PAGE_SIZE = 20
#: What a button of the overview asks for.
MOVES = {
    "kumpulkan": (services.open_collecting, gettext_lazy("Collecting has begun.")),
    "akhiri": (services.close_collecting, gettext_lazy("Collecting has ended.")),
    "lanjutkan": (services.reopen_collecting, gettext_lazy("Collecting goes on.")),
    "terbitkan": (services.publish_study, gettext_lazy("The study is published.")),
    "tarik": (services.withdraw_study, gettext_lazy("The study is no longer public.")),
}


@login_not_required
@require_safe
def study_list(request: HttpRequest) -> HttpResponse:
    """Published studies for everybody; those who evaluate see their own too."""
    asked = read_studies(request.GET)
    rows = studies_found(request.user, asked.filter)
    found = page_of(request, rows, limit=PAGE_SIZE, key=asked.key)
    context = {
        "studies": found.items,
        "next": found.next,
        "total": rows.count(),
        "asked": asked,
        "years": years_studied(request.user),
        "states": StudyState.choices,
        "may_begin": areas_to_study(request.user).any,
    }
    return render(request, "evaluation/study_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def study_new(request: SignedInRequest) -> HttpResponse:
    """Begin a study."""
    areas = areas_to_study(request.user)
    if not areas.any:
        raise PermissionDenied
    form = _form(request, areas, initial_study(today()))
    if form.is_valid():
        study = attempt(
            request,
            form,
            lambda: services.create_study(by=request.user, content=form.content()),
            _("The study is begun. Now design its sample."),
        )
        if study is not None:
            return redirect("evaluation:study_show", study.slug)
    context = {"form": form, "title": _("New study")}
    status = 422 if form.is_bound else 200
    return render(request, "evaluation/study_form.html", context, status=status)


def _form(
    request: SignedInRequest, areas: Areas, initial: dict[str, object]
) -> StudyForm:
    return StudyForm(
        request.POST or None,
        areas=areas.areas,
        is_national=areas.is_national,
        initial=initial,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def study_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Change what is said of a study while it is prepared."""
    study = own_study(request, slug)
    kept = services.content_of(study)
    form = _form(request, areas_to_study(request.user), initial_of(kept))
    if form.is_valid():
        saved = attempt(
            request,
            form,
            lambda: services.change_study(
                by=request.user, study=study, content=form.content()
            ),
            _("Saved."),
        )
        if saved is not None:
            return redirect("evaluation:study_show", slug)
    context = {
        "form": form,
        "study": study,
        "title": _("Change the study"),
        "has_sample": study.state == StudyState.DRAFT and study.units.exists(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "evaluation/study_form.html", context, status=status)


@login_not_required
@require_safe
def study_show(request: HttpRequest, slug: str) -> HttpResponse:
    """Where a study stands, what comes next, and how its scale is read."""
    study = study_or_404(request, slug)
    overview = overview_of(study)
    context = frame(request, study, "study_show") | {
        "overview": overview,
        "steps": [(step, part_address(step.key, study)) for step in overview.steps],
        "next_url": part_address(overview.part, study) if overview.part else "",
        "facts": facts_of(study),
        "classes": classes_of(study),
    }
    return render(request, "evaluation/study_show.html", context)


@require_POST
def study_move(request: SignedInRequest, slug: str) -> HttpResponse:
    """Begin, end or go on collecting; publish, or withdraw."""
    study: Study = own_study(request, slug)
    if request.POST.get("langkah") not in MOVES:
        raise BadRequest
    act, done = MOVES[request.POST["langkah"]]
    attempt(request, None, lambda: act(by=request.user, study=study), str(done))
    return redirect("evaluation:study_show", slug)

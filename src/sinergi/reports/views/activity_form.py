"""Reporting an activity: one page, a draft kept on the way."""

from typing import cast
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sinergi.accounts.requests import SignedInRequest
from sinergi.accounts.rules import SHARED_PHONE
from sinergi.core import formatting
from sinergi.core.errors import DomainError, NotAllowed
from sinergi.core.forms import typed_key
from sinergi.network.models import Library
from sinergi.reports import services
from sinergi.reports.content import normalised
from sinergi.reports.enums import State
from sinergi.reports.errors import EditConflict
from sinergi.reports.forms.activity import ActivityForm
from sinergi.reports.forms.filling import blank, filled
from sinergi.reports.models import Activity
from sinergi.reports.queries import content_of, desk, differences
from sinergi.reports.views.requests import get_activity, report_sent

OPEN_STATES = (State.DRAFT, State.RETURNED)


@require_http_methods(["GET", "POST"])
def activity_new(request: SignedInRequest) -> HttpResponse:
    """A blank report; the person's only library is implied, others are chosen."""
    if request.method == "POST":
        return _take(request, None)
    libraries = desk.reportable_libraries(request.user)
    chosen = request.GET.get("perpustakaan", "")
    if chosen:
        library = get_object_or_404(libraries, pk=typed_key(chosen))
        return _show(request, ActivityForm(initial=blank(library.pk)), library)
    first = list(libraries[:2])
    if not first:
        raise PermissionDenied
    if len(first) > 1:
        text = request.GET.get("cari", "").strip()
        found = desk.search_reportable(request.user, text)
        context = {"libraries": found, "text": text, "target": request.path}
        return render(request, "reports/choose_library.html", context)
    return _show(request, ActivityForm(initial=blank(first[0].pk)), first[0])


@require_http_methods(["GET", "POST"])
def activity_edit(request: SignedInRequest, activity_id: UUID) -> HttpResponse:
    """Carry on a draft, or mend a returned report."""
    activity = get_activity(request.user, activity_id)
    if not desk.powers_over(request.user, activity.library).may_report:
        raise PermissionDenied
    if request.method == "POST":
        return _take(request, activity)
    if activity.state not in OPEN_STATES:
        return redirect("reports:activity_detail", activity_id)
    form = ActivityForm(
        initial=filled(
            content_of(activity),
            id=activity.pk,
            library_id=activity.library_id,
            revision=activity.revision,
        )
    )
    return _show(request, form, activity.library, activity)


def _take(request: SignedInRequest, activity: Activity | None) -> HttpResponse:
    """Store what was typed; with “send”, hand it in. What was typed is always kept."""
    is_final = request.POST.get("act") == "send"
    activity = activity or _stored(request)
    form = _bound(request, activity, is_final=is_final)
    if activity and activity.state not in OPEN_STATES:
        messages.info(request, _("This report was sent already."))
        return redirect("reports:activity_detail", activity.pk)
    if not form.is_valid():
        return _show_again(request, form, activity, status=422)
    try:
        stored = _store(request, form, activity, is_final=is_final)
    except Library.DoesNotExist as error:
        raise Http404 from error
    except NotAllowed as error:
        raise PermissionDenied(str(error.message)) from error
    except EditConflict as error:
        return _show_again(request, form, activity, status=409, conflict=error)
    except DomainError as error:
        form.refuse(getattr(error, "problems", [error]))
        return _show_again(request, form, _stored(request), status=error.status)
    return _hand_in(request, form, stored, is_final=is_final)


def _hand_in(
    request: SignedInRequest, form: ActivityForm, stored: Activity, *, is_final: bool
) -> HttpResponse:
    """Add the photos to what is stored, then send it; what is refused is shown."""
    refused = _add_photos(request, form, stored)
    try:
        if is_final and not refused and stored.state in OPEN_STATES:
            services.submit_activity(by=request.user, activity=stored)
    except DomainError as error:
        refused = list(getattr(error, "problems", [error]))
    if not refused:
        return _go_on(request, stored, is_final=is_final)
    form.refuse(refused)
    status = refused[0].status
    return _show(
        request, form, stored.library, stored, status=status, revision=stored.revision
    )


def _add_photos(
    request: SignedInRequest, form: ActivityForm, activity: Activity
) -> list[DomainError]:
    """Store each file on its own, so that a bad one does not lose the others."""
    refused: list[DomainError] = []
    for photo in form.cleaned_data["photos"]:
        try:
            services.add_evidence(by=request.user, activity=activity, upload=photo)
        except DomainError as error:
            refused.append(error)
    return refused


def _bound(
    request: SignedInRequest, activity: Activity | None, *, is_final: bool
) -> ActivityForm:
    is_returned = activity is not None and activity.state == State.RETURNED
    # The page's addresses are made of the id: one that is no id gets a new one.
    typed = request.POST.copy()
    typed["id"] = str(activity.pk if activity else _typed_id(request) or uuid4())
    return ActivityForm(
        typed,
        request.FILES,
        is_complete=is_final or is_returned,
        stored=content_of(activity) if activity else None,
    )


def _go_on(
    request: SignedInRequest, activity: Activity, *, is_final: bool
) -> HttpResponse:
    if not is_final:
        messages.success(request, _("Draft saved. You can go on at any time."))
        return redirect("reports:activity_edit", activity.pk)
    messages.success(request, report_sent(activity))
    return redirect("reports:activity_detail", activity.pk)


def _library_of(request: SignedInRequest, activity: Activity | None) -> Library:
    if activity:
        return activity.library
    pk = typed_key(request.POST.get("library", ""))
    library = desk.reportable_library(request.user, pk)
    if library is None:
        raise Http404
    return library


def _stored(request: SignedInRequest) -> Activity | None:
    """The report of the form's id where an earlier press of the button stored it."""
    wanted = _typed_id(request)
    if wanted is None:
        return None
    return desk.stored_activity(request.user, wanted)


def _typed_id(request: SignedInRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError:
        return None


def _store(
    request: SignedInRequest,
    form: ActivityForm,
    activity: Activity | None,
    *,
    is_final: bool,
) -> Activity:
    revision = form.cleaned_data["revision"]
    if revision is None and activity and activity.entered_by_id == request.user.pk:
        # A new page's first save was stored, but its answer never came back.
        revision = activity.revision
    said = {
        "by": request.user,
        "library_id": (
            activity.library_id if activity else form.cleaned_data["library"]
        ),
        "content": form.content(form.stored),
        "id": activity.pk if activity else form.cleaned_data["id"],
        "revision": revision,
    }
    if is_final and not form.cleaned_data["photos"]:
        return services.report_activity(**said)
    stored, _is_new = services.save_activity(**said)
    return stored


def _show_again(
    request: SignedInRequest,
    form: ActivityForm,
    activity: Activity | None,
    *,
    status: int,
    conflict: DomainError | None = None,
) -> HttpResponse:
    """The page with what was typed, for the library that it names."""
    library = _library_of(request, activity)
    return _show(request, form, library, activity, status=status, conflict=conflict)


def _show(
    request: SignedInRequest,
    form: ActivityForm,
    library: Library,
    activity: Activity | None = None,
    *,
    status: int = 200,
    conflict: DomainError | None = None,
    revision: int | None = None,
) -> HttpResponse:
    """The page; `revision` is the one just stored, where that is not the typed one."""
    if conflict is not None:
        revision = cast(int, conflict.data["revision"])
    context = {
        "form": form,
        "library": library,
        "activity": activity,
        "revision": form["revision"].value() if revision is None else revision,
        "evidence": desk.files_of(activity),
        "is_on_behalf": desk.is_on_behalf(request.user, library),
        "conflict": conflict,
        "differences": (
            differences(content_of(activity), normalised(form.content(form.stored)))
            if conflict and activity
            else []
        ),
        "last_review": activity.reviews.last() if activity else None,
        "errors": list(form.summary) if form.is_bound else [],
        "is_shared_phone": bool(request.session.get(SHARED_PHONE)),
        "lost_files": bool(request.FILES) and status != 200,
    }
    return render(request, "reports/activity_form.html", context, status=status)


@require_POST
def activity_autosave(request: SignedInRequest) -> JsonResponse:
    """Keep a draft while it is being typed; answers in JSON for the page's script."""
    activity = _stored(request)
    form = _bound(request, activity, is_final=False)
    if not form.is_valid():
        _library_of(request, activity)  # only those who report learn that it waits
        return JsonResponse({"state": "incomplete"}, status=202)
    if activity and activity.state not in OPEN_STATES:
        return JsonResponse({"state": "sent"}, status=409)
    try:
        stored = _store(request, form, activity, is_final=False)
    except Library.DoesNotExist as error:
        raise Http404 from error
    except DomainError as error:
        return JsonResponse(
            {"state": error.kind, "message": str(error.message)}, status=error.status
        )
    return JsonResponse(
        {
            "state": "saved",
            "revision": stored.revision,
            "message": _("Draft saved %(time)s.")
            % {"time": formatting.clock(timezone.now())},
        }
    )

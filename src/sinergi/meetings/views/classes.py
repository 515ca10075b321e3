"""Sharing classes: wishes, the committee's assignment, and its reasons."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.acts import attempt
from sinergi.core.formatting import number
from sinergi.meetings import services
from sinergi.meetings.forms.classes import RunForm, WishesForm
from sinergi.meetings.models import AssignmentRun, Participant
from sinergi.meetings.queries import classes as queries
from sinergi.meetings.queries.meetings import may_arrange
from sinergi.meetings.queries.participants import participant_by_code
from sinergi.meetings.views.requests import get_own_meeting

RUNS_SHOWN = 10


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def topics_rank(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A person says what they want, share and need; the code is the permission."""
    participant = _participant(slug, code)
    meeting = participant.meeting
    ranks = queries.preferences_of(participant)
    stated = queries.interests_of(participant)
    shown = stated if stated or ranks else queries.suggested_to(participant)
    form = WishesForm(
        request.POST or None,
        topics=queries.topics_of_classes(meeting),
        ranks=ranks,
        interests={(one.topic_id, one.kind) for one in shown},
    )
    if form.is_valid() and _save(request, form, participant):
        return redirect("meetings:topics_rank", slug, code)
    context = {
        "meeting": meeting,
        "participant": participant,
        "form": form,
        "closed": queries.wishes_closed_reason(meeting),
        "is_prefilled": any(one.measure for one in shown),
        "is_assigned": queries.published_runs(meeting).exists(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "meetings/topics_rank.html", context, status=status)


def _save(request: HttpRequest, form: WishesForm, participant: Participant) -> bool:
    saved = attempt(
        request,
        form,
        lambda: services.rank_topics(
            by=queries.acting_for(request.user, participant),
            participant=participant,
            wishes=form.wishes(),
        ),
        _("Your choices are saved."),
    )
    return saved is not None


@login_not_required
@never_cache
@require_safe
def class_reasons(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Why a person sits in these classes and not in others."""
    participant = _participant(slug, code)
    context = {
        "meeting": participant.meeting,
        "participant": participant,
        "reasons": queries.reasons_for(participant),
        "ranks": queries.preferences_of(participant),
    }
    return render(request, "meetings/class_reasons.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def run_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """Classes, wishes and assignments so far; calculate another one."""
    meeting = get_own_meeting(request, slug, may_arrange)
    form = RunForm(request.POST or None)
    if form.is_valid():
        job = attempt(
            request,
            form,
            lambda: services.start_assignment(
                by=request.user, meeting=meeting, settings=form.settings()
            ),
        )
        if job is not None:
            return redirect("core:job_detail", job.pk)
    context = {
        "meeting": meeting,
        "form": form,
        "readiness": queries.readiness_of(meeting),
        "runs": queries.runs_of(meeting)[:RUNS_SHOWN],
        "closed": meeting.state == "closed",
    }
    status = 422 if form.is_bound else 200
    return render(request, "meetings/run_list.html", context, status=status)


@require_POST
def interests_prefill(request: SignedInRequest, slug: str) -> HttpResponse:
    """Note offers and needs of the silent from their libraries' indicators."""
    meeting = get_own_meeting(request, slug, may_arrange)
    count = services.prefill_interests(by=request.user, meeting=meeting)
    text = ngettext(
        "Noted for %(count)s person from the indicators of the library.",
        "Noted for %(count)s people from the indicators of their libraries.",
        count,
    )
    messages.success(request, text % {"count": number(count)})
    return redirect("meetings:run_list", slug)


@require_safe
def run_detail(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """The figures of one assignment."""
    run = _run(request, slug, pk)
    context = {
        "meeting": run.meeting,
        "run": run,
        "loads": queries.loads_of(run),
        "closed": run.meeting.state == "closed",
    }
    return render(request, "meetings/run_detail.html", context)


@require_POST
def run_publish(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take the seats, so that the assignment holds."""
    run = _run(request, slug, pk)
    attempt(
        request,
        None,
        lambda: services.publish_assignment(by=request.user, run=run),
        _("The classes are announced; everybody sees their own."),
    )
    return redirect("meetings:run_detail", slug, pk)


def _run(request: SignedInRequest, slug: str, pk: int) -> AssignmentRun:
    run = queries.run_for(request.user, slug, pk)
    if run is None:
        raise Http404
    return run


def _participant(slug: str, code: str) -> Participant:
    participant = participant_by_code(slug, code)
    if participant is None:
        raise Http404
    return participant

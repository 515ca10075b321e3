"""After a meeting: what participants and everybody else find, and feedback."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.acts import attempt
from sinergi.core.tables import ColumnType, TableColumn
from sinergi.media.views import serve
from sinergi.meetings.files import table_response
from sinergi.meetings.forms.after import FeedbackForm, session_title
from sinergi.meetings.models import Participant
from sinergi.meetings.printing import pages, sheet_of
from sinergi.meetings.queries import after as queries
from sinergi.meetings.queries.certificates import certificate_of
from sinergi.meetings.queries.meetings import may_host
from sinergi.meetings.queries.participants import participant_by_code
from sinergi.meetings.queries.plans import counts_by_measure, counts_of, plans_at
from sinergi.meetings.queries.presence import presence_of
from sinergi.meetings.services.feedback import give_feedback
from sinergi.meetings.views.requests import get_meeting, get_own_meeting


@login_not_required
@require_safe
def after_show(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """What a participant finds afterwards; the code is the permission."""
    participant = _participant(slug, code)
    context = {
        "meeting": participant.meeting,
        "participant": participant,
        "certificate": certificate_of(participant),
        "presence": presence_of(participant),
        "given": len(queries.feedback_by(participant)),
        "sessions": len(queries.sessions_to_rate(participant)),
        "materials": queries.materials_of(participant),
    }
    return render(request, "meetings/after_show.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def feedback_give(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Rate the sessions that one was at."""
    participant = _participant(slug, code)
    form = FeedbackForm(
        request.POST or None,
        sessions=queries.sessions_to_rate(participant),
        given=queries.feedback_by(participant),
    )
    if form.is_valid():
        done = attempt(
            request,
            form,
            lambda: give_feedback(
                by=request.user if request.user.is_authenticated else None,
                participant=participant,
                ratings=form.ratings(),
            ),
            _("Thank you. The committee reads what you wrote."),
        )
        if done is not None:
            return redirect("meetings:after_show", slug, code)
    context = {"meeting": participant.meeting, "form": form, "code": code}
    status = 422 if form.is_bound else 200
    return render(request, "meetings/feedback_give.html", context, status=status)


@login_not_required
@require_safe
def ticket_certificate(_request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The participant's own certificate as PDF."""
    certificate = certificate_of(_participant(slug, code))
    if certificate is None:
        raise Http404
    name = certificate.number.replace("/", "-")
    return HttpResponse(
        pages([sheet_of(certificate)]),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'},
    )


@login_not_required
@require_safe
def ticket_material(
    request: HttpRequest, slug: str, code: str, pk: int
) -> HttpResponseBase:
    """A file for participants; the code is the permission."""
    found = queries.materials_of(_participant(slug, code)).filter(pk=pk).first()
    if found is None or found.file is None:
        raise Http404
    return serve(request, found.file)


@require_safe
def feedback_results(request: SignedInRequest, slug: str) -> HttpResponse:
    """What the committee reads of each session."""
    meeting = get_own_meeting(request, slug, may_host)
    context = {
        "meeting": meeting,
        "rows": queries.feedback_at(meeting, with_comments=True),
        "people": queries.feedback_people(meeting),
    }
    return render(request, "meetings/feedback_results.html", context)


FEEDBACK_COLUMNS = (
    TableColumn(gettext_lazy("Session"), width=50),
    TableColumn(gettext_lazy("Answers"), ColumnType.INTEGER, 10),
    TableColumn(gettext_lazy("Mean"), ColumnType.DECIMAL, 10),
    *(TableColumn(str(rating), ColumnType.INTEGER, 8) for rating in range(1, 6)),
    TableColumn(gettext_lazy("Comments"), width=80),
)


@require_safe
def feedback_download(
    request: SignedInRequest, slug: str, extension: str
) -> HttpResponseBase:
    """The same as a file."""
    meeting = get_own_meeting(request, slug, may_host)
    rows = (
        (
            session_title(row.session),
            row.answers,
            row.mean,
            *row.counts,
            "; ".join(row.comments),
        )
        for row in queries.feedback_at(meeting, with_comments=True)
    )
    return table_response(
        extension, f"umpan-balik-{slug}", _("Feedback"), FEEDBACK_COLUMNS, rows
    )


@login_not_required
@require_safe
def meeting_results(request: HttpRequest, slug: str) -> HttpResponse:
    """What came of a meeting, in sums that name nobody."""
    meeting = get_meeting(request, slug)
    rows = plans_at(meeting)
    context = {
        "meeting": meeting,
        "feedback": queries.feedback_at(meeting, with_comments=False),
        "people": queries.feedback_people(meeting),
        "certificates": queries.certificate_count(meeting),
        "counts": counts_of(rows),
        "measures": counts_by_measure(rows),
        "fewest": queries.FEWEST,
    }
    return render(request, "meetings/meeting_results.html", context)


def _participant(slug: str, code: str) -> Participant:
    participant = participant_by_code(slug, code)
    if participant is None:
        raise Http404
    return participant

"""Achievement updates: the list, the slides, their words, and their freezes."""

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.acts import attempt
from sinergi.core.services.jobs import start_job
from sinergi.indicators import charts, drawing
from sinergi.meetings.forms.updates import (
    RefreezeForm,
    UpdateWordsForm,
    initial_words,
)
from sinergi.meetings.models import AchievementUpdate, Meeting, UpdateFreeze
from sinergi.meetings.queries import updates as queries
from sinergi.meetings.queries.meetings import may_arrange
from sinergi.meetings.queries.updates import Presenting, Rights
from sinergi.meetings.rules import number_in
from sinergi.meetings.services import updates as services
from sinergi.meetings.slide_printing import slides_pdf
from sinergi.meetings.slides import Deck, chart_spec, deck_of
from sinergi.meetings.views.requests import get_meeting

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User

FORM = ["GET", "HEAD", "POST"]


@login_not_required
@require_safe
def update_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The updates that the reader may see, and to the committee all who present."""
    meeting = get_meeting(request, slug)
    user = request.user
    arranges = user.is_authenticated and may_arrange(user, meeting)
    context = {
        "meeting": meeting,
        "updates": queries.updates_at(user, meeting),
        "presenting": queries.presenting(meeting) if arranges else [],
        "missing": _missing(user, meeting),
        "may_arrange": arranges,
    }
    return render(request, "meetings/update_list.html", context)


def _missing(user: "User | AnonymousUser", meeting: Meeting) -> list[Presenting]:
    """What the reader's own libraries present and have not prepared."""
    if not user.is_authenticated:
        return []
    return [one for one in queries.presenting_for(user, meeting) if one.update is None]


@require_POST
def update_prepare(request: SignedInRequest, slug: str) -> HttpResponse:
    """Prepare all who present, with progress; or one's own library at once."""
    meeting = get_meeting(request, slug)
    if may_arrange(request.user, meeting):
        job = start_job(
            by=request.user,
            kind="updates",
            title=_("Achievement updates of %(meeting)s") % {"meeting": meeting.title},
            parameters={"meeting": meeting.pk},
        )
        return redirect("core:job_detail", id=job.pk)
    own = queries.presenting_for(request.user, meeting)
    if not own:
        raise PermissionDenied
    for one in own:
        services.prepare_update(
            by=request.user, session=one.session, library=one.library
        )
    return redirect("meetings:update_list", slug)


@login_not_required
@require_safe
def update_show(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The slides of an update; an older freeze by `potret`, for those in scope."""
    row = _update(request, slug, pk)
    rights = queries.rights_of(request.user, row)
    freeze = _freeze(request, row, rights)
    deck = _deck(row, freeze, rights)
    context = {
        "meeting": row.session.meeting,
        "update": row,
        "rights": rights,
        "freeze": freeze,
        "is_old": freeze != queries.freeze_of(row),
        "deck": deck,
        "speakers": queries.speakers_of(row),
        "chart": drawing.inline(
            chart_spec(deck, freeze.numbers, charts.NARROW),
            chart_spec(deck, freeze.numbers, charts.WIDE),
            deck.chart,
        )
        if any(value is not None for value in deck.trend)
        else "",
    }
    return render(request, "meetings/update_show.html", context)


@login_not_required
@require_safe
def update_pdf(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The same slides on paper."""
    row = _update(request, slug, pk)
    rights = queries.rights_of(request.user, row)
    freeze = _freeze(request, row, rights)
    deck = _deck(row, freeze, rights)
    body = slides_pdf(row, freeze, deck, queries.speakers_of(row))
    response = HttpResponse(body, content_type="application/pdf")
    name = f"capaian-{row.library.region_id}-{freeze.number}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@require_http_methods(FORM)
def update_edit(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Change the words and stories; the numbers stand beside them, untouchable."""
    row = _update(request, slug, pk)
    rights = queries.rights_of(request.user, row)
    if not rights.words:
        raise PermissionDenied
    form = UpdateWordsForm(request.POST or None, update=row, initial=initial_words(row))
    if form.is_bound and form.is_valid() and _worded(request, row, form):
        return redirect("meetings:update_show", slug, pk)
    context = {
        "meeting": row.session.meeting,
        "update": row,
        "rights": rights,
        "form": form,
        "freezes": queries.freezes_of(row),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "meetings/update_edit.html", context, status=status)


def _worded(
    request: SignedInRequest, row: AchievementUpdate, form: UpdateWordsForm
) -> AchievementUpdate | None:
    return attempt(
        request,
        form,
        lambda: services.edit_update_words(
            by=request.user,
            update=row,
            words=form.words(),
            testimonies=form.chosen("testimonies"),
            products=form.chosen("products"),
            revision=form.cleaned_data["revision"],
        ),
        _("The words are kept. No number was changed."),
    )


@require_http_methods(FORM)
def update_refresh(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Freeze the numbers anew, with a reason."""
    row = _update(request, slug, pk)
    if not queries.rights_of(request.user, row).owns:
        raise PermissionDenied
    form = RefreezeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        done = attempt(
            request,
            form,
            lambda: services.refresh_update(
                by=request.user, update=row, reason=form.cleaned_data["reason"]
            ),
            _("The numbers are frozen anew; the old ones are kept."),
        )
        if done is not None:
            return redirect("meetings:update_show", slug, pk)
    context = {
        "meeting": row.session.meeting,
        "update": row,
        "form": form,
        "freeze": queries.freeze_of(row),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "meetings/update_refresh.html", context, status=status)


@require_POST
def update_publish(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Let everybody see an update."""
    row = _owned(request, slug, pk)
    attempt(
        request,
        None,
        lambda: services.publish_update(by=request.user, update=row),
        _("Everybody can see this update now."),
    )
    return redirect("meetings:update_show", slug, pk)


@require_POST
def update_withdraw(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take an update off the public pages."""
    row = _owned(request, slug, pk)
    attempt(
        request,
        None,
        lambda: services.withdraw_update(by=request.user, update=row),
        _("This update is no longer public."),
    )
    return redirect("meetings:update_show", slug, pk)


def _update(request: HttpRequest, slug: str, pk: int) -> AchievementUpdate:
    row = queries.update_for(request.user, get_meeting(request, slug), pk)
    if row is None:
        raise Http404
    return row


def _owned(request: SignedInRequest, slug: str, pk: int) -> AchievementUpdate:
    row = _update(request, slug, pk)
    if not queries.rights_of(request.user, row).owns:
        raise PermissionDenied
    return row


def _freeze(
    request: HttpRequest, row: AchievementUpdate, rights: Rights
) -> UpdateFreeze:
    """The freeze that is asked for; strangers see the latest alone."""
    asked = request.GET.get("potret", "") if rights.reads_all else ""
    number = number_in(asked) if asked else None
    found = None if asked and number is None else queries.freeze_of(row, number)
    if found is None:
        raise Http404
    return found


def _deck(row: AchievementUpdate, freeze: UpdateFreeze, rights: Rights) -> Deck:
    public = not rights.reads_all
    return deck_of(
        row,
        freeze,
        public=public,
        testimonies=queries.chosen_testimonies(row, public=public),
        products=queries.chosen_products(row, public=public),
    )

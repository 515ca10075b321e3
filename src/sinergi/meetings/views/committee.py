"""The committee's home, and the pages on which a meeting is prepared."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.acts import attempt
from sinergi.meetings import services
from sinergi.meetings.enums import Duty
from sinergi.meetings.forms.meetings import (
    BudgetFormSet,
    DutyForm,
    HubFormSet,
    MeetingForm,
    MemberForm,
    NewMeetingForm,
    QuestionFormSet,
    budget_of,
    hub_of,
    initial_budget,
    initial_copy,
    initial_hubs,
    initial_meeting,
    initial_questions,
    question_of,
)
from sinergi.meetings.queries.committee import (
    area_labels,
    first_area,
    may_copy,
    may_start,
    members_of,
    next_stage,
    overview,
    programmes_named,
    user_of_committee,
)
from sinergi.meetings.queries.meetings import (
    may_arrange,
    may_host,
    may_prepare,
)
from sinergi.meetings.views.lists import EditedList, edit_list
from sinergi.meetings.views.requests import get_own_meeting

FORM = ["GET", "HEAD", "POST"]


@require_safe
def committee_home(request: SignedInRequest, slug: str) -> HttpResponse:
    """The state of everything, and where each thing is done."""
    meeting = get_own_meeting(request, slug, may_host)
    context = {
        "meeting": meeting,
        "overview": overview(meeting),
        "members": members_of(meeting),
        "may_prepare": may_prepare(request.user, meeting),
        "may_arrange": may_arrange(request.user, meeting),
        "may_copy": may_copy(request.user, meeting),
    }
    return render(request, "meetings/committee_home.html", context)


@require_http_methods(FORM)
def meeting_new(request: SignedInRequest) -> HttpResponse:
    """Begin to prepare a meeting."""
    if not may_start(request.user):
        raise PermissionDenied
    level, region = first_area(request.user)
    form = NewMeetingForm(
        request.POST or None,
        by=request.user,
        initial={"level": level, "region": region},
    )
    if form.is_valid():
        made = attempt(
            request,
            form,
            lambda: services.create_meeting(
                by=request.user,
                content=form.content(),
                programmes=programmes_named(form.cleaned_data["programmes"]),
                on_site=form.cleaned_data["on_site"],
                online=form.cleaned_data["online"],
            ),
            _("The meeting is in preparation. Nobody else sees it yet."),
        )
        if made is not None:
            return redirect("meetings:committee_home", made.slug)
    back = reverse("meetings:meeting_list")
    return _meeting_form(request, form, _("Prepare a meeting"), back)


def _meeting_form(
    request: SignedInRequest, form: MeetingForm, title: str, back: str, lead: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "back": back,
        "areas": area_labels(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "meetings/meeting_form.html", context, status=status)


@require_http_methods(FORM)
def meeting_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Change what is said of a meeting."""
    meeting = get_own_meeting(request, slug, may_prepare)
    form = MeetingForm(
        request.POST or None,
        by=request.user,
        meeting=meeting,
        initial=initial_meeting(meeting),
    )
    if form.is_valid():
        changed = attempt(
            request,
            form,
            lambda: services.change_meeting(
                by=request.user,
                meeting=meeting,
                content=form.content(),
                programmes=programmes_named(form.cleaned_data["programmes"]),
            ),
            _("Saved."),
        )
        if changed is not None:
            return redirect("meetings:committee_home", changed.slug)
    back = reverse("meetings:committee_home", args=[slug])
    return _meeting_form(request, form, meeting.title, back)


@require_http_methods(FORM)
def meeting_copy(request: SignedInRequest, slug: str) -> HttpResponse:
    """Make the next edition out of this one."""
    meeting = get_own_meeting(request, slug, may_copy)
    form = MeetingForm(
        request.POST or None,
        by=request.user,
        initial=initial_copy(meeting, next_stage(meeting)),
    )
    if form.is_valid():
        made = attempt(
            request,
            form,
            lambda: services.copy_meeting(
                by=request.user, meeting=meeting, content=form.content()
            ),
            _("The next edition is in preparation. Nobody else sees it yet."),
        )
        if made is not None:
            return redirect("meetings:committee_home", made.slug)
    lead = _(
        "Rooms, tracks, topics, questions, budget, committee and seats come along; "
        "people, places and sessions stay with %(meeting)s."
    ) % {"meeting": meeting.title}
    back = reverse("meetings:committee_home", args=[slug])
    return _meeting_form(request, form, _("The next edition"), back, lead)


@require_http_methods(FORM)
def meeting_publish(request: SignedInRequest, slug: str) -> HttpResponse:
    """Announce a meeting, after a question."""
    meeting = get_own_meeting(request, slug, may_prepare)
    if request.method == "POST":
        attempt(
            request,
            None,
            lambda: services.publish_meeting(by=request.user, meeting=meeting),
            _("The meeting is announced."),
        )
        return redirect("meetings:committee_home", slug)
    context = {
        "meeting": meeting,
        "question": _("Announce %(meeting)s?") % {"meeting": meeting.title},
        "text": _("Everybody sees its page, and registration opens at its time."),
        "action": _("Announce the meeting"),
    }
    return render(request, "meetings/meeting_state.html", context)


@require_http_methods(FORM)
def meeting_close(request: SignedInRequest, slug: str) -> HttpResponse:
    """End a meeting, after a question."""
    meeting = get_own_meeting(request, slug, may_prepare)
    if request.method == "POST":
        attempt(
            request,
            None,
            lambda: services.close_meeting(by=request.user, meeting=meeting),
            _("The meeting is closed."),
        )
        return redirect("meetings:committee_home", slug)
    context = {
        "meeting": meeting,
        "question": _("Close %(meeting)s?") % {"meeting": meeting.title},
        "text": _(
            "Nobody joins any more, and names no longer change. "
            "This cannot be taken back; feedback and plans go on."
        ),
        "action": _("Close the meeting"),
    }
    return render(request, "meetings/meeting_state.html", context)


@require_http_methods(FORM)
def hub_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """The linked places, each with its time zone."""
    meeting = get_own_meeting(request, slug, may_prepare)
    return edit_list(
        request,
        meeting,
        HubFormSet(
            request.POST or None, initial=initial_hubs(list(meeting.hubs.all()))
        ),
        EditedList(
            title=_("Linked places"),
            lead=_("Where people take part together without travelling to the venue."),
            add=_("Add a place"),
            back=reverse("meetings:committee_home", args=[slug]),
            has_areas=True,
        ),
        lambda rows: services.set_hubs(
            by=request.user, meeting=meeting, hubs=[hub_of(row) for row in rows]
        ),
    )


@require_http_methods(FORM)
def budget_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """What the meeting costs, and who pays."""
    meeting = get_own_meeting(request, slug, may_prepare)
    rows = list(meeting.budget.all())
    return edit_list(
        request,
        meeting,
        BudgetFormSet(request.POST or None, initial=initial_budget(rows)),
        EditedList(
            title=_("Budget"),
            lead=_("Planned and spent, by payer, in whole rupiah."),
            add=_("Add a line"),
            back=reverse("meetings:committee_home", args=[slug]),
        ),
        lambda said: services.set_budget(
            by=request.user, meeting=meeting, lines=[budget_of(row) for row in said]
        ),
    )


@require_http_methods(FORM)
def question_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """The questions that the registration form asks besides."""
    meeting = get_own_meeting(request, slug, may_prepare)
    rows = list(meeting.questions.all())
    return edit_list(
        request,
        meeting,
        QuestionFormSet(request.POST or None, initial=initial_questions(rows)),
        EditedList(
            title=_("Questions of the registration form"),
            lead=_("Asked besides name, contact, food and needs."),
            add=_("Add a question"),
            back=reverse("meetings:committee_home", args=[slug]),
        ),
        lambda said: services.set_questions(
            by=request.user,
            meeting=meeting,
            questions=[question_of(row) for row in said],
        ),
    )


@require_http_methods(FORM)
def member_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """The committee: add a person with their duties."""
    meeting = get_own_meeting(request, slug, may_prepare)
    form = MemberForm(request.POST or None)
    if form.is_valid():
        user = form.cleaned_data["username"]
        attempt(
            request,
            form,
            lambda: services.set_committee(
                by=request.user,
                meeting=meeting,
                user=user,
                duties=form.cleaned_data["duties"],
            ),
            _("%(name)s is in the committee.") % {"name": user.full_name},
        )
        if form.is_valid():
            return redirect("meetings:member_edit", slug)
    context = {
        "meeting": meeting,
        "members": members_of(meeting),
        "form": form,
        "duties": Duty.choices,
    }
    status = 422 if form.is_bound else 200
    return render(request, "meetings/member_edit.html", context, status=status)


@require_http_methods(["POST"])
def member_duties(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Change what a person of the committee does, or let them leave."""
    meeting = get_own_meeting(request, slug, may_prepare)
    user = user_of_committee(meeting, pk)
    form = DutyForm(request.POST)
    if user is None or not form.is_valid():
        raise Http404
    attempt(
        request,
        None,
        lambda: services.set_committee(
            by=request.user,
            meeting=meeting,
            user=user,
            duties=form.cleaned_data["duties"],
        ),
        _("Saved."),
    )
    return redirect("meetings:member_edit", slug)

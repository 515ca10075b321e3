"""The editor of the agenda: every act is a form, with or without a mouse."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.acts import attempt, page_of
from sinergi.meetings import services
from sinergi.meetings.enums import SessionKind
from sinergi.meetings.forms.agenda import (
    RoomFormSet,
    RoundFormSet,
    SessionForm,
    SpeakerFormSet,
    TopicForm,
    TrackFormSet,
    initial_rooms,
    initial_rounds,
    initial_session,
    initial_speakers,
    initial_tracks,
    moment_of,
    room_of,
    speakers_of,
    track_of,
)
from sinergi.meetings.models import Meeting, Session, Topic
from sinergi.meetings.queries.committee import session_for, sessions_of, unpublished
from sinergi.meetings.queries.editor import edited_days, topic_for, topics_of
from sinergi.meetings.queries.meetings import may_arrange
from sinergi.meetings.queries.public import latest_version, versions_of
from sinergi.meetings.queries.topics import measure_choices
from sinergi.meetings.services.agenda import SessionContent
from sinergi.meetings.views.lists import EditedList, edit_list
from sinergi.meetings.views.requests import get_meeting, get_own_meeting

FORM = ["GET", "HEAD", "POST"]
VERSIONS_SHOWN = 20


@require_safe
def agenda_editor(request: SignedInRequest, slug: str) -> HttpResponse:
    """The agenda as it stands, parallel sessions side by side."""
    meeting = get_own_meeting(request, slug, may_arrange)
    sessions = sessions_of(meeting)
    version = latest_version(meeting)
    context = {
        "meeting": meeting,
        "days": edited_days(meeting, sessions),
        "topics": topics_of(meeting),
        "version": version,
        "changes": unpublished(version, sessions),
        "rooms": meeting.rooms.count(),
        "rounds": meeting.rounds.count(),
        "tracks": meeting.tracks.count(),
    }
    return render(request, "meetings/agenda_editor.html", context)


@require_http_methods(FORM)
def session_new(request: SignedInRequest, slug: str) -> HttpResponse:
    """Add a session; the address may name kind, day and topic."""
    meeting = get_own_meeting(request, slug, may_arrange)
    initial = {
        "kind": request.GET.get("jenis", SessionKind.PLENARY),
        "day": request.GET.get("hari", meeting.starts_on.isoformat()),
        "topic": request.GET.get("topik", ""),
    }
    return _session_form(request, meeting, None, initial, [])


@require_http_methods(FORM)
def session_edit(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Change a session; what it meets stands at its field."""
    meeting = get_own_meeting(request, slug, may_arrange)
    session = _session(meeting, pk)
    return _session_form(
        request,
        meeting,
        session,
        initial_session(meeting, session),
        initial_speakers(session),
    )


def _session_form(
    request: SignedInRequest,
    meeting: Meeting,
    session: Session | None,
    initial: dict[str, Any],
    people: list[dict[str, object]],
) -> HttpResponse:
    form = SessionForm(request.POST or None, meeting=meeting, initial=initial)
    speakers = SpeakerFormSet(
        request.POST or None,
        initial=people,
        prefix="orang",
        form_kwargs={"meeting": meeting},
    )
    if form.is_valid() and speakers.is_valid():
        saved = _save(
            request,
            meeting,
            form,
            form.content(speakers_of(speakers), session),
            session,
        )
        if saved is not None:
            address = reverse("meetings:agenda_editor", args=[meeting.slug])
            return redirect(f"{address}#sesi-{saved.pk}")
    context: dict[str, object] = {
        "meeting": meeting,
        "session": session,
        "form": form,
        "speakers": speakers,
        "stage_errors": form.errors.get("speakers", []),
    }
    status = 422 if form.is_bound else 200
    return render(request, "meetings/session_form.html", context, status=status)


def _save(
    request: SignedInRequest,
    meeting: Meeting,
    form: SessionForm,
    content: SessionContent,
    session: Session | None,
) -> Session | None:
    return attempt(
        request,
        form,
        lambda: services.save_session(
            by=request.user, meeting=meeting, content=content, session=session
        ),
        _("Saved. The public sees it with the next version."),
    )


def _session(meeting: Meeting, pk: int) -> Session:
    session = session_for(meeting, pk)
    if session is None:
        raise Http404
    return session


@require_POST
def session_remove(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take a session off the agenda."""
    meeting = get_own_meeting(request, slug, may_arrange)
    session = _session(meeting, pk)
    attempt(
        request,
        None,
        lambda: services.remove_session(by=request.user, session=session),
        _("The session is taken off. The public sees it with the next version."),
    )
    return redirect("meetings:agenda_editor", slug)


@require_http_methods(FORM)
def room_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """The rooms, in the order in which they stand side by side."""
    meeting = get_own_meeting(request, slug, may_arrange)
    rows = list(meeting.rooms.all())
    return edit_list(
        request,
        meeting,
        RoomFormSet(
            request.POST or None,
            initial=initial_rooms(rows),
            form_kwargs={"meeting": meeting},
        ),
        _page(
            slug,
            title=_("Rooms"),
            lead=_("Of the venue and of linked places, in their order."),
            add=_("Add a room"),
        ),
        lambda said: services.set_rooms(
            by=request.user, meeting=meeting, rooms=[room_of(row) for row in said]
        ),
    )


def _page(slug: str, *, title: str, lead: str, add: str) -> EditedList:
    back = reverse("meetings:agenda_editor", args=[slug])
    return EditedList(title=title, lead=lead, add=add, back=back)


@require_http_methods(FORM)
def track_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """The tracks that parallel sessions belong to."""
    meeting = get_own_meeting(request, slug, may_arrange)
    rows = list(meeting.tracks.all())
    return edit_list(
        request,
        meeting,
        TrackFormSet(request.POST or None, initial=initial_tracks(rows)),
        _page(
            slug,
            title=_("Tracks"),
            lead=_("Threads of parallel sessions; an agenda may do without."),
            add=_("Add a track"),
        ),
        lambda said: services.set_tracks(
            by=request.user, meeting=meeting, tracks=[track_of(row) for row in said]
        ),
    )


@require_http_methods(FORM)
def round_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """The rounds of sharing classes; classes move with them."""
    meeting = get_own_meeting(request, slug, may_arrange)
    rows = list(meeting.rounds.all())
    return edit_list(
        request,
        meeting,
        RoundFormSet(
            request.POST or None,
            initial=initial_rounds(meeting, rows),
            form_kwargs={"meeting": meeting},
        ),
        _page(
            slug,
            title=_("Rounds of sharing classes"),
            lead=_("The classes of a round begin and end together, and move with it."),
            add=_("Add a round"),
        ),
        lambda said: services.set_rounds(
            by=request.user,
            meeting=meeting,
            rounds=[
                (
                    moment_of(meeting, row["day"], row["starts_at"]),
                    moment_of(meeting, row["day"], row["ends_at"]),
                )
                for row in said
            ],
        ),
    )


@require_http_methods(FORM)
def topic_new(request: SignedInRequest, slug: str) -> HttpResponse:
    """Add a topic of sharing classes."""
    meeting = get_own_meeting(request, slug, may_arrange)
    return _topic_form(request, meeting, None)


@require_http_methods(FORM)
def topic_edit(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Change a topic."""
    meeting = get_own_meeting(request, slug, may_arrange)
    return _topic_form(request, meeting, _topic(meeting, pk))


def _topic_form(
    request: SignedInRequest, meeting: Meeting, topic: Topic | None
) -> HttpResponse:
    names = ("title_id", "title_en", "summary_id", "summary_en", "measures")
    initial = {name: getattr(topic, name) for name in names} if topic else {}
    form = TopicForm(request.POST or None, initial=initial, measures=measure_choices())
    if form.is_valid():
        saved = attempt(
            request,
            form,
            lambda: services.save_topic(
                by=request.user, meeting=meeting, topic=topic, **form.cleaned_data
            ),
            _("Saved."),
        )
        if saved is not None:
            return redirect("meetings:agenda_editor", meeting.slug)
    context = {"meeting": meeting, "topic": topic, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "meetings/topic_form.html", context, status=status)


@require_POST
def topic_remove(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take back a topic that no class has."""
    meeting = get_own_meeting(request, slug, may_arrange)
    topic = _topic(meeting, pk)
    attempt(
        request,
        None,
        lambda: services.remove_topic(by=request.user, topic=topic),
        _("The topic is taken back."),
    )
    return redirect("meetings:agenda_editor", slug)


def _topic(meeting: Meeting, pk: int) -> Topic:
    topic = topic_for(meeting, pk)
    if topic is None:
        raise Http404
    return topic


@require_POST
def agenda_publish(request: SignedInRequest, slug: str) -> HttpResponse:
    """Announce the agenda as it stands."""
    meeting = get_own_meeting(request, slug, may_arrange)
    version = attempt(
        request,
        None,
        lambda: services.publish_agenda(by=request.user, meeting=meeting),
        _("The agenda is announced. Those whom a change concerns are told."),
    )
    if version is None:
        return redirect("meetings:agenda_editor", slug)
    return redirect("meetings:agenda_changes", slug)


@login_not_required
@require_safe
def agenda_changes(request: HttpRequest, slug: str) -> HttpResponse:
    """What each version of the agenda changed."""
    meeting = get_meeting(request, slug)
    found = page_of(
        request,
        versions_of(meeting),
        limit=VERSIONS_SHOWN,
        key="-number",
    )
    context = {"meeting": meeting, "versions": found.items, "next": found.next}
    return render(request, "meetings/agenda_changes.html", context)

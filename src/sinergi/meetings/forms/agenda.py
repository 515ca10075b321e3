"""Forms of the agenda: sessions with their people, rooms, tracks, rounds, topics."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.core import formatting
from sinergi.core.forms import DigitsInput
from sinergi.meetings.enums import SessionKind, SpeakerRole
from sinergi.meetings.forms.fields import ClockField, RowForm
from sinergi.meetings.forms.meetings import list_formset
from sinergi.meetings.models import Meeting, Room, Round, Session, Topic, Track
from sinergi.meetings.queries.participants import participant_of_code
from sinergi.meetings.rules import in_language
from sinergi.meetings.services.agenda import SessionContent, SpeakerContent
from sinergi.meetings.services.frame import RoomContent, TrackContent

NOTHING = ("", "–")


def days_of(meeting: Meeting) -> list[tuple[str, str]]:
    """The days of a meeting to choose from."""
    count = (meeting.ends_on - meeting.starts_on).days + 1
    days = [meeting.starts_on + dt.timedelta(days=turn) for turn in range(count)]
    return [(day.isoformat(), formatting.weekday_day(day)) for day in days]


def moment_of(meeting: Meeting, day: str, clock: dt.time) -> dt.datetime:
    """A day and an hour in the meeting's zone."""
    return dt.datetime.combine(
        dt.date.fromisoformat(day), clock, tzinfo=ZoneInfo(meeting.time_zone)
    )


class SessionForm(forms.Form):
    """An item of the agenda. A class takes its times from its round."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=SessionKind.choices)
    title_id = forms.CharField(
        label=gettext_lazy("Title in Indonesian"),
        help_text=gettext_lazy("Empty for a class: the title of its topic."),
        max_length=200,
        required=False,
    )
    title_en = forms.CharField(
        label=gettext_lazy("Title in English"), max_length=200, required=False
    )
    day = forms.ChoiceField(label=gettext_lazy("Day"), required=False)
    starts_at = ClockField(label=gettext_lazy("Begins"), required=False)
    ends_at = ClockField(label=gettext_lazy("Ends"), required=False)
    room = forms.ChoiceField(label=gettext_lazy("Room"), required=False)
    track = forms.ChoiceField(label=gettext_lazy("Track"), required=False)
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    round = forms.ChoiceField(label=gettext_lazy("Round"), required=False)
    capacity = forms.IntegerField(
        label=gettext_lazy("Seats"),
        min_value=1,
        max_value=100_000,
        widget=DigitsInput(),
        required=False,
    )
    summary_id = forms.CharField(
        label=gettext_lazy("Summary in Indonesian"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    summary_en = forms.CharField(
        label=gettext_lazy("Summary in English"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    speakers = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.rooms = {str(row.pk): row for row in meeting.rooms.all()}
        self.tracks = {str(row.pk): row for row in meeting.tracks.all()}
        self.topics = {str(row.pk): row for row in meeting.topics.all()}
        self.rounds = {str(row.pk): row for row in meeting.rounds.all()}
        self._offer("day", days_of(meeting))
        self._offer("room", [(key, row.name) for key, row in self.rooms.items()])
        self._offer("track", [(key, _name(row)) for key, row in self.tracks.items()])
        self._offer("topic", [(key, _title(row)) for key, row in self.topics.items()])
        self._offer(
            "round",
            [(key, _round(meeting, row)) for key, row in self.rounds.items()],
        )

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices if name == "day" else [NOTHING, *choices]

    def content(
        self, speakers: Sequence[SpeakerContent], session: Session | None
    ) -> SessionContent:
        """The session as the services take it; its library stays as it is."""
        said: Mapping[str, Any] = self.cleaned_data
        times: dict[str, Any] = {
            name: moment_of(self.meeting, said["day"], said[name])
            if said["day"] and said[name]
            else None
            for name in ("starts_at", "ends_at")
        }
        same = ("kind", "title_id", "title_en", "summary_id", "summary_en", "capacity")
        return SessionContent(
            **{name: said[name] for name in same},
            **times,
            room=self.rooms.get(said["room"]),
            track=self.tracks.get(said["track"]),
            topic=self.topics.get(said["topic"]),
            round=self.rounds.get(said["round"]),
            library=session.library if session else None,
            speakers=speakers,
        )


def _name(track: Track) -> str:
    return in_language(track.name_id, track.name_en)


def _title(topic: Topic) -> str:
    return in_language(topic.title_id, topic.title_en)


def _round(meeting: Meeting, row: Round) -> str:
    zone = ZoneInfo(meeting.time_zone)
    starts, ends = row.starts_at.astimezone(zone), row.ends_at.astimezone(zone)
    hours = formatting.hours_range(starts, ends)
    return f"{row.number} · {formatting.short_day(starts.date())}, {hours}"


def initial_session(meeting: Meeting, session: Session) -> dict[str, object]:
    """A session as its form starts with it."""
    zone = ZoneInfo(meeting.time_zone)
    starts, ends = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
    same = ("kind", "title_id", "title_en", "summary_id", "summary_en")
    values: dict[str, object] = {name: getattr(session, name) for name in same}
    return values | {
        "day": starts.date().isoformat(),
        "starts_at": starts.time(),
        "ends_at": ends.time(),
        "room": str(session.room_id or ""),
        "track": str(session.track_id or ""),
        "topic": str(session.topic_id or ""),
        "round": str(session.round_id or ""),
        "capacity": session.pool.capacity if session.pool else None,
    }


class SpeakerForm(forms.Form):
    """Somebody on stage: a name, or a participant by the code of the badge."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200, required=False)
    affiliation = forms.CharField(
        label=gettext_lazy("From"), max_length=200, required=False
    )
    role = forms.ChoiceField(
        label=gettext_lazy("On stage as"), choices=SpeakerRole.choices
    )
    code = forms.CharField(
        label=gettext_lazy("Code of the badge"),
        help_text=gettext_lazy("For a participant; empty for others."),
        max_length=9,
        required=False,
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting

    def clean(self) -> dict[str, Any]:
        """A code is that of a participant, whose name stands for an empty one."""
        said = super().clean() or {}
        code = said.get("code", "").strip()
        said["participant"] = participant_of_code(self.meeting, code) if code else None
        if code and said["participant"] is None:
            self.add_error("code", _("Nobody at this meeting has this code."))
        elif said["participant"] is not None and not said.get("name"):
            said["name"] = said["participant"].full_name
        return said

    def speaker(self) -> SpeakerContent:
        """The person as the services take them."""
        said = self.cleaned_data
        return SpeakerContent(
            name=said["name"],
            role=said["role"],
            affiliation=said["affiliation"],
            participant=said["participant"],
        )


SpeakerFormSet = forms.formset_factory(
    SpeakerForm, extra=2, can_delete=True, max_num=20, absolute_max=20
)


def initial_speakers(session: Session) -> list[dict[str, object]]:
    """Those on stage as the form starts with them."""
    return [
        {
            "name": row.name,
            "affiliation": row.affiliation,
            "role": row.role,
            "code": row.participant.code if row.participant else "",
        }
        for row in session.speakers.select_related("participant")
    ]


def speakers_of(formset: Any) -> list[SpeakerContent]:
    """Those on stage, without empty rows."""
    kept = [form for form in formset.forms if not form.cleaned_data.get("DELETE")]
    return [form.speaker() for form in kept if form.cleaned_data.get("name")]


class RoomForm(RowForm):
    """A room of the venue or of a hub."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    capacity = forms.IntegerField(
        label=gettext_lazy("Seats"),
        min_value=1,
        max_value=100_000,
        widget=DigitsInput(),
        required=False,
    )
    hub = forms.ChoiceField(label=gettext_lazy("Linked place"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hubs = {str(row.pk): row for row in meeting.hubs.all()}
        field = self.fields["hub"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [NOTHING, *((key, row.name) for key, row in self.hubs.items())]

    def clean_hub(self) -> Any:
        """The hub itself; None for the venue."""
        return self.hubs.get(self.cleaned_data["hub"])


class TrackForm(RowForm):
    """A thread of parallel sessions."""

    name_id = forms.CharField(label=gettext_lazy("Name in Indonesian"), max_length=120)
    name_en = forms.CharField(
        label=gettext_lazy("Name in English"), max_length=120, required=False
    )


class RoundForm(forms.Form):
    """The time of a round of sharing classes."""

    day = forms.ChoiceField(label=gettext_lazy("Day"))
    starts_at = ClockField(label=gettext_lazy("Begins"))
    ends_at = ClockField(label=gettext_lazy("Ends"))

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["day"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = days_of(meeting)

    def has_changed(self) -> bool:
        """A new row counts once an hour is typed; its day is chosen beforehand."""
        return bool(set(self.changed_data) - {"day"}) or bool(self.initial)


RoomFormSet = list_formset(RoomForm)
TrackFormSet = list_formset(TrackForm)
RoundFormSet = list_formset(RoundForm, most=20)


def initial_rooms(rows: list[Room]) -> list[dict[str, object]]:
    """The rooms as their form starts."""
    return [
        {
            "key": row.pk,
            "name": row.name,
            "capacity": row.capacity,
            "hub": str(row.hub_id or ""),
        }
        for row in rows
    ]


def initial_tracks(rows: list[Track]) -> list[dict[str, object]]:
    """The tracks as their form starts."""
    return [
        {"key": row.pk, "name_id": row.name_id, "name_en": row.name_en} for row in rows
    ]


def initial_rounds(meeting: Meeting, rows: list[Round]) -> list[dict[str, object]]:
    """The rounds as their form starts."""
    zone = ZoneInfo(meeting.time_zone)
    return [
        {
            "day": row.starts_at.astimezone(zone).date().isoformat(),
            "starts_at": row.starts_at.astimezone(zone).time(),
            "ends_at": row.ends_at.astimezone(zone).time(),
        }
        for row in rows
    ]


def room_of(said: Mapping[str, Any]) -> RoomContent:
    """A room as the services take it."""
    return RoomContent(
        pk=said["key"], name=said["name"], capacity=said["capacity"], hub=said["hub"]
    )


def track_of(said: Mapping[str, Any]) -> TrackContent:
    """A track as the services take it."""
    return TrackContent(
        pk=said["key"], name_id=said["name_id"], name_en=said["name_en"]
    )


class TopicForm(forms.Form):
    """What a sharing class is about."""

    title_id = forms.CharField(
        label=gettext_lazy("Title in Indonesian"), max_length=200
    )
    title_en = forms.CharField(
        label=gettext_lazy("Title in English"), max_length=200, required=False
    )
    summary_id = forms.CharField(
        label=gettext_lazy("Summary in Indonesian"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    summary_en = forms.CharField(
        label=gettext_lazy("Summary in English"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    measures = forms.MultipleChoiceField(
        label=gettext_lazy("Indicators that it helps with"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self, *args: Any, measures: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["measures"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = list(measures)

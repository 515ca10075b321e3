"""What meetings write to people: mails, and letters of invitation on paper."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from sinergi.core import formatting
from sinergi.core.printing import demonstration_mark
from sinergi.meetings.agenda import TOLD
from sinergi.meetings.enums import Channel, DelegationKind, PlaceState
from sinergi.meetings.models import Delegation, Meeting, Participant, Place
from sinergi.meetings.rules import pool_name
from sinergi.notices.letters import Letter

TEMPLATE = Path(__file__).resolve().parent / "typst" / "letter.typ"


def invitation_letter(delegation: Delegation, name: str, link: str) -> Letter:
    """The mail of an invitation; the letter itself lies behind the link."""
    meeting = delegation.meeting
    with override(settings.LANGUAGE_CODE):
        values = {
            "name": name,
            "meeting": meeting.title,
            "days": formatting.day_range(meeting.starts_on, meeting.ends_on),
            "venue": _venue(delegation),
            "number": delegation.letter_number,
            "link": link,
        }
        return Letter(
            _("Invitation: %(meeting)s, %(days)s") % values, _(INVITATION) % values
        )


def _venue(delegation: Delegation) -> str:
    """Where the invited meet; a place on site may come before its venue is known."""
    venue: str = delegation.meeting.venue
    if venue:
        return venue
    channels = {one.channel for one in delegation.allotments.all() if one.places}
    return _("the venue follows") if Channel.ON_SITE in channels else _("online")


INVITATION = """Dear %(name)s,

You are invited to %(meeting)s, %(days)s, %(venue)s (letter %(number)s).
Read the letter, reply and name who comes:

%(link)s

The committee of %(meeting)s"""


def place_letter(place: Place, position: int | None) -> Letter:
    """The mail that tells somebody what has become of their place."""
    person = place.participant
    meeting = person.meeting
    with override(person.language):
        values = {
            "name": person.full_name,
            "meeting": meeting.title,
            "pool": pool_name(place.pool),
            "position": formatting.number(position),
            "deadline": formatting.moment(
                place.offered_until, ZoneInfo(meeting.time_zone)
            ),
            "link": ticket_link(person),
        }
        news = _news(PlaceState(place.state)) % values
        return Letter(
            f"{meeting.title}: {news}",
            _(PLACE) % (values | {"news": news}),
        )


def _news(state: PlaceState) -> str:
    return {
        PlaceState.CONFIRMED: _("Your place in %(pool)s is confirmed."),
        PlaceState.WAITING: _(
            "%(pool)s is full. You are number %(position)s on the waiting list."
        ),
        PlaceState.OFFERED: _(
            "There is room for your group in %(pool)s. Accept before %(deadline)s."
        ),
        PlaceState.EXPIRED: _(
            "The offer of a place in %(pool)s has ended; it went to the next in turn."
        ),
        PlaceState.WITHDRAWN: _("Your place in %(pool)s is given back."),
    }[state]


PLACE = """Dear %(name)s,

%(news)s

Your ticket for %(meeting)s, with all your places:

%(link)s

The committee of %(meeting)s"""


def agenda_letter(
    meeting: Meeting,
    person: Participant,
    number: int,
    changes: Sequence[dict[str, Any]],
) -> Letter:
    """The mail that tells somebody which of their sessions have changed."""
    with override(person.language):
        values = {
            "name": person.full_name,
            "meeting": meeting.title,
            "number": formatting.number(number),
            "changes": "\n".join(f"- {change_text(meeting, one)}" for one in changes),
            "link": settings.PUBLIC_URL
            + reverse("meetings:agenda_changes", args=[meeting.slug]),
        }
        return Letter(
            _("%(meeting)s: the agenda has changed") % values, _(CHANGED) % values
        )


CHANGED = """Dear %(name)s,

The agenda of %(meeting)s has a new version (%(number)s). What concerns you:

%(changes)s

All changes:

%(link)s

The committee of %(meeting)s"""


def change_text(meeting: Meeting, change: dict[str, Any]) -> str:
    """One entry of the change log as a sentence."""
    title = change["title"]
    if change["change"] == "added":
        return _("%(title)s: new") % {"title": title}
    if change["change"] == "removed":
        return _("%(title)s: taken off the agenda") % {"title": title}
    parts = [
        _field_text(meeting, name, *change["fields"][name])
        for name in TOLD
        if name in change["fields"]
    ]
    said = formatting.join_list(parts)
    return f"{title}: {said or _('new description')}"


def _field_text(meeting: Meeting, name: str, old: Any, new: Any) -> str:
    zone = ZoneInfo(meeting.time_zone)
    if name in ("starts_at", "ends_at"):
        values = {
            "old": formatting.moment(dt.datetime.fromisoformat(old), zone),
            "new": formatting.moment(dt.datetime.fromisoformat(new), zone),
        }
        if name == "starts_at":
            return _("begins on %(new)s instead of %(old)s") % values
        return _("ends on %(new)s instead of %(old)s") % values
    if name == "speakers":
        names = formatting.join_list([one["name"] for one in new]) or _("nobody")
        return _("on stage: %(names)s") % {"names": names}
    values = {"old": old or _("none"), "new": new or _("none")}
    if name == "room":
        return _("room %(new)s instead of %(old)s") % values
    return _("was called “%(old)s”") % values


def ticket_link(person: Participant) -> str:
    """The address of somebody's ticket."""
    path = reverse("meetings:ticket", args=[person.meeting.slug, person.code])
    return settings.PUBLIC_URL + path


@dataclass(frozen=True)
class PaperLetter:
    """A letter of invitation as it is printed."""

    number: str
    date: str
    to: str
    addressee: str
    subject: str
    greeting: str
    paragraphs: Sequence[str]
    facts: Sequence[tuple[str, str]]
    link: str
    qr: str
    scan: str
    closing: str
    signer: str
    name: str


def paper_letter(delegation: Delegation, link: str, signer: str) -> PaperLetter:
    """A letter in the language of the programme's offices."""
    meeting = delegation.meeting
    with override(settings.LANGUAGE_CODE):
        qr = segno.make(link, error="m", micro=False)
        return PaperLetter(
            number=delegation.letter_number,
            date=formatting.day(delegation.invited_at or delegation.created_at),
            to=delegation.name,
            addressee=delegation.addressee,
            subject=_("Invitation to %(meeting)s") % {"meeting": meeting.title},
            greeting=_("Dear Sir or Madam,"),
            paragraphs=_paragraphs(delegation),
            facts=_facts(delegation),
            link=link.removeprefix("https://").removeprefix("http://"),
            qr=qr.svg_inline(border=0, dark="#141f4a"),
            scan=_("Reply here, and name who comes"),
            closing=_("Yours faithfully,"),
            signer=signer,
            name=_("The committee of %(meeting)s") % {"meeting": meeting.title},
        )


def _paragraphs(delegation: Delegation) -> list[str]:
    meeting = delegation.meeting
    said = [
        _(
            "We have the honour to invite you to %(meeting)s. Partner libraries show "
            "there what they achieved, learn from each other and go home with a plan."
        )
        % {"meeting": meeting.title}
    ]
    places = [
        _("%(count)s places %(channel)s")
        % {"count": one.places, "channel": str(one.get_channel_display()).lower()}
        for one in delegation.allotments.all()
        if one.places
    ]
    if places:
        said.append(
            _("Reserved for you: %(places)s.")
            % {"places": formatting.join_list(places)}
        )
    deadline = meeting.delegation_deadline_at
    if deadline is not None:
        said.append(
            _("Please reply and name your people before %(deadline)s.")
            % {"deadline": formatting.moment(deadline, ZoneInfo(meeting.time_zone))}
        )
    if delegation.kind == DelegationKind.PARTNER:
        said.append(_("You reply with the account of your library at Sinergi."))
    return said


def _facts(delegation: Delegation) -> list[tuple[str, str]]:
    meeting = delegation.meeting
    days = formatting.day_range(meeting.starts_on, meeting.ends_on)
    facts = [(_("Day"), days), (_("Place"), _venue(delegation))]
    if meeting.theme:
        facts.append((_("Theme"), meeting.theme))
    return facts


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def letters_pdf(letters: Iterable[PaperLetter]) -> bytes:
    """Letters as one PDF on A4, each beginning on a page of its own."""
    import typst

    said = json.dumps({"letters": [asdict(letter) for letter in letters]})
    pdf: bytes = typst.compile(
        _template(),
        format="pdf",
        sys_inputs={"content": said, "mark": demonstration_mark()},
    )
    return pdf

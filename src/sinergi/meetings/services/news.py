"""Telling participants what changed for them: their places, their sessions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sinergi.meetings.agenda import TOLD
from sinergi.meetings.letters import agenda_letter, place_letter
from sinergi.meetings.models import (
    LIVE,
    AgendaVersion,
    Participant,
    Place,
    Speaker,
)
from sinergi.meetings.queries.places import position_of
from sinergi.notices.services import queue_mail


def tell_places(place_ids: Iterable[int]) -> int:
    """Mail the people whose places changed, once for each place and state.

    Returns:
        How many have an address.
    """
    rows = Place.objects.filter(
        pk__in=list(place_ids), participant__withdrawn_at__isnull=True
    ).select_related("participant__meeting", "pool")
    told = [row for row in rows.order_by("pk") if row.participant.email]
    for row in told:
        tell_place(row, position_of(row))
    return len(told)


def tell_place(place: Place, position: int | None) -> None:
    """Mail somebody with an address what has become of their place."""
    letter = place_letter(place, position)
    queue_mail(
        key=f"place-{place.pk}-{place.state}",
        recipient=place.participant.email,
        subject=letter.subject,
        body=letter.body,
    )


def tell_agenda(version: AgendaVersion) -> int:
    """Mail speakers and people of classes what a new version changes for them, once.

    Returns:
        How many have an address.
    """
    log = [one for one in version.changes if _concerns(one)]
    people = _people_by_session(version, {one["uid"] for one in log})
    changes: dict[Participant, list[dict[str, Any]]] = defaultdict(list)
    for one in log:
        for person in people[one["uid"]]:
            changes[person].append(one)
    for person, mine in changes.items():
        letter = agenda_letter(version.meeting, person, version.number, mine)
        queue_mail(
            key=f"agenda-{version.pk}-{person.pk}",
            recipient=person.email,
            subject=letter.subject,
            body=letter.body,
        )
    return len(changes)


def _concerns(change: dict[str, Any]) -> bool:
    """Whether people must hear of it: time, room, title, stage; or it is gone."""
    return change["change"] != "changed" or bool(set(change["fields"]) & set(TOLD))


def _people_by_session(
    version: AgendaVersion, uids: set[str]
) -> dict[str, list[Participant]]:
    """Those with a place in each session, and those on its stage, with an address."""
    found: dict[str, list[Participant]] = defaultdict(list)
    pools = {
        item["pool"]: item["uid"]
        for item in _items(version)
        if item["uid"] in uids and item["pool"]
    }
    places = Place.objects.filter(pool__in=pools, state__in=LIVE).exclude(
        participant__email=""
    )
    for place in places.select_related("participant").order_by("pk"):
        found[pools[place.pool_id]].append(place.participant)
    speakers = Speaker.objects.filter(
        session__uid__in=uids, participant__withdrawn_at__isnull=True
    ).exclude(participant__email="")
    for speaker in speakers.select_related("participant", "session"):
        person, uid = speaker.participant, str(speaker.session.uid)
        if person is not None and person not in found[uid]:
            found[uid].append(person)
    return found


def _items(version: AgendaVersion) -> Sequence[dict[str, Any]]:
    """The sessions of this version and, for those that are gone, the one before."""
    before = AgendaVersion.objects.filter(
        meeting=version.meeting, number=version.number - 1
    ).first()
    return [*(before.sessions if before else []), *version.sessions]

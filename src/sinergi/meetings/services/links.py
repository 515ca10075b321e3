"""Everybody's personal link: asked for in batches, once, whatever happens between.

The order is: write down that we ask, ask, write down the answer. Whoever was asked
for and has no answer, after a kill or a failure, is looked up among those whom the
provider knows before being asked for again.
"""

import datetime as dt
from collections.abc import Callable, Sequence

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.core.models import Job
from sinergi.core.services.jobs import advance, fail, finish, start_job
from sinergi.meetings.enums import LinkState, RoomProblem
from sinergi.meetings.errors import RoomTrouble
from sinergi.meetings.models import OnlineRoom, Participant, RoomRegistration
from sinergi.meetings.queries.rooms import LINKS_JOB, entitled, links_job, plan_of
from sinergi.meetings.rooms import provider_of
from sinergi.meetings.rooms.base import (
    Busy,
    Guest,
    Link,
    Provider,
    RoomFault,
    RoomPlan,
)
from sinergi.meetings.services.access import require_host
from sinergi.meetings.services.rooms import LEASE, clear_problem, leased, note_problem

#: Times that a provider may leave somebody out before we stop asking.
MOST_TRIES = 3
#: Waits in a row before a job stops, the first of them, and the longest.
MOST_WAITS = 8
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 5, 900
#: A killed job is found by its own next look at itself.
WATCH = LEASE + dt.timedelta(seconds=10)

Progress = Callable[[int, int], None]


@transaction.atomic
def start_links(*, by: User, room: OnlineRoom) -> Job:
    """Ask for the links that are missing; one job at a time, a repeat changes nothing.

    Raises:
        OutOfScope: The person does not serve the meeting.
        RoomTrouble: The room is not connected yet.
    """
    require_host(by, room.meeting)
    row = OnlineRoom.objects.select_for_update().get(pk=room.pk)
    if row.connected_at is None:
        raise RoomTrouble(_("Connect the room with its provider first."))
    current = links_job(row)
    if current is not None and current.state in (Job.State.WAITING, Job.State.RUNNING):
        return current
    row.registrations.filter(state=LinkState.FAILED).update(
        state=LinkState.WAITING, tries=0, problem=""
    )
    record(by=by, action="room.links_asked", target=row)
    return start_job(
        by=by,
        kind=LINKS_JOB,
        title=_("Links to the online room"),
        parameters={"room": row.pk},
        total=entitled(row.meeting).count(),
    )


def watch_of(*, job_id: str) -> dt.datetime | None:
    """When a job looks at itself again; None while such a look is due, or it ended."""
    job = Job.objects.filter(pk=job_id).first()
    if job is None or job.state not in (Job.State.WAITING, Job.State.RUNNING):
        return None
    due = job.parameters.get("watch", "")
    if due and dt.datetime.fromisoformat(due) > timezone.now():
        return None
    at = timezone.now() + WATCH
    job.parameters["watch"] = at.isoformat()
    job.save(update_fields=["parameters"])
    return at


def carry_links(*, job_id: str) -> dt.datetime | None:
    """Go on with a job; the moment to come again where the provider lets us wait."""
    job = Job.objects.filter(pk=job_id).first()
    if job is None or job.state not in (Job.State.WAITING, Job.State.RUNNING):
        return None
    room_id = int(job.parameters["room"])
    before = _registered(room_id)
    try:
        if not push_links(
            room_id=room_id, on_progress=lambda done, total: _show(job, done, total)
        ):
            return None  # another process is at it; the next look will tell
    except Busy as busy:
        has_progress = _registered(room_id) > before
        waits = 1 if has_progress else int(job.parameters.get("waits", 0)) + 1
        return _wait(job, busy, waits)
    except RoomFault as fault:
        fail(job=job, message=str(fault.problem.label))
        return None
    finish(job=job)
    return None


def _show(job: Job, done: int, total: int) -> None:
    advance(job=job, done=done, total=total)


def _wait(job: Job, busy: Busy, waits: int) -> dt.datetime | None:
    """Let the worker do something else meanwhile; each wait twice the last one."""
    if waits > MOST_WAITS:
        fail(job=job, message=str(busy.problem.label))
        return None
    job.parameters["waits"] = waits
    job.save(update_fields=["parameters"])
    return timezone.now() + dt.timedelta(seconds=wait_seconds(busy, waits))


def wait_seconds(busy: Busy, waits: int) -> float:
    """As long as the provider asks for, or 5 seconds, 10, 20 … up to 15 minutes."""
    if busy.wait_seconds is not None:
        return max(1.0, busy.wait_seconds)
    return float(min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** (waits - 1)))


@transaction.atomic
def want_link(*, participant: Participant, room: OnlineRoom) -> RoomRegistration:
    """Note that somebody who registered late needs a link."""
    row, _new = RoomRegistration.objects.get_or_create(
        room=room, participant=participant
    )
    return row


def push_links(*, room_id: int, on_progress: Progress | None = None) -> bool:
    """Ask for all links that are missing and take back those of the withdrawn.

    False: another process is at it, or took over.

    Raises:
        Busy: Worth another try later; what is done stays done.
        RoomFault: Somebody has to do something first.
    """
    with leased(room_id) as lease:
        if lease is None:
            return False
        room = OnlineRoom.objects.select_related("meeting").get(pk=room_id)
        try:
            provider, plan = provider_of(room.provider), plan_of(room)
            _enrol(room)
            _adopt(room, provider, plan)
            while rows := _claim(room, provider):
                _ask(provider, plan, rows)
                if on_progress is not None:
                    on_progress(*_counts(room))
                if not lease.renew():
                    return False
            _take_back(room, provider, plan)
        except RoomFault as fault:
            note_problem(room_id=room_id, fault=fault)
            raise
        clear_problem(room_id=room_id)
    return True


def _registered(room_id: int) -> int:
    rows = RoomRegistration.objects.filter(room_id=room_id)
    return rows.filter(state=LinkState.REGISTERED).count()


def _counts(room: OnlineRoom) -> tuple[int, int]:
    rows = room.registrations.exclude(state=LinkState.CANCELLED)
    done = rows.filter(state__in=[LinkState.REGISTERED, LinkState.FAILED])
    return done.count(), rows.count()


def _enrol(room: OnlineRoom) -> None:
    """A row for everybody with a confirmed seat."""
    people = entitled(room.meeting)
    missing = people.exclude(room_registrations__room=room)
    RoomRegistration.objects.bulk_create(
        (RoomRegistration(room=room, participant=person) for person in missing),
        batch_size=500,
        ignore_conflicts=True,
    )
    room.registrations.filter(state=LinkState.CANCELLED, participant__in=people).update(
        state=LinkState.WAITING, tries=0
    )


def _adopt(room: OnlineRoom, provider: Provider, plan: RoomPlan) -> None:
    """Look up those who were asked for without an answer."""
    asked = list(
        room.registrations.filter(state=LinkState.ASKED).select_related("participant")
    )
    if asked:
        _store(asked, provider.registered(plan))


@transaction.atomic
def _claim(room: OnlineRoom, provider: Provider) -> list[RoomRegistration]:
    """The next ones, written down as asked for before anybody is asked."""
    OnlineRoom.objects.select_for_update().get(pk=room.pk)
    rows = room.registrations.filter(
        state=LinkState.WAITING, participant__in=entitled(room.meeting)
    )
    held = room.registrations.filter(state=LinkState.REGISTERED).count()
    size = min(provider.batch_size, provider.most_people - held)
    if size <= 0:
        rows.update(state=LinkState.FAILED, problem=RoomProblem.FULL)
        return []
    chosen = list(rows.select_related("participant__library")[:size])
    _update(
        chosen, state=LinkState.ASKED, tries=F("tries") + 1, asked_at=timezone.now()
    )
    return chosen


def _ask(provider: Provider, plan: RoomPlan, rows: Sequence[RoomRegistration]) -> None:
    try:
        links = provider.register(plan, [_guest(row.participant) for row in rows])
    except Busy as busy:
        _hand_back(rows, is_unsure=busy.is_unsure)
        raise
    except RoomFault as fault:
        if fault.problem != RoomProblem.REFUSED:
            _hand_back(rows, is_unsure=False)
            raise
        if len(rows) == 1:
            _update(rows, state=LinkState.FAILED, problem=RoomProblem.REFUSED)
            return
        for row in rows:  # one of them spoils the batch: find out who
            _ask(provider, plan, [row])
        return
    _store(rows, links)


def _guest(person: Participant) -> Guest:
    library = person.library.name if person.library else person.organisation
    return Guest(key=person.code, name=person.full_name, organisation=library)


def _hand_back(rows: Sequence[RoomRegistration], *, is_unsure: bool) -> None:
    """They were not refused: this try does not count."""
    state = LinkState.ASKED if is_unsure else LinkState.WAITING
    _update(rows, state=state, tries=F("tries") - 1)


@transaction.atomic
def _store(rows: Sequence[RoomRegistration], links: Sequence[Link]) -> None:
    """Keep the answer; whoever is not in it waits for another try, three times."""
    found = {link.key: link for link in links}
    without = []
    for row in rows:
        link = found.get(row.participant.code)
        if link is None or not link.address:
            without.append(row)
            continue
        row.state, row.problem = LinkState.REGISTERED, ""
        row.address, row.registrant_id = link.address, link.registrant_id
        row.registered_at = timezone.now()
        row.save(
            update_fields=[
                *("state", "problem", "address", "registrant_id", "registered_at")
            ]
        )
    _update(without, state=LinkState.WAITING)
    _update(
        without,
        Q(tries__gte=MOST_TRIES),
        state=LinkState.FAILED,
        problem=RoomProblem.NO_ANSWER,
    )


def _update(
    rows: Sequence[RoomRegistration], condition: Q | None = None, **values: object
) -> None:
    chosen = RoomRegistration.objects.filter(pk__in=[row.pk for row in rows])
    (chosen.filter(condition) if condition else chosen).update(**values)


def _take_back(room: OnlineRoom, provider: Provider, plan: RoomPlan) -> None:
    """Cancel the links of those who withdrew or lost their seat."""
    rows = list(
        room.registrations.filter(state=LinkState.REGISTERED)
        .exclude(participant__in=entitled(room.meeting))
        .select_related("participant")
    )
    if not rows:
        return
    provider.cancel(
        plan,
        [Link(row.participant.code, row.registrant_id, row.address) for row in rows],
    )
    _update(rows, state=LinkState.CANCELLED, address="", registrant_id="")

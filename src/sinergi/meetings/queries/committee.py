"""What a committee sees at a glance, and the rows that its forms start from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Count, Q, Sum

from sinergi.accounts.models import User
from sinergi.meetings.agenda import change_list, plain_session
from sinergi.meetings.enums import (
    Duty,
    Level,
    PlaceState,
    PoolKind,
    ProposalState,
    Reply,
)
from sinergi.meetings.models import (
    AgendaVersion,
    Allotment,
    Meeting,
    Participant,
    Place,
    SeatPool,
    Session,
)
from sinergi.meetings.queries.public import latest_version, seats_of
from sinergi.network.models import Programme, ProgrammeStage
from sinergi.network.models.scope import held_with
from sinergi.network.queries.scope import can
from sinergi.network.rules import MEET
from sinergi.regions.models import Region
from sinergi.regions.queries import display_name, region_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.meetings.queries.public import Seats

#: Stages of so many years before and after are offered for a meeting.
STAGE_YEARS = 3


@dataclass(frozen=True)
class Invited:
    """Delegations by what became of their invitation."""

    total: int
    mailed: int
    coming: int
    declined: int

    @property
    def silent(self) -> int:
        """Those that have not replied."""
        return self.total - self.coming - self.declined


@dataclass(frozen=True)
class Overview:
    """The state of everything about one meeting."""

    invited: Invited
    places: int
    named: int
    people: int
    pools: Sequence[tuple[SeatPool, "Seats", int]]
    sessions: int
    version: AgendaVersion | None
    changes: int
    proposals: int


def overview(meeting: Meeting) -> Overview:
    """How far the preparation of a meeting is."""
    version = latest_version(meeting)
    sessions = sessions_of(meeting)
    return Overview(
        invited=_invited(meeting),
        places=Allotment.objects.filter(delegation__meeting=meeting).aggregate(
            sum=Sum("places")
        )["sum"]
        or 0,
        pools=_pools(meeting),
        sessions=len(sessions),
        version=version,
        changes=len(unpublished(version, sessions)),
        proposals=meeting.proposals.filter(state=ProposalState.SUBMITTED).count(),
        **_people(meeting),
    )


def _invited(meeting: Meeting) -> Invited:
    replies = Counter(
        dict(
            meeting.delegations.order_by()
            .values_list("reply")
            .annotate(count=Count("pk"))
        )
    )
    return Invited(
        total=sum(replies.values()),
        mailed=meeting.delegations.filter(mailed_at__isnull=False).count(),
        coming=replies[Reply.ACCEPTED] + replies[Reply.REPRESENTED],
        declined=replies[Reply.DECLINED],
    )


def _people(meeting: Meeting) -> dict[str, int]:
    present = Participant.objects.present().filter(meeting=meeting)
    return present.aggregate(
        people=Count("pk"), named=Count("pk", filter=Q(delegation__isnull=False))
    )


def _pools(meeting: Meeting) -> list[tuple[SeatPool, "Seats", int]]:
    """The pools but those of classes, with the open offers of each."""
    offered = Counter(
        Place.objects.filter(
            pool__meeting=meeting, state=PlaceState.OFFERED
        ).values_list("pool_id", flat=True)
    )
    rows = meeting.pools.exclude(kind=PoolKind.CLASS)
    return [(pool, seats_of(pool), offered[pool.pk]) for pool in rows]


def sessions_of(meeting: Meeting) -> list[Session]:
    """The agenda as it is being written, in its order."""
    rows = Session.objects.filter(meeting=meeting).select_related(
        "room", "track", "topic", "round", "library", "pool"
    )
    return list(rows.prefetch_related("speakers"))


def session_for(meeting: Meeting, pk: int) -> Session | None:
    """One session of a meeting."""
    return next((row for row in sessions_of(meeting) if row.pk == pk), None)


def unpublished(
    version: AgendaVersion | None, sessions: Sequence[Session]
) -> list[dict[str, object]]:
    """What the next version would announce."""
    now_said = [plain_session(session) for session in sessions]
    return change_list(version.sessions if version else [], now_said)


@dataclass(frozen=True)
class Member:
    """A person of the committee and all that they do."""

    user: User
    duties: Sequence[str]

    @property
    def labels(self) -> list[str]:
        """The duties in words."""
        return [str(Duty(duty).label) for duty in self.duties]


def members_of(meeting: Meeting) -> list[Member]:
    """The committee, by name."""
    rows = meeting.committee.select_related("user").order_by(
        "user__full_name", "user_id", "duty"
    )
    return [
        Member(user, [row.duty for row in found])
        for user, found in groupby(rows, key=lambda row: row.user)
    ]


def active_user(name: str) -> User | None:
    """The person with an account of this user name."""
    return User.objects.filter(username__iexact=name.strip(), is_active=True).first()


def user_of_committee(meeting: Meeting, pk: int) -> User | None:
    """A person of the committee."""
    return User.objects.filter(pk=pk, pk__in=meeting.committee.values("user")).first()


def programme_choices() -> list[tuple[str, str]]:
    """Every programme."""
    rows = Programme.objects.order_by("starts_on", "key")
    return [(row.key, row.name_id) for row in rows]


def programmes_named(keys: Sequence[str]) -> list[Programme]:
    """The programmes of these keys."""
    return list(Programme.objects.filter(key__in=keys))


def stages_near(year: int) -> list[ProgrammeStage]:
    """Stages around a year, the latest year first."""
    rows = ProgrammeStage.objects.filter(
        year__gte=year - STAGE_YEARS, year__lte=year + STAGE_YEARS
    )
    return list(rows.order_by("-year", "programme", "order"))


def area_label(region: Region | None) -> str:
    """An area as forms show it: its name with its code."""
    return f"{display_name(region)} ({region.code})" if region else ""


def area_labels(within: str = "") -> list[str]:
    """Provinces, regencies and cities to choose from while typing."""
    kinds = ["province", "regency", "city"]
    rows = Region.objects.of_today().within(within).filter(kind__in=kinds)
    return [area_label(row) for row in rows]


def area_named(text: str) -> Region | None:
    """The area that somebody typed: its label, its code or its whole name."""
    typed = text.strip()
    code = typed.rpartition("(")[2].rstrip(")").strip()
    found = region_for(code or typed)
    if found is not None:
        return found
    kinds = ["province", "regency", "city"]
    rows = Region.objects.of_today().filter(kind__in=kinds)
    same = [row for row in rows if display_name(row).casefold() == typed.casefold()]
    return same[0] if len(same) == 1 else None


def may_start(user: User) -> bool:
    """Whether somebody prepares meetings anywhere."""
    return any(held.library is None for held in held_with(user, MEET))


def first_area(user: User) -> tuple[str, Region | None]:
    """The level and area of the meetings that somebody prepares most widely."""
    held = [one for one in held_with(user, MEET) if one.library is None]
    if not held or any(one.region is None for one in held):
        return Level.NATIONAL, None
    code = min((one.region or "" for one in held), key=len)
    level = Level.REGENCY if "." in code else Level.PROVINCIAL
    return level, region_for(code)


def may_copy(user: "User | AnonymousUser", meeting: Meeting) -> bool:
    """Whether somebody makes the next edition: they prepare meetings of its area."""
    code = meeting.region_id or ""
    return can(user, MEET, region=code)


def next_stage(meeting: Meeting) -> ProgrammeStage | None:
    """The stage of the year after that bears the same key."""
    if meeting.stage is None:
        return None
    return ProgrammeStage.objects.filter(
        programme=meeting.stage.programme_id,
        key=meeting.stage.key,
        year=meeting.year + 1,
    ).first()

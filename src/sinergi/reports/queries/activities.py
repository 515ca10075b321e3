"""Reading activities: one whole, lists, an officer's inbox."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from sinergi.accounts.models import User
from sinergi.core.paging import page
from sinergi.network.models import Library, Partnership
from sinergi.reports.content import ActivityContent, Cell, Link, Payment, normalised
from sinergi.reports.enums import State
from sinergi.reports.models import Activity, Evidence, Flag, Review
from sinergi.reports.rules import next_month

PAGE_SIZE = 50


def content_of(activity: Activity) -> ActivityContent:
    """What an activity says, in the form in which reports are compared."""
    return normalised(
        ActivityContent(
            strategy=activity.strategy,
            field=activity.field,
            title=activity.title,
            started_on=activity.started_on,
            ended_on=activity.ended_on,
            description=activity.description,
            place=activity.place,
            collaborators=activity.collaborators,
            attendances=activity.attendances,
            persons=activity.persons,
            breakdown=tuple(
                Cell(
                    sex=cell.sex,
                    age_band=cell.age_band,
                    disability=cell.disability,
                    target_group=cell.target_group,
                    attendances=cell.attendances,
                    persons=cell.persons,
                )
                for cell in activity.breakdown.all()
            ),
            money=tuple(
                Payment(row.payer, row.amount_idr, row.is_in_kind)
                for row in activity.money.all()
            ),
            links=tuple(
                Link(piece.reference, piece.caption)
                for piece in sorted(activity.evidence.all(), key=lambda row: row.pk)
                if piece.file_id is None
            ),
        )
    )


def activity_for(user: User, id: UUID) -> Activity:  # noqa: A002 - clients' name
    """One activity with everything that its page shows.

    Raises:
        Activity.DoesNotExist: It is outside the person's scope.
    """
    return whole(activities_for(user)).get(pk=id)


def library_for(user: User, id: int) -> Library:  # noqa: A002 - clients' name
    """One library in the person's scope.

    Raises:
        Library.DoesNotExist: It is outside the person's scope.
    """
    return Library.objects.visible_to(user).get(pk=id)


def whole(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Activities with library, people and all parts at hand, in eight queries."""
    return activities.select_related(
        "library__region__parent__parent", "entered_by", "verified_by"
    ).prefetch_related(
        "breakdown",
        "money",
        Prefetch("evidence", Evidence.objects.select_related("file").order_by("pk")),
        Prefetch("reviews", Review.objects.select_related("by")),
        Prefetch(
            "flags", Flag.objects.select_related("other").order_by("raised_at", "pk")
        ),
    )


def activities_for(
    user: User,
    *,
    state: str = "",
    library: Library | None = None,
    region: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
    strategy: str = "",
    field: str = "",
    search: str = "",
) -> QuerySet[Activity]:
    """Activities in a person's scope, newest first; drafts of others are left out.

    A draft is shown to those who may report for its library only.
    """
    rows = Activity.objects.visible_to(user).filter(
        ~Q(state=State.DRAFT) | Q(library__in=Library.objects.reportable_by(user))
    )
    if state:
        rows = rows.filter(state=state)
    if library is not None:
        rows = rows.filter(library=library)
    if region:
        rows = rows.filter(
            Q(library__region_id=region)
            | Q(library__region__code__startswith=f"{region}.")
        )
    if since is not None:
        rows = rows.filter(started_on__gte=since)
    if until is not None:
        rows = rows.filter(started_on__lte=until)
    if strategy:
        rows = rows.filter(strategy=strategy)
    if field:
        rows = rows.filter(field=field)
    if search:
        rows = rows.filter(_matches(search))
    return rows.select_related("library__region").order_by("-created_at", "-pk")


def _matches(search: str) -> Q:
    return Q(title__icontains=search) | Q(library__name__icontains=search)


@dataclass(frozen=True, slots=True)
class InboxPage:
    """A page of the inbox, how many wait in all, and where the next page starts."""

    items: tuple[Activity, ...]
    total: int
    next: str


ORDERS = {"oldest": "submitted_at", "newest": "-submitted_at"}


def inbox_for(
    user: User,
    *,
    order: str = "oldest",
    search: str = "",
    flag: str = "",
    cursor: str = "",
    limit: int = PAGE_SIZE,
) -> InboxPage:
    """Reports that wait for the person, with their open flags and evidence count.

    Paged by key, so that verifying some never skips others.

    Raises:
        BadCursor: The cursor is not one of this list.
    """
    rows = Activity.objects.reviewable_by(user)
    if search:
        rows = rows.filter(_matches(search))
    if flag:
        rows = rows.filter(flags__kind=flag, flags__dismissed_at=None)
    open_flags = Flag.objects.filter(dismissed_at=None).select_related("other")
    found = page(
        rows.annotate(evidence_count=Count("evidence", distinct=True))
        .select_related("library__region", "entered_by")
        .prefetch_related(
            Prefetch("flags", open_flags.order_by("kind"), to_attr="open_flags")
        ),
        cursor=cursor,
        limit=limit,
        key=ORDERS.get(order, ORDERS["oldest"]),
    )
    return InboxPage(tuple(found.items), rows.count(), found.next or "")


def counts_by_state(user: User) -> dict[str, int]:
    """How many activities stand in each state, as far as the person sees them."""
    counts = dict.fromkeys(State.values, 0)
    rows = activities_for(user).order_by().values_list("state")
    counts.update(dict(rows.annotate(count=Count("pk"))))
    return counts


def silent_libraries(user: User, month: dt.date) -> QuerySet[Library]:
    """Partner libraries in the person's scope that sent nothing for the month."""
    last = next_month(month) - dt.timedelta(days=1)
    sent = Activity.objects.filter(
        library=OuterRef("pk"), started_on__gte=month, started_on__lte=last
    ).exclude(state=State.DRAFT)
    partners = Partnership.objects.in_force(last).filter(library=OuterRef("pk"))
    return (
        Library.objects.visible_to(user)
        .open_on(last)
        .filter(Exists(partners), ~Exists(sent))
        .select_related("region__parent__parent")
        .order_by("region_id", "pk")
    )

"""Achievement updates as people find them, and who presents one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from sinergi.meetings.enums import SessionKind
from sinergi.meetings.models import AchievementUpdate, Meeting, Session, UpdateFreeze
from sinergi.network.enums import LibraryKind
from sinergi.network.models import Library
from sinergi.stories.enums import ConsentScope
from sinergi.stories.models import Product, Testimony

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User

#: From the widest area to the village.
ORDER = [LibraryKind.PROVINCE, LibraryKind.REGENCY]
#: Stories among which an update chooses.
OFFERED = 24


@dataclass(frozen=True)
class Presenting:
    """A library that presents in a session, and its update if it is prepared."""

    session: Session
    library: Library
    update: AchievementUpdate | None


@dataclass(frozen=True)
class Rights:
    """What a person may do with an update."""

    reads_all: bool
    words: bool
    owns: bool


def presenters_of(meeting: Meeting) -> list[tuple[Session, Library]]:
    """Who presents in the sessions of achievement updates, by session.

    That is the session's own library, and the libraries of its speakers: of whose
    delegation they are, or in whose name they registered.
    """
    sessions = (
        meeting.sessions.filter(kind=SessionKind.ACHIEVEMENT_UPDATE)
        .select_related("library__region")
        .prefetch_related(
            "speakers__participant__delegation__library__region",
            "speakers__participant__library__region",
        )
        .order_by("starts_at", "pk")
    )
    found: dict[tuple[int, int], tuple[Session, Library]] = {}
    for session in sessions:
        for library in _libraries_of(session):
            found.setdefault((session.pk, library.pk), (session, library))
    return list(found.values())


def _libraries_of(session: Session) -> list[Library]:
    libraries = [session.library] if session.library else []
    for speaker in session.speakers.all():
        person = speaker.participant
        if person is None:
            continue
        library = person.delegation.library if person.delegation else None
        library = library or person.library
        if library is not None:
            libraries.append(library)
    return libraries


def presenting(meeting: Meeting) -> list[Presenting]:
    """Everybody who presents, with what is prepared; the committee's list."""
    held = {
        (row.session_id, row.library_id): row
        for row in AchievementUpdate.objects.filter(session__meeting=meeting)
    }
    return [
        Presenting(session, library, held.get((session.pk, library.pk)))
        for session, library in presenters_of(meeting)
    ]


def presenting_for(user: "User", meeting: Meeting) -> list[Presenting]:
    """What libraries of the person's own present, prepared or not."""
    rows = presenting(meeting)
    own = set(
        Library.objects.reportable_by(user)
        .filter(pk__in=[one.library.pk for one in rows])
        .values_list("pk", flat=True)
    )
    return [one for one in rows if one.library.pk in own]


def updates_at(
    user: "User | AnonymousUser", meeting: Meeting
) -> list[AchievementUpdate]:
    """The updates of a meeting that somebody may see: provinces first."""
    rows = (
        AchievementUpdate.objects.visible_to(user)
        .filter(session__meeting=meeting)
        .select_related("session__meeting", "library__region")
        .prefetch_related("freezes")
    )
    return sorted(rows, key=_place)


def _place(row: AchievementUpdate) -> tuple[object, ...]:
    kind = LibraryKind(row.library.kind)
    level = ORDER.index(kind) if kind in ORDER else len(ORDER)
    return (row.session.starts_at, level, row.library.region_id, row.pk)


def update_for(
    user: "User | AnonymousUser", meeting: Meeting, pk: int
) -> AchievementUpdate | None:
    """An update that somebody may see; None to a stranger."""
    rows = AchievementUpdate.objects.visible_to(user).filter(session__meeting=meeting)
    return (
        rows.select_related("session__meeting", "library__region").filter(pk=pk).first()
    )


def rights_of(user: "User | AnonymousUser", row: AchievementUpdate) -> Rights:
    """What somebody may do with an update."""
    rows = AchievementUpdate.objects.filter(pk=row.pk)
    return Rights(
        reads_all=rows.inside_for(user).exists(),
        words=rows.editable_by(user).exists(),
        owns=rows.owned_by(user).exists(),
    )


def freezes_of(row: AchievementUpdate) -> QuerySet[UpdateFreeze]:
    """All freezes of an update, the latest first."""
    return row.freezes.select_related("frozen_by")


def freeze_of(row: AchievementUpdate, number: int | None = None) -> UpdateFreeze | None:
    """The freeze that is shown, or an older one by its number."""
    rows = row.freezes.all()
    return (rows if number is None else rows.filter(number=number)).first()


def testimonies_for(library: Library) -> QuerySet[Testimony]:
    """Testimonies that an update of a library may show: its own or its area's."""
    rows = Testimony.objects.shown_at_meetings().filter(
        library__in=_libraries_told_of(library)
    )
    return rows.select_related("library__region")[:OFFERED]


def _libraries_told_of(library: Library) -> QuerySet[Library]:
    if library.kind in ORDER:
        return Library.objects.in_region(library.region_id)
    return Library.objects.filter(pk=library.pk)


def products_for(library: Library) -> QuerySet[Product]:
    """Products whose makers agreed to be shown at meetings."""
    rows = Product.objects.filter(
        maker__consent_scope__in=[ConsentScope.PUBLIC, ConsentScope.MEETING],
        maker__consent_withdrawn_on__isnull=True,
        maker__library__in=_libraries_told_of(library),
    )
    return rows.select_related("maker__library__region").order_by("-pk")[:OFFERED]


def chosen_testimonies(row: AchievementUpdate, *, public: bool) -> Sequence[Testimony]:
    """The chosen testimonies that may still be shown; a withdrawn consent counts."""
    rows = Testimony.objects.filter(pk__in=row.testimonies.values("pk"))
    shown = rows.shown_publicly() if public else rows.shown_at_meetings()
    return list(shown.select_related("library__region"))


def chosen_products(row: AchievementUpdate, *, public: bool) -> Sequence[Product]:
    """The chosen products whose makers still agree to be shown."""
    scopes = (
        [ConsentScope.PUBLIC]
        if public
        else [
            ConsentScope.PUBLIC,
            ConsentScope.MEETING,
        ]
    )
    rows = row.products.filter(
        maker__consent_scope__in=scopes, maker__consent_withdrawn_on__isnull=True
    )
    return list(rows.select_related("maker__library__region"))


def published_by_session(meeting: Meeting) -> dict[str, int]:
    """How many updates are public, by the session's uid, for the agenda."""
    found: dict[str, int] = {}
    rows = AchievementUpdate.objects.published().filter(session__meeting=meeting)
    for uid in rows.values_list("session__uid", flat=True):
        found[str(uid)] = found.get(str(uid), 0) + 1
    return found


def published_count(meeting: Meeting) -> int:
    """How many updates of a meeting everybody may see."""
    return sum(published_by_session(meeting).values())


def updates_of_library(
    user: "User | AnonymousUser", library: Library
) -> list[AchievementUpdate]:
    """What a library presented at meetings, the latest first."""
    rows = AchievementUpdate.objects.visible_to(user).filter(library=library)
    return list(
        rows.select_related("session__meeting").order_by("-session__starts_at", "-pk")
    )


def speakers_of(row: AchievementUpdate) -> list[str]:
    """Who presents the update, by name."""
    rows = row.session.speakers.select_related("participant__delegation")
    return [
        one.name
        for one in rows
        if one.participant is not None
        and row.library_id
        in (
            one.participant.library_id,
            one.participant.delegation and one.participant.delegation.library_id,
        )
    ]

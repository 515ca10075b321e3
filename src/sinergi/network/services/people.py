"""Accounts and roles together: what officers do for the people of their scope."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sinergi.accounts import services as accounts
from sinergi.accounts.models import User
from sinergi.accounts.services import IssuedCard, NewUser
from sinergi.network.enums import LibraryKind, Role
from sinergi.network.errors import OutOfScope, UnfitPlace
from sinergi.network.models import Assignment, Library
from sinergi.network.queries.libraries import paths_of
from sinergi.network.queries.people import (
    cards_waiting,
    libraries_without_account,
    looks_after,
    may_reset_second_factor,
    needs_second_factor,
    taken_usernames,
)
from sinergi.network.rules import MANAGE, SECOND_FACTOR
from sinergi.network.services.assignments import assign
from sinergi.network.services.assignments import end_assignment as end_role
from sinergi.network.services.bulk import (
    NewAssignment,
    assign_many,
    mark_network_changed,
)
from sinergi.network.usernames import choose, slug
from sinergi.notices.enums import MessageKind
from sinergi.notices.services import tell
from sinergi.regions.models import Region
from sinergi.regions.queries import display_name

#: Cards of one PDF; more are asked for in parts.
MOST_CARDS = 1_000


@dataclass(frozen=True)
class LibraryCard:
    """A card just issued, with the library for which its person reports."""

    library: Library | None
    place: str
    issued: IssuedCard


@transaction.atomic
def make_accounts(
    *, by: User, region: Region, libraries: Sequence[int] | None = None
) -> list[LibraryCard]:
    """Make an account and a card for each library of a region that has none.

    Args:
        by: The officer who looks after the region.
        region: The regency, province, district or village.
        libraries: Keys of the libraries wanted; all by default.

    Raises:
        OutOfScope: The region is not the officer's.
        UnfitPlace: Every library there has an account.
    """
    if not _manages(by, region):
        raise OutOfScope(_("This place is outside your scope."))
    wanted = libraries_without_account(by).in_region(region.code)
    if libraries is not None:
        wanted = wanted.filter(pk__in=libraries)
    rows = list(wanted[:MOST_CARDS])
    if not rows:
        raise UnfitPlace(_("Every library there has an account."))
    paths = paths_of([library.region_id for library in rows])
    users = accounts.create_users(by=by, rows=_new_users(rows, paths))
    assign_many(
        by=by,
        rows=[
            NewAssignment(
                user_id=user.pk,
                role=Role.VILLAGE_MANAGER,
                library_id=library.pk,
                starts_on=timezone.localdate(),
            )
            for library, user in zip(rows, users, strict=True)
        ],
    )
    issued = accounts.issue_cards(by=by, users=users)
    return [
        LibraryCard(library, _place(library, paths), card)
        for library, card in zip(rows, issued, strict=True)
    ]


@transaction.atomic
def reissue_unused_cards(*, by: User, region: Region) -> list[LibraryCard]:
    """Print the cards of a region anew that nobody has used yet.

    Raises:
        UnfitPlace: Every card there has been used.
    """
    people = [
        person
        for person in cards_waiting(by, region.code)[:MOST_CARDS]
        if looks_after(by, person)
    ]
    if not people:
        raise UnfitPlace(_("No card waits to be used there."))
    return _reissue(by, people)


@transaction.atomic
def reissue_card(*, by: User, person: User) -> LibraryCard:
    """Give a person a new card; the password, older cards and sessions end.

    Raises:
        OutOfScope: The officer does not look after this account.
    """
    _require_care(by, person)
    return _reissue(by, [person])[0]


@transaction.atomic
def invite_person(
    *,
    by: User,
    full_name: str,
    email: str,
    role: str,
    starts_on: dt.date,
    region: Region | None = None,
    library: Library | None = None,
    ends_on: dt.date | None = None,
    username: str = "",
) -> Assignment:
    """Make an account with a role and send its person the link to open it.

    Raises:
        OutOfScope: The officer may not give this role there.
        UnfitPlace: The role needs another place.
        UnfitDate: The role ends before it starts.
        UsernameRefused: The user name is taken or malformed.
        EmailTaken: Another account has the address.
    """
    name = username or choose(
        full_name, [], taken_usernames([slug(full_name) or "perpustakaan"])
    )
    person = accounts.create_user(
        by=by, username=name, full_name=full_name, email=email
    )
    assignment = assign(
        by=by,
        user=person,
        role=role,
        region=region,
        library=library,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    accounts.invite(by=by, user=person)
    return assignment


@transaction.atomic
def give_role(
    *,
    by: User,
    person: User,
    role: str,
    starts_on: dt.date,
    region: Region | None = None,
    library: Library | None = None,
    ends_on: dt.date | None = None,
) -> Assignment:
    """Give somebody with an account a further role, and tell them.

    Where the role asks for a second factor, open sessions end, so that the next
    sign-in asks for it; tokens made without one end as well.

    Raises:
        OutOfScope: The officer may not give this role there.
        UnfitPlace: The role needs another place.
        UnfitDate: The role ends before it starts.
    """
    assignment = assign(
        by=by,
        user=person,
        role=role,
        region=region,
        library=library,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    if role in SECOND_FACTOR and person.pk != by.pk:
        accounts.end_sessions(by=by, user=person)
    if needs_second_factor(person):
        accounts.revoke_tokens(by=by, user=person)
    _tell(assignment, MessageKind.ROLE_GIVEN)
    return assignment


@transaction.atomic
def end_role_of(
    *, by: User, assignment: Assignment, on: dt.date, reason: str
) -> Assignment:
    """End a role after a day, and tell its person.

    Raises:
        OutOfScope: The officer may not end this role, or it is their own.
        UnfitDate: It would end before it started.
    """
    if assignment.user_id == by.pk:
        raise OutOfScope(_("Somebody else must end your own role."))
    assignment = end_role(by=by, assignment=assignment, on=on, reason=reason)
    _tell(assignment, MessageKind.ROLE_ENDED)
    return assignment


@transaction.atomic
def close_account(*, by: User, person: User, reason: str) -> User:
    """Close an account: nobody signs in with it any longer.

    Raises:
        OutOfScope: The officer does not look after this account.
    """
    _require_care(by, person)
    mark_network_changed()
    return accounts.deactivate_user(by=by, user=person, reason=reason)


@transaction.atomic
def reopen_account(*, by: User, person: User) -> User:
    """Open a closed account again.

    Raises:
        OutOfScope: The officer does not look after this account.
    """
    _require_care(by, person)
    mark_network_changed()
    return accounts.activate_user(by=by, user=person)


@transaction.atomic
def take_second_factor_away(*, by: User, person: User, reason: str) -> None:
    """Let somebody who lost their phone set up another one.

    Raises:
        OutOfScope: Only the national team does this, and not for itself.
    """
    if not may_reset_second_factor(by) or not looks_after(by, person):
        raise OutOfScope(_("Only the national team can do this."))
    accounts.reset_second_factor(by=by, user=person, reason=reason)


def _require_care(by: User, person: User) -> None:
    if not looks_after(by, person):
        raise OutOfScope(_("You do not look after this account."))


def _manages(by: User, region: Region) -> bool:
    from sinergi.network.queries.scope import can

    return can(by, MANAGE, region=region)


def _reissue(by: User, people: Sequence[User]) -> list[LibraryCard]:
    roles = Assignment.objects.in_force().filter(user__in=people, library__isnull=False)
    libraries = {
        role.user_id: role.library
        for role in roles.select_related("library__region").order_by("-pk")
        if role.library is not None
    }
    paths = paths_of({library.region_id for library in libraries.values()})
    issued = accounts.issue_cards(by=by, users=people)
    return [
        LibraryCard(library, _place(library, paths) if library else "", card)
        for card in issued
        for library in [libraries.get(card.user.pk)]
    ]


def _new_users(rows: Sequence[Library], paths: dict[str, str]) -> list[NewUser]:
    names = [_called_after(library) for library in rows]
    taken = taken_usernames(slug(name) or "perpustakaan" for name in names)
    with override(settings.LANGUAGE_CODE):
        return [
            NewUser(
                username=choose(name, paths[library.region_id].split(", "), taken),
                full_name=_("Manager of %(library)s") % {"library": library.name},
            )
            for library, name in zip(rows, names, strict=True)
        ]


def _called_after(library: Library) -> str:
    """The village, or the library's own name where several may lie in one area."""
    if library.kind in {LibraryKind.TBM, LibraryKind.OTHER}:
        return library.name
    return library.region.name


def _place(library: Library, paths: dict[str, str]) -> str:
    path = paths.get(library.region_id, "").split(", ")
    return ", ".join([display_name(library.region), *(part for part in path if part)])


def _tell(assignment: Assignment, kind: MessageKind) -> None:
    place = _("Indonesia")
    if assignment.library is not None:
        place = assignment.library.name
    elif assignment.region is not None:
        place = display_name(assignment.region)
    role = str(Role(assignment.role).label)
    tell(
        user_ids=[assignment.user_id], kind=kind, values={"role": role, "place": place}
    )

"""What officers do for the people of their scope, and must not do."""

import datetime as dt

import pytest
from django.utils import timezone

from sinergi.accounts import services as accounts
from sinergi.accounts.errors import CardRefused
from sinergi.accounts.models import Invitation, LoginCard, User
from sinergi.analytics.models import DirtyPair
from sinergi.audit.models import AuditEntry
from sinergi.network.enums import LibraryKind, Role
from sinergi.network.errors import OutOfScope, UnfitPlace
from sinergi.network.models import Assignment
from sinergi.network.queries.people import (
    PeopleFilter,
    cards_waiting,
    libraries_without_account,
    looks_after,
    missing_by_region,
    needs_second_factor,
    people_for,
    roles_to_give,
)
from sinergi.network.services import people as services
from sinergi.network.tests.factories import (
    give_role,
    make_library,
    make_officer,
    make_person,
)
from sinergi.notices.models import Message
from sinergi.regions.models import Region
from sinergi.regions.tests.factories import make_regions

pytestmark = pytest.mark.django_db
Regions = dict[str, Region]
TODAY = timezone.localdate()
PASSWORD = "sandi-baru-desa-kami"


def real(user: User) -> User:
    """The same person, no longer marked as invented for the demonstration."""
    User.objects.filter(pk=user.pk).update(is_demonstration=False)
    user.refresh_from_db()
    return user


@pytest.fixture(autouse=True)
def regions() -> dict[str, Region]:
    return make_regions()


def test_accounts_of_a_regency_are_made_at_once(regions: Regions) -> None:
    officer = make_officer("35.22")
    first = make_library("35.22.01.2001", name="Perpustakaan Cahaya")
    second = make_library("35.22.02.2001", name="Perpustakaan Bakalan")
    garden = make_library("35.22.01.2001", name="TBM Pelita", kind=LibraryKind.TBM)
    elsewhere = make_library("35.78.07.1001")
    having = make_library("35.22.01.2002")
    make_person(Role.VILLAGE_MANAGER, library=having)
    cards = services.make_accounts(by=officer, region=regions["35.22"])
    assert {card.library: card.issued.user.username for card in cards} == {
        first: "sumberarum",
        garden: "tbm-pelita",
        second: "bakalan",
    }
    assert cards[0].place == "Desa Sumberarum, Kecamatan Ngraho, " + (
        "Kabupaten Bojonegoro, Jawa Timur"
    )
    assert cards[0].issued.user.full_name == "Pengelola Perpustakaan Cahaya"
    assert list(libraries_without_account(officer)) == []
    assert elsewhere in libraries_without_account(make_officer("35"))
    user = accounts.sign_in_with_card(code=cards[0].issued.code, password=PASSWORD)
    assert [role.library for role in user.assignments.all()] == [first]


def test_accounts_of_equal_villages_get_names_of_their_own(regions: Regions) -> None:
    make_person(username="sumberarum")
    make_library("35.22.01.2001", name="Satu")
    make_library("35.22.01.2001", name="Dua")
    cards = services.make_accounts(by=make_officer(), region=regions["35.22"])
    assert sorted(card.issued.user.username for card in cards) == [
        "sumberarum-ngraho",
        "sumberarum-ngraho-bojonegoro",
    ]


def test_accounts_outside_the_scope_are_refused(regions: Regions) -> None:
    make_library("35.78.07.1001")
    make_library("35.22.01.2001")
    officer = make_officer("35.22")
    for code in ("35.78", "35", "32.01"):
        with pytest.raises(OutOfScope):
            services.make_accounts(by=officer, region=regions[code])
    manager = make_person(Role.VILLAGE_MANAGER, library=make_library())
    with pytest.raises(OutOfScope):
        services.make_accounts(by=manager, region=regions["35.22"])
    assert LoginCard.objects.count() == 0


def test_accounts_are_made_once(regions: Regions) -> None:
    make_library("35.22.01.2001")
    officer = make_officer()
    services.make_accounts(by=officer, region=regions["35.22"])
    with pytest.raises(UnfitPlace):
        services.make_accounts(by=officer, region=regions["35.22"])
    assert Assignment.objects.filter(role=Role.VILLAGE_MANAGER).count() == 1


def test_closed_libraries_need_no_account(regions: Regions) -> None:
    from sinergi.network.services import close_library

    library = make_library("35.22.01.2001")
    close_library(by=None, library=library, on=TODAY, reason="Gedung ditutup")
    assert missing_by_region(make_officer()) == []


def test_missing_accounts_are_counted_by_regency(regions: Regions) -> None:
    make_library("35.22.01.2001")
    make_library("35.22.02.2001")
    make_library("35.78.07.1001")
    make_library("32.01", kind=LibraryKind.REGENCY)
    counted = missing_by_region(make_officer("35"))
    assert [(each.region.code, each.count) for each in counted] == [
        ("35.22", 2),
        ("35.78", 1),
    ]


def test_unused_cards_are_printed_again_and_used_ones_are_not(regions: Regions) -> None:
    officer = make_officer()
    make_library("35.22.01.2001", name="Satu")
    make_library("35.22.01.2002", name="Dua")
    first, second = services.make_accounts(by=officer, region=regions["35.22"])
    user = accounts.sign_in_with_card(code=first.issued.code, password=PASSWORD)
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    assert cards_waiting(officer, "35.22").count() == 1
    [again] = services.reissue_unused_cards(by=officer, region=regions["35.22"])
    assert (again.issued.user, again.library) == (second.issued.user, second.library)
    with pytest.raises(CardRefused):
        accounts.sign_in_with_card(code=second.issued.code, password=PASSWORD)
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_card_of_somebody_with_a_wider_role_is_not_reissued() -> None:
    officer = make_officer("35.22")
    library = make_library("35.22.01.2001")
    person = make_person(Role.VILLAGE_MANAGER, library=library)
    assert looks_after(officer, person)
    give_role(person, Role.PROVINCIAL_OFFICER, region="35")
    assert not looks_after(officer, person)
    for act in (services.reissue_card, services.reopen_account):
        with pytest.raises(OutOfScope):
            act(by=officer, person=person)
    with pytest.raises(OutOfScope):
        services.close_account(by=officer, person=person, reason="x")
    assert person.has_usable_password() is False
    assert LoginCard.objects.count() == 0


def test_nobody_acts_on_the_own_account() -> None:
    officer = make_person(Role.NATIONAL_TEAM)
    with pytest.raises(OutOfScope):
        services.close_account(by=officer, person=officer, reason="x")
    role = officer.assignments.get()
    with pytest.raises(OutOfScope):
        services.end_role_of(by=officer, assignment=role, on=TODAY, reason="x")


def test_people_are_those_of_the_scope() -> None:
    inside = make_person(
        Role.VILLAGE_MANAGER,
        library=make_library("35.22.01.2001", name="Perpustakaan Cahaya"),
        username="dalam",
    )
    outside = make_person(
        Role.VILLAGE_MANAGER, library=make_library("35.78.07.1001"), username="luar"
    )
    officer, national = make_officer("35.22"), make_person(Role.NATIONAL_TEAM)
    province = make_officer("35")
    assert set(people_for(officer)) == {inside, officer}
    assert set(people_for(province)) == {inside, outside, officer, province}
    assert set(people_for(national)) == {inside, outside, officer, province, national}
    assert set(people_for(inside)) == set()
    assert list(people_for(province, PeopleFilter(search="cahaya"))) == [inside]
    assert set(people_for(province, PeopleFilter(role="regency_officer"))) == {officer}
    assert list(people_for(province, PeopleFilter(state="closed"))) == []


def test_roles_to_give_are_lower_ones() -> None:
    assert roles_to_give(make_officer("35.22")) == [Role.VILLAGE_MANAGER]
    assert roles_to_give(make_officer("35")) == [
        Role.VILLAGE_MANAGER,
        Role.REGENCY_OFFICER,
    ]
    assert roles_to_give(make_person(Role.OBSERVER)) == []


def test_invitation_makes_account_role_and_link(regions: Regions) -> None:
    province = make_officer("35")
    assignment = services.invite_person(
        by=province,
        full_name="Agus Contoh",
        email="agus@contoh.id",
        role=Role.REGENCY_OFFICER,
        region=regions["35.22"],
        starts_on=TODAY,
        ends_on=TODAY + dt.timedelta(days=365),
    )
    assert (assignment.user.username, assignment.assigned_by) == (
        "agus-contoh",
        province,
    )
    assert Invitation.objects.get().user == assignment.user
    actions = AuditEntry.objects.filter(by=province).order_by("pk")
    assert [entry.action for entry in actions] == [
        "create_user",
        "assign",
        "send_invite",
    ]


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.REGENCY_OFFICER, "32.01"),
        (Role.PROVINCIAL_OFFICER, "35"),
        (Role.NATIONAL_TEAM, ""),
        (Role.EVALUATOR, "35.22"),
    ],
)
def test_invitation_beyond_the_scope_makes_nothing(
    regions: Regions, role: Role, code: str
) -> None:
    province = make_officer("35")
    with pytest.raises(OutOfScope):
        services.invite_person(
            by=province,
            full_name="Agus Contoh",
            email="agus@contoh.id",
            role=role,
            region=regions.get(code),
            starts_on=TODAY,
        )
    assert not User.objects.filter(email="agus@contoh.id").exists()
    assert Invitation.objects.count() == 0


def test_role_is_given_and_ended_with_a_message(regions: Regions) -> None:
    province = make_officer("35")
    person = make_person(Role.VILLAGE_MANAGER, library=make_library())
    role = services.give_role(
        by=province,
        person=person,
        role=Role.REGENCY_OFFICER,
        region=regions["35.22"],
        starts_on=TODAY,
    )
    services.end_role_of(by=province, assignment=role, on=TODAY, reason="Mutasi")
    name = Role.REGENCY_OFFICER.label
    assert [message.text for message in Message.objects.order_by("pk")] == [
        f"Anda mendapat penugasan baru: {name}, Kabupaten Bojonegoro.",
        f"Penugasan Anda berakhir: {name}, Kabupaten Bojonegoro.",
    ]
    entry = AuditEntry.objects.get(action="end_assignment")
    assert (entry.by, entry.reason) == (province, "Mutasi")


def test_closing_is_for_the_scope_and_audited() -> None:
    library = make_library("35.22.01.2001")
    person = make_person(Role.VILLAGE_MANAGER, library=library)
    with pytest.raises(OutOfScope):
        services.close_account(by=make_officer("35.78"), person=person, reason="x")
    DirtyPair.objects.all().delete()
    services.close_account(by=make_officer("35.22"), person=person, reason="Pensiun")
    assert DirtyPair.objects.filter(table="libraries").exists()
    assert not User.objects.get(pk=person.pk).is_active
    assert AuditEntry.objects.get(action="deactivate_user").reason == "Pensiun"


def test_second_factor_is_taken_away_by_the_nation_alone() -> None:
    officer = make_officer("35.22")
    with pytest.raises(OutOfScope):
        services.take_second_factor_away(
            by=make_officer("35"), person=officer, reason="x"
        )
    services.take_second_factor_away(
        by=make_person(Role.NATIONAL_TEAM), person=officer, reason="Ponsel hilang"
    )
    assert AuditEntry.objects.get(action="reset_second_factor").reason == (
        "Ponsel hilang"
    )


def test_second_factor_is_needed_by_officers_and_not_by_villagers() -> None:
    village = real(make_person(Role.VILLAGE_MANAGER, library=make_library()))
    officer = real(make_officer("35.22"))
    assert (needs_second_factor(village), needs_second_factor(officer)) == (
        False,
        True,
    )
    officer.is_demonstration = True
    assert not needs_second_factor(officer)

"""Acts on libraries, one test per way out."""

import datetime as dt

import pytest

from sinergi.analytics.models import DirtyPair
from sinergi.audit.models import AuditEntry
from sinergi.network import services
from sinergi.network.enums import LibraryEvent, LibraryKind, Origin, Payer, Role
from sinergi.network.errors import (
    ChangedMeanwhile,
    LibraryClosed,
    LibraryExists,
    OutOfScope,
    UnfitDate,
    UnfitMerger,
    UnfitPlace,
)
from sinergi.network.models import Assignment, Library, LibraryMove, Partnership
from sinergi.network.queries.history import life_of
from sinergi.network.queries.marks import description_mark
from sinergi.network.queries.places import library_codes_on
from sinergi.network.queries.scope import can
from sinergi.network.rules import REPORT
from sinergi.network.tests.factories import (
    make_library,
    make_officer,
    make_person,
    make_programme,
)
from sinergi.regions.enums import RegionEvent
from sinergi.regions.services import Succession, record_change
from sinergi.regions.tests.factories import make_regions

pytestmark = pytest.mark.django_db

ON = dt.date(2022, 6, 1)


@pytest.fixture(autouse=True)
def _areas() -> None:
    make_regions()


def test_add_stores_marks_and_records() -> None:
    officer = make_officer()
    DirtyPair.objects.all().delete()
    library = services.add_library(
        by=officer,
        name="  Perpustakaan  Cahaya ",
        kind=LibraryKind.VILLAGE,
        region="35.22.01.2001",
        npp=" 3522 ",
        opened_on=dt.date(2019, 5, 1),
    )
    stored = Library.objects.get(pk=library.pk)
    assert (stored.name, stored.npp, stored.region_id) == (
        "Perpustakaan Cahaya",
        "3522",
        "35.22.01.2001",
    )
    entry = AuditEntry.objects.get(action="add_library")
    assert (entry.by, entry.target_id) == (officer, str(library.pk))
    assert DirtyPair.objects.filter(table="libraries").count() == 1
    assert LibraryMove.objects.get().event == LibraryEvent.OPENED


def test_add_outside_the_scope_is_refused() -> None:
    with pytest.raises(OutOfScope):
        services.add_library(
            by=make_officer("35.78"),
            name="Perpustakaan Cahaya",
            kind=LibraryKind.VILLAGE,
            region="35.22.01.2001",
        )
    assert Library.objects.count() == 0


@pytest.mark.parametrize("region", ["35.22.99", ""])
def test_add_at_an_unknown_area_is_refused(region: str) -> None:
    with pytest.raises(UnfitPlace) as refusal:
        make_library(region)
    assert refusal.value.kind == "unknown_region"


def test_add_at_an_area_of_another_level_is_refused_unless_unconfirmed() -> None:
    with pytest.raises(UnfitPlace):
        make_library("35.22")
    assert make_library("35.22", is_unconfirmed=True).is_unconfirmed is True


def test_add_twice_at_one_place_is_refused() -> None:
    make_library(name="Cahaya")
    with pytest.raises(LibraryExists):
        make_library(name="Cahaya")
    assert make_library("35.22.01.2002", name="Cahaya").name == "Cahaya"


def test_add_with_a_taken_npp_is_refused() -> None:
    make_library(npp="77")
    with pytest.raises(LibraryExists) as refusal:
        make_library(npp="77")
    assert refusal.value.field == "npp"


def test_add_opening_in_the_future_is_refused() -> None:
    with pytest.raises(UnfitDate):
        make_library(opened_on=dt.date(2999, 1, 1))


def test_describe_changes_what_is_known_and_records_it() -> None:
    library = make_library()
    services.describe_library(
        by=make_officer(), library=library, npp="12", address="Jl. Melati", opened_on=ON
    )
    entry = AuditEntry.objects.get(action="describe_library")
    assert entry.new == {
        "npp": "12",
        "address": "Jl. Melati",
        "opened_on": "2022-06-01",
    }
    assert entry.old == {"npp": None, "address": "", "opened_on": None}


def test_confirm_clears_the_mark_once() -> None:
    library = make_library(is_unconfirmed=True)
    services.confirm_library(by=make_officer(), library=library)
    services.confirm_library(by=make_officer(), library=library)
    library.refresh_from_db()
    assert library.is_unconfirmed is False
    assert AuditEntry.objects.filter(action="confirm_library").count() == 1


def test_confirm_at_an_unfit_place_is_refused() -> None:
    library = make_library("35.22", is_unconfirmed=True)
    with pytest.raises(UnfitPlace):
        services.confirm_library(by=None, library=library)


def test_rename_keeps_the_old_name_in_the_history() -> None:
    library = make_library(name="Lama")
    services.rename_library(by=None, library=library, name="Baru", on=ON, reason="SK 1")
    move = LibraryMove.objects.get(library=library)
    assert (move.event, move.from_name, move.reason) == ("renamed", "Lama", "SK 1")
    assert Library.objects.get().name == "Baru"


def test_rename_to_a_neighbours_name_is_refused() -> None:
    make_library(name="Cahaya")
    other = make_library(name="Pelita")
    with pytest.raises(LibraryExists):
        services.rename_library(by=None, library=other, name="Cahaya", on=ON)


def test_move_keeps_the_old_place_for_figures_of_its_time() -> None:
    library = make_library()
    services.move_library(by=None, library=library, region="35.78.07.1001", on=ON)
    library.refresh_from_db()
    assert library.region_id == "35.78.07.1001"
    assert library_codes_on(ON - dt.timedelta(days=1)) == {library.pk: "35.22.01.2001"}
    assert library_codes_on(ON) == {}


def test_two_moves_are_followed_back_one_by_one() -> None:
    library = make_library()
    services.move_library(by=None, library=library, region="35.22.01.2002", on=ON)
    later = dt.date(2023, 6, 1)
    services.move_library(by=None, library=library, region="35.78.07.1001", on=later)
    assert library_codes_on(dt.date(2022, 1, 1)) == {library.pk: "35.22.01.2001"}
    assert library_codes_on(dt.date(2022, 12, 1)) == {library.pk: "35.22.01.2002"}


def test_move_out_of_the_scope_is_refused() -> None:
    library = make_library()
    with pytest.raises(OutOfScope):
        services.move_library(
            by=make_officer("35.22"), library=library, region="35.78.07.1001", on=ON
        )


def test_move_to_an_unfit_area_is_refused() -> None:
    with pytest.raises(UnfitPlace):
        services.move_library(by=None, library=make_library(), region="35.78", on=ON)


def test_move_before_the_opening_or_after_today_is_refused() -> None:
    library = make_library(opened_on=dt.date(2022, 7, 1))
    for day in (ON, dt.date(2999, 1, 1)):
        with pytest.raises(UnfitDate):
            services.move_library(
                by=None, library=library, region="35.22.01.2002", on=day
            )


def test_close_ends_partnerships_and_roles_and_keeps_the_record() -> None:
    library = make_library()
    manager = make_person(Role.VILLAGE_MANAGER, library=library)
    partnership = services.start_partnership(
        by=None,
        library=library,
        programme=make_programme(),
        origin=Origin.FULL_SUPPORT,
        intake_year=2021,
        funders=[Payer.APBN],
        started_on=dt.date(2021, 1, 1),
    )
    assert can(manager, REPORT, library=library) is True
    services.close_library(by=make_officer(), library=library, on=ON, reason="Banjir")
    library.refresh_from_db()
    partnership.refresh_from_db()
    assert (library.closed_on, partnership.ended_on) == (ON, ON)
    assert Assignment.objects.get(user=manager).ends_on == ON
    assert can(manager, REPORT, library=library) is False
    assert AuditEntry.objects.get(action="close_library").reason == "Banjir"
    assert list(Library.objects.open_on(ON)) == []
    assert list(Library.objects.open_on(ON - dt.timedelta(days=1))) == [library]


def test_closed_library_takes_no_further_act() -> None:
    library = make_library()
    services.close_library(by=None, library=library, on=ON, reason="")
    with pytest.raises(LibraryClosed):
        services.close_library(by=None, library=library, on=ON, reason="")
    with pytest.raises(LibraryClosed):
        services.rename_library(by=None, library=library, name="Baru", on=ON)


def test_name_of_a_closed_library_is_free_again() -> None:
    services.close_library(by=None, library=make_library(name="A"), on=ON, reason="")
    assert make_library(name="A").closed_on is None


def test_merge_points_to_the_library_that_goes_on() -> None:
    library, into = make_library(), make_library()
    services.merge_library(
        by=make_officer(), library=library, into=into, on=ON, reason="SK 2"
    )
    library.refresh_from_db()
    assert (library.merged_into, library.closed_on) == (into, ON)
    move = LibraryMove.objects.get(library=library)
    assert (move.event, move.into) == ("merged", into)
    entry = AuditEntry.objects.get(action="merge_library")
    assert entry.new == {"closed_on": "2022-06-01", "merged_into": into.pk}
    assert Partnership.objects.count() == 0


def test_merge_into_itself_or_a_closed_one_is_refused() -> None:
    library, other = make_library(), make_library()
    with pytest.raises(UnfitMerger):
        services.merge_library(by=None, library=library, into=library, on=ON, reason="")
    services.close_library(by=None, library=other, on=ON, reason="")
    with pytest.raises(LibraryClosed):
        services.merge_library(by=None, library=library, into=other, on=ON, reason="")


def test_merge_with_a_library_outside_the_scope_is_refused() -> None:
    library, other = make_library(), make_library("35.78.07.1001")
    with pytest.raises(OutOfScope):
        services.merge_library(
            by=make_officer("35.22"), library=library, into=other, on=ON, reason=""
        )


def test_libraries_and_roles_follow_a_recoded_area() -> None:
    library = make_library()
    officer = make_officer("35.22")
    day = dt.date(2030, 1, 1)
    record_change(
        by=None,
        event=RegionEvent.MOVED,
        effective_on=day,
        law="UU 1/2030",
        source="",
        successions=[Succession("32.22", old="35.22")],
    )
    library.refresh_from_db()
    assert library.region_id == "32.22.01.2001"
    assert Assignment.objects.get(user=officer).region_id == "32.22"
    assert LibraryMove.objects.count() == 0
    assert library_codes_on(day - dt.timedelta(days=1)) == {library.pk: "35.22.01.2001"}


def test_libraries_of_merged_villages_lie_where_they_lay() -> None:
    first = make_library("35.22.01.2001", name="Perpustakaan Desa")
    second = make_library("35.22.01.2002", name="Perpustakaan Desa")
    day = dt.date(2030, 1, 1)
    record_change(
        by=None,
        event=RegionEvent.MERGED,
        effective_on=day,
        law="Perda 1/2030",
        source="",
        successions=[
            Succession("35.22.01.2001", old="35.22.01.2001"),
            Succession("35.22.01.2001", old="35.22.01.2002"),
        ],
    )
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.region_id, second.region_id) == ("35.22.01.2001", "35.22.01.2001")
    assert (first.name, second.name) == (
        "Perpustakaan Desa",
        "Perpustakaan Desa (Tanggungan)",
    )
    assert library_codes_on(day - dt.timedelta(days=1)) == {second.pk: "35.22.01.2002"}


def test_describe_after_somebody_else_is_refused_once() -> None:
    library = make_library()
    seen = description_mark(library)

    def describe(address: str, mark: str) -> Library:
        return services.describe_library(
            by=None,
            library=library,
            npp=None,
            address=address,
            opened_on=None,
            seen=mark,
        )

    now = describe("Jl. Melati", seen)
    assert describe("Jl. Melati", seen).address == "Jl. Melati"  # sent twice
    with pytest.raises(ChangedMeanwhile) as refusal:
        describe("Jl. Mawar", seen)
    assert "Jl. Melati" in str(refusal.value)
    assert describe("Jl. Mawar", description_mark(now)).address == "Jl. Mawar"


def test_rename_to_the_same_name_writes_nothing() -> None:
    library = make_library(name="Cahaya")
    services.rename_library(by=None, library=library, name=" Cahaya ", on=ON)
    assert LibraryMove.objects.count() == 0


def test_moves_follow_one_another_in_time() -> None:
    library = make_library("35.22.01.2001")
    services.move_library(by=None, library=library, region="35.22.01.2002", on=ON)
    with pytest.raises(UnfitDate) as refusal:
        services.move_library(
            by=None,
            library=library,
            region="35.22.02.2001",
            on=ON - dt.timedelta(days=1),
        )
    assert refusal.value.field == "on"
    services.move_library(by=None, library=library, region="35.22.02.2001", on=ON)
    before = ON - dt.timedelta(days=1)
    assert library_codes_on(before) == {library.pk: "35.22.01.2001"}


def test_merger_is_told_on_both_libraries() -> None:
    gone, stays = make_library(name="Cahaya"), make_library("35.22.02.2001")
    services.merge_library(by=None, library=gone, into=stays, on=ON, reason="SK 1")
    (told,) = life_of(stays)
    assert (told["reason"], told["kind"]) == ("SK 1", "")
    assert "Cahaya" in str(told["text"])
    assert stays.name in str(life_of(gone)[0]["text"])

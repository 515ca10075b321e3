"""Taking in files: whose rows, which library, what a repeat does."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import pytest

from sinergi.accounts.models import User
from sinergi.exchange.services import NewLibraries, import_activities, import_partners
from sinergi.exchange.spreadsheets.activities import ActivityRow
from sinergi.exchange.spreadsheets.partners import PartnerRow
from sinergi.exchange.spreadsheets.rows import Reading
from sinergi.exchange.tests.sheets import (
    AS_OF,
    FINDER,
    REGIONS,
    activities_of,
    activity_rows,
    found,
    partner_rows,
    partners_of,
    workbook,
)
from sinergi.network.enums import Role
from sinergi.network.models import Library, Partnership, Programme
from sinergi.regions.models import Region
from sinergi.reports.models import Activity, Attendance, Evidence, Flag, Money
from sinergi.reports.services import lock_period
from sinergi.reports.tests.factories import make_person

pytestmark = pytest.mark.django_db
VILLAGE = "11.01.01.2001"


@pytest.fixture(autouse=True)
def _places() -> None:
    Region.objects.bulk_create(
        Region(code=code, name=name, kind=kind) for code, name, kind in REGIONS
    )
    Region.objects.create(code="11.01.01", name="Bakongan", kind="district")
    Programme.objects.get_or_create(
        key="tpbis",
        defaults={"name_id": "TPBIS", "name_en": "TPBIS", "starts_on": "2018-01-01"},
    )


def add_library(name: str, region: str = VILLAGE, kind: str = "village") -> Library:
    return Library.objects.create(name=name, kind=kind, region_id=region)


def activities(
    *changes: Mapping[str, object],
    by: User | None = None,
    new: NewLibraries = NewLibraries.ACCEPT,
    dry_run: bool = False,
) -> Reading[ActivityRow]:
    return import_activities(
        by=by,
        reading=activities_of(workbook(*activity_rows(*(changes or ({},))))),
        new_libraries=new,
        dry_run=dry_run,
        as_of=AS_OF,
        finder=FINDER,
    )


def partners(
    *changes: Mapping[str, object],
    by: User | None = None,
    new: NewLibraries = NewLibraries.ACCEPT,
    dry_run: bool = False,
) -> Reading[PartnerRow]:
    return import_partners(
        by=by,
        reading=partners_of(workbook(*partner_rows(*(changes or ({},))))),
        new_libraries=new,
        dry_run=dry_run,
        finder=FINDER,
    )


def test_row_becomes_a_report_that_waits_with_all_its_parts() -> None:
    outcome = activities()
    assert found(outcome) == []
    activity = Activity.objects.get()
    assert (
        activity.state,
        activity.channel,
        activity.title,
        activity.attendances,
        activity.is_on_behalf,
        activity.submitted_at and activity.submitted_at.date(),
    ) == ("submitted", "import", "Kelas menjahit (tahap 1)", 10, True, AS_OF)
    assert sorted(
        Attendance.objects.values_list("sex", "age_band", "disability", "attendances")
    ) == [
        ("", "", "with", 1),
        ("", "15_24", "", 2),
        ("", "25_59", "", 3),
        ("", "60_plus", "", 4),
        ("", "under_15", "", 1),
        ("female", "", "", 6),
        ("male", "", "", 4),
    ]
    assert list(Money.objects.values_list("payer", "amount_idr")) == [
        ("village_fund", Decimal(1_250_000))
    ]
    assert list(Evidence.objects.values_list("reference", flat=True)) == ["foto-1.jpg"]
    assert list(Flag.objects.values_list("kind", flat=True)) == ["late_entry"]


def test_unknown_library_is_taken_in_unconfirmed_once() -> None:
    activities({}, {"Judul Kegiatan": "Kelas merajut"})
    assert list(
        Library.objects.values_list("name", "kind", "region_id", "is_unconfirmed")
    ) == [("Perpustakaan Desa Fajar Harapan “Mekar Aksara”", "village", VILLAGE, True)]


def test_unknown_library_is_refused_where_asked() -> None:
    outcome = activities(new=NewLibraries.REFUSE)
    assert found(outcome) == [(2, "Nama Perpustakaan", "unknown_library", "error")]
    assert (Activity.objects.count(), Library.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "name",
    [
        "Perpustakaan Desa Fajar Harapan",
        "PERPUSTAKAAN DESA FAJAR HARAPAN 'Mekar Aksara'",
        "Perpus Desa Fajarharapan",
    ],
)
def test_library_is_known_however_its_name_is_written(name: str) -> None:
    library = add_library(name)
    activities()
    assert Activity.objects.get().library == library


def test_library_of_another_second_name_is_another_one() -> None:
    library = add_library("Perpustakaan Desa Fajar Harapan “Rumah Ilmu”")
    activities()
    assert Activity.objects.get().library != library


def test_name_that_fits_two_libraries_is_refused() -> None:
    add_library("Perpustakaan Desa Fajar Harapan “Satu”")
    add_library("Perpustakaan Desa Fajar Harapan “Dua”")
    outcome = activities({"Nama Perpustakaan": "Perpustakaan Desa Fajar Harapan"})
    assert found(outcome) == [(2, "Nama Perpustakaan", "ambiguous_library", "error")]
    assert Activity.objects.count() == 0


def test_dry_run_says_the_same_and_keeps_nothing() -> None:
    trial = activities(dry_run=True)
    counts = (Activity.objects.count(), Library.objects.count(), User.objects.count())
    assert counts == (0, 0, 0)
    real = activities()
    assert trial.as_json(dry_run=True) == {
        **real.as_json(dry_run=False),
        "dry_run": True,
    }


def test_second_import_refuses_the_rows_as_copies() -> None:
    activities()
    outcome = activities()
    assert found(outcome) == [(2, "Judul Kegiatan", "exact_duplicate", "error")]
    assert (outcome.accepted, outcome.totals["activities"]) == (0, 0)
    assert Activity.objects.count() == 1


def test_closed_library_takes_no_later_activity() -> None:
    library = add_library("Perpustakaan Desa Fajar Harapan")
    library.closed_on = dt.date(2022, 5, 1)
    library.save()
    outcome = activities({}, {"Tanggal": dt.date(2022, 4, 20)})
    assert found(outcome) == [(2, "Tanggal", "library_closed", "error")]
    assert Activity.objects.get().started_on == dt.date(2022, 4, 20)


def test_closed_month_refuses_its_rows_alone() -> None:
    nation = make_person(Role.NATIONAL_TEAM)
    lock_period(by=nation, month=dt.date(2022, 5, 1))
    outcome = activities({}, {"Tanggal": dt.date(2022, 6, 20)})
    assert found(outcome) == [(2, "Tanggal", "period_locked", "error")]
    assert Activity.objects.get().started_on == dt.date(2022, 6, 20)


def test_row_beyond_the_rules_of_reports_is_refused_alone() -> None:
    outcome = activities({"Tanggal": dt.date(1999, 5, 20)}, {})
    assert found(outcome) == [(2, "Tanggal", "date_too_early", "error")]
    assert Activity.objects.count() == 1


def test_cost_without_payer_is_doubted() -> None:
    outcome = activities({"Sumber Dana": None})
    assert found(outcome) == [(2, "Sumber Dana", "payer_missing", "warning")]
    assert Money.objects.get().payer == "self"


def test_officer_imports_in_the_own_area_alone() -> None:
    officer = make_person(Role.REGENCY_OFFICER, region="11.01")
    outcome = activities(
        {}, {"Kode Wilayah": "35.78", "Nama Perpustakaan": ""}, by=officer
    )
    assert found(outcome) == [(3, "Kode Wilayah", "outside_scope", "error")]
    activity = Activity.objects.get()
    assert (activity.entered_by, activity.is_on_behalf) == (officer, True)


def test_manager_imports_for_the_own_library_alone() -> None:
    library = add_library("Perpustakaan Desa Fajar Harapan")
    add_library("TBM Pelita", kind="tbm")
    manager = make_person(Role.VILLAGE_MANAGER, library=library)
    outcome = activities(
        {},
        {"Nama Perpustakaan": "TBM Pelita"},
        {"Nama Perpustakaan": "TBM Baru"},
        by=manager,
    )
    assert found(outcome) == [
        (3, "Kode Wilayah", "outside_scope", "error"),
        (4, "Kode Wilayah", "outside_scope", "error"),
    ]
    activity = Activity.objects.get()
    assert (activity.library, activity.is_on_behalf) == (library, False)


def test_reader_imports_nothing() -> None:
    reader = make_person(Role.FACILITATOR, region="11")
    outcome = activities(by=reader)
    assert found(outcome) == [(2, "Kode Wilayah", "outside_scope", "error")]


def test_partner_is_stored_with_library_and_funder() -> None:
    outcome = partners()
    assert found(outcome) == []
    partnership = Partnership.objects.get()
    assert (
        partnership.library.name,
        partnership.origin,
        partnership.intake_year,
        partnership.started_on,
        partnership.decree_number,
        partnership.contact_name,
        [funder.funder for funder in partnership.funders.all()],
    ) == (
        "Perpustakaan Desa Fajar Harapan",
        "replication",
        2021,
        dt.date(2021, 1, 1),
        "01/UJI/2021",
        "Contohadi",
        ["village_fund"],
    )


def test_second_import_of_partners_refuses_the_rows_as_copies() -> None:
    partners()
    outcome = partners()
    assert found(outcome) == [(2, "Nama Perpustakaan", "exact_duplicate", "error")]
    assert (Partnership.objects.count(), Library.objects.count()) == (1, 1)


def test_further_partnership_is_kept_out_of_force() -> None:
    partners()
    outcome = partners({"Tahun Masuk": 2019, "Nomor SK": "02/UJI/2019"})
    assert found(outcome) == [(2, "Nama Perpustakaan", "already_partner", "warning")]
    earlier = Partnership.objects.get(intake_year=2019)
    assert (earlier.ended_on, earlier.is_confirmed) == (dt.date(2020, 12, 31), False)


def test_number_of_another_library_is_refused() -> None:
    holder = add_library("TBM Pelita", kind="tbm")
    holder.npp = "1101010001"
    holder.save()
    rows = partner_rows({})
    rows[0].append("NPP")
    rows[1].append("1101010001")
    outcome = import_partners(
        by=None,
        reading=partners_of(workbook(*rows)),
        new_libraries=NewLibraries.ACCEPT,
        dry_run=False,
        finder=FINDER,
    )
    assert found(outcome) == [(2, "NPP", "npp_taken", "error")]
    assert Partnership.objects.count() == 0


def test_text_longer_than_the_network_holds_is_refused() -> None:
    outcome = partners({"Telepon": "0" * 31})
    assert found(outcome) == [(2, "Telepon", "too_long", "error")]

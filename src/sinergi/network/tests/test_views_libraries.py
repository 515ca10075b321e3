"""Pages of libraries: who sees them, what they do, how many queries they take."""

import csv
import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sinergi.accounts.models import User
from sinergi.network import services
from sinergi.network.enums import Origin, Payer, Role
from sinergi.network.models import Library, LibraryMove, Partnership
from sinergi.network.tests.factories import (
    make_library,
    make_officer,
    make_person,
    make_programme,
)
from sinergi.regions.tests.factories import make_regions

pytestmark = pytest.mark.django_db

ON = {"on": "1/6/2022", "reason": "SK 12"}
PAGES = ("kemitraan/", "riwayat/")
FORMS = (
    "ubah/",
    "ganti-nama/",
    "pindah/",
    "gabung/",
    "tutup/",
    "kemitraan/baru/",
)


@pytest.fixture(autouse=True)
def _areas() -> None:
    make_regions()


def signed_in(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def start(library: Library) -> Partnership:
    return services.start_partnership(
        by=None,
        library=library,
        programme=make_programme(),
        origin=Origin.REPLICATION,
        intake_year=2021,
        funders=[Payer.VILLAGE_FUND],
        started_on=dt.date(2021, 1, 1),
    )


@pytest.mark.parametrize(
    ("persona", "read", "write"),
    [
        ("anonymous", 302, 302),
        ("stranger", 404, 404),
        ("elsewhere", 404, 404),
        ("manager", 200, 403),
        ("evaluator", 200, 403),
        ("jury", 200, 403),
        ("committee", 404, 404),
        ("regency", 200, 200),
        ("province", 200, 200),
        ("national", 200, 200),
    ],
)
def test_strangers_get_404_and_readers_403(persona: str, read: int, write: int) -> None:
    library = make_library()
    people: dict[str, Callable[[], User | None]] = {
        "anonymous": lambda: None,
        "stranger": make_person,
        "elsewhere": lambda: make_officer("35.78"),
        "manager": lambda: make_person(Role.VILLAGE_MANAGER, library=library),
        "evaluator": lambda: make_person(Role.EVALUATOR),
        "jury": lambda: make_person(Role.JURY),
        "committee": lambda: make_person(Role.COMMITTEE),
        "regency": make_officer,
        "province": lambda: make_officer("35"),
        "national": lambda: make_person(Role.NATIONAL_TEAM),
    }
    client = signed_in(people[persona]())
    address = f"/perpustakaan/{library.pk}/"
    assert [client.get(f"{address}{page}").status_code for page in PAGES] == [read] * 2
    assert [client.get(f"{address}{page}").status_code for page in FORMS] == [write] * 6


@pytest.mark.parametrize("page", ["", "unduh.csv", "unduh.xlsx"])
def test_list_shows_the_scope_alone(page: str) -> None:
    make_library("35.78.07.1001", name="Perpustakaan Tetangga")
    make_library(name="Perpustakaan Cahaya")
    answer = signed_in(make_officer()).get(f"/perpustakaan/{page}")
    assert answer.status_code == 200
    if page != "unduh.xlsx":
        text = b"".join(answer) if answer.streaming else answer.content
        assert b"Perpustakaan Cahaya" in text
        assert b"Perpustakaan Tetangga" not in text
    answer.close()


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_queries_for_any_number_of_rows(rows: int) -> None:
    for _number in range(rows):
        library = make_library()
        make_person(Role.VILLAGE_MANAGER, library=library)
        start(library)
    client = signed_in(make_officer())
    client.get("/perpustakaan/")
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/perpustakaan/")
    assert answer.content.count(b'<th scope="row">') == rows
    assert len(queries) == 11


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("cari=cahaya", {"Cahaya"}),
        ("cari=tanggungan", {"Pelita"}),
        ("wilayah=35.22.02", {"Bakal"}),
        ("jenis=tbm", {"Bakal"}),
        ("jenis=aneh", {"Cahaya", "Pelita", "Bakal"}),
        ("asal=replication", {"Cahaya"}),
        ("tahun=2021", {"Cahaya"}),
        ("tahun=2019", set()),
        ("akun=ada", {"Pelita"}),
        ("akun=belum", {"Cahaya", "Bakal"}),
        ("status=belum", {"Bakal"}),
        ("status=tutup", {"Lama"}),
        ("status=semua", {"Cahaya", "Pelita", "Bakal", "Lama"}),
        ("", {"Cahaya", "Pelita", "Bakal"}),
    ],
)
def test_list_filters(query: str, found: set[str]) -> None:
    start(make_library(name="Cahaya"))
    pelita = make_library("35.22.01.2002", name="Pelita")
    make_person(Role.VILLAGE_MANAGER, library=pelita)
    make_library("35.22.02.2001", name="Bakal", kind="tbm", is_unconfirmed=True)
    services.close_library(
        by=None, library=make_library(name="Lama"), on=dt.date(2022, 1, 1), reason=""
    )
    client = signed_in(make_officer())
    lines = b"".join(client.get(f"/perpustakaan/unduh.csv?{query}")).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(lines)))
    assert {row[2] for row in rows[1:]} == found
    page = client.get(f"/perpustakaan/?{query}").content.decode()
    assert {
        name for name in ("Cahaya", "Pelita", "Bakal", "Lama") if f">{name}<" in page
    } == found


def test_list_goes_on_by_key() -> None:
    services.add_libraries(
        by=None,
        rows=[
            services.NewLibrary(f"Perpus {n:02}", "village", "35.22.01.2001")
            for n in range(30)
        ],
    )
    client = signed_in(make_officer())
    first = client.get("/perpustakaan/?urut=nama")
    second = client.get(
        "/perpustakaan/", {"urut": "nama", "cursor": first.context["next"]}
    )
    names = [
        row[0].name
        for row in [*first.context["libraries"], *second.context["libraries"]]
    ]
    assert names == [f"Perpus {n:02}" for n in range(30)]
    assert second.context["next"] is None


def test_download_escapes_what_a_spreadsheet_would_run() -> None:
    make_library(name="=1+1")
    lines = b"".join(signed_in(make_officer()).get("/perpustakaan/unduh.csv"))
    assert b"'=1+1" in lines
    assert signed_in(make_officer()).get("/perpustakaan/unduh.pdf").status_code == 404


def test_add_by_name_of_the_village() -> None:
    client = signed_in(make_officer())
    answer = client.post(
        "/perpustakaan/baru/",
        {"name": "Perpustakaan Baru", "kind": "village", "region": "sumberarum"},
    )
    library = Library.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/perpustakaan/{library.pk}/kemitraan/"
    assert library.region_id == "35.22.01.2001"


def test_add_with_an_ambiguous_region_offers_choices_and_keeps_the_text() -> None:
    make_regions({"35.22.02.2002": "Sumberarum", "35.22.02": "Tambakrejo"})
    client = signed_in(make_officer())
    data = {"name": "Perpustakaan Baru", "kind": "village", "region": "sumberarum"}
    answer = client.post("/perpustakaan/baru/", data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('name="region_pilihan"') == 2
    assert 'value="sumberarum"' in page
    assert 'value="Perpustakaan Baru"' in page
    client.post("/perpustakaan/baru/", data | {"region_pilihan": "35.22.02.2002"})
    assert Library.objects.get().region_id == "35.22.02.2002"


def test_add_twice_names_the_field() -> None:
    make_library(name="Cahaya")
    answer = signed_in(make_officer()).post(
        "/perpustakaan/baru/",
        {"name": "Cahaya", "kind": "village", "region": "35.22.01.2001"},
    )
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["name"]


def test_add_is_for_those_who_manage() -> None:
    person = make_person(Role.EVALUATOR)
    assert signed_in(person).get("/perpustakaan/baru/").status_code == 403
    answer = signed_in(make_officer("35.78")).post(
        "/perpustakaan/baru/",
        {"name": "Cahaya", "kind": "village", "region": "35.22.01.2001"},
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "di luar" in page
    assert 'value="Cahaya"' in page
    assert Library.objects.count() == 0


@pytest.mark.parametrize(
    ("page", "data", "event"),
    [
        ("ganti-nama/", {"name": "Nama Baru"}, "renamed"),
        ("pindah/", {"region": "35.22.01.2002"}, "moved"),
        ("tutup/", {}, "closed"),
    ],
)
def test_acts_change_the_library_and_lead_to_its_history(
    page: str, data: dict[str, str], event: str
) -> None:
    library = make_library()
    client = signed_in(make_officer())
    answer = client.post(f"/perpustakaan/{library.pk}/{page}", ON | data)
    assert answer["Location"] == f"/perpustakaan/{library.pk}/riwayat/"
    assert LibraryMove.objects.get(library=library).event == event
    history = client.get(f"/perpustakaan/{library.pk}/riwayat/")
    assert [entry["reason"] for entry in history.context["life"]] == ["SK 12"]


def test_merge_offers_neighbours_and_shows_what_ends() -> None:
    library, other = make_library(), make_library("35.22.02.2001")
    make_library("35.78.07.1001")
    start(library)
    client = signed_in(make_officer("35"))
    address = f"/perpustakaan/{library.pk}/gabung/"
    page = client.get(address)
    assert list(page.context["form"].fields["into"].queryset) == [other]
    assert page.context["consequence"].partnerships == 1
    client.post(address, ON | {"into": other.pk})
    library.refresh_from_db()
    assert library.merged_into == other


def test_impossible_day_is_named_and_typed_text_kept() -> None:
    library = make_library()
    answer = signed_in(make_officer()).post(
        f"/perpustakaan/{library.pk}/tutup/", {"on": "31/2/2022", "reason": "Banjir"}
    )
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["on"]
    assert "31/2/2022" in answer.content.decode()
    assert "Banjir" in answer.content.decode()


def test_confirm_an_unconfirmed_library() -> None:
    library = make_library(is_unconfirmed=True)
    address = f"/perpustakaan/{library.pk}/konfirmasi/"
    assert signed_in(make_person(Role.EVALUATOR)).post(address).status_code == 403
    signed_in(make_officer()).post(address)
    library.refresh_from_db()
    assert library.is_unconfirmed is False


def test_partnership_is_added_and_ended() -> None:
    library = make_library()
    make_programme()
    client = signed_in(make_officer())
    address = f"/perpustakaan/{library.pk}/kemitraan/"
    answer = client.post(
        f"{address}baru/",
        {
            "programme": "tpbis",
            "origin": "replication",
            "intake_year": "2022",
            "started_on": "1/2/2022",
            "funders": ["village_fund", "csr"],
            "funder_name": "PT Contoh",
        },
    )
    assert answer["Location"] == address
    partnership = Partnership.objects.get()
    assert list(partnership.funders.order_by("id").values_list("funder", "name")) == [
        ("village_fund", ""),
        ("csr", "PT Contoh"),
    ]
    again = client.post(
        f"{address}baru/",
        {
            "programme": "tpbis",
            "origin": "book_aid",
            "intake_year": "2022",
            "started_on": "1/3/2022",
        },
    )
    assert again.status_code == 422
    client.post(
        f"{address}{partnership.pk}/akhiri/", {"on": "1/6/2022", "reason": "Selesai"}
    )
    partnership.refresh_from_db()
    assert partnership.ended_on == dt.date(2022, 6, 1)
    other = make_library("35.22.01.2002")
    foreign = f"/perpustakaan/{other.pk}/kemitraan/{partnership.pk}/akhiri/"
    assert client.get(foreign).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_record_pages_take_the_same_queries_for_any_number_of_rows(count: int) -> None:
    library = make_library()
    for year in range(count):
        services.end_partnership(
            by=None,
            partnership=services.start_partnership(
                by=None,
                library=library,
                programme=make_programme(),
                origin=Origin.BOOK_AID,
                intake_year=2019 + year,
                funders=[Payer.APBN],
                started_on=dt.date(2019 + year, 1, 1),
            ),
            on=dt.date(2019 + year, 12, 31),
        )
        services.rename_library(
            by=make_officer(),
            library=library,
            name=f"Nama {year}",
            on=dt.date(2022, 1, 1),
        )
    client = signed_in(make_officer())
    found = []
    for page in PAGES:
        client.get(f"/perpustakaan/{library.pk}/{page}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/perpustakaan/{library.pk}/{page}")
        found.append(len(queries))
    assert found == [8, 9]


def test_description_keeps_what_was_typed_when_somebody_else_was_first() -> None:
    library = make_library()
    client = signed_in(make_officer())
    address = f"/perpustakaan/{library.pk}/ubah/"
    mark = client.get(address).context["mark"]
    assert client.post(address, {"address": "A", "terbaca": mark}).status_code == 302
    late = client.post(address, {"address": "B", "terbaca": mark})
    assert late.status_code == 422
    assert 'value="B"' in late.content.decode()
    again = client.post(address, {"address": "B", "terbaca": late.context["mark"]})
    assert again.status_code == 302
    library.refresh_from_db()
    assert library.address == "B"


def test_a_number_in_a_name_is_no_code() -> None:
    make_regions({"13": "Sumatera Barat", "35.22.02.2003": "13 Ulu"})
    data = {"name": "Perpustakaan Baru", "kind": "village"}
    client = signed_in(make_officer())
    client.post("/perpustakaan/baru/", data | {"region": "Desa 13 Ulu"})
    assert Library.objects.get().region_id == "35.22.02.2003"


@pytest.mark.parametrize(
    "text", ["35.22.01.2001", "Sumberarum (35.22.01.2001)", "35.22.01.2001 Sumberarum"]
)
def test_a_code_counts_beside_a_name(text: str) -> None:
    data = {"name": "Perpustakaan Baru", "kind": "village", "region": text}
    signed_in(make_officer()).post("/perpustakaan/baru/", data)
    assert Library.objects.get().region_id == "35.22.01.2001"


@pytest.mark.parametrize("count", [1, 3])
def test_partnerships_over_time_are_downloaded(count: int) -> None:
    library = make_library(name="Cahaya")
    for year in range(2019, 2019 + count):
        services.start_partnership(
            by=None,
            library=library,
            programme=make_programme(),
            origin=Origin.BOOK_AID,
            intake_year=year,
            funders=[Payer.APBN, Payer.CSR],
            started_on=dt.date(year, 1, 1),
            ended_on=dt.date(year, 12, 31),
        )
    make_library("35.78.07.1001")
    client = signed_in(make_officer())
    with CaptureQueriesContext(connection) as queries:
        lines = b"".join(client.get("/perpustakaan/kemitraan.csv"))
    rows = list(csv.reader(io.StringIO(lines.decode("utf-8-sig"))))
    assert [row[4] for row in rows[1:]] == [str(2019 + n) for n in range(count)]
    assert rows[1][2] == "Cahaya"
    assert len(queries) == 5
    book = client.get("/perpustakaan/kemitraan.xlsx")
    assert b"".join(book).startswith(b"PK")
    assert client.get("/perpustakaan/kemitraan.pdf").status_code == 404


def test_history_tells_of_partnerships() -> None:
    library = make_library()
    start(library)
    page = signed_in(make_officer()).get(f"/perpustakaan/{library.pk}/riwayat/")
    assert len(page.context["entries"]) == 2


def test_intake_after_the_start_is_refused_at_its_field() -> None:
    library = make_library()
    make_programme()
    answer = signed_in(make_officer()).post(
        f"/perpustakaan/{library.pk}/kemitraan/baru/",
        {
            "programme": "tpbis",
            "origin": "book_aid",
            "intake_year": "2023",
            "started_on": "1/2/2022",
        },
    )
    assert list(answer.context["form"].errors) == ["intake_year"]


def test_move_looks_for_places_that_fit_in_the_scope() -> None:
    make_regions({"35.22.02.2004": "Genteng", "35.22.03": "Genteng"})
    library = make_library()
    signed_in(make_officer()).post(
        f"/perpustakaan/{library.pk}/pindah/", ON | {"region": "genteng"}
    )
    library.refresh_from_db()
    assert library.region_id == "35.22.02.2004"


def test_a_made_up_cursor_is_told_not_failed_on() -> None:
    answer = signed_in(make_officer()).get("/perpustakaan/?cursor=x")
    assert answer.status_code == 400
    assert "Mulai lagi dari awal" in answer.content.decode()

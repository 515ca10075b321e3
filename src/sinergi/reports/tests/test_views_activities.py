"""The report form, the record and the list, as people use them."""

import datetime as dt
import io
import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from PIL import Image

from sinergi.reports import services
from sinergi.reports.content import Cell
from sinergi.reports.enums import State
from sinergi.reports.models import Activity
from sinergi.reports.queries import content_of
from sinergi.reports.tests.conftest import Clock
from sinergi.reports.tests.factories import (
    World,
    make_content,
    make_draft,
    make_photo,
    make_submitted,
    make_verified,
    make_world,
)

pytestmark = pytest.mark.django_db
NEW = "/kegiatan/baru/"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def village(world: World) -> Client:
    client = Client()
    client.force_login(world.manager)
    return client


@pytest.fixture
def officer(world: World) -> Client:
    client = Client()
    client.force_login(world.officer)
    return client


def typed(world: World, **fields: object) -> dict[str, object]:
    """A whole report as a browser posts it."""
    return {
        "id": str(uuid.uuid4()),
        "library": world.library.pk,
        "title": "Kelas MPASI",
        "strategy": "community_involvement",
        "field": "health",
        "started_on": "28/11/2022",
        "attendances": "28",
        **fields,
    }


def test_report_is_sent_without_scripts(world: World, village: Client) -> None:
    form = village.get(NEW).context["form"]
    values = typed(
        world,
        id=str(form["id"].value()),
        act="send",
        female_25_59="17",
        female_60_plus="3",
        male_25_59="2",
        disability="1",
        group_women="15",
        amount_0="Rp 450.000,00",
        payer_0="village_fund",
        amount_1="200000",
        payer_1="csr",
        in_kind_1="on",
        links="https://contoh.invalid/a\nhttps://contoh.invalid/b",
        photos=[make_photo("a.jpg"), make_photo("b.jpg", colour="navy")],
        consent="on",
    )
    answer = village.post(NEW, values)
    activity = Activity.objects.get()
    said = content_of(activity)
    assert answer["Location"] == f"/kegiatan/{activity.pk}/"
    assert activity.state == State.SUBMITTED
    assert {cell.key: cell.attendances for cell in said.breakdown} == {
        ("female", "25_59", "", ""): 17,
        ("female", "60_plus", "", ""): 3,
        ("male", "25_59", "", ""): 2,
        ("", "", "with", ""): 1,
        ("", "", "", "women"): 15,
    }
    assert [(row.payer, int(row.amount_idr), row.is_in_kind) for row in said.money] == [
        ("csr", 200_000, True),
        ("village_fund", 450_000, False),
    ]
    assert len(said.links) == 2
    assert activity.evidence.filter(file__isnull=False).count() == 2


def test_margins_alone_are_kept_as_margins(world: World, village: Client) -> None:
    village.post(NEW, typed(world, female_all="20", male_all="8"))
    said = content_of(Activity.objects.get())
    assert {cell.key: cell.attendances for cell in said.breakdown} == {
        ("female", "", "", ""): 20,
        ("male", "", "", ""): 8,
    }


def test_margin_that_agrees_with_its_ages_is_counted_once(
    world: World, village: Client
) -> None:
    village.post(
        NEW, typed(world, female_25_59="17", female_60_plus="3", female_all="20")
    )
    said = content_of(Activity.objects.get())
    assert sum(cell.attendances for cell in said.breakdown) == 20


def test_zero_is_kept_and_blank_is_not_reported(world: World, village: Client) -> None:
    village.post(NEW, typed(world, attendances="0", female_all="0"))
    activity = Activity.objects.get()
    assert (activity.attendances, activity.persons) == (0, None)
    assert [(cell.sex, cell.attendances) for cell in activity.breakdown.all()] == [
        ("female", 0)
    ]


def test_pressing_send_twice_makes_one_report(world: World, village: Client) -> None:
    values = typed(world, act="send")
    answers = [village.post(NEW, values), village.post(NEW, values)]
    activity = Activity.objects.get()
    assert [answer["Location"] for answer in answers] == [
        f"/kegiatan/{activity.pk}/"
    ] * 2
    assert activity.reviews.count() == 1


def test_draft_needs_a_title_only(world: World, village: Client) -> None:
    village.post(
        NEW,
        {"id": str(uuid.uuid4()), "library": world.library.pk, "title": "Baca bersama"},
    )
    activity = Activity.objects.get()
    assert (activity.title, activity.state) == ("Baca bersama", State.DRAFT)
    assert (activity.started_on, activity.attendances) == (None, None)


@pytest.mark.parametrize(
    ("fields", "name", "message"),
    [
        (
            {"started_on": "31/11/2022"},
            "started_on",
            "Tanggal 31/11/2022 tidak ada di kalender. Tulis hari/bulan/tahun, "
            "misalnya 5/12/2022.",
        ),
        (
            {"attendances": "dua puluh"},
            "attendances",
            "“dua puluh” bukan bilangan bulat. Tulis angka saja, misalnya 1.250.",
        ),
        (
            {"attendances": "-3"},
            "attendances",
            "“Jumlah hadir” berisi -3. Jumlah paling kecil adalah 0.",
        ),
        (
            {"amount_0": "450000"},
            "payer_0",
            "Pilih siapa yang membayar biaya ini.",
        ),
        (
            {"female_25_59": "17", "female_all": "20"},
            "female_all",
            "Perempuan: rincian umur berjumlah 17, semua umur tertulis 20. Betulkan "
            "salah satunya.",
        ),
        ({"title": ""}, "title", "Isi “Nama kegiatan” terlebih dahulu."),
    ],
)
def test_mistake_is_named_and_nothing_typed_is_lost(
    world: World, village: Client, fields: dict[str, str], name: str, message: str
) -> None:
    values = typed(world, place="Balai desa", act="send") | fields
    answer = village.post(NEW, values)
    form = answer.context["form"]
    assert answer.status_code == 422
    assert form.errors[name] == [message]
    assert answer.context["errors"] == [(form[name].auto_id, message)]
    kept = {key: form[key].value() for key in ("place", *fields)}
    assert kept == {"place": "Balai desa", **fields}
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"started_on": "5/12/2022"}, ["started_on"]),
        ({"female_all": "30"}, ["female_all"]),
        ({"disability": "29"}, ["disability"]),
        ({"group_women": "29", "group_youth": "3"}, ["group_women"]),
        ({"persons": "29"}, ["persons"]),
        ({"ended_on": "27/11/2022"}, ["ended_on"]),
        (
            {"strategy": "", "field": "", "started_on": ""},
            ["strategy", "field", "started_on"],
        ),
    ],
)
def test_rule_of_the_report_is_shown_at_its_control(
    world: World, village: Client, fields: dict[str, str], names: list[str]
) -> None:
    answer = village.post(NEW, typed(world, act="send") | fields)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, names)


@pytest.mark.parametrize(
    "day", ["28/11/2022", "28-11-2022", "28.11.2022", "2022-11-28"]
)
def test_date_is_read_day_first_or_as_a_date_control_sends_it(
    world: World, village: Client, day: str
) -> None:
    village.post(NEW, typed(world, started_on=day))
    assert Activity.objects.get().started_on.isoformat() == "2022-11-28"


def test_photos_need_consent(world: World, village: Client) -> None:
    answer = village.post(NEW, typed(world, photos=[make_photo()]))
    assert list(answer.context["form"].errors) == ["consent"]
    assert not Activity.objects.exists()


def test_edit_keeps_what_the_page_does_not_show(world: World, village: Client) -> None:
    activity = make_draft(world)
    page = village.get(reverse("reports:activity_edit", args=[activity.pk]))
    values = {
        name: value
        for name, value in page.context["form"].initial.items()
        if value not in (None, "", False)
    }
    values["started_on"] = "2022-11-23"
    values["title"] = "Judul baru"
    village.post(page.request["PATH_INFO"], values)
    before = content_of(activity)
    activity.refresh_from_db()
    after = content_of(Activity.objects.get())
    assert (after.title, after.breakdown, after.money, after.links) == (
        "Judul baru",
        before.breakdown,
        before.money,
        before.links,
    )


def test_edit_of_another_version_is_not_overwritten(
    world: World, village: Client
) -> None:
    activity = make_draft(world)
    services.save_activity(
        by=world.officer,
        library_id=world.library.pk,
        content=make_content(title="Dari petugas"),
        id=activity.pk,
        revision=1,
    )
    address = reverse("reports:activity_edit", args=[activity.pk])
    answer = village.post(address, typed(world, id=str(activity.pk), revision="1"))
    activity.refresh_from_db()
    assert (answer.status_code, activity.title) == (409, "Dari petugas")
    assert answer.context["form"]["title"].value() == "Kelas MPASI"
    assert answer.context["revision"] == 2
    assert [
        (line.label, line.old, line.new)
        for line in answer.context["differences"]
        if line.label in ("Nama kegiatan", "Jumlah hadir", "Tempat")
    ] == [
        ("Nama kegiatan", "Dari petugas", "Kelas MPASI"),
        ("Tempat", "Balai desa", ""),
        ("Jumlah hadir", "24", "28"),
    ]


def test_autosave_keeps_a_draft_and_its_revision(world: World, village: Client) -> None:
    values = typed(world)
    first = village.post("/kegiatan/draf/", values).json()
    again = village.post(
        "/kegiatan/draf/", values | {"title": "Lain", "revision": first["revision"]}
    ).json()
    assert [(one["state"], one["revision"]) for one in (first, again)] == [
        ("saved", 1),
        ("saved", 2),
    ]
    assert Activity.objects.get().title == "Lain"


def test_autosave_of_an_incomplete_draft_stores_nothing(
    world: World, village: Client
) -> None:
    answer = village.post("/kegiatan/draf/", typed(world, title=""))
    assert (answer.status_code, json.loads(answer.content)) == (
        202,
        {"state": "incomplete"},
    )
    assert not Activity.objects.exists()


def test_officer_chooses_a_library_and_is_recorded(
    world: World, officer: Client
) -> None:
    choices = officer.get(NEW, {"cari": world.library.name}).context["libraries"]
    page = officer.get(NEW, {"perpustakaan": world.library.pk})
    officer.post(NEW, typed(world))
    assert choices == [world.library]
    assert f"Dicatat atas nama {world.library.name}" in page.content.decode()
    assert Activity.objects.get().is_on_behalf is True


def test_record_shows_its_acts_by_state(world: World, officer: Client) -> None:
    shown = {}
    for activity in (make_submitted(world), make_verified(world)):
        page = officer.get(reverse("reports:activity_detail", args=[activity.pk]))
        shown[activity.state] = [
            name
            for name in ("may_edit", "may_discard", "may_review", "may_reopen")
            if page.context[name]
        ]
    assert shown == {"submitted": ["may_review"], "verified": ["may_reopen"]}


def test_return_without_reason_is_refused(world: World, officer: Client) -> None:
    activity = make_submitted(world)
    address = reverse("reports:activity_return", args=[activity.pk])
    answer = officer.post(address, {"reason": "  "})
    activity.refresh_from_db()
    assert (answer.status_code, activity.state) == (422, State.SUBMITTED)


def test_returned_report_goes_round_again(
    world: World, officer: Client, village: Client
) -> None:
    activity = make_submitted(world)
    officer.post(
        reverse("reports:activity_return", args=[activity.pk]), {"reason": "Foto"}
    )
    page = village.get(reverse("reports:activity_edit", args=[activity.pk]))
    village.post(
        reverse("reports:activity_edit", args=[activity.pk]),
        typed(world, act="send", revision=page.context["revision"]),
    )
    officer.post(reverse("reports:activity_verify", args=[activity.pk]))
    assert [review.state for review in activity.reviews.all()] == [
        "submitted",
        "returned",
        "submitted",
        "verified",
    ]


def test_foreign_address_is_not_gone_to(world: World, officer: Client) -> None:
    activity = make_submitted(world)
    answer = officer.post(
        reverse("reports:activity_verify", args=[activity.pk]),
        {"next": "https://contoh.invalid/"},
    )
    assert answer["Location"] == f"/kegiatan/{activity.pk}/"


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({}, ["Ketiga", "Kedua", "Pertama"]),
        ({"urut": "created_at"}, ["Pertama", "Kedua", "Ketiga"]),
        ({"status": "submitted"}, ["Kedua"]),
        ({"bulan": "2022-10"}, ["Pertama"]),
        ({"kelompok": "advocacy"}, ["Ketiga"]),
        ({"cari": "dua"}, ["Kedua"]),
        ({"status": "tak dikenal", "bulan": "2022-13"}, ["Ketiga", "Kedua", "Pertama"]),
    ],
)
def test_list_is_filtered_and_sorted(
    world: World,
    village: Client,
    clock: Clock,
    asked: dict[str, str],
    titles: list[str],
) -> None:
    make_draft(world, title="Pertama", started_on=dt.date(2022, 10, 3))
    clock.forward(minutes=1)
    make_submitted(world, title="Kedua")
    clock.forward(minutes=1)
    make_draft(world, title="Ketiga", strategy="advocacy")
    page = village.get("/kegiatan/", asked)
    assert [row.title for row in page.context["activities"]] == titles


def test_list_goes_on_by_key(
    world: World, village: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sinergi.reports.views.activity_list.PAGE_SIZE", 2)
    made = {make_draft(world).pk for _number in range(3)}
    first = village.get("/kegiatan/").context
    second = village.get("/kegiatan/", {"cursor": first["next"]}).context
    seen = [row.pk for row in (*first["activities"], *second["activities"])]
    assert (set(seen), len(seen), second["next"]) == (made, 3, None)


def test_cursor_made_up_is_refused(world: World, village: Client) -> None:
    assert village.get("/kegiatan/", {"cursor": "abc"}).status_code == 400


def test_files_hold_the_rows_of_the_list(world: World, village: Client) -> None:
    make_submitted(world, title="=HYPERLINK(1)")
    make_draft(world, title="Draf")
    answer = village.get("/kegiatan/unduh.csv", {"status": "submitted"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "'=HYPERLINK(1)" in lines[1].split(",")
    book = village.get("/kegiatan/unduh.xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(book.streaming_content))).worksheets[0]
    assert sheet.max_row == 3


def test_unknown_kind_of_file_is_not_found(world: World, village: Client) -> None:
    assert village.get("/kegiatan/unduh.exe").status_code == 404


def test_document_is_downloaded_and_never_shown(world: World, village: Client) -> None:
    activity = make_draft(world)
    piece = services.add_evidence(
        by=world.manager, activity=activity, upload=make_photo()
    )
    piece.file.content_type = "application/pdf"
    piece.file.save()
    answer = village.get(reverse("reports:evidence_file", args=[activity.pk, piece.pk]))
    b"".join(answer.streaming_content)
    assert answer["Content-Disposition"].split(";")[0] == "attachment"


def count_queries(client: Client, address: str, **asked: str) -> int:
    client.get(address, asked)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address, asked).status_code == 200
    return len(caught)


@pytest.mark.parametrize(
    "address",
    [
        "/kegiatan/",
        "/kotak-masuk/",
        "/kotak-masuk/dikembalikan/",
        "/kotak-masuk/terverifikasi/",
        "/kotak-masuk/belum-melapor/",
        "/kotak-masuk/statistik/",
        "/statistik/",
        "/kunci/",
    ],
)
def test_lists_ask_equally_often_for_one_row_and_for_three(
    world: World, officer: Client, address: str
) -> None:
    def add(number: int) -> None:
        make_submitted(world)
        make_verified(world)
        services.return_activity(
            by=world.officer, activity=make_submitted(world), reason="Foto"
        )
        month = dt.date(2022, number, 1)
        services.submit_statistics(
            by=world.manager,
            statistics=services.save_statistics(
                by=world.manager,
                library=world.library,
                month=month,
                values={"visits": 1},
            ),
        )
        services.lock_period(
            by=world.officer,
            month=dt.date(2021, number, 1),
            region=world.library.region.parent.parent,
        )

    add(1)
    once = count_queries(officer, address)
    add(2)
    add(3)
    assert count_queries(officer, address) == once


def test_refused_photo_keeps_the_others_and_is_no_conflict_afterwards(
    world: World, village: Client
) -> None:
    activity = make_draft(world)
    page = f"/kegiatan/{activity.pk}/ubah/"
    values = typed(
        world,
        id=str(activity.pk),
        revision=activity.revision,
        consent="on",
        photos=[
            SimpleUploadedFile("catatan.jpg", b"bukan foto", "image/jpeg"),
            make_photo("baik.jpg"),
        ],
    )
    answer = village.post(page, values)
    form = answer.context["form"]
    assert answer.status_code == 422
    assert [str(error).split()[0] for error in form.errors["photos"]] == ["catatan.jpg"]
    assert [piece.file.original_name for piece in answer.context["evidence"]] == [
        "baik.jpg"
    ]
    again = values | {
        "revision": answer.context["revision"],
        "attendances": "29",
        "photos": [],
    }
    assert village.post(page, again).status_code == 302
    activity.refresh_from_db()
    assert (activity.title, activity.attendances) == ("Kelas MPASI", 29)


def test_correcting_the_title_keeps_what_the_page_cannot_show(
    world: World, village: Client
) -> None:
    cells = (
        Cell("female", "25_59", "with", attendances=3, persons=2),
        Cell("female", "25_59", "without", attendances=5, persons=4),
        Cell("male", "15_24", "without", attendances=4),
    )
    activity = make_draft(world, breakdown=cells, links=(), money=())
    page = f"/kegiatan/{activity.pk}/ubah/"
    form = village.get(page).context["form"]
    names = ("female_25_59", "male_15_24", "disability")
    assert [form[name].value() for name in names] == [8, 4, 3]
    values = {
        name: form[name].value()
        for name in form.fields
        if form[name].value() not in (None, "", False) and name != "photos"
    }
    assert village.post(page, values | {"title": "Judul baru"}).status_code == 302
    activity = Activity.objects.get()
    assert (activity.title, content_of(activity).breakdown) == ("Judul baru", cells)
    village.post(page, values | {"revision": activity.revision, "female_25_59": "9"})
    assert {
        cell.key: cell.attendances
        for cell in content_of(Activity.objects.get()).breakdown
    } == {
        ("", "", "with", ""): 3,
        ("female", "25_59", "", ""): 9,
        ("male", "15_24", "", ""): 4,
    }


def test_file_gives_the_local_day_and_the_areas_of_cims(
    world: World, village: Client, clock: Clock
) -> None:
    clock.forward(hours=15)  # Sunday, 01.00 WIB, still Saturday in UTC
    make_submitted(world, field="digital")
    book = village.get("/kegiatan/unduh.xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(book.streaming_content))).worksheets[0]
    row = dict(zip(*sheet.iter_rows(values_only=True), strict=True))
    assert row["Dikirim"].date() == dt.date(2022, 12, 4)
    assert row["Area CIMS (pemetaan usulan)"] == "Inklusi digital dan Komunikasi"


def test_person_reads_who_will_check_the_report(world: World, village: Client) -> None:
    answer = village.post(NEW, typed(world, act="send"), follow=True)
    (said,) = answer.context["messages"]
    assert str(said) == (
        "Laporan “Kelas MPASI” sudah terkirim. Petugas Contoh 35.22 akan memeriksanya."
    )
    assert "Area CIMS" in answer.content.decode()


def test_gallery_shows_thumbnails_and_the_cameras_moment(
    world: World, village: Client
) -> None:
    activity = make_draft(world)
    answer = village.post(
        f"/kegiatan/{activity.pk}/bukti/",
        {"photo": make_photo(size=(900, 600)), "taken": "2022:11:26 09:12:00"},
    )
    address = answer.json()["url"]
    piece = activity.evidence.get(file__isnull=False)
    assert timezone.localtime(piece.file.taken_at).isoformat() == (
        "2022-11-26T09:12:00+07:00"
    )
    sizes = []
    for asked in ("", "?kecil"):
        answer = village.get(f"{address}{asked}")
        sizes.append(Image.open(io.BytesIO(b"".join(answer.streaming_content))).size)
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer["Content-Disposition"].startswith("inline")
    assert sizes == [(900, 600), (320, 213)]
    page = village.get(f"/kegiatan/{activity.pk}/").content.decode()
    assert f'<img src="{address}?kecil"' in page


@pytest.mark.parametrize("taken", ["", "kemarin", "2022:13:45 09:12:00"])
def test_moment_that_is_none_is_left_out(
    world: World, village: Client, taken: str
) -> None:
    activity = make_draft(world)
    village.post(
        f"/kegiatan/{activity.pk}/bukti/", {"photo": make_photo(), "taken": taken}
    )
    assert activity.evidence.get(file__isnull=False).file.taken_at is None


def test_persons_are_broken_down_beside_the_attendances(
    world: World, village: Client
) -> None:
    village.post(
        NEW,
        typed(
            world,
            persons="20",
            female_25_59="17",
            male_25_59="9",
            disability="2",
            group_women="15",
            persons_female_25_59="12",
            persons_female_all="12",
            persons_disability="1",
            persons_group_women="10",
        ),
    )
    activity = Activity.objects.get()
    assert {cell.key: cell.persons for cell in content_of(activity).breakdown} == {
        ("female", "25_59", "", ""): 12,
        ("male", "25_59", "", ""): None,
        ("", "", "with", ""): 1,
        ("", "", "", "women"): 10,
    }
    form = village.get(f"/kegiatan/{activity.pk}/ubah/").context["form"]
    assert form.has_person_parts
    assert form["persons_female_25_59"].value() == 12
    shown = village.get(f"/kegiatan/{activity.pk}/").context["breakdown"].persons
    assert [(cell.label, cell.persons) for cell in shown] == [
        ("Perempuan, 25–59", 12),
        ("Penyandang disabilitas", 1),
        ("Perempuan dan ibu", 10),
    ]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"female_all": "9", "persons_female_all": "10"}, "persons_female_all"),
        ({"persons_male_all": "3"}, "persons_male_all"),
        ({"persons_disability": "3"}, "persons_disability"),
        (
            {"female_25_59": "9", "persons_female_all": "8"},
            "persons_female_all",
        ),
        (
            {
                "persons": "8",
                "female_all": "9",
                "male_all": "9",
                "persons_female_all": "5",
                "persons_male_all": "4",
            },
            "persons_female_all",
        ),
        ({"female_all": "9", "persons_female_all": "-1"}, "persons_female_all"),
    ],
)
def test_persons_that_cannot_be_are_named_at_their_control(
    world: World, village: Client, fields: dict[str, str], name: str
) -> None:
    answer = village.post(NEW, typed(world, **fields))
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (422, [name])
    assert form[name].value() == fields[name]
    assert f'href="#{form[name].auto_id}"' in answer.content.decode()


@pytest.mark.parametrize("text", ["", "bukan-id", "\u0663" * 32])
def test_page_without_readable_id_keeps_what_was_typed(
    world: World, village: Client, text: str
) -> None:
    draft = make_draft(world)
    for address in (NEW, f"/kegiatan/{draft.pk}/ubah/"):
        answer = village.post(address, typed(world, id=text, title="", act="send"))
        assert answer.status_code == 422
        assert 'value="28/11/2022"' in answer.content.decode()


@pytest.mark.parametrize("target", ["beranda", "portal:home", "//jahat.example/"])
def test_next_that_is_no_page_of_ours_is_left_out(
    world: World, officer: Client, target: str
) -> None:
    activity = make_submitted(world)
    answer = officer.post(f"/kegiatan/{activity.pk}/verifikasi/", {"next": target})
    assert answer["Location"] == f"/kegiatan/{activity.pk}/"


def test_served_evidence_can_run_nothing(world: World, village: Client) -> None:
    draft = make_draft(world)
    page = b"%PDF-1.4\n<html><script>alert(1)</script>"
    upload = SimpleUploadedFile("a<img src=x>.html", page, "text/html")
    piece = services.add_evidence(by=world.manager, activity=draft, upload=upload)
    answer = village.get(f"/kegiatan/{draft.pk}/bukti/{piece.pk}/")
    assert b"".join(answer.streaming_content) == page
    assert {
        name: answer[name]
        for name in (
            *("Content-Type", "X-Content-Type-Options", "Content-Security-Policy"),
            "Content-Disposition",
        )
    } == {
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Content-Disposition": 'attachment; filename="a<img src=x>.html"',
    }

"""The import page: send, look, filter, download, confirm."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from sinergi.accounts.models import User
from sinergi.core.models import Job
from sinergi.exchange.models import Upload
from sinergi.exchange.services import uploads
from sinergi.exchange.tests.sheets import REGIONS, activity_rows, openpyxl, workbook
from sinergi.network.enums import Role
from sinergi.regions.models import Region
from sinergi.reports.models import Activity
from sinergi.reports.tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places() -> None:
    Region.objects.bulk_create(
        Region(code=code, name=name, kind=kind) for code, name, kind in REGIONS
    )


@pytest.fixture
def officer() -> User:
    return make_person(Role.REGENCY_OFFICER, region="11.01")


@pytest.fixture
def page(officer: User, client: Client) -> Client:
    client.force_login(officer)
    return client


def send(client: Client, *changes: dict[str, object], name: str = "uji.xlsx") -> Upload:
    content = workbook(*activity_rows(*changes)).getvalue()
    answer = client.post(
        "/impor/",
        {
            "kind": "activities",
            "file": SimpleUploadedFile(name, content),
            "takes_in": "on",
        },
    )
    assert answer.status_code == 302
    upload = Upload.objects.get()
    assert answer.headers["Location"] == f"/impor/{upload.pk}/"
    return upload


def test_sent_file_is_tried_and_nothing_stored(page: Client) -> None:
    upload = send(page, {}, {"Jumlah Hadir": -1})
    assert upload.report["rows"] == {"read": 2, "accepted": 1, "rejected": 1}
    assert Activity.objects.count() == 0
    answer = page.get(f"/impor/{upload.pk}/")
    assert [entry["kind"] for entry in answer.context["page"].items] == [
        "negative_count"
    ]


def test_findings_are_filtered(page: Client) -> None:
    upload = send(page, {"Bidang": "Astronomi"}, {"Jumlah Hadir": -1})
    address = f"/impor/{upload.pk}/"
    kinds = [
        [entry["kind"] for entry in page.get(address, query).context["page"].items]
        for query in (
            {},
            {"severity": "error"},
            {"severity": "warning"},
            {"q": "astronomi"},
            {"q": "tidak-ada"},
            {"after": "1"},
        )
    ]
    both = ["unknown_field", "negative_count"]
    assert kinds == [both, both[1:], both[:1], both[:1], [], both[1:]]


def test_confirmed_file_is_stored_once(page: Client) -> None:
    upload = send(page, {})
    for _ in range(2):
        answer = page.post(f"/impor/{upload.pk}/simpan/")
        assert answer.headers["Location"] == f"/impor/{upload.pk}/"
    assert Activity.objects.count() == 1
    upload.refresh_from_db()
    assert (upload.state, upload.report["dry_run"]) == ("stored", False)


def test_large_file_is_stored_by_a_job(
    page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "AT_ONCE", 1)
    upload = send(page, {}, {"Judul Kegiatan": "Kelas merajut"})
    answer = page.post(f"/impor/{upload.pk}/simpan/")
    job = Job.objects.get()
    assert answer.headers["Location"] == f"/proses/{job.pk}/"
    from sinergi.exchange.tasks import carry_import

    carry_import.call(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.result["url"]) == ("done", f"/impor/{upload.pk}/")
    assert Activity.objects.count() == 2


def test_annotated_file_is_the_file_with_its_findings(page: Client) -> None:
    upload = send(page, {"Jumlah Hadir": -1})
    answer = page.get(f"/impor/{upload.pk}/berkas-bertanda/")
    content = b"".join(answer)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert len(book.sheetnames) == 2
    assert book.worksheets[1].cell(2, 1).value == 2


@pytest.mark.parametrize("name", ["foto.xlsx", "kosong.csv"])
def test_unreadable_file_is_refused_in_the_form(page: Client, name: str) -> None:
    file = SimpleUploadedFile(name, b"\x89PNG\r\n\x1a\n" + bytes(50))
    answer = page.post("/impor/", {"kind": "activities", "file": file})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["file"]
    assert Upload.objects.count() == 0


def test_file_of_another_person_does_not_exist(page: Client, client: Client) -> None:
    upload = send(page, {})
    client.force_login(make_person(Role.REGENCY_OFFICER, region="11.01"))
    codes = [
        client.get(f"/impor/{upload.pk}/").status_code,
        client.get(f"/impor/{upload.pk}/berkas-bertanda/").status_code,
        client.post(f"/impor/{upload.pk}/simpan/").status_code,
    ]
    assert codes == [404, 404, 404]


def test_reader_may_not_import_and_nobody_without_login(client: Client) -> None:
    assert client.get("/impor/").status_code == 302
    client.force_login(make_person(Role.FACILITATOR, region="11.01"))
    assert client.get("/impor/").status_code == 403


def test_manager_is_not_offered_partners(client: Client) -> None:
    from sinergi.network.models import Library

    library = Library.objects.create(
        name="Perpustakaan", kind="village", region_id="11.01.01.2001"
    )
    client.force_login(make_person(Role.VILLAGE_MANAGER, library=library))
    form = client.get("/impor/").context["form"]
    assert [value for value, _label in form.fields["kind"].choices] == ["activities"]
    file = SimpleUploadedFile("uji.xlsx", b"x")
    answer = client.post("/impor/", {"kind": "partners", "file": file})
    assert answer.status_code == 422


def test_old_file_is_forgotten(page: Client, officer: User) -> None:
    upload = send(page, {})
    path = upload.file.path
    Upload.objects.update(sent_at=timezone.now() - dt.timedelta(days=1, minutes=1))
    page.post(f"/impor/{upload.pk}/simpan/")
    assert Activity.objects.count() == 0
    assert uploads.forget_old_files() == 1
    from pathlib import Path

    assert not Path(path).exists()

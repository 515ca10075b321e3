"""Serving files and receiving uploads."""

import io

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import path
from PIL import Image

from sinergi.accounts.models import User
from sinergi.media.errors import FileTooBig
from sinergi.media.kinds import DOCUMENTS, PICTURES
from sinergi.media.models import MediaFile
from sinergi.media.services import store_upload
from sinergi.media.views import serve

PDF = b"%PDF-1.7\n" + b"0123456789" * 10


@login_not_required
def shown(request: HttpRequest, pk: str) -> HttpResponseBase:
    stored = MediaFile.objects.get(pk=pk)
    return serve(request, stored, is_thumbnail="kecil" in request.GET)


@login_not_required
def received(request: HttpRequest) -> HttpResponse:
    upload = request.FILES["foto"]
    by = User.objects.get()
    try:
        store_upload(by=by, upload=upload)  # type: ignore[arg-type]
    except FileTooBig as error:
        text = f"{request.POST['judul']}|{upload.size}|{upload.file.tell()}|"  # type: ignore[union-attr]
        return HttpResponse(text + error.kind, status=error.status)
    return HttpResponse("ok")


urlpatterns = [path("<uuid:pk>/", shown), path("kirim", received)]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def person() -> User:
    return User.objects.create(username="siti", full_name="Siti Contoh")


@pytest.fixture
def document(person: User) -> MediaFile:
    upload = SimpleUploadedFile("Daftar “hadir”.pdf", PDF)
    return store_upload(by=person, upload=upload, kinds=DOCUMENTS)


def body(response: object) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def test_document_is_downloaded_and_runs_nowhere(document: MediaFile) -> None:
    response = Client().get(f"/{document.pk}/")
    assert (response.status_code, body(response)) == (200, PDF)
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, max-age=604800"
    assert response["Content-Type"] == "application/pdf"


def test_picture_is_shown_in_two_sizes(person: User) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (900, 600), "teal").save(stream, "PNG")
    upload = SimpleUploadedFile("kelas.png", stream.getvalue())
    stored = store_upload(by=person, upload=upload, kinds=PICTURES)
    sizes = []
    for query in ("", "?kecil"):
        response = Client().get(f"/{stored.pk}/{query}")
        assert response["Content-Disposition"] == 'inline; filename="kelas.jpg"'
        content = body(response)
        assert response["Content-Length"] == str(len(content))
        sizes.append(Image.open(io.BytesIO(content)).size)
    assert sizes == [(900, 600), (320, 213)]


@pytest.mark.parametrize(
    ("asked", "status", "expected"),
    [
        ("bytes=0-4", 206, PDF[:5]),
        ("bytes=0-" + "9" * 5000, 200, PDF),
        ("bytes=100-", 206, PDF[100:]),
        ("bytes=-3", 206, PDF[-3:]),
        ("bytes=5-99999", 206, PDF[5:]),
        ("bytes=0-1,4-5", 200, PDF),
        ("apa saja", 200, PDF),
    ],
)
def test_parts_are_served(
    document: MediaFile, asked: str, status: int, expected: bytes
) -> None:
    response = Client().get(f"/{document.pk}/", headers={"Range": asked})
    assert (response.status_code, body(response)) == (status, expected)
    assert response["Content-Length"] == str(len(expected))


@pytest.mark.parametrize("asked", ["bytes=109-", "bytes=9-3"])
def test_part_beyond_the_end_is_refused(document: MediaFile, asked: str) -> None:
    response = Client().get(f"/{document.pk}/", headers={"Range": asked})
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(PDF)}"


def test_known_file_is_not_sent_again(document: MediaFile) -> None:
    first = Client().get(f"/{document.pk}/")
    assert body(first) == PDF
    tag = first["ETag"]
    response = Client().get(f"/{document.pk}/", headers={"If-None-Match": tag})
    assert (response.status_code, response.content) == (304, b"")


def test_flood_is_not_kept_and_the_typed_text_is(
    person: User, settings: object
) -> None:
    settings.FILE_UPLOAD_HANDLERS = [  # type: ignore[attr-defined]
        "sinergi.media.uploads.BoundedUploadHandler"
    ]
    settings.UPLOAD_LIMIT_BYTES = 300_000  # type: ignore[attr-defined]
    flood = SimpleUploadedFile("foto.jpg", b"\xff\xd8\xff" + b"x" * 2_000_000)
    response = Client().post("/kirim", {"foto": flood, "judul": "Kelas memasak"})
    title, size, kept, kind = response.content.decode().split("|")
    assert (response.status_code, title, int(size), kind) == (
        422,
        "Kelas memasak",
        2_000_003,
        "file_too_big",
    )
    assert int(kept) <= 300_000

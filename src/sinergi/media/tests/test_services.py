"""Taking files in: what is kept, what is refused, what is cleared away."""

import datetime as dt
import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import models
from django.utils import timezone
from PIL import Image

from sinergi.accounts.models import User
from sinergi.media.errors import (
    DamagedFile,
    EmptyFile,
    FileTooBig,
    MediaRefused,
    PictureTooLarge,
    WrongType,
)
from sinergi.media.kinds import DOCUMENTS, DOCX, PDF, PICTURES, XLSX
from sinergi.media.models import MediaFile
from sinergi.media.services import clear_orphans, store_upload, thumbnail_name

pytestmark = pytest.mark.django_db
ORIENTATION, MAKE, TAKEN, GPS, EXIF = 0x0112, 0x010F, 0x9003, 0x8825, 0x8769
PLACE = "Desa Contoh 7.1502"


@pytest.fixture
def person() -> User:
    return User.objects.create(username="siti", full_name="Siti Contoh")


def upload(content: bytes, name: str = "foto.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (640, 400), mode: str = "RGB"
) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new(mode, size, "red")
    image.paste(Image.new(mode, (size[0] // 2, size[1]), "blue"), (size[0] // 2, 0))
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[MAKE] = "Kamera Contoh"
    exif[EXIF] = {TAKEN: "2022:11:26 09:12:00"}
    exif[GPS] = {1: "S", 2: (7.0, 9.0, 1.0), 29: PLACE}
    stream = io.BytesIO()
    image.save(stream, kind, exif=exif)
    return stream.getvalue()


def stored_image(stored: MediaFile) -> Image.Image:
    with stored.file.open() as file:
        image = Image.open(io.BytesIO(file.read()))
    image.load()
    return image


def pixel(image: Image.Image, place: tuple[int, int]) -> tuple[int, ...]:
    colours = image.getpixel(place)
    assert isinstance(colours, tuple)
    return colours


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_picture_is_encoded_anew_upright_and_without_place(
    person: User, kind: str
) -> None:
    original = picture(kind)
    assert PLACE.encode() in original or kind == "HEIF"
    stored = store_upload(by=person, upload=upload(original, "liburan.bin"))
    image = stored_image(stored)
    with stored.file.open() as file:
        written = file.read()
    assert (image.format, stored.content_type) == ("JPEG", "image/jpeg")
    # HEIC turns by its own property; the camera's note on the turn is no order there.
    is_turned = kind != "HEIF"
    size = (400, 640) if is_turned else (640, 400)
    assert (stored.width, stored.height) == image.size == size
    red, _green, blue = pixel(image, (20, 20))
    assert (red > 200, blue < 60) == (True, True)
    assert dict(image.getexif()) == {}
    for trace in (PLACE.encode(), b"Kamera", b"Exif", b"2022:11"):
        assert trace not in written
    assert stored.size_bytes == len(written)
    assert stored.taken_at == dt.datetime(
        2022, 11, 26, 9, 12, tzinfo=timezone.get_default_timezone()
    )


def test_large_picture_is_made_small_with_a_thumbnail(person: User) -> None:
    image = Image.effect_noise((4000, 3000), 60)
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=60)
    stored = store_upload(by=person, upload=upload(stream.getvalue()))
    assert (stored.width, stored.height) == (1600, 1200)
    with default_storage.open(thumbnail_name(stored.stored_name)) as file:
        assert Image.open(file).size == (320, 240)


def test_transparent_and_odd_pictures_become_plain_ones(person: User) -> None:
    for mode in ("RGBA", "LA", "P", "L", "I;16"):
        stream = io.BytesIO()
        Image.new(mode, (20, 10)).save(stream, "PNG")
        stored = store_upload(by=person, upload=upload(stream.getvalue()))
        assert (stored_image(stored).mode, stored.width) == ("RGB", 20)
    stream = io.BytesIO()
    Image.new("RGBA", (20, 10), (0, 0, 0, 0)).save(stream, "PNG", compress_level=1)
    stored = store_upload(by=person, upload=upload(stream.getvalue()))
    assert min(pixel(stored_image(stored), (5, 5))) > 250


def test_same_bytes_lie_there_once_and_names_stay_private(person: User) -> None:
    other = User.objects.create(username="budi", full_name="Budi Contoh")
    content = picture()
    first = store_upload(by=person, upload=upload(content, "rahasia.jpg"))
    again = store_upload(by=person, upload=upload(content, "rahasia (1).jpg"))
    theirs = store_upload(by=other, upload=upload(content, "punya-budi.jpg"))
    assert again == first
    assert theirs.pk != first.pk
    assert theirs.stored_name == first.stored_name
    assert (first.original_name, theirs.original_name) == (
        "rahasia.jpg",
        "punya-budi.jpg",
    )
    stored = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert len(stored) == 2


def archive(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name in names:
            file.writestr(name, "<x/>")
    return stream.getvalue()


CONTENTS = "[Content_Types].xml"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7\nisi", PDF),
        (archive(CONTENTS, "xl/workbook.xml"), XLSX),
        (archive(CONTENTS, "word/document.xml"), DOCX),
    ],
)
def test_documents_are_kept_as_they_are(
    person: User, content: bytes, expected: str
) -> None:
    stored = store_upload(
        by=person, upload=upload(content, "berkas.png"), kinds=PICTURES | DOCUMENTS
    )
    assert stored.content_type == expected
    with stored.file.open() as file:
        assert file.read() == content
    with pytest.raises(WrongType):
        store_upload(by=person, upload=upload(content), kinds=PICTURES)


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a\x01\x00\x01\x00",
        b"MZ\x90\x00",
        b"BM6\x00\x00",
        b"teks biasa",
        archive("apa.txt"),
        archive(CONTENTS, "xl/workbook.xml", "xl/vbaProject.bin"),
        b"PK\x03\x04 rusak",
    ],
)
def test_content_of_other_types_is_refused_whatever_its_name(
    person: User, content: bytes
) -> None:
    with pytest.raises(WrongType) as refused:
        store_upload(
            by=person, upload=upload(content, "foto.jpg"), kinds=PICTURES | DOCUMENTS
        )
    assert "foto.jpg" in str(refused.value.message)
    assert not MediaFile.objects.exists()


def huge_png(width: int, height: int) -> bytes:
    """A few bytes that claim to be a picture of any size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\x00" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", data)
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [9_000, 12_000, 60_000])
def test_picture_bomb_is_refused_before_decoding(person: User, side: int) -> None:
    with pytest.raises(PictureTooLarge):
        store_upload(by=person, upload=upload(huge_png(side, side)))
    assert not MediaFile.objects.exists()


def test_broken_empty_and_big_files_are_refused(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = picture(size=(800, 800))
    with pytest.raises(DamagedFile):
        store_upload(by=person, upload=upload(whole[: len(whole) // 2]))
    with pytest.raises(DamagedFile):
        store_upload(by=person, upload=upload(huge_png(50, 50)))
    with pytest.raises(EmptyFile):
        store_upload(by=person, upload=upload(b""))
    monkeypatch.setattr(settings, "UPLOAD_LIMIT_BYTES", len(whole) - 1)
    with pytest.raises(FileTooBig):
        store_upload(by=person, upload=upload(whole))
    assert not MediaFile.objects.exists()
    assert not Path(settings.MEDIA_ROOT).exists()


def test_refusals_are_of_the_upload_field(person: User) -> None:
    with pytest.raises(MediaRefused) as refused:
        store_upload(by=person, upload=upload(b"teks"))
    assert (refused.value.field, refused.value.status) == ("upload", 422)


def test_name_keeps_no_folders_and_no_control_signs(person: User) -> None:
    stored = store_upload(by=person, upload=upload(picture()))
    assert "foto" not in stored.stored_name
    assert stored.stored_name == f"{stored.sha256[:2]}/{stored.sha256[2:4]}/{stored.pk}"


def test_orphans_older_than_a_day_are_cleared(person: User) -> None:
    now = timezone.now()
    old, fresh = (
        store_upload(by=person, upload=upload(picture(size=(40, side))))
        for side in (30, 50)
    )
    MediaFile.objects.filter(pk=old.pk).update(uploaded_at=now - dt.timedelta(days=2))
    cleared = clear_orphans(now=now)
    assert (cleared.rows, cleared.files) == (1, 0)
    assert MediaFile.objects.get() == fresh
    cleared = clear_orphans(now=now + dt.timedelta(hours=25))
    assert (cleared.rows, cleared.files) == (1, 4)
    stored = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert stored == []


def test_every_table_that_points_to_a_file_keeps_it() -> None:
    holders = {
        field.related_model
        for field in MediaFile._meta.get_fields(include_hidden=True)
        if isinstance(field, models.ManyToOneRel)
    }
    assert len(holders) >= 1


def test_command_prints_one_document(
    person: User, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("clear_media", "--json")
    assert capsys.readouterr().out == '{"rows": 0, "files": 0}\n'

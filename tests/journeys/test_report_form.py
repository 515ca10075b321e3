"""The report form on a phone: photos, a broken line, a draft that is not lost."""

import io

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.conftest import Visitor, assert_accessible
from tests.journeys.test_round import fill_report, reported, send

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("report_form")]
GPS_PART, EXIF_PART, TAKEN_AT = 0x8825, 0x8769, 0x9003


def photo(name: str = "kelas.jpg") -> FilePayload:
    """A large photo as a camera makes it, with its place and moment."""
    stream = io.BytesIO()
    exif = Image.Exif()
    exif.get_ifd(GPS_PART).update({1: "S", 2: (7.0, 9.0, 0.0)})
    exif.get_ifd(EXIF_PART)[TAKEN_AT] = "2022:12:20 09:30:00"
    Image.effect_noise((2400, 1800), 40).convert("RGB").save(stream, "JPEG", exif=exif)
    return FilePayload(name=name, mimeType="image/jpeg", buffer=stream.getvalue())


def test_photos_wait_for_consent_and_a_wrong_one_is_named(visit: Visitor) -> None:
    page = visit("desa", phone=True)
    page.goto("/kegiatan/baru/")
    fill_report(page, title="Kelas foto", day="20/12/2022", women=9, men=3)
    wrong = FilePayload(name="salah.jpg", mimeType="image/jpeg", buffer=b"bukan")
    page.set_input_files("input[name=photos]", [photo(), wrong])
    expect(page.locator("#foto figcaption").nth(1)).to_contain_text("siap")
    send(page)
    expect(page.locator("#unggahan")).to_contain_text("Centang persetujuan")
    assert "/kegiatan/" in page.url
    assert page.evaluate("document.activeElement.name") == "consent"
    page.check("input[name=consent]", force=True)
    expect(page.locator("#foto-ditolak")).to_contain_text("salah.jpg bukan foto")
    expect(page.locator("#foto figure")).to_have_count(1)
    expect(page.locator("#foto figcaption")).to_contain_text("tersimpan")
    assert_accessible(page)
    send(page)
    page.wait_for_selector(".record")
    picture = page.locator(".photos img").get_attribute("src")
    assert picture is not None
    stored = page.context.request.get(picture.removesuffix("?kecil")).body()
    image = Image.open(io.BytesIO(stored))
    assert (image.size, dict(image.getexif())) == ((1600, 1200), {})
    assert page.locator(".photos figcaption span").get_attribute("title") == (
        "20 Desember 2022, pukul 09.30 WIB"
    )


def test_what_is_sent_without_a_connection_goes_by_itself_later(visit: Visitor) -> None:
    page = visit("desa", phone=True)
    page.goto("/kegiatan/baru/")
    fill_report(page, title="Kelas tanpa sinyal", day="20/12/2022", women=5, men=2)
    page.context.set_offline(True)
    send(page)
    expect(page.locator("#kabar")).to_contain_text("dikirim sendiri saat tersambung")
    page.context.set_offline(False)
    page.wait_for_selector(".record")
    assert "Kelas tanpa sinyal" in page.inner_text("h1")
    assert page.evaluate("localStorage.length") == 0


def test_two_phones_on_one_draft_are_asked_which_to_keep(visit: Visitor) -> None:
    first, second = visit("desa", phone=True), visit("desa")
    first.goto("/kegiatan/baru/")
    fill_report(first, title="Dua penulis", day="20/12/2022", women=5, men=2)
    save(first)
    address = f"/kegiatan/{reported(second, 'Dua penulis')}/ubah/"
    first.context.set_offline(True)
    first.fill("input[name=title]", "Dua penulis, dari ponsel")
    second.goto(address)
    second.fill("input[name=title]", "Dua penulis, dari kantor")
    save(second)
    first.context.set_offline(False)
    first.goto(address)
    assert first.input_value("input[name=title]") == "Dua penulis, dari ponsel"
    save(first)
    note = first.inner_text(".note[role=alert]")
    assert "Tersimpan: Dua penulis, dari kantor" in note
    assert "Ketikan Anda: Dua penulis, dari ponsel" in note
    assert_accessible(first)
    save(first)
    first.goto(address)
    assert first.input_value("input[name=title]") == "Dua penulis, dari ponsel"


def save(page: Page) -> None:
    """Press “save draft” and wait for the page that answers."""
    with page.expect_navigation():
        page.click("button[name=act][value=draft]")

"""Every role's pages, on a phone and on a desk, without a barrier."""

import pytest

from tests.journeys.conftest import Visitor, assert_accessible

pytestmark = pytest.mark.journey

HELD = "/pertemuan/plm-nasional-2022/"
OPEN = "/pertemuan/plm-jawa-timur-2023/"
STUDY = "/evaluasi/efektivitas-2020-2021/"
VALUE = "/manfaat/manfaat-2020-2021/"
PAGES = {
    "": [
        *["/", "/dasbor/", "/dasbor/35/", "/program/", "/program/tpbis/kalender/"],
        *["/akun/masuk/", "/akun/lupa/", "/kartu/", "/gaya/", "/pertemuan/"],
        *[f"{HELD}{part}" for part in ("", "kini/", "pameran/", "hasil/", "materi/")],
        *[f"{OPEN}{part}" for part in ("", "daftar/", "perubahan/")],
        *["/evaluasi/", f"{STUDY}hasil/", "/evaluasi/perencana/", VALUE],
    ],
    "desa": [
        *["/desa/", "/kegiatan/", "/kegiatan/baru/", "/statistik/"],
        *["/akun/", "/akun/sesi/", "/pesan/"],
    ],
    "kabupaten": [
        *["/kotak-masuk/", "/kegiatan/", "/kunci/", "/dasbor/35.22/"],
        *["/perpustakaan/", "/orang/", "/impor/", "/kotak-masuk/belum-melapor/"],
    ],
    "provinsi": ["/kotak-masuk/", "/dasbor/35/", "/perpustakaan/", "/orang/"],
    "nasional": ["/dasbor/", "/skema/", "/target/", "/potret/", "/orang/"],
    "nasional, sebelum pertemuan": [
        *["/pertemuan/baru/", f"{OPEN}panitia/", f"{OPEN}panitia/anggaran/"],
        *[f"{OPEN}agenda/", f"{OPEN}undangan/mitra/", f"{OPEN}usulan/"],
        *[f"{HELD}panitia/kelas/", f"{HELD}rencana/"],
    ],
    "evaluator": [
        *["/dasbor/", "/perpustakaan/", "/evaluasi/baru/", "/manfaat/baru/"],
        *[f"{STUDY}{part}" for part in ("", "sampel/", "kuesioner/", "lapangan/")],
        *[f"{STUDY}{part}" for part in ("jawaban/", "pencacah/", "hasil/banding/")],
    ],
    "juri": ["/dasbor/"],
    "panitia": [
        *["/dasbor/", f"{OPEN}panitia/", f"{OPEN}panitia/kuota/baru/"],
        *[f"{OPEN}peserta/", f"{OPEN}delegasi/", f"{HELD}pintu/"],
        *[f"{HELD}sertifikat/", f"{HELD}umpan-balik/"],
    ],
}
MARK = "Data demonstrasi."


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
@pytest.mark.parametrize("username", PAGES)
def test_pages_of_a_role(visit: Visitor, username: str, phone: bool) -> None:
    page = visit(username.partition(",")[0], phone=phone)
    for path in PAGES[username]:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        assert MARK in page.inner_text(".demo"), path
        assert_accessible(page)


@pytest.mark.parametrize("username", [name for name in PAGES if "," not in name])
def test_the_menu_of_a_role_leads_somewhere(visit: Visitor, username: str) -> None:
    page = visit(username)
    page.goto("/")
    found = page.eval_on_selector_all(
        "header nav a", "links => links.map(link => link.getAttribute('href'))"
    )
    assert found
    for address in dict.fromkeys(found):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, f"{username or 'anybody'}: {address}"
        assert page.inner_text("h1").strip(), address
        assert MARK in page.inner_text(".demo"), address


def test_the_language_switch_keeps_the_page(visit: Visitor) -> None:
    page = visit()
    page.goto("/dasbor/")
    assert page.get_attribute("html", "lang") == "id"
    page.click("a[hreflang=en]")
    assert page.get_attribute("html", "lang") == "en"
    assert page.url.endswith("/dasbor/")

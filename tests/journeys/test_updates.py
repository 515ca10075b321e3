"""What partners presented in 2022, found by a stranger and turned by keys alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor, assert_accessible

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("updates")]


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_slides_turn_without_a_script(visit: Visitor, phone: bool) -> None:
    page = visit(phone=phone, javascript=False)
    page.goto("/pertemuan/plm-nasional-2022/")
    page.click("text=Lihat perkembangan capaian")
    page.click("text=Perpustakaan Provinsi Jawa Timur")
    for anchor in ("angka", "lampu", "tren", "sebaya", "kisah", "lanjut"):
        page.locator(".slide:target a[rel=next], #mitra a[rel=next]").last.press(
            "Enter"
        )
        expect(page).to_have_url(re.compile(f"#{anchor}$"))
    assert page.inner_text("#tren h2").startswith("Kehadiran memuncak")


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_slides_have_no_barrier(visit: Visitor, phone: bool) -> None:
    page = visit("desa", phone=phone)
    page.goto("/pertemuan/plm-nasional-2022/capaian/")
    assert_accessible(page)
    page.click("text=Cahaya Ilmu")
    assert_accessible(page)
    page.click("text=Ubah kata-kata")
    assert_accessible(page)

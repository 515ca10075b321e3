"""Coming to a meeting: anybody online, a village with its delegation, the committee."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor, assert_accessible

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("meeting")]
OPEN = "/pertemuan/plm-jawa-timur-2023/"


def fill_person(page: Page, name: str, email: str) -> None:
    page.fill("input[name=full_name]", name)
    page.fill("input[name=email]", email)
    page.check("input[name=has_consented]")


def test_anybody_of_a_partner_registers_on_a_phone_without_scripts(
    visit: Visitor,
) -> None:
    page = visit(phone=True, javascript=False)
    page.goto(OPEN)
    page.click("text=Ikut secara daring")
    page.fill("#cari", "sumberarum")
    page.click("main form button[type=submit]")
    page.click("main ul.rows a >> nth=0")
    page.fill("input[name=full_name]", "Bu Sulastri (contoh)")
    page.click("main form[method=post] button[type=submit]")
    expect(page.locator("main")).to_contain_text(
        "Setujui penggunaan data"
    )  # consent is missing
    assert page.input_value("input[name=full_name]") == "Bu Sulastri (contoh)"
    fill_person(page, "Bu Sulastri (contoh)", "sulastri@contoh.invalid")
    page.click("main form[method=post] button[type=submit]")
    expect(page).to_have_url(re.compile(r"/tiket/[0-9A-Z]{8}/$"))
    expect(page.locator("h1")).to_have_text("Tiket Anda")
    expect(page.locator("#tempat").locator("..")).to_contain_text("Terkonfirmasi")
    page.click("summary:has-text('Batalkan')")
    page.click("form[action$='/batal/'] button")
    expect(page.locator("main")).to_contain_text("Terima kasih sudah memberi tempat")


def test_a_village_names_its_person_who_asks_for_dinner(visit: Visitor) -> None:
    page = visit("desa", phone=True)
    page.goto("/desa/")
    page.click("section:has(#undangan) a >> nth=0")
    assert_accessible(page)
    page.click("text=Daftarkan orang")
    fill_person(page, "Pak Wiryo (contoh)", "wiryo@contoh.invalid")
    page.click("main form[method=post] button[type=submit]")
    expect(page.locator("main")).to_contain_text("Pak Wiryo (contoh)")
    page.click("main a[href*='/tiket/'] >> nth=0")
    page.click("text=Minta kursi")
    expect(page.locator("#tempat").locator("..")).to_contain_text("Malam kebersamaan")
    assert_accessible(page)
    page.click("text=Pilih kelas Anda")
    assert_accessible(page)

    committee = visit("panitia")
    committee.goto(f"{OPEN}peserta/?cari=Wiryo")
    committee.click("text=Pak Wiryo (contoh)")
    expect(committee.locator("main")).to_contain_text("Malam kebersamaan")
    assert_accessible(committee)

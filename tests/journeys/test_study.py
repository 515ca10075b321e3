"""An evaluator's study: designed, drawn, answered on a phone, read in its results."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor, assert_accessible

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("study")]


def make_study(page: Page) -> str:
    """A study of partner libraries by Slovin at 5%, drawn; its address."""
    page.goto("/evaluasi/baru/")
    page.fill("input[name=title]", "Evaluasi perjalanan")
    page.click("main form[method=post] button[type=submit]")
    page.wait_for_url(lambda url: "/baru/" not in url)
    address = page.url
    page.goto(f"{address}sampel/rancangan/")
    page.fill("input[name=margin]", "5")
    page.click("button[value=simpan]")
    page.click("form[action$='/undi/'] button")
    expect(page.locator("h2").first).to_contain_text("perpustakaan ditanya")
    assert_accessible(page)
    return address


def send_into_the_field(page: Page, address: str) -> list[str]:
    """The shipped questionnaire in the field; the personal links of five units."""
    page.goto(f"{address}kuesioner/baru/")
    page.click("form[action$='/templat/effectiveness/'] button")
    assert_accessible(page)
    page.click("button[value=field]")
    page.click("a.btn[href$='/tautan/']")
    page.wait_for_url("**/tautan/")
    page.click("main form[method=post] button[type=submit]")
    links = page.locator("td a[href^='/isi/']")
    expect(links.first).to_be_visible()
    found: list[str] = links.evaluate_all("all => all.slice(0, 5).map(one => one.href)")
    return found


def answer_page(page: Page) -> None:
    """Answer what stands on a page: the fourth choice of each, a year elsewhere."""
    for name in page.locator("main form [name^='q-']").evaluate_all(
        "fields => [...new Set(fields.map(field => field.name))]"
    ):
        fields = page.locator(f"main form [name='{name}']")
        if fields.first.get_attribute("type") == "radio":
            fields.nth(min(3, fields.count() - 1)).check(force=True)
        elif fields.first.get_attribute("type") != "checkbox":
            fields.first.fill("2019")


def answer_all(page: Page, link: str, *, makes_mistake: bool = False) -> None:
    """All parts of a questionnaire, at first perhaps without an answer."""
    page.goto(link)
    page.click("main form button")
    page.wait_for_url("**/1/")
    if makes_mistake:
        page.click("main form button")
        expect(page.locator("main")).to_contain_text("Mohon jawab pertanyaan ini")
    while "/selesai/" not in page.url:
        before = page.url
        answer_page(page)
        with page.expect_navigation():
            page.click("main form button[type=submit]:not([name=back])")
        assert page.url != before, page.inner_text("main")
    expect(page.locator("h1")).to_contain_text("Terima kasih")


def test_a_study_goes_from_its_sample_to_its_results(visit: Visitor) -> None:
    evaluator = visit("evaluator")
    address = make_study(evaluator)
    links = send_into_the_field(evaluator, address)

    phone = visit(phone=True, javascript=False)
    phone.goto(links[0])
    expect(phone.locator("main")).to_contain_text("Pengumpulan belum dimulai")
    evaluator.goto(address)
    evaluator.click("button[value=kumpulkan]")
    expect(evaluator.locator("button[value=akhiri]")).to_be_visible()
    for link in links:
        answer_all(phone, link, makes_mistake=link == links[0])

    reader = visit(phone=True)
    reader.goto(links[0])
    assert_accessible(reader)
    evaluator.goto(f"{address}lapangan/")
    expect(evaluator.locator("main")).to_contain_text("Unit yang menjawab")
    assert_accessible(evaluator)
    evaluator.goto(address)
    evaluator.click("button[value=akhiri]")
    evaluator.click("button[value=terbitkan]")
    expect(evaluator.locator("button[value=tarik]")).to_be_visible()
    reader.goto(f"{address}hasil/")
    expect(reader.locator("main")).to_contain_text("4,00")

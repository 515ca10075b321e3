"""Every role's pages, on a phone and on a desk, without a barrier."""

import pytest

from tests.journeys.conftest import Visitor, assert_accessible

pytestmark = pytest.mark.journey

PAGES = {
    "": ["/", "/dasbor/", "/dasbor/35/", "/akun/masuk/", "/gaya/"],
    "desa": ["/desa/", "/kegiatan/", "/kegiatan/baru/"],
    "kabupaten": ["/kotak-masuk/", "/kegiatan/", "/kunci/", "/dasbor/35.22/"],
    "provinsi": ["/kotak-masuk/", "/dasbor/35/"],
    "nasional": ["/dasbor/", "/skema/", "/target/"],
    "evaluator": ["/dasbor/"],
}


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
@pytest.mark.parametrize("username", PAGES)
def test_pages_of_a_role(visit: Visitor, username: str, phone: bool) -> None:
    page = visit(username, phone=phone)
    for path in PAGES[username]:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        assert_accessible(page)


def test_the_language_switch_keeps_the_page(visit: Visitor) -> None:
    page = visit()
    page.goto("/dasbor/")
    assert page.get_attribute("html", "lang") == "id"
    page.click("a[hreflang=en]")
    assert page.get_attribute("html", "lang") == "en"
    assert page.url.endswith("/dasbor/")

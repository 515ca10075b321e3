"""The main round: report, return, correct, verify, and see the nation change."""

import json
import re
import time

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Visitor, assert_accessible
from tests.served import Platform

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("round")]
PATIENCE_SECONDS = 120
NATION = ("figures", "--from", "2022-01", "--to", "2022-12", "--json")


def national(platform: Platform, measure: str) -> int:
    """A national total of 2022, as the command line states it."""
    document = json.loads(platform.command(*NATION, "--measure", measure))
    return sum(int(figure["value"]) for figure in document["figures"])


def fill_report(page: Page, *, title: str, day: str, women: int, men: int) -> None:
    """Type a report as a village manager does."""
    page.fill("input[name=title]", title)
    page.check("input[name=strategy][value=community_involvement]", force=True)
    page.select_option("select[name=field]", "health")
    page.fill("input[name=started_on]", day)
    page.fill("input[name=attendances]", str(women + men))
    page.fill("input[name=female_all]", str(women))
    page.fill("input[name=male_all]", str(men))


def send(page: Page) -> None:
    """Press the one filled button."""
    page.click("button[name=act][value=send]")


def wait_for_total(platform: Platform, measure: str, expected: int) -> None:
    """The figures follow by themselves, within a moment."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while national(platform, measure) != expected and time.monotonic() < deadline:
        time.sleep(0.2)
    assert national(platform, measure) == expected


@pytest.mark.parametrize(
    ("title", "phone", "javascript"),
    [
        ("Kelas tanaman obat di pekarangan", True, True),
        ("Penyuluhan gizi bagi ibu muda", False, True),
        ("Senam pagi warga tanpa skrip", True, False),
    ],
    ids=["phone", "desk", "without-javascript"],
)
def test_a_report_goes_round_and_the_nation_changes(
    platform: Platform, visit: Visitor, title: str, phone: bool, javascript: bool
) -> None:
    """The village on one kind of screen, its officer on the other."""
    before = national(platform, "attendances")

    village = visit("desa", phone=phone, javascript=javascript)
    village.goto("/kegiatan/baru/")
    assert_accessible(village) if javascript else None
    fill_report(village, title=title, day="31/11/2022", women=20, men=11)
    send(village)
    assert village.input_value("input[name=title]") == title
    assert "31/11/2022" in village.inner_text(".errors")
    village.fill("input[name=started_on]", "28/12/2022")
    send(village)
    village.wait_for_url(lambda url: "/baru/" not in url)
    record = reported(village, title)

    officer = visit("kabupaten", phone=not phone, javascript=javascript)
    officer.goto(f"/kotak-masuk/{record}/")
    assert title in officer.inner_text("h1 >> nth=-1")
    assert_accessible(officer) if javascript else None
    officer.goto(f"/kegiatan/{record}/kembalikan/")
    officer.fill("textarea[name=reason]", "Mohon periksa jumlah laki-laki.")
    officer.click("main form button.btn--main")

    village.goto(f"/kegiatan/{record}/ubah/")
    assert "Mohon periksa jumlah laki-laki." in village.inner_text("main")
    village.fill("input[name=attendances]", "30")
    village.fill("input[name=male_all]", "10")
    send(village)
    village.wait_for_url(lambda url: "/ubah/" not in url)

    officer.goto(f"/kotak-masuk/{record}/")
    officer.click(".decide form button.btn--main")
    wait_for_total(platform, "attendances", before + 30)

    nation = visit("nasional", phone=not phone, javascript=javascript)
    nation.goto("/dasbor/")
    shown = f"{before + 30:,}".replace(",", ".")
    assert shown in nation.inner_text("main")
    assert_accessible(nation) if javascript else None


def reported(page: Page, title: str) -> str:
    """The id of the report with this title, from the list of the village."""
    page.goto("/kegiatan/")
    link = page.get_by_text(title, exact=False).first
    address = link.evaluate("node => node.closest('a').href")
    found = re.search(r"/kegiatan/([0-9a-f-]{36})/", address)
    assert found is not None
    return found.group(1)

"""The door: a phone is enrolled, loses the network, goes on, and sends later."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Platform, Visitor, assert_accessible

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("door")]
PATIENCE_MS = 20_000

#: A meeting on the demonstration's own day, with people of a delegation on site.
HOLD = """
import datetime as dt, json, sys
from sinergi.core.dates import today
from sinergi.meetings.services import create_meeting, publish_meeting, register_many
from sinergi.meetings.services.bulk import Listed
from sinergi.meetings.services.meetings import MeetingContent
from sinergi.meetings.services.persons import Person
from sinergi.meetings.services.tickets import signed_tickets
meeting = create_meeting(by=None, on_site=20, content=MeetingContent(
    slug="{slug}", title="Temu Contoh", level="national", year=today().year,
    starts_on=today(), ends_on=today()))
publish_meeting(by=None, meeting=meeting)
people = register_many(by=None, meeting=meeting, rows=[
    Listed(Person(name, "village_library", has_consented=True), "on_site")
    for name in ("Suharti", "Budi Santoso", "Ni Luh Ayu")])
print(json.dumps({{one.full_name: [one.code, ticket]
    for one, ticket in zip(people, signed_tickets(people))}}))
"""

LATE = """
import json
from sinergi.meetings.models import Meeting
from sinergi.meetings.services import register_many
from sinergi.meetings.services.bulk import Listed
from sinergi.meetings.services.persons import Person
from sinergi.meetings.services.tickets import signed_tickets
people = register_many(by=None, meeting=Meeting.objects.get(slug="{slug}"), rows=[
    Listed(Person("Terlambat", "guest", has_consented=True), "on_site")])
print(json.dumps([people[0].code, next(signed_tickets(people))]))
"""

ENTERED = """
import json
from zoneinfo import ZoneInfo
from sinergi.meetings.models import Scan
first = Scan.objects.get(meeting__slug="{slug}", outcome="accepted")
print(json.dumps([first.scanned_at.astimezone(ZoneInfo("Asia/Jakarta")).strftime("%H.%M")]))
"""

KEPT = """
import json
from sinergi.meetings.models import Scan
print(json.dumps(list(Scan.objects.filter(meeting__slug="{slug}").order_by("pk")
    .values_list("code", "kind", "outcome", "is_offline", "reason"))))
"""


def ask(platform: Platform, code: str, slug: str) -> list[list[object]]:
    """What some lines of Python print as JSON, beside the running server."""
    printed = platform.command("shell", "-v", "0", "-c", code.format(slug=slug))
    found: list[list[object]] = json.loads(printed.strip().splitlines()[-1])
    return found


def scan(page: Page, text: str) -> None:
    """A hand scanner types the text and ends with Enter."""
    page.fill("#kode", text)
    page.press("#kode", "Enter")


def answered(page: Page, outcome: str, words: str) -> None:
    """The big answer shows an outcome and these words."""
    expect(page.locator("#jawaban")).to_have_attribute("data-outcome", outcome)
    expect(page.locator("#jawaban")).to_contain_text(words)


def enrolled(visit: Visitor, slug: str) -> tuple[Page, Page]:
    """The committee's page, and a phone that has just become its gate's."""
    committee = visit("nasional")
    committee.goto(f"/pertemuan/{slug}/pintu/")
    committee.fill("input[name=name]", "Pintu lobi")
    committee.click("main form:has(input[name=name]) button[type=submit]")
    assert_accessible(committee)
    committee.click("#hitungan form button")
    link = committee.get_attribute("#tautan", "href") or ""
    phone = visit(phone=True, zone="Asia/Jayapura")
    phone.goto(link)
    expect(phone.locator("#gerbang")).to_have_attribute("data-ready", "yes")
    return committee, phone


def test_a_gate_goes_on_without_network_and_sends_each_scan_once(
    platform: Platform, visit: Visitor
) -> None:
    slug = "temu-pintu"
    people = ask(platform, HOLD, slug)
    (suharti, _ticket), (budi, budis), (ayu, ayus) = people.values()  # type: ignore[attr-defined]
    _committee, phone = enrolled(visit, slug)
    assert "#" not in phone.url
    assert_accessible(phone)

    scan(phone, f"{suharti[:4]}-{suharti[4:]}".lower())
    answered(phone, "accepted", "Suharti")
    late_code, late = ask(platform, LATE, slug)

    phone.context.set_offline(True)
    scan(phone, budis)
    answered(phone, "accepted", "Budi Santoso")
    expect(phone.locator("#sambungan")).to_have_attribute("data-online", "no")
    scan(phone, str(late))
    answered(phone, "accepted", "tanda tangan")
    scan(phone, suharti)
    answered(phone, "duplicate", "Pintu lobi")
    scan(phone, f"{ayus[:-8]}AAAAAAAA")
    answered(phone, "unknown", "palsu")
    phone.reload()
    expect(phone.locator("#antrean")).to_have_attribute("data-count", "4")
    phone.fill("#kode", "luh ayu")
    phone.click("#nama button")
    answered(phone, "accepted", "Ni Luh Ayu")
    phone.context.set_offline(False)

    expect(phone.locator("#antrean")).to_have_attribute(
        "data-count", "0", timeout=PATIENCE_MS
    )
    expect(phone.locator("#sambungan")).to_have_attribute("data-online", "yes")
    kept = ask(platform, KEPT, slug)
    assert sorted(kept, key=str) == sorted(
        [
            [suharti, "entry", "accepted", False, ""],
            [budi, "entry", "accepted", True, ""],
            [late_code, "entry", "accepted", True, ""],
            [suharti, "entry", "duplicate", True, ""],
            ["", "entry", "unknown", True, "forged"],
            [ayu, "entry", "accepted", True, ""],
        ],
        key=str,
    )


def test_a_revoked_phone_forgets_what_it_knew(
    platform: Platform, visit: Visitor
) -> None:
    slug = "temu-cabut"
    ask(platform, HOLD, slug)
    committee, phone = enrolled(visit, slug)
    assert "sinergi-gerbang-temu-cabut" in str(
        phone.evaluate(
            "indexedDB.databases().then((all) => all.map((one) => one.name))"
        )
    )
    committee.goto(f"/pertemuan/{slug}/pintu/")
    committee.click("#hitungan form[action$='/cabut/'] button")
    phone.evaluate("window.dispatchEvent(new Event('online'))")  # or half a minute
    expect(phone.locator("#selesai")).to_be_visible(timeout=80_000)
    assert phone.evaluate("indexedDB.databases()") == []
    assert phone.evaluate("caches.keys()") == []
    phone.reload()
    expect(phone.locator("#daftar")).to_be_visible()


def test_everybody_sees_the_stalls_and_the_committee_the_days(visit: Visitor) -> None:
    page = visit(phone=True)
    page.goto("/pertemuan/plm-nasional-2022/pameran/")
    expect(page.locator(".stalls li:not(.is-hall)")).to_have_count(33)
    assert_accessible(page)
    committee = visit("panitia")
    for part in ("pintu/", "pintu/ganda/", "pintu/sesi/", "pintu/datang-langsung/"):
        committee.goto(f"/pertemuan/plm-nasional-2022/{part}")
        assert_accessible(committee)
    committee.goto("/pertemuan/plm-nasional-2022/pameran/hasil/")
    expect(committee.locator("tbody tr")).to_have_count(33)


def test_a_phone_tells_the_hours_of_the_meeting(
    platform: Platform, visit: Visitor
) -> None:
    slug = "temu-jam"
    people = ask(platform, HOLD, slug)
    (suharti, _ticket), *_others = people.values()  # type: ignore[attr-defined]
    committee, phone = enrolled(visit, slug)
    scan(phone, suharti)
    answered(phone, "accepted", "Suharti")
    (entered,) = ask(platform, ENTERED, slug)
    scan(phone, suharti)
    answered(phone, "duplicate", f"pukul {entered} ")

    committee.set_viewport_size({"width": 360, "height": 740})
    committee.goto(f"/pertemuan/{slug}/pintu/")
    assert committee.evaluate("document.documentElement.scrollWidth") == 360

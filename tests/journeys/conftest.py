"""A real platform with the demonstration year, and a real Chromium."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.served import Platform, platform_at, serving

PHONE = {"width": 360, "height": 760}
DESKTOP = {"width": 1280, "height": 900}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium() -> str:
    """The browser of this machine; without one the journeys are skipped."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, names)), ""
    )
    if not found:
        if os.environ.get("CI"):
            pytest.fail("No Chromium: .ci/run must install it.")
        pytest.skip("No Chromium on the path; set CHROMIUM to its place.")
    return found


@pytest.fixture(scope="session")
def platform(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[Platform]:
    """`sinergi prepare` and `sinergi run`, exactly as `make run` calls them.

    Workers prepare once, and each runs a copy of its own.
    """
    own = tmp_path_factory.getbasetemp()
    common = own if worker_id == "master" else own.parent
    shutil.copytree(_prepared(common), own / "platform")
    with serving(platform_at(own / "platform")) as running:
        yield running


def _prepared(folder: Path) -> Path:
    """The platform that the first worker prepares while the others wait."""
    home, done = folder / "prepared", folder / "prepared.done"
    with (folder / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            platform_at(home).command("prepare")
            done.touch()
    return home


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys."""
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


Visitor = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, platform: Platform) -> Iterator[Visitor]:
    """Open the platform as somebody: `visit("desa", phone=True)`."""
    contexts: list[BrowserContext] = []

    def open_as(
        username: str = "",
        *,
        phone: bool = False,
        javascript: bool = True,
        zone: str = "Asia/Jakarta",
    ) -> Page:
        context = browser.new_context(
            base_url=platform.address,
            viewport=PHONE if phone else DESKTOP,
            java_script_enabled=javascript,
            locale="id-ID",
            timezone_id=zone,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)  # a busy machine is no failure
        if username:
            sign_in(page, platform.accounts[username])
        return page

    yield open_as
    for context in contexts:
        context.close()


def sign_in(page: Page, account: dict[str, str]) -> None:
    """Sign in by the form, as a person does."""
    page.goto("/akun/masuk/")
    page.fill("input[name=login]", account["username"])
    page.fill("input[name=password]", account["password"])
    page.click("main form button[type=submit]")
    page.wait_for_url(lambda url: "/akun/masuk" not in url)


def assert_accessible(page: Page) -> None:
    """No violation of WCAG 2.2 A and AA, and no sideways scroll."""
    options = {
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
        "resultTypes": ["violations"],
    }
    page.wait_for_load_state()  # a page just asked for may not have its body yet
    # At the page's end the dock covers no row; elsewhere it hides part of one.
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    results = Axe().run(page, options=options)
    found = [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]
    assert found == [], page.url
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], f"{page.url} scrolls sideways"

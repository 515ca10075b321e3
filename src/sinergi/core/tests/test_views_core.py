"""Pages of the core: preferences, jobs, style, and what went wrong."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.base_user import AbstractBaseUser as User
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from pytest_django.fixtures import Settings

from sinergi.core.models import Job
from sinergi.core.services import jobs
from sinergi.core.views import errors


class Queue:
    """A task that does nothing."""

    def enqueue(self, job_id: str) -> None:
        """Take the id and leave it."""


@pytest.fixture
def job(siti: User) -> Job:
    return Job.objects.create(
        kind="import", title="Impor kegiatan", total=4, done=1, created_by_id=siti.pk
    )


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


# --- preferences --------------------------------------------------------------
def test_language_is_kept_and_the_reader_goes_back(client: Client) -> None:
    response = client.get("/bahasa/en/", {"next": "/gaya/?a=1"})
    assert (response.status_code, response.headers["Location"]) == (302, "/gaya/?a=1")
    assert client.cookies["bahasa"].value == "en"
    assert client.get("/gaya/").headers["Content-Language"] == "en"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""]
)
def test_foreign_address_is_not_followed(client: Client, target: str) -> None:
    assert client.get("/bahasa/id/", {"next": target}).headers["Location"] == "/"


def test_unknown_language_and_theme_do_not_exist(client: Client) -> None:
    assert client.get("/bahasa/xx/").status_code == 404
    assert client.get("/tema/pink/").status_code == 404


def test_theme_is_written_on_the_page(client: Client) -> None:
    assert client.get("/gaya/").content.count(b"data-theme=") == 0
    client.get("/tema/dark/")
    assert (
        client.get("/gaya/").content.count(b'<html lang="id" data-theme="dark">') == 1
    )
    client.get("/tema/auto/")
    assert client.get("/gaya/").content.count(b"data-theme=") == 0


@pytest.mark.parametrize("address", ["/gaya/?q=%00", "/kartu/%00/"])
def test_address_with_a_null_sign_cannot_be_read(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert "Permintaan ini tidak dapat dibaca" in answer.content.decode()


# --- style page ---------------------------------------------------------------
def test_style_page_needs_no_login_and_no_inline_code(client: Client) -> None:
    html = client.get("/gaya/").content.decode()
    assert re.findall(r"<style|\sstyle=|\son\w+=|<script(?! src)", html) == []
    assert re.findall(r'\sid="([^"]+)"', html) == list(
        dict.fromkeys(re.findall(r'\sid="([^"]+)"', html))
    )


def test_style_page_is_hidden_in_production(client: Client, settings: Settings) -> None:
    settings.DEBUG = settings.DEMONSTRATION = False
    assert client.get("/gaya/").status_code == 404


def test_demonstration_says_so_on_every_page(
    client: Client, settings: Settings
) -> None:
    assert client.get("/gaya/").content.count(b'class="demo"') == 1
    settings.DEMONSTRATION, settings.DEBUG = False, True
    assert client.get("/gaya/").content.count(b'class="demo"') == 0


# --- jobs ---------------------------------------------------------------------
def test_owner_sees_progress_and_reloads_without_a_script(job: Job, siti: User) -> None:
    jobs.advance(job=job, done=2)
    html = client_of(siti).get(f"/proses/{job.pk}/").content.decode()
    assert html.count("Sedang diproses: 2 dari 4.") == 1
    assert html.count('<noscript><meta http-equiv="refresh" content="3">') == 1


def test_htmx_gets_only_the_part_that_changes(job: Job, siti: User) -> None:
    response = client_of(siti).get(f"/proses/{job.pk}/", headers={"HX-Request": "true"})
    assert response.content.strip().startswith(b"<section")
    assert response.content.count(b'hx-trigger="every 2s"') == 1


def test_finished_job_stops_asking_and_shows_the_result(job: Job, siti: User) -> None:
    jobs.finish(job=job, result={"url": "/impor/1/", "label": "Buka"})
    html = client_of(siti).get(f"/proses/{job.pk}/").content.decode()
    assert html.count("hx-get") == html.count("http-equiv") == 0
    assert re.findall(r'href="(/impor/1/)">(\w+)<', html) == [("/impor/1/", "Buka")]


def test_stopped_job_offers_to_resume(
    job: Job, siti: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_carriers", {"import": Queue()})
    jobs.fail(job=job, message="Berkas rusak.")
    client = client_of(siti)
    html = client.get(f"/proses/{job.pk}/").content.decode()
    assert html.count("Proses berhenti pada 1 dari 4.") == 1
    assert html.count("Berkas rusak.") == 1
    response = client.post(f"/proses/{job.pk}/lanjutkan/")
    assert response.headers["Location"] == f"/proses/{job.pk}/"
    assert Job.objects.get().state == "waiting"


def test_stranger_finds_no_job(job: Job, agus: User, client: Client) -> None:
    stranger = client_of(agus)
    assert stranger.get(f"/proses/{job.pk}/").status_code == 404
    assert stranger.post(f"/proses/{job.pk}/lanjutkan/").status_code == 404
    assert stranger.get("/proses/").content.count(b"Impor kegiatan") == 0


def test_list_of_jobs_asks_the_same_whatever_its_length(siti: User) -> None:
    client = client_of(siti)
    asked = []
    for number in range(3):
        Job.objects.create(
            kind="import", title=f"Impor {number}", created_by_id=siti.pk
        )
        with CaptureQueriesContext(connection) as queries:
            html = client.get("/proses/").content.decode()
        assert html.count("Impor ") == number + 1
        asked.append(len(queries))
    assert asked == [asked[0]] * 3


# --- what went wrong ----------------------------------------------------------
def test_missing_page_says_so_in_the_readers_language(client: Client, db: None) -> None:
    response = client.get("/tidak-ada/")
    assert response.status_code == 404
    assert response.content.decode().count("tidak tersedia bagi Anda") == 1


@pytest.mark.parametrize(
    ("view", "arguments", "status"),
    [
        (errors.bad_request, [SuspiciousOperation()], 400),
        (errors.forbidden, [PermissionDenied()], 403),
        (errors.csrf_failure, ["no cookie"], 403),
    ],
)
def test_error_page_has_a_heading_and_a_way_on(
    view: Callable[..., HttpResponse], arguments: list[object], status: int
) -> None:
    response = view(RequestFactory().get("/x/"), *arguments)
    assert response.status_code == status
    assert response.content.count(b"<h1>") == 1
    assert response.content.count(b'class="btn btn--main" href="/"') == 1


def test_forbidden_repeats_what_the_rules_said() -> None:
    response = errors.forbidden(
        RequestFactory().get("/x/"), PermissionDenied("Periode terkunci.")
    )
    assert response.content.decode().count("Periode terkunci.") == 1


def test_throttled_says_when_to_come_back() -> None:
    with translation.override("id"):
        response = errors.throttled(RequestFactory().get("/x/"), seconds=61)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "61")
    assert response.content.decode().count("Coba lagi 2 menit lagi.") == 1


def test_server_error_names_the_code_that_is_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level("ERROR", logger="sinergi.core"):
        response = errors.server_error(RequestFactory().get("/x/"))
    (code,) = re.findall(r"Request (\w+) to /x/ failed", caplog.text)
    assert response.status_code == 500
    assert response.content.decode().count(code) == 2

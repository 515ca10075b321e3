"""The second step of signing in."""

from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from sinergi.accounts import services
from sinergi.accounts.tests.factories import PASSWORD, make_user
from sinergi.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
NOW = 1_670_000_000


@pytest.fixture(autouse=True)
def _still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A half minute that ends between two lines must not fail a test."""
    clock = SimpleNamespace(time=lambda: NOW)
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time", clock)


def code_of(secret: str, *, steps: int = 0) -> str:
    """What the app shows now, or so many half minutes later."""
    counter = NOW // 30 + steps
    return format_hotp_value(hotp_value(secret, counter))


def log_in(client: Client) -> Any:
    data = {"login": "petugas", "password": PASSWORD}
    return client.post("/akun/masuk/", data)


@pytest.fixture
def secret(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> str:
    """The key of the app of the user `petugas`, set up through the pages."""
    make_user("petugas")
    client = Client()
    log_in(client)
    page = client.get("/akun/dua-langkah/pasang/")
    secret: str = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            "/akun/dua-langkah/pasang/", {"code": code_of(secret, steps=-1)}
        )
    assert response.headers["Location"] == "/akun/dua-langkah/pemulihan/"
    return secret


def test_setting_up_is_audited(secret: str) -> None:
    actions = AuditEntry.objects.filter(action="add_second_factor")
    assert sorted(entry.new["type"] for entry in actions) == ["recovery_codes", "totp"]


def test_password_alone_opens_nothing(client: Client, secret: str) -> None:
    response = log_in(client)
    assert response.headers["Location"] == "/akun/masuk/kode/"
    assert client.get("/akun/").status_code == 302
    response = client.post("/akun/masuk/kode/", {"code": code_of(secret)})
    assert response.headers["Location"] == "/"
    assert client.get("/akun/").status_code == 200


def test_code_works_once(client: Client, secret: str) -> None:
    code = code_of(secret)
    log_in(client)
    client.post("/akun/masuk/kode/", {"code": code})
    watcher = Client()
    log_in(watcher)
    response = watcher.post("/akun/masuk/kode/", {"code": code})
    assert response.context["form"].errors["code"] == [
        "Kode ini tidak cocok. Ketik kode terbaru di aplikasi."
    ]
    assert watcher.get("/akun/").status_code == 302


def test_guessing_codes_is_throttled(client: Client, secret: str) -> None:
    log_in(client)
    for number in range(5):
        client.post("/akun/masuk/kode/", {"code": f"00000{number}"})
    response = client.post("/akun/masuk/kode/", {"code": code_of(secret)})
    assert response.context["form"].errors["code"] == [
        "Terlalu banyak percobaan. Coba lagi 15 menit lagi."
    ]


def test_recovery_codes_are_shown_once_and_work_once(secret: str) -> None:
    client = Client()
    log_in(client)
    client.post("/akun/masuk/kode/", {"code": code_of(secret)})
    client.post("/akun/dua-langkah/pemulihan/baru/")
    codes = client.get("/akun/dua-langkah/pemulihan/").context["unused_codes"]
    assert len(set(codes)) == 10
    again = client.get("/akun/dua-langkah/pemulihan/").content.decode()
    assert codes[0] not in again
    first, second = Client(), Client()
    log_in(first)
    assert first.post("/akun/masuk/kode/", {"code": codes[0]}).status_code == 302
    log_in(second)
    assert second.post("/akun/masuk/kode/", {"code": codes[0]}).status_code == 200


def test_removing_it_asks_who_is_there(client: Client, secret: str) -> None:
    log_in(client)
    client.post("/akun/masuk/kode/", {"code": code_of(secret)})
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    response = client.post("/akun/dua-langkah/lepas/")
    assert response.headers["Location"].startswith("/akun/pastikan/")
    assert Authenticator.objects.filter(type="totp").count() == 1
    client.post(
        "/akun/pastikan/", {"password": PASSWORD, "next": "/akun/dua-langkah/lepas/"}
    )
    client.post("/akun/dua-langkah/lepas/")
    assert Authenticator.objects.count() == 0


def test_reset_by_an_officer_ends_sessions(client: Client, secret: str) -> None:
    log_in(client)
    client.post("/akun/masuk/kode/", {"code": code_of(secret)})
    user = make_user("nasional")
    person = Authenticator.objects.filter(type="totp").get().user
    services.reset_second_factor(by=user, user=person, reason="Ponsel hilang")
    assert client.get("/akun/").status_code == 302
    assert log_in(client).headers["Location"] == "/"

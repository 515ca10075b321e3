"""Signing in with a password, against honest people and attackers."""

import re
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings

from sinergi.accounts import services
from sinergi.accounts.forms import address_of
from sinergi.accounts.models import AttemptCounter, User
from sinergi.accounts.tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
FAILED = "Nama pengguna atau kata sandi tidak cocok."


def log_in(client: Client, name: str, password: str = PASSWORD, **more: str) -> Any:
    data = {"login": name, "password": password, **more}
    return client.post("/akun/masuk/", data)


def is_logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def errors(response: Any) -> list[str]:
    return [str(error) for error in response.context["form"].non_field_errors()]


@pytest.mark.parametrize(
    "name", ["desa-1", "DESA-1", " desa-1 ", "warga@contoh.id", "Warga@Contoh.ID"]
)
def test_login_by_name_or_email_in_any_case(client: Client, name: str) -> None:
    make_user("desa-1", email="warga@contoh.id")
    response = log_in(client, name)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert is_logged_in(client)


def test_login_answers_alike_whoever_is_asked_for(client: Client) -> None:
    make_user("desa-1")
    make_user("punya-kartu", password=None)
    services.deactivate_user(by=None, user=make_user("akun-tutup"))
    answers = set()
    for name, password in [
        ("desa-1", "salah"),
        ("tidak-ada", "salah"),
        ("akun-tutup", PASSWORD),
        ("punya-kartu", "salah"),
        ("lain@contoh.id", "salah"),
    ]:
        response = log_in(client, name, password)
        assert (response.status_code, errors(response)) == (200, [FAILED])
        body = response.content.decode().replace(name, "NAME")
        answers.add(re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", body))
    assert len(answers) == 1
    assert not is_logged_in(client)


def test_login_keeps_the_typed_name_but_not_the_password(client: Client) -> None:
    body = log_in(client, "desa-1", "rahasia-sekali").content.decode()
    assert 'value="desa-1"' in body
    assert "rahasia-sekali" not in body


def test_login_is_throttled_even_with_the_right_password(client: Client) -> None:
    make_user("desa-1")
    for _time in range(10):
        log_in(client, "desa-1", "salah")
    response = log_in(client, "desa-1")
    assert errors(response) == ["Terlalu banyak percobaan. Coba lagi 15 menit lagi."]
    assert not is_logged_in(client)


def test_login_is_throttled_alike_for_unknown_names(client: Client) -> None:
    for _time in range(10):
        log_in(client, "tidak-ada", "salah")
    assert errors(log_in(client, "tidak-ada", "salah")) == [
        "Terlalu banyak percobaan. Coba lagi 15 menit lagi."
    ]


def test_throttle_cannot_be_dodged_by_a_forged_address(client: Client) -> None:
    make_user("desa-1")
    for number in range(100):
        client.post(
            "/akun/masuk/",
            {"login": f"nama-{number}", "password": "salah"},
            headers={"X-Forwarded-For": f"192.0.2.{number}"},
        )
    assert errors(log_in(client, "desa-1")) == [
        "Terlalu banyak percobaan. Coba lagi 15 menit lagi."
    ]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, "198.51.100.1", "127.0.0.1"),
        (1, "198.51.100.1, 192.0.2.5", "192.0.2.5"),
        (2, "198.51.100.1, 192.0.2.5, 10.0.0.1", "192.0.2.5"),
        (2, "192.0.2.5", "127.0.0.1"),
        (1, "198.51.100.1, 2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "198.51.100.1, ::ffff:192.0.2.5", "192.0.2.5"),
    ],
)
def test_address_is_the_one_before_our_proxies(
    settings: Settings, rf: RequestFactory, proxies: int, forwarded: str, counted: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = rf.get("/", headers={"X-Forwarded-For": forwarded})
    assert address_of(request) == counted


def test_forged_address_behind_a_proxy_counts_for_nothing(
    client: Client, settings: Settings
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(100):
        client.post(
            "/akun/masuk/",
            {"login": f"nama-{number}", "password": "salah"},
            headers={"X-Forwarded-For": f"198.51.100.{number}, 192.0.2.5"},
        )
    make_user("desa-1")
    for address, is_in in (("192.0.2.5", False), ("192.0.2.6", True)):
        client.post(
            "/akun/masuk/",
            {"login": "desa-1", "password": PASSWORD},
            headers={"X-Forwarded-For": f"203.0.113.9, {address}"},
        )
        assert is_logged_in(client) == is_in


def test_login_gives_its_attempts_back(client: Client) -> None:
    make_user("desa-1")
    log_in(client, "desa-1", "salah")
    log_in(client, "desa-1")
    assert list(AttemptCounter.objects.values_list("count", flat=True)) == [1]


@pytest.mark.parametrize(
    "target",
    [
        "https://jahat.example/",
        "//jahat.example/",
        "/\\jahat.example",
        "javascript:alert(1)",
        "http:///jahat.example",
    ],
)
def test_login_never_leads_elsewhere(client: Client, target: str) -> None:
    make_user("desa-1")
    response = client.post(
        f"/akun/masuk/?next={target}",
        {"login": "desa-1", "password": PASSWORD, "next": target},
    )
    assert (response.status_code, response.headers["Location"]) == (302, "/")


def test_login_leads_back_to_where_one_came_from(client: Client) -> None:
    make_user("desa-1")
    page = client.get("/akun/masuk/?next=/pesan/").content.decode()
    assert '<input type="hidden" name="next" value="/pesan/">' in page
    response = log_in(client, "desa-1", next="/pesan/")
    assert response.headers["Location"] == "/pesan/"


def test_login_takes_a_new_session_key(client: Client) -> None:
    make_user("desa-1")
    session = client.session
    session["planted"] = "by an attacker"
    session.save()
    planted = str(session.session_key)
    client.cookies["sessionid"] = planted
    log_in(client, "desa-1")
    assert client.session.session_key != planted
    assert not type(session)().exists(planted)


def test_shared_phone_is_signed_out_after_a_quarter_of_an_hour(client: Client) -> None:
    make_user("desa-1")
    log_in(client, "desa-1", shared="on")
    assert client.session.get_expiry_age() == 900
    client.get("/akun/")
    assert client.session.get_expiry_age() == 900


def test_own_phone_stays_signed_in(client: Client) -> None:
    make_user("desa-1")
    log_in(client, "desa-1")
    assert client.session.get_expiry_age() == 30 * 24 * 3600


def test_logout_needs_a_post(client: Client) -> None:
    client.force_login(make_user())
    page = client.get("/akun/keluar/").content.decode()
    assert "Keluar?" in page
    assert is_logged_in(client)
    client.post("/akun/keluar/")
    assert not is_logged_in(client)


def test_forms_need_their_token() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert log_in(strict, "desa-1").status_code == 403


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_email",
        "account_inactive",
        "account_reset_password",
        "account_set_password",
        "account_change_password",
        "account_confirm_login_code",
        "mfa_download_recovery_codes",
        "mfa_list_webauthn",
    ],
)
def test_pages_that_are_not_ours_do_not_exist(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_email_of_one_is_not_the_name_of_another(client: Client) -> None:
    make_user("desa-1", email="warga@contoh.id")
    assert User.objects.filter(username__contains="@").count() == 0
    log_in(client, "warga@contoh.id")
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)

"""One's own account: password, sessions, tokens."""

import re

import pytest
from django.test import Client

from sinergi.accounts import services
from sinergi.accounts.models import AccessToken, User
from sinergi.accounts.tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "sandi-baru-desa-kami"


def logged_in(user: User) -> Client:
    client = Client()
    client.post("/akun/masuk/", {"login": user.username, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(user.pk)
    return client


def test_new_password_keeps_this_session_and_ends_the_others() -> None:
    user = make_user("desa-1")
    here, elsewhere = logged_in(user), logged_in(user)
    response = here.post(
        "/akun/kata-sandi/",
        {"current": PASSWORD, "password": NEW_PASSWORD, "again": NEW_PASSWORD},
    )
    assert response.headers["Location"] == "/akun/"
    assert here.get("/akun/").status_code == 200
    assert elsewhere.get("/akun/").status_code == 302
    assert len(here.get("/akun/sesi/").context["sessions"]) == 1


def test_new_password_needs_the_old_one_and_few_guesses() -> None:
    client = logged_in(make_user("desa-1"))
    data = {"current": "salah", "password": NEW_PASSWORD, "again": NEW_PASSWORD}
    for _time in range(5):
        response = client.post("/akun/kata-sandi/", data)
    assert response.context["form"].errors["current"] == [
        "Kata sandi ini bukan kata sandi akun Anda."
    ]
    response = client.post("/akun/kata-sandi/", {**data, "current": PASSWORD})
    assert response.context["form"].errors["current"] == [
        "Terlalu banyak percobaan. Coba lagi 15 menit lagi."
    ]


def test_sessions_are_listed_and_ended_one_by_one() -> None:
    user = make_user("desa-1")
    here, first, second = logged_in(user), logged_in(user), logged_in(user)
    listed = here.get("/akun/sesi/").context["sessions"]
    assert [session.is_current for session in listed] == [False, False, True]
    here.post("/akun/sesi/", {"session": listed[1].id})
    assert first.get("/akun/").status_code == 302
    assert second.get("/akun/").status_code == 200
    here.post("/akun/sesi/")
    assert second.get("/akun/").status_code == 302
    assert here.get("/akun/").status_code == 200


def test_session_of_another_person_cannot_be_ended() -> None:
    mine, theirs = logged_in(make_user("desa-1")), logged_in(make_user("desa-2"))
    [session] = theirs.get("/akun/sesi/").context["sessions"]
    mine.post("/akun/sesi/", {"session": session.id})
    assert theirs.get("/akun/").status_code == 200


def test_token_is_shown_once_works_and_is_revoked() -> None:
    user = make_user("desa-1")
    client = logged_in(user)
    data = {"name": "Sistem desa", "scopes": ["read", "report"], "days": "90"}
    page = client.post("/akun/token/", data).content.decode()
    [text] = re.findall(r"sinergi_[\w-]{43}", page)
    found = services.user_of_token(text)
    assert found is not None
    assert (found[0], found[1].scopes) == (user, ["read", "report"])
    assert text not in client.get("/akun/token/").content.decode()
    client.post(f"/akun/token/{found[1].pk}/cabut/")
    assert services.user_of_token(text) is None


def test_token_of_another_person_is_not_found() -> None:
    owner, other = make_user("desa-1"), make_user("desa-2")
    logged_in(owner).post(
        "/akun/token/", {"name": "x", "scopes": ["read"], "days": "30"}
    )
    token = AccessToken.objects.get()
    client = logged_in(other)
    assert client.post(f"/akun/token/{token.pk}/cabut/").status_code == 404
    assert AccessToken.objects.get().revoked_at is None


@pytest.mark.parametrize(
    "address",
    [
        "/akun/",
        "/akun/kata-sandi/",
        "/akun/sesi/",
        "/akun/token/",
        "/akun/dua-langkah/",
        "/akun/dua-langkah/pasang/",
        "/akun/dua-langkah/lepas/",
        "/akun/dua-langkah/pemulihan/",
        "/akun/dua-langkah/pemulihan/baru/",
        "/akun/pastikan/",
    ],
)
def test_own_pages_need_a_login(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/akun/masuk/?next=")

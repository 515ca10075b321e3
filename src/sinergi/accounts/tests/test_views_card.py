"""Signing in with a card or a link: looking never uses them up."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone

from sinergi.accounts import services
from sinergi.accounts.models import Invitation, LoginCard, User
from sinergi.accounts.signals import link_issued
from sinergi.accounts.tests.factories import make_user

pytestmark = pytest.mark.django_db
NEW = {"password": "sandi-baru-desa-kami", "again": "sandi-baru-desa-kami"}


def issue(user: User) -> str:
    return services.issue_cards(by=None, users=[user])[0].code


def test_looking_at_a_card_uses_nothing_up(client: Client) -> None:
    code = issue(make_user("desa-1", password=None))
    for _time in range(3):
        assert client.get(f"/kartu/{code}/").status_code == 200
        assert client.head(f"/kartu/{code}/").status_code == 200
    assert LoginCard.objects.filter(used_at=None).count() == 1
    assert "_auth_user_id" not in client.session


def test_card_is_typed_then_opens_with_a_password_of_ones_own(client: Client) -> None:
    user = make_user("desa-1", password=None)
    code = issue(user)
    typed = f"{code[:4]} {code[4:8].lower()}-{code[8:]}"
    response = client.post("/kartu/", {"code": typed})
    assert response.headers["Location"] == f"/kartu/{code}/"
    page = client.get(f"/kartu/{code}/").content.decode()
    assert '<strong class="num">desa-1</strong>' in page
    response = client.post(f"/kartu/{code}/", NEW)
    assert response.headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_used_card_is_refused_at_once(client: Client) -> None:
    user = make_user("desa-1", password=None)
    code = issue(user)
    client.post(f"/kartu/{code}/", NEW)
    thief = Client()
    response = thief.post(
        f"/kartu/{code}/", {"password": "sandi-pencuri-9", "again": "sandi-pencuri-9"}
    )
    assert response.status_code == 404
    assert "Kartu ini sudah dipakai." in response.content.decode()
    assert User.objects.get(pk=user.pk).check_password(NEW["password"])
    assert "_auth_user_id" not in thief.session


def test_old_card_is_refused(client: Client) -> None:
    code = issue(make_user("desa-1"))
    LoginCard.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    response = client.post(f"/kartu/{code}/", NEW)
    assert response.status_code == 404
    assert "Kartu ini sudah lebih dari 30 hari." in response.content.decode()


def test_guessing_cards_is_throttled(client: Client) -> None:
    code = issue(make_user("desa-1"))
    for number in range(100):
        client.get(f"/kartu/{number:012}/")
    response = client.get(f"/kartu/{code}/")
    assert response.status_code == 429
    assert "Terlalu banyak percobaan." in response.content.decode()


def test_weak_or_differing_passwords_keep_the_card(client: Client) -> None:
    code = issue(make_user("desa-1"))
    weak = client.post(f"/kartu/{code}/", {"password": "1234", "again": "1234"})
    differing = client.post(f"/kartu/{code}/", {**NEW, "again": "lain"})
    assert list(weak.context["form"].errors) == ["password"]
    assert list(differing.context["form"].errors) == ["again"]
    assert LoginCard.objects.filter(used_at=None).count() == 1


def test_reissuing_ends_open_sessions(client: Client) -> None:
    user = make_user("desa-1", password=None)
    client.post(f"/kartu/{issue(user)}/", NEW)
    assert client.get("/akun/").status_code == 200
    issue(user)
    assert client.get("/akun/").headers["Location"] == "/akun/masuk/?next=/akun/"


def test_card_of_another_person_starts_a_clean_session(client: Client) -> None:
    client.force_login(make_user("petugas"))
    session = client.session
    session["draft"] = "of the officer"
    session.save()
    user = make_user("desa-1", password=None)
    client.post(f"/kartu/{issue(user)}/", NEW)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert "draft" not in client.session


@pytest.fixture
def codes() -> Iterator[list[str]]:
    made: list[str] = []

    def note(code: str, **_more: object) -> None:
        made.append(code)

    link_issued.connect(note)
    yield made
    link_issued.disconnect(note)


def test_link_works_once_and_looking_uses_nothing_up(
    client: Client, codes: list[str]
) -> None:
    user = make_user("petugas", email="petugas@contoh.id", password=None)
    services.invite(by=None, user=user)
    address = f"/akun/tautan/{codes[0]}/"
    assert client.get(address).status_code == 200
    assert Invitation.objects.filter(used_at=None).count() == 1
    assert client.post(address, NEW).headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.get("/akun/dua-langkah/pasang/").status_code == 200
    assert Client().get(address).status_code == 404


def test_forgotten_answers_alike_whoever_is_asked_for(
    client: Client,
) -> None:
    make_user("desa-1")
    make_user("petugas", email="petugas@contoh.id")
    pages = {
        client.post("/akun/lupa/", {"name": name}).content
        for name in ("desa-1", "petugas", "petugas@contoh.id", "tidak-ada")
    }
    assert len(pages) == 1


def test_forgotten_is_throttled(client: Client) -> None:
    for _time in range(3):
        client.post("/akun/lupa/", {"name": "desa-1"})
    response = client.post("/akun/lupa/", {"name": "desa-1"})
    assert "Terlalu banyak percobaan." in response.content.decode()

"""Making and closing accounts."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sinergi.accounts import services
from sinergi.accounts.errors import EmailTaken, PasswordRefused, UsernameRefused
from sinergi.accounts.models import User
from sinergi.accounts.services import NewUser
from sinergi.accounts.tests.factories import PASSWORD, make_user
from sinergi.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_create_user_is_audited_without_names() -> None:
    officer = make_user("petugas")
    user = services.create_user(by=officer, username="desa-1", full_name="Suharti")
    entry = AuditEntry.objects.get(action="create_user", target_id=user.pk)
    assert (entry.by_id, entry.old, entry.new) == (officer.pk, {}, {})
    assert not user.has_usable_password()


@pytest.mark.parametrize("name", ["DESA-1", "desa 1", "a@b.id", "", "x" * 61])
def test_create_user_refuses_bad_names(name: str) -> None:
    make_user("desa-1")
    with pytest.raises(UsernameRefused):
        services.create_user(by=None, username=name, full_name="Lain")


def test_create_user_refuses_taken_email_in_any_case() -> None:
    make_user(email="warga@contoh.id")
    with pytest.raises(EmailTaken):
        make_user(email="Warga@Contoh.id")


def test_create_user_refuses_weak_password() -> None:
    with pytest.raises(PasswordRefused):
        make_user("sumberarum", password="sumberarum")
    assert not User.objects.filter(username="sumberarum").exists()


def test_create_users_keeps_the_order() -> None:
    rows = [NewUser(username=f"desa-{n}", full_name="Orang") for n in (3, 1, 2)]
    users = services.create_users(by=None, rows=rows)
    assert [user.username for user in users] == ["desa-3", "desa-1", "desa-2"]
    assert AuditEntry.objects.filter(action="create_user").count() == 3


def test_create_users_makes_none_where_one_is_refused() -> None:
    rows = [NewUser("desa-1", "Orang"), NewUser("Desa-1", "Orang")]
    with pytest.raises(UsernameRefused):
        services.create_users(by=None, rows=rows)
    assert User.objects.count() == 0


def test_create_users_makes_a_thousand_in_few_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    rows = [NewUser(f"desa-{n}", "Orang") for n in range(1000)]
    with django_assert_max_num_queries(25):
        services.create_users(by=None, rows=rows)
    assert User.objects.count() == 1000


def test_set_password_ends_every_session(client: Client) -> None:
    user = make_user("desa-1")
    client.post("/akun/masuk/", {"login": "desa-1", "password": PASSWORD})
    key = str(client.session.session_key)
    services.set_password(by=user, user=user, password="lain-sekali-kali-ini")
    assert not SessionStore().exists(key)


def test_deactivated_user_comes_back_with_reason_in_the_audit() -> None:
    officer, user = make_user(), make_user()
    services.deactivate_user(by=officer, user=user, reason="Pindah tugas")
    assert not User.objects.get(pk=user.pk).is_active
    entry = AuditEntry.objects.get(action="deactivate_user")
    assert (entry.old, entry.new) == ({"is_active": True}, {"is_active": False})
    assert entry.reason == "Pindah tugas"
    services.activate_user(by=officer, user=user)
    assert User.objects.get(pk=user.pk).is_active


def test_name_is_one_line() -> None:
    user = services.create_user(
        by=None, username="ani", full_name=" Bu\r\nAni \t Contoh "
    )
    assert user.full_name == "Bu Ani Contoh"

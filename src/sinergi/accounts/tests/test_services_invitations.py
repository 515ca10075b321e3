"""Invitations and resets by link."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks

from sinergi.accounts import services
from sinergi.accounts.errors import CardRefused, LinkRefused, Throttled
from sinergi.accounts.models import Invitation, User
from sinergi.accounts.signals import link_issued
from sinergi.accounts.tasks import send_reset
from sinergi.accounts.tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "sandi-baru-desa-kami"


@pytest.fixture
def codes() -> Iterator[list[str]]:
    """The codes of all links made, as the mail gets them."""
    made: list[str] = []

    def note(code: str, **_more: object) -> None:
        made.append(code)

    link_issued.connect(note)
    yield made
    link_issued.disconnect(note)


def test_invitation_opens_an_account_once(codes: list[str]) -> None:
    user = make_user(email="petugas@contoh.id", password=None)
    services.invite(by=None, user=user)
    services.accept_link(code=codes[0], password=NEW_PASSWORD)
    assert User.objects.get(pk=user.pk).check_password(NEW_PASSWORD)
    with pytest.raises(LinkRefused):
        services.accept_link(code=codes[0], password="lain-sekali-kali-ini")


def test_newer_link_voids_the_older(codes: list[str]) -> None:
    user = make_user(email="petugas@contoh.id")
    services.invite(by=None, user=user)
    services.send_password_reset(user_id=user.pk)
    with pytest.raises(LinkRefused):
        services.accept_link(code=codes[0], password=NEW_PASSWORD)
    assert services.accept_link(code=codes[1], password=NEW_PASSWORD) == user


def test_link_ends(codes: list[str]) -> None:
    services.invite(by=None, user=make_user(email="petugas@contoh.id"))
    invitation = Invitation.objects.get()
    assert invitation.expires_at - invitation.sent_at == dt.timedelta(days=7)
    Invitation.objects.update(expires_at=timezone.now())
    with pytest.raises(LinkRefused):
        services.accept_link(code=codes[0], password=NEW_PASSWORD)


def test_reset_sends_nothing_without_email_or_account(codes: list[str]) -> None:
    closed = make_user("tutup", email="tutup@contoh.id")
    services.deactivate_user(by=None, user=closed)
    for user_id in (make_user("desa-1").pk, closed.pk, 0):
        assert services.send_password_reset(user_id=user_id) is None
    assert (codes, Invitation.objects.count()) == ([], 0)


def test_reset_is_throttled_alike_with_and_without_account() -> None:
    make_user("desa-1", email="desa@contoh.id")
    for name in ("desa-1", "tidak-ada"):
        for _time in range(3):
            services.request_password_reset(name=name)
        with pytest.raises(Throttled):
            services.request_password_reset(name=name)


def test_asking_for_a_reset_keeps_the_password() -> None:
    user = make_user("desa-1", email="desa@contoh.id")
    services.request_password_reset(name="desa-1")
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_reset_is_made_by_the_worker_for_every_name_alike(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    codes: list[str],
) -> None:
    user = make_user("desa-1", email="desa@contoh.id")
    wanted = []
    for name in ("desa-1", "DESA@contoh.id", "tidak-ada"):
        with django_capture_on_commit_callbacks(execute=True):
            services.request_password_reset(name=name)
        wanted.append(DBTaskResult.objects.latest("enqueued_at").args_kwargs["args"])
    assert wanted == [[user.pk], [user.pk], [0]]
    assert codes == []
    assert [send_reset.call(*args) for args in wanted] == [True, True, False]
    assert len(codes) == 2


def test_new_password_voids_the_other_ways_in(codes: list[str]) -> None:
    user = make_user("desa-1", email="desa@contoh.id")
    (card,) = services.issue_cards(by=None, users=[user])
    services.send_password_reset(user_id=user.pk)
    services.set_password(by=user, user=user, password=NEW_PASSWORD)
    with pytest.raises(LinkRefused):
        services.accept_link(code=codes[0], password=PASSWORD)
    with pytest.raises(CardRefused):
        services.sign_in_with_card(code=card.code, password=PASSWORD)
    assert User.objects.get(pk=user.pk).check_password(NEW_PASSWORD)


def test_new_card_voids_links_and_tokens(codes: list[str]) -> None:
    user = make_user("desa-1", email="desa@contoh.id")
    services.send_password_reset(user_id=user.pk)
    _token, text = services.issue_token(
        by=user,
        user=user,
        name="uji",
        scopes=["read"],
        expires_at=timezone.now() + dt.timedelta(days=1),
    )
    services.issue_cards(by=None, users=[user])
    assert services.user_of_token(text) is None
    with pytest.raises(LinkRefused):
        services.accept_link(code=codes[0], password=NEW_PASSWORD)

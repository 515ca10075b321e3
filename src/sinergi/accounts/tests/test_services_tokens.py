"""Access tokens."""

import datetime as dt

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from sinergi.accounts import services
from sinergi.accounts.errors import TokenRefused
from sinergi.accounts.models import AccessToken, User
from sinergi.accounts.tests.factories import make_user

pytestmark = pytest.mark.django_db


def make_token(user: User, days: float = 30) -> tuple[AccessToken, str]:
    return services.issue_token(
        by=user,
        user=user,
        name="Sistem kabupaten",
        scopes=["read", "report"],
        expires_at=timezone.now() + dt.timedelta(days=days),
    )


def test_token_acts_for_its_user_and_only_its_hash_is_kept() -> None:
    user = make_user()
    token, text = make_token(user)
    found = services.user_of_token(text)
    assert found is not None
    assert (found[0], found[1].scopes) == (user, ["read", "report"])
    assert text not in str(AccessToken.objects.values().get(pk=token.pk))
    assert len(text) >= len("sinergi_") + 43


def test_token_of_others_words_is_unknown() -> None:
    make_token(make_user())
    assert services.user_of_token("sinergi_salah") is None
    assert services.user_of_token("") is None


def test_token_ends_by_date_by_hand_and_with_its_user() -> None:
    user = make_user()
    expired, expired_text = make_token(user)
    AccessToken.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    revoked, revoked_text = make_token(user)
    services.revoke_token(by=user, token=revoked)
    assert services.user_of_token(expired_text) is None
    assert services.user_of_token(revoked_text) is None
    _live, live_text = make_token(user)
    services.deactivate_user(by=None, user=user)
    assert services.user_of_token(live_text) is None


def test_token_use_is_noted_once_a_minute(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    token, text = make_token(make_user())
    with django_assert_num_queries(2):
        services.user_of_token(text)
    first = AccessToken.objects.get(pk=token.pk).last_used_at
    with django_assert_num_queries(1):
        services.user_of_token(text)
    assert AccessToken.objects.get(pk=token.pk).last_used_at == first
    AccessToken.objects.update(last_used_at=timezone.now() - dt.timedelta(minutes=2))
    with django_assert_num_queries(2):
        services.user_of_token(text)


@pytest.mark.parametrize("scopes", [[], ["root"], ["read", "root"]])
def test_token_needs_known_scopes(scopes: list[str]) -> None:
    user = make_user()
    with pytest.raises(TokenRefused):
        services.issue_token(
            by=user,
            user=user,
            name="x",
            scopes=scopes,
            expires_at=timezone.now() + dt.timedelta(days=1),
        )


@pytest.mark.parametrize("days", [-1, 400])
def test_token_ends_within_a_year(days: int) -> None:
    with pytest.raises(TokenRefused):
        make_token(make_user(), days=days)


def test_demonstration_token_is_the_same_each_time_and_works() -> None:
    user = make_user("desa", is_demonstration=True)
    first = services.issue_demonstration_token(by=None, user=user)
    assert services.issue_demonstration_token(by=None, user=user) == first
    assert AccessToken.objects.count() == 1
    found = services.user_of_token(first)
    assert found is not None
    assert found[0] == user


def test_demonstration_token_is_refused_for_real_people() -> None:
    with pytest.raises(TokenRefused):
        services.issue_demonstration_token(by=None, user=make_user())


def test_demonstration_token_depends_on_the_secret(settings: Settings) -> None:
    user = make_user("desa", is_demonstration=True)
    first = services.demonstration_token(user)
    settings.SECRET_KEY = "another-secret-key-altogether"
    assert services.demonstration_token(user) != first

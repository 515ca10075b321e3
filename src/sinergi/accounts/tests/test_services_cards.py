"""Login cards: single use, 30 days, replaced by newer ones."""

import datetime as dt
import math

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from sinergi.accounts import rules, services
from sinergi.accounts.errors import CardRefused, PasswordRefused
from sinergi.accounts.models import LoginCard, User
from sinergi.accounts.tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "sandi-baru-desa-kami"


def issue(user: User) -> services.IssuedCard:
    return services.issue_cards(by=None, users=[user])[0]


def test_card_has_sixty_bits_and_only_its_hash_is_kept() -> None:
    issued = issue(make_user())
    bits = math.log2(len(rules.CARD_ALPHABET)) * len(issued.code)
    assert bits == 60
    assert set(issued.code) <= set(rules.CARD_ALPHABET)
    assert issued.code not in str(LoginCard.objects.values().get())
    assert [len(part) for part in issued.grouped_code.split("-")] == [4, 4, 4]


def test_card_sets_the_password_once() -> None:
    issued = issue(make_user("desa-1", password=None))
    user = services.sign_in_with_card(code=issued.code, password=NEW_PASSWORD)
    assert User.objects.get(pk=user.pk).check_password(NEW_PASSWORD)
    with pytest.raises(CardRefused) as caught:
        services.sign_in_with_card(code=issued.code, password="lain-sekali-kali-ini")
    assert str(caught.value) == (
        "Kartu ini sudah dipakai. Masuk dengan kata sandi Anda."
    )
    assert User.objects.get(pk=user.pk).check_password(NEW_PASSWORD)


def test_card_is_read_as_people_type_it() -> None:
    issued = issue(make_user())
    typed = f" {issued.grouped_code.lower().replace('0', 'o').replace('1', 'l')} "
    user = services.sign_in_with_card(code=typed, password=NEW_PASSWORD)
    assert user == issued.user


def test_card_survives_a_weak_password() -> None:
    issued = issue(make_user())
    with pytest.raises(PasswordRefused):
        services.sign_in_with_card(code=issued.code, password="12345678")
    services.sign_in_with_card(code=issued.code, password=NEW_PASSWORD)


def test_card_works_for_thirty_days() -> None:
    issued = issue(make_user())
    lifetime = issued.card.expires_at - issued.card.issued_at
    assert lifetime == dt.timedelta(days=30)
    LoginCard.objects.update(expires_at=timezone.now())
    with pytest.raises(CardRefused):
        services.sign_in_with_card(code=issued.code, password=NEW_PASSWORD)


def test_newer_card_voids_the_older_and_the_password() -> None:
    user = make_user()
    older, newer = issue(user), issue(user)
    assert not User.objects.get(pk=user.pk).check_password(PASSWORD)
    with pytest.raises(CardRefused):
        services.sign_in_with_card(code=older.code, password=NEW_PASSWORD)
    services.sign_in_with_card(code=newer.code, password=NEW_PASSWORD)


def test_card_of_a_closed_account_is_refused() -> None:
    user = make_user()
    issued = issue(user)
    services.deactivate_user(by=None, user=user)
    with pytest.raises(CardRefused):
        services.sign_in_with_card(code=issued.code, password=NEW_PASSWORD)


def test_cards_for_a_regency_are_issued_in_few_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    rows = [services.NewUser(f"desa-{n}", "Orang") for n in range(300)]
    users = services.create_users(by=None, rows=rows)
    with django_assert_max_num_queries(14):
        issued = services.issue_cards(by=None, users=users)
    assert [card.user for card in issued] == users
    assert len({card.code for card in issued}) == 300

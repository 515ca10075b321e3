"""Login cards: printed one-time codes."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from sinergi.accounts.errors import CardRefused
from sinergi.accounts.models import LoginCard, User
from sinergi.accounts.queries.cards import card_for, card_hash, refusal
from sinergi.accounts.rules import (
    CARD_ALPHABET,
    CARD_LENGTH,
    CARD_LIFETIME,
    grouped_card_code,
)
from sinergi.accounts.services.sessions import (
    close_sessions,
    void_cards,
    void_links,
    void_tokens,
)
from sinergi.accounts.services.users import set_password
from sinergi.audit.services import record, record_many


@dataclass(frozen=True)
class IssuedCard:
    """A card just issued, with the code that is kept nowhere."""

    user: User
    code: str
    card: LoginCard

    @property
    def grouped_code(self) -> str:
        """The code as printed."""
        return grouped_card_code(self.code)


@transaction.atomic
def issue_cards(*, by: User | None, users: Sequence[User]) -> list[IssuedCard]:
    """Issue a card to each user, in order.

    Earlier cards, links, tokens and the password stop working and sessions end:
    whoever holds the new card is the person from now on.
    """
    now = timezone.now()
    _void(users)
    codes = [_new_code() for _user in users]
    cards = LoginCard.objects.bulk_create(
        (
            LoginCard(
                user=user,
                code_hash=card_hash(code),
                issued_by=by,
                issued_at=now,
                expires_at=now + CARD_LIFETIME,
            )
            for user, code in zip(users, codes, strict=True)
        ),
        batch_size=1000,
    )
    record_many(by=by, action="issue_card", targets=cards)
    return [
        IssuedCard(user=user, code=code, card=card)
        for user, code, card in zip(users, codes, cards, strict=True)
    ]


@transaction.atomic
def sign_in_with_card(*, code: str, password: str) -> User:
    """Use a card up: its person gets the password they chose.

    Raises:
        CardRefused: The card is unknown, used, replaced or too old.
        PasswordRefused: The password is too easy to guess; the card stays valid.
    """
    found = card_for(code)
    if found is None:
        raise CardRefused(refusal(None), field="code")
    card = LoginCard.objects.select_for_update(of=("self",)).get(pk=found.pk)
    problem = refusal(card)
    if problem:
        raise CardRefused(problem, field="code")
    card.used_at = timezone.now()
    card.save(update_fields=["used_at"])
    set_password(by=card.user, user=card.user, password=password)
    record(by=card.user, action="use_card", target=card)
    return card.user


def _void(users: Sequence[User]) -> None:
    for user in users:
        user.password = make_password(None)
    User.objects.bulk_update(users, ["password"], batch_size=200)
    close_sessions(users)
    void_cards(users)
    void_links(users)
    void_tokens(users)


def _new_code() -> str:
    return "".join(secrets.choice(CARD_ALPHABET) for _letter in range(CARD_LENGTH))

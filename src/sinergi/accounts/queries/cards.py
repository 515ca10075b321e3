"""Finding a login card by its code, and saying why it no longer works."""

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from sinergi.accounts.models import LoginCard
from sinergi.accounts.rules import normal_card_code


def card_hash(code: str) -> str:
    """What is kept of a code; keyed, so that a stolen database cannot be searched."""
    return salted_hmac(
        "sinergi.accounts.card", normal_card_code(code), algorithm="sha256"
    ).hexdigest()


def card_for(code: str) -> LoginCard | None:
    """The card of a code as typed or scanned, valid or not."""
    return (
        LoginCard.objects.select_related("user")
        .filter(code_hash=card_hash(code))
        .first()
    )


def refusal(card: LoginCard | None) -> str:
    """Why a card does not open the door, empty where it does."""
    if card is None or not card.user.is_active:
        return _("This code is not known. Check each letter on your card.")
    if card.used_at is not None:
        return _("This card was used already. Log in with your password.")
    if card.revoked_at is not None:
        return _("This card was replaced by a newer one. Use the newest card.")
    if card.expires_at <= timezone.now():
        return _("This card is older than 30 days. Ask your officer for a new one.")
    return ""

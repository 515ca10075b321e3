"""Finding an invitation by the code of its link."""

import hashlib

from django.utils import timezone
from django.utils.translation import gettext as _

from sinergi.accounts.models import Invitation


def link_hash(code: str) -> str:
    """What is kept of a link's code; its 192 random bits need no salt."""
    return hashlib.sha256(code.encode()).hexdigest()


def link_for(code: str) -> Invitation | None:
    """The invitation or reset of a link, valid or not."""
    return (
        Invitation.objects.select_related("user")
        .filter(token_hash=link_hash(code))
        .first()
    )


def link_refusal(invitation: Invitation | None) -> str:
    """Why a link does not open the door, empty where it does."""
    if invitation is None or not invitation.user.is_active:
        return _("This link is not known. Open it again from the e-mail.")
    if invitation.used_at is not None:
        return _("This link was used already. Log in with your password.")
    if invitation.expires_at <= timezone.now():
        return _("This link is too old. Ask for a new one.")
    return ""

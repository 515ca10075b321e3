"""Links by e-mail with which a person sets a password: invitation and reset."""

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sinergi.accounts.errors import LinkRefused
from sinergi.accounts.models import Invitation, User
from sinergi.accounts.queries.invitations import (
    link_for,
    link_hash,
    link_refusal,
)
from sinergi.accounts.queries.users import user_named
from sinergi.accounts.rules import (
    INVITATION_LIFETIME,
    RESET_LIFETIME,
    RESETS_PER_ACCOUNT,
)
from sinergi.accounts.services.attempts import take_account_attempt
from sinergi.accounts.services.sessions import void_links
from sinergi.accounts.services.users import set_password
from sinergi.accounts.signals import link_issued, reset_wanted
from sinergi.audit.services import record


@transaction.atomic
def invite(*, by: User | None, user: User) -> Invitation:
    """Send a person the link with which they open their account.

    Raises:
        LinkRefused: The person has no e-mail address, or a closed account.
    """
    if not user.email or not user.is_active:
        raise LinkRefused(_("This person has no e-mail address. Print a card instead."))
    return _issue(by=by, user=user, purpose=Invitation.Purpose.INVITE)


@transaction.atomic
def request_password_reset(*, name: str) -> None:
    """Have a reset link sent where the name belongs to an open account with e-mail.

    Says nothing about whether it does: the letter is made by the worker, which gets
    a task for every name, so that the answer takes equally long.

    Raises:
        Throttled: Asked too often for this name.
    """
    take_account_attempt(what="reset", account=name, limit=RESETS_PER_ACCOUNT)
    user = user_named(name)
    reset_wanted.send(sender=Invitation, user_id=user.pk if user else 0)


@transaction.atomic
def send_password_reset(*, user_id: int) -> Invitation | None:
    """Send the reset link that was asked for; None where there is nobody to get it."""
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if user is None:
        return None
    return _issue(by=None, user=user, purpose=Invitation.Purpose.RESET)


@transaction.atomic
def accept_link(*, code: str, password: str) -> User:
    """Use a link up: its person gets the password they chose.

    Raises:
        LinkRefused: The link is unknown, used, replaced or too old.
        PasswordRefused: The password is too easy to guess; the link stays valid.
    """
    found = link_for(code)
    if found is None:
        raise LinkRefused(link_refusal(None))
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=found.pk)
    problem = link_refusal(invitation)
    if problem:
        raise LinkRefused(problem)
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    set_password(by=invitation.user, user=invitation.user, password=password)
    record(by=invitation.user, action="accept_link", target=invitation)
    return invitation.user


def _issue(*, by: User | None, user: User, purpose: Invitation.Purpose) -> Invitation:
    now = timezone.now()
    void_links([user])
    code = secrets.token_urlsafe(24)
    is_invitation = purpose == Invitation.Purpose.INVITE
    invitation = Invitation.objects.create(
        user=user,
        purpose=purpose,
        token_hash=link_hash(code),
        sent_at=now,
        expires_at=now + (INVITATION_LIFETIME if is_invitation else RESET_LIFETIME),
    )
    record(by=by, action=f"send_{purpose.value}", target=invitation)
    link_issued.send(sender=Invitation, invitation=invitation, code=code)
    return invitation

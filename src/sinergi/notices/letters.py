"""Letters that go out by mail."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from sinergi.accounts.models import Invitation


@dataclass(frozen=True)
class Letter:
    """Subject and body of one mail."""

    subject: str
    body: str


def link_letter(invitation: Invitation, code: str) -> Letter:
    """The letter with the link of an invitation or reset."""
    values = {
        "name": invitation.user.full_name,
        "username": invitation.user.username,
        "link": settings.PUBLIC_URL + reverse("accounts:link", args=[code]),
    }
    with override(settings.LANGUAGE_CODE):
        if invitation.purpose == Invitation.Purpose.INVITE:
            return Letter(_("Your account at Sinergi"), _(INVITE) % values)
        return Letter(_("A new password for Sinergi"), _(RESET) % values)


INVITE = """Dear %(name)s,

An account at Sinergi was made for you. Your user name is %(username)s.
Choose a password here within 7 days:

%(link)s

Not expecting this letter? You need not do anything.
Sinergi"""

RESET = """Dear %(name)s,

Somebody asked for a new password for your account %(username)s.
Choose it here within 2 hours:

%(link)s

It was not you? You need not do anything; the old password stays.
Sinergi"""

"""The account in whose name the command line enters reports."""

from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.accounts.services import create_user, deactivate_user

USERNAME = "platform"


def platform_user() -> User:
    """The account of the platform itself; nobody can sign in with it."""
    known = User.objects.filter(username=USERNAME).first()
    if known:
        return known
    user = create_user(by=None, username=USERNAME, full_name=_("Sinergi (import)"))
    return deactivate_user(by=None, user=user)

"""What card and link have in common: a password of one's own, then in."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse

from sinergi.accounts.models import User


def sign_in(request: HttpRequest, user: User) -> HttpResponse:
    """Start a session for somebody who proved themselves, second step included.

    The proof is noted, so that setting up a second step does not ask for the password
    that was chosen a moment ago.
    """
    if request.user.is_authenticated:
        request.session.flush()
    record_authentication(request, user, method="password_reset")
    response: HttpResponse = perform_login(request, Login(user=user))
    return response

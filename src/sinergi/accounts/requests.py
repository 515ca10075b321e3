"""Requests as the pages of those who signed in receive them."""

from django.http import HttpRequest

from sinergi.accounts.models import User


class SignedInRequest(HttpRequest):
    """A request of a person who signed in."""

    user: User

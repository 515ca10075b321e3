"""Changing one's password, and having forgotten it."""

from typing import cast

from allauth.account.signals import password_changed
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from sinergi.accounts.errors import Throttled
from sinergi.accounts.forms import ChangePasswordForm, ForgottenForm, address_of
from sinergi.accounts.models import User
from sinergi.accounts.rules import ATTEMPTS_PER_ADDRESS
from sinergi.accounts.services import (
    request_password_reset,
    set_password,
    take_attempt,
)
from sinergi.core.errors import DomainError


@sensitive_post_parameters("current", "password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """A new password; sessions elsewhere end."""
    user = cast(User, request.user)
    form = ChangePasswordForm(request.POST or None, user=user)
    if form.is_valid():
        try:
            set_password(by=user, user=user, password=form.cleaned_data["password"])
        except DomainError as error:
            form.add_error("password", str(error))
        else:
            update_session_auth_hash(request, user)
            password_changed.send(sender=User, request=request, user=user)
            messages.success(
                request, _("Your password is changed. Other sessions have ended.")
            )
            return redirect("accounts:home")
    return render(request, "accounts/password.html", {"form": form})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link by e-mail; the answer is the same for every name."""
    form = ForgottenForm(request.POST or None)
    is_sent = False
    if form.is_valid():
        try:
            take_attempt(key=f"reset {address_of(request)}", limit=ATTEMPTS_PER_ADDRESS)
            request_password_reset(name=form.cleaned_data["name"])
            is_sent = True
        except Throttled as error:
            form.add_error(None, str(error))
    context = {"form": form, "is_sent": is_sent}
    return render(request, "accounts/forgotten.html", context)

"""Access tokens: make one, see it once, revoke it."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sinergi.accounts.forms import TokenForm
from sinergi.accounts.models import User
from sinergi.accounts.queries.users import tokens_of
from sinergi.accounts.services import issue_token, revoke_token
from sinergi.core.errors import DomainError


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def token_list(request: HttpRequest) -> HttpResponse:
    """One's tokens, and a form for a new one, whose text is shown this once."""
    user = cast(User, request.user)
    form, text = TokenForm(request.POST or None), ""
    if form.is_valid():
        try:
            _token, text = issue_token(
                by=user,
                user=user,
                name=form.cleaned_data["name"],
                scopes=form.cleaned_data["scopes"],
                expires_at=form.expires_at(),
            )
            form = TokenForm()
        except DomainError as error:
            form.add_error(error.field or None, str(error))
    context = {"form": form, "text": text, "tokens": tokens_of(user)}
    return render(request, "accounts/tokens.html", context)


@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own tokens."""
    user = cast(User, request.user)
    token = get_object_or_404(tokens_of(user), pk=pk)
    revoke_token(by=user, token=token)
    messages.success(request, _("The token no longer works."))
    return redirect("accounts:tokens")

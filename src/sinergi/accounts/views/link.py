"""Invitation and reset by link: looking at the address uses nothing up."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from sinergi.accounts.forms import NewPasswordForm
from sinergi.accounts.queries.invitations import link_for, link_refusal
from sinergi.accounts.services import accept_link
from sinergi.accounts.views.signing_in import sign_in
from sinergi.core.errors import DomainError


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def link_open(request: HttpRequest, code: str) -> HttpResponse:
    """Take the password with which an invited or forgetful person comes in."""
    invitation = link_for(code)
    problem = link_refusal(invitation)
    if problem:
        refused = {"problem": problem}
        return render(request, "accounts/link_refused.html", refused, status=404)
    form = NewPasswordForm(request.POST or None)
    if form.is_valid():
        try:
            user = accept_link(code=code, password=form.cleaned_data["password"])
        except DomainError as error:
            form.add_error("password", str(error))
        else:
            return sign_in(request, user)
    context = {"form": form, "invitation": invitation}
    return render(request, "accounts/link_open.html", context)

"""First sign-in with a printed card: looking at the address uses nothing up."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from sinergi.accounts.errors import Throttled
from sinergi.accounts.forms import CardForm, NewPasswordForm, address_of
from sinergi.accounts.queries.cards import card_for, refusal
from sinergi.accounts.rules import ATTEMPTS_PER_ADDRESS
from sinergi.accounts.services import sign_in_with_card, take_attempt
from sinergi.accounts.views.signing_in import sign_in
from sinergi.core.errors import DomainError


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def card_type(request: HttpRequest) -> HttpResponse:
    """Type the code of a card by hand."""
    form = CardForm(request.POST or None)
    if form.is_valid():
        return redirect("accounts:card", code=form.cleaned_data["code"])
    return render(request, "accounts/card_type.html", {"form": form})


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def card_use(request: HttpRequest, code: str) -> HttpResponse:
    """Show whose card it is, and take the password with which they come in."""
    try:
        take_attempt(key=f"card {address_of(request)}", limit=ATTEMPTS_PER_ADDRESS)
    except Throttled as error:
        return _refused(request, str(error), status=error.status)
    card = card_for(code)
    problem = refusal(card)
    if card is None or problem:
        return _refused(request, problem, status=404)
    form = NewPasswordForm(request.POST or None)
    if form.is_valid():
        try:
            user = sign_in_with_card(code=code, password=form.cleaned_data["password"])
        except DomainError as error:
            form.add_error("password", str(error))
        else:
            return sign_in(request, user)
    context = {"form": form, "card": card}
    return render(request, "accounts/card_use.html", context)


def _refused(request: HttpRequest, problem: str, *, status: int) -> HttpResponse:
    context = {"form": CardForm(), "problem": problem}
    return render(request, "accounts/card_type.html", context, status=status)

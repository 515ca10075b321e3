"""One's own account: overview and sessions."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sinergi.accounts.models import User
from sinergi.accounts.queries.users import has_second_factor, sessions_of, tokens_of
from sinergi.accounts.services import end_session, end_sessions
from sinergi.core.forms import typed_key


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What one can see and change of one's own account."""
    user = cast(User, request.user)
    context = {
        "has_second_factor": has_second_factor(user),
        "session_count": len(sessions_of(user)),
        "token_count": tokens_of(user).count(),
    }
    return render(request, "accounts/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in, and ending that."""
    user = cast(User, request.user)
    current = request.session.session_key or ""
    if request.method == "POST":
        chosen = request.POST.get("session", "")
        if chosen:
            end_session(by=user, session_id=typed_key(chosen))
        else:
            end_sessions(by=user, user=user, keep=current)
        messages.success(request, _("The session has ended."))
        return redirect("accounts:sessions")
    context = {"sessions": sessions_of(user, current=current)}
    return render(request, "accounts/sessions.html", context)

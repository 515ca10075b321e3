"""A person's messages."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sinergi.accounts.models import User
from sinergi.core.paging import page
from sinergi.notices.queries import messages_of
from sinergi.notices.services import mark_read

PAGE_SIZE = 30


@require_http_methods(["GET", "HEAD", "POST"])
def message_list(request: HttpRequest) -> HttpResponse:
    """The messages, newest first; posting marks all as read."""
    user = cast(User, request.user)
    if request.method == "POST":
        mark_read(by=user)
        return redirect("notices:message_list")
    cursor = request.GET.get("cursor")
    items, following = page(
        messages_of(user), cursor=cursor, limit=PAGE_SIZE, key="-created_at"
    )
    context = {"items": items, "next": following}
    return render(request, "notices/message_list.html", context)

"""The home of a village manager."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sinergi.accounts.models import User
from sinergi.core.dates import first_of_month, today
from sinergi.portal.queries.village import ROWS, managed_libraries, village_home


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The month of the library that the person manages."""
    libraries = managed_libraries(cast(User, request.user))
    if not libraries:
        raise PermissionDenied
    asked = request.GET.get("perpustakaan", "")
    library = next((one for one in libraries if str(one.pk) == asked), libraries[0])
    found = village_home(library, first_of_month(today()))
    context = {
        "home": found,
        "explanation": found.explanation,
        "summary": found.summary,
        "needs_action": found.summary.needs_action[:ROWS],
        "others": [one for one in libraries if one.pk != library.pk],
        "month_code": f"{found.month:%Y-%m}",
    }
    return render(request, "portal/village/home.html", context)

"""Addresses that concern the whole platform."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from sinergi import __version__
from sinergi.config.checks import unready_reason


@never_cache
@login_not_required
def healthz(_request: HttpRequest) -> JsonResponse:
    """200 once the platform is ready, 503 with the reason before."""
    reason = unready_reason()
    body: dict[str, object] = {
        "status": "starting" if reason else "ok",
        "version": __version__,
        "demonstration": settings.DEMONSTRATION,
    }
    if reason:
        body["reason"] = reason
    return JsonResponse(body, status=503 if reason else 200)

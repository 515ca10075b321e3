"""What providers of online rooms tell us; answered at once, read in the queue."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sinergi.meetings.enums import RoomProvider
from sinergi.meetings.rooms import zoom_webhook
from sinergi.meetings.services.presence import keep_event
from sinergi.meetings.tasks import take_in_webhooks

#: Zoom's messages take some hundred bytes.
LIMIT_BYTES = 256 * 1024


@csrf_exempt
@login_not_required
@require_POST
def zoom(request: HttpRequest) -> HttpResponse:
    """Keep a message that is Zoom's and fresh; anything else is 401."""
    if int(request.headers.get("Content-Length") or 0) > LIMIT_BYTES:
        return HttpResponse(status=413)
    secret = settings.ZOOM_WEBHOOK_SECRET
    if not zoom_webhook.is_from_zoom(
        secret=secret,
        timestamp=request.headers.get("x-zm-request-timestamp", ""),
        given=request.headers.get("x-zm-signature", ""),
        raw=request.body,
        now=timezone.now(),
    ):
        return HttpResponse(status=401)
    answer = zoom_webhook.validation_answer(request.body, secret)
    if answer is not None:
        return JsonResponse(answer)
    keep_event(provider=RoomProvider.ZOOM, raw=request.body)
    take_in_webhooks.enqueue()
    return HttpResponse(status=204)

"""Filling in a questionnaire on a phone: a link, one page at a time, thanks."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sinergi.accounts.errors import Throttled
from sinergi.accounts.forms import address_of
from sinergi.accounts.services import take_attempt
from sinergi.evaluation.errors import UnfitInstrument, UnfitResponse
from sinergi.evaluation.forms.filling import Asked, PageForm
from sinergi.evaluation.models import Instrument, WebCopy
from sinergi.evaluation.queries.instruments import (
    copy_by_token,
    definition_of,
    instrument_by_token,
    newer_version,
)
from sinergi.evaluation.services.collecting import (
    begin_copy,
    filling_of,
    keep_answers,
    open_copy,
    require_web,
    send_copy,
)

#: Copies begun from one address in a while: a whole class shares one.
MOST_COPIES = 120


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fill_start(request: HttpRequest, token: str) -> HttpResponse:
    """Who asks, what for, and that it is free to answer; then begin."""
    copy = copy_by_token(token)
    instrument = copy.instrument if copy else instrument_by_token(token)
    if instrument is None:
        return _unknown(request)
    if copy and copy.response_id:
        return redirect("evaluation:fill_done", token)
    try:
        definition = require_web(instrument)
        if request.method == "POST":
            begun = _begin(request, instrument, copy)
            return redirect("evaluation:fill_page", begun.token, 1)
    except UnfitInstrument as error:
        return _closed(request, instrument, str(error.message))
    except Throttled as error:
        return _refused(request, str(error), status=error.status)
    context = {
        "instrument": instrument,
        "copy": copy,
        "count": sum(question.asks for question in definition.questions),
        "is_begun": bool(copy and copy.answers),
    }
    return render(request, "evaluation/fill_start.html", context)


def _begin(
    request: HttpRequest, instrument: Instrument, copy: WebCopy | None
) -> WebCopy:
    if copy is not None:
        return open_copy(copy=copy)
    take_attempt(key=f"web copy {address_of(request)}", limit=MOST_COPIES)
    return begin_copy(instrument=instrument)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fill_page(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """One page: what was typed is kept, then the next page, or the whole is sent."""
    copy = copy_by_token(token)
    if copy is None:
        return _unknown(request)
    if copy.response_id or copy.started_at is None:
        return redirect("evaluation:fill_start", token)
    try:
        require_web(copy.instrument)
        if request.method == "POST":
            return _take(request, copy, number)
    except UnfitInstrument as error:
        return _closed(request, copy.instrument, str(error.message))
    return _show(request, copy, number)


def _show(request: HttpRequest, copy: WebCopy, number: int) -> HttpResponse:
    asked = _asked(copy)
    pages = asked.pages()
    if not 1 <= number <= len(pages):
        return redirect("evaluation:fill_page", copy.token, 1)
    form = PageForm(asked, pages[number - 1], None)
    if "periksa" in request.GET:
        form.show_problems(form.names)
    return _page(request, copy, form, number)


def _asked(copy: WebCopy) -> Asked:
    filling = filling_of(copy, definition_of(copy.instrument))
    return Asked(filling, copy.unit.code if copy.unit else "")


def _take(request: HttpRequest, copy: WebCopy, number: int) -> HttpResponse:
    before = _asked(copy)
    pages = before.pages()
    if not 1 <= number <= len(pages):
        return redirect("evaluation:fill_page", copy.token, 1)
    page = pages[number - 1]
    typed = PageForm(before, page, request.POST).typed()
    copy = keep_answers(copy=copy, answers=typed)
    if "back" in request.POST:
        return redirect("evaluation:fill_page", copy.token, max(1, number - 1))
    after = _asked(copy)
    form = PageForm(after, page, request.POST)
    has_more = not set(form.names) <= {*before.names(page)}
    if form.show_problems(before.names(page)) or has_more:
        return _page(request, copy, form, number, has_more=has_more)
    if number < len(after.pages()):
        return redirect("evaluation:fill_page", copy.token, number + 1)
    return _send(copy, after)


def _send(copy: WebCopy, asked: Asked) -> HttpResponse:
    try:
        send_copy(copy=copy)
    except UnfitResponse as error:
        number = asked.page_with(error.field)
        address = redirect("evaluation:fill_page", copy.token, number)
        address["Location"] += "?periksa=1#kesalahan"
        return address
    return redirect("evaluation:fill_done", copy.token)


def _page(
    request: HttpRequest,
    copy: WebCopy,
    form: PageForm,
    number: int,
    *,
    has_more: bool = False,
) -> HttpResponse:
    total = len(form.asked.pages())
    context = {
        "copy": copy,
        "instrument": copy.instrument,
        "form": form,
        "items": form.items(),
        "title": form.asked.page_title(form.page),
        "number": number,
        "total": total,
        "ratio": (number - 1) / total,
        "is_last": number == total,
        "has_more": has_more,
    }
    status = 422 if form.errors else 200
    return render(request, "evaluation/fill_page.html", context, status=status)


@login_not_required
@never_cache
@require_safe
def fill_done(request: HttpRequest, token: str) -> HttpResponse:
    """Thanks; the answers have arrived."""
    copy = copy_by_token(token)
    if copy is None or not copy.response_id:
        return _unknown(request)
    context = {"copy": copy, "instrument": copy.instrument}
    return render(request, "evaluation/fill_done.html", context)


def _unknown(request: HttpRequest) -> HttpResponse:
    words = _(
        "This link is not known. Check each letter, or ask the person who gave it to "
        "you."
    )
    return _refused(request, words, status=404)


def _closed(request: HttpRequest, instrument: Instrument, words: str) -> HttpResponse:
    newer = newer_version(instrument)
    token = newer.web_token if newer and newer.pk != instrument.pk else ""
    return _refused(request, words, status=410, token=token)


def _refused(
    request: HttpRequest, words: str, *, status: int, token: str = ""
) -> HttpResponse:
    context = {"words": words, "newer": token}
    return render(request, "evaluation/fill_refused.html", context, status=status)

"""What phones ask: the list of forms, a form, its files, and taking in answers."""

import hashlib
import logging
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from sinergi.core.errors import DomainError
from sinergi.evaluation.queries import field
from sinergi.evaluation.services.intake import Submission, take_submission
from sinergi.evaluation.tasks import check_soon
from sinergi.exchange.openrosa import answers
from sinergi.exchange.openrosa.bodies import read_sending
from sinergi.exchange.openrosa.credentials import Caller, Unauthorised, caller_of
from sinergi.exchange.openrosa.instances import Malformed, read_head

log = logging.getLogger(__name__)
P = ParamSpec("P")
View = Callable[..., HttpResponse]


def openrosa(
    *methods: str,
) -> Callable[[Callable[Concatenate[HttpRequest, Caller, P], HttpResponse]], View]:
    """A view for phones, which prove by each request who they are."""

    def decorate(
        view: Callable[Concatenate[HttpRequest, Caller, P], HttpResponse],
    ) -> View:
        @csrf_exempt
        @login_not_required
        @wraps(view)
        def answered(
            request: HttpRequest, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            return answers.with_headers(_answer(request, view, methods, args, kwargs))

        return answered

    return decorate


def _answer(
    request: HttpRequest,
    view: View,
    methods: tuple[str, ...],
    args: tuple[object, ...],
    kwargs: dict[str, object],
) -> HttpResponse:
    if request.method not in methods:
        refusal = answers.message(_("This address does not take that."), 405)
        refusal["Allow"] = ", ".join(methods)
        return refusal
    key, token = str(kwargs.pop("key", "")), str(kwargs.pop("token", ""))
    try:
        return view(request, caller_of(request, key=key, token=token), *args, **kwargs)
    except Unauthorised as error:
        refusal = answers.message(str(error.message), error.status)
        refusal["WWW-Authenticate"] = error.challenge
        return refusal
    except DomainError as error:
        return answers.message(str(error.message), error.status)
    except (DatabaseError, OSError):
        log.exception("a sending could not be kept")
        return answers.message(
            _("This could not be stored just now. Try again later."), 503
        )


def _base(request: HttpRequest) -> str:
    """The address of the study as the phone knows it."""
    head, _slash, _rest = request.path.partition("/formList")
    head, _slash, _rest = head.partition("/forms/")
    return request.build_absolute_uri(f"{head}/")


@openrosa("GET", "HEAD")
def form_list(request: HttpRequest, caller: Caller) -> HttpResponse:
    """The questionnaires that are in the field."""
    forms = field.forms_in_field(caller.access.study).prefetch_related("form_files")
    wanted = request.GET.get("formID", "")
    return answers.form_list(
        [form for form in forms if wanted in {"", form.form_id}], _base(request)
    )


@openrosa("GET", "HEAD")
def form(_request: HttpRequest, caller: Caller, form_id: str) -> HttpResponse:
    """One questionnaire, as pyxform made it."""
    found = field.form_in_field(caller.access.study, form_id)
    return HttpResponse(found.xform, content_type=answers.XML)


@openrosa("GET", "HEAD")
def manifest(request: HttpRequest, caller: Caller, form_id: str) -> HttpResponse:
    """The files that a questionnaire shows."""
    found = field.form_in_field(caller.access.study, form_id)
    address = f"{_base(request)}forms/{form_id}/files"
    return answers.manifest(found.form_files.all(), address)


@openrosa("GET", "HEAD")
def form_file(
    _request: HttpRequest, caller: Caller, form_id: str, name: str
) -> HttpResponse:
    """One of them."""
    found = field.form_file(caller.access.study, form_id, name)
    if found is None:
        return answers.message(_("There is no such file."), 404)
    with default_storage.open(found.file.name or "") as stored:
        return HttpResponse(stored.read(), content_type="application/octet-stream")


@openrosa("HEAD", "POST")
def submission(request: HttpRequest, caller: Caller) -> HttpResponse:
    """204 to who asks beforehand; 201 once answers are kept, 202 if they were."""
    if request.method == "HEAD":
        return HttpResponse(status=204)
    sending = read_sending(request)
    head = read_head(sending.answers)
    asked = field.form_asked(caller.access, head.form_id, head.version)
    is_new = take_submission(
        by=caller.username,
        submission=Submission(
            instrument_id=asked.instrument_id,
            instance_id=head.instance_id,
            replaces=head.replaces,
            xml=_text(sending.answers),
            digest=hashlib.sha256(sending.answers).hexdigest(),
            is_late=asked.is_late,
        ),
        files=sending.files,
    )
    if not is_new:
        return answers.message(_("These answers were here already."), 202)
    check_soon()
    return answers.message(_("The answers are kept."), 201)


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise Malformed(_("The answers are not written in UTF-8.")) from error


@csrf_exempt
@login_not_required
def unknown(_request: HttpRequest, **_parts: object) -> HttpResponse:
    """Anything else at an address of phones."""
    refusal = answers.message(_("There is nothing at this address."), 404)
    return answers.with_headers(refusal)

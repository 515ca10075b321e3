"""Who collects in the field: their cards, shown once, and the address of the study."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.acts import attempt
from sinergi.core.qr import qr_svg
from sinergi.evaluation.collect import settings_code
from sinergi.evaluation.forms.field import InterviewersForm
from sinergi.evaluation.models import Interviewer, Study
from sinergi.evaluation.queries import field as queries
from sinergi.evaluation.services import interviewers as services
from sinergi.evaluation.views.requests import frame, own_study

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def interviewer_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """Those who collect; new ones get cards, which are shown this once."""
    study = own_study(request, slug)
    form = InterviewersForm(request.POST or None)
    if form.is_valid():
        names = form.cleaned_data["names"].splitlines()
        cards = attempt(
            request,
            form,
            lambda: services.add_interviewers(
                by=request.user, study=study, names=names
            ),
        )
        if cards:
            return _page(request, study, InterviewersForm(), cards)
    return _page(request, study, form, [])


@never_cache
@require_POST
def interviewer_renew(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """A new card for somebody whose phone or card is lost."""
    study = own_study(request, slug)
    interviewer = _interviewer(study, pk)
    card = services.renew_interviewer(by=request.user, interviewer=interviewer)
    return _page(request, study, InterviewersForm(), [card])


@require_POST
def interviewer_revoke(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """End a card."""
    interviewer = _interviewer(own_study(request, slug), pk)
    attempt(
        request,
        None,
        lambda: services.revoke_interviewer(by=request.user, interviewer=interviewer),
        _("The card of %(name)s is revoked.") % {"name": interviewer.name},
    )
    return redirect("evaluation:interviewer_list", slug)


@require_POST
def late_switch(request: SignedInRequest, slug: str) -> HttpResponse:
    """Let late answers in, or refuse them."""
    takes_late = request.POST.get("terlambat") == "ya"
    study = own_study(request, slug)
    attempt(
        request,
        None,
        lambda: services.set_takes_late(
            by=request.user, study=study, takes_late=takes_late
        ),
        _("Late answers are let in and flagged.")
        if takes_late
        else _("Late answers are refused and stay on the phones."),
    )
    return redirect("evaluation:interviewer_list", slug)


def _interviewer(study: Study, pk: int) -> Interviewer:
    found = queries.interviewers_of(study).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _page(
    request: SignedInRequest,
    study: Study,
    form: InterviewersForm,
    cards: Sequence[services.Card],
) -> HttpResponse:
    access = queries.access_of(study)
    url = _address(access.key) if access else ""
    context = frame(request, study, "progress") | {
        "form": form,
        "access": access,
        "url": url,
        "is_local": urlsplit(settings.PUBLIC_URL).hostname in LOOPBACK,
        "people": queries.with_counts(queries.interviewers_of(study)),
        "forms": queries.forms_in_field(study),
        "cards": [_shown(card, url, study) for card in cards],
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "evaluation/interviewer_list.html", context, status=status)


def _address(key: str) -> str:
    path = reverse("exchange:odk:form_list", kwargs={"key": key})
    return settings.PUBLIC_URL + path.removesuffix("/formList")


def _shown(card: services.Card, url: str, study: Study) -> dict[str, object]:
    code = settings_code(
        url=url,
        username=card.interviewer.username,
        password=card.password,
        title=study.title,
    )
    token_path = reverse("exchange:odk:form_list", kwargs={"token": card.token})
    return {
        "interviewer": card.interviewer,
        "password": card.password,
        "token_url": settings.PUBLIC_URL + token_path.removesuffix("/formList"),
        "qr": qr_svg(code),
    }

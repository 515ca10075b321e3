"""Certificates: the committee's pages, and the public page behind each QR code."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.acts import attempt
from sinergi.core.paging import page
from sinergi.core.queries.jobs import job_for
from sinergi.core.services.jobs import start_job
from sinergi.meetings.certificates import FIELDS
from sinergi.meetings.enums import CertificateState
from sinergi.meetings.forms.after import CheckForm, EndForm, RulesForm
from sinergi.meetings.models import Certificate, Meeting
from sinergi.meetings.printing import pages, sheet_of
from sinergi.meetings.queries import certificates as queries
from sinergi.meetings.queries.meetings import may_host
from sinergi.meetings.queries.presence import presence_of, presences_at
from sinergi.meetings.services import certificates as services
from sinergi.meetings.services.packs import FORMS, pack_path
from sinergi.meetings.views.requests import get_own_meeting

PAGE_SIZE = 50


@require_safe
def certificate_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """Rules, how many fulfil them, and the certificates given."""
    meeting = get_own_meeting(request, slug, may_host)
    search, state = request.GET.get("cari", ""), request.GET.get("keadaan", "")
    rows = queries.certificates_of(meeting, search=search, state=state)
    found = page(rows, cursor=request.GET.get("cursor"), limit=PAGE_SIZE, key="number")
    lines = queries.rule_lines(meeting, presences_at(meeting))
    context = {
        "meeting": meeting,
        "lines": lines,
        "entitled": sum(line.entitled for line in lines),
        "issued": sum(line.issued for line in lines),
        "certificates": found.items,
        "next": found.next,
        "total": rows.count(),
        "search": search,
        "state": state,
        "states": CertificateState.choices,
    }
    return render(request, "meetings/certificate_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def certificate_rules(request: SignedInRequest, slug: str) -> HttpResponse:
    """How many minutes each type needs."""
    meeting = get_own_meeting(request, slug, may_host)
    lines = queries.rule_lines(meeting, {})
    form = RulesForm(request.POST or None, lines=lines)
    if form.is_valid():
        minimums = form.minimums()
        attempt(
            request,
            form,
            lambda: services.set_certificate_rules(
                by=request.user, meeting=meeting, minimums=minimums
            ),
            _("The rules are kept."),
        )
        if form.is_valid():
            return redirect("meetings:certificate_list", slug)
    context = {"meeting": meeting, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "meetings/certificate_rules.html", context, status=status)


@require_POST
def certificate_issue(request: SignedInRequest, slug: str) -> HttpResponse:
    """Give everybody who was there long enough a certificate."""
    meeting = get_own_meeting(request, slug, may_host)
    made = attempt(
        request,
        None,
        lambda: services.issue_certificates(
            by=request.user, meeting=meeting, presence=presences_at(meeting)
        ),
    )
    if made is not None:
        _tell(request, len(made))
    return redirect("meetings:certificate_list", slug)


def _tell(request: HttpRequest, count: int) -> None:
    from django.contrib import messages

    words = ngettext(
        "%(count)s certificate was issued.",
        "%(count)s certificates were issued.",
        count,
    )
    messages.success(request, words % {"count": count})


@require_POST
def certificate_print(request: SignedInRequest, slug: str) -> HttpResponse:
    """Print all of them into one file, with progress."""
    meeting = get_own_meeting(request, slug, may_host)
    form = request.POST.get("bentuk", "")
    if form not in FORMS:
        raise Http404
    job = start_job(
        by=request.user,
        kind="certificates",
        title=_("Certificates of %(meeting)s") % {"meeting": meeting.title},
        parameters={"meeting": meeting.pk, "slug": meeting.slug, "form": form},
    )
    return redirect("core:job_detail", id=job.pk)


@require_safe
def pack(request: SignedInRequest, slug: str, job: uuid.UUID) -> HttpResponseBase:
    """The finished file, for whoever had it printed."""
    meeting = get_own_meeting(request, slug, may_host)
    found = job_for(request.user, job)
    if found is None or found.parameters.get("meeting") != meeting.pk:
        raise Http404
    form = str(found.parameters["form"])
    path = pack_path(str(job), form)
    if not path.exists():
        raise Http404
    return FileResponse(
        path.open("rb"),
        content_type=FORMS[form],
        as_attachment=True,
        filename=f"sertifikat-{slug}.{form}",
    )


@require_safe
def certificate_show(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """One certificate with what can be done about it."""
    meeting = get_own_meeting(request, slug, may_host)
    row = _certificate(meeting, pk)
    form = EndForm(initial={"name": row.participant.full_name})
    return _shown(request, meeting, row, form, 200)


@require_safe
def certificate_pdf(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """One certificate on paper."""
    row = _certificate(get_own_meeting(request, slug, may_host), pk)
    return HttpResponse(pages([sheet_of(row)]), content_type="application/pdf")


@require_POST
def certificate_end(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Revoke a certificate, or put another one in its place."""
    meeting = get_own_meeting(request, slug, may_host)
    row = _certificate(meeting, pk)
    form = EndForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data

        def act() -> Certificate:
            if "ganti" not in request.POST:
                return services.revoke_certificate(
                    by=request.user, certificate=row, reason=said["reason"]
                )
            return services.replace_certificate(
                by=request.user,
                certificate=row,
                name=said["name"],
                presence=presence_of(row.participant),
                reason=said["reason"],
            )

        new = attempt(request, form, act, _("Its page says so from now on."))
        if new is not None:
            return redirect("meetings:certificate_show", slug, new.pk)
    return _shown(request, meeting, row, form, 422)


def _shown(
    request: HttpRequest, meeting: Meeting, row: Certificate, form: EndForm, status: int
) -> HttpResponse:
    context = {"meeting": meeting, "certificate": row, "form": form}
    return render(request, "meetings/certificate_show.html", context, status=status)


@login_not_required
@require_safe
def certificate_ask(request: HttpRequest) -> HttpResponse:
    """Check a certificate whose address was copied by hand."""
    form = CheckForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("meetings:certificate_check", form.token() or "-")
    return render(request, "meetings/certificate_ask.html", {"form": form})


@never_cache
@login_not_required
@require_safe
def certificate_check(request: HttpRequest, token: str) -> HttpResponse:
    """Whether a certificate is genuine, and valid, revoked or replaced."""
    row = queries.genuine_certificate(token.strip("/"))
    response = render(
        request,
        "meetings/certificate_check.html",
        {"certificate": row, "form": CheckForm()},
        status=200 if row else 404,
    )
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@login_not_required
@require_safe
def certificate_json(_request: HttpRequest, token: str) -> HttpResponse:
    """The same for programs: what was signed, by which key, and the state now."""
    row = queries.genuine_certificate(token)
    if row is None:
        return JsonResponse({"kind": "not_genuine"}, status=404)
    return JsonResponse(
        {
            "number": row.number,
            "printed": {field: row.printed[field] for field in FIELDS},
            "key": row.key_id,
            "signature": row.signature,
            "state": row.state,
            "ended_at": row.ended_at.isoformat() if row.ended_at else None,
            "replaced_by": row.replaced_by.number if row.replaced_by else None,
        }
    )


@login_not_required
@require_safe
def signing_keys(_request: HttpRequest) -> HttpResponse:
    """Every public key that ever signed (RFC 8037), for checking without us."""
    keys = [
        {
            "kid": key.key_id,
            "kty": "OKP",
            "crv": "Ed25519",
            "x": key.public_key,
            "created_at": key.created_at.isoformat(),
            "retired_at": key.retired_at.isoformat() if key.retired_at else None,
        }
        for key in queries.public_keys()
    ]
    return JsonResponse({"keys": keys})


def _certificate(meeting: Meeting, pk: int) -> Certificate:
    row = queries.certificate_at(meeting, pk)
    if row is None:
        raise Http404
    return row

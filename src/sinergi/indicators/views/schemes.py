"""Pages on which schemes are read, edited, tried and published."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sinergi.core.errors import DomainError
from sinergi.indicators import queries, services
from sinergi.indicators.forms import (
    CopyForm,
    IndicatorForms,
    SchemeForm,
    indicator_initial,
    scheme_content,
    scheme_initial,
)
from sinergi.indicators.models import Scheme
from sinergi.indicators.queries.people import readable_schemes
from sinergi.indicators.queries.steering import may_steer
from sinergi.indicators.queries.tables import (
    colour_table,
    mover_table,
    scheme_lines,
    scheme_words,
    total_weight,
)


def _steered(request: HttpRequest, pk: int) -> Scheme:
    """A scheme that this person may copy or change; 403 for those who may read it."""
    scheme = get_object_or_404(readable_schemes(request.user), pk=pk)
    if not may_steer(request.user):
        raise PermissionDenied(_("Only the national team changes scoring schemes."))
    return scheme


@require_safe
def scheme_list(request: HttpRequest) -> HttpResponse:
    """Every scheme, newest first."""
    schemes = [scheme_words(scheme) for scheme in readable_schemes(request.user)]
    return render(
        request,
        "indicators/scheme_list.html",
        {"schemes": schemes, "may_steer": may_steer(request.user)},
    )


@require_safe
def scheme_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One scheme with its indicators and bands."""
    scheme = get_object_or_404(readable_schemes(request.user), pk=pk)
    return render(
        request,
        "indicators/scheme_detail.html",
        {
            "scheme": scheme_words(scheme),
            "lines": scheme_lines(scheme),
            "total": total_weight(scheme),
            "may_steer": may_steer(request.user),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def scheme_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A new draft that starts from this scheme, for its year and kind or another."""
    scheme = _steered(request, pk)
    initial = {"year": scheme.year, "library_kind": scheme.library_kind}
    form = CopyForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        draft = services.copy_scheme(
            by=request.user,  # type: ignore[arg-type]
            scheme=scheme,
            **form.cleaned_data,
        )
        messages.success(
            request, _("The draft is ready. Nothing changes until you publish it.")
        )
        return redirect("indicators:scheme_edit", draft.pk)
    return render(
        request,
        "indicators/scheme_copy.html",
        {"scheme": scheme_words(scheme), "form": form},
        status=422 if request.method == "POST" else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def scheme_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft and its lines; a blank line at the end adds one."""
    scheme = _steered(request, pk)
    if scheme.state != "draft":
        return redirect("indicators:scheme_detail", pk)
    form = SchemeForm(request.POST or None, initial=scheme_initial(scheme))
    lines = IndicatorForms(
        request.POST or None, initial=indicator_initial(scheme), prefix="baris"
    )
    if request.method == "POST" and form.is_valid() and lines.is_valid():
        try:
            services.save_scheme(
                by=request.user,  # type: ignore[arg-type]
                scheme=scheme,
                content=scheme_content(form, lines),
            )
        except DomainError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The draft is saved."))
            page = "scheme_edit" if "more" in request.POST else "scheme_detail"
            return redirect(f"indicators:{page}", pk)
    return render(
        request,
        "indicators/scheme_edit.html",
        {"scheme": scheme_words(scheme), "form": form, "lines": lines},
        status=422 if request.method == "POST" else 200,
    )


@require_safe
def scheme_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What the scheme would change on real data."""
    scheme = _steered(request, pk)
    found = queries.preview(scheme)
    return render(
        request,
        "indicators/scheme_preview.html",
        {
            "scheme": scheme_words(scheme),
            "preview": found,
            "stamp": queries.stamp(),
            **colour_table(found),
            "movers": mover_table(found),
            "total": total_weight(scheme),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def scheme_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then judge by this scheme from now on."""
    scheme = _steered(request, pk)
    if request.method == "POST":
        try:
            services.publish_scheme(by=request.user, scheme=scheme)  # type: ignore[arg-type]
        except DomainError as error:
            messages.error(request, str(error.message))
        else:
            messages.success(
                request, _("The scheme is published. Colours follow it now.")
            )
        return redirect("indicators:scheme_detail", pk)
    return render(
        request, "indicators/scheme_publish.html", {"scheme": scheme_words(scheme)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def scheme_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then throw a draft away."""
    scheme = _steered(request, pk)
    if request.method == "POST":
        try:
            services.discard_scheme(by=request.user, scheme=scheme)  # type: ignore[arg-type]
        except DomainError as error:
            messages.error(request, str(error.message))
            return redirect("indicators:scheme_detail", pk)
        messages.success(request, _("The draft is discarded."))
        return redirect("indicators:scheme_list")
    return render(
        request, "indicators/scheme_discard.html", {"scheme": scheme_words(scheme)}
    )

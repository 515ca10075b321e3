"""Pages on which evaluators make a valuation: its frame, its lines, publishing."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sinergi.accounts.requests import SignedInRequest
from sinergi.benefits import services
from sinergi.benefits.forms import (
    CostForm,
    StreamForm,
    UnitValueForm,
    ValuationForm,
    WillingnessForm,
)
from sinergi.benefits.forms.lines import cost_initial, stream_initial
from sinergi.benefits.forms.valuations import initial_of
from sinergi.benefits.models import Valuation
from sinergi.benefits.queries import valuations
from sinergi.benefits.views.requests import frame, own_valuation
from sinergi.core.acts import attempt


def _page(
    request: SignedInRequest,
    template: str,
    form: forms.Form,
    context: dict[str, object],
) -> HttpResponse:
    """A page with a form; 422 when what was sent does not do."""
    status = 422 if form.is_bound else 200
    return render(request, template, context | {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def valuation_new(request: SignedInRequest) -> HttpResponse:
    """Begin a valuation."""
    if not valuations.may_evaluate(request.user):
        raise PermissionDenied
    form = ValuationForm(
        request.POST or None,
        user=request.user,
        region=valuations.own_area(request.user),
        initial=initial_of(None),
    )
    if form.is_valid():
        made = attempt(
            request,
            form,
            lambda: services.create_valuation(by=request.user, content=form.content()),
            _("The valuation is begun. Add its benefits and costs."),
        )
        if made is not None:
            return redirect("benefits:valuation_lines", made.slug)
    return _page(request, "benefits/valuation_edit.html", form, {})


@require_http_methods(["GET", "HEAD", "POST"])
def valuation_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Change what is said of a valuation besides its lines."""
    found = own_valuation(request, slug)
    form = ValuationForm(
        request.POST or None,
        user=request.user,
        region=found.region,
        initial=initial_of(found),
    )
    if form.is_valid():
        done = attempt(
            request,
            form,
            lambda: services.change_valuation(
                by=request.user, valuation=found, content=form.content()
            ),
            _("The valuation is saved."),
        )
        if done is not None:
            return redirect("benefits:valuation_show", slug)
    return _page(request, "benefits/valuation_edit.html", form, frame(request, found))


@require_http_methods(["GET", "HEAD"])
def valuation_lines(request: SignedInRequest, slug: str) -> HttpResponse:
    """The lines of a valuation, to add to and to change."""
    found = own_valuation(request, slug)
    context = frame(request, found) | {
        "costs": valuations.costs_of(found),
        "streams": valuations.streams_of(found),
    }
    return render(request, "benefits/valuation_lines.html", context)


@require_POST
def valuation_publish(request: SignedInRequest, slug: str) -> HttpResponse:
    """Freeze a valuation and show it to everybody."""
    found = own_valuation(request, slug)
    return _done(
        request,
        found,
        lambda: services.publish_valuation(by=request.user, valuation=found),
        _("The valuation is published."),
        to="benefits:valuation_show",
    )


@require_POST
def costs_take(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take what verified activities and partnerships say was paid."""
    found = own_valuation(request, slug)
    return _done(
        request,
        found,
        lambda: services.take_costs(by=request.user, valuation=found),
        _("Recorded costs are taken anew. Lines that were entered stay."),
    )


def _done(
    request: SignedInRequest,
    valuation: Valuation,
    act: Callable[[], object],
    said: str,
    to: str = "benefits:valuation_lines",
) -> HttpResponse:
    attempt(request, None, act, said)
    return redirect(to, valuation.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def cost_edit(
    request: SignedInRequest, slug: str, pk: int | None = None
) -> HttpResponse:
    """Add a cost line, or change one."""
    found = own_valuation(request, slug)
    line = None if pk is None else valuations.cost_of(found, pk)
    if pk is not None and line is None:
        raise Http404
    form = CostForm(request.POST or None, initial=cost_initial(line))
    if form.is_valid():
        done = attempt(
            request,
            form,
            lambda: services.save_cost(
                by=request.user, valuation=found, content=form.content(), line=line
            ),
            _("The cost line is saved."),
        )
        if done is not None:
            return redirect("benefits:valuation_lines", slug)
    context = frame(request, found) | {"line": line}
    return _page(request, "benefits/cost_edit.html", form, context)


@require_POST
def cost_remove(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take a cost line out."""
    found = own_valuation(request, slug)
    line = valuations.cost_of(found, pk)
    if line is None:
        raise Http404
    return _done(
        request,
        found,
        lambda: services.remove_cost(by=request.user, valuation=found, line=line),
        _("The cost line is removed."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def stream_edit(
    request: SignedInRequest, slug: str, pk: int | None = None
) -> HttpResponse:
    """Add a stream of benefit, or change one."""
    found = own_valuation(request, slug)
    line = None if pk is None else valuations.stream_of(found, pk)
    if pk is not None and line is None:
        raise Http404
    form = StreamForm(
        request.POST or None,
        user=request.user,
        line=line,
        initial=stream_initial(line),
    )
    if form.is_valid():
        done = attempt(
            request,
            form,
            lambda: services.save_stream(
                by=request.user, valuation=found, content=form.content(), line=line
            ),
            _("The benefit is saved."),
        )
        if done is not None:
            return redirect("benefits:valuation_lines", slug)
    context = frame(request, found) | {"line": line}
    return _page(request, "benefits/stream_edit.html", form, context)


@require_POST
def stream_remove(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take a stream out."""
    found = own_valuation(request, slug)
    line = valuations.stream_of(found, pk)
    if line is None:
        raise Http404
    return _done(
        request,
        found,
        lambda: services.remove_stream(by=request.user, valuation=found, line=line),
        _("The benefit is removed."),
    )


@require_http_methods(["GET", "HEAD"])
def unit_value_list(request: SignedInRequest) -> HttpResponse:
    """Every version of every unit value, with its source."""
    if not valuations.may_evaluate(request.user):
        raise PermissionDenied
    context = {"values": valuations.unit_values()}
    return render(request, "benefits/unit_value_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def unit_value_edit(request: SignedInRequest, key: str = "") -> HttpResponse:
    """Set what one unit is worth; under a key this is its next version."""
    if not valuations.may_evaluate(request.user):
        raise PermissionDenied
    last = valuations.unit_value_of(key) if key else None
    if key and last is None:
        raise Http404
    form = UnitValueForm(request.POST or None, initial=vars(last) if last else {})
    if form.is_valid():
        done = attempt(
            request,
            form,
            lambda: services.set_unit_value(
                by=request.user, content=form.content(), key=key
            ),
            _("The unit value is saved. Lines keep the version that they have."),
        )
        if done is not None:
            return redirect("benefits:unit_value_list")
    return _page(request, "benefits/unit_value_edit.html", form, {"last": last})


@require_http_methods(["GET", "HEAD", "POST"])
def unit_value_survey(request: SignedInRequest) -> HttpResponse:
    """Set a unit value to what the answers of a study say that people would pay."""
    if not valuations.may_evaluate(request.user):
        raise PermissionDenied
    form = WillingnessForm(request.POST or None, user=request.user)
    if form.is_valid():
        said = form.cleaned_data
        done = attempt(
            request,
            form,
            lambda: services.value_by_answers(
                by=request.user,
                asking=form.asking(),
                title=said["title"],
                unit=said["unit"],
                price_year=said["price_year"],
            ),
            _("The unit value is saved. Lines keep the version that they have."),
        )
        if done is not None:
            return redirect("benefits:unit_value_list")
    return _page(request, "benefits/unit_value_survey.html", form, {})

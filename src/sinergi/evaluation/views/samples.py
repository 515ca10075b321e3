"""A study's sample: its design, the draw, the list of units and what befell them."""

from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sinergi.accounts.requests import SignedInRequest
from sinergi.core import formatting
from sinergi.core.acts import attempt, page_of
from sinergi.core.dates import now, today
from sinergi.core.formatting import number
from sinergi.core.tables import write_csv, write_xlsx
from sinergi.evaluation.enums import StudyState, UnitState
from sinergi.evaluation.forms.samples import (
    DesignForm,
    PlanForm,
    UnitForm,
    example_of_2024,
    initial_design,
    initial_sizes,
    read_units,
)
from sinergi.evaluation.models import SampleUnit, Study
from sinergi.evaluation.queries import samples as queries
from sinergi.evaluation.queries.design_facts import facts_of, totals_of
from sinergi.evaluation.queries.frames import intake_years, programme_choices
from sinergi.evaluation.queries.plans import Plan, plan_for, plan_typed, preview_rows
from sinergi.evaluation.sample_files import COLUMNS, unit_rows
from sinergi.evaluation.sample_printing import list_pdf
from sinergi.evaluation.sampling import Design, UnfitDesign
from sinergi.evaluation.services import samples as services
from sinergi.evaluation.views.requests import frame, own_study, study_or_404

PAGE_SIZE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_not_required
@require_safe
def sample_plan(request: HttpRequest) -> HttpResponse:
    """How many to draw from populations that are typed by hand."""
    is_example = request.GET.get("contoh") == "2024"
    initial = example_of_2024() if is_example else initial_sizes(Design(reserve_pct=0))
    asked = initial if is_example else request.GET
    form = PlanForm(asked or None, initial=initial)
    plan = _planned(form) if form.is_valid() else None
    context = {"form": form, "plan": plan, "is_example": is_example}
    status = 422 if form.is_bound and plan is None else 200
    return render(request, "evaluation/sample_plan.html", context, status=status)


def _planned(form: PlanForm) -> Plan | None:
    frames, labels = form.strata()
    try:
        return plan_typed(form.design(), frames, labels)
    except UnfitDesign as error:
        form.refuse(error, labels)
        return None


@login_not_required
@require_safe
def sample(request: HttpRequest, slug: str) -> HttpResponse:
    """Strata and design for every reader; the units for those who evaluate."""
    study = study_or_404(request, slug)
    context = frame(request, study, "sample")
    context["strata"] = strata = list(queries.strata_of(study))
    context |= {"facts": facts_of(study), "totals": totals_of(strata)}
    if context["may_edit"]:
        context |= _units(request, study)
    is_draft = study.state == StudyState.DRAFT
    context |= {"is_draft": is_draft, "has_state": not is_draft}
    return render(request, "evaluation/sample.html", context)


def _units(request: HttpRequest, study: Study) -> dict[str, object]:
    asked = read_units(request.GET)
    rows = queries.units_of(study, asked.filter)
    found = page_of(request, rows, limit=PAGE_SIZE, key=asked.key)
    return {
        "asked": asked,
        "units": found.items,
        "next": found.next,
        "total": rows.count(),
        "states": [c for c in UnitState.choices if c[0] != UnitState.RESERVE],
        "provinces": queries.provinces_of(study),
        "is_drawn": study.units.exists(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def design_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Set population and design, seeing what they ask for before they are saved."""
    study = own_study(request, slug)
    kept = services.sample_content(study)
    form = DesignForm(
        request.POST or None,
        initial=initial_design(kept),
        programmes=programme_choices(),
        years=intake_years(),
    )
    is_saving = request.POST.get("langkah") == "simpan"
    if is_saving and form.is_valid() and _saved(request, study, form):
        return redirect("evaluation:sample", slug)
    plan = _previewed(request, study, form, kept)
    context = frame(request, study, "sample") | {
        "form": form,
        "plan": plan,
        "rows": preview_rows(
            study,
            form.population() or kept.population,
            plan,
            form.typed_deviations(kept.design.deviations),
        ),
        "is_drawn": study.units.exists(),
        "is_draft": study.state == StudyState.DRAFT,
    }
    status = 422 if is_saving else 200
    return render(request, "evaluation/design_edit.html", context, status=status)


def _saved(request: SignedInRequest, study: Study, form: DesignForm) -> bool:
    saved = attempt(
        request,
        form,
        lambda: services.change_design(
            by=request.user, study=study, content=form.content()
        ),
        _("The design is saved. Now draw the sample."),
    )
    return saved is not None


def _previewed(
    request: SignedInRequest,
    study: Study,
    form: DesignForm,
    kept: services.SampleContent,
) -> Plan | None:
    """What the design on the page asks for; what it cannot be stands in the form."""
    if form.is_bound and form.errors:
        return None
    content = form.content() if form.is_bound else kept
    return attempt(
        request,
        form if form.is_bound else None,
        lambda: plan_for(study, content.population, content.design),
    )


@require_POST
def sample_draw(request: SignedInRequest, slug: str) -> HttpResponse:
    """Draw the sample from the saved design and seed."""
    study = own_study(request, slug)
    drawn = attempt(
        request, None, lambda: services.draw_sample(by=request.user, study=study)
    )
    if drawn is not None:
        main = sum(unit.state != UnitState.RESERVE for unit in drawn)
        messages.success(
            request,
            _("%(sample)s libraries are drawn, with %(reserve)s in reserve.")
            % {"sample": number(main), "reserve": number(len(drawn) - main)},
        )
    return redirect("evaluation:sample", slug)


@require_safe
def sample_download(
    request: SignedInRequest, slug: str, extension: str
) -> HttpResponseBase:
    """All units of the filtered list as a file."""
    study = own_study(request, slug)
    units = queries.units_of(study, read_units(request.GET).filter)
    rows = unit_rows(units.order_by("stratum__order", "role", "order"))
    name = f"sampel-{study.slug}-{today():%Y-%m-%d}.{extension}"
    if extension == "csv":
        return StreamingHttpResponse(
            write_csv(COLUMNS, rows),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    if extension != "xlsx":
        raise Http404
    target = cast(BinaryIO, SpooledTemporaryFile(max_size=5 * 1024**2))  # noqa: SIM115
    notes = [
        (_("Study"), study.title),
        (_("Made"), formatting.moment(now())),
        *((label, str(value)) for label, value in facts_of(study)),
    ]
    write_xlsx(target, _("Sample"), COLUMNS, rows, notes=notes)
    target.seek(0)
    return FileResponse(target, content_type=XLSX, as_attachment=True, filename=name)


@require_safe
def sample_pdf(request: SignedInRequest, slug: str) -> HttpResponse:
    """The units of the filtered list on paper, to tick off on the way."""
    study = own_study(request, slug)
    units = queries.units_of(study, read_units(request.GET).filter)
    response = HttpResponse(list_pdf(study, units), content_type="application/pdf")
    name = f"sampel-{study.slug}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def unit_show(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """One unit: its weight, what became of it, and who takes its place."""
    study = own_study(request, slug)
    unit = queries.unit_of(study, pk)
    if unit is None:
        raise Http404
    form = UnitForm(
        request.POST or None,
        unit=unit,
        initial={"state": unit.state, "reason": unit.reason},
    )
    if form.is_valid():
        changed = attempt(request, form, lambda: _marked(request, unit, form))
        if changed is not None:
            messages.success(request, _("Saved."))
            return redirect("evaluation:unit_show", slug, changed.pk)
    context = frame(request, study, "sample") | {
        "unit": unit,
        "form": form,
        "replacement": queries.replacement_of(unit),
        "spare": queries.next_reserve(unit),
        "is_open": study.state == StudyState.FIELDING,
    }
    status = 422 if form.is_bound else 200
    return render(request, "evaluation/unit_show.html", context, status=status)


def _marked(request: SignedInRequest, unit: SampleUnit, form: UnitForm) -> SampleUnit:
    said = form.cleaned_data
    if said["is_replaced"]:
        return services.replace_unit(
            by=request.user, unit=unit, state=said["state"], reason=said["reason"]
        )
    return services.mark_unit(
        by=request.user, unit=unit, state=said["state"], reason=said["reason"]
    )

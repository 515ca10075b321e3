"""Lists of activities and their files."""

from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sinergi.accounts.requests import SignedInRequest
from sinergi.core import formatting
from sinergi.core.acts import page_of
from sinergi.core.tables import write_csv, write_xlsx
from sinergi.reports.enums import State, Strategy
from sinergi.reports.exports import COLUMNS, activity_rows
from sinergi.reports.forms.filters import ListFilter, read_filter
from sinergi.reports.models import Activity
from sinergi.reports.queries import desk

PAGE_SIZE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _rows(request: SignedInRequest, asked: ListFilter) -> QuerySet[Activity]:
    return desk.listed_activities(
        request.user,
        state=asked.state,
        library_id=asked.library,
        since=asked.month,
        until=asked.last_day,
        strategy=asked.strategy,
        search=asked.search,
    )


@require_GET
def activity_list(request: SignedInRequest) -> HttpResponse:
    """Activities in the person's scope: filter, sort, go on by key, download."""
    asked = read_filter(request.GET)
    rows = _rows(request, asked)
    found = page_of(request, rows, limit=PAGE_SIZE, key=asked.order)
    context = {
        "activities": found.items,
        "next": found.next,
        "total": rows.count(),
        "asked": asked,
        "states": State.choices,
        "strategies": Strategy.choices,
        "month": asked.month.strftime("%Y-%m") if asked.month else "",
        "library": desk.library_for(request.user, asked.library),
        "may_report": desk.reports_for_somebody(request.user),
        "is_officer": desk.verifies(request.user),
    }
    return render(request, "reports/activity_list.html", context)


@require_GET
def activity_download(request: SignedInRequest, extension: str) -> HttpResponseBase:
    """All rows of the filtered list as a file."""
    rows = activity_rows(
        _rows(request, read_filter(request.GET))
        .prefetch_related("breakdown", "money")
        .order_by("started_on", "pk")
        .iterator(chunk_size=500)
    )
    name = f"kegiatan-{timezone.localdate():%Y-%m-%d}.{extension}"
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
        (_("Made"), formatting.moment(timezone.now())),
        (_("Scope"), _("What you may see, with the filters of the list")),
    ]
    write_xlsx(target, _("Activities"), COLUMNS, rows, notes=notes)
    target.seek(0)
    return FileResponse(target, content_type=XLSX, as_attachment=True, filename=name)

"""The list of libraries and its files."""

from collections.abc import Iterable, Sequence
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sinergi.accounts.requests import SignedInRequest
from sinergi.core import formatting
from sinergi.core.paging import page
from sinergi.core.tables import Row, TableColumn, write_csv, write_xlsx
from sinergi.network.enums import LibraryKind, Origin
from sinergi.network.exports import (
    COLUMNS,
    PARTNERSHIPS,
    library_rows,
    partnership_rows,
)
from sinergi.network.forms.filters import read_list
from sinergi.network.queries.libraries import (
    areas_below,
    intake_years,
    libraries_for,
    paths_of,
    with_list_details,
)
from sinergi.network.queries.partnerships import partnerships_in
from sinergi.network.queries.scope import can
from sinergi.network.rules import MANAGE

PAGE_SIZE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def library_list(request: SignedInRequest) -> HttpResponse:
    """Libraries in the person's scope: filter, sort, go on by key, download."""
    asked = read_list(request.GET)
    rows = libraries_for(request.user, asked.filter)
    found = page(
        with_list_details(rows),
        cursor=request.GET.get("cursor"),
        limit=PAGE_SIZE,
        key=asked.key,
    )
    paths = paths_of([library.region_id for library in found.items])
    context = {
        "libraries": [
            (library, paths[library.region_id], next(iter(partnerships), None))
            for library in found.items
            for partnerships in [library.partnerships.all()]
        ],
        "next": found.next,
        "total": rows.count(),
        "asked": asked,
        "areas": areas_below(request.user, asked.filter.region),
        "kinds": LibraryKind.choices,
        "origins": Origin.choices,
        "years": intake_years(request.user),
        "may_manage": can(request.user, MANAGE),
    }
    return render(request, "network/library_list.html", context)


@require_safe
def library_download(request: SignedInRequest, extension: str) -> HttpResponseBase:
    """All rows of the filtered list as a file."""
    asked = read_list(request.GET)
    libraries = with_list_details(libraries_for(request.user, asked.filter))
    rows = library_rows(libraries.order_by("region_id", "pk"))
    return _file("perpustakaan", _("Libraries"), COLUMNS, rows, extension)


@require_safe
def partnership_download(request: SignedInRequest, extension: str) -> HttpResponseBase:
    """Every partnership, past ones too, of the filtered list's libraries."""
    asked = read_list(request.GET)
    rows = partnership_rows(
        partnerships_in(libraries_for(request.user, asked.filter)).iterator(1000)
    )
    return _file("kemitraan", _("Partnerships"), PARTNERSHIPS, rows, extension)


def _file(
    stem: str,
    title: str,
    columns: Sequence[TableColumn],
    rows: Iterable[Row],
    extension: str,
) -> HttpResponseBase:
    name = f"{stem}-{timezone.localdate():%Y-%m-%d}.{extension}"
    if extension == "csv":
        return StreamingHttpResponse(
            write_csv(columns, rows),
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
    write_xlsx(target, title, columns, rows, notes=notes)
    target.seek(0)
    return FileResponse(target, content_type=XLSX, as_attachment=True, filename=name)

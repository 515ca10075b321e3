"""Tables of meetings as files to be downloaded."""

from collections.abc import Iterable, Sequence
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from sinergi.core import formatting
from sinergi.core.tables import Row, TableColumn, Text, write_csv, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_response(
    extension: str,
    name: str,
    title: Text,
    columns: Sequence[TableColumn],
    rows: Iterable[Row],
) -> HttpResponseBase:
    """A table as CSV or XLSX.

    Raises:
        Http404: The extension is neither.
    """
    file_name = f"{name}.{extension}"
    if extension == "csv":
        return StreamingHttpResponse(
            write_csv(columns, rows),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
        )
    if extension != "xlsx":
        raise Http404
    target = cast(BinaryIO, SpooledTemporaryFile(max_size=5 * 1024**2))  # noqa: SIM115
    notes = [(_("Made"), formatting.moment(timezone.now()))]
    write_xlsx(target, title, columns, rows, notes=notes)
    target.seek(0)
    return FileResponse(
        target, content_type=XLSX, as_attachment=True, filename=file_name
    )

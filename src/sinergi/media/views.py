"""Serving a stored file; the record's own view has checked who may see it."""

import re
from collections.abc import Iterator
from typing import IO

from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.utils.http import content_disposition_header

from sinergi.media.kinds import PICTURES
from sinergi.media.models import MediaFile
from sinergi.media.services import thumbnail_name

RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
CHUNK = 64 * 1024
SANDBOX = "sandbox; default-src 'none'"


def serve(
    request: HttpRequest, media: MediaFile, *, is_thumbnail: bool = False
) -> HttpResponseBase:
    """The file itself: pictures to be shown, documents to be downloaded.

    Kept by the reader's own browser only, never run as a page, in parts if asked.
    """
    name, size = media.stored_name, media.size_bytes
    small = thumbnail_name(name)
    is_small = is_thumbnail and default_storage.exists(small)
    if is_small:
        name, size = small, default_storage.size(small)
    tag = f'"{media.sha256[:32]}{"-s" if is_small else ""}"'
    if request.headers.get("If-None-Match") == tag:
        return _with_headers(HttpResponseNotModified(), media, tag)
    wanted = _wanted_range(request, tag, size)
    if wanted is None:
        response: HttpResponseBase = FileResponse(
            default_storage.open(name), content_type=media.content_type
        )
        response["Content-Length"] = str(size)
    elif wanted[0] >= size or wanted[1] < wanted[0]:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
    else:
        response = _part(name, wanted, size, media.content_type)
    return _with_headers(response, media, tag)


def _wanted_range(request: HttpRequest, tag: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for, or None for the whole file."""
    match = RANGE.fullmatch(request.headers.get("Range", ""))
    if not match or match.groups() == ("", ""):
        return None
    if request.headers.get("If-Range", tag) != tag:
        return None
    first, last = match.groups()
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last) if last else size - 1, size - 1)


def _part(
    name: str, wanted: tuple[int, int], size: int, content_type: str
) -> HttpResponseBase:
    first, last = wanted
    response = StreamingHttpResponse(
        _read(default_storage.open(name), first, last - first + 1),
        status=206,
        content_type=content_type,
    )
    response["Content-Length"] = str(last - first + 1)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _read(file: IO[bytes], first: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        while length > 0:
            chunk = file.read(min(CHUNK, length))
            if not chunk:
                return
            length -= len(chunk)
            yield chunk


def _with_headers(
    response: HttpResponseBase, media: MediaFile, tag: str
) -> HttpResponseBase:
    is_shown = media.content_type in PICTURES
    disposition = content_disposition_header(not is_shown, _file_name(media))
    response["Content-Disposition"] = disposition or "inline"
    response["Cache-Control"] = "private, max-age=604800"
    response["ETag"] = tag
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _file_name(media: MediaFile) -> str:
    """The given name; a picture that was encoded anew ends in .jpg."""
    name = media.original_name
    if media.content_type in PICTURES:
        return f"{name.rpartition('.')[0] or name}.jpg"
    return name

"""The body of a sending: several parts, bounded, and refused where it breaks off."""

from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils.translation import gettext as _

from sinergi.core import formatting
from sinergi.core.errors import DomainError
from sinergi.exchange.openrosa.instances import Malformed

ANSWERS = "xml_submission_file"
TAIL = 200


class TooBig(DomainError):
    """More bytes than are taken in at once; they are not read."""

    kind = "too_big"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class LengthMissing(DomainError):
    """How long the body is was not said beforehand."""

    kind = "length_missing"
    status = HTTPStatus.LENGTH_REQUIRED


@dataclass(frozen=True, slots=True)
class Sending:
    """The answers as they were sent, and the files beside them."""

    answers: bytes
    files: "list[UploadedFile[bytes]]"


class _Watched:
    """Counts what is read of a body and keeps its end."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.count = 0
        self.tail = b""

    def read(self, size: int) -> bytes:
        read = self.request.read(size)
        self.count += len(read)
        self.tail = (self.tail + read)[-TAIL:]
        return read


def read_sending(request: HttpRequest) -> Sending:
    """The parts of a request.

    Raises:
        LengthMissing: Its length is unknown.
        TooBig: It, or the answers in it, are bigger than the settings allow.
        Malformed: It is not what a phone sends, or broke off on the way.
    """
    length = _length(request)
    boundary = _boundary(request)
    body = _Watched(request)
    handlers = request.upload_handlers
    try:
        _fields, parts = MultiPartParser(request.META, body, handlers).parse()  # type: ignore[arg-type]  # reading is all that is asked of it
    except (MultiPartParserError, SuspiciousOperation, UnreadablePostError) as error:
        raise Malformed(_("The sending could not be taken apart.")) from error
    end = b"--" + boundary.encode("ascii", "replace") + b"--"
    if body.count < length or end not in body.tail:
        raise Malformed(_("The sending broke off on its way. Send it again."))
    answers = parts.get(ANSWERS)
    if answers is None or len(parts.getlist(ANSWERS)) > 1:
        raise Malformed(_("The sending needs one part “%(name)s”.") % {"name": ANSWERS})
    if (answers.size or 0) > settings.SUBMISSION_XML_LIMIT_BYTES:
        raise _too_big(answers.size or 0, settings.SUBMISSION_XML_LIMIT_BYTES)
    files = [one for name in parts if name != ANSWERS for one in parts.getlist(name)]
    return Sending(answers.read(), files)


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or ""
    if not text.isdecimal():
        raise LengthMissing(_("The length of the sending was not said."))
    if int(text) > settings.SUBMISSION_LIMIT_BYTES:
        raise _too_big(int(text), settings.SUBMISSION_LIMIT_BYTES)
    return int(text)


def _boundary(request: HttpRequest) -> str:
    header = Message()
    header["Content-Type"] = request.META.get("CONTENT_TYPE", "")
    boundary = header.get_boundary("")
    if header.get_content_type() != "multipart/form-data" or not boundary:
        raise Malformed(_("A sending has several parts (multipart/form-data)."))
    return str(boundary)


def _too_big(size: int, limit: int) -> TooBig:
    return TooBig(
        _("The sending is too big (%(size)s). The limit is %(limit)s.")
        % {"size": formatting.file_size(size), "limit": formatting.file_size(limit)}
    )

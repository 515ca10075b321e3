"""Taking in what phones send: safe to repeat, on the disk before it is confirmed."""

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sinergi.core.dates import now
from sinergi.core.durability import on_disk
from sinergi.evaluation.enums import Flag, Source
from sinergi.evaluation.errors import SubmissionConflict
from sinergi.evaluation.models import Response, ResponseFile
from sinergi.evaluation.models.field import field_file_name


@dataclass(frozen=True, slots=True)
class Submission:
    """A filled-in questionnaire as it was sent.

    Attributes:
        instrument_id: The version that was filled in.
        instance_id: The identity that the phone gave it.
        replaces: The identity of the one that it corrects, or empty.
        xml: The answers as they arrived.
        digest: The SHA-256 of their bytes.
        is_late: The version, or its study, is closed.
    """

    instrument_id: int
    instance_id: str
    replaces: str
    xml: str
    digest: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class _Written:
    name: str
    place: str
    digest: str
    size: int


def take_submission(
    *, by: str, submission: Submission, files: "Sequence[UploadedFile[bytes]]" = ()
) -> bool:
    """Keep a submission and the files that came with it; False where nothing was new.

    `by` is the interviewer's user name. The same submission may come again, and its
    files in as many sendings as the phone likes. When this returns, everything is on
    the disk; when it raises, nothing is.

    Raises:
        SubmissionConflict: Other answers, or another file of the same name, were sent
            under this identity before.
    """
    written = [_write(file) for file in files]
    unused = [one.place for one in written]
    try:
        with on_disk():
            response, is_new = _kept(by, submission)
            added = _add_files(response, written)
        unused = [one.place for one in written if one.place not in added]
    finally:
        for place in unused:
            default_storage.delete(place)
    return is_new or bool(added)


def _kept(by: str, submission: Submission) -> tuple[Response, bool]:
    """The response, and whether it is new: most are, so that writing comes first."""
    try:
        with transaction.atomic():
            return _create(by, submission), True
    except IntegrityError:
        kept = Response.objects.filter(instance_id=submission.instance_id).first()
        if kept is None:
            raise
    if (kept.instrument_id, kept.digest) != (
        submission.instrument_id,
        submission.digest,
    ):
        raise SubmissionConflict(
            _("Other answers were sent under this identity (%(id)s) before.")
            % {"id": submission.instance_id}
        )
    return kept, False


def _create(by: str, submission: Submission) -> Response:
    return Response.objects.create(
        instance_id=submission.instance_id,
        instrument_id=submission.instrument_id,
        digest=submission.digest,
        source=Source.OPENROSA,
        interviewer=by,
        xml=submission.xml,
        replaces=submission.replaces,
        flags=[Flag.LATE.value] if submission.is_late else [],
        received_at=now(),
    )


def _add_files(response: Response, written: Sequence[_Written]) -> set[str]:
    """The places of the files that the response did not have yet."""
    if not written:
        return set()
    known = dict(response.files.values_list("name", "digest"))
    fresh: list[_Written] = []
    for one in written:
        if one.name not in known:
            known[one.name] = one.digest
            fresh.append(one)
        elif known[one.name] != one.digest:
            raise SubmissionConflict(
                _("Another file named %(name)s came with these answers before.")
                % {"name": one.name}
            )
    ResponseFile.objects.bulk_create(
        ResponseFile(
            response=response,
            name=one.name,
            file=one.place,
            digest=one.digest,
            size_bytes=one.size,
            received_at=now(),
        )
        for one in fresh
    )
    return {one.place for one in fresh}


def _write(file: "UploadedFile[bytes]") -> _Written:
    """Store a file's bytes and wait until they are on the disk."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    place = default_storage.save(field_file_name(ResponseFile(), ""), file)
    with suppress(NotImplementedError):  # a storage elsewhere keeps what it confirmed
        _sync(Path(default_storage.path(place)))
    name = (file.name or "")[-200:]
    return _Written(name, place, digest.hexdigest(), file.size or 0)


def _sync(path: Path) -> None:
    for each in (path, path.parent, path.parent.parent):
        handle = os.open(each, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

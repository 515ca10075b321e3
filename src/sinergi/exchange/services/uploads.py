"""Files sent on a page: tried, kept for a day, stored once confirmed."""

import datetime as dt
import uuid
from typing import BinaryIO, cast

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.core.dates import latest_day
from sinergi.core.errors import Conflict, NotAllowed
from sinergi.core.models import Job
from sinergi.core.services.jobs import start_job
from sinergi.exchange.models import Upload
from sinergi.exchange.queries.scope import scope_for
from sinergi.exchange.services.files import Outcome, Request, import_file
from sinergi.exchange.services.findings import Progress
from sinergi.exchange.services.placing import NewLibraries
from sinergi.network.rules import MANAGE, REPORT

KEPT = dt.timedelta(days=1)
#: More rows than this are stored by a background job.
AT_ONCE = 500
PERMISSIONS = {Upload.Kind.ACTIVITIES: REPORT, Upload.Kind.PARTNERS: MANAGE}


def importable_kinds(user: User) -> list[Upload.Kind]:
    """What a person may import somewhere."""
    return [
        kind
        for kind, permission in PERMISSIONS.items()
        if not scope_for(user, permission).is_empty
    ]


def send_file(
    *, by: User, kind: str, file: "UploadedFile[bytes]", new_libraries: NewLibraries
) -> Upload:
    """Keep a file and try it; nothing of it is stored yet.

    Raises:
        NotAllowed: The person may import nothing of this kind.
        UnreadableFile: The file cannot be read; it is not kept.
    """
    if kind not in importable_kinds(by):
        raise NotAllowed(_("You can see this but not change it."))
    forget_old_files()
    upload = Upload(
        kind=kind,
        name=(file.name or "")[-255:],
        as_of=latest_day(),
        new_libraries=new_libraries,
        sent_by=by,
    )
    request = _request(upload, dry_run=True)
    outcome = import_file(by=by, file=_stream(file), request=request)
    upload.report = outcome.as_json(dry_run=True)
    file.seek(0)
    upload.file.save(f"{uuid.uuid4()}", file, save=False)
    upload.save()
    return upload


def confirm_upload(*, by: User, upload: Upload) -> Job | None:
    """Store the rows of a tried file, at once or by a job where there are many.

    Raises:
        Conflict: The file was confirmed before, or is no longer kept.
    """
    with transaction.atomic():
        upload = Upload.objects.select_for_update().get(pk=upload.pk, sent_by=by)
        if upload.state != Upload.State.TRIED or _is_old(upload):
            raise Conflict(_("This file was stored already or is too old."))
        upload.state = Upload.State.WAITING
        upload.save(update_fields=["state"])
        if upload.report["rows"]["read"] > AT_ONCE:
            return start_job(
                by=by,
                kind="import",
                title=_("Import of %(name)s") % {"name": upload.name[:150]},
                parameters={"upload": str(upload.pk)},
                total=upload.report["rows"]["read"],
            )
        store_upload(upload_id=str(upload.pk))
    return None


def store_upload(*, upload_id: str, progress: Progress | None = None) -> Upload:
    """Store the rows of a confirmed file; a repeat changes nothing."""
    with transaction.atomic():
        upload = Upload.objects.select_for_update().get(pk=uuid.UUID(upload_id))
        if upload.state == Upload.State.STORED:
            return upload
        request = _request(upload, dry_run=False)
        with upload.file.open("rb") as file:
            outcome = import_file(
                by=upload.sent_by,
                file=_stream(file),
                request=request,
                progress=progress,
            )
        upload.report = outcome.as_json(dry_run=False)
        upload.state = Upload.State.STORED
        upload.save(update_fields=["report", "state"])
        record(
            by=upload.sent_by,
            action="import_file",
            target=upload,
            new={"kind": upload.kind, "rows": upload.report["rows"]},
        )
    return upload


def try_again(*, by: User, upload: Upload) -> Outcome:
    """What a kept file gives now, with its rows; nothing is stored.

    Raises:
        Conflict: The file is no longer kept.
    """
    if _is_old(upload):
        raise Conflict(_("This file is no longer kept. Send it again."))
    with upload.file.open("rb") as file:
        return import_file(
            by=by, file=_stream(file), request=_request(upload, dry_run=True)
        )


def forget_old_files() -> int:
    """Delete the files and reports that have been kept for a day."""
    old = list(Upload.objects.filter(sent_at__lt=timezone.now() - KEPT))
    for upload in old:
        upload.file.delete(save=False)
        upload.delete()
    return len(old)


def _stream(file: "File[bytes]") -> BinaryIO:
    """The open file itself, from which a workbook is read."""
    return cast(BinaryIO, file.file)


def _is_old(upload: Upload) -> bool:
    return upload.sent_at < timezone.now() - KEPT


def _request(upload: Upload, *, dry_run: bool) -> Request:
    return Request(
        kind=upload.kind,
        name=upload.name,
        as_of=upload.as_of,
        new_libraries=NewLibraries(upload.new_libraries),
        dry_run=dry_run,
    )

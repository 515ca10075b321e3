"""Photos and files that show an activity."""

import datetime as dt

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.media.kinds import DOCUMENTS, PICTURES
from sinergi.media.services import store_upload
from sinergi.network.rules import REPORT
from sinergi.reports.enums import EvidenceKind, State
from sinergi.reports.errors import ReadOnly, TooMuchEvidence, WrongState
from sinergi.reports.models import Activity, Evidence
from sinergi.reports.rules import CAPTION_LIMIT, EVIDENCE_LIMIT
from sinergi.reports.services.access import lock_activity, require_open_period
from sinergi.reports.services.activities import OPEN
from sinergi.reports.services.validation import FIELD_LABELS, too_long


def add_evidence(
    *,
    by: User,
    activity: Activity,
    upload: "UploadedFile[bytes]",
    caption: str = "",
    taken_at: dt.datetime | None = None,
) -> Evidence:
    """Add a photo or file to an open report; the same bytes are added once.

    The picture is worked on before the rows are locked, so that nobody waits for it.

    Raises:
        Activity.DoesNotExist: The activity is outside the person's scope.
        ReadOnly: The person may not report for the library.
        WrongState: The report is sent already.
        PeriodLocked: Its month is closed.
        MediaRefused: The file is too big, of a wrong type or damaged.
        TooMuchEvidence: The report holds enough.
    """
    caption = caption.strip()
    if len(caption) > CAPTION_LIMIT:
        raise too_long(FIELD_LABELS["title"], caption, CAPTION_LIMIT, field="caption")
    _require_editable(by, activity)
    stored = store_upload(
        by=by, upload=upload, kinds=PICTURES | DOCUMENTS, taken_at=taken_at
    )
    with transaction.atomic():
        current = _open_activity(by, activity)
        pieces = list(current.evidence.select_related("file"))
        for piece in pieces:
            if piece.file is not None and piece.file.sha256 == stored.sha256:
                return piece
        if len(pieces) >= EVIDENCE_LIMIT:
            raise TooMuchEvidence(EVIDENCE_LIMIT)
        is_photo = stored.content_type in PICTURES
        piece = Evidence.objects.create(
            activity=current,
            kind=EvidenceKind.PHOTO if is_photo else EvidenceKind.FILE,
            file=stored,
            caption=caption,
            added_by=by,
        )
        record(
            by=by,
            action="activity.evidence_added",
            target=current,
            old={"evidence": ""},
            new={"evidence": piece.kind, "file": str(stored.pk)},
        )
        return piece


@transaction.atomic
def remove_evidence(*, by: User, evidence: Evidence) -> None:
    """Take a photo, file or link off an open report; gone already is fine.

    Raises:
        Activity.DoesNotExist: The activity is outside the person's scope.
        ReadOnly: The person may not report for the library.
        WrongState: The report is sent already.
        PeriodLocked: Its month is closed.
    """
    activity = _open_activity(by, evidence.activity)
    piece = activity.evidence.filter(pk=evidence.pk).first()
    if piece is None:
        return
    if piece.file_id is None:
        activity.revision += 1
        activity.save(update_fields=["revision"])
    record(
        by=by,
        action="activity.evidence_removed",
        target=activity,
        old={
            "evidence": piece.kind,
            "file": str(piece.file_id or ""),
            "reference": piece.reference,
        },
        new={"evidence": ""},
    )
    piece.delete()


def _require_editable(by: User, activity: Activity) -> None:
    """Refuse early what the locked check will refuse anyway, before any work."""
    if Activity.objects.editable_by(by).filter(pk=activity.pk).exists():
        return
    current = Activity.objects.visible_to(by).get(pk=activity.pk)
    if current.state in OPEN:
        raise ReadOnly(activity=str(activity.pk))
    raise WrongState(current.state, State(current.state).label)


def _open_activity(by: User, activity: Activity) -> Activity:
    current, library = lock_activity(by=by, activity=activity, permission=REPORT)
    require_open_period(library.region_id, current.started_on)
    if current.state not in OPEN:
        raise WrongState(current.state, State(current.state).label)
    return current

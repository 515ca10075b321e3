"""Letters on paper: one at once, all of a meeting by a job."""

import datetime as dt
import zipfile
from tempfile import TemporaryFile
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.core.models import Job
from sinergi.core.services.jobs import advance, finish, start_job
from sinergi.meetings.enums import DelegationKind, Duty
from sinergi.meetings.errors import WrongState
from sinergi.meetings.letters import PaperLetter, letters_pdf, paper_letter
from sinergi.meetings.models import Delegation, Meeting
from sinergi.meetings.queries.invitations import invited
from sinergi.meetings.services.access import require_host
from sinergi.meetings.services.invitations import secret_of

#: How many letters are written between two signs of progress.
STEP = 25
FOLDER = "letters"
KEPT = dt.timedelta(days=7)


def reply_link(delegation: Delegation) -> str:
    """Where the invited replies: a partner with its account, a guest by its link."""
    slug = delegation.meeting.slug
    if delegation.kind == DelegationKind.PARTNER:
        path = reverse("meetings:delegation", args=[slug, delegation.pk])
    else:
        path = reverse("meetings:invitation_reply", args=[slug, secret_of(delegation)])
    return f"{settings.PUBLIC_URL}{path}"


def guest_link(delegation: Delegation) -> str:
    """The link of a guest; empty for a partner, who has an account."""
    if delegation.kind == DelegationKind.PARTNER:
        return ""
    return reply_link(delegation)


def letter_pdf(delegation: Delegation) -> bytes:
    """The letter of one delegation."""
    return letters_pdf([_letter(delegation, signer_of(delegation.meeting))])


def _letter(delegation: Delegation, signer: str) -> PaperLetter:
    return paper_letter(delegation, reply_link(delegation), signer)


def signer_of(meeting: Meeting) -> str:
    """Who leads the committee; nobody where that is not said."""
    lead = meeting.committee.filter(duty=Duty.LEAD).select_related("user").first()
    return lead.user.full_name if lead else ""


@transaction.atomic
def start_pack(*, by: User, meeting: Meeting) -> Job:
    """Write all letters in the background.

    Raises:
        OutOfScope: The person does not serve the meeting.
        WrongState: Nobody is invited.
    """
    require_host(by, meeting)
    total = meeting.delegations.count()
    if not total:
        raise WrongState(_("Nobody is invited yet."))
    return start_job(
        by=by,
        kind="letters",
        title=_("Letters of %(meeting)s") % {"meeting": meeting.title},
        parameters={"meeting": meeting.pk},
        total=total,
    )


def write_pack(job: Job) -> None:
    """Write the letters: all as one PDF to print, and each as a file to send.

    A stopped job begins anew; half a file is of no use, and it takes seconds.
    """
    meeting = Meeting.objects.get(pk=int(job.parameters["meeting"]))
    signer = signer_of(meeting)
    letters = [_letter(row, signer) for row in invited(meeting)]
    _forget_old_packs()
    with TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
            pack.writestr("0000-semua-surat.pdf", letters_pdf(letters))
            for turn, letter in enumerate(letters, start=1):
                pack.writestr(f"{_file_name(turn, letter)}.pdf", letters_pdf([letter]))
                if turn % STEP == 0:
                    advance(job=job, done=turn, total=len(letters))
        file.seek(0)
        default_storage.delete(pack_name(job.pk))
        default_storage.save(pack_name(job.pk), File(file))
    url = reverse("meetings:letter_download", args=[meeting.slug, job.pk])
    finish(job=job, result={"url": url, "label": _("Download the letters")})


def _forget_old_packs() -> None:
    """Letters hold names and links; their packs are not kept for long."""
    try:
        _folders, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    for name in names:
        path = f"{FOLDER}/{name}"
        if default_storage.get_modified_time(path) < timezone.now() - KEPT:
            default_storage.delete(path)


def _file_name(turn: int, letter: PaperLetter) -> str:
    return f"{turn:04d}-{slugify(letter.to)[:60] or 'undangan'}"


def pack_name(job_id: UUID) -> str:
    """Under what name the file of a job is stored."""
    return f"{FOLDER}/{job_id}.zip"


def open_pack(job_id: UUID) -> "File[bytes] | None":
    """The file of a job; None once it is no longer kept."""
    name = pack_name(job_id)
    return default_storage.open(name) if default_storage.exists(name) else None

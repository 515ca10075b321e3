"""Slides, recordings and minutes of a meeting."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.core.dates import now
from sinergi.media.kinds import DOCUMENTS, PICTURES
from sinergi.media.services import store_upload
from sinergi.meetings.enums import MaterialKind
from sinergi.meetings.errors import UnfitMaterial
from sinergi.meetings.models import Material, Meeting, Session
from sinergi.meetings.services.access import require_arrange

is_web_link = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class MaterialContent:
    """What a material is: exactly one of a file, a link and a text."""

    kind: str
    title: str
    session: Session | None = None
    upload: "UploadedFile[bytes] | None" = None
    link: str = ""
    text: str = ""
    is_public: bool = False


@transaction.atomic
def add_material(
    *, by: User | None, meeting: Meeting, content: MaterialContent
) -> Material:
    """Keep something of a meeting.

    Raises:
        OutOfScope: The person does not arrange the meeting.
        UnfitMaterial: Its content is missing or manifold, or its link is no address.
        DomainError: The file is refused (`media.services.store_upload`).
    """
    require_arrange(by, meeting)
    _check(by, meeting, content)
    stored = (
        store_upload(by=by, upload=content.upload, kinds=DOCUMENTS | PICTURES)
        if content.upload is not None and by is not None
        else None
    )
    row = Material.objects.create(
        meeting=meeting,
        session=content.session,
        kind=content.kind,
        title=content.title.strip(),
        file=stored,
        link=content.link,
        text=content.text.strip(),
        is_public=content.is_public,
        added_by=by,
        added_at=now(),
    )
    record(
        by=by,
        action="material.added",
        target=row,
        new={"kind": row.kind, "title": row.title, "is_public": row.is_public},
    )
    return row


@transaction.atomic
def remove_material(*, by: User | None, material: Material) -> None:
    """Take a material away; its file is cleared away later.

    Raises:
        OutOfScope: The person does not arrange the meeting.
    """
    require_arrange(by, material.meeting)
    record(
        by=by, action="material.removed", target=material, old={"title": material.title}
    )
    material.delete()


def _check(by: User | None, meeting: Meeting, content: MaterialContent) -> None:
    if content.kind not in MaterialKind.values or not content.title.strip():
        raise UnfitMaterial(_("Say what it is and give it a title."), field="title")
    if content.session is not None and content.session.meeting_id != meeting.pk:
        raise UnfitMaterial(
            _("The session belongs to another meeting."), field="session"
        )
    given = [content.upload is not None, bool(content.link), bool(content.text.strip())]
    if sum(given) != 1 or (content.upload is not None and by is None):
        raise UnfitMaterial(
            _("Give one of the three: a file, a link or a text."), field="link"
        )
    if content.link:
        try:
            is_web_link(content.link)
        except ValidationError as error:
            raise UnfitMaterial(
                _("Write the whole address, beginning with https://."), field="link"
            ) from error

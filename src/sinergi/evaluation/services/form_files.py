"""Pictures and lists that a questionnaire shows, fetched by phones beside it."""

import hashlib
import re
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.evaluation.enums import InstrumentState
from sinergi.evaluation.errors import FrozenInstrument, UnfitInstrument
from sinergi.evaluation.models import FormFile, Instrument
from sinergi.evaluation.services.access import require_editable

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_FILES = 40
MOST_BYTES = 10 * 1024 * 1024
#: As XLSForms name them; nothing that leads out of the folder of a form.
NAME = re.compile(r"\w[\w.\- ]{0,99}")


@transaction.atomic
def add_form_file(
    *, by: User, instrument: Instrument, file: "UploadedFile[bytes] | None"
) -> FormFile:
    """Keep a file that a draft names, in the place of one of the same name.

    Raises:
        OutOfScope: The study is not theirs.
        FrozenInstrument: The version has been in the field.
        UnfitInstrument: No file, a name that forms cannot use, or too many or large.
    """
    row = _draft(by, instrument)
    name = _fitting(file)
    assert file is not None  # noqa: S101 - refused above
    row.form_files.filter(name=name).delete()
    if row.form_files.count() >= MOST_FILES:
        raise UnfitInstrument(
            _("A questionnaire shows up to %(most)s files.") % {"most": MOST_FILES}
        )
    content = b"".join(file.chunks())
    kept = FormFile.objects.create(
        instrument=row,
        name=name,
        file=file,
        md5=hashlib.md5(content, usedforsecurity=False).hexdigest(),
        size_bytes=len(content),
    )
    record(by=by, action="instrument.add_file", target=row, new={"name": name})
    return kept


@transaction.atomic
def remove_form_file(*, by: User, instrument: Instrument, name: str) -> None:
    """Forget a file of a draft.

    Raises:
        OutOfScope, FrozenInstrument: See `add_form_file`.
    """
    row = _draft(by, instrument)
    gone, _each = row.form_files.filter(name=name).delete()
    if gone:
        record(by=by, action="instrument.remove_file", target=row, old={"name": name})


def _draft(by: User, instrument: Instrument) -> Instrument:
    require_editable(by, instrument.study)
    row = Instrument.objects.select_for_update().get(pk=instrument.pk)
    if row.state != InstrumentState.DRAFT:
        raise FrozenInstrument(_("This version has been in the field already."))
    return row


def _fitting(file: "UploadedFile[bytes] | None") -> str:
    """The name of a file that a form can show."""
    if file is None or not file.size:
        raise UnfitInstrument(_("Choose a file first; it must not be empty."))
    name = file.name or ""
    if not NAME.fullmatch(name):
        raise UnfitInstrument(
            _("“%(name)s”: name the file with letters, digits, dots and dashes.")
            % {"name": name[:100]}
        )
    if file.size > MOST_BYTES:
        raise UnfitInstrument(_("A file of a questionnaire has up to 10 MB."))
    return name

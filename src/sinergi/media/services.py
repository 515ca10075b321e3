"""Taking files in, and clearing away those that belong to nothing."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sinergi.accounts.models import User
from sinergi.media.errors import (
    DamagedFile,
    EmptyFile,
    FileTooBig,
    PictureTooLarge,
    WrongType,
)
from sinergi.media.kinds import DOCUMENTS, JPEG, PICTURES, content_type_of
from sinergi.media.models import MediaFile
from sinergi.media.pictures import (
    MEGAPIXELS_LIMIT,
    Picture,
    TooLarge,
    Unreadable,
    prepare,
)

#: A stored file that no record holds is kept this long: its form may be under way.
ORPHAN_AGE = dt.timedelta(days=1)
THUMBNAIL_SUFFIX = "-320"
NAME_LIMIT = 200


def store_upload(
    *,
    by: User,
    upload: "UploadedFile[bytes]",
    kinds: Collection[str] = PICTURES,
    taken_at: dt.datetime | None = None,
) -> MediaFile:
    """Take a file in; the same bytes are stored once.

    `taken_at` is when the photo was taken, for a picture that does not say so itself.

    The type is that of the content. A picture is encoded anew: small, upright,
    without position or any other metadata.

    Raises:
        EmptyFile: It has no bytes.
        FileTooBig: It has more bytes than `UPLOAD_LIMIT_BYTES`.
        WrongType: Its content is of none of the `kinds`.
        PictureTooLarge: Its pixels would take too much memory.
        DamagedFile: It cannot be decoded.
    """
    name = shown_name(upload.name)
    size = upload.size or 0
    if size > settings.UPLOAD_LIMIT_BYTES:
        raise FileTooBig(size=size, limit=settings.UPLOAD_LIMIT_BYTES)
    if size == 0:
        raise EmptyFile(name=name)
    digest = _digest(upload)
    known = _known(digest, kinds)
    if known is not None:
        return _again(by, known, name)
    content_type = content_type_of(_opened(upload))
    if content_type not in kinds:
        raise WrongType(name=name, expected=_expected(kinds))
    if content_type in PICTURES:
        return _store_picture(by, upload, name, digest, content_type, taken_at=taken_at)
    return _store(by, upload, name, digest, content_type, size=size)


def shown_name(name: str | None) -> str:
    """A file's own name without folders and control characters."""
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if sign.isprintable()).strip()
    return kept[-NAME_LIMIT:] or str(_("file"))


def _digest(upload: "UploadedFile[bytes]") -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _opened(upload: "UploadedFile[bytes]") -> IO[bytes]:
    if upload.file is None:
        raise EmptyFile(name=shown_name(upload.name))
    return upload.file


def _expected(kinds: Collection[str]) -> Promise:
    if DOCUMENTS.isdisjoint(kinds):
        return _("a photo (JPEG, PNG, WebP or HEIC)")
    if PICTURES.isdisjoint(kinds):
        return _("a document (PDF, XLSX or DOCX)")
    return _("a photo (JPEG, PNG, WebP, HEIC) or a document (PDF, XLSX, DOCX)")


def _known(digest: str, kinds: Collection[str]) -> MediaFile | None:
    """A file with these bytes that was taken in before and still lies there."""
    known = (
        MediaFile.objects.filter(sha256=digest, content_type__in=kinds)
        .order_by("uploaded_at", "pk")
        .first()
    )
    if known is None or not known.file.storage.exists(known.stored_name):
        return None
    return known


def _again(by: User, known: MediaFile, name: str) -> MediaFile:
    """The person's own row for bytes stored before; names stay with who gave them."""
    own = MediaFile.objects.filter(file=known.stored_name, uploaded_by=by).first()
    if own is not None:
        return own
    return MediaFile.objects.create(
        file=known.stored_name,
        sha256=known.sha256,
        content_type=known.content_type,
        original_name=name,
        size_bytes=known.size_bytes,
        width=known.width,
        height=known.height,
        taken_at=known.taken_at,
        uploaded_by=by,
    )


def _store_picture(
    by: User,
    upload: "UploadedFile[bytes]",
    name: str,
    digest: str,
    content_type: str,
    *,
    taken_at: dt.datetime | None,
) -> MediaFile:
    zone = timezone.get_default_timezone()
    try:
        picture = prepare(_opened(upload), content_type=content_type, zone=zone)
    except TooLarge:
        raise PictureTooLarge(limit=MEGAPIXELS_LIMIT) from None
    except Unreadable as error:
        raise DamagedFile(name=name) from error
    if picture.taken_at is None:
        picture = replace(picture, taken_at=taken_at)
    content = ContentFile(picture.content)
    stored = _store(
        by, content, name, digest, JPEG, size=len(picture.content), picture=picture
    )
    default_storage.save(
        thumbnail_name(stored.stored_name), ContentFile(picture.thumbnail)
    )
    return stored


def _store(
    by: User,
    content: File[bytes],
    name: str,
    digest: str,
    content_type: str,
    *,
    size: int,
    picture: Picture | None = None,
) -> MediaFile:
    stored = MediaFile(
        sha256=digest,
        content_type=content_type,
        original_name=name,
        size_bytes=size,
        uploaded_by=by,
        width=picture.width if picture else None,
        height=picture.height if picture else None,
        taken_at=picture.taken_at if picture else None,
    )
    content.seek(0)
    stored.file.save(name, content, save=False)
    stored.save(force_insert=True)
    return stored


def thumbnail_name(name: str) -> str:
    """Where the thumbnail of a stored picture lies."""
    return f"{name}{THUMBNAIL_SUFFIX}"


@dataclass(frozen=True, slots=True)
class Cleared:
    """How much was cleared away."""

    rows: int
    files: int


def clear_orphans(*, now: dt.datetime | None = None) -> Cleared:
    """Remove files older than a day that no record holds.

    First rows without a record, then stored bytes without a row: what is left of
    an upload whose transaction failed.
    """
    before = (now or timezone.now()) - ORPHAN_AGE
    rows = 0
    for stored in orphans(before).iterator():
        with transaction.atomic():
            rows += orphans(before).filter(pk=stored.pk).delete()[0]
    return Cleared(rows, _clear_bytes(before))


def orphans(before: dt.datetime) -> QuerySet[MediaFile]:
    """Rows that no record of any app points to."""
    found = MediaFile.objects.filter(uploaded_at__lt=before)
    for field in MediaFile._meta.get_fields(include_hidden=True):
        if isinstance(field, models.ManyToOneRel) and field.related_model is not None:
            holder = field.related_model
            assert not isinstance(holder, str)  # noqa: S101 - apps are loaded
            holders = holder._base_manager.filter(**{field.field.name: OuterRef("pk")})
            found = found.filter(~Exists(holders))
    return found


def _clear_bytes(before: dt.datetime) -> int:
    cleared = 0
    for name in _stored_names(default_storage, ""):
        owner = name.removesuffix(THUMBNAIL_SUFFIX)
        if MediaFile.objects.filter(file=owner).exists():
            continue
        if default_storage.get_modified_time(name) < before:
            default_storage.delete(name)
            cleared += 1
    return cleared


def _stored_names(storage: Storage, folder: str) -> Iterator[str]:
    """Every stored file that has the form of our names: two folders of two signs."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        path = PurePosixPath(folder, name)
        if len(path.parts) == 3:
            yield str(path)
    for inner in sorted(folders):
        if len(inner) == 2:
            yield from _stored_names(storage, str(PurePosixPath(folder, inner)))

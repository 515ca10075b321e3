"""Why a file is not taken in."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sinergi.core import formatting
from sinergi.core.errors import DomainError


class MediaRefused(DomainError):
    """A file that is not taken in; nothing of it is stored."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message, field="upload")


class FileTooBig(MediaRefused):
    """The file has more bytes than the platform takes."""

    kind = "file_too_big"

    def __init__(self, *, size: int, limit: int) -> None:
        super().__init__(
            _("The file is too big (%(size)s). The limit is %(limit)s.")
            % {
                "size": formatting.file_size(size),
                "limit": formatting.file_size(limit),
            }
        )


class PictureTooLarge(MediaRefused):
    """The picture would take too much memory, however few bytes it has."""

    kind = "picture_too_large"

    def __init__(self, *, limit: int) -> None:
        super().__init__(
            _(
                "The picture has too many dots. The limit is %(limit)s megapixels. "
                "Make it smaller and try again."
            )
            % {"limit": formatting.number(limit)}
        )


class WrongType(MediaRefused):
    """The content is of no type that is taken in, whatever the name says."""

    kind = "wrong_type"

    def __init__(self, *, name: str, expected: str | Promise) -> None:
        super().__init__(
            _("%(name)s is not %(expected)s. Choose another file.")
            % {"name": name, "expected": expected}
        )


class DamagedFile(MediaRefused):
    """The file breaks off or cannot be read."""

    kind = "damaged_file"

    def __init__(self, *, name: str) -> None:
        super().__init__(
            _(
                "%(name)s is damaged or incomplete. Nothing was stored. Save the file "
                "again and retry."
            )
            % {"name": name}
        )


class EmptyFile(MediaRefused):
    """The file has no bytes."""

    kind = "empty_file"

    def __init__(self, *, name: str) -> None:
        super().__init__(_("%(name)s is empty. Choose another file.") % {"name": name})

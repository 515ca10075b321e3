"""Receiving uploads without keeping more of them than is taken in."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Writes a file to disk up to the limit, then lets the rest pass by.

    The file keeps its true size, so that `store_upload` refuses it by name, and the
    form around it arrives whole: the typed text is not lost.
    """

    received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a chunk while the file is within the limit."""
        self.received += len(raw_data)
        if self.received <= settings.UPLOAD_LIMIT_BYTES:
            super().receive_data_chunk(raw_data, start)

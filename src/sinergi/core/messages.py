"""Flash messages: the latest few, however many nobody read."""

from collections.abc import Sequence
from typing import Any

from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse

MOST = 5


class LatestMessages(FallbackStorage):
    """Keeps the latest messages alone.

    A program that signs in and never opens a page would gather them: each answer
    would unpack, sign and send them all, and beyond a cookie's size write the session.
    """

    def _store(
        self, messages: Sequence[Any], response: HttpResponse, *args: Any, **kwargs: Any
    ) -> Sequence[Any]:
        kept: Sequence[Any] = super()._store(  # type: ignore[misc] # Django's own name
            messages[-MOST:], response, *args, **kwargs
        )
        return kept

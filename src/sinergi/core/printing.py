"""What every printed page says of itself."""

from django.conf import settings
from django.utils.translation import gettext as _


def demonstration_mark() -> str:
    """The words that mark a page of the demonstration; empty elsewhere."""
    return _("Demonstration data") if settings.DEMONSTRATION else ""

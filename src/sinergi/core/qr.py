"""QR codes as inline SVG."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str) -> SafeString:
    """A QR code, dark on white in both themes, so that any phone scans it.

    It has no size of its own and fills what the style sheet gives it.
    The mask is fixed, since trying all eight takes five times as long.
    """
    code = segno.make(text, error="m", micro=False, boost_error=False, mask=3)
    drawn = code.svg_inline(border=2, dark="#141f4a", light="#ffffff", omitsize=True)
    return mark_safe(drawn)  # made of modules alone, no text of people

"""QR codes as inline SVG."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str) -> SafeString:
    """A QR code, dark on white in both themes, so that any phone scans it."""
    code = segno.make(text, error="m", micro=False)
    drawn = code.svg_inline(border=2, dark="#141f4a", light="#ffffff", scale=1)
    return mark_safe(drawn)  # made of modules alone, no text of people

"""Words for devices and for what a token may do."""

from collections.abc import Sequence

from django import template
from django.utils.translation import gettext as _

from sinergi.accounts.forms import TokenForm

register = template.Library()

#: What browsers call themselves, the more special first.
BROWSERS = (
    ("SamsungBrowser", "Samsung Internet"),
    ("OPR/", "Opera"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def device(user_agent: str) -> str:
    """`Chrome, Android`: what a person recognises in a browser's self-description."""
    known = [
        next((name for mark, name in names if mark in user_agent), "")
        for names in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(name for name in known if name) or _("Unknown device")


@register.filter
def scope_words(scopes: Sequence[str]) -> str:
    """What a token may do, in words."""
    words = dict(TokenForm.SCOPES)
    return ", ".join(str(words[scope]) for scope in scopes)

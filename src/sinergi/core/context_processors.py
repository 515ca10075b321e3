"""What every page knows about the platform and about the reader's choices."""

from django.conf import settings
from django.http import HttpRequest

THEME_COOKIE_NAME = "tema"
THEMES = ("auto", "light", "dark")


def platform(request: HttpRequest) -> dict[str, object]:
    """Whether this is a demonstration, the other language, the chosen theme."""
    language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    theme = request.COOKIES.get(THEME_COOKIE_NAME, "auto")
    return {
        "is_demonstration": settings.DEMONSTRATION,
        "demonstration_today": settings.DEMONSTRATION_TODAY,
        "language": language,
        "other_language": "en" if language == "id" else "id",
        "theme": theme if theme in THEMES else "auto",
    }

"""All routes of the platform, by name."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """One route: its name with namespaces, its address and its view."""

    name: str
    address: str
    view: Callable[..., Any]

    @property
    def is_public(self) -> bool:
        """Whether the login page does not stand before it."""
        return not getattr(self.view, "login_required", True)


def routes() -> list[Route]:
    """Every route of the URLconf."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(
    patterns: Sequence[URLPattern | URLResolver], space: str, address: str
) -> Iterator[Route]:
    for pattern in patterns:
        here = address + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, here)
        else:
            yield Route(f"{space}{pattern.name or here}", here, pattern.callback)

"""Addresses deny by default: what anybody may open stands in a list (section 3)."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import (
    IntConverter,
    SlugConverter,
    StringConverter,
)

UUID = uuid.UUID(int=1)

#: What anybody may open, and why. A new line here is a decision to review.
PUBLIC = {
    "healthz": "monitors ask whether the platform is ready",
    "core:language": "a choice of the reader",
    "core:theme": "a choice of the reader",
    "core:style": "the design system shows no records",
    "accounts:forgotten": "a forgotten password",
    "accounts:link": "an invitation or a new password, by a secret in the address",
    "accounts:card": "signing in with a printed card, by its secret",
    "accounts:card_type": "signing in with a printed card, typed",
    "account_login": "signing in",
    "account_logout": "leaving, also where the session is over",
    "mfa_authenticate": "the second step of signing in",
    "network:programme_list": "programmes and their stages are published",
    "network:programme_calendar": "programmes and their stages are published",
    "portal:home": "leads to the public home or to a person's own",
    "portal:public_home": "totals of provinces and above, small cells hidden",
    "portal:dashboard": "totals of provinces and above, small cells hidden",
    "portal:dashboard_of": "totals of provinces and above, small cells hidden",
    "portal:dashboard_file": "totals of provinces and above, small cells hidden",
    "exchange:api:openapi-json": "the description of the API",
    "exchange:api:api-root": "the framework's own name for the API's address",
    "exchange:^api/": "a problem document for addresses that do not exist",
}
#: The API asks for a token by itself.
API = "exchange:api:"
EXAMPLES: tuple[tuple[type, object], ...] = (
    (IntConverter, 1),
    (SlugConverter, "a"),
    (StringConverter, "a"),
)


def routes(
    resolver: URLResolver | None = None, space: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every address with a name, its namespace before it."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from routes(entry, inner)
        else:
            yield f"{space}{entry.name or entry.pattern}", entry


def needs_login(view: Callable[..., Any]) -> bool:
    return bool(getattr(view, "login_required", True))


def address_of(name: str, entry: URLPattern) -> str:
    """The address of a route, with examples for its blanks."""
    blanks = {
        blank: next((one for kind, one in EXAMPLES if isinstance(form, kind)), UUID)
        for blank, form in entry.pattern.converters.items()
    }
    return reverse(name, kwargs=blanks)


def test_what_anybody_may_open_stands_in_the_list() -> None:
    open_to_all = {
        name
        for name, entry in routes()
        if not needs_login(entry.callback)
        and (name in PUBLIC or not name.startswith(API))
    }
    assert open_to_all == set(PUBLIC), (
        "A view is open to everybody, or no longer: review it, then mend PUBLIC."
    )


@pytest.mark.django_db
def test_nobody_opens_the_rest_without_signing_in() -> None:
    client, opened = Client(), []
    for name, entry in routes():
        if name in PUBLIC:
            continue
        answer = client.get(address_of(name, entry))
        if name.startswith(API):
            is_refused = answer.status_code in {401, 405}
        elif answer.status_code == 302:
            is_refused = answer["Location"].startswith(reverse("account_login"))
        else:
            is_refused = False
        if not is_refused:
            opened.append(f"{name} answers {answer.status_code}")
    assert opened == [], "Deny by default: let LoginRequiredMiddleware see the view."

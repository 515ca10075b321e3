"""Asking for an address as somebody, without leaving a trace."""

import json
import re
import uuid

from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access.routes import routes
from tests.access.world import World

API = "exchange:api:"
BLANK = re.compile(r"<(?:(\w+):)?(\w+)>")
EXAMPLES = {"int": 1, "uuid": uuid.UUID(int=1)}


def address_of(world: World, name: str) -> str:
    """The address of a route, filled with the world's record."""
    if name == "exchange:^api/":
        return "/api/tidak-ada"
    if name == "exchange:odk:unknown":
        return "/odk/tidak-ada"
    if name in world.arguments:
        address = reverse(name, args=world.arguments[name])
    else:
        address = reverse(name, kwargs=_filled(world, name))
    return address + world.queries.get(name, "")


def _filled(world: World, name: str) -> dict[str, object]:
    """Each blank of a route by its own name; 1 or `a` where the world has none."""
    (address,) = (route.address for route in routes() if route.name == name)
    known = world.blanks
    return {
        blank: known.get(f"{name} {blank}", known.get(blank, EXAMPLES.get(kind, "a")))
        for kind, blank in BLANK.findall(address)
    }


def ask(world: World, method: str, name: str, person: str) -> int:
    """The status of the answer at a route; a post is empty but for the API's."""
    return ask_at(world, method, address_of(world, name), name, person)


def ask_at(world: World, method: str, address: str, name: str, person: str) -> int:
    """The status of an answer; what the request wrote is undone."""
    client = Client(raise_request_exception=False)
    headers = {"Authorization": f"Bearer {world.tokens.get(person, 'tak-dikenal')}"}
    if not name.startswith(API):
        headers = {}
        if person != "anonymous":
            client.force_login(world.people[person])
    body = {}
    if method == "post" and name in world.bodies:
        body = {
            "data": json.dumps(world.bodies[name]),
            "content_type": "application/json",
        }
    with transaction.atomic():
        answer = getattr(client, method)(address, headers=headers, **body)
        if answer.streaming:
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    cache.clear()
    return int(answer.status_code)

"""Asking for an address as somebody, without leaving a trace."""

import json

from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access.world import World

API = "exchange:api:"


def address_of(world: World, name: str) -> str:
    """The address of a route, filled with the world's record."""
    if name == "exchange:^api/":
        return "/api/tidak-ada"
    arguments = world.arguments.get(name, ())
    return reverse(name, args=arguments) + world.queries.get(name, "")


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

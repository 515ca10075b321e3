"""Hostile calls of the API: answered with problem documents, nothing stored."""

import datetime as dt
import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sinergi.accounts.rules import TOKEN_SCOPES
from sinergi.accounts.services import issue_token
from sinergi.reports.models import Activity
from sinergi.reports.tests.factories import World, make_world

NUL = "\0"
WHOLE: dict[str, Any] = {
    "strategy": "community_involvement",
    "field": "economy",
    "title": "Uji",
    "started_on": "2022-11-05",
    "attendances": [{"sex": "female", "attendances": 3}],
}


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def call(world: World, method: str, path: str, body: str) -> Any:
    """Call as the officer of the regency."""
    _token, text = issue_token(
        by=None,
        user=world.officer,
        name="uji",
        scopes=TOKEN_SCOPES,
        expires_at=timezone.now() + dt.timedelta(days=1),
    )
    return Client(raise_request_exception=False).generic(
        method,
        f"/api/v1/{path}",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {text}"},
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"title": f"a{NUL}b"},
        {"place": NUL},
        {"library": 10**30},
        {"library": -1},
        {"attendances_total": 10**12},
        {"attendances_total": 10**30},
        {"persons": 10**30},
        {"attendances": [{"sex": "female", "attendances": 10**30}]},
        {"money": [{"payer": "apbn", "amount_idr": "1e40"}]},
        {"money": [{"payer": "apbn", "amount_idr": "NaN"}]},
        {"money": [{"payer": "apbn", "amount_idr": "Infinity"}]},
        {"title": "x" * 10_000},
        {"links": [{"reference": "javascript:alert(1)"}]},
        {"links": [{"reference": "https://contoh.invalid/" + "x" * 10_000}]},
        {"started_on": "0001-01-01"},
        {"started_on": "9999-12-31"},
        {"attendances": [{"sex": "female", "attendances": 1}] * 5_000},
        {"state": "verified", "strategy": "tidak-ada"},
    ],
    ids=lambda changes: ascii(changes)[:40],
)
def test_unfit_activity_is_refused(world: World, changes: dict[str, Any]) -> None:
    before = Activity.objects.count()
    body = {"id": str(uuid.uuid4()), "library": world.library.pk, **WHOLE, **changes}
    answer = call(world, "POST", "activities", json.dumps(body))
    assert (answer.status_code, answer.headers["Content-Type"]) in [
        (404, "application/problem+json"),
        (422, "application/problem+json"),
    ]
    assert Activity.objects.count() == before


def test_caller_decides_neither_state_nor_who_entered_it(world: World) -> None:
    body = {
        "id": str(uuid.uuid4()),
        "library": world.library.pk,
        **WHOLE,
        "state": "verified",
        "verified_by": world.nation.pk,
        "entered_by": world.nation.pk,
        "is_on_behalf": False,
        "channel": "form",
    }
    answer = call(world, "POST", "activities", json.dumps(body))
    assert answer.status_code == 201
    stored = Activity.objects.get(pk=body["id"])
    assert (stored.state, stored.channel, stored.is_on_behalf) == ("draft", "api", True)
    assert stored.entered_by == world.officer


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("[" * 100_000, 400),
        ("{", 400),
        ('"' + "x" * 6 * 1024**2 + '"', 413),
        ("null", 422),
        ("[]", 422),
    ],
    ids=["nested", "broken", "too big", "null", "list"],
)
def test_unreadable_body_is_refused(world: World, body: str, status: int) -> None:
    answer = call(world, "POST", "activities", body)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("token", ["", "x", "sinergi_" + "a" * 5000, "\u00e9", "a b"])
def test_made_up_tokens_are_refused(world: World, token: str) -> None:
    answer = Client(raise_request_exception=False).get(
        "/api/v1/libraries", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 401


def test_session_opens_no_api(world: World) -> None:
    client = Client()
    client.force_login(world.officer)
    assert client.get("/api/v1/libraries").status_code == 401

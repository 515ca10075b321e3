"""The API as a whole: tokens, problem documents, paging, its own description."""

import datetime as dt
import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sinergi.accounts.models import User
from sinergi.accounts.services import issue_token
from sinergi.reports.tests.factories import World, last_month, make_world

pytestmark = pytest.mark.django_db
ALL = ("read", "report", "verify", "manage")


@pytest.fixture
def world() -> World:
    return make_world()


def headers(user: User, *scopes: str) -> dict[str, str]:
    _token, text = issue_token(
        by=None,
        user=user,
        name="uji",
        scopes=scopes or ALL,
        expires_at=timezone.now() + dt.timedelta(days=1),
    )
    return {"Authorization": f"Bearer {text}"}


def problem(answer: Any) -> tuple[int, str, int, list[tuple[str, str]]]:
    """Status, media type, status told, and field and kind of each error."""
    document = answer.json()
    assert sorted(document) == ["detail", "errors", "status", "title", "type"]
    return (
        answer.status_code,
        answer.headers["Content-Type"],
        document["status"],
        [(entry["field"], entry["kind"]) for entry in document["errors"]],
    )


def activity(world: World, **changes: object) -> dict[str, object]:
    return {
        "id": str(uuid.uuid4()),
        "library": world.library.pk,
        "strategy": "community_involvement",
        "field": "economy",
        "title": "Kelas menjahit",
        "started_on": last_month().isoformat(),
        "attendances": [{"sex": "female", "attendances": 6}],
        **changes,
    }


def post(client: Client, address: str, user: User, body: object = None) -> Any:
    return client.post(
        f"/api/v1/{address}",
        json.dumps(body or {}),
        content_type="application/json",
        headers=headers(user),
    )


MEDIA = "application/problem+json"
REFERENCE = "#/components/schemas/Problem"


def test_description_is_public(client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert set(document["paths"]) >= {
        "/api/v1/regions",
        "/api/v1/libraries",
        "/api/v1/libraries/{library_id}",
        "/api/v1/activities",
        "/api/v1/activities/{id}/submit",
        "/api/v1/activities/{id}/return",
        "/api/v1/activities/{id}/verify",
        "/api/v1/figures",
        "/api/v1/scores",
    }


def test_description_says_how_errors_look(client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    told = client.get("/api/v1/regions").json()
    schema = document["components"]["schemas"]["Problem"]
    assert sorted(schema["required"]) == sorted(schema["properties"]) == sorted(told)
    for calls in document["paths"].values():
        for call in calls.values():
            content = call["responses"]["default"]["content"]
            assert content == {MEDIA: {"schema": {"$ref": REFERENCE}}}


@pytest.mark.parametrize("address", ["regions", "libraries", "activities", "scores"])
def test_call_without_token_is_401(client: Client, address: str) -> None:
    answer = client.get(f"/api/v1/{address}")
    assert problem(answer) == (401, MEDIA, 401, [])
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_session_is_no_token(client: Client, world: World) -> None:
    client.force_login(world.officer)
    assert client.get("/api/v1/libraries").status_code == 401


def test_token_without_the_scope_is_403(client: Client, world: World) -> None:
    answer = client.post(
        "/api/v1/activities",
        json.dumps(activity(world)),
        content_type="application/json",
        headers=headers(world.manager, "read"),
    )
    assert problem(answer) == (403, MEDIA, 403, [("", "scope_missing")])


def test_reader_is_403_and_stranger_404(client: Client, world: World) -> None:
    reader = post(client, "activities", world.reader, activity(world))
    stranger = post(client, "activities", world.stranger, activity(world))
    assert problem(reader)[:3] == (403, MEDIA, 403)
    assert problem(stranger)[:3] == (404, MEDIA, 404)


@pytest.mark.parametrize("address", ["/api/v1/tidak-ada", "/api/v2/regions"])
def test_unknown_address_is_404(client: Client, address: str) -> None:
    assert problem(client.get(address)) == (404, MEDIA, 404, [])


def test_method_that_an_address_lacks_is_405(client: Client, world: World) -> None:
    answer = client.delete("/api/v1/activities", headers=headers(world.manager))
    assert problem(answer) == (405, MEDIA, 405, [])


def test_repeat_is_200_and_other_content_409(client: Client, world: World) -> None:
    body = activity(world)
    codes = [
        post(client, "activities", world.manager, body).status_code for _ in range(2)
    ]
    other = post(client, "activities", world.manager, {**body, "title": "Lain"})
    assert codes == [201, 200]
    assert problem(other) == (409, MEDIA, 409, [("id", "activity_exists")])


def test_malformed_and_impossible_content_is_422(client: Client, world: World) -> None:
    malformed = post(
        client, "activities", world.manager, activity(world, started_on="31/02/2022")
    )
    impossible = post(
        client, "activities", world.manager, activity(world, strategy="terbang")
    )
    assert problem(malformed)[0] == 422
    assert [field for field, _kind in problem(malformed)[3]] == ["started_on"]
    assert problem(impossible) == (
        422,
        MEDIA,
        422,
        [("strategy", "unknown_choice")],
    )


def test_round_of_a_report_over_the_api(client: Client, world: World) -> None:
    body = activity(world)
    post(client, "activities", world.manager, body)
    address = f"activities/{body['id']}"
    states = [
        post(client, f"{address}/submit", world.manager).json()["state"],
        post(
            client, f"{address}/return", world.officer, {"reason": "Foto belum ada"}
        ).json()["state"],
        post(client, f"{address}/submit", world.manager).json()["state"],
        post(client, f"{address}/verify", world.officer).json()["state"],
    ]
    assert states == ["submitted", "returned", "submitted", "verified"]


def test_list_is_paged_by_key(client: Client, world: World) -> None:
    token = headers(world.province)
    first = client.get("/api/v1/libraries?limit=1", headers=token).json()
    second = client.get(
        "/api/v1/libraries",
        {"limit": 1, "cursor": first["next"]},
        headers=token,
    ).json()
    assert [sorted(first), second["next"]] == [["items", "next"], None]
    assert [item["id"] for item in (*first["items"], *second["items"])] == [
        world.library.pk,
        world.neighbour.pk,
    ]


@pytest.mark.parametrize("address", ["regions", "libraries", "activities", "scores"])
@pytest.mark.parametrize("limit", ["0", "-1", "1001", "abc", ""])
def test_limit_out_of_bounds_is_422(
    client: Client, world: World, address: str, limit: str
) -> None:
    answer = client.get(
        f"/api/v1/{address}?limit={limit}", headers=headers(world.province)
    )
    status, _media, _told, errors = problem(answer)
    assert (status, [field for field, _kind in errors]) == (422, ["limit"])


@pytest.mark.parametrize(
    "query", ["regions?search=%00", "libraries?region=3%00", "activities?state=%00"]
)
def test_null_character_is_422(client: Client, world: World, query: str) -> None:
    answer = client.get(f"/api/v1/{query}", headers=headers(world.province))
    field = query.partition("?")[2].partition("=")[0]
    assert problem(answer) == (422, MEDIA, 422, [(field, "null_character")])


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"id=1"])
def test_body_that_is_no_json_is_400(client: Client, world: World, body: bytes) -> None:
    answer = client.post(
        "/api/v1/activities",
        body,
        content_type="application/json",
        headers=headers(world.manager),
    )
    assert problem(answer) == (400, MEDIA, 400, [("", "bad_json")])


@pytest.mark.parametrize("change", ["attendances_total", "persons"])
def test_absurdly_big_number_is_422(client: Client, world: World, change: str) -> None:
    body = activity(world, **{change: 10**30})
    status, _media, _told, errors = problem(
        post(client, "activities", world.manager, body)
    )
    assert (status, errors[0][1]) == (422, "number_too_big")


def test_failure_of_our_own_is_a_problem_document(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("sinergi.reports.api.activities_for", fail)
    answer = client.get("/api/v1/activities", headers=headers(world.manager))
    assert problem(answer) == (500, MEDIA, 500, [])


def test_broken_cursor_is_a_problem_document(client: Client, world: World) -> None:
    answer = client.get(
        "/api/v1/libraries?cursor=rusak", headers=headers(world.province)
    )
    assert problem(answer) == (400, MEDIA, 400, [("", "bad_cursor")])

"""The API of activities, by the letter of its description."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.test import Client
from django.urls import include, path
from django.utils import timezone
from ninja import NinjaAPI

from sinergi.accounts import services as accounts
from sinergi.accounts.bearer import Bearer
from sinergi.accounts.models import User
from sinergi.core.errors import DomainError
from sinergi.reports import services
from sinergi.reports.api import router
from sinergi.reports.enums import State
from sinergi.reports.models import Activity
from sinergi.reports.tests.factories import (
    World,
    make_draft,
    make_submitted,
    make_world,
)

api = NinjaAPI(auth=Bearer(), urls_namespace="reports-test")
api.add_router("", router)


@api.exception_handler(DomainError)
def refused(request: object, error: DomainError) -> object:
    return api.create_response(
        request,  # type: ignore[arg-type]
        {"kind": error.kind, "field": error.field},
        status=error.status,
    )


@api.exception_handler(Activity.DoesNotExist)
def missing(request: object, error: Exception) -> object:
    return api.create_response(request, {"kind": "not_found"}, status=404)  # type: ignore[arg-type]


addresses = api.urls
for pattern in addresses[0]:
    assert pattern.callback is not None
    login_not_required(pattern.callback)  # tokens, not sessions
urlpatterns = [path("v1/", addresses), path("", include("sinergi.reports.urls"))]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def world() -> World:
    return make_world()


class Caller:
    """A program that calls with a person's token."""

    def __init__(self, user: User, *scopes: str) -> None:
        _token, text = accounts.issue_token(
            by=user,
            user=user,
            name="uji",
            scopes=scopes or ("read", "report", "verify"),
            expires_at=timezone.now() + dt.timedelta(days=30),
        )
        self.client = Client(headers={"Authorization": f"Bearer {text}"})

    def get(self, address: str, **query: str | int) -> tuple[int, Any]:
        answer = self.client.get(f"/v1/{address}", query)
        return answer.status_code, answer.json()

    def post(self, address: str, body: object = None) -> tuple[int, Any]:
        answer = self.client.post(
            f"/v1/{address}", body or {}, content_type="application/json"
        )
        return answer.status_code, answer.json()


def body(world: World, **fields: object) -> dict[str, object]:
    return {
        "id": str(uuid.uuid4()),
        "library": world.library.pk,
        "strategy": "community_involvement",
        "field": "economy",
        "title": "Pelatihan anyaman",
        "started_on": "2022-11-20",
        "ended_on": None,
        "attendances": [
            {
                "sex": "female",
                "age_band": "25_59",
                "disability": False,
                "attendances": 9,
            },
            {"sex": "male", "age_band": None, "disability": True, "attendances": 1},
            {"sex": "unspecified", "age_band": None, "attendances": 2},
        ],
        **fields,
    }


def test_create_answers_201_then_200_then_409(world: World) -> None:
    caller, wanted = Caller(world.manager), body(world)
    status, created = caller.post("activities", wanted)
    assert status == 201
    assert (created["state"], created["attendances_total"]) == ("draft", 12)
    assert created["library"] == world.library.pk
    status, again = caller.post("activities", wanted)
    assert (status, again) == (200, created)
    status, refused = caller.post("activities", {**wanted, "title": "Lain"})
    assert (status, refused["kind"]) == (409, "activity_exists")
    assert Activity.objects.count() == 1


def test_parts_of_unequal_depth_are_kept_as_sums(world: World) -> None:
    _status, created = Caller(world.manager).post("activities", body(world))
    counts = {
        (row["sex"], row["age_band"], row["disability"]): row["attendances"]
        for row in created["attendances"]
    }
    assert counts == {
        ("female", None, None): 9,
        ("male", None, None): 1,
        (None, "25_59", None): 9,
        (None, None, False): 9,
        (None, None, True): 1,
    }


def test_parts_of_one_depth_stay_a_cross_table(world: World) -> None:
    parts = [
        {
            "sex": "female",
            "age_band": "25_59",
            "disability": "without",
            "attendances": 9,
        },
        {"sex": "male", "age_band": "25_59", "disability": "with", "attendances": 1},
    ]
    _status, created = Caller(world.manager).post(
        "activities", body(world, attendances=parts, attendances_total=30)
    )
    assert created["attendances_total"] == 30
    assert [
        (row["sex"], row["age_band"], row["disability"], row["attendances"])
        for row in created["attendances"]
    ] == [("female", "25_59", False, 9), ("male", "25_59", True, 1)]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"started_on": "2023-01-01"}, "future_date"),
        ({"strategy": "kursus"}, "unknown_choice"),
        ({"attendances_total": 11}, "parts_above_total"),
        ({"attendances": [{"attendances": -1}]}, "negative_count"),
        ({"title": "x" * 501}, "too_long"),
        ({"title": "  "}, "required"),
        ({"ended_on": "2022-11-19"}, "ends_before_start"),
        ({"money": [{"payer": "csr", "amount_idr": "0.001"}]}, "not_an_amount"),
        ({"money": [{"payer": "csr", "amount_idr": "-1"}]}, "negative_amount"),
        ({"links": [{"reference": "javascript:alert(1)"}]}, "not_an_address"),
    ],
)
def test_create_names_what_is_wrong(
    world: World, fields: dict[str, object], kind: str
) -> None:
    status, refused = Caller(world.manager).post("activities", body(world, **fields))
    assert (status, refused["kind"]) == (422, kind)
    assert not Activity.objects.exists()


def test_round_of_submit_return_submit_verify(world: World) -> None:
    village, office = Caller(world.manager), Caller(world.officer)
    wanted = body(world)
    village.post("activities", wanted)
    address = f"activities/{wanted['id']}"
    assert village.post(f"{address}/submit")[1]["state"] == "submitted"
    _status, waiting = office.get("activities", state="submitted")
    assert [row["id"] for row in waiting["items"]] == [wanted["id"]]
    status, refused = office.post(f"{address}/return", {"reason": " "})
    assert (status, refused["field"]) == (422, "reason")
    office.post(f"{address}/return", {"reason": "Lampirkan foto"})
    revision = village.get(address)[1]["revision"]
    changed = {**wanted, "title": "Pelatihan anyaman bambu", "revision": revision}
    assert village.post("activities", changed)[0] == 200
    village.post(f"{address}/submit")
    for _time in range(2):
        status, verified = office.post(f"{address}/verify")
        assert (status, verified["state"]) == (200, "verified")
    assert [(step["state"], step["reason"]) for step in verified["reviews"]] == [
        ("submitted", ""),
        ("returned", "Lampirkan foto"),
        ("submitted", ""),
        ("verified", ""),
    ]
    assert office.post(f"{address}/return", {"reason": "x"})[0] == 409


def test_stranger_gets_404_and_reader_403(world: World) -> None:
    activity = make_submitted(world)
    address = f"activities/{activity.pk}"
    stranger, reader = Caller(world.stranger), Caller(world.reader)
    assert stranger.get(address)[0] == 404
    assert reader.get(address)[0] == 200
    for act, sent in (("submit", None), ("verify", None), ("return", {"reason": "x"})):
        assert stranger.post(f"{address}/{act}", sent)[0] == 404
        assert reader.post(f"{address}/{act}", sent)[0] == 403
    assert stranger.get("activities")[1]["items"] == []
    assert Activity.objects.get().state == State.SUBMITTED


def test_token_without_the_scope_is_refused(world: World) -> None:
    activity = make_submitted(world)
    caller = Caller(world.officer, "read")
    status, refused = caller.post(f"activities/{activity.pk}/verify")
    assert (status, refused["kind"]) == (403, "scope_missing")
    assert Activity.objects.get().state == State.SUBMITTED


def test_no_token_is_no_caller(world: World) -> None:
    assert Client().get("/v1/activities").status_code == 401


def test_list_pages_by_key_and_filters(world: World) -> None:
    made = [str(make_draft(world).pk) for _number in range(5)]
    services.submit_activity(
        by=world.manager, activity=Activity.objects.get(pk=made[0])
    )
    caller = Caller(world.officer)
    seen: list[str] = []
    cursor = ""
    while True:
        query: dict[str, str | int] = {"limit": 2}
        if cursor:
            query["cursor"] = cursor
        _status, found = caller.get("activities", **query)
        seen += [row["id"] for row in found["items"]]
        cursor = found["next"]
        if not cursor:
            break
    assert sorted(seen) == sorted(made)
    assert len(seen) == 5
    cases: list[tuple[dict[str, str | int], int]] = [
        ({"state": "submitted"}, 1),
        ({"region": "35.22"}, 5),
        ({"region": "33"}, 0),
        ({"from": "2022-11-22"}, 0),
        ({"to": "2022-11-21"}, 5),
        ({"library": world.library.pk}, 5),
    ]
    for wanted, expected in cases:
        assert len(caller.get("activities", **wanted)[1]["items"]) == expected
    assert caller.get("activities", limit=1001)[0] == 422


@pytest.mark.parametrize(
    "fields",
    [
        {"attendances": [{"sex": "male", "attendances": 10**30}]},
        {"attendances": [{"sex": "male", "attendances": -(10**30)}]},
        {
            "attendances": [{"sex": None, "attendances": 10**30}],
            "attendances_total": 5,
        },
        {"persons": 10**30, "attendances_total": 10**29},
        {"money": [{"payer": "csr", "amount_idr": "-1e400"}]},
    ],
)
def test_absurd_numbers_are_refused_and_break_nothing(
    world: World, fields: dict[str, object]
) -> None:
    status, _answer = Caller(world.manager).post("activities", body(world, **fields))
    assert (status, Activity.objects.count()) == (422, 0)


def test_draft_of_another_is_found_by_those_alone_who_may_report(world: World) -> None:
    page = f"activities/{make_draft(world).pk}"
    people = (world.manager, world.officer, world.reader, world.stranger)
    assert [Caller(user).get(page)[0] for user in people] == [200, 200, 404, 404]


def test_list_names_an_unknown_state(world: World) -> None:
    status, answer = Caller(world.officer).get("activities", state="terkirim")
    assert (status, answer) == (422, {"kind": "unknown_choice", "field": "state"})


def test_activity_states_its_areas_of_cims(world: World) -> None:
    caller = Caller(world.manager)
    _status, activity = caller.post("activities", body(world, field="social_culture"))
    assert activity["cims_areas"] == ["culture_leisure", "government"]


@pytest.mark.parametrize(
    ("fields", "place", "kind", "words"),
    [
        (
            {"started_on": "2022-02-31"},
            "started_on",
            "impossible_date",
            "Tanggal 2022-02-31 tidak ada di kalender. "
            "Tulis tahun-bulan-hari, misalnya 2022-12-05.",
        ),
        (
            {"ended_on": "{besok}"},
            "ended_on",
            "impossible_date",
            "Tanggal {besok} tidak ada di kalender. "
            "Tulis tahun-bulan-hari, misalnya 2022-12-05.",
        ),
        (
            {"persons": "banyak"},
            "persons",
            "not_a_number",
            "“banyak” bukan bilangan bulat. Tulis angka saja, misalnya 1.250.",
        ),
        (
            {"attendances": [{"sex": "male", "attendances": 2.5}]},
            "attendances",
            "not_a_number",
            "“2.5” bukan bilangan bulat. Tulis angka saja, misalnya 1.250.",
        ),
    ],
)
def test_what_cannot_be_read_is_named_in_the_callers_language(
    world: World, fields: dict[str, object], place: str, kind: str, words: str
) -> None:
    status, answer = Caller(world.manager).post("activities", body(world, **fields))
    (finding,) = answer["detail"]
    assert (status, finding["type"], finding["msg"]) == (422, kind, words)
    assert place in finding["loc"]

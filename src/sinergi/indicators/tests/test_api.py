"""Figures and scores over the API's router."""

import datetime as dt
from typing import Any

import pytest
from django.test import RequestFactory

from sinergi.accounts.models import User
from sinergi.analytics.services import refresh
from sinergi.core.errors import NotAllowed
from sinergi.indicators.api import list_figures, list_scores
from sinergi.indicators.errors import UnknownCut
from sinergi.indicators.tests.builders import (
    add_activity,
    add_library,
    add_regions,
    add_scheme,
    add_user,
)
from sinergi.network.models import Assignment

pytestmark = pytest.mark.django_db


def request_of(user: Any) -> Any:
    request = RequestFactory().get("/api/v1/figures")
    request.user = user
    request.token_scopes = frozenset({"read"})  # type: ignore[attr-defined]
    return request


def officer(region: str) -> User:
    user = add_user()
    Assignment.objects.create(
        user=user, role="regency_officer", region_id=region,
        starts_on=dt.date(2020, 1, 1),
    )  # fmt: skip
    return user


@pytest.fixture(autouse=True)
def _world() -> None:
    add_regions()
    add_scheme()


@pytest.mark.parametrize("period", ["0000", "9999", "0001-01", "9999-12"])
def test_year_that_no_figure_can_have_is_refused(period: str) -> None:
    request = request_of(officer("35.22"))
    with pytest.raises(UnknownCut):
        list_scores(request, period=period)
    month = period if "-" in period else f"{period}-12"
    with pytest.raises(UnknownCut):
        list_figures(request, measure="activities", from_=month, to=month)


def test_day_that_no_figure_can_have_is_refused() -> None:
    for day in (dt.date.min, dt.date.max):
        with pytest.raises(UnknownCut):
            list_figures(request_of(officer("35.22")), measure="activities", as_of=day)


def test_scores_stay_in_scope_and_page_by_key() -> None:
    first, second = add_library(), add_library("35.22.01.2002")
    add_library("35.78", "regency")
    for field in ("economy", "health"):
        add_activity(first, field=field, evidence=True)
    refresh()
    request = request_of(officer("35.22"))
    page = list_scores(request, period="2022-11", limit=1, scheme=None, cursor=None)
    item = page["items"][0]
    assert (item["library"], item["score"], item["colour"]) == (
        first.pk,
        63.33,
        "yellow",
    )
    assert item["explanation"]["to_next_band"] == 11.67
    assert [line["points"] for line in item["explanation"]["indicators"]] == [
        30.0,
        13.33,
        20.0,
    ]
    rest = list_scores(
        request, period="2022-11", limit=1, scheme=None, cursor=page["next"]
    )
    assert [(i["library"], i["score"], i["colour"]) for i in rest["items"]] == [
        (second.pk, None, "no_data")
    ]
    assert rest["next"] is None
    stranger = request_of(officer("35.78"))
    outside = list_scores(stranger, period="2022-11", limit=9, scheme=None, cursor=None)
    assert outside["items"] == []
    with pytest.raises(UnknownCut):
        list_scores(request, period="2022-11", limit=9, scheme=999, cursor=None)


def test_figures_hide_details_from_outsiders() -> None:
    add_activity(add_library(), attendances=3)
    refresh()
    own, other = officer("35.22"), officer("35.78")
    asked: dict[str, Any] = {
        "measure": "attendances",
        "from_": "2022-11",
        "to": "2022-11",
    }
    inside = list_figures(request_of(own), region="35.22", level="village", **asked)
    assert [row["value"] for row in inside["figures"]] == [3]
    with pytest.raises(NotAllowed):
        list_figures(request_of(other), region="35.22", level="village", **asked)
    with pytest.raises(NotAllowed):
        list_figures(request_of(other), provisional=True, **asked)
    public = list_figures(request_of(other), level="province", **asked)
    rows = {
        row["region"]: (row["value"], row["suppressed"]) for row in public["figures"]
    }
    assert rows == {"35": (None, True)}
    for place in ({"level": "regency"}, {"region": "35.22"}):
        with pytest.raises(NotAllowed):
            list_figures(request_of(other), **place, **asked)


def test_tokens_without_the_scope_read_no_figures() -> None:
    request = request_of(officer("35.22"))
    request.token_scopes = frozenset({"report", "verify", "manage"})
    with pytest.raises(NotAllowed, match="read"):
        list_figures(request, measure="attendances", region="35.22")
    with pytest.raises(NotAllowed, match="read"):
        list_scores(request, scheme=None, limit=9, cursor=None)

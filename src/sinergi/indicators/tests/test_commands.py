"""`sinergi figures`, as interfaces.md writes it, and the refresh commands."""

import datetime as dt
import json
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from sinergi.analytics.services import mark_dirty, refresh
from sinergi.indicators.tests.builders import add_activity, add_library, add_regions
from sinergi.network.models import Library
from sinergi.reports.models import Activity, MonthlyStatistics, YearlyHistory

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("figures", *arguments, "--json", stdout=out)
    document: dict[str, Any] = json.loads(out.getvalue())
    return document


@pytest.fixture(autouse=True)
def _world() -> None:
    add_regions()
    add_activity(add_library("35.78", "regency"), attendances=1234, cost="125000000")
    add_activity(add_library(), dt.date(2022, 12, 3), attendances=6)
    refresh()


def test_figures_in_the_written_shape() -> None:
    found = run(
        *("--measure", "attendances", "--region", "35.78"),
        *("--from", "2022-11", "--to", "2022-11", "--as-of", "2022-12-31"),
        *("--level", "regency"),
    )
    assert found["figures"] == [
        {
            "region": "35.78",
            "name": "Kota Surabaya",
            "period": "2022-11",
            "value": 1234,
            "suppressed": False,
        }
    ]
    measure = found["measure"]
    assert isinstance(measure, dict)
    assert (measure["key"], measure["unit"], measure["version"]) == (
        "attendances",
        "attendances",
        1,
    )
    assert (found["as_of"], found["boundaries_on"], found["records"]) == (
        "2022-11-30",
        "2022-12-31",
        1,
    )


def test_figures_by_month_and_as_a_total() -> None:
    year = ("--region", "35", "--from", "2022-01", "--to", "2022-12")
    months = run("--measure", "attendances", *year)["figures"]
    assert isinstance(months, list)
    assert [row["value"] for row in months] == [None] * 10 + [1234, 6]
    total = run("--measure", "cost_idr", *year, "--per", "total")["figures"]
    assert [(row["period"], row["value"]) for row in total] == [
        ("2022-01/2022-12", 125_000_000)
    ]
    early = run("--measure", "attendances", "--region", "35", "--as-of", "2022-11-20")
    assert (early["as_of"], early["boundaries_on"]) == ("2022-11-30", "2022-11-20")
    assert [row["value"] for row in early["figures"]][-1] == 1234
    assert len(early["figures"]) == 11


def test_figures_without_a_day_say_that_boundaries_are_todays() -> None:
    found = run("--measure", "attendances", "--from", "2022-11", "--to", "2022-11")
    today = timezone.localdate().isoformat()
    assert (found["as_of"], found["boundaries_on"]) == ("2022-11-30", today)
    now = run("--measure", "attendances", "--per", "total")
    assert (now["as_of"], now["boundaries_on"]) == (today, today)


def test_figures_are_brought_up_to_date_and_healed_first() -> None:
    asked = ("--measure", "attendances", "--from", "2022-11", "--to", "2022-11")
    add_activity(Library.objects.get(kind="village"), attendances=6)
    assert run(*asked)["figures"][0]["value"] == 1240
    shutil.rmtree(settings.LAKE_ROOT)
    assert run(*asked)["figures"][0]["value"] == 1240


def test_figures_of_a_lake_from_a_newer_platform_end_with_3() -> None:
    path = Path(settings.LAKE_ROOT) / "current.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 99}))
    with pytest.raises(CommandError) as caught:
        run("--measure", "attendances")
    assert caught.value.returncode == 3


def test_records_are_those_that_a_measure_counts() -> None:
    library = Library.objects.get(kind="village")
    person = Activity.objects.all()[:1].get().entered_by
    for month in (10, 11, 12):
        MonthlyStatistics.objects.create(
            library=library, month=dt.date(2022, month, 1), visits=4, entered_by=person,
            state="submitted",
        )  # fmt: skip
    for year in (2017, 2019, 2020):
        YearlyHistory.objects.create(library=library, year=year, source="lama")
    mark_dirty("statistics", [(library.pk, dt.date(2022, m, 1)) for m in (10, 11, 12)])
    mark_dirty("history", [(library.pk, dt.date(y, 1, 1)) for y in (2017, 2019, 2020)])
    span = ("--from", "2022-11", "--to", "2022-12", "--per", "total")
    found = {
        measure: run("--measure", measure, *span, "--provisional")["records"]
        for measure in ("attendances", "visits", "partners", "attendances_cumulative")
    }
    assert found == {
        "attendances": 2,
        "visits": 2,
        "partners": 2,
        "attendances_cumulative": 4,
    }


@pytest.mark.parametrize(
    "arguments",
    [
        ("--measure", "beneficiaries"),
        ("--measure", "attendances", "--region", "99.99"),
        ("--measure", "attendances", "--from", "2022-13"),
        ("--measure", "attendances", "--from", "2022-05", "--to", "2022-04"),
        ("--measure", "attendances", "--as-of", "31/12/2022"),
        ("--measure", "attendances", "--level", "street"),
        ("--measure", "attendances", "--by", "hair"),
    ],
)
def test_figures_end_with_2_for_wrong_usage(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as caught:
        run(*arguments)
    assert caught.value.returncode == 2


def test_refresh_tells_what_it_did() -> None:
    out = StringIO()
    call_command("refresh", "--rebuild", "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert (found["is_rebuild"], found["records"], found["months"]) == (True, 2, 2)
    out = StringIO()
    call_command("refresh", stdout=out)
    assert out.getvalue().startswith("figures 2-")

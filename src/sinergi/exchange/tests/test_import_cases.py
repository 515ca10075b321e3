"""The case files through the command, on a database with all regions."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sinergi.exchange.tests.test_spreadsheets_cases import (
    CASES,
    EXPECTED,
    KINDS,
    needs_cases,
)
from sinergi.network.models import Library, Partnership, Programme
from sinergi.regions.services import load_regions
from sinergi.reports.models import Activity

pytestmark = [pytest.mark.django_db, needs_cases]


@pytest.fixture(scope="module")
def _country(django_db_setup: None, django_db_blocker: Any) -> Any:
    """All regions, taken away again after the module."""
    from django.db import connection, transaction

    with django_db_blocker.unblock():
        connection.ensure_connection()
        with transaction.atomic():
            load_regions()
            yield
            transaction.set_rollback(True)


@pytest.fixture
def country(_country: None, db: None) -> None:
    """All regions and the programme that partners belong to."""
    Programme.objects.get_or_create(
        key="tpbis",
        defaults={"name_id": "TPBIS", "name_en": "TPBIS", "starts_on": "2018-01-01"},
    )


def run(*arguments: str) -> tuple[dict[str, Any], int]:
    """The document that the command prints, and its exit code."""
    out = io.StringIO()
    code = 0
    try:
        call_command("import", *arguments, "--json", stdout=out, stderr=io.StringIO())
    except SystemExit as end:
        code = int(str(end.code))
    return json.loads(out.getvalue()), code


def arguments(expected: dict[str, Any]) -> list[str]:
    kind = "partners" if expected["file"].startswith("mitra") else "activities"
    return [kind, str(CASES / expected["file"]), "--as-of", expected["as_of"]]


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_case_is_stored_as_expected(country: None, path: Path) -> None:
    expected = json.loads(path.read_text(encoding="utf-8"))
    trial, trial_code = run(*arguments(expected), "--dry-run")
    assert (Activity.objects.count(), Library.objects.count()) == (0, 0)
    document, code = run(*arguments(expected))
    assert trial.pop("dry_run") is True
    assert document.pop("dry_run") is False
    assert trial == document
    rejected = expected["totals"]["rows_refused"]
    assert (code, trial_code) == ((1, 1) if rejected else (0, 0))
    assert document["rows"]["accepted"] == expected["totals"]["rows_imported"]
    assert document["rows"]["rejected"] == rejected
    assert [
        (found["row"], found["column"], found["kind"], found["severity"])
        for found in document["problems"]
    ] == [
        (found["row"], found["column"], KINDS[found["kind"]], found["severity"])
        for found in expected["problems"]
    ]
    stored = (Activity if "activities" in document["totals"] else Partnership).objects
    assert stored.count() == document["rows"]["accepted"]


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_second_import_stores_nothing_more(country: None, path: Path) -> None:
    expected = json.loads(path.read_text(encoding="utf-8"))
    run(*arguments(expected))
    before = (
        Activity.objects.count(),
        Partnership.objects.count(),
        Library.objects.count(),
    )
    document, code = run(*arguments(expected))
    assert (
        Activity.objects.count(),
        Partnership.objects.count(),
        Library.objects.count(),
    ) == before
    assert (document["rows"]["accepted"], code) == (0, 1)
    copies = [p for p in document["problems"] if p["kind"] == "exact_duplicate"]
    assert len(copies) >= expected["totals"]["rows_imported"]


@pytest.mark.parametrize("name", ["rusak.xlsx", "bukan-excel.xlsx", "bom-zip.xlsx"])
def test_unreadable_case_ends_with_2(db: None, name: str) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("import", "activities", str(CASES / name))
    assert caught.value.returncode == 2


def test_empty_case_is_no_failure(db: None) -> None:
    document, code = run("activities", str(CASES / "kosong.xlsx"))
    assert (document["rows"], code) == ({"read": 0, "accepted": 0, "rejected": 0}, 0)

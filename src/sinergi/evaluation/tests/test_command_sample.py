"""`sinergi sample`: prints a sample, and draws it again to compare."""

import datetime as dt
import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sinergi.evaluation.models import Study
from sinergi.evaluation.queries.frames import Population
from sinergi.evaluation.sampling import Design
from sinergi.evaluation.services.samples import (
    SampleContent,
    change_design,
    draw_sample,
)
from sinergi.evaluation.tests.factories import make_study
from sinergi.evaluation.tests.partners import make_network
from sinergi.network.models import Library

pytestmark = pytest.mark.django_db


@pytest.fixture
def study() -> Study:
    """A study whose sample is drawn."""
    make_network()
    study = make_study(slug="uji")
    content = SampleContent(Population(), Design(margin=Decimal("0.2")), 5)
    change_design(by=None, study=study, content=content)
    draw_sample(by=None, study=study)
    return study


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("sample", *arguments, stdout=out)
    return out.getvalue()


def test_one_document_holds_design_and_units(study: Study) -> None:
    document = json.loads(printed("uji", "--json", "--check"))
    strata = [(row["key"], row["sample"]) for row in document["strata"]]
    assert strata == [("province", 2), ("regency", 3), ("village", 11)]
    assert (document["seed"], document["differs_in"]) == (5, [])
    main = [row for row in document["units"] if row["role"] == "main"]
    assert len(main) == 16
    assert sum(row["weight"] for row in main) == pytest.approx(25)


def test_a_changed_network_ends_with_one(study: Study) -> None:
    Library.objects.filter(kind="regency").update(closed_on=dt.date(2020, 2, 2))
    with pytest.raises(CommandError) as refused:
        printed("uji", "--check")
    assert refused.value.returncode == 1


def test_an_unknown_study_ends_with_two() -> None:
    with pytest.raises(CommandError) as refused:
        printed("tidak-ada")
    assert refused.value.returncode == 2


def test_the_list_reads_as_text(study: Study) -> None:
    first = study.units.get(stratum__key="province", role="main", order=1)
    assert first.label in printed("uji")

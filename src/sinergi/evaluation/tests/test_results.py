"""What a study found: the figures, the page, the files, and what is frozen."""

import io
import random
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from sinergi.evaluation.enums import StudyState, UnitState
from sinergi.evaluation.errors import WrongStudyState
from sinergi.evaluation.exports.microdata import (
    design_yaml,
    microdata_csv,
    public_microdata,
)
from sinergi.evaluation.models import Study
from sinergi.evaluation.queries.microdata import microdata_of
from sinergi.evaluation.queries.results import computed_findings, findings_of
from sinergi.evaluation.services.studies import publish_study
from sinergi.evaluation.statistics.evaluate import evaluate
from sinergi.evaluation.statistics.plans import read_plan
from sinergi.evaluation.statistics.tables import read_table
from sinergi.evaluation.tests.surveyed import Surveyed, make_surveyed, respond
from sinergi.network.enums import Role
from sinergi.reports.tests.factories import make_person

pytestmark = pytest.mark.django_db


def published(surveyed: Surveyed) -> Study:
    study = surveyed.study
    return publish_study(by=make_person(Role.EVALUATOR), study=study)


def test_those_who_answered_stand_for_their_whole_stratum() -> None:
    surveyed = make_surveyed(silent=3)
    data = microdata_of(surveyed.study, surveyed.instrument)
    sums = dict.fromkeys(data.strata, 0.0)
    for stratum, weight in zip(data.strata, data.weights, strict=True):
        sums[stratum] += weight
    assert sums == pytest.approx({"regency": 40, "village": 100})


def test_scores_are_means_of_respondents_by_weight() -> None:
    surveyed = make_surveyed()
    found = computed_findings(surveyed.study)
    assert found is not None
    first = found.findings.variables[0]
    weighted = [
        (row.unit.weight, sum(row.answers[f"q{n}"] for n in range(1, 6)) / 5)
        for row in surveyed.responses
    ]
    total = sum(weight for weight, _score in weighted)
    mean = sum(weight * score for weight, score in weighted) / total
    assert first.score.mean == pytest.approx(mean)
    means = [row.score.mean or 0 for row in found.findings.variables]
    assert found.findings.overall.mean == pytest.approx(sum(means) / 2)
    assert [
        (part.population, part.drawn, part.answered) for part in found.findings.parts
    ] == [
        (40, 12, 12),
        (100, 8, 8),
    ]


def test_what_does_not_count() -> None:
    surveyed = make_surveyed()
    study, instrument = surveyed.study, surveyed.instrument
    before = microdata_of(study, instrument)
    respond(instrument, None, random.Random(1))
    unchecked = respond(instrument, surveyed.units[0], random.Random(2))
    unchecked.checked_at = None
    unchecked.save()
    assert len(microdata_of(study, instrument)) == len(before) == 20
    surveyed.responses[0].excluded_reason = "Diisi orang lain"
    surveyed.responses[0].save()
    assert len(microdata_of(study, instrument)) == 19


def test_the_last_response_of_a_unit_counts() -> None:
    surveyed = make_surveyed()
    again = respond(surveyed.instrument, surveyed.units[4], random.Random(99))
    data = microdata_of(surveyed.study, surveyed.instrument)
    place = data.units.index(surveyed.units[4].code)
    assert data.answers[place] == again.answers


def test_published_figures_stay_as_they_were() -> None:
    surveyed = make_surveyed()
    study = published(surveyed)
    frozen = findings_of(study)
    surveyed.responses[0].answers = {"q1": 1}
    surveyed.responses[0].save()
    assert findings_of(study) == frozen
    moved = computed_findings(study)
    assert frozen is not None
    assert moved is not None
    assert moved.findings.overall.mean != frozen.findings.overall.mean


def test_nothing_to_publish() -> None:
    with pytest.raises(WrongStudyState):
        published(make_surveyed(silent=20))


def test_public_microdata_and_design_give_the_same_figures(tmp_path: Path) -> None:
    surveyed = make_surveyed()
    found = computed_findings(surveyed.study)
    data = public_microdata(surveyed.study)
    assert found is not None
    assert data is not None
    place = tmp_path / "data.csv"
    place.write_text("".join(microdata_csv(data)), encoding="utf-8")
    plan = read_plan(yaml.safe_load(design_yaml(data)))
    document: Any = evaluate(plan, read_table(place)).document
    shown = found.findings
    assert document["n"] == shown.n == 20
    assert document["overall"]["mean"] == pytest.approx(shown.overall.mean)
    assert document["overall"]["ci"] == pytest.approx(shown.overall.ci)
    assert [row["se"] for row in document["variables"]] == pytest.approx(
        [row.score.se for row in shown.variables]
    )


def test_a_stratum_of_few_is_not_published() -> None:
    surveyed = make_surveyed(silent=4)
    data = public_microdata(surveyed.study)
    assert data is not None
    assert {row["stratum"] for row in data.records} == {"regency"}
    assert data.left_out == 4


def test_page_and_files_say_the_same(client: Client) -> None:
    study = published(make_surveyed())
    found = findings_of(study)
    assert found is not None
    mean = Decimal(str(found.findings.overall.mean)).quantize(Decimal("0.01"))
    shown = str(mean).replace(".", ",")
    page = client.get(f"/evaluasi/{study.slug}/hasil/").content.decode()
    assert shown in page
    report = client.get(f"/evaluasi/{study.slug}/hasil.pdf")
    paper = "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(report.content)).pages
    )
    assert shown in re.sub(r"\s+", " ", paper)
    book = load_workbook(
        io.BytesIO(client.get(f"/evaluasi/{study.slug}/hasil.xlsx").content)
    )
    whole = list(book.worksheets[0].values)[-1]
    assert whole[1] == pytest.approx(found.findings.overall.mean)
    assert whole[2] == found.findings.overall.klass


def test_before_publication_only_evaluators_see_anything(client: Client) -> None:
    study = make_surveyed().study
    addresses = [
        f"/evaluasi/{study.slug}/{part}"
        for part in (
            "hasil/",
            "hasil.pdf",
            "hasil.xlsx",
            "data-mikro.csv",
            "data-mikro.yaml",
        )
    ]
    assert {client.get(address).status_code for address in addresses} == {404}
    client.force_login(make_person(Role.OBSERVER))
    assert {client.get(address).status_code for address in addresses} == {404}
    client.force_login(make_person(Role.EVALUATOR))
    assert {client.get(address).status_code for address in addresses} == {200}


def test_a_study_without_answers_says_so(client: Client) -> None:
    study = make_surveyed(silent=20).study
    client.force_login(make_person(Role.EVALUATOR))
    assert client.get(f"/evaluasi/{study.slug}/hasil/").status_code == 200
    assert client.get(f"/evaluasi/{study.slug}/hasil.pdf").status_code == 404
    assert study.units.filter(state=UnitState.ANSWERED).count() == 0
    assert study.state == StudyState.CLOSED


@pytest.mark.parametrize(("silent", "is_shown"), [(3, True), (4, False)])
def test_a_part_of_few_responses_has_no_score_of_its_own(
    client: Client, silent: int, is_shown: bool
) -> None:
    study = make_surveyed(silent=silent).study
    publish_study(by=None, study=study)
    found = findings_of(study)
    assert [one.score.mean is not None for one in found.findings.parts] == [
        True,
        is_shown,
    ]
    for path in ("hasil/", "hasil.xlsx", "hasil.pdf"):
        assert client.get(f"/evaluasi/{study.slug}/{path}").status_code == 200

"""The scores of 2020-2021 are computed from answers: one answer moves them."""

import pytest

from sinergi.demonstration.evaluation import SCORES
from sinergi.demonstration.services.evaluation import evaluate_programme
from sinergi.evaluation.findings import Findings
from sinergi.evaluation.models import Response, Study
from sinergi.evaluation.queries.results import computed_findings
from sinergi.evaluation.tests.partners import make_evaluator, make_network


def findings(study: Study) -> Findings:
    found = computed_findings(study)
    assert found is not None
    return found.findings


@pytest.mark.django_db
def test_one_answer_moves_its_score_and_the_overall_one() -> None:
    make_network()
    study = evaluate_programme(by=make_evaluator())
    before = findings(study)
    assert [one.score.name for one in before.variables] == list(SCORES)
    row = Response.objects.filter(answers__outreach_1__lt=5).order_by("pk")[0]
    row.answers = row.answers | {"outreach_1": row.answers["outreach_1"] + 1}
    row.save(update_fields=["answers"])
    after = findings(study)
    moved = {
        new.score.name: new.score.mean - old.score.mean
        for old, new in zip(before.variables, after.variables, strict=True)
    }
    assert [name for name, by in moved.items() if by] == ["outreach"]
    weights = [one.unit.weight for one in Response.objects.counted()]
    assert moved["outreach"] == pytest.approx(row.unit.weight / sum(weights) / 5)
    overall = after.overall.mean - before.overall.mean
    assert overall == pytest.approx(moved["outreach"] / 4)

"""The scores of 2020-2021 are computed from answers: one answer moves them."""

import pytest

from sinergi.demonstration.evaluation import SCORES
from sinergi.demonstration.services.evaluation import evaluate_programme
from sinergi.evaluation.models import Response, Study
from sinergi.evaluation.queries.results import computed_findings
from sinergi.evaluation.tests.partners import make_evaluator, make_network


def scores(study: Study) -> dict[str, float]:
    """By variable, the overall one under no name."""
    found = computed_findings(study)
    assert found is not None
    rows = [found.findings.overall, *(one.score for one in found.findings.variables)]
    return {row.name: row.mean for row in rows if row.mean is not None}


@pytest.mark.django_db
def test_one_answer_moves_its_score_and_the_overall_one() -> None:
    make_network()
    study = evaluate_programme(by=make_evaluator())
    before = scores(study)
    assert list(before) == ["", *SCORES]
    row = Response.objects.filter(answers__outreach_1__lt=5).order_by("pk")[0]
    row.answers = row.answers | {"outreach_1": row.answers["outreach_1"] + 1}
    row.save(update_fields=["answers"])
    after = scores(study)
    moved = {name: after[name] - before[name] for name in after}
    assert [name for name, by in moved.items() if by] == ["", "outreach"]
    weights = {one.pk: one.unit.weight for one in Response.objects.counted()}
    share = weights[row.pk] / sum(weights.values())
    assert moved["outreach"] == pytest.approx(share / 5)
    assert moved[""] == pytest.approx(moved["outreach"] / 4)

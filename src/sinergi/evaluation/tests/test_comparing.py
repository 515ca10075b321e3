"""Figures beside each other: groups, another study, before and after."""

import copy
import random

import pytest
from django.core.cache import cache
from django.test import Client

from sinergi.evaluation.enums import StudyState
from sinergi.evaluation.models import Study
from sinergi.evaluation.queries.comparing import (
    STRATA,
    Answered,
    answered,
    bridge_of,
    compared_groups,
    groupings_of,
    paired_changes,
)
from sinergi.evaluation.services.studies import publish_study
from sinergi.evaluation.tests.factories import make_study
from sinergi.evaluation.tests.surveyed import ITEMS, Surveyed, make_surveyed, respond
from sinergi.evaluation.tests.xforms import make_instrument
from sinergi.network.enums import Role
from sinergi.reports.tests.factories import make_person

pytestmark = pytest.mark.django_db

PAGE = "/evaluasi/{}/hasil/banding/"


def given_of(study: Study) -> Answered:
    given = answered(study)
    assert given is not None
    return given


def answer(surveyed: Surveyed, question: str, values: list[object]) -> None:
    """The first responses answer one question more."""
    for row, value in zip(surveyed.responses, values, strict=False):
        row.answers[question] = value
        row.save(update_fields=["answers"])


def ask(surveyed: Surveyed, name: str, kind: str, codes: tuple[str, ...] = ()) -> None:
    """The questionnaire asks one question more."""
    instrument = surveyed.instrument
    definition = instrument.definition
    question = copy.deepcopy(definition["questions"][-1])
    question |= {"name": name, "path": f"/data/{name}", "kind": kind}
    question |= {"choices": name if codes else "", "label": {"": [f"Tanya {name}"]}}
    definition["questions"].append(question)
    definition["lists"][name] = [
        {"code": code, "label": {"": [code.upper()]}, "columns": {}} for code in codes
    ]
    instrument.save(update_fields=["definition"])


def test_groups_by_stratum_and_by_questions_with_few_choices() -> None:
    surveyed = make_surveyed()
    ask(surveyed, "sex", "select_one", ("f", "m"))
    ask(surveyed, "many", "select_one", tuple("abcdefghi"))
    found = groupings_of(given_of(surveyed.study))
    assert [(it.key, it.label) for it in found] == [(STRATA, ""), ("sex", "Tanya sex")]
    assert found[1].groups == {"f": "F", "m": "M"}


def test_groups_that_answer_alike_do_not_differ_and_others_do() -> None:
    surveyed = make_surveyed()
    for place, row in enumerate(surveyed.responses):
        row.answers = dict.fromkeys(ITEMS, (3, 4, 5, 4)[place % 4])
        row.save()
    given = given_of(surveyed.study)
    whole, *variables = compared_groups(given, groupings_of(given)[0])
    assert [label for label, _score in whole.groups] == ["Regency", "Village"]
    assert [it.name for it in variables] == list(given.scores)
    assert whole.test is not None
    assert whole.test.p > 0.9
    for place, row in enumerate(surveyed.responses[:12]):
        row.answers = dict.fromkeys(ITEMS, 1 + place % 2)
        row.save()
    given = given_of(surveyed.study)
    whole = compared_groups(given, groupings_of(given)[0])[0]
    assert whole.test is not None
    assert whole.test.p < 0.05
    means = [score.mean or 0 for _label, score in whole.groups]
    assert means == pytest.approx([1.5, 4])


def test_a_group_of_few_is_hidden() -> None:
    surveyed = make_surveyed()
    ask(surveyed, "kind", "select_one", ("a", "b", "c"))
    answer(surveyed, "kind", [*"aaaaaaaaa", *"bbbbbb", *"ccccc"])
    given = given_of(surveyed.study)
    by_kind = groupings_of(given)[1]
    assert [it[0] for it in compared_groups(given, by_kind)[0].groups] == [*"ABC"]
    answer(surveyed, "kind", [*"aaaaaaaaa", *"bbbbbbb", *"cccc"])
    assert compared_groups(given_of(surveyed.study), by_kind) == []


def test_a_questionnaire_without_variables_has_no_scores_to_compare() -> None:
    surveyed = make_surveyed()
    surveyed.instrument.variables = {}
    surveyed.instrument.save()
    given = given_of(surveyed.study)
    assert compared_groups(given, groupings_of(given)[0]) == []


def other_study(answers: int = 8) -> Study:
    """A later study on a scale of four, without a sample, everybody at its top."""
    study = make_study(slug="lain", state=StudyState.CLOSED)
    study.scale_max, study.to_year = 4, study.to_year + 1
    study.save()
    instrument, chance = make_instrument(study), random.Random(5)
    for number in range(answers):
        row = respond(instrument, None, chance)
        row.answers = dict.fromkeys(ITEMS, 4 if number else 3)
        row.save()
    return study


def test_studies_stand_beside_each_other_in_points_of_100() -> None:
    first, second = make_surveyed().study, other_study()
    one, reverse = (
        bridge_of(given_of(first), second),
        bridge_of(given_of(second), first),
    )
    assert one is not None
    assert reverse is not None
    assert (one.earlier, one.later) == (reverse.earlier, reverse.later)
    assert (one.earlier, one.later) == (first, second)
    name, change = one.changes[0]
    scores = given_of(first).scores[name]
    weights = given_of(first).data.weights
    mean = sum(weights * (scores - 1) / 4) / sum(weights)
    assert change.before.value == pytest.approx(100 * mean)
    assert change.after.value == pytest.approx(100 * (7 + 2 / 3) / 8)
    assert change.effect is not None
    assert change.effect > 0.8


def test_few_responses_are_not_compared() -> None:
    bridge = bridge_of(given_of(make_surveyed().study), other_study(answers=4))
    assert bridge is not None
    assert bridge.changes == []


def test_pairs_of_questions_tell_what_changed() -> None:
    surveyed = make_surveyed()
    for name in ("income_before", "income_after", "alone_after"):
        ask(surveyed, name, "integer")
    for name in ("said_before", "said_after"):
        ask(surveyed, name, "text")
        answer(surveyed, name, ["1", "2", "inf", "4", "5", "6"])
    assert paired_changes(surveyed.study) == []
    answer(surveyed, "income_before", [100, 100, 200, 300, 300, None])
    answer(surveyed, "income_after", [150, 100, 300, 250, 400, 900])
    ((label, change),) = paired_changes(surveyed.study)
    assert (label, change.before.n) == ("Tanya income_after", 5)
    weights = surveyed.units[0].weight
    assert weights == surveyed.units[4].weight
    assert change.difference == pytest.approx((50 + 0 + 100 - 50 + 100) / 5)
    assert change.went_up is not None
    assert change.went_up.value == pytest.approx(3 / 5)


def test_the_page_tells_all_three_of_published_studies(client: Client) -> None:
    cache.clear()
    surveyed = make_surveyed()
    for name in ("income_before", "income_after"):
        ask(surveyed, name, "integer")
        answer(surveyed, name, [*range(7)])
    other = other_study()
    for study in (surveyed.study, other):
        publish_study(by=make_person(Role.EVALUATOR), study=study)
    page = client.get(PAGE.format(surveyed.study.slug), {"studi": "lain"})
    text = page.content.decode()
    assert "Perbedaan antarkelompok tidak terbukti" in text
    assert "skala 1–4" in text
    assert "Tanya income_after" in text
    results = client.get(f"/evaluasi/{surveyed.study.slug}/hasil/").content.decode()
    assert PAGE.format(surveyed.study.slug) in results


def test_a_study_that_is_not_published_is_neither_shown_nor_compared(
    client: Client,
) -> None:
    cache.clear()
    study, other = make_surveyed().study, other_study()
    assert client.get(PAGE.format(study.slug)).status_code == 404
    publish_study(by=make_person(Role.EVALUATOR), study=study)
    page = client.get(PAGE.format(study.slug), {"studi": "lain", "kelompok": "x"})
    assert page.status_code == 200
    assert other.title not in page.content.decode().replace(study.title, "")
    assert "skala 1–4" not in page.content.decode()

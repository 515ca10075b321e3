"""Beginning studies and taking them from design to publication."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from sinergi.audit.models import AuditEntry
from sinergi.core.dates import now
from sinergi.evaluation.errors import OutOfScope, UnfitStudy, WrongStudyState
from sinergi.evaluation.models import Instrument, Response, Study
from sinergi.evaluation.services.samples import draw_sample
from sinergi.evaluation.services.studies import (
    StudyContent,
    change_study,
    close_collecting,
    create_study,
    open_collecting,
    publish_study,
    reopen_collecting,
    withdraw_study,
)
from sinergi.evaluation.tests.factories import make_study
from sinergi.evaluation.tests.partners import make_evaluator, make_network
from sinergi.network.enums import Role
from sinergi.network.tests.factories import make_person
from sinergi.regions.tests.factories import make_regions

pytestmark = pytest.mark.django_db

CONTENT = StudyContent(
    title="Efektivitas 2022",
    from_year=2020,
    to_year=2021,
    population_on=dt.date(2021, 12, 31),
    class_labels=("sangat kurang", "kurang", "cukup", "baik", "sangat baik"),
)


def test_a_study_begins_in_preparation_with_an_address_of_its_title() -> None:
    first = create_study(by=make_evaluator(), content=CONTENT)
    second = create_study(by=None, content=CONTENT)
    assert (first.slug, second.slug) == ("efektivitas-2022", "efektivitas-2022-2")
    assert first.state == "draft"
    assert AuditEntry.objects.filter(action="study.created").count() == 2


def test_a_title_that_is_an_address_of_ours_gets_another_one() -> None:
    study = create_study(by=None, content=replace(CONTENT, title="Baru"))
    assert study.slug == "baru-2"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"to_year": 2019}, "to_year"),
        ({"to_year": 2090}, "to_year"),
        ({"from_year": 2000, "to_year": 2001}, "from_year"),
        ({"scale_max": 1}, "scale_max"),
        ({"scale_max": 500}, "scale_max"),
        ({"class_labels": ("baik",)}, "class_labels"),
        ({"class_labels": ("baik", "Baik")}, "class_labels"),
        ({"class_labels": ("a" * 61, "b")}, "class_labels"),
    ],
)
def test_a_study_that_cannot_be_is_refused(
    change: dict[str, object], field: str
) -> None:
    with pytest.raises(UnfitStudy) as refused:
        create_study(by=None, content=replace(CONTENT, **change))  # type: ignore[arg-type]
    assert refused.value.field == field
    assert not Study.objects.exists()


def test_only_those_who_evaluate_in_the_area_begin_and_change() -> None:
    regions = make_regions()
    east = make_evaluator("35")
    with pytest.raises(OutOfScope):
        create_study(by=east, content=CONTENT)
    with pytest.raises(OutOfScope):
        create_study(by=make_person(Role.JURY), content=CONTENT)
    own = create_study(by=east, content=replace(CONTENT, region=regions["35.22"]))
    with pytest.raises(OutOfScope):
        change_study(by=east, study=own, content=CONTENT)
    with pytest.raises(OutOfScope):
        close_collecting(by=make_evaluator("32"), study=own)


def test_another_day_of_the_population_drops_the_sample() -> None:
    make_network()
    study = create_study(by=None, content=CONTENT)
    draw_sample(by=None, study=study)
    change_study(by=None, study=study, content=replace(CONTENT, title="Lain"))
    assert study.units.exists()
    later = replace(CONTENT, population_on=dt.date(2022, 12, 31))
    change_study(by=None, study=study, content=later)
    assert not study.units.exists()


def instrument(
    study: Study, audience: str = "users", state: str = "fielded"
) -> Instrument:
    return Instrument.objects.create(
        study=study,
        audience=audience,
        form_id=f"f{study.pk}",
        xlsform=b"x",
        state=state,
        fielded_at=None if state == "draft" else now(),
    )


def test_a_study_goes_from_preparation_to_publication_and_back() -> None:
    study = make_study()
    form = instrument(study)
    assert open_collecting(by=None, study=study).state == "fielding"
    assert close_collecting(by=None, study=study).state == "closed"
    assert reopen_collecting(by=None, study=study).state == "fielding"
    close_collecting(by=None, study=study)
    Response.objects.create(instrument=form, instance_id="1", source="web")
    published = publish_study(by=None, study=study)
    assert published.published_at is not None
    withdrawn = withdraw_study(by=None, study=study)
    assert (withdrawn.state, withdrawn.published_at) == ("closed", None)
    assert AuditEntry.objects.filter(action="study.moved").count() == 6


@pytest.mark.parametrize(
    ("state", "act"),
    [
        ("fielding", open_collecting),
        ("draft", close_collecting),
        ("published", reopen_collecting),
        ("fielding", publish_study),
        ("closed", withdraw_study),
    ],
)
def test_no_step_is_left_out(state: str, act: Callable[..., Study]) -> None:
    moment = dt.datetime(2022, 12, 1, tzinfo=dt.UTC)
    study = make_study(
        state=state, published_at=moment if state == "published" else None
    )
    instrument(study)
    with pytest.raises(WrongStudyState):
        act(by=None, study=study)
    study.refresh_from_db()
    assert study.state == state


def test_collecting_needs_a_questionnaire_and_partners_a_sample() -> None:
    study = make_study()
    instrument(study, state="draft")
    with pytest.raises(WrongStudyState) as refused:
        open_collecting(by=None, study=study)
    assert refused.value.kind == "no_questionnaire"
    instrument(study, "effectiveness")
    with pytest.raises(WrongStudyState) as refused:
        open_collecting(by=None, study=study)
    assert refused.value.kind == "no_sample"


def test_a_study_without_an_answer_that_counts_is_not_published() -> None:
    study = make_study(state="closed")
    Response.objects.create(
        instrument=instrument(study),
        instance_id="1",
        source="web",
        excluded_reason="Uji coba",
    )
    with pytest.raises(WrongStudyState):
        publish_study(by=None, study=study)

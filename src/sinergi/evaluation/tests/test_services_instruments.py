"""Questionnaires of a study: versions, freezing, what is refused."""

import io
import zipfile

import pytest

from sinergi.accounts.models import User
from sinergi.audit.models import AuditEntry
from sinergi.core.spreadsheets.unreadable import UnreadableFile
from sinergi.evaluation.enums import InstrumentState, StudyState
from sinergi.evaluation.errors import (
    FrozenInstrument,
    OutOfScope,
    UnfitInstrument,
    WrongStudyState,
)
from sinergi.evaluation.models import Instrument, Study
from sinergi.evaluation.queries.instruments import workbook_of
from sinergi.evaluation.services.instruments import (
    close_instrument,
    field_instrument,
    remove_draft,
    start_from_template,
    upload_instrument,
)
from sinergi.evaluation.tests.factories import make_study
from sinergi.evaluation.tests.forms import Line, asked, sheets, workbook
from sinergi.network.enums import Role
from sinergi.reports.tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluator() -> User:
    return make_person(Role.EVALUATOR)


@pytest.fixture
def study() -> Study:
    return make_study()


def send(by: User, study: Study, *lines: Line, audience: str = "users") -> Instrument:
    return upload_instrument(
        by=by,
        study=study,
        audience=audience,
        file=workbook(sheets(lines)),
        name="uji.xlsx",
    )


def test_an_upload_is_the_next_version_and_keeps_its_workbook(
    evaluator: User, study: Study
) -> None:
    line = asked("select_one scale", "q", variable="goal")
    first = send(evaluator, study, line)
    second = send(evaluator, study, line)
    assert (first.version, second.version) == (1, 2)
    assert second.form_id == f"{study.slug}-users"
    assert f'<data id="{study.slug}-users" version="2">' in second.xform
    assert second.variables == {"goal": ["q"]}
    assert workbook_of(second).startswith(b"PK")
    assert AuditEntry.objects.filter(action="instrument.upload").count() == 2


@pytest.mark.parametrize(
    ("audience", "variables"),
    [
        (
            "effectiveness",
            ["target_accuracy", "outreach", "goal_achievement", "monitoring"],
        ),
        ("users", ["change_felt"]),
        ("non_users", ["importance"]),
    ],
)
def test_templates_fit_any_scale_and_the_web_page(
    evaluator: User, audience: str, variables: list[str]
) -> None:
    study = make_study(
        scale_max=4,
        class_labels=["sangat kurang", "kurang", "baik", "sangat baik"],
    )
    made = start_from_template(by=evaluator, study=study, audience=audience)
    assert list(made.variables) == variables
    assert made.definition["web_troubles"] == []
    scale = made.definition["lists"]["scale"]
    assert [choice["code"] for choice in scale] == ["1", "2", "3", "4"]
    assert scale[2]["label"] == {"": ["Baik"]}


def test_fielding_freezes_and_closes_the_version_before(
    evaluator: User, study: Study
) -> None:
    first = send(evaluator, study, asked("text", "q"))
    second = send(evaluator, study, asked("text", "q"))
    other = send(evaluator, study, asked("text", "q"), audience="non_users")
    field_instrument(by=evaluator, instrument=other)
    field_instrument(by=evaluator, instrument=first)
    field_instrument(by=evaluator, instrument=second)
    assert list(Instrument.objects.order_by("pk").values_list("state", flat=True)) == [
        InstrumentState.CLOSED,
        InstrumentState.FIELDED,
        InstrumentState.FIELDED,
    ]
    for act in (field_instrument, remove_draft):
        with pytest.raises(FrozenInstrument):
            act(by=evaluator, instrument=second)
    close_instrument(by=evaluator, instrument=second)
    with pytest.raises(FrozenInstrument):
        close_instrument(by=evaluator, instrument=second)


def test_a_draft_can_be_forgotten(evaluator: User, study: Study) -> None:
    draft = send(evaluator, study, asked("text", "q"))
    remove_draft(by=evaluator, instrument=draft)
    assert not Instrument.objects.exists()


def test_strangers_and_ended_studies_take_no_questionnaire(
    evaluator: User, study: Study
) -> None:
    with pytest.raises(OutOfScope):
        send(make_person(Role.JURY), study, asked("text", "q"))
    Study.objects.update(state=StudyState.CLOSED)
    with pytest.raises(WrongStudyState):
        send(evaluator, study, asked("text", "q"))


def test_a_wrong_form_is_refused_by_cell_and_nothing_is_kept(
    evaluator: User, study: Study
) -> None:
    with pytest.raises(UnfitInstrument) as refused:
        send(evaluator, study, asked("texxt", "q"))
    assert "survey, baris 2, kolom type" in str(refused.value.message)
    with pytest.raises(UnfitInstrument) as refused:
        send(evaluator, study, asked("text", "q", variable="goal"))
    assert "tidak dapat masuk variabel" in str(refused.value.message)
    with pytest.raises(UnfitInstrument) as refused:
        send(evaluator, study, asked("text", "q"), audience="effectiveness")
    assert "variable" in str(refused.value.message)
    assert not Instrument.objects.exists()


def _bomb() -> bytes:
    book = workbook(sheets([asked("text", "q")])).getvalue()
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in source.infolist():
            content = source.read(part)
            if part.filename.endswith("sheet1.xml"):
                content += b" " * 30_000_000
            made.writestr(part.filename, content)
    return target.getvalue()


def _entities() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>')
    return target.getvalue()


@pytest.mark.parametrize(
    "content", [b"", b"no workbook", b"PK\x03\x04broken", _bomb(), _entities()]
)
def test_what_is_no_safe_workbook_is_refused(
    evaluator: User, study: Study, content: bytes
) -> None:
    with pytest.raises((UnreadableFile, UnfitInstrument)):
        upload_instrument(
            by=evaluator,
            study=study,
            audience="users",
            file=io.BytesIO(content),
            name="uji.xlsx",
        )
    assert not Instrument.objects.exists()


def test_a_form_for_collect_alone_is_kept_with_its_troubles(
    evaluator: User, study: Study
) -> None:
    made = send(evaluator, study, asked("geopoint", "where"))
    assert [t["row"] for t in made.definition["web_troubles"]] == [2]
    assert 'type="geopoint"' in made.xform

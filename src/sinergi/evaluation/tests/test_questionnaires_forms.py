"""XLSForms read: questions, pages, variables, and what is refused at which cell."""

import json

import pytest

from sinergi.evaluation.questionnaires.definition import Definition, Trouble
from sinergi.evaluation.questionnaires.xlsform import (
    UnfitForm,
    read_form,
    scale_troubles,
    with_identity,
)
from sinergi.evaluation.tests.forms import asked, form, sheets

WHOLE = (
    asked("start", "start"),
    {"type": "begin_group", "name": "g1", "label": "Satu", "relevant": "1 = 1"},
    asked("select_one yes_no", "member", required="yes"),
    asked("begin_group", "inner", relevant="${member} = '1'"),
    asked("select_one scale", "item1", variable="goal", appearance="likert"),
    asked("integer", "age", constraint=". < 120", constraint_message="Terlalu tua"),
    asked("end_group", ""),
    asked("end_group", ""),
    asked("note", "thanks", label="Umur ${age}"),
    asked("calculate", "double", calculation="${age} * 2"),
    asked("select_multiple yes_no", "many"),
    asked("range", "how", parameters="start=1 end=5 step=1"),
)


def test_a_form_is_read_with_rows_pages_and_variables() -> None:
    read = form(*WHOLE)
    kinds = [(q.name, q.kind, q.row) for q in read.definition.questions]
    assert kinds == [
        ("start", "metadata", 2),
        ("member", "select_one", 4),
        ("inner", "heading", 5),
        ("item1", "select_one", 6),
        ("age", "integer", 7),
        ("thanks", "note", 10),
        ("double", "calculate", 11),
        ("many", "select_multiple", 12),
        ("how", "range", 13),
    ]
    assert [page.name for page in read.definition.pages] == ["g1", "thanks"]
    assert read.variables == {"goal": ("item1",)}
    assert read.definition.web_troubles == ()
    age = read.definition.by_name["age"]
    assert age.relevant == ("1 = 1", "/data/g1/member  = '1'")
    assert age.constraint_message == {"": ("Terlalu tua",)}
    assert read.definition.by_name["thanks"].label == {
        "": ("Umur ", "/data/g1/inner/age", "")
    }
    assert "variable" not in read.xform


def test_a_definition_comes_back_from_json_as_it_was() -> None:
    definition = form(*WHOLE).definition
    stored = json.loads(json.dumps(definition.as_json()))
    assert Definition.from_json(stored) == definition


def test_languages_are_kept_apart() -> None:
    line = asked("text", "q") | {
        "label": "",
        "label::Bahasa Indonesia (id)": "Nama?",
        "label::English (en)": "Name?",
    }
    definition = form(line).definition
    assert definition.languages == ("Bahasa Indonesia (id)", "English (en)")
    assert definition.by_name["q"].label == {
        "Bahasa Indonesia (id)": ("Nama?",),
        "English (en)": ("Name?",),
    }


def test_the_form_is_listed_under_our_id_and_version() -> None:
    xform = with_identity(
        form(*WHOLE).xform, form_id="studi-1-users", version=3, title="Judul"
    )
    assert '<data id="studi-1-users" version="3">' in xform
    assert "<h:title>Judul</h:title>" in xform


@pytest.mark.parametrize(
    ("line", "row", "column", "kind"),
    [
        (asked("geopoint", "q"), 2, "type", "kind_not_served"),
        (asked("image", "q"), 2, "type", "kind_not_served"),
        (asked("barcode", "q"), 2, "type", "kind_not_served"),
        (asked("rank yes_no", "q"), 2, "type", "kind_not_served"),
        (asked("text", "q", relevant="count(//*) > 1"), 2, "relevant", "refused_sign"),
        (
            asked("text", "q", constraint="regex(., '(?=a)')"),
            2,
            "constraint",
            "unfit_pattern",
        ),
        (asked("text", "q", default="today()"), 2, "default", "default_not_served"),
    ],
)
def test_what_the_web_page_cannot_ask_is_named_by_cell(
    line: dict[str, str], row: int, column: str, kind: str
) -> None:
    troubles = form(line).definition.web_troubles
    assert [(t.sheet, t.row, t.column, t.kind) for t in troubles] == [
        ("survey", row, column, kind)
    ]


def test_a_repeat_is_for_collect_alone_and_named_once() -> None:
    read = form(
        asked("begin_repeat", "child"), asked("text", "name"), asked("end_repeat", "")
    )
    assert [(t.row, t.details["type"]) for t in read.definition.web_troubles] == [
        (2, "repeat")
    ]
    assert read.definition.by_name["name"].repeat == "/data/child"


@pytest.mark.parametrize(
    ("survey", "expected"),
    [
        ([asked("texxt", "q")], ("survey", 2, "type")),
        ([asked("text", "q 1")], ("survey", 2, "name")),
        ([asked("select_one nowhere", "q")], ("survey", 2, "")),
        ([asked("text", "q", relevant="${gone} = 1")], ("survey", 2, "relevant")),
        ([asked("begin_group", "g"), asked("text", "q")], ("survey", 2, "")),
        ([asked("text", "q"), asked("text", "q")], ("survey", 3, "name")),
        ([asked("text", "q", label="x" * 10_001)], ("survey", 2, "")),
        ([asked("note", "q", variable="goal")], ("survey", 2, "variable")),
        ([asked("begin_group", f"g{n}") for n in range(30)], ("survey", 22, "type")),
    ],
)
def test_a_wrong_form_is_refused_at_its_cell(
    survey: list[dict[str, str]], expected: tuple[str, int, str]
) -> None:
    with pytest.raises(UnfitForm) as refused:
        form(*survey)
    trouble = refused.value.troubles[0]
    assert (trouble.sheet, trouble.row, trouble.column) == expected


@pytest.mark.parametrize(
    "given", [{}, {"data": [["a"], ["b"]]}, {"survey": []}, {"survey": [["type"]]}]
)
def test_a_workbook_without_questions_is_refused(
    given: dict[str, list[list[str]]],
) -> None:
    with pytest.raises(UnfitForm) as refused:
        read_form(given)
    assert refused.value.troubles[0].kind == "no_survey"


def test_two_headings_alike_are_refused() -> None:
    given = dict(sheets([asked("text", "q")]))
    given["survey"] = [["type", "name", "name"], ["text", "a", "b"]]
    with pytest.raises(UnfitForm) as refused:
        read_form(given)
    assert refused.value.troubles[0].kind == "heading_twice"


def test_codes_off_the_scale_are_named_in_the_choices() -> None:
    other = [
        {"list_name": "odd", "name": "5", "label": "Lima"},
        {"list_name": "odd", "name": "tidak", "label": "Tidak tahu"},
        {"list_name": "odd", "name": "9", "label": "Sembilan"},
    ]
    read = form(asked("select_one odd", "q", variable="goal"), choices=other)
    assert list(scale_troubles(read, 1, 5)) == [
        Trouble(
            "choices",
            row,
            "name",
            "code_off_scale",
            {"value": value, "low": "1", "high": "5"},
        )
        for row, value in ((10, "tidak"), (11, "9"))
    ]
    fine = form(asked("select_one scale", "q", variable="goal"))
    assert list(scale_troubles(fine, 1, 5)) == []
    assert [t.details["value"] for t in scale_troubles(fine, 1, 4)] == ["5"]


def test_a_text_belongs_to_no_scale() -> None:
    read = form(asked("text", "q", variable="goal"))
    assert [t.kind for t in scale_troubles(read, 1, 5)] == ["variable_kind"]


def test_a_form_of_many_patterns_is_for_collect_alone() -> None:
    check = r"regex(., '((a?){1,30}){1,30}b')"
    read = form(*(asked("text", f"q{n}", constraint=check) for n in range(51)))
    assert [t.kind for t in read.definition.web_troubles] == ["too_many_patterns"]


def test_endless_references_are_refused_before_pyxform_resolves_them() -> None:
    lines = [asked("text", f"q{n}", label="${q0} " * 1500) for n in range(15)]
    with pytest.raises(UnfitForm) as refused:
        form(*lines)
    assert refused.value.troubles[0].kind == "too_many_references"


def test_marks_of_bold_and_colour_are_not_read_out() -> None:
    read = form(
        asked("text", "q", label="# Nama **lengkap** <span>Anda</span> < 5 * 2?")
    )
    assert read.definition.by_name["q"].label == {"": ("Nama lengkap Anda < 5 * 2?",)}
    assert "**lengkap**" in read.xform


def test_signs_that_no_xml_may_hold_are_left_out() -> None:
    read = form(asked("text", "q", label="a\x00b\x0bc &amp; <b>"))
    assert "abc" in read.definition.by_name["q"].label[""][0]

"""Filling in: skip logic, calculations, what does not fit, and what is kept."""

import datetime as dt

import pytest

from sinergi.evaluation.questionnaires.definition import Question
from sinergi.evaluation.questionnaires.filling import Filling
from sinergi.evaluation.questionnaires.submission import (
    SubmissionError,
    answers_of,
)
from sinergi.evaluation.questionnaires.typed import as_held, from_typed, kept
from sinergi.evaluation.tests.forms import asked, form

NOW = dt.datetime(2022, 12, 31, 8, 30, tzinfo=dt.UTC)


def filling(lines: list[dict[str, str]], **answers: str) -> Filling:
    return Filling(form(*lines).definition, answers, NOW)


def unfit(lines: list[dict[str, str]], **answers: str) -> list[tuple[str, str]]:
    return [(p.name, p.kind) for p in filling(lines, **answers).problems()]


LINES = [
    asked("select_one yes_no", "member", required="yes"),
    asked("begin_group", "g", relevant="${member} = '1'"),
    asked("integer", "visits", required="${member} = '1'", constraint=". <= 31"),
    asked("calculate", "yearly", calculation="${visits} * 12"),
    asked("end_group", ""),
    asked("note", "sum", label="Setahun ${yearly} kali"),
]


def test_what_is_not_asked_is_neither_required_nor_kept() -> None:
    assert unfit(LINES) == [("member", "required")]
    assert unfit(LINES, member="1") == [("visits", "required")]
    state = filling(LINES, member="0", visits="12")
    assert list(state.problems()) == []
    assert state.given() == {"member": "0"}
    assert state.hidden == {"visits", "yearly"}


def test_what_is_reckoned_follows_the_answers_and_shows_in_texts() -> None:
    state = filling(LINES, member="1", visits="3", yearly="999")
    assert state.given() == {"member": "1", "visits": "3", "yearly": "36"}
    note = state.definition.by_name["sum"]
    assert state.shown(note, note.label[""]) == "Setahun 36 kali"


def test_what_cannot_be_evaluated_is_not_said_to_be_missing() -> None:
    lines = [
        asked("text", "a", required="yes", relevant="count(//*) > 1"),
        asked("text", "b", required="yes"),
    ]
    assert unfit(lines) == [("b", "required")]


def test_conditions_that_look_ahead_settle() -> None:
    lines = [
        asked("text", "a", relevant="${b} = 'x'"),
        asked("text", "b", relevant="${c} = 'y'"),
        asked("text", "c"),
    ]
    assert filling(lines, a="1", b="x", c="n").given() == {"c": "n"}


def test_conditions_that_turn_in_a_circle_end() -> None:
    lines = [
        asked("calculate", "a", calculation="${b} + 1"),
        asked("calculate", "b", calculation="${a} + 1"),
        asked("text", "t"),
    ]
    assert set(filling(lines, t="x").given()) <= {"a", "b", "t"}


def test_growing_calculations_stay_bounded() -> None:
    lines = [asked("text", "c0")] + [
        asked("calculate", f"c{n}", calculation=f"concat(${{c{n - 1}}}, ${{c{n - 1}}})")
        for n in range(1, 60)
    ]
    given = filling(lines, c0="ha").given()
    assert max(map(len, given.values())) == 10_000


@pytest.mark.parametrize(
    ("type", "value", "expected"),
    [
        ("integer", "banyak", "not_whole"),
        ("integer", "1.5", "not_whole"),
        ("integer", "9" * 400, "not_whole"),
        ("decimal", "1,5", "not_a_number"),
        ("decimal", "-1.5", ""),
        ("date", "2022-02-31", "not_a_date"),
        ("date", "2022-02-28", ""),
        ("time", "25:00", "not_a_time"),
        ("dateTime", "2022-02-28T08:00", ""),
        ("select_one yes_no", "7", "unknown_choice"),
        ("select_one yes_no", "1 0", "unknown_choice"),
        ("select_multiple yes_no", "1 0", ""),
        ("select_multiple yes_no", "1 7", "unknown_choice"),
        ("range", "6", "out_of_range"),
        ("range", "5", ""),
        ("acknowledge", "no", "unknown_choice"),
        ("acknowledge", "OK", ""),
    ],
)
def test_an_answer_is_of_its_type(type: str, value: str, expected: str) -> None:  # noqa: A002
    line = asked(
        type, "q", parameters="start=1 end=5 step=1" if type == "range" else ""
    )
    assert unfit([line], q=value) == ([("q", expected)] if expected else [])


def test_a_constraint_looks_at_the_answer() -> None:
    line = asked("date", "q", constraint=". <= today()")
    assert unfit([line], q="2023-01-01") == [("q", "constraint")]
    assert unfit([line], q="2022-12-31") == []


def test_a_filter_leaves_the_choices_that_fit() -> None:
    towns = [
        {"list_name": "town", "name": "a", "label": "A", "area": "1"},
        {"list_name": "town", "name": "b", "label": "B", "area": "0"},
    ]
    lines = [
        asked("select_one yes_no", "area_of"),
        asked("select_one town", "town", choice_filter="area = ${area_of}"),
    ]
    state = Filling(
        form(*lines, choices=towns).definition, {"area_of": "1", "town": "b"}, NOW
    )
    assert [
        choice.code for choice in state.choices(state.definition.by_name["town"])
    ] == ["a"]
    assert [(p.name, p.kind) for p in state.problems()] == [("town", "unknown_choice")]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("integer", " Rp 1.250.000,- ", "1250000"),
        ("integer", "1 250", "1250"),
        ("integer", "dua", "dua"),
        ("decimal", "3,5", "3.5"),
        ("decimal", "1.250,75", "1250.75"),
        ("decimal", "1,250.75", "1250.75"),
        ("decimal", "2.5", "2.5"),
        ("date", "31/12/2022", "2022-12-31"),
        ("date", "1-2-2022", "2022-02-01"),
        ("time", "8.30", "08:30"),
        ("text", " Rp 1.250 ", "Rp 1.250"),
    ],
)
def test_what_people_type_becomes_what_forms_hold(
    kind: str, text: str, expected: str
) -> None:
    assert from_typed(Question("q", "/data/q", kind), text) == expected


def test_answers_are_kept_by_type_and_come_back() -> None:
    lines = [
        asked("select_one scale", "item"),
        asked("select_multiple yes_no", "many"),
        asked("integer", "n"),
        asked("decimal", "d"),
        asked("text", "t"),
    ]
    held = {"item": "4", "many": "1 0", "n": "12", "d": "2.5", "t": "007"}
    stored = kept(form(*lines).definition, held)
    assert stored == {"item": 4, "many": ["1", "0"], "n": 12, "d": 2.5, "t": "007"}
    assert {name: as_held(answer) for name, answer in stored.items()} == held


def test_a_submission_is_read_by_question_name() -> None:
    lines = [
        asked("begin_group", "g"),
        asked("select_one scale", "item"),
        asked("end_group", ""),
        asked("begin_repeat", "child"),
        asked("integer", "age"),
        asked("text", "school"),
        asked("end_repeat", ""),
        asked("text", "gone"),
    ]
    xml = (
        '<?xml version="1.0"?><data xmlns:x="urn:x" id="uji" version="1">'
        "<g><item>4</item></g><child><age>7</age><school/></child>"
        "<child><age>x</age><school>SD</school></child><gone/>"
        "<meta><instanceID>uuid:1</instanceID></meta></data>"
    )
    assert answers_of(xml, form(*lines).definition) == {
        "item": 4,
        "child": [{"age": 7}, {"age": "x", "school": "SD"}],
    }


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "no xml",
        "<data><a></data>",
        '<!DOCTYPE data [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><data>&b;</data>',
        '<!DOCTYPE data SYSTEM "file:///etc/passwd"><data/>',
        '<!DOCTYPE data [<!ENTITY a "x">]><data/>'.encode("utf-16"),
        "<data>" * 100 + "</data>" * 100,
        "<data>" + "<a/>" * 50_001 + "</data>",
        b"\xff\xfe\x00",
    ],
)
def test_a_submission_that_is_no_plain_xml_is_refused(xml: str | bytes) -> None:
    with pytest.raises(SubmissionError):
        answers_of(xml, form(asked("text", "q")).definition)

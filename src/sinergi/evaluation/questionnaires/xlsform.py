"""Reads an XLSForm: pyxform makes the XForm, we add rows, variables and troubles."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from sinergi.evaluation.questionnaires.definition import Definition, Trouble
from sinergi.evaluation.questionnaires.serving import web_troubles
from sinergi.evaluation.questionnaires.xform import read_xform

#: The sheets of a workbook as texts, row by row; row 1 holds the headings.
Sheets = Mapping[str, Sequence[Sequence[str]]]

READ_SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
MOST_ROWS = {"survey": 2_000, "choices": 20_000}
MOST_COLUMNS = 200
LONGEST_CELL = 10_000
#: Of our own: which items belong together.
VARIABLE = ("variable", "variabel")
LONGEST_VARIABLE = 60
#: The question by which a respondent says which unit of the sample they are.
UNIT_QUESTION = "sample_code"
NESTED = re.compile(r"begin[ _](?:group|repeat|loop)", re.IGNORECASE)
DEEPEST_GROUPS = 20
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: Each is resolved by pyxform, which takes its time.
MOST_REFERENCES = 20_000
ROW = re.compile(r"\[row : ?(\d+)\]")
CELL = re.compile(r"On the '(\w+)' sheet, the '([^']+)' value")


class UnfitForm(ValueError):
    """A workbook that is no questionnaire; `troubles` name the cells."""

    def __init__(self, *troubles: Trouble) -> None:
        super().__init__(troubles[0].kind)
        self.troubles = troubles


@dataclass(frozen=True)
class Form:
    """What was read from an XLSForm."""

    xform: str
    definition: Definition
    variables: Mapping[str, tuple[str, ...]]
    choice_rows: Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class _Row:
    """A row of a sheet under its number, cells by heading."""

    number: int
    cells: Mapping[str, str]

    def cell(self, *headings: str) -> str:
        """The first of these cells that holds something."""
        found = (self.cells.get(heading, "") for heading in headings)
        return next((text for text in found if text), "")


def read_form(sheets: Sheets) -> Form:
    """The questionnaire of a workbook.

    Raises:
        UnfitForm: It is no XLSForm, or one that cannot be asked.
    """
    book = {name.strip().casefold(): rows for name, rows in sheets.items()}
    rows = {name: _rows(name, book[name]) for name in READ_SHEETS if name in book}
    survey = rows.get("survey", [])
    if not any(row.cells for row in survey):
        raise UnfitForm(Trouble("survey", 0, "", "no_survey"))
    _check_names(survey)
    xform = _converted(rows)
    definition = _with_rows(read_xform(xform), survey)
    choice_rows = {
        (row.cell("list_name", "list name"), row.cell("name", "value")): row.number
        for row in rows.get("choices", [])
    }
    definition = replace(
        definition,
        web_troubles=(*_sheet_troubles(survey), *web_troubles(definition)),
    )
    variables = _variables(survey, definition)
    return Form(xform, definition, variables, choice_rows)


def _rows(name: str, lines: Sequence[Sequence[str]]) -> list[_Row]:
    """The rows below the headings, blank ones kept so that numbers are true."""
    limit = MOST_ROWS.get(name, MOST_ROWS["survey"])
    last = max((at for at, line in enumerate(lines, 1) if any(line)), default=0)
    if last > limit + 1:
        raise UnfitForm(
            Trouble(name, limit, "", "too_many_rows", {"limit": str(limit)})
        )
    _check_cells(name, lines)
    headings = [cell.strip() for cell in lines[0][:MOST_COLUMNS]] if lines else []
    twice = [heading for heading, count in Counter(headings).items() if count > 1]
    if any(twice):
        raise UnfitForm(Trouble(name, 1, max(twice), "heading_twice"))
    return [
        _Row(
            number,
            {
                heading: text
                for heading, cell in zip(headings, line, strict=False)
                if heading and (text := CONTROL.sub("", cell).strip())
            },
        )
        for number, line in enumerate(lines[1:last], 2)
    ]


def _check_cells(name: str, lines: Sequence[Sequence[str]]) -> None:
    references = sum(cell.count("${") for line in lines for cell in line)
    if references > MOST_REFERENCES:
        details = {"limit": str(MOST_REFERENCES)}
        raise UnfitForm(Trouble(name, 0, "", "too_many_references", details))
    for number, line in enumerate(lines, 1):
        if any(len(cell) > LONGEST_CELL for cell in line):
            details = {"limit": str(LONGEST_CELL)}
            raise UnfitForm(Trouble(name, number, "", "cell_too_long", details))


def _check_names(survey: Sequence[_Row]) -> None:
    """Answers are kept by name, so each name stands for one question."""
    seen: dict[str, int] = {}
    depth = 0
    for row in survey:
        kind, name = row.cell("type"), row.cell("name")
        depth += 1 if NESTED.match(kind) else -1 if kind.startswith("end") else 0
        if depth > DEEPEST_GROUPS:
            raise UnfitForm(Trouble("survey", row.number, "type", "groups_too_deep"))
        if not name or kind.startswith(("begin", "end_", "end ")):
            continue
        if name in seen:
            details = {"name": name, "other": str(seen[name])}
            raise UnfitForm(
                Trouble("survey", row.number, "name", "name_twice", details)
            )
        seen[name] = row.number


def _converted(rows: Mapping[str, Sequence[_Row]]) -> str:
    """What pyxform makes of the sheets."""
    book: dict[str, object] = {"sheet_names": list(rows), "fallback_form_name": "data"}
    for name, listed in rows.items():
        book[name] = [_for_pyxform(row) for row in listed]
        headings = {key: None for row in listed for key in _for_pyxform(row)}
        book[f"{name}_header"] = [headings]
    try:
        result = convert(xlsform=book, validate=False)
    except PyXFormError as error:
        raise UnfitForm(_trouble(str(error), rows["survey"])) from error
    except (
        RecursionError,
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
    ) as error:
        raise UnfitForm(_trouble(str(error), rows["survey"])) from error
    return str(result.xform)


def _for_pyxform(row: _Row) -> dict[str, str]:
    return {
        heading: cell
        for heading, cell in row.cells.items()
        if heading.casefold() not in VARIABLE
    }


def _trouble(message: str, survey: Sequence[_Row]) -> Trouble:
    """What pyxform says, at the cell that it names or quotes."""
    row = ROW.search(message)
    cell = CELL.search(message)
    number, column = (int(row[1]) if row else 0), (cell[2] if cell else "")
    if not row:
        number, column = _quoted(message, survey)
    kind, details = _known(message)
    return Trouble(cell[1] if cell else "survey", number, column, kind, details)


def _known(message: str) -> tuple[str, dict[str, str]]:
    """The kind of the commonest of pyxform's messages; others are given as they are."""
    for kind, pattern in MESSAGES.items():
        if found := pattern.search(message):
            return kind, {"value": found[1].strip()} if pattern.groups else {}
    words = ROW.sub("", message).partition("Learn more")[0]
    return "refused_by_pyxform", {"message": " ".join(words.split())[:300]}


MESSAGES = {
    "unknown_type": re.compile(r"Unknown question type '(.{1,80})'"),
    "unknown_reference": re.compile(r"Could not find the name '(.{1,80})'"),
    "unknown_list": re.compile(r"List name not in choices sheet: (.{1,80})"),
    "unmatched_group": re.compile(r"Unmatched '.+ for the name '(.{1,80})'"),
    "bad_name": re.compile(r"Names must begin with a letter"),
    "missing_heading": re.compile(r"headers were not found: (.{1,80}?)\. "),
}


def _quoted(message: str, survey: Sequence[_Row]) -> tuple[int, str]:
    """The first cell of the survey sheet that a message quotes."""
    quoted = set(re.findall(r"'([^']+)'", message))
    cells = (
        (row.number, heading)
        for row in survey
        for heading, text in row.cells.items()
        if text in quoted
    )
    return next(cells, (0, ""))


def _with_rows(definition: Definition, survey: Sequence[_Row]) -> Definition:
    numbers = {row.cell("name"): row.number for row in reversed(survey)}
    return replace(
        definition,
        questions=tuple(
            replace(
                question,
                row=numbers.get(question.name)
                or numbers.get(question.name.removesuffix("_other"), 0),
            )
            for question in definition.questions
        ),
    )


def _sheet_troubles(survey: Sequence[_Row]) -> Iterator[Trouble]:
    """What the web page does not serve and the XForm no longer shows at its cell."""
    for row in survey:
        if re.match(r"begin[ _](?:repeat|loop)", row.cell("type"), re.IGNORECASE):
            yield Trouble(
                "survey", row.number, "type", "kind_not_served", {"type": "repeat"}
            )
        if row.cell("trigger"):
            yield Trouble("survey", row.number, "trigger", "trigger_not_served")
        if re.search(r"\$\{|\w\(", row.cell("default")):
            yield Trouble("survey", row.number, "default", "default_not_served")
        media = [key for key in row.cells if key.partition("::")[0] in MEDIA]
        if media:
            yield Trouble("survey", row.number, media[0], "media_not_served")


MEDIA = frozenset({"media", "image", "audio", "video", "big-image"})


def _variables(
    survey: Sequence[_Row], definition: Definition
) -> dict[str, tuple[str, ...]]:
    """Which items each variable has, in the order of the form."""
    found: dict[str, tuple[str, ...]] = {}
    for row in survey:
        variable = row.cell(*VARIABLE, "Variable", "Variabel")
        if not variable:
            continue
        if len(variable) > LONGEST_VARIABLE:
            raise UnfitForm(
                Trouble("survey", row.number, "variable", "variable_too_long")
            )
        question = definition.by_name.get(row.cell("name"))
        if question is None or question.repeat or not question.asks:
            details = {"type": row.cell("type")}
            raise UnfitForm(
                Trouble("survey", row.number, "variable", "variable_kind", details)
            )
        found[variable] = (*found.get(variable, ()), question.name)
    return found


def scale_troubles(form: Form, low: int, high: int) -> Iterator[Trouble]:
    """Items of variables whose answers are not numbers of the study's scale."""
    scale = {"low": str(low), "high": str(high)}
    seen: set[str] = set()
    for name in (name for names in form.variables.values() for name in names):
        question = form.definition.by_name[name]
        if question.kind == "range":
            ends = {question.parameters.get("start"), question.parameters.get("end")}
            if ends != {str(low), str(high)}:
                yield Trouble(
                    "survey", question.row, "parameters", "range_off_scale", scale
                )
        elif question.kind != "select_one":
            yield Trouble(
                "survey", question.row, "type", "variable_kind", {"type": question.kind}
            )
        elif question.choices not in seen:
            seen.add(question.choices)
            yield from _list_troubles(form, question.choices, low, high)


def _list_troubles(form: Form, name: str, low: int, high: int) -> Iterator[Trouble]:
    for choice in form.definition.lists.get(name, ()):
        is_whole = re.fullmatch(r"\d{1,4}", choice.code, re.ASCII)
        if not is_whole or not low <= int(choice.code) <= high:
            yield Trouble(
                "choices",
                form.choice_rows.get((name, choice.code), 0),
                "name",
                "code_off_scale",
                {"value": choice.code, "low": str(low), "high": str(high)},
            )


def with_identity(xform: str, *, form_id: str, version: int, title: str) -> str:
    """The XForm under the id, version and title by which we list it."""
    root = etree.fromstring(xform.encode())
    instance = root.find(".//{*}model/{*}instance")[0]
    instance.set("id", form_id)
    instance.set("version", str(version))
    heading = root.find(".//{*}title")
    if heading is not None:
        heading.text = title
    return str(etree.tostring(root, encoding="unicode"))

"""What the web page serves of XLSForm; all else goes to ODK or KoboCollect."""

from collections.abc import Iterator

from sinergi.evaluation.questionnaires.definition import Definition, Question, Trouble
from sinergi.evaluation.questionnaires.expressions import ExpressionError

#: The kinds of question that the page asks, as the method document lists them.
SERVED_KINDS = frozenset(
    {
        "text",
        "integer",
        "decimal",
        "range",
        "date",
        "time",
        "datetime",
        "select_one",
        "select_multiple",
        "acknowledge",
        "note",
        "heading",
        "calculate",
        "hidden",
        "metadata",
    }
)
#: How XLSForms call what XForms call otherwise.
KINDS_IN_SHEETS = {"upload binary": "image, audio, video, file"}
#: All expressions of a form together; what one answer sets off stays short by it.
MOST_SIGNS = 200_000
#: Each may take some hundredths of a second on the longest text.
MOST_PATTERNS = 50


def web_troubles(definition: Definition) -> Iterator[Trouble]:
    """Why the web page cannot ask a questionnaire, cell by cell."""
    signs = patterns = 0
    for question in definition.questions:
        if question.repeat:
            continue
        if question.kind not in SERVED_KINDS:
            yield Trouble(
                "survey",
                question.row,
                "type",
                "kind_not_served",
                {"type": KINDS_IN_SHEETS.get(question.kind, question.kind)},
            )
        for column, expression in expressions_of(question):
            signs += len(expression)
            patterns += expression.count("regex")
            yield from _expression_troubles(definition, question, column, expression)
        yield from _choice_troubles(definition, question)
    if patterns > MOST_PATTERNS:
        yield Trouble(
            "survey", 0, "", "too_many_patterns", {"limit": str(MOST_PATTERNS)}
        )
    if signs > MOST_SIGNS:
        yield Trouble(
            "survey", 0, "", "too_many_expressions", {"limit": str(MOST_SIGNS)}
        )


def expressions_of(question: Question) -> Iterator[tuple[str, str]]:
    """The expressions of a question with the column in which each stands."""
    yield from (("relevant", condition) for condition in question.relevant)
    given = (
        ("required", question.required),
        ("constraint", question.constraint),
        ("calculation", question.calculation),
        ("choice_filter", question.choice_filter),
    )
    yield from ((column, text) for column, text in given if text)
    texts = (
        ("label", question.label),
        ("hint", question.hint),
        ("required_message", question.required_message),
        ("constraint_message", question.constraint_message),
    )
    for column, text in texts:
        for parts in text.values():
            yield from ((column, expression) for expression in parts[1::2])


def _expression_troubles(
    definition: Definition, question: Question, column: str, expression: str
) -> Iterator[Trouble]:
    try:
        definition.expression(question, expression)
    except ExpressionError as error:
        details = {"detail": error.detail, "expression": expression[:200]}
        yield Trouble("survey", question.row, column, error.kind, details)


def _choice_troubles(definition: Definition, question: Question) -> Iterator[Trouble]:
    """Selects without a list, and labels of choices that hold expressions."""
    if question.kind not in {"select_one", "select_multiple"}:
        return
    choices = definition.lists.get(question.choices)
    if not choices:
        yield Trouble("survey", question.row, "type", "list_not_served")
        return
    for expression in {
        expression
        for choice in choices
        for parts in choice.label.values()
        for expression in parts[1::2]
    }:
        yield from _expression_troubles(definition, question, "label", expression)

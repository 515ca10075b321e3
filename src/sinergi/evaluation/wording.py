"""What is wrong in a questionnaire, in words for whoever wrote it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.evaluation.questionnaires.definition import Trouble, in_language
from sinergi.evaluation.questionnaires.filling import Filling, Unfit
from sinergi.evaluation.questionnaires.tabular import Finding

#: So many sentences are read; more of them are counted.
MOST_SENTENCES = 12

WORDS = {
    "no_survey": gettext_lazy(
        "The workbook has no sheet “%(sheet)s” with questions. Start from a template "
        "or from xlsform.org."
    ),
    "too_many_rows": gettext_lazy("The sheet has more than %(limit)s rows."),
    "too_many_references": gettext_lazy(
        "The sheet names other questions more than %(limit)s times."
    ),
    "heading_twice": gettext_lazy("A column heading stands twice. Keep one."),
    "cell_too_long": gettext_lazy("A cell has more than %(limit)s letters."),
    "groups_too_deep": gettext_lazy("Too many groups stand inside each other."),
    "name_twice": gettext_lazy(
        "The name “%(name)s” stands in row %(other)s already. Answers are kept by "
        "name, so each question needs its own."
    ),
    "unknown_type": gettext_lazy("“%(value)s” is no question type of XLSForm."),
    "unknown_reference": gettext_lazy("No question is called “%(value)s”."),
    "unknown_list": gettext_lazy(
        "The list of choices “%(value)s” is not on the sheet “choices”."
    ),
    "unmatched_group": gettext_lazy(
        "The group “%(value)s” begins without an end, or ends without a beginning."
    ),
    "bad_name": gettext_lazy(
        "A name begins with a letter or “_” and holds letters, digits, “_”, “-” and "
        "“.” alone."
    ),
    "missing_heading": gettext_lazy("A column is missing: %(value)s."),
    "refused_by_pyxform": gettext_lazy("The check of XLSForm says: %(message)s"),
    "variable_too_long": gettext_lazy("The name of a variable has up to 60 letters."),
    "variable_kind": gettext_lazy(
        "A question of type “%(type)s” cannot belong to a variable; choose select_one "
        "or range."
    ),
    "range_off_scale": gettext_lazy(
        "The range does not go from %(low)s to %(high)s, as the study's scale does."
    ),
    "code_off_scale": gettext_lazy(
        "“%(value)s” is not a number from %(low)s to %(high)s, the study's scale."
    ),
    "no_variables": gettext_lazy(
        "No question belongs to a variable. Add a column “variable” that says which "
        "items belong together."
    ),
    "kind_not_served": gettext_lazy("Questions of type “%(type)s” need ODK or Kobo."),
    "list_not_served": gettext_lazy("The choices are not in this workbook."),
    "trigger_not_served": gettext_lazy("A trigger needs ODK or Kobo."),
    "default_not_served": gettext_lazy("A default that is reckoned needs ODK or Kobo."),
    "media_not_served": gettext_lazy("Pictures and sound need ODK or Kobo."),
    "too_many_expressions": gettext_lazy(
        "All expressions together have more than %(limit)s signs."
    ),
    "too_many_patterns": gettext_lazy("regex() stands more than %(limit)s times."),
    "syntax": gettext_lazy("The expression cannot be read near “%(detail)s”."),
    "too_long": gettext_lazy("The expression has more than %(detail)s signs."),
    "too_deep": gettext_lazy("More than %(detail)s brackets stand inside each other."),
    "unknown_function": gettext_lazy("The function “%(detail)s” needs ODK or Kobo."),
    "refused_sign": gettext_lazy("“%(detail)s” in an expression needs ODK or Kobo."),
    "unknown_path": gettext_lazy("The path “%(detail)s” leads to no question."),
    "argument_count": gettext_lazy(
        "The function “%(detail)s” has too few or too many values in its brackets."
    ),
    "pattern_not_text": gettext_lazy(
        "The pattern of regex() must stand in quotation marks."
    ),
    "unfit_pattern": gettext_lazy(
        "The pattern “%(detail)s” is wrong, too long, or looks around or back."
    ),
}


ANSWERS = {
    "required": gettext_lazy("Please answer this question."),
    "constraint": gettext_lazy("This answer does not fit. Please check it."),
    "not_whole": gettext_lazy("Write a whole number in digits, for example 12."),
    "not_a_number": gettext_lazy("Write a number in digits, for example 2,5."),
    "out_of_range": gettext_lazy("This number is not between the ends of the scale."),
    "unknown_choice": gettext_lazy("Choose from the answers given."),
    "not_a_date": gettext_lazy("Write day/month/year, for example 5/12/2022."),
    "not_a_time": gettext_lazy("Write hour and minute, for example 08:30."),
    "not_a_datetime": gettext_lazy("Choose a day and a time."),
}


def answer_words(filling: Filling, problem: Unfit, language: str) -> str:
    """Why an answer does not fit, in the words of the form where it has some."""
    question = filling.definition.by_name[problem.name]
    texts = {
        "required": question.required_message,
        "constraint": question.constraint_message,
    }
    languages = filling.definition.languages
    own = in_language(texts.get(problem.kind, {}), languages, language)
    return filling.shown(question, own) if own else str(ANSWERS[problem.kind])


FINDINGS = ANSWERS | {
    "not_whole": gettext_lazy("“%(value)s” is not a whole number."),
    "not_a_number": gettext_lazy("“%(value)s” is not a number."),
    "out_of_range": gettext_lazy("%(value)s is not on the scale of this question."),
    "unknown_choice": gettext_lazy("“%(value)s” is not among the answers."),
    "not_a_date": gettext_lazy("“%(value)s” is not a day of the calendar."),
    "not_a_time": gettext_lazy("“%(value)s” is not a time of the day."),
    "not_a_datetime": gettext_lazy("“%(value)s” is not a day with a time."),
    "required": gettext_lazy(
        "Answers are missing: %(value)s. The row is stored and flagged."
    ),
    "constraint": gettext_lazy(
        "This answer breaks a rule of the questionnaire. The row is stored and flagged."
    ),
    "outside_sample": gettext_lazy("“%(value)s” is not a unit of the sample."),
    "unknown_columns": gettext_lazy(
        "Columns that this questionnaire does not ask are left out: %(value)s."
    ),
    "same_row": gettext_lazy("This row is the same as row %(value)s."),
    "other_answers": gettext_lazy(
        "Other answers were stored under the identity “%(value)s” before."
    ),
}


def finding_words(finding: Finding) -> str:
    """What is wrong in a cell of a sent file."""
    value = finding.value if len(finding.value) <= 80 else f"{finding.value[:79]}…"
    return str(FINDINGS[finding.kind]) % {"value": value}


def sentence(trouble: Trouble) -> str:
    """A trouble with the cell where it stands."""
    words = str(WORDS[trouble.kind]) % {"sheet": trouble.sheet, **trouble.details}
    place = _place(trouble)
    return f"{place}: {words}" if place else words


def _place(trouble: Trouble) -> str:
    if not trouble.row:
        return ""
    given = {"sheet": trouble.sheet, "row": trouble.row, "column": trouble.column}
    if not trouble.column:
        return _("Sheet %(sheet)s, row %(row)s") % given
    return _("Sheet %(sheet)s, row %(row)s, column %(column)s") % given


def sentences(troubles: Iterable[Trouble]) -> list[str]:
    """The first troubles as sentences, and how many more there are."""
    listed = list(dict.fromkeys(map(sentence, troubles)))
    rest = len(listed) - MOST_SENTENCES
    if rest > 0:
        return [
            *listed[:MOST_SENTENCES],
            _("And %(count)s more like these.") % {"count": rest},
        ]
    return listed

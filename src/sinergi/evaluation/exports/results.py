"""A study's figures as a workbook."""

import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from sinergi.core import formatting
from sinergi.core.printing import demonstration_mark
from sinergi.core.tables import ColumnType, Sheet, TableColumn, Value, write_workbook
from sinergi.evaluation.exports.microdata import public_microdata
from sinergi.evaluation.exports.questionnaire import questions_asked
from sinergi.evaluation.exports.wording import method_notes
from sinergi.evaluation.findings import Findings, Score
from sinergi.evaluation.models import Study
from sinergi.evaluation.queries.results import Computed, instrument_of
from sinergi.evaluation.words import variable_label

NUMBER = ColumnType.DECIMAL
COUNT = ColumnType.INTEGER


def results_xlsx(study: Study, computed: Computed) -> bytes:
    """Scores, parts, items, anonymised microdata and how it was computed."""
    findings = computed.findings
    sheets = [
        Sheet(_("Scores"), _score_columns(_("Variable")), _scores(findings)),
        Sheet(_("Parts"), _part_columns(), _parts(findings)),
        Sheet(_("Items"), _item_columns(), _items(findings)),
    ]
    instrument = instrument_of(study)
    if instrument:
        questions = [
            [one.part, one.name, one.words, "\n".join(one.choices)]
            for one in questions_asked(instrument)
        ]
        sheets.append(Sheet(_("Questionnaire"), _question_columns(), questions))
    microdata = public_microdata(study)
    if microdata:
        columns = [TableColumn(name, width=12) for name in microdata.columns]
        sheets.append(Sheet(_("Microdata"), columns, microdata.rows()))
    notes: list[tuple[str, Value]] = [
        (_("Study"), study.title),
        (_("Years"), f"{study.from_year}-{study.to_year}"),
        (_("Calculated"), formatting.moment(computed.computed_at)),
        (_("Method"), f"v{computed.method_version}"),
        *((_("How"), note) for note in method_notes(study)),
    ]
    if demonstration_mark():
        notes.insert(0, (demonstration_mark(), _("Synthetic answers")))
    target = io.BytesIO()
    write_workbook(target, sheets, notes=notes)
    return target.getvalue()


def _question_columns() -> list[TableColumn]:
    return [
        TableColumn(_("Part"), width=28),
        TableColumn(_("Item")),
        TableColumn(_("Question"), width=70),
        TableColumn(_("Choices"), width=40),
    ]


def _score_columns(first: str) -> list[TableColumn]:
    return [
        TableColumn(first, width=36),
        TableColumn(_("Score"), NUMBER),
        TableColumn(_("Class")),
        TableColumn(_("Standard error"), NUMBER),
        TableColumn(_("From (95%)"), NUMBER),
        TableColumn(_("To (95%)"), NUMBER),
        TableColumn(_("Design effect"), NUMBER),
        TableColumn(_("Responses"), COUNT),
        TableColumn(_("Alpha"), NUMBER),
        TableColumn(_("Omega"), NUMBER),
    ]


def _cells(score: Score) -> list[Value]:
    low, high = score.ci or (None, None)
    return [score.mean, score.klass, score.se, low, high, score.deff, score.n]


def _scores(findings: Findings) -> Iterator[list[Value]]:
    for row in findings.variables:
        label = variable_label(row.score.name)
        yield [label, *_cells(row.score), row.alpha, row.omega]
    yield [_("Effectiveness"), *_cells(findings.overall), None, None]


def _part_columns() -> list[TableColumn]:
    return [
        TableColumn(_("Part"), width=36),
        *(
            TableColumn(heading, COUNT)
            for heading in (_("Population"), _("Sample"), _("Answered"), _("Lost"))
        ),
        *_score_columns("")[1:8],
    ]


def _parts(findings: Findings) -> Iterator[list[Value]]:
    for part in findings.parts:
        counts = [part.population, part.drawn, part.answered, part.lost]
        yield [part.label, *counts, *_cells(part.score)]


def _item_columns() -> list[TableColumn]:
    return [
        TableColumn(_("Variable"), width=28),
        TableColumn(_("Item"), width=12),
        TableColumn(_("Question"), width=60),
        *_score_columns("")[1:8],
        TableColumn(_("Item-total correlation"), NUMBER),
    ]


def _items(findings: Findings) -> Iterator[list[Value]]:
    for row in findings.variables:
        for item in row.items:
            label = variable_label(row.score.name)
            yield [label, item.score.name, item.label, *_cells(item.score), item.fit]

"""Responses as a table for spreadsheets: what is known of each, then its answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy

from sinergi.core.tables import ColumnType, Row, TableColumn, Value
from sinergi.evaluation.enums import Flag
from sinergi.evaluation.models import Response

COLUMNS: Sequence[TableColumn] = (
    TableColumn(gettext_lazy("Identity"), width=40),
    TableColumn(gettext_lazy("Questionnaire"), width=28),
    TableColumn(gettext_lazy("Version"), ColumnType.INTEGER, 8),
    TableColumn(gettext_lazy("Way in"), width=20),
    TableColumn(gettext_lazy("Unit"), width=14),
    TableColumn(gettext_lazy("Stratum"), width=28),
    TableColumn(gettext_lazy("Interviewer"), width=20),
    TableColumn(gettext_lazy("Begun"), width=20),
    TableColumn(gettext_lazy("Ended"), width=20),
    TableColumn(gettext_lazy("Received"), width=20),
    TableColumn(gettext_lazy("Seconds"), ColumnType.INTEGER, 10),
    TableColumn(gettext_lazy("Mean of items"), ColumnType.DECIMAL, 10),
    TableColumn(gettext_lazy("Flags"), width=30),
    TableColumn(gettext_lazy("Excluded because"), width=30),
    TableColumn(gettext_lazy("Replaced by a correction"), width=14),
)


def columns_with(questions: Sequence[str]) -> list[TableColumn]:
    """The columns of a table, one for each question at the end."""
    return [*COLUMNS, *(TableColumn(name, width=12) for name in questions)]


def response_rows(
    responses: Iterable[Response], questions: Sequence[str]
) -> Iterator[Row]:
    """One row for each response; times in the platform's own zone."""
    labels = dict(Flag.choices)
    for response in responses:
        yield (
            response.instance_id,
            response.instrument.title,
            response.instrument.version,
            response.get_source_display(),
            response.unit.code if response.unit else None,
            response.unit.stratum.label if response.unit else None,
            response.interviewer or None,
            _moment(response.started_at),
            _moment(response.ended_at),
            _moment(response.received_at),
            response.duration_seconds,
            response.item_mean,
            "; ".join(str(labels.get(flag, flag)) for flag in response.flags) or None,
            response.excluded_reason or None,
            _moment(response.superseded_at),
            *(_answer(response.answers, name) for name in questions),
        )


def _moment(moment: object) -> str | None:
    local = timezone.localtime(moment) if moment else None  # type: ignore[arg-type]  # a moment of the row
    return local.isoformat(sep=" ", timespec="seconds") if local else None


def _answer(answers: Mapping[str, object], name: str) -> Value:
    answer = answers.get(name)
    if answer is None or isinstance(answer, int | float | str):
        return answer
    if isinstance(answer, list):
        return " ".join(map(str, answer))
    return str(answer)

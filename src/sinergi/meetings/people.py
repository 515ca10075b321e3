"""The list of participants as a table for spreadsheets."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.core.tables import ColumnType, Row, TableColumn
from sinergi.meetings.enums import PoolKind
from sinergi.meetings.models import Participant, Question
from sinergi.meetings.rules import in_language, pool_name

COLUMNS: Sequence[TableColumn] = (
    TableColumn(gettext_lazy("Code"), width=12),
    TableColumn(gettext_lazy("Full name"), width=32),
    TableColumn(gettext_lazy("Takes part as"), width=20),
    TableColumn(gettext_lazy("Comes"), width=12),
    TableColumn(gettext_lazy("State"), width=16),
    TableColumn(gettext_lazy("Number in the ledger"), ColumnType.INTEGER, 10),
    TableColumn(gettext_lazy("Classes"), width=40),
    TableColumn(gettext_lazy("Delegation"), width=36),
    TableColumn(gettext_lazy("Library"), width=36),
    TableColumn(gettext_lazy("Region code"), width=16),
    TableColumn(gettext_lazy("Organisation"), width=28),
    TableColumn(gettext_lazy("E-mail"), width=28),
    TableColumn(gettext_lazy("Mobile number"), width=18),
    TableColumn(gettext_lazy("Does not eat"), width=24),
    TableColumn(gettext_lazy("Needs"), width=30),
    TableColumn(gettext_lazy("Photographs"), width=12),
    TableColumn(gettext_lazy("Registered on"), ColumnType.DATE, 14),
)


def columns_of(questions: Sequence[Question]) -> list[TableColumn]:
    """The columns, and one for each question of the meeting's own."""
    own = [
        TableColumn(in_language(one.text_id, one.text_en), width=30)
        for one in questions
    ]
    return [*COLUMNS, *own]


def people_rows(
    people: Iterable[Participant], questions: Sequence[Question]
) -> Iterator[Row]:
    """One row for each participant."""
    for person in people:
        places = list(person.places.all())
        main = next(
            (one for one in places if one.pool.kind == PoolKind(person.channel)), None
        )
        classes = [
            pool_name(one.pool) for one in places if one.pool.kind == PoolKind.CLASS
        ]
        library = person.library
        yield (
            person.code,
            person.full_name,
            person.get_participant_type_display(),
            person.get_channel_display(),
            main.get_state_display() if main else None,
            main.number if main else None,
            ", ".join(classes),
            person.delegation.name if person.delegation else None,
            library.name if library else None,
            library.region_id if library else None,
            person.organisation,
            person.email,
            person.phone,
            person.dietary,
            person.accessibility,
            _("yes") if person.photo_consent else _("no"),
            person.registered_at.date(),
            *(person.answers.get(str(one.pk), "") for one in questions),
        )

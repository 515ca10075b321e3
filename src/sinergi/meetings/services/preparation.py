"""Preparing a meeting: its hubs, budget and questions, each list as a whole."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.meetings.enums import QuestionKind
from sinergi.meetings.errors import UnfitMeeting, WrongState
from sinergi.meetings.models import BudgetLine, Hub, Meeting, Participant, Question
from sinergi.meetings.services.access import require_prepare
from sinergi.regions.models import Region


@dataclass(frozen=True)
class HubContent:
    """A linked place; with `pk` it replaces what was said of it."""

    name: str
    region: Region
    time_zone: str
    venue: str = ""
    pk: int | None = None


@dataclass(frozen=True)
class BudgetContent:
    """One line of the budget; `spent_idr` is None until it is known."""

    label: str
    payer: str
    planned_idr: int
    spent_idr: int | None = None


@dataclass(frozen=True)
class QuestionContent:
    """A question of the registration form; with `pk` it replaces the old words."""

    text_id: str
    text_en: str = ""
    kind: str = QuestionKind.TEXT
    choices: Sequence[str] = ()
    is_required: bool = False
    pk: int | None = None


@transaction.atomic
def set_hubs(
    *, by: User | None, meeting: Meeting, hubs: Sequence[HubContent]
) -> list[Hub]:
    """Set the linked places; those left out are removed.

    Raises:
        OutOfScope: The person does not prepare the meeting.
        UnfitMeeting: Two of them have one name.
        WrongState: One that is left out has rooms.
    """
    require_prepare(by, meeting)
    kept = {row.pk: row for row in meeting.hubs.all()}
    _refuse_twice([hub.name for hub in hubs], _("Two places have the name “%(name)s”."))
    rows = []
    for content in hubs:
        row = kept.pop(content.pk or 0, None) or Hub(meeting=meeting)
        row.name, row.venue = content.name.strip(), content.venue.strip()
        row.region, row.time_zone = content.region, content.time_zone
        rows.append(row)
    _remove(kept.values(), _("“%(name)s” has rooms of the agenda. Remove them first."))
    for row in rows:
        row.save()
    record(
        by=by,
        action="meeting.hubs_set",
        target=meeting,
        new={"hubs": [[row.name, row.region.code] for row in rows]},
    )
    return rows


def _refuse_twice(names: Sequence[str], message: str) -> None:
    folded = [" ".join(name.split()).casefold() for name in names]
    for turn, name in enumerate(folded):
        if name in folded[:turn]:
            raise UnfitMeeting(
                message % {"name": names[turn]}, field="name", data={"row": turn}
            )


def _remove(rows: Iterable[Hub], message: str) -> None:
    for row in rows:
        try:
            with transaction.atomic():
                row.delete()
        except IntegrityError as error:
            raise WrongState(message % {"name": row.name}) from error


@transaction.atomic
def set_budget(
    *, by: User | None, meeting: Meeting, lines: Sequence[BudgetContent]
) -> list[BudgetLine]:
    """Set what the meeting costs and who pays.

    Raises:
        OutOfScope: The person does not prepare the meeting.
    """
    require_prepare(by, meeting)
    old = _budget(meeting)
    meeting.budget.all().delete()
    rows = BudgetLine.objects.bulk_create(
        BudgetLine(meeting=meeting, **asdict(line)) for line in lines
    )
    record(
        by=by,
        action="meeting.budget_set",
        target=meeting,
        old={"lines": old},
        new={"lines": _budget(meeting)},
    )
    return rows


def _budget(meeting: Meeting) -> list[list[object]]:
    rows = meeting.budget.values_list("label", "payer", "planned_idr", "spent_idr")
    return [list(row) for row in rows]


@transaction.atomic
def set_questions(
    *, by: User | None, meeting: Meeting, questions: Sequence[QuestionContent]
) -> list[Question]:
    """Set the meeting's own questions, in their order.

    Raises:
        OutOfScope: The person does not prepare the meeting.
        UnfitMeeting: A question to choose from has fewer than two answers.
        WrongState: People have answered one that is left out.
    """
    require_prepare(by, meeting)
    kept = {row.pk: row for row in meeting.questions.all()}
    rows = []
    for order, content in enumerate(questions, start=1):
        _check_choices(content, order - 1)
        row = kept.pop(content.pk or 0, None) or Question(meeting=meeting)
        row.order, row.kind = order, content.kind
        row.text_id = content.text_id.strip()
        row.text_en = content.text_en.strip() or row.text_id
        row.choices = list(content.choices)
        row.is_required = content.is_required
        row.save()
        rows.append(row)
    for row in kept.values():
        _refuse_answered(meeting, row)
        row.delete()
    record(
        by=by,
        action="meeting.questions_set",
        target=meeting,
        new={"questions": [[row.pk, row.text_id] for row in rows]},
    )
    return rows


def _check_choices(content: QuestionContent, turn: int) -> None:
    if content.kind == QuestionKind.CHOICE and len(set(content.choices)) < 2:
        raise UnfitMeeting(
            _("Give at least two different answers to choose from."),
            field="choices",
            data={"row": turn},
        )


def _refuse_answered(meeting: Meeting, question: Question) -> None:
    people = Participant.objects.filter(
        meeting=meeting, answers__has_key=str(question.pk)
    )
    if any(
        answers.get(str(question.pk))
        for answers in people.values_list("answers", flat=True)
    ):
        raise WrongState(
            _("People have answered “%(question)s”. It stays on the form.")
            % {"question": question.text_id}
        )

"""Responses on the web page: links, copies, answers kept, the copy sent once."""

import hashlib
import json

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.core.dates import now
from sinergi.evaluation.enums import (
    InstrumentState,
    Source,
    StudyState,
    UnitRole,
    UnitState,
)
from sinergi.evaluation.errors import UnfitInstrument, UnfitResponse
from sinergi.evaluation.models import Instrument, Response, SampleUnit, WebCopy
from sinergi.evaluation.queries.instruments import definition_of
from sinergi.evaluation.questionnaires.definition import Definition
from sinergi.evaluation.questionnaires.filling import Filling
from sinergi.evaluation.questionnaires.typed import kept
from sinergi.evaluation.questionnaires.xlsform import UNIT_QUESTION
from sinergi.evaluation.services.access import require_editable
from sinergi.evaluation.services.checking import check_response
from sinergi.evaluation.services.instruments import new_token


@transaction.atomic
def make_links(*, by: User, instrument: Instrument) -> int:
    """A personal link for each unit that is asked; those made before stay.

    Raises:
        OutOfScope: The study is not theirs.
        UnfitInstrument: It is not in the field, or not for the web page.
    """
    require_editable(by, instrument.study)
    row = Instrument.objects.select_for_update().get(pk=instrument.pk)
    _for_web(row)
    units = (
        SampleUnit.objects.filter(study=row.study_id)
        .exclude(role=UnitRole.REPLACEMENT, state=UnitState.RESERVE)
        .exclude(copies__instrument=row)
    )
    made = WebCopy.objects.bulk_create(
        (WebCopy(instrument=row, unit=unit, token=new_token()) for unit in units),
        batch_size=500,
    )
    record(by=by, action="instrument.links", target=row, new={"made": len(made)})
    return len(made)


def require_web(instrument: Instrument) -> Definition:
    """The questions of a version that the web page asks now.

    Raises:
        UnfitInstrument: It is not in the field, or not for the web page.
    """
    if instrument.study.state == StudyState.DRAFT:
        raise UnfitInstrument(_("Collecting has not begun yet. Come back later."))
    return _for_web(instrument)


def _for_web(instrument: Instrument) -> Definition:
    """The questions of a version for which links are handed out."""
    if instrument.study.state in {StudyState.CLOSED, StudyState.PUBLISHED}:
        raise UnfitInstrument(_("Collecting has ended. Thank you for your interest."))
    if instrument.state != InstrumentState.FIELDED:
        raise UnfitInstrument(_("This questionnaire is not in the field."))
    definition = definition_of(instrument)
    if not definition.is_for_web:
        raise UnfitInstrument(
            _("This questionnaire has questions that need ODK or KoboCollect.")
        )
    return definition


@transaction.atomic
def begin_copy(*, instrument: Instrument) -> WebCopy:
    """A copy for somebody who came by the public link.

    Raises:
        UnfitInstrument: It is not in the field, or not for the web page.
    """
    require_web(instrument)
    return WebCopy.objects.create(
        instrument=instrument, token=new_token(), started_at=now()
    )


@transaction.atomic
def open_copy(*, copy: WebCopy) -> WebCopy:
    """Note when somebody begins by a personal link; a repeat changes nothing.

    Raises:
        UnfitInstrument: It is not in the field, or not for the web page.
    """
    require_web(copy.instrument)
    WebCopy.objects.filter(pk=copy.pk, started_at=None).update(started_at=now())
    copy.refresh_from_db(fields=["started_at"])
    return copy


def filling_of(copy: WebCopy, definition: Definition) -> Filling:
    """The answers of a copy so far, and what is asked by them."""
    moment = timezone.localtime(now())
    answers = {
        question.name: question.default
        for question in definition.questions
        if question.default
    }
    answers |= copy.answers
    if copy.unit is not None:
        answers[UNIT_QUESTION] = copy.unit.code
    started = timezone.localtime(copy.started_at) if copy.started_at else moment
    for question in definition.questions:
        if question.preload == "timestamp start":
            answers[question.name] = started.isoformat(timespec="seconds")
        elif question.preload == "timestamp end":
            answers[question.name] = moment.isoformat(timespec="seconds")
        elif question.preload == "date today":
            answers[question.name] = moment.date().isoformat()
    return Filling(definition, answers, moment)


@transaction.atomic
def keep_answers(*, copy: WebCopy, answers: dict[str, str]) -> WebCopy:
    """Keep what was typed on one page beside what was typed before.

    Raises:
        UnfitInstrument: The version is closed, or not for the web page.
        UnfitResponse: The copy was sent already.
    """
    row = _open(copy)
    row.answers = row.answers | answers
    row.save(update_fields=["answers"])
    return row


@transaction.atomic
def send_copy(*, copy: WebCopy) -> Response:
    """Hand in a copy; sending it again gives the same response.

    Raises:
        UnfitInstrument: The version is closed, or not for the web page.
        UnfitResponse: Something is missing or does not fit; `field` names the first
            such question.
    """
    row = WebCopy.objects.select_for_update().get(pk=copy.pk)
    if row.response is not None:
        return row.response
    definition = require_web(row.instrument)
    filling = filling_of(row, definition)
    problem = next(filling.problems(), None)
    if problem is not None:
        raise UnfitResponse(
            _("Some answers are missing or do not fit."), field=problem.name
        )
    answers = kept(definition, filling.given())
    response = Response.objects.create(
        instrument=row.instrument,
        instance_id=f"uuid:{row.instance_id}",
        digest=digest_of(answers),
        source=Source.WEB,
        unit=row.unit,
        answers=answers,
        started_at=row.started_at,
        ended_at=now(),
        received_at=now(),
    )
    row.response, row.answers = response, {}
    row.save(update_fields=["response", "answers"])
    return check_response(response=response)


def digest_of(answers: object) -> str:
    """The SHA-256 of answers, whatever their order."""
    text = json.dumps(answers, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _open(copy: WebCopy) -> WebCopy:
    row = WebCopy.objects.select_for_update().get(pk=copy.pk)
    if row.response_id is not None:
        raise UnfitResponse(_("This questionnaire was sent already."))
    require_web(row.instrument)
    return row

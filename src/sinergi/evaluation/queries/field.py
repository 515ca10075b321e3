"""What phones in the field ask for: who sends, and which questionnaires are out."""

from dataclasses import dataclass
from hashlib import sha256

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from sinergi.evaluation.enums import InstrumentState, StudyState
from sinergi.evaluation.errors import FormNotTaken, UnknownForm
from sinergi.evaluation.models import (
    FieldAccess,
    FormFile,
    Instrument,
    Interviewer,
    Response,
    Study,
)

ENDED = (StudyState.CLOSED, StudyState.PUBLISHED)
#: How long each process believes that a version takes answers.
BELIEVED_SECONDS = 5


def field_access(key: str) -> FieldAccess | None:
    """The study behind an address, with what it takes in."""
    return FieldAccess.objects.select_related("study").filter(key=key).first()


def interviewer_named(study_id: int, username: str) -> Interviewer | None:
    """Who may send for a study under a name."""
    return Interviewer.objects.filter(
        study_id=study_id, username=username, revoked_at=None
    ).first()


def interviewer_of_token(token_hash: str) -> Interviewer | None:
    """Who may send by the token in an address."""
    return (
        Interviewer.objects.select_related("study__field_access")
        .filter(token_hash=token_hash, revoked_at=None)
        .first()
    )


def interviewers_of(study: Study) -> QuerySet[Interviewer]:
    """Everybody who collects for a study, or did."""
    return study.interviewers.order_by("revoked_at", "name", "pk")


def forms_in_field(study: Study) -> QuerySet[Instrument]:
    """The questionnaires that phones fetch now."""
    if study.state in ENDED:
        return Instrument.objects.none()
    return study.instruments.filter(state=InstrumentState.FIELDED).order_by("form_id")


def form_in_field(study: Study, form_id: str) -> Instrument:
    """One questionnaire that phones fetch.

    Raises:
        UnknownForm: The study has none of this name in the field.
    """
    found = forms_in_field(study).filter(form_id=form_id).first()
    if found is None:
        raise UnknownForm(
            _("The form “%(form)s” is not in the field.") % {"form": form_id}
        )
    return found


def form_file(study: Study, form_id: str, name: str) -> FormFile | None:
    """A file that a questionnaire in the field shows."""
    return FormFile.objects.filter(
        instrument__in=forms_in_field(study), instrument__form_id=form_id, name=name
    ).first()


@dataclass(frozen=True, slots=True)
class Asked:
    """The version that was filled in, and whether it is closed by now."""

    instrument_id: int
    is_late: bool


def form_asked(access: FieldAccess, form_id: str, version: str) -> Asked:
    """The version of a questionnaire for which answers came.

    Raises:
        UnknownForm: The study never had it in the field.
        FormNotTaken: Collecting has not begun, or has ended and late answers are not
            let in.
    """
    name = sha256(f"{access.key} {form_id} {version}".encode()).hexdigest()
    known: Asked | None = cache.get(f"form:{name}")
    if known is None:
        known = _form_asked(access, form_id, version)
        cache.set(f"form:{name}", known, BELIEVED_SECONDS)
    return known


def _form_asked(access: FieldAccess, form_id: str, version: str) -> Asked:
    number = (
        int(version)
        if version.isascii() and version.isdecimal() and len(version) < 5
        else -1
    )
    found = (
        Instrument.objects.filter(~Q(state=InstrumentState.DRAFT))
        .filter(study_id=access.study_id, form_id=form_id, version=number)
        .values_list("pk", "state")
        .first()
    )
    if found is None:
        raise UnknownForm(
            _("This study has no form “%(form)s” of version “%(version)s”.")
            % {"form": form_id, "version": version}
        )
    if access.study.state == StudyState.DRAFT:
        raise FormNotTaken(
            _(
                "Collecting has not begun yet. The answers stay on this phone: send "
                "them again later."
            )
        )
    is_late = found[1] == InstrumentState.CLOSED or access.study.state in ENDED
    if is_late and not access.takes_late:
        raise FormNotTaken(
            _(
                "The form “%(form)s” of version “%(version)s” takes no more answers. "
                "They stay on this phone: ask the evaluators to let late answers in, "
                "then send again."
            )
            % {"form": form_id, "version": version}
        )
    return Asked(found[0], is_late)


def access_of(study: Study) -> FieldAccess | None:
    """The address of a study, once it has one."""
    return FieldAccess.objects.filter(study=study).first()


def with_counts(interviewers: QuerySet[Interviewer]) -> list[tuple[Interviewer, int]]:
    """Interviewers of one study with the number of responses that they sent."""
    people = list(interviewers)
    if not people:
        return []
    counts = dict(
        Response.objects.filter(
            instrument__study=people[0].study_id, interviewer__gt=""
        )
        .order_by()
        .values_list("interviewer")
        .annotate(count=Count("pk"))
    )
    return [(one, counts.get(one.username, 0)) for one in people]

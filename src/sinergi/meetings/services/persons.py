"""What somebody says of themselves when they register, and what of it cannot be."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.core.formatting import number
from sinergi.meetings.enums import ParticipantType, QuestionKind
from sinergi.meetings.errors import InvalidRegistration, OutOfScope
from sinergi.meetings.models import Delegation, Meeting, Participant
from sinergi.network.models import Library, Partnership

NAME_LIMIT = 200
#: Signs of what else a person says, as their columns have room.
LONGEST = {
    "organisation": 200,
    "email": 254,
    "phone": 30,
    "dietary": 200,
    "accessibility": 300,
}
ANSWER_LIMIT = 500


@dataclass(frozen=True)
class Person:
    """What somebody says of themselves when they register."""

    full_name: str
    participant_type: str
    has_consented: bool
    email: str = ""
    phone: str = ""
    organisation: str = ""
    library_id: int | None = None
    dietary: str = ""
    accessibility: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    photo_consent: bool = False
    language: str = "id"


def check_person(meeting: Meeting, person: Person) -> None:
    """Refuse what is missing or cannot be.

    Raises:
        InvalidRegistration: With the name of the field.
    """
    if not person.full_name.strip():
        raise _missing(_("Full name"), "full_name")
    if len(person.full_name) > NAME_LIMIT:
        raise InvalidRegistration(_("The name is too long."), field="full_name")
    for name, limit in LONGEST.items():
        if len(getattr(person, name)) > limit:
            raise _too_long(limit, name)
    if person.participant_type not in ParticipantType.values:
        raise InvalidRegistration(_("Choose a type."), field="participant_type")
    if not person.has_consented:
        raise InvalidRegistration(
            _("Agree to the use of your data for this meeting, or do not register."),
            field="has_consented",
        )
    if person.email.strip():
        try:
            validate_email(person.email.strip())
        except ValidationError:
            raise InvalidRegistration(
                _("“%(value)s” is not an e-mail address.") % {"value": person.email},
                field="email",
            ) from None
    if person.language not in dict(settings.LANGUAGES):
        raise InvalidRegistration(_("Choose one of our languages."), field="language")
    _check_answers(meeting, person.answers)


def _too_long(limit: int, name: str) -> InvalidRegistration:
    return InvalidRegistration(
        _("Use at most %(limit)s signs.") % {"limit": number(limit)}, field=name
    )


def _missing(label: str, name: str) -> InvalidRegistration:
    return InvalidRegistration(
        _("Please fill in “%(field)s”.") % {"field": label}, field=name
    )


def _check_answers(meeting: Meeting, answers: Mapping[str, str]) -> None:
    questions = list(meeting.questions.all())
    if not answers.keys() <= {str(question.pk) for question in questions}:
        raise InvalidRegistration(_("This meeting does not ask that."), field="answers")
    for question in questions:
        name = f"question_{question.pk}"
        answer = str(answers.get(str(question.pk), "")).strip()
        if not answer:
            if question.is_required:
                raise _missing(question.text_id, name)
            continue
        if len(answer) > ANSWER_LIMIT:
            raise _too_long(ANSWER_LIMIT, name)
        if question.kind == QuestionKind.CHOICE and answer not in question.choices:
            raise InvalidRegistration(_("Choose one of the answers."), field=name)
        if question.kind == QuestionKind.YES_NO and answer not in ("yes", "no"):
            raise InvalidRegistration(_("Answer yes or no."), field=name)


def require_partner(meeting: Meeting, person: Person) -> None:
    """Refuse a person whose library is no partner of the meeting's programmes.

    Raises:
        InvalidRegistration: The library is missing or no partner.
    """
    partners = Partnership.objects.filter(programme__in=meeting.programmes.all())
    chosen = person.library_id
    if chosen is not None and partners.filter(library_id=chosen).exists():
        return
    if meeting.programmes.exists():
        raise InvalidRegistration(
            _("Choose your library: one that is or was a partner of the programme."),
            field="library",
        )
    require_library(person)


def require_library(person: Person, delegation: Delegation | None = None) -> None:
    """Refuse a library that is not, or is another one than the delegation's.

    Raises:
        InvalidRegistration: The library cannot be the person's.
    """
    chosen = person.library_id
    own = delegation.library_id if delegation else None
    if chosen is None or chosen == own:
        return
    if own is not None or not Library.objects.filter(pk=chosen).exists():
        raise InvalidRegistration(
            _("Choose the library of the person, or none."), field="library"
        )


def lock_participant(by: User | None, participant: Participant) -> Participant:
    """The participant, locked until the act ends.

    Raises:
        OutOfScope: It is not the person's to change.
    """
    rows = Participant.objects.all()
    if by is not None:
        rows = Participant.objects.editable_by(by)
    row = (
        Participant.objects.select_for_update(of=("self",))
        .select_related("meeting", "delegation")
        .filter(pk__in=rows.filter(pk=participant.pk).values("pk"))
        .first()
    )
    if row is None:
        raise OutOfScope
    return row

"""The registration form: the person, the meeting's own questions, consent."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sinergi.meetings.enums import Channel, ParticipantType, QuestionKind
from sinergi.meetings.models import Meeting, Question
from sinergi.meetings.rules import in_language
from sinergi.meetings.services.persons import Person

#: Types that people may give themselves when they register openly.
OPEN_TYPES = (
    ParticipantType.VILLAGE_LIBRARY,
    ParticipantType.LIBRARY_OFFICE,
    ParticipantType.BENEFICIARY,
    ParticipantType.CHAMPION,
    ParticipantType.FACILITATOR,
    ParticipantType.MASTER_TRAINER,
    ParticipantType.CONSULTANT,
    ParticipantType.PRESS,
)
#: Types that an invited delegation gives its people; the committee names itself.
DELEGATE_TYPES = (*OPEN_TYPES, ParticipantType.GUEST)


class PersonForm(forms.Form):
    """One person; the meeting's own questions stand below."""

    full_name = forms.CharField(
        label=_("Full name"), help_text=_("As on the identity card."), max_length=200
    )
    participant_type = forms.ChoiceField(label=_("Takes part as"))
    email = forms.CharField(label=_("E-mail"), required=False, max_length=254)
    phone = forms.CharField(
        label=_("Mobile number"),
        help_text=_("E-mail or mobile number: there we send changes."),
        required=False,
        max_length=30,
    )
    dietary = forms.CharField(
        label=_("What you do not eat"), required=False, max_length=200
    )
    accessibility = forms.CharField(
        label=_("What you need to take part"),
        help_text=_("For example a wheelchair ramp or a sign-language interpreter."),
        required=False,
        max_length=300,
    )
    photo_consent = forms.BooleanField(
        label=_("Photographs in which I can be recognised may be published."),
        required=False,
    )
    has_consented = forms.BooleanField(
        label=_("My data may be used for this meeting."),
        help_text=_("Name, contact and needs; they are not published."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        meeting: Meeting,
        types: Iterable[str] = OPEN_TYPES,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["participant_type"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [
            choice for choice in ParticipantType.choices if choice[0] in types
        ]
        self.questions = list(meeting.questions.all())
        for question in self.questions:
            self.fields[f"question_{question.pk}"] = _field(question)
        self.order_fields(
            [
                name
                for name in self.fields
                if name not in ("photo_consent", "has_consented")
            ]
            + ["photo_consent", "has_consented"]
        )

    def person(
        self, *, library_id: int | None = None, organisation: str = ""
    ) -> Person:
        """What was said, as the services take it."""
        said: Mapping[str, Any] = self.cleaned_data
        return Person(
            full_name=said["full_name"],
            participant_type=said["participant_type"],
            email=said["email"],
            phone=said["phone"],
            dietary=said["dietary"],
            accessibility=said["accessibility"],
            photo_consent=said["photo_consent"],
            has_consented=said["has_consented"],
            library_id=library_id,
            organisation=organisation,
            answers={
                str(question.pk): said[f"question_{question.pk}"]
                for question in self.questions
            },
            language=(get_language() or "id")[:2],
        )


class DelegateForm(PersonForm):
    """One person of a delegation, and by which channel they come."""

    channel = forms.ChoiceField(
        label=_("Comes"), choices=Channel.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, channels: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["channel"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [
            (value, label) for value, label in Channel.choices if value in channels
        ]


def delegate_types(own: str) -> set[str]:
    """What a delegation's people may come as: its own type, too."""
    return {*DELEGATE_TYPES, own}


def _field(question: Question) -> forms.Field:
    label = in_language(question.text_id, question.text_en)
    if question.kind == QuestionKind.CHOICE:
        choices = [("", "–"), *((one, one) for one in question.choices)]
        return forms.ChoiceField(
            label=label, choices=choices, required=question.is_required
        )
    if question.kind == QuestionKind.YES_NO:
        return forms.ChoiceField(
            label=label,
            choices=[("yes", _("Yes")), ("no", _("No"))],
            required=question.is_required,
            widget=forms.RadioSelect,
        )
    return forms.CharField(label=label, required=question.is_required, max_length=500)

"""Forms of what follows a meeting: feedback, materials, certificates, plans."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sinergi.core.forms import DayInput, DigitsInput, ExplainedRadios
from sinergi.core.templatetags.sinergi import light_word
from sinergi.meetings.enums import MaterialKind
from sinergi.meetings.models import Feedback, Meeting, Session
from sinergi.meetings.queries.after import sessions_of
from sinergi.meetings.queries.certificates import RuleLine
from sinergi.meetings.queries.followup import measured_text
from sinergi.meetings.queries.plans import (
    Suggestion,
    measure_choices,
    partners_like,
    topics_of,
)
from sinergi.meetings.rules import in_language
from sinergi.meetings.services.feedback import COMMENT_LIMIT, Rating
from sinergi.meetings.services.materials import MaterialContent
from sinergi.meetings.services.plans import PlanContent

#: The choice beside the suggested indicators.
OTHER = "lain"
RATINGS = [(str(rating), str(rating)) for rating in range(1, 6)]


def typed_number(text: str) -> Decimal | None:
    """`2,5`, `2.5`, `1.000` and `1.000,5` as Indonesians type them; None if unclear."""
    typed = text.strip().rstrip("%").strip()
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d{1,2})?", typed):
        typed = typed.replace(".", "")
    if not re.fullmatch(r"\d{1,17}([.,]\d{1,2})?", typed):
        return None
    return Decimal(typed.replace(",", "."))


def session_title(session: Session) -> str:
    """A session's title in the reader's language."""
    return in_language(session.title_id, session.title_en)


class FeedbackForm(forms.Form):
    """A rating and words for each session; what is left empty is not sent."""

    def __init__(
        self,
        *args: Any,
        sessions: Sequence[Session],
        given: Mapping[int, Feedback],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sessions = list(sessions)
        for session in self.sessions:
            known = given.get(session.pk)
            self.fields[f"nilai_{session.pk}"] = forms.ChoiceField(
                label=session_title(session),
                choices=RATINGS,
                required=False,
                widget=forms.RadioSelect,
                initial=str(known.rating) if known else None,
            )
            self.fields[f"catatan_{session.pk}"] = forms.CharField(
                label=_("Comment"),
                required=False,
                max_length=COMMENT_LIMIT,
                widget=forms.TextInput,
                initial=known.comment if known else "",
            )

    def rows(self) -> list[tuple[Session, forms.BoundField, forms.BoundField]]:
        """Each session with its two fields."""
        return [
            (session, self[f"nilai_{session.pk}"], self[f"catatan_{session.pk}"])
            for session in self.sessions
        ]

    def clean(self) -> dict[str, Any]:
        """Words without a rating have nothing to belong to."""
        said: dict[str, Any] = super().clean() or {}
        for session in self.sessions:
            if said.get(f"catatan_{session.pk}") and not said.get(
                f"nilai_{session.pk}"
            ):
                self.add_error(f"nilai_{session.pk}", _("Choose a rating from 1 to 5."))
        return said

    def ratings(self) -> list[Rating]:
        """What was said, as the service takes it."""
        said = self.cleaned_data
        return [
            Rating(
                session,
                int(said[f"nilai_{session.pk}"]),
                said[f"catatan_{session.pk}"],
            )
            for session in self.sessions
            if said[f"nilai_{session.pk}"]
        ]


class MaterialForm(forms.Form):
    """One material: a file, a link or a text."""

    kind = forms.ChoiceField(label=_("What it is"), choices=MaterialKind.choices)
    title = forms.CharField(label=_("Title"), max_length=200)
    session = forms.ChoiceField(label=_("Session"), required=False)
    file = forms.FileField(
        label=_("File"), help_text=_("PDF, DOCX, XLSX or a picture."), required=False
    )
    link = forms.CharField(
        label=_("Link"),
        help_text=_("Of a recording, for example."),
        required=False,
        max_length=500,
    )
    text = forms.CharField(
        label=_("Text"),
        help_text=_("Minutes can be written here."),
        required=False,
        widget=forms.Textarea(attrs={"rows": "4"}),
    )
    is_public = forms.BooleanField(
        label=_("Everybody may see it."),
        help_text=_("Otherwise only those who took part."),
        required=False,
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sessions = {str(row.pk): row for row in sessions_of(meeting)}
        field = self.fields["session"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("The whole meeting"))] + [
            (key, session_title(row)) for key, row in self._sessions.items()
        ]

    def content(self) -> MaterialContent:
        """What was given, as the service takes it."""
        said = self.cleaned_data
        return MaterialContent(
            kind=said["kind"],
            title=said["title"],
            session=self._sessions.get(said["session"]),
            upload=said["file"],
            link=said["link"],
            text=said["text"],
            is_public=said["is_public"],
        )


class RulesForm(forms.Form):
    """Minutes of presence for each type; an empty field gives no certificate."""

    def __init__(self, *args: Any, lines: Sequence[RuleLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in lines:
            self.fields[line.type] = forms.IntegerField(
                label=line.label,
                required=False,
                min_value=0,
                max_value=100_000,
                initial=line.minimum,
                widget=DigitsInput(),
            )

    def minimums(self) -> dict[str, int]:
        """The types that receive certificates, with their minutes."""
        return {
            name: minutes
            for name, minutes in self.cleaned_data.items()
            if minutes is not None
        }


class EndForm(forms.Form):
    """Why a certificate ends; for a new one also the name that it bears."""

    name = forms.CharField(
        label=_("Name on the new certificate"),
        help_text=_("Only when you replace it."),
        max_length=200,
        required=False,
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)


class CheckForm(forms.Form):
    """The address below the QR code, typed or pasted."""

    address = forms.CharField(
        label=_("Address in the QR code"),
        help_text=_("Scan the code with the phone's camera, or paste its address."),
        max_length=400,
    )

    def token(self) -> str:
        """What stands after `/c/`."""
        text: str = self.cleaned_data["address"].strip()
        return text.rpartition("/c/")[2].strip("/")


class PlanForm(forms.Form):
    """A plan in seven answers; the indicators of the report card come first."""

    measure = forms.ChoiceField(label=_("Which indicator shall move?"))
    other_measure = forms.ChoiceField(label=_("Or another indicator"), required=False)
    what = forms.CharField(
        label=_("What will you do?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )
    target_value = forms.CharField(
        label=_("Target"),
        help_text=_("A month for counts, in percent for shares."),
        max_length=24,
        widget=forms.TextInput(attrs={"class": "input--short", "inputmode": "decimal"}),
    )
    due_on = forms.DateField(
        label=_("By when?"), input_formats=["%d/%m/%Y", "%Y-%m-%d"], widget=DayInput()
    )
    helpers = forms.CharField(label=_("Who helps?"), max_length=300, required=False)
    topic = forms.ChoiceField(label=_("Learnt in the class"), required=False)
    practice = forms.CharField(
        label=_("What do you copy from others?"), max_length=300, required=False
    )
    practice_library = forms.CharField(
        label=_("From which library?"),
        help_text=_("Its name or village; it took part in the meeting."),
        max_length=200,
        required=False,
    )
    contact_name = forms.CharField(
        label=_("Who looks after it?"), max_length=200, required=False
    )
    contact_email = forms.CharField(
        label=_("E-mail for reminders"),
        help_text=_("30 and 7 days ahead and on the day; you can stop them."),
        max_length=254,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        meeting: Meeting,
        suggested: Sequence[tuple[Suggestion, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self._topics = {str(one.pk): one for one in topics_of(meeting)}
        topics = [("", "–")] + [
            (key, in_language(one.title_id, one.title_en))
            for key, one in self._topics.items()
        ]
        self._choose("topic", topics)
        first = [one for one, _baseline in suggested]
        choices = measure_choices(first)
        if not suggested:
            del self.fields["other_measure"]
            self._choose("measure", choices)
            return
        radios = [(one.measure, one.name) for one in first]
        field = self._choose("measure", [*radios, (OTHER, _("Another one"))])
        field.widget = ExplainedRadios(
            choices=field.choices,
            hints={one.measure: baseline for one, baseline in suggested},
        )
        self._choose("other_measure", [("", "–"), *choices[len(first) :]])

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices
        return field

    def clean(self) -> dict[str, Any]:
        """Take the other indicator where none of the suggested ones was chosen."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("measure") == OTHER:
            said["measure"] = said.get("other_measure") or ""
        if said.get("measure") == "":
            self.add_error("measure", _("Choose one of the indicators."))
        return said

    def clean_target_value(self) -> Decimal:
        """The number, whichever of the two decimal signs was typed."""
        value = typed_number(self.cleaned_data["target_value"])
        if value is None:
            raise forms.ValidationError(_("Write a number, for example 2,5."))
        return value

    def clean_practice_library(self) -> Any:
        """The one library that fits what was typed."""
        text = self.cleaned_data["practice_library"].strip()
        if not text:
            return None
        found = partners_like(self.meeting, text)
        exact = [one for one in found if one.name.casefold() == text.casefold()]
        if len(exact) == 1 or len(found) == 1:
            return (exact or found)[0]
        if not found:
            raise forms.ValidationError(
                _("No library of the meeting fits. Try one word of its name.")
            )
        names = "; ".join(f"{one.name} ({one.region.name})" for one in found)
        raise forms.ValidationError(
            _("Several fit: %(names)s. Write more of the name."),
            params={"names": names},
        )

    def content(self) -> PlanContent:
        """What was written, as the service takes it."""
        said = self.cleaned_data
        return PlanContent(
            what=said["what"],
            measure=said["measure"],
            target_value=said["target_value"],
            due_on=said["due_on"],
            helpers=said["helpers"],
            practice=said["practice"],
            practice_library=said["practice_library"],
            topic=self._topics.get(said["topic"]),
            contact_name=said["contact_name"],
            contact_email=said["contact_email"],
            language=(get_language() or "id")[:2],
        )


def baseline_hint(one: Suggestion, baseline: Any) -> str:
    """What stands below a suggested indicator: its light, its value, the advice."""
    parts = [light_word(one.colour), measured_text(one.measure, baseline), one.advice]
    return " · ".join(str(part) for part in parts if part)

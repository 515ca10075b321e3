"""Forms of a meeting itself: what it is, its hubs, budget, questions, committee."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.accounts.models import User
from sinergi.core.dates import today
from sinergi.core.forms import DayInput, DigitsInput, WholeRupiahField
from sinergi.meetings.enums import Duty, Level, QuestionKind, TimeZone
from sinergi.meetings.forms.fields import (
    AreaField,
    MomentField,
    RowForm,
    as_typed,
    in_zone,
)
from sinergi.meetings.models import FURTHER, BudgetLine, Hub, Meeting, Question
from sinergi.meetings.queries.committee import (
    active_user,
    programme_choices,
    stages_near,
)
from sinergi.meetings.services.meetings import MeetingContent
from sinergi.meetings.services.preparation import (
    BudgetContent,
    HubContent,
    QuestionContent,
)
from sinergi.network.enums import Payer
from sinergi.network.models import ProgrammeStage
from sinergi.network.queries.scope import can
from sinergi.network.rules import MEET

MOMENTS = (
    "registration_opens_at",
    "registration_closes_at",
    "delegation_deadline_at",
)


class MeetingForm(forms.Form):
    """What is said of a meeting."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    slug = forms.SlugField(
        label=gettext_lazy("Address of its page"),
        help_text=gettext_lazy("Letters, digits and hyphens; empty: from the title."),
        max_length=60,
        required=False,
    )
    theme = forms.CharField(label=gettext_lazy("Theme"), max_length=300, required=False)
    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=Level.choices)
    region = AreaField(
        label=gettext_lazy("Area whose partners meet"),
        help_text=gettext_lazy("Empty for a national meeting."),
        required=False,
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        min_value=2000,
        max_value=2100,
        widget=DigitsInput(),
        localize=False,
    )
    wave = forms.IntegerField(
        label=gettext_lazy("Wave"),
        help_text=gettext_lazy("Where one year's partners meet in several groups."),
        min_value=1,
        max_value=99,
        widget=DigitsInput(),
        required=False,
    )
    programmes = forms.MultipleChoiceField(
        label=gettext_lazy("Programmes whose partners take part"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    stage = forms.ChoiceField(
        label=gettext_lazy("Stage of the programme"), required=False
    )
    starts_on = forms.DateField(label=gettext_lazy("First day"), widget=DayInput())
    ends_on = forms.DateField(label=gettext_lazy("Last day"), widget=DayInput())
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), choices=TimeZone.choices
    )
    venue = forms.CharField(
        label=gettext_lazy("Venue"),
        help_text=gettext_lazy("Hotel or building, and the city."),
        max_length=200,
        required=False,
    )
    venue_region = AreaField(
        label=gettext_lazy("Regency or city of the venue"), required=False
    )
    purpose_id = forms.CharField(
        label=gettext_lazy("Purpose in Indonesian"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    purpose_en = forms.CharField(
        label=gettext_lazy("Purpose in English"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    registration_opens_at = MomentField(label=gettext_lazy("Registration opens"))
    registration_closes_at = MomentField(label=gettext_lazy("Registration closes"))
    delegation_deadline_at = MomentField(
        label=gettext_lazy("Delegations change names until")
    )
    source = forms.CharField(
        label=gettext_lazy("Source"), max_length=500, required=False
    )

    def __init__(
        self, *args: Any, by: User, meeting: Meeting | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.meeting = by, meeting
        year = meeting.year if meeting else today().year
        self.stages = {str(row.pk): row for row in stages_near(year)}
        _choices(self, "programmes", programme_choices())
        _choices(
            self,
            "stage",
            [("", "–")]
            + [
                (key, f"{row.year} · {row.name_id}") for key, row in self.stages.items()
            ],
        )

    def clean_region(self) -> Any:
        """An area in which the person prepares meetings."""
        region = self.cleaned_data["region"]
        is_same = self.meeting is not None and self.meeting.region == region
        code = region.code if region else ""
        if not is_same and not can(self.by, MEET, region=code):
            raise forms.ValidationError(
                _("You prepare no meetings there. Choose an area of your scope.")
            )
        return region

    def content(self) -> MeetingContent:
        """The meeting as the services take it."""
        said: Mapping[str, Any] = self.cleaned_data
        zone = said["time_zone"]
        values = {name: said[name] for name in MeetingContent.__dataclass_fields__} | {
            name: in_zone(said[name], zone) for name in MOMENTS
        }
        values["slug"] = said["slug"] or slugify(said["title"])[:60]
        values["stage"] = self.stages.get(said["stage"])
        return MeetingContent(**values)


class NewMeetingForm(MeetingForm):
    """A meeting with the sizes of its two pools."""

    on_site = forms.IntegerField(
        label=gettext_lazy("Seats on site"),
        min_value=0,
        max_value=100_000,
        widget=DigitsInput(),
        initial=0,
    )
    online = forms.IntegerField(
        label=gettext_lazy("Seats in the online room"),
        min_value=0,
        max_value=100_000,
        widget=DigitsInput(),
        initial=0,
    )


def _choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
    field.choices = choices


def initial_meeting(meeting: Meeting) -> dict[str, object]:
    """A meeting as its form starts with it."""
    names = MeetingContent.__dataclass_fields__
    values: dict[str, object] = {name: getattr(meeting, name) for name in names}
    values |= {
        name: as_typed(getattr(meeting, name), meeting.time_zone) for name in MOMENTS
    }
    values["stage"] = str(meeting.stage_id or "")
    values["programmes"] = [row.key for row in meeting.programmes.all()]
    return values


#: What the next edition does not take over from the last one.
OWN = ("slug", "starts_on", "ends_on", "stage", "source", *MOMENTS)


def initial_copy(
    meeting: Meeting, next_stage: ProgrammeStage | None
) -> dict[str, object]:
    """The next edition as its form starts: a year later, without dates."""
    values = initial_meeting(meeting)
    year = meeting.year + 1
    values |= dict.fromkeys(OWN, "")
    values["year"] = year
    values["title"] = meeting.title.replace(str(meeting.year), str(year))
    values["stage"] = str(next_stage.pk) if next_stage else ""
    return values


class HubForm(RowForm):
    """A linked place."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    venue = forms.CharField(label=gettext_lazy("Venue"), max_length=200, required=False)
    region = AreaField(label=gettext_lazy("Regency or city"))
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), choices=TimeZone.choices
    )


class BudgetForm(RowForm):
    """A line of the budget."""

    label = forms.CharField(label=gettext_lazy("What for"), max_length=200)
    payer = forms.ChoiceField(label=gettext_lazy("Who pays"), choices=Payer.choices)
    planned_idr = WholeRupiahField(label=gettext_lazy("Planned (Rp)"))
    spent_idr = WholeRupiahField(label=gettext_lazy("Spent (Rp)"), required=False)


class QuestionForm(RowForm):
    """A question of the meeting's own."""

    text_id = forms.CharField(
        label=gettext_lazy("Question in Indonesian"), max_length=300
    )
    text_en = forms.CharField(
        label=gettext_lazy("Question in English"), max_length=300, required=False
    )
    kind = forms.ChoiceField(label=gettext_lazy("Answer"), choices=QuestionKind.choices)
    choices = forms.CharField(
        label=gettext_lazy("Answers to choose from, one a line"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    is_required = forms.BooleanField(
        label=gettext_lazy("Must be answered"), required=False
    )


def list_formset(form: type[forms.Form], *, extra: int = 1, most: int = 60) -> Any:
    """A list that is edited as a whole: changed, put in order, added to, shortened."""
    return forms.formset_factory(
        form,
        extra=extra,
        can_order=True,
        can_delete=True,
        max_num=most,
        absolute_max=most,
    )


HubFormSet = list_formset(HubForm)
BudgetFormSet = list_formset(BudgetForm)
QuestionFormSet = list_formset(QuestionForm)


def initial_hubs(rows: list[Hub]) -> list[dict[str, object]]:
    """The hubs as their form starts."""
    names = ("name", "venue", "region", "time_zone")
    return [_initial(row, names) for row in rows]


def initial_budget(rows: list[BudgetLine]) -> list[dict[str, object]]:
    """The budget as its form starts."""
    names = ("label", "payer", "planned_idr", "spent_idr")
    return [_initial(row, names) for row in rows]


def initial_questions(rows: list[Question]) -> list[dict[str, object]]:
    """The questions as their form starts."""
    names = ("text_id", "text_en", "kind", "is_required")
    return [_initial(row, names) | {"choices": "\n".join(row.choices)} for row in rows]


def _initial(
    row: Hub | BudgetLine | Question, names: tuple[str, ...]
) -> dict[str, object]:
    return {"key": row.pk} | {name: getattr(row, name) for name in names}


def hub_of(said: Mapping[str, Any]) -> HubContent:
    """A hub as the services take it."""
    names = ("name", "venue", "region", "time_zone")
    return HubContent(pk=said["key"], **{name: said[name] for name in names})


def budget_of(said: Mapping[str, Any]) -> BudgetContent:
    """A line of the budget as the services take it."""
    names = BudgetContent.__dataclass_fields__
    return BudgetContent(**{name: said[name] for name in names})


def question_of(said: Mapping[str, Any]) -> QuestionContent:
    """A question as the services take it."""
    names = ("text_id", "text_en", "kind", "is_required")
    lines = [line.strip() for line in said["choices"].splitlines() if line.strip()]
    return QuestionContent(
        pk=said["key"],
        choices=tuple(dict.fromkeys(lines)),
        **{name: said[name] for name in names},
    )


class MemberForm(forms.Form):
    """A person of the committee and all that they do."""

    username = forms.CharField(label=gettext_lazy("User name"), max_length=150)
    duties = forms.MultipleChoiceField(
        label=gettext_lazy("Duties"),
        choices=Duty.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_username(self) -> User:
        """The person themselves."""
        user = active_user(self.cleaned_data["username"])
        if user is None:
            raise forms.ValidationError(
                _("Nobody with an account has this user name. Check how it is written.")
            )
        return user


class DutyForm(forms.Form):
    """What a person of the committee does from now on; nothing: they leave it."""

    duties = forms.MultipleChoiceField(choices=Duty.choices, required=False)


class CapacityForm(forms.Form):
    """The size of one pool of seats."""

    capacity = forms.IntegerField(
        label=gettext_lazy("Seats"),
        min_value=0,
        max_value=100_000,
        widget=DigitsInput(),
    )


class PoolForm(CapacityForm):
    """Further seats: what they are for, and how many there are."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What are the seats for?"),
        choices=[(kind.value, kind.label) for kind in FURTHER],
    )
    name_id = forms.CharField(label=gettext_lazy("Name in Indonesian"), max_length=200)
    name_en = forms.CharField(
        label=gettext_lazy("Name in English"), max_length=200, required=False
    )

    field_order = ("kind", "name_id", "name_en", "capacity")

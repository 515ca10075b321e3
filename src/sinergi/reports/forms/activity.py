"""The form of one activity: one page, read into the content of a report."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.core import formatting
from sinergi.core.errors import DomainError
from sinergi.reports.content import (
    ActivityContent,
    Cell,
    Link,
    Payment,
    normalised,
)
from sinergi.reports.enums import (
    AgeBand,
    Disability,
    Field,
    Sex,
    Strategy,
    TargetGroup,
)
from sinergi.reports.forms.fields import (
    CountField,
    DayField,
    FilesField,
    SeveralFiles,
)
from sinergi.reports.forms.filling import PAYER_ROWS, controls_of, shown_counts
from sinergi.reports.forms.rows import (
    GRID,
    GROUPS,
    PARTS,
    SEXES,
    part_fields,
    payer_fields,
)
from sinergi.reports.services.validation import problems_of

#: Fields that do not say “optional”, although a draft may lack them.
NEEDED_TO_SEND = ("strategy", "field", "started_on")
#: The control at which a finding about a part of the report is shown.
CONTROLS = {"breakdown": "female_all", "money": "amount_0", "upload": "photos"}
#: The fields at the top of the page, where their order differs from the form's.
FIRST_ON_PAGE = ("title", "strategy", "field", "started_on", "ended_on")
STRATEGY_HINTS = {
    Strategy.COMMUNITY_INVOLVEMENT: gettext_lazy(
        "Training, talks, practice together with residents"
    ),
    Strategy.INFORMATION_SERVICES: gettext_lazy(
        "Collection, computers, rooms, internet"
    ),
    Strategy.ADVOCACY: gettext_lazy("Support by budget, rules, cooperation"),
    Strategy.PUBLICATION: gettext_lazy("News, broadcasts, social media"),
}


class ActivityForm(forms.Form):
    """What a library did: the steps are sections of one page.

    `is_complete` asks for all that a sent report needs; a draft needs a title only.
    `stored` is what the report said before.
    """

    id = forms.UUIDField(widget=forms.HiddenInput)
    library = forms.IntegerField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=gettext_lazy("Name of the activity"),
        help_text=gettext_lazy("Write it as you would tell it to a neighbour."),
    )
    strategy = forms.ChoiceField(
        label=gettext_lazy("Activity group"),
        choices=[
            (choice.value, choice.label)
            for choice in (
                Strategy.COMMUNITY_INVOLVEMENT,
                Strategy.INFORMATION_SERVICES,
                Strategy.ADVOCACY,
                Strategy.PUBLICATION,
            )
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    field = forms.ChoiceField(
        label=gettext_lazy("Field"),
        choices=[("", gettext_lazy("Choose a field")), *Field.choices],
        required=False,
    )
    started_on = DayField(
        label=gettext_lazy("Date of the activity"),
        help_text=gettext_lazy("Example: 28/11/2022"),
    )
    ended_on = DayField(label=gettext_lazy("Last day, if longer than one"))
    place = forms.CharField(label=gettext_lazy("Place"), required=False)
    collaborators = forms.CharField(
        label=gettext_lazy("Collaborators"),
        help_text=gettext_lazy("Who worked along, such as the health centre."),
        required=False,
    )
    description = forms.CharField(
        label=gettext_lazy("What took place"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    attendances = CountField(
        label=gettext_lazy("Attendances"),
        help_text=gettext_lazy("Count all who came, once for each meeting."),
        css="input--short",
    )
    persons = CountField(
        label=gettext_lazy("Persons"),
        help_text=gettext_lazy("Different people, each counted once."),
        css="input--short",
    )
    disability = CountField(
        label=gettext_lazy("Among them persons with disability"), css="input--short"
    )
    links = forms.CharField(
        label=gettext_lazy("Links"),
        help_text=gettext_lazy("One on each line: a post, a news item, a video."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    photos = FilesField(
        label=gettext_lazy("Photos or files"),
        required=False,
        widget=SeveralFiles(attrs={"accept": "image/*,application/pdf"}),
    )
    consent = forms.BooleanField(
        label=gettext_lazy("The people shown agree that their photo is kept"),
        help_text=gettext_lazy("Consent to publish is asked for separately."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        is_complete: bool = False,
        stored: ActivityContent | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.is_complete = is_complete
        self.stored = stored
        self.use_required_attribute = False
        self._require(is_required=True)
        self._say_what_to_fill_in()

    def full_clean(self) -> None:
        """Clean a draft: what only a sent report needs may still be missing."""
        self._require(is_required=False)
        super().full_clean()
        self._require(is_required=True)

    def _require(self, *, is_required: bool) -> None:
        for name in NEEDED_TO_SEND:
            self.fields[name].required = is_required

    def _say_what_to_fill_in(self) -> None:
        words = _("Please fill in “%(field)s”.")
        for field in self.fields.values():
            if field.required:
                field.error_messages["required"] = words % {"field": field.label or ""}

    # --- what the template walks through ----------------------------------------
    @cached_property
    def strategies(self) -> list[tuple[str, str, str]]:
        """Each group with its value, label and hint."""
        choices = cast(forms.ChoiceField, self.fields["strategy"]).choices
        return [
            (str(value), str(label), str(STRATEGY_HINTS[Strategy(value)]))
            for value, label in cast(Iterable[tuple[str, str]], choices)
        ]

    @cached_property
    def grid(self) -> list[tuple[str, list[BoundField]]]:
        """Rows of the breakdown: an age band with one control per sex."""
        return [
            (str(band.label), [self[f"{sex}_{band}"] for sex in SEXES])
            for band in AgeBand
        ]

    @cached_property
    def margins(self) -> list[BoundField]:
        """The two controls for all ages together."""
        return [self[f"{sex}_all"] for sex in SEXES]

    @cached_property
    def groups(self) -> list[BoundField]:
        """One control for each target group."""
        return [self[f"group_{group}"] for group in TargetGroup]

    @cached_property
    def person_grid(self) -> list[tuple[str, list[BoundField]]]:
        """The rows of the breakdown once more, for different persons."""
        rows = [*((str(band.label), str(band)) for band in AgeBand)]
        rows.append((_("All ages"), "all"))
        return [
            (label, [self[f"persons_{sex}_{row}"] for sex in SEXES])
            for label, row in rows
        ]

    @cached_property
    def person_others(self) -> list[tuple[str, BoundField]]:
        """Persons with disability and of each target group."""
        names = ("disability", *GROUPS)
        return [
            (str(self.fields[name].label), self[f"persons_{name}"]) for name in names
        ]

    @property
    def has_person_parts(self) -> bool:
        """Whether persons are broken down: then their controls are shown."""
        return any(self[f"persons_{name}"].value() not in (None, "") for name in PARTS)

    @cached_property
    def person_errors(self) -> list[str]:
        """What is wrong in the breakdown of persons, whichever control it stands at."""
        names = [f"persons_{name}" for name in PARTS]
        return [str(error) for name in names for error in self.errors.get(name, [])]

    @cached_property
    def payers(self) -> list[list[BoundField]]:
        """Rows of cost: amount, payer, in kind."""
        return [
            [self[f"amount_{row}"], self[f"payer_{row}"], self[f"in_kind_{row}"]]
            for row in range(PAYER_ROWS)
        ]

    @cached_property
    def grid_errors(self) -> list[str]:
        """What is wrong in the breakdown, whichever cell it stands in."""
        return [str(error) for name in GRID for error in self.errors.get(name, [])]

    @property
    def has_groups(self) -> bool:
        """Whether a target group is filled in or wrong: then they are shown."""
        return any(field.value() not in (None, "") for field in self.groups)

    @property
    def has_more_payers(self) -> bool:
        """Whether a second payer is filled in or wrong: then the rows are shown."""
        return any(
            field.errors or field.value() not in (None, "", False)
            for row in self.payers[1:]
            for field in row
        )

    @property
    def summary(self) -> Iterator[tuple[str, str]]:
        """Each error with the id of its control, in the order of the page."""
        for name in dict.fromkeys([*FIRST_ON_PAGE, *self.fields]):
            for error in self.errors.get(name, []):
                yield self[name].auto_id, str(error)
        for error in self.non_field_errors():
            yield "isi", str(error)

    # --- checks -----------------------------------------------------------------
    def clean(self) -> dict[str, object]:
        """Check what the page adds to a report, then the report by its own rules."""
        data = self.cleaned_data
        if data.get("photos") and not data.get("consent"):
            self.add_error(
                "consent",
                _(
                    "Ask the people shown first, then tick this. "
                    "Choose the photos again."
                ),
            )
        for sex in SEXES:
            self._check_margin(data, sex)
            self._check_margin(data, sex, prefix="persons_")
        self._check_persons(data)
        self._check_payers(data)
        self.refuse(
            problems_of(
                normalised(self.content(self.stored)),
                today=timezone.localdate(),
                is_complete=self.is_complete,
            )
        )
        return data

    def refuse(self, problems: Iterable[DomainError]) -> None:
        """Show each finding at its control, unless that one is wrong already."""
        for problem in problems:
            name = self._control_of(problem)
            if name not in self.fields:
                self.add_error(None, str(problem.message))
            elif name not in self.errors or name == "photos":
                self.add_error(name, str(problem.message))

    def _control_of(self, problem: DomainError) -> str:
        dimension = problem.data.get("dimension")
        if problem.field == "breakdown" and "persons" in problem.kind:
            typed = [f"persons_{name}" for name in PARTS]
            wrong = [name for name in typed if name in self.errors]
            stated = [name for name in typed if self.cleaned_data.get(name) is not None]
            return next(iter([*wrong, *stated]), "female_all")
        if dimension == "disability":
            return "disability"
        if dimension == "target_group":
            counts = {name: self.cleaned_data.get(name) or 0 for name in GROUPS}
            return max(counts, key=lambda name: counts[name])
        return CONTROLS.get(problem.field, problem.field)

    def _check_margin(
        self, data: dict[str, object], sex: Sex, *, prefix: str = ""
    ) -> None:
        total = data.get(f"{prefix}{sex}_all")
        parts = self._band_sum(data, f"{prefix}{sex}")
        if not isinstance(total, int) or parts is None or total == parts:
            return
        self.add_error(
            f"{prefix}{sex}_all",
            _(
                "%(label)s: the ages add up to %(sum)s, all ages say %(total)s. "
                "Correct one of them."
            )
            % {
                "label": sex.label,
                "sum": formatting.number(parts),
                "total": formatting.number(total),
            },
        )

    def _check_persons(self, data: dict[str, object]) -> None:
        """Persons stand beside the attendances of the same line, and never above."""
        lines = {name for cell in self._cells(()) for name in controls_of(cell)}
        has_bands = {sex: self._band_sum(data, f"persons_{sex}") for sex in SEXES}
        is_sum = {f"{sex}_all" for sex, parts in has_bands.items() if parts is not None}
        for name in PARTS:
            persons, attendances = data.get(f"persons_{name}"), data.get(name)
            if not isinstance(persons, int) or name in is_sum - lines:
                continue
            if name not in lines or not isinstance(attendances, int):
                said = _("Fill in the attendances of the same line first.")
                self.add_error(f"persons_{name}", said)
            elif persons > attendances:
                said = _(
                    "%(persons)s persons cannot make %(total)s attendances. Check both."
                )
                self.add_error(
                    f"persons_{name}",
                    said
                    % {
                        "persons": formatting.number(persons),
                        "total": formatting.number(attendances),
                    },
                )

    def _check_payers(self, data: dict[str, object]) -> None:
        seen: set[tuple[object, object]] = set()
        for row in range(PAYER_ROWS):
            amount, payer = data.get(f"amount_{row}"), data.get(f"payer_{row}")
            if amount is None:
                continue
            key = (payer, data.get(f"in_kind_{row}"))
            if not payer:
                self.add_error(f"payer_{row}", _("Say who paid this cost."))
            elif key in seen:
                self.add_error(
                    f"payer_{row}",
                    _("This payer stands above already. Add the amounts together."),
                )
            seen.add(key)

    @staticmethod
    def _band_sum(data: dict[str, object], line: str) -> int | None:
        parts = [data.get(f"{line}_{band}") for band in AgeBand]
        known = [part for part in parts if isinstance(part, int)]
        return sum(known) if known else None

    # --- what it says -----------------------------------------------------------
    def content(self, stored: ActivityContent | None = None) -> ActivityContent:
        """The report as typed; what the page does not show is kept from `stored`."""
        data = self.cleaned_data
        return ActivityContent(
            strategy=data.get("strategy") or "",
            field=data.get("field") or "",
            title=data.get("title") or "",
            started_on=data.get("started_on"),
            ended_on=data.get("ended_on"),
            description=data.get("description") or "",
            place=data.get("place") or "",
            collaborators=data.get("collaborators") or "",
            attendances=data.get("attendances"),
            persons=data.get("persons"),
            breakdown=self._breakdown(stored.breakdown if stored else ()),
            money=tuple(self._payments()),
            links=tuple(self._links(stored.links if stored else ())),
        )

    def _breakdown(self, stored: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """The stored parts while the page shows the same; else those typed.

        A part may say more than the page shows: persons, or two dimensions at once.
        """
        shown = shown_counts(stored)
        names = [*PARTS, *(f"persons_{name}" for name in PARTS)]
        if all(self.cleaned_data.get(name) == shown.get(name) for name in names):
            return stored
        return tuple(self._cells(stored))

    def _cells(self, stored: Iterable[Cell]) -> Iterator[Cell]:
        data = self.cleaned_data
        has_bands = any(self._band_sum(data, sex) is not None for sex in SEXES)
        has_sexes = any(data.get(f"{sex}_all") is not None for sex in SEXES)
        for name in GRID:
            sex, band = name.split("_", 1)
            if data.get(name) is None or (has_bands and band == "all"):
                continue
            age = "" if band == "all" else band
            yield self._cell(name, sex=sex, age_band=age)
        if data.get("disability") is not None:
            yield self._cell("disability", disability=Disability.WITH)
        for group in TargetGroup:
            if data.get(f"group_{group}") is not None:
                yield self._cell(f"group_{group}", target_group=group)
        for cell in stored:
            is_margin = cell.shape == {"age_band"} and not (has_bands or has_sexes)
            if is_margin or cell.key == ("", "", Disability.WITHOUT, ""):
                yield cell

    def _cell(self, name: str, **stated: str) -> Cell:
        """What stands in one line: attendances, and persons where they are given."""
        data = self.cleaned_data
        persons = data.get(f"persons_{name}")
        return Cell(**stated, attendances=data[name], persons=persons)

    def _payments(self) -> Iterator[Payment]:
        data, seen = self.cleaned_data, set()
        for row in range(PAYER_ROWS):
            amount, payer = data.get(f"amount_{row}"), data.get(f"payer_{row}")
            payment = Payment(payer or "", amount or Decimal(), data[f"in_kind_{row}"])
            if amount is not None and payer and payment.key not in seen:
                seen.add(payment.key)
                yield payment

    def _links(self, stored: Iterable[Link]) -> Iterator[Link]:
        captions = {link.reference: link.caption for link in stored}
        for line in dict.fromkeys(self.cleaned_data["links"].splitlines()):
            if reference := line.strip():
                yield Link(reference, captions.get(reference, ""))


ActivityForm.base_fields |= {**part_fields(), **payer_fields()}

"""Forms of samples: sizes typed by hand, a study's design, its list, a unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sinergi.core.forms import DigitsInput, ExplainedRadios
from sinergi.evaluation.design_names import (
    ALLOCATIONS,
    METHOD_HINTS,
    METHODS,
    ROUNDINGS,
    SIZING_HINTS,
    SIZINGS,
    STAGES,
)
from sinergi.evaluation.design_words import refusal
from sinergi.evaluation.enums import SizeMeasure, StratifyBy, UnitState
from sinergi.evaluation.models import SampleUnit
from sinergi.evaluation.queries.frames import Population
from sinergi.evaluation.queries.samples import UnitFilter
from sinergi.evaluation.sampling import (
    Allocation,
    Design,
    Method,
    Rounding,
    Sizing,
    StratumFrame,
    UnfitDesign,
    margin_of,
)
from sinergi.evaluation.services.samples import REASON_LIMIT, SILENT, SampleContent
from sinergi.network.enums import LibraryKind, Origin

MOST = 10**9
LARGEST_SEED = 2**53 - 1
ROWS = 6
#: The programme's own study of 2024, as published: by level, at 5 percent.
OF_2024 = (("Provinsi", 34), ("Kabupaten/kota", 168), ("Desa/kelurahan", 546))


class SizeForm(forms.Form):
    """How large a sample is and how it is shared out."""

    sizing = forms.ChoiceField(
        label=_("Sample size"),
        choices=list(SIZINGS.items()),
        widget=ExplainedRadios(hints=SIZING_HINTS),
    )
    margin = forms.CharField(
        label=_("Margin of error"),
        help_text=_("For Slovin, such as 5%."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"class": "input--short", "autocomplete": "off"}),
    )
    rounding = forms.ChoiceField(label=_("Rounding"), choices=list(ROUNDINGS.items()))
    total = forms.IntegerField(
        label=_("Number of units"),
        help_text=_("Only where a number is given."),
        min_value=1,
        max_value=MOST,
        required=False,
        widget=DigitsInput(),
    )
    allocation = forms.ChoiceField(
        label=_("Shared out"), choices=list(ALLOCATIONS.items())
    )
    reserve_pct = forms.IntegerField(
        label=_("Replacements, percent of the sample"),
        min_value=0,
        max_value=200,
        widget=DigitsInput(),
    )

    def clean(self) -> dict[str, Any]:
        """Read the margin; what is needed and missing stands at its field."""
        said = super().clean() or {}
        sizing = said.get("sizing")
        if sizing == Sizing.FIXED:
            if said.get("total") is None and "total" not in self.errors:
                self.refuse(UnfitDesign("total_missing", "total"))
            return said
        if "margin" in self.errors:
            return said
        try:
            said["margin"] = margin_of(said.get("margin") or "")
        except UnfitDesign as error:
            self.refuse(error)
        return said

    def refuse(self, error: UnfitDesign, labels: Sequence[str] = ()) -> None:
        """Say at its field, or above the form, what a design cannot be."""
        refused = refusal(error, labels=labels)
        field = error.field if error.field in self.fields else None
        self.add_error(field, ValidationError(str(refused.message), code=refused.kind))

    def sizes(self) -> dict[str, Any]:
        """The part of a design that this form holds."""
        said = self.cleaned_data
        return {
            "sizing": Sizing(said["sizing"]),
            "margin": said["margin"] if isinstance(said["margin"], Decimal) else None,
            "rounding": Rounding(said["rounding"]),
            "total": said["total"] if said["sizing"] == Sizing.FIXED else None,
            "allocation": Allocation(said["allocation"]),
            "reserve_pct": said["reserve_pct"],
        }


def number_typed(text: str) -> float | None:
    """A standard deviation as typed: 0,85 and 0.85 are equal; None where empty.

    Raises:
        ValidationError: It is no number of 0 or more.
    """
    typed = text.strip().replace(",", ".")
    if not typed:
        return None
    try:
        value = float(typed)
    except ValueError:
        value = -1.0
    if not 0 <= value < MOST:
        raise ValidationError(
            _now("“%(value)s” is not a number of 0 or more.") % {"value": text.strip()}
        )
    return value


class PlanForm(SizeForm):
    """Sizes for populations that are typed by hand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allocation = self.fields["allocation"]
        assert isinstance(allocation, forms.ChoiceField)  # noqa: S101 - declared above
        allocation.choices = [c for c in ALLOCATIONS.items() if c[0] != Allocation.SIZE]
        for row in range(1, ROWS + 1):
            place = {"n": row}
            self.fields[f"name_{row}"] = forms.CharField(
                label=_now("Stratum %(n)s") % place, max_length=80, required=False
            )
            self.fields[f"count_{row}"] = forms.IntegerField(
                label=_now("Population of stratum %(n)s") % place,
                min_value=1,
                max_value=MOST,
                required=False,
                widget=DigitsInput(),
            )
            self.fields[f"deviation_{row}"] = forms.CharField(
                label=_now("Standard deviation of stratum %(n)s") % place,
                max_length=20,
                required=False,
                widget=DigitsInput(),
            )

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        """The fields of each stratum."""
        names = ("name", "count", "deviation")
        return [
            tuple(self[f"{name}_{row}"] for name in names)  # type: ignore[misc]
            for row in range(1, ROWS + 1)
        ]

    def clean(self) -> dict[str, Any]:
        """A named stratum needs a population; deviations are numbers."""
        said = super().clean()
        for row in range(1, ROWS + 1):
            try:
                text = said.get(f"deviation_{row}") or ""
                said[f"deviation_{row}"] = number_typed(text)
            except ValidationError as error:
                self.add_error(f"deviation_{row}", error)
            count = f"count_{row}"
            is_open = said.get(count) is None and count not in self.errors
            if said.get(f"name_{row}") and is_open:
                self.add_error(count, _now("Give the population of this stratum."))
        return said

    def strata(self) -> tuple[list[StratumFrame], list[str]]:
        """The populations typed, and what their strata are called."""
        said = self.cleaned_data
        filled = [n for n in range(1, ROWS + 1) if said.get(f"count_{n}") is not None]
        labels = [said[f"name_{n}"] or _now("Stratum %(n)s") % {"n": n} for n in filled]
        frames = [StratumFrame(str(n), said[f"count_{n}"]) for n in filled]
        return frames, labels

    def design(self) -> Design:
        """The design typed."""
        said = self.cleaned_data
        deviations = {
            str(n): value
            for n in range(1, ROWS + 1)
            if (value := said.get(f"deviation_{n}")) is not None
        }
        return Design(**self.sizes(), deviations=deviations)


def example_of_2024() -> dict[str, object]:
    """The design of 2024, to be looked at and changed."""
    rows: dict[str, object] = {}
    for number, (name, count) in enumerate(OF_2024, 1):
        rows |= {f"name_{number}": name, f"count_{number}": count}
    return initial_sizes(Design(reserve_pct=0)) | rows


def initial_sizes(design: Design) -> dict[str, object]:
    """The fields of a size form as a design has them."""
    margin = design.margin
    shown = "" if margin is None else f"{(margin * 100).normalize():f}%"
    return {
        "sizing": design.sizing,
        "margin": shown.replace(".", ","),
        "rounding": design.rounding,
        "total": design.total,
        "allocation": design.allocation,
        "reserve_pct": design.reserve_pct,
    }


#: The fields of a population.
RULE = {"programme", "kinds", "origins", "intake_years", "strata"}


class DesignForm(SizeForm):
    """A study's population, its sample design and the seed.

    Standard deviations are typed by stratum; which strata there are follows from the
    population, so they stand in the table of figures, named `sd-` and the key.
    """

    programme = forms.ChoiceField(label=_("Programme"))
    kinds = forms.MultipleChoiceField(
        label=_("Levels"),
        choices=LibraryKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    origins = forms.MultipleChoiceField(
        label=_("Origin of the partnership"),
        choices=Origin.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    intake_years = forms.MultipleChoiceField(
        label=_("Intake year"), widget=forms.CheckboxSelectMultiple, required=False
    )
    strata = forms.ChoiceField(label=_("Strata"), choices=StratifyBy.choices)
    method = forms.ChoiceField(
        label=_("How units are drawn"),
        choices=list(METHODS.items()),
        widget=ExplainedRadios(hints=METHOD_HINTS),
    )
    size_measure = forms.ChoiceField(
        label=_("Size"),
        help_text=_("For PPS, and where shares follow size."),
        choices=SizeMeasure.choices,
    )
    clusters = forms.ChoiceField(
        label=_("Stages"), choices=list(STAGES.items()), required=False
    )
    take = forms.IntegerField(
        label=_("Libraries in each area"),
        help_text=_("For two stages."),
        min_value=1,
        max_value=1000,
        widget=DigitsInput(),
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        help_text=_("Any whole number; the same one draws the same sample."),
        min_value=0,
        max_value=LARGEST_SEED,
        widget=DigitsInput(),
    )

    def __init__(
        self,
        *args: Any,
        programmes: Sequence[tuple[str, str]],
        years: Sequence[int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.deviations: dict[str, float] = {}
        for name, choices in (
            ("programme", list(programmes)),
            ("intake_years", [(str(year), str(year)) for year in years]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Read the standard deviations too."""
        said = super().clean()
        for name, text in self.data.items():
            if not name.startswith("sd-"):
                continue
            try:
                value = number_typed(str(text))
            except ValidationError as error:
                self.add_error(None, error)
            else:
                if value is not None:
                    self.deviations[name.removeprefix("sd-")[:80]] = value
        return said

    def typed_deviations(self, kept: Mapping[str, float]) -> dict[str, str]:
        """What stands in the deviation of each stratum, as it was typed."""
        if not self.is_bound:
            return {key: f"{value:g}".replace(".", ",") for key, value in kept.items()}
        named = {k: str(v) for k, v in self.data.items() if k.startswith("sd-")}
        return {name.removeprefix("sd-"): text for name, text in named.items()}

    def population(self) -> Population | None:
        """The rule of the population, if it can be read."""
        said = self.cleaned_data if self.is_bound else {}
        if not said.keys() >= RULE:
            return None
        return Population(
            programme=said["programme"],
            kinds=tuple(said["kinds"]),
            origins=tuple(said["origins"]),
            intake_years=tuple(int(year) for year in said["intake_years"]),
            strata=said["strata"],
        )

    def content(self) -> SampleContent:
        """What the service takes."""
        said = self.cleaned_data
        population = self.population() or Population()
        design = Design(
            **self.sizes(),
            deviations=self.deviations,
            method=Method(said["method"]),
            size_measure=said["size_measure"],
            clusters=said["clusters"],
            take=said["take"],
        )
        return SampleContent(population=population, design=design, seed=said["seed"])


def initial_design(content: SampleContent) -> dict[str, object]:
    """The fields as a study has them."""
    rule, design = content.population, content.design
    return initial_sizes(design) | {
        "programme": rule.programme,
        "kinds": list(rule.kinds),
        "origins": list(rule.origins),
        "intake_years": [str(year) for year in rule.intake_years],
        "strata": rule.strata,
        "method": design.method,
        "size_measure": design.size_measure,
        "clusters": design.clusters,
        "take": design.take,
        "seed": content.seed,
    }


UNIT_ORDERS = {
    "strata": "stratum__order",
    "wilayah": "area",
    "nama": "label",
    "-nama": "-label",
    "bobot": "-weight",
}
PARTS = {"": "sample", "cadangan": "reserve", "semua": "all"}


@dataclass(frozen=True)
class UnitsAsked:
    """The filter and order of the list of units."""

    filter: UnitFilter
    order: str
    key: str
    is_narrow: bool


def read_units(query: QueryDict) -> UnitsAsked:
    """Read the address; what it cannot mean is left out."""
    state = query.get("status", "")
    province = query.get("provinsi", "")
    wanted = UnitFilter(
        search=query.get("cari", "").strip()[:100],
        stratum=query.get("strata", "")[:80],
        state=state if state in UnitState.values else "",
        province=province if province.isdecimal() and len(province) == 2 else "",
        part=PARTS.get(query.get("bagian", ""), "sample"),
    )
    order = query.get("urut", "")
    order = order if order in UNIT_ORDERS else "strata"
    return UnitsAsked(wanted, order, UNIT_ORDERS[order], wanted != UnitFilter())


class UnitForm(forms.Form):
    """What became of a unit, and whether another takes its place."""

    state = forms.ChoiceField(label=_("What became of it"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("In a few words; it is kept and shown to your team."),
        max_length=REASON_LIMIT,
        required=False,
    )
    is_replaced = forms.BooleanField(
        label=_("Take in the next unit of the reserve"), required=False
    )

    def __init__(self, *args: Any, unit: SampleUnit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        silent = [(state, state.label) for state in SILENT]
        if unit.state in SILENT:
            silent.append((UnitState.OPEN, _("Is asked after all")))
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = silent

"""Where a study stands: its four steps, what comes next, its classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sinergi.core.formatting import number
from sinergi.evaluation.enums import InstrumentState, StudyState, UnitState
from sinergi.evaluation.models import Response, Study

CENT = Decimal("0.01")
#: Shades of the sequential scale.
SHADES = 5


@dataclass(frozen=True)
class ScaleClass:
    """A class of the scale: its bounds in score, its place in percent, its shade."""

    label: str
    low: Decimal
    high: Decimal
    start: float
    width: float
    shade: int

    @property
    def end(self) -> float:
        """Where the class ends, in percent."""
        return self.start + self.width


def classes_of(study: Study) -> list[ScaleClass]:
    """The classes, equally wide, closed above, as scores of two decimals."""
    labels = study.class_labels
    span = Fraction(study.scale_max - study.scale_min, len(labels))
    found: list[ScaleClass] = []
    for place, label in enumerate(labels):
        upper = study.scale_min + span * (place + 1)
        high = Decimal(upper.numerator) / Decimal(upper.denominator)
        found.append(
            ScaleClass(
                label=label,
                low=found[-1].high + CENT if found else Decimal(study.scale_min),
                high=high.quantize(CENT, ROUND_FLOOR),
                start=100 * place / len(labels),
                width=100 / len(labels),
                shade=1 + round(place * (SHADES - 1) / max(1, len(labels) - 1)),
            )
        )
    return found


@dataclass(frozen=True)
class Step:
    """One step of a study: what has been done of it, in words."""

    key: str
    label: str
    text: str
    is_done: bool
    is_current: bool = False


@dataclass(frozen=True)
class Overview:
    """The steps, what is to be done next, and the part in which that is done."""

    steps: Sequence[Step]
    next: str
    part: str


def overview_of(study: Study) -> Overview:
    """Where a study stands."""
    facts = _facts(study)
    steps = [_design(facts), _questionnaires(facts), _field(study, facts), _end(study)]
    current = next((s.key for s in steps if not s.is_done), "")
    shown = [
        Step(s.key, s.label, s.text, s.is_done, is_current=s.key == current)
        for s in steps
    ]
    return Overview(shown, *_next(study, facts))


@dataclass(frozen=True)
class _Facts:
    population: int
    sample: int
    answered: int
    forms: int
    fielded: int
    responses: int


def _facts(study: Study) -> _Facts:
    units = study.units.exclude(state=UnitState.RESERVE)
    forms = study.instruments
    return _Facts(
        population=sum(study.strata.values_list("population_count", flat=True)),
        sample=units.filter(replaces=None).count(),
        answered=units.filter(state=UnitState.ANSWERED).count(),
        forms=forms.count(),
        fielded=forms.exclude(state=InstrumentState.DRAFT).count(),
        responses=Response.objects.filter(instrument__study=study).count(),
    )


def _design(facts: _Facts) -> Step:
    text = _("No sample yet")
    if facts.sample:
        text = _("%(sample)s of %(population)s libraries drawn") % {
            "sample": number(facts.sample),
            "population": number(facts.population),
        }
    return Step("sample", _("Design and sample"), text, bool(facts.sample))


def _questionnaires(facts: _Facts) -> Step:
    text = ngettext("%(n)s questionnaire", "%(n)s questionnaires", facts.forms)
    text = text % {"n": number(facts.forms)} if facts.forms else _("None yet")
    return Step("instrument_list", _("Questionnaire"), text, bool(facts.fielded))


def _field(study: Study, facts: _Facts) -> Step:
    text = _("Not begun")
    if study.state != StudyState.DRAFT:
        text = ngettext("%(n)s response", "%(n)s responses", facts.responses)
        text %= {"n": number(facts.responses)}
        if facts.sample:
            text += " · " + _("%(answered)s of %(sample)s units answered") % {
                "answered": number(facts.answered),
                "sample": number(facts.sample),
            }
    is_done = study.state in {StudyState.CLOSED, StudyState.PUBLISHED}
    return Step("progress", _("Field work"), text, is_done)


def _end(study: Study) -> Step:
    is_done = study.state == StudyState.PUBLISHED
    text = _("Published") if is_done else _("Not published")
    return Step("results", _("Results"), text, is_done)


def _next(study: Study, facts: _Facts) -> tuple[str, str]:
    """What comes next in words, and the part of the study to open for it."""
    if study.state == StudyState.FIELDING:
        said = _("Answers come in. End collecting once no more are to be expected.")
        return said, ""
    if study.state == StudyState.CLOSED:
        return _("Look through the results, then publish them."), ""
    if study.state == StudyState.PUBLISHED:
        return _("Everybody can read the results."), ""
    return _preparing(facts)


def _preparing(facts: _Facts) -> tuple[str, str]:
    if not facts.sample:
        said = _("Set the population and the size of the sample, then draw it.")
        return said, "sample"
    if not facts.forms:
        return _("Add the questionnaire."), "instrument_list"
    if not facts.fielded:
        return _("Read the questionnaire, then field it."), "instrument_list"
    return _("Check sample and questionnaire, then begin collecting."), ""

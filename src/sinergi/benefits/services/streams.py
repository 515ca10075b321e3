"""Streams of benefit of a valuation."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.benefits.enums import QuantitySourceLabel
from sinergi.benefits.errors import UnfitValuation
from sinergi.benefits.models import BenefitStreamLine, UnitValue, Valuation
from sinergi.benefits.queries.models import stream_rows
from sinergi.benefits.queries.surveys import quantity_of
from sinergi.benefits.services.access import locked_draft, refuse
from sinergi.benefits.valuation.model import read_streams
from sinergi.core.formatting import half_up, number
from sinergi.evaluation.models import Study

NOUGHT = Decimal(0)


@dataclass(frozen=True)
class StreamContent:
    """One kind of benefit to one group, with what is deducted from it."""

    title: str
    kind: str
    group: str
    evidence: str
    quantity: Decimal
    quantity_source: str
    unit_value: UnitValue
    first_year: int
    years: int = 1
    activity: str = ""
    quantity_low: Decimal | None = None
    quantity_high: Decimal | None = None
    quantity_se: Decimal | None = None
    quantity_note: str = ""
    study: Study | None = None
    question: str = ""
    deadweight: Decimal = NOUGHT
    deadweight_low: Decimal | None = None
    deadweight_high: Decimal | None = None
    attribution: Decimal = NOUGHT
    attribution_low: Decimal | None = None
    attribution_high: Decimal | None = None
    displacement: Decimal = NOUGHT
    displacement_low: Decimal | None = None
    displacement_high: Decimal | None = None
    drop_off: Decimal = NOUGHT
    drop_off_low: Decimal | None = None
    drop_off_high: Decimal | None = None


@transaction.atomic
def save_stream(
    *,
    by: User | None,
    valuation: Valuation,
    content: StreamContent,
    line: BenefitStreamLine | None = None,
) -> BenefitStreamLine:
    """Add a stream to a draft, or change one (`line`).

    Raises:
        OutOfScope: The valuation is not the person's.
        FrozenValuation: It is published.
        UnfitValuation: Something in the stream cannot be.
    """
    row = locked_draft(by, valuation)
    if not content.title.strip():
        raise UnfitValuation(_("Please give it a title."), field="title")
    if content.question and content.study is None:
        raise UnfitValuation(_("Say which study asked this question."), field="study")
    changed = line or BenefitStreamLine(
        valuation=row, key=_free_key(row, content.title), order=row.streams.count() + 1
    )
    old = stream_rows([changed])[0] if line else None
    for name, value in vars(content).items():
        setattr(changed, name, value)
    refuse(read_streams(stream_rows([changed])))
    changed.save()
    new = stream_rows([changed])[0]
    record(by=by, action="valuation.stream_saved", target=row, old=old, new=new)
    return changed


@transaction.atomic
def remove_stream(
    *, by: User | None, valuation: Valuation, line: BenefitStreamLine
) -> None:
    """Take a stream out of a draft.

    Raises:
        OutOfScope: The valuation is not the person's.
        FrozenValuation: It is published.
    """
    row = locked_draft(by, valuation)
    old = stream_rows([line])[0]
    record(by=by, action="valuation.stream_removed", target=row, old=old)
    line.delete()


def counted_by_survey(
    *, content: StreamContent, audience: str, population: Decimal
) -> StreamContent:
    """The stream with its quantity taken from the answers to its question.

    Raises:
        UnfitValuation: It names no study and question, or there are no such answers.
    """
    if content.study is None or not content.question:
        raise UnfitValuation(
            _("Say which study asked which question."), field="question"
        )
    found = quantity_of(
        content.study, audience, content.question, population=float(population)
    )
    note = _("Mean of %(count)s answers × %(people)s") % {
        "count": number(found.n),
        "people": number(population),
    }
    return replace(
        content,
        quantity=half_up(found.value, 4),
        quantity_se=half_up(found.se, 4),
        quantity_low=None,
        quantity_high=None,
        quantity_source=QuantitySourceLabel.SURVEY,
        quantity_note=" · ".join(
            part for part in (content.quantity_note, note) if part
        ),
    )


def _free_key(row: Valuation, title: str) -> str:
    base = slugify(title)[:40].strip("-") or "manfaat"
    taken = set(row.streams.values_list("key", flat=True))
    key, turn = base, 1
    while key in taken:
        turn += 1
        key = f"{base}-{turn}"
    return key

"""Making, changing and publishing valuations."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from sinergi.accounts.models import User
from sinergi.audit.services import changes, record
from sinergi.benefits.enums import ValuationState
from sinergi.benefits.errors import UnfitValuation
from sinergi.benefits.models import Valuation
from sinergi.benefits.queries.results import reckoned
from sinergi.benefits.services.access import locked_draft, require_area
from sinergi.benefits.valuation.model import FIRST_YEAR, LAST_YEAR
from sinergi.benefits.valuation.problems import UnfitModel
from sinergi.benefits.wording import sentence_at
from sinergi.core.dates import now
from sinergi.evaluation.models import Study
from sinergi.regions.models import Region

#: Words that addresses of other pages begin with.
RESERVED = frozenset({"baru", "nilai-satuan"})


@dataclass(frozen=True)
class ValuationContent:
    """What is said of a valuation besides its lines."""

    title: str
    from_year: int
    to_year: int
    base_year: int
    discount_rate: Decimal = Decimal(0)
    discount_rate_low: Decimal | None = None
    discount_rate_high: Decimal | None = None
    seed: int = 1
    note: str = ""
    study: Study | None = None
    region: Region | None = None


FIELDS = tuple(ValuationContent.__dataclass_fields__)
_AUDITED = (
    *("title", "from_year", "to_year", "base_year", "discount_rate"),
    *("discount_rate_low", "discount_rate_high", "seed", "note", "study_id"),
    "region_id",
)


@transaction.atomic
def create_valuation(
    *, by: User | None, content: ValuationContent, slug: str = ""
) -> Valuation:
    """Begin a valuation, without lines.

    Raises:
        OutOfScope: The person does not evaluate in its area.
        UnfitValuation: Years or the rate cannot be, or the title is missing.
    """
    require_area(by, content.region)
    _check(content)
    row = Valuation.objects.create(
        slug=slug or _free_slug(content.title),
        created_by=by,
        created_at=now(),
        **_values(content),
    )
    record(by=by, action="valuation.created", target=row, new=_state(row))
    return row


@transaction.atomic
def change_valuation(
    *, by: User | None, valuation: Valuation, content: ValuationContent
) -> Valuation:
    """Change what is said of a draft besides its lines.

    Raises:
        OutOfScope: The valuation, or its new area, is not the person's.
        FrozenValuation: It is published.
        UnfitValuation: Years or the rate cannot be, or the title is missing.
    """
    row = locked_draft(by, valuation)
    require_area(by, content.region)
    _check(content)
    before = _state(row)
    for name, value in _values(content).items():
        setattr(row, name, value)
    row.save(update_fields=list(FIELDS))
    old, new = changes(before, _state(row))
    if new:
        record(by=by, action="valuation.changed", target=row, old=old, new=new)
    return row


@transaction.atomic
def publish_valuation(*, by: User | None, valuation: Valuation) -> Valuation:
    """Reckon once more, keep the result, and show it to everybody.

    Raises:
        OutOfScope: The valuation is not the person's.
        FrozenValuation: It is published already.
        UnfitValuation: It cannot be reckoned yet.
    """
    row = locked_draft(by, valuation)
    try:
        row.result = reckoned(row)
    except UnfitModel as error:
        said = [sentence_at(one.path, one.kind, one.values) for one in error.problems]
        raise UnfitValuation(" ".join(said)) from error
    row.state, row.published_at = ValuationState.PUBLISHED, now()
    row.save(update_fields=["result", "state", "published_at"])
    total = row.result["total_benefit"]
    record(
        by=by,
        action="valuation.published",
        target=row,
        old={"state": ValuationState.DRAFT},
        new={"state": row.state, "total_benefit": total},
    )
    return row


def _values(content: ValuationContent) -> dict[str, object]:
    values = {name: getattr(content, name) for name in FIELDS}
    return values | {"title": content.title.strip(), "note": content.note.strip()}


def _state(row: Valuation) -> dict[str, object]:
    return {name: getattr(row, name) for name in _AUDITED}


def _check(content: ValuationContent) -> None:
    if not content.title.strip():
        raise UnfitValuation(_("Please give it a title."), field="title")
    for name in ("from_year", "to_year", "base_year"):
        if not FIRST_YEAR <= getattr(content, name) <= LAST_YEAR:
            raise UnfitValuation(
                _("Years go from %(first)s to %(last)s.")
                % {"first": FIRST_YEAR, "last": LAST_YEAR},
                field=name,
            )
    if content.from_year > content.to_year:
        raise UnfitValuation(_("The last year lies before the first."), field="to_year")
    _check_rate(content)


def _check_rate(content: ValuationContent) -> None:
    rate, low, high = (
        content.discount_rate,
        content.discount_rate_low,
        content.discount_rate_high,
    )
    if (low is None) != (high is None):
        raise UnfitValuation(
            _("Give low and high together."), field="discount_rate_low"
        )
    ends = (0 if low is None else low, rate, 1 if high is None else high)
    if not 0 <= ends[0] <= ends[1] <= ends[2] <= 1:
        raise UnfitValuation(
            _("Low, value and high must stand in this order, from 0 to 100 percent."),
            field="discount_rate",
        )


def _free_slug(title: str) -> str:
    base = slugify(title)[:50].strip("-") or "manfaat"
    taken = set(
        Valuation.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    )
    slug, turn = base, 1
    while slug in taken | RESERVED:
        turn += 1
        slug = f"{base}-{turn}"
    return slug

"""What a report may say: every rule on its content, pure and in one place."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sinergi.core import formatting
from sinergi.core.errors import DomainError
from sinergi.network.enums import Payer
from sinergi.reports import rules
from sinergi.reports.content import (
    DIMENSIONS,
    ActivityContent,
    Cell,
    Link,
    Payment,
)
from sinergi.reports.enums import (
    AgeBand,
    Disability,
    Field,
    Sex,
    Strategy,
    TargetGroup,
)
from sinergi.reports.errors import InvalidContent

STRATEGIES = frozenset(Strategy.values)
FIELDS = frozenset(Field.values)
PAYERS = frozenset(Payer.values)
KNOWN: dict[str, frozenset[str]] = {
    "sex": frozenset(Sex.values),
    "age_band": frozenset(AgeBand.values),
    "disability": frozenset(Disability.values),
    "target_group": frozenset(TargetGroup.values),
}
DIMENSION_LABELS: dict[str, Promise] = {
    "sex": _("sex"),
    "age_band": _("age band"),
    "disability": _("disability"),
    "target_group": _("target group"),
}
FIELD_LABELS: dict[str, Promise] = {
    "title": _("Name of the activity"),
    "strategy": _("Activity group"),
    "field": _("Field"),
    "started_on": _("Date of the activity"),
    "ended_on": _("Last day"),
    "description": _("What took place"),
    "place": _("Place"),
    "collaborators": _("Collaborators"),
    "attendances": _("Attendances"),
    "persons": _("Persons"),
    "breakdown": _("Breakdown"),
    "money": _("Cost"),
    "links": _("Links"),
    "state": _("State"),
}
CHOICES: dict[str, Sequence[object]] = {
    "strategy": list(Strategy.labels),
    "field": list(Field.labels),
    "money": list(Payer.labels),
}
CENT = Decimal("0.01")
ABSURD = 10**18


def check_content(
    content: ActivityContent, *, today: dt.date, is_complete: bool = False
) -> None:
    """Refuse content that cannot be, and with `is_complete` what lacks something.

    Raises:
        InvalidContent: With every finding.
    """
    problems = list(problems_of(content, today=today, is_complete=is_complete))
    if problems:
        raise InvalidContent(problems)


def problems_of(
    content: ActivityContent, *, today: dt.date, is_complete: bool = False
) -> Iterator[DomainError]:
    """Everything wrong in a report, in the order of the form."""
    yield from _texts(content)
    yield from _choices(content, is_complete=is_complete)
    yield from _days(content, today=today, is_complete=is_complete)
    yield from _totals(content)
    if content.breakdown:
        yield from _breakdown(content, is_complete=is_complete)
    if content.money:
        yield from _money(content.money)
    if content.links:
        yield from _links(content.links)


def required(field: str) -> DomainError:
    """The finding that a field is empty."""
    return DomainError(
        _("Please fill in “%(field)s”.") % {"field": FIELD_LABELS[field]},
        kind="required",
        field=field,
    )


def too_long(label: object, text: str, limit: int, *, field: str) -> DomainError:
    """The finding that a text has too many characters; it is never cut."""
    return DomainError(
        _(
            "“%(field)s” has %(length)s characters; at most %(limit)s. "
            "The text was not cut."
        )
        % {
            "field": label,
            "length": formatting.number(len(text)),
            "limit": formatting.number(limit),
        },
        kind="too_long",
        field=field,
    )


def bad_count(
    value: object, *, label: object, field: str, limit: int
) -> DomainError | None:
    """The finding about a count that is negative, no whole number or absurd."""
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        return DomainError(
            _(
                "“%(value)s” is not a whole number. Write digits only, for example "
                "1,250."
            )
            % {"value": value},
            kind="not_a_number",
            field=field,
        )
    if value < 0:
        return DomainError(
            _("“%(field)s” holds %(value)s. The smallest count is 0.")
            % {"field": label, "value": _said(value)},
            kind="negative_count",
            field=field,
        )
    if value > limit:
        return _too_big(label, _said(value), limit, field=field)
    return None


def _said(value: int | Decimal) -> str:
    """A number in a message; one beyond all sense by its first digits alone."""
    if -ABSURD < value < ABSURD:
        return formatting.number(value)
    return f"{str(value)[:12]}…"


def _too_big(
    label: object, value: str, limit: int | Decimal, *, field: str
) -> DomainError:
    return DomainError(
        _("“%(field)s” holds %(value)s. At most %(limit)s is accepted.")
        % {"field": label, "value": value, "limit": formatting.number(limit)},
        kind="number_too_big",
        field=field,
    )


def _texts(content: ActivityContent) -> Iterator[DomainError]:
    if not content.title:
        yield required("title")
    for name, text, limit in (
        ("title", content.title, rules.TITLE_LIMIT),
        ("description", content.description, rules.DESCRIPTION_LIMIT),
        ("place", content.place, rules.PLACE_LIMIT),
        ("collaborators", content.collaborators, rules.COLLABORATORS_LIMIT),
    ):
        if len(text) > limit:
            yield too_long(FIELD_LABELS[name], text, limit, field=name)


def _choices(content: ActivityContent, *, is_complete: bool) -> Iterator[DomainError]:
    for name, value, known in (
        ("strategy", content.strategy, STRATEGIES),
        ("field", content.field, FIELDS),
    ):
        if value and value not in known:
            yield unknown_choice(value, name)
        elif is_complete and not value:
            yield required(name)


def unknown_choice(
    value: str, field: str, choices: Sequence[object] | None = None
) -> DomainError:
    """The finding that a value is none of a closed list."""
    return DomainError(
        _("“%(value)s” is not in the list of %(field)s. Choices: %(choices)s.")
        % {
            "value": value[:60],
            "field": FIELD_LABELS[field],
            "choices": formatting.join_list(choices or CHOICES[field]),
        },
        kind="unknown_choice",
        field=field,
    )


def _days(
    content: ActivityContent, *, today: dt.date, is_complete: bool
) -> Iterator[DomainError]:
    if is_complete and content.started_on is None:
        yield required("started_on")
    for name, day in (
        ("started_on", content.started_on),
        ("ended_on", content.ended_on),
    ):
        if day is None:
            continue
        if day > today:
            yield DomainError(
                _(
                    "%(value)s is in the future (today is %(today)s). Record an "
                    "activity once it has taken place."
                )
                % {"value": formatting.day(day), "today": formatting.day(today)},
                kind="future_date",
                field=name,
            )
        elif day < rules.FIRST_DAY:
            yield DomainError(
                _(
                    "%(value)s is before the programme began (%(first)s). "
                    "Check the year."
                )
                % {
                    "value": formatting.day(day),
                    "first": formatting.day(rules.FIRST_DAY),
                },
                kind="date_too_early",
                field=name,
            )
    if (
        content.started_on
        and content.ended_on
        and content.ended_on < content.started_on
    ):
        yield DomainError(
            _("The last day is before the first one."),
            kind="ends_before_start",
            field="ended_on",
        )


def _totals(content: ActivityContent) -> Iterator[DomainError]:
    for name, value in (
        ("attendances", content.attendances),
        ("persons", content.persons),
    ):
        finding = bad_count(
            value, label=FIELD_LABELS[name], field=name, limit=rules.COUNT_LIMIT
        )
        if finding:
            yield finding
    if _is_above(content.persons, content.attendances):
        yield DomainError(
            _("%(persons)s persons cannot make %(total)s attendances. Check both.")
            % {
                "persons": _said(content.persons or 0),
                "total": _said(content.attendances or 0),
            },
            kind="persons_above_attendances",
            field="persons",
        )


def _is_above(part: object, total: object) -> bool:
    return isinstance(part, int) and isinstance(total, int) and part > total


def _breakdown(content: ActivityContent, *, is_complete: bool) -> Iterator[DomainError]:
    sound = True
    for finding in _cells(content.breakdown):
        sound = False
        yield finding
    if not sound:
        return
    yield from _shapes(content.breakdown)
    if content.attendances is None:
        if is_complete:
            yield required("attendances")
    elif isinstance(content.attendances, int):
        yield from _parts(content.breakdown, content.attendances)
    if isinstance(content.persons, int):
        yield from _person_parts(content.breakdown, content.persons)


def _cells(cells: Sequence[Cell]) -> Iterator[DomainError]:
    for cell in cells:
        for name in DIMENSIONS:
            value = getattr(cell, name)
            if value and value not in KNOWN[name]:
                yield unknown_choice(value, "breakdown", sorted(KNOWN[name]))
        for count in (cell.attendances, cell.persons):
            finding = bad_count(
                count,
                label=FIELD_LABELS["breakdown"],
                field="breakdown",
                limit=rules.COUNT_LIMIT,
            )
            if finding:
                yield finding
        if _is_above(cell.persons, cell.attendances):
            yield _bad_breakdown(
                _("A part of the breakdown has more persons than attendances."),
                "persons_above_attendances",
            )
        if not cell.shape:
            yield _bad_breakdown(
                _("A part of the breakdown does not say what it counts."),
                "cell_without_dimension",
            )
    repeated = [
        key for key, count in Counter(c.key for c in cells).items() if count > 1
    ]
    if repeated:
        yield _bad_breakdown(
            _("A part of the breakdown is given twice. Add the numbers together."),
            "duplicate_cell",
        )


def _bad_breakdown(message: Promise, kind: str) -> DomainError:
    return DomainError(message, kind=kind, field="breakdown")


def _shapes(cells: Sequence[Cell]) -> Iterator[DomainError]:
    """Each dimension is broken down in one way only; target groups stand alone."""
    shapes: dict[str, set[frozenset[str]]] = defaultdict(set)
    for cell in cells:
        for name in cell.shape:
            shapes[name].add(cell.shape)
    for name, found in shapes.items():
        is_mixed_group = name == "target_group" and found != {frozenset({name})}
        if len(found) > 1 or is_mixed_group:
            yield DomainError(
                _(
                    "The breakdown by %(breakdown)s is given in two ways. Keep one of "
                    "them, so that nobody is counted twice."
                )
                % {"breakdown": DIMENSION_LABELS[name]},
                kind="mixed_breakdown",
                field="breakdown",
                data={"dimension": name},
            )


def sums_of(cells: Sequence[Cell]) -> dict[str, int]:
    """What the breakdown by each dimension adds up to; of target groups the largest."""
    sums: dict[str, int] = {}
    for cell in cells:
        for name in cell.shape:
            before = sums.get(name, 0)
            is_group = name == "target_group"
            sums[name] = (
                max(before, cell.attendances) if is_group else before + cell.attendances
            )
    return sums


def _parts(cells: Sequence[Cell], total: int) -> Iterator[DomainError]:
    sums = sums_of(cells)
    for name in DIMENSIONS:
        if sums.get(name, 0) > total:
            yield parts_above_total(name, sums[name], total)


def _person_parts(cells: Sequence[Cell], total: int) -> Iterator[DomainError]:
    known = [replace(c, attendances=c.persons) for c in cells if c.persons is not None]
    sums = sums_of(known)
    for name in DIMENSIONS:
        if sums.get(name, 0) > total:
            yield DomainError(
                _(
                    "The breakdown of persons by %(breakdown)s (%(sum)s) exceeds "
                    "persons (%(total)s). Check both."
                )
                % {
                    "breakdown": DIMENSION_LABELS[name],
                    "sum": _said(sums[name]),
                    "total": _said(total),
                },
                kind="persons_parts_above_total",
                field="breakdown",
            )


def parts_above_total(dimension: str, parts: int, total: int) -> DomainError:
    """The finding that a breakdown adds up to more than the attendances."""
    return DomainError(
        _(
            "The breakdown by %(breakdown)s (%(sum)s) exceeds attendances "
            "(%(total)s). Check both."
        )
        % {
            "breakdown": DIMENSION_LABELS[dimension],
            "sum": _said(parts),
            "total": _said(total),
        },
        kind="parts_above_total",
        field="breakdown",
        data={"dimension": dimension, "sum": parts, "total": total},
    )


def _money(money: Sequence[Payment]) -> Iterator[DomainError]:
    label = FIELD_LABELS["money"]
    for payment in money:
        amount = payment.amount_idr
        if payment.payer not in PAYERS:
            yield unknown_choice(payment.payer, "money")
        if not amount.is_finite():
            yield _bad_amount(amount)
        elif amount < 0:
            yield DomainError(
                _("“%(field)s” holds %(value)s. The smallest amount is 0.")
                % {"field": label, "value": _said(amount)},
                kind="negative_amount",
                field="money",
            )
        elif amount > rules.AMOUNT_LIMIT:
            yield _too_big(label, _said(amount), rules.AMOUNT_LIMIT, field="money")
        elif amount != amount.quantize(CENT):
            yield _bad_amount(amount)
    keys = Counter(payment.key for payment in money)
    if keys and max(keys.values()) > 1:
        yield DomainError(
            _("The same payer is given twice. Add the amounts together."),
            kind="duplicate_payer",
            field="money",
        )


def _bad_amount(amount: Decimal) -> DomainError:
    return DomainError(
        _(
            "“%(value)s” is not an amount of money. Write digits only, for example "
            "2,500,000."
        )
        % {"value": amount},
        kind="not_an_amount",
        field="money",
    )


def _links(links: Sequence[Link]) -> Iterator[DomainError]:
    label = FIELD_LABELS["links"]
    for link in links:
        if len(link.reference) > rules.REFERENCE_LIMIT:
            yield too_long(label, link.reference, rules.REFERENCE_LIMIT, field="links")
        if len(link.caption) > rules.CAPTION_LIMIT:
            yield too_long(label, link.caption, rules.CAPTION_LIMIT, field="links")
        if not link.reference.startswith(("https://", "http://")):
            yield DomainError(
                _("“%(value)s” is no web address. It begins with https://.")
                % {"value": link.reference[:60]},
                kind="not_an_address",
                field="links",
            )

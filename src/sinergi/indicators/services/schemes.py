"""Making, changing and publishing schemes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sinergi.audit import services as audit
from sinergi.core.errors import NotAllowed
from sinergi.indicators.enums import SchemeState
from sinergi.indicators.errors import SchemeIncomplete, SchemeIsFixed
from sinergi.indicators.measures import MEASURES
from sinergi.indicators.models import Indicator, Scheme
from sinergi.indicators.queries.steering import may_steer

if TYPE_CHECKING:
    from sinergi.accounts.models import User

FULL_WEIGHT = 100


@dataclass(frozen=True)
class IndicatorContent:
    """One line of a scheme, as it was filled in."""

    key: str
    name_id: str
    name_en: str
    measure: str
    target: Decimal
    period_months: int
    weight: int
    cap_pct: int = 100
    advice_id: str = ""
    advice_en: str = ""


@dataclass(frozen=True)
class SchemeContent:
    """A scheme's own fields and its lines; bands in hundredths of a point."""

    name_id: str
    name_en: str
    green_from: int
    yellow_from: int
    indicators: Sequence[IndicatorContent]
    note_id: str = ""
    note_en: str = ""
    is_proposal: bool = True


@transaction.atomic
def copy_scheme(
    *, by: "User", scheme: Scheme, year: int | None = None, library_kind: str = ""
) -> Scheme:
    """A draft that starts from another scheme, as the next version of a year and kind.

    Raises:
        NotAllowed: The user does not belong to the national team.
    """
    _check_steering(by)
    draft = _new_version(
        by=by,
        year=year or scheme.year,
        library_kind=library_kind or scheme.library_kind,
        content=content_of(scheme),
    )
    draft.based_on = scheme
    draft.save(update_fields=["based_on"])
    audit.record(by=by, action="scheme.copied", target=draft, new={"from": scheme.pk})
    return draft


@transaction.atomic
def save_scheme(*, by: "User", scheme: Scheme, content: SchemeContent) -> Scheme:
    """Change a draft: its names, bands and lines.

    Raises:
        NotAllowed: The user does not belong to the national team.
        SchemeIsFixed: It is published already.
        SchemeIncomplete: A line or band does not fit.
    """
    _check_steering(by)
    locked = _lock(scheme)
    _check_content(content)
    old = _plain(content_of(locked))
    for name in _OWN_FIELDS:
        setattr(locked, name, getattr(content, name))
    locked.save(update_fields=list(_OWN_FIELDS))
    locked.indicators.all().delete()
    _add_indicators(locked, content.indicators)
    before, after = audit.changes(old, _plain(content))
    if after:
        audit.record(
            by=by, action="scheme.changed", target=locked, old=before, new=after
        )
    return locked


@transaction.atomic
def publish_scheme(*, by: "User | None", scheme: Scheme) -> Scheme:
    """Judge by this scheme from now on; the former one of its year is retired.

    Raises:
        NotAllowed: The user does not belong to the national team.
        SchemeIsFixed: It is published already.
        SchemeIncomplete: The weights do not add up to 100.
    """
    _check_steering(by)
    locked = _lock(scheme)
    content = content_of(locked)
    _check_content(content)
    total = sum(line.weight for line in content.indicators)
    if total != FULL_WEIGHT:
        raise SchemeIncomplete(
            format_lazy(
                _("The weights add up to {total}. They must add up to 100."),
                total=total,
            ),
            field="weight",
        )
    for former in Scheme.objects.select_for_update().filter(
        year=locked.year,
        library_kind=locked.library_kind,
        state=SchemeState.PUBLISHED,
    ):
        former.state = SchemeState.RETIRED
        former.save(update_fields=["state"])
        audit.record(
            by=by,
            action="scheme.retired",
            target=former,
            old={"state": SchemeState.PUBLISHED},
            new={"state": SchemeState.RETIRED, "by_version": locked.version},
        )
    locked.state = SchemeState.PUBLISHED
    locked.published_by = by
    locked.published_at = timezone.now()
    locked.save(update_fields=["state", "published_by", "published_at"])
    audit.record(
        by=by,
        action="scheme.published",
        target=locked,
        old={"state": SchemeState.DRAFT},
        new={"state": SchemeState.PUBLISHED, **_plain(content)},
    )
    return locked


@transaction.atomic
def discard_scheme(*, by: "User", scheme: Scheme) -> None:
    """Throw a draft away.

    Raises:
        NotAllowed: The user does not belong to the national team.
        SchemeIsFixed: It is published.
    """
    _check_steering(by)
    locked = _lock(scheme)
    audit.record(
        by=by, action="scheme.discarded", target=locked, old=_plain(content_of(locked))
    )
    Scheme.objects.filter(based_on=locked).update(based_on=locked.based_on)
    locked.delete()


@transaction.atomic
def add_scheme(
    *, by: "User | None", year: int, library_kind: str, content: SchemeContent
) -> Scheme:
    """A new draft for a year and kind of library."""
    _check_content(content)
    scheme = _new_version(by=by, year=year, library_kind=library_kind, content=content)
    audit.record(by=by, action="scheme.added", target=scheme, new=_plain(content))
    return scheme


def content_of(scheme: Scheme) -> SchemeContent:
    """What a scheme holds, as it would be filled in."""
    return SchemeContent(
        **{name: getattr(scheme, name) for name in _OWN_FIELDS},
        indicators=tuple(
            IndicatorContent(**{name: getattr(line, name) for name in _LINE_FIELDS})
            for line in scheme.indicators.all()
        ),
    )


_OWN_FIELDS = (
    *("name_id", "name_en", "note_id", "note_en"),
    *("green_from", "yellow_from", "is_proposal"),
)
_LINE_FIELDS = (
    *("key", "name_id", "name_en", "measure", "target", "period_months"),
    *("weight", "cap_pct", "advice_id", "advice_en"),
)


def _check_steering(by: "User | None") -> None:
    """Only the national team; None is the platform itself."""
    if by is not None and not may_steer(by):
        raise NotAllowed(_("Only the national team changes scoring schemes."))


def _lock(scheme: Scheme) -> Scheme:
    locked = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if locked.state != SchemeState.DRAFT:
        raise SchemeIsFixed
    return locked


def _new_version(
    *, by: "User | None", year: int, library_kind: str, content: SchemeContent
) -> Scheme:
    others = Scheme.objects.select_for_update().filter(
        year=year, library_kind=library_kind
    )
    scheme = Scheme.objects.create(
        year=year,
        library_kind=library_kind,
        version=max((other.version for other in others), default=0) + 1,
        created_by=by,
        **{name: getattr(content, name) for name in _OWN_FIELDS},
    )
    _add_indicators(scheme, content.indicators)
    return scheme


def _add_indicators(scheme: Scheme, lines: Sequence[IndicatorContent]) -> None:
    Indicator.objects.bulk_create(
        Indicator(scheme=scheme, order=order, **asdict(line))
        for order, line in enumerate(lines, start=1)
    )


def _check_content(content: SchemeContent) -> None:
    if not 0 <= content.yellow_from < content.green_from <= 100 * FULL_WEIGHT:
        raise SchemeIncomplete(
            _("The yellow band starts below the green one, and both below 100."),
            field="green_from",
        )
    if not content.indicators:
        raise SchemeIncomplete(_("A scheme needs at least one indicator."))
    keys = [line.key for line in content.indicators]
    if len(set(keys)) < len(keys):
        raise SchemeIncomplete(_("Each indicator needs a key of its own."), field="key")
    for line in content.indicators:
        measure = MEASURES.get(line.measure)
        if measure is None or not measure.is_judgeable:
            raise SchemeIncomplete(
                format_lazy(
                    _("Libraries cannot be judged by “{measure}”."),
                    measure=line.measure,
                ),
                field="measure",
            )
        if line.target <= 0:
            raise SchemeIncomplete(_("A target is above 0."), field="target")
        most = measure.reachable(line.period_months)
        if most is not None and line.target > most:
            raise SchemeIncomplete(unreachable(most), field="target")


def unreachable(most: int) -> Promise:
    """What is said of a target that no library can reach."""
    return format_lazy(
        _("No library can reach this target. The most it can be is {most}."), most=most
    )


def _plain(content: SchemeContent) -> dict[str, object]:
    plain = asdict(content)
    plain["indicators"] = [
        {**line, "target": str(line["target"])} for line in plain["indicators"]
    ]
    return plain

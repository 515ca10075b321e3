"""The change history of a record, ready to be read."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.audit.models import AuditEntry
from sinergi.core import formatting
from sinergi.network.enums import Payer
from sinergi.reports.content import ActivityContent, plain
from sinergi.reports.enums import (
    AgeBand,
    Disability,
    EvidenceKind,
    Field,
    FlagKind,
    Sex,
    State,
    Strategy,
    TargetGroup,
)
from sinergi.reports.models import Activity, MonthlyStatistics, PeriodLock
from sinergi.reports.queries.statistics import STATISTICS_FIELDS
from sinergi.reports.rules import month_of, region_path

ACTIONS: dict[str, Promise] = {
    "activity.created": gettext_lazy("Written down"),
    "activity.stored": gettext_lazy("Taken in from a file"),
    "activity.changed": gettext_lazy("Changed"),
    "activity.submitted": gettext_lazy("Sent"),
    "activity.returned": gettext_lazy("Returned"),
    "activity.verified": gettext_lazy("Verified"),
    "activity.reopened": gettext_lazy("Reopened"),
    "activity.flag_dismissed": gettext_lazy("Flag removed"),
    "activity.evidence_added": gettext_lazy("Evidence added"),
    "activity.evidence_removed": gettext_lazy("Evidence removed"),
    "statistics.created": gettext_lazy("Written down"),
    "statistics.stored": gettext_lazy("Taken in from a file"),
    "statistics.changed": gettext_lazy("Changed"),
    "statistics.submitted": gettext_lazy("Sent"),
    "statistics.returned": gettext_lazy("Returned"),
    "statistics.verified": gettext_lazy("Verified"),
    "period.locked": gettext_lazy("Month locked"),
    "period.unlocked": gettext_lazy("Month unlocked"),
}
LABELS: dict[str, Promise] = {
    "title": gettext_lazy("Name of the activity"),
    "strategy": gettext_lazy("Activity group"),
    "field": gettext_lazy("Field"),
    "started_on": gettext_lazy("Date of the activity"),
    "ended_on": gettext_lazy("Last day"),
    "description": gettext_lazy("What took place"),
    "place": gettext_lazy("Place"),
    "collaborators": gettext_lazy("Collaborators"),
    "attendances": gettext_lazy("Attendances"),
    "persons": gettext_lazy("Persons"),
    "breakdown": gettext_lazy("Breakdown"),
    "money": gettext_lazy("Cost"),
    "links": gettext_lazy("Links"),
    "evidence": gettext_lazy("Evidence"),
    "state": gettext_lazy("State"),
    "days_late": gettext_lazy("Days late"),
    "flag": gettext_lazy("Flag"),
    "flags": gettext_lazy("Flags"),
    "is_on_behalf": gettext_lazy("On behalf of the library"),
    "is_own_entry": gettext_lazy("Verified by the person who entered it"),
    **STATISTICS_FIELDS,
}
CHOICES: dict[str, Mapping[str, object]] = {
    "state": dict(State.choices),
    "strategy": dict(Strategy.choices),
    "field": dict(Field.choices),
    "flag": dict(FlagKind.choices),
    "flags": dict(FlagKind.choices),
    "evidence": dict(EvidenceKind.choices),
    "payer": dict(Payer.choices),
    "sex": dict(Sex.choices),
    "age_band": dict(AgeBand.choices),
    "disability": dict(Disability.choices),
    "target_group": dict(TargetGroup.choices),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field's old and new value, in words; blank where there was none."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One act on a record."""

    at: dt.datetime
    by: str
    action: str
    label: str
    changes: tuple[FieldChange, ...]
    reason: str


def audit_of(record: Activity | MonthlyStatistics) -> QuerySet[AuditEntry]:
    """Entries on a record and on the locks of its month, newest first."""
    day = record.started_on if isinstance(record, Activity) else record.month
    condition = _about(record)
    if day is not None:
        locks = PeriodLock.objects.filter(month=month_of(day)).filter(
            Q(region=None) | Q(region_id__in=region_path(record.library.region_id))
        )
        condition |= Q(
            target_type=PeriodLock._meta.label_lower,
            target_id__in=[str(pk) for pk in locks.values_list("pk", flat=True)],
        )
    entries = AuditEntry.objects.filter(condition).select_related("by")
    return entries.order_by("-at", "-pk")


def _about(record: Activity | MonthlyStatistics) -> Q:
    return Q(target_type=record._meta.label_lower, target_id=str(record.pk))


def trail_of(record: Activity | MonthlyStatistics) -> list[TrailRow]:
    """The change history in words, newest first."""
    return [
        TrailRow(
            at=entry.at,
            by=entry.by.full_name if entry.by else _("Sinergi"),
            action=entry.action,
            label=str(ACTIONS.get(entry.action, entry.action)),
            changes=tuple(_changes(entry.old, entry.new)),
            reason=entry.reason,
        )
        for entry in audit_of(record)
    ]


def _changes(old: Mapping[str, object], new: Mapping[str, object]) -> list[FieldChange]:
    keys = [key for key in LABELS if key in old or key in new]
    found = [
        FieldChange(str(LABELS[key]), said(key, old.get(key)), said(key, new.get(key)))
        for key in keys
    ]
    return [change for change in found if change.old or change.new]


def differences(stored: ActivityContent, typed: ActivityContent) -> list[FieldChange]:
    """The fields in which what is stored and what is typed differ, in words."""
    old, new = plain(stored), plain(typed)
    keys = {key for key in old if old[key] != new[key]}
    return _changes(
        {key: value for key, value in old.items() if key in keys},
        {key: value for key, value in new.items() if key in keys},
    )


def said(key: str, value: object) -> str:  # noqa: PLR0911 - one line per type
    """A stored value as people say it; blank for nothing."""
    if isinstance(value, bool):
        return _("yes") if value else ""
    if isinstance(value, int):
        return formatting.number(value)
    if not value:
        return ""
    if isinstance(value, list):
        return formatting.join_list([_part(key, item) for item in value])
    if key in CHOICES:
        return str(CHOICES[key].get(str(value), value))
    if key in ("started_on", "ended_on"):
        return formatting.day(dt.date.fromisoformat(str(value)))
    return str(value)


def _part(key: str, item: object) -> str:
    """One cell, payment or link of a list."""
    if not isinstance(item, dict):
        return said(key, item)
    if key == "money":
        kind = f" ({_('in kind')})" if item.get("is_in_kind") else ""
        amount = formatting.rupiah(Decimal(str(item.get("amount_idr"))))
        return f"{said('payer', item.get('payer'))} {amount}{kind}"
    if key == "links":
        return str(item.get("reference", ""))
    stated = [said(name, item[name]) for name in CHOICES if name in item]
    count = said("attendances", item.get("attendances"))
    if item.get("persons") is not None:
        words = _("%(count)s (%(persons)s persons)")
        count = words % {"count": count, "persons": said("persons", item["persons"])}
    return f"{' '.join(stated)}: {count}"


def last_change(record: Activity | MonthlyStatistics) -> tuple[str, dt.datetime]:
    """Who changed a record last, and when."""
    entry = (
        AuditEntry.objects.filter(_about(record))
        .select_related("by")
        .order_by("-at", "-pk")
        .first()
    )
    if entry is None or entry.by is None:
        return _("Sinergi"), entry.at if entry else record.created_at
    return entry.by.full_name, entry.at

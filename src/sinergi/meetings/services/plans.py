"""Writing action plans, and reminding of them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import changes, record, record_many
from sinergi.core.dates import now, today
from sinergi.core.formatting import day
from sinergi.meetings.enums import DelegationKind, MeetingState
from sinergi.meetings.errors import OutOfScope, UnfitPlan, WrongState
from sinergi.meetings.followup import Verdict, months_before, reminder_stage
from sinergi.meetings.models import ActionPlan, Delegation, Meeting, ReminderOptOut
from sinergi.meetings.models.agenda import Topic
from sinergi.meetings.queries.followup import (
    baseline_of,
    is_plannable,
    measured_text,
    movements_of,
)
from sinergi.network.models import Library
from sinergi.notices.services import queue_mail

BATCH = 500
#: A plan lies within a year of the meeting: what its reports can still show.
LONGEST = dt.timedelta(days=366)
SALT = "sinergi.meetings.reminders"


@dataclass(frozen=True)
class PlanContent:
    """What a delegation will do. The target is in the measure's unit (see followup)."""

    what: str
    measure: str
    target_value: Decimal
    due_on: dt.date
    helpers: str = ""
    practice: str = ""
    practice_library: Library | None = None
    topic: Topic | None = None
    contact_name: str = ""
    contact_email: str = ""
    language: str = "id"


@dataclass(frozen=True)
class BulkPlan:
    """A plan with the baseline that was read with many others."""

    delegation: Delegation
    content: PlanContent
    baseline: Decimal | None


@transaction.atomic
def write_plan(
    *,
    by: User | None,
    delegation: Delegation,
    content: PlanContent,
    plan: ActionPlan | None = None,
) -> ActionPlan:
    """Write a plan, or change it; the baseline is what the reports say now.

    The baseline of a plan stays as it was, unless it takes another indicator.

    Raises:
        OutOfScope: The person does not fill the delegation.
        UnfitPlan: Something in it cannot be, or the delegation has one for the
            indicator already.
        WrongState: The meeting is not announced yet.
    """
    _require_fill(by, delegation)
    _check(delegation, content)
    row = (
        ActionPlan.objects.select_for_update().get(pk=plan.pk, delegation=delegation)
        if plan is not None
        else ActionPlan(delegation=delegation, written_by=by, written_at=now())
    )
    before = _plain(row) if row.pk else {}
    if row.measure != content.measure:
        assert delegation.library_id is not None  # noqa: S101 - checked above
        row.baseline_value = baseline_of(
            content.measure, [delegation.library_id], delegation.meeting
        ).get(delegation.library_id)
        row.baseline_first, row.baseline_last = months_before(
            delegation.meeting.starts_on
        )
    _fill(row, content)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise UnfitPlan(
            _("This delegation has a plan for this indicator already. Change that."),
            field="measure",
        ) from error
    old, new = changes(before, _plain(row))
    record(by=by, action="plan.written", target=row, old=old, new=new)
    return row


@transaction.atomic
def write_plans(
    *, by: User | None, meeting: Meeting, rows: Sequence[BulkPlan]
) -> list[ActionPlan]:
    """Write the plans that many delegations handed in.

    Raises:
        UnfitPlan: Something in one of them cannot be; none is written.
        OutOfScope: The person does not fill one of the delegations.
        IntegrityError: A delegation has two plans for one indicator.
    """
    first, last = months_before(meeting.starts_on)
    plans = []
    for given in rows:
        if by is not None:
            _require_fill(by, given.delegation)
        _check(given.delegation, given.content)
        row = ActionPlan(
            delegation=given.delegation,
            written_by=by,
            written_at=now(),
            baseline_value=given.baseline,
            baseline_first=first,
            baseline_last=last,
        )
        _fill(row, given.content)
        plans.append(row)
    made = ActionPlan.objects.bulk_create(plans, batch_size=BATCH)
    record_many(by=by, action="plan.written", targets=made)
    return made


@transaction.atomic
def remove_plan(*, by: User | None, plan: ActionPlan) -> None:
    """Give a plan up.

    Raises:
        OutOfScope: The person does not fill the delegation.
    """
    _require_fill(by, plan.delegation)
    record(by=by, action="plan.removed", target=plan, old=_plain(plan))
    plan.delete()


def _require_fill(by: User | None, delegation: Delegation) -> None:
    if by is not None and not Delegation.objects.editable_by(by).contains(delegation):
        raise OutOfScope


def _fill(row: ActionPlan, content: PlanContent) -> None:
    row.what, row.measure = content.what.strip(), content.measure
    row.target_value, row.due_on = content.target_value, content.due_on
    row.helpers, row.practice = content.helpers.strip(), content.practice.strip()
    row.practice_library, row.topic = content.practice_library, content.topic
    row.contact_name = content.contact_name.strip()
    row.contact_email = content.contact_email.strip()
    row.language, row.changed_at = content.language, now()


def _plain(row: ActionPlan) -> dict[str, object]:
    names = ("what", "measure", "helpers", "practice", "practice_library_id")
    plain: dict[str, object] = {name: getattr(row, name) for name in names}
    plain["target_value"] = str(row.target_value)
    plain["due_on"] = row.due_on.isoformat()
    return plain


def _check(delegation: Delegation, content: PlanContent) -> None:
    meeting = delegation.meeting
    if meeting.state == MeetingState.DRAFT:
        raise WrongState(_("The meeting is not announced yet."))
    if delegation.kind != DelegationKind.PARTNER or delegation.library_id is None:
        raise UnfitPlan(_("Only partner libraries report, hence only they plan."))
    if not content.what.strip():
        raise UnfitPlan(_("Say what you will do."), field="what")
    if not is_plannable(content.measure):
        raise UnfitPlan(_("Choose one of the indicators."), field="measure")
    if content.target_value < 0 or content.target_value >= Decimal(10) ** 17:
        raise UnfitPlan(_("The target cannot be below 0."), field="target_value")
    if not meeting.ends_on < content.due_on <= meeting.ends_on + LONGEST:
        raise UnfitPlan(
            _("Choose a day between the meeting and %(day)s.")
            % {"day": day(meeting.ends_on + LONGEST)},
            field="due_on",
        )
    if content.contact_email:
        try:
            validate_email(content.contact_email.strip())
        except ValidationError as error:
            raise UnfitPlan(
                _("This is no e-mail address."), field="contact_email"
            ) from error


@dataclass(frozen=True)
class Reminded:
    """How many plans were looked at, and how many letters went into the outbox."""

    plans: int
    letters: int


@transaction.atomic
def remind_of_plans() -> Reminded:
    """Queue the reminders that are due today; run daily, each one leaves once.

    30 and 7 days ahead and on the day; nobody is reminded of a target that the
    reports show as reached, nor at an address that asked for none.
    """
    day_now = today()
    silent = set(ReminderOptOut.objects.values_list("email", flat=True))
    due = [
        (plan, stage)
        for plan in ActionPlan.objects.filter(
            due_on__gte=day_now - dt.timedelta(days=14),
            due_on__lte=day_now + dt.timedelta(days=30),
            delegation__meeting__state__in=["published", "closed"],
        )
        .exclude(contact_email="")
        .select_related("delegation__meeting", "delegation__library")
        if (stage := reminder_stage(plan.due_on, day_now)) is not None
        and plan.contact_email.lower() not in silent
    ]
    letters = 0
    movements = movements_of([plan for plan, _stage in due])
    for plan, stage in due:
        movement = movements[plan.pk]
        if movement.verdict is Verdict.REACHED:
            continue
        with translation.override(plan.language):
            subject, body = _letter(plan, movement.after)
        queue_mail(
            key=f"plan-{plan.pk}-{plan.due_on:%Y%m%d}-{stage}",
            recipient=plan.contact_email,
            subject=subject,
            body=body,
        )
        letters += 1
    return Reminded(len(due), letters)


def opt_out_token(email: str) -> str:
    """What stands in the link of a letter; nobody can make one for another address."""
    return signing.dumps(email.lower(), salt=SALT)


def address_of(token: str) -> str | None:
    """The address for which a link was made; None where it is forged."""
    try:
        email: str = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return email


@transaction.atomic
def stop_reminders(*, email: str) -> None:
    """Send no more reminders to an address; a repeat changes nothing."""
    row, is_new = ReminderOptOut.objects.get_or_create(
        email=email.lower(), defaults={"asked_at": now()}
    )
    if is_new:
        record(by=None, action="reminders.stopped", target=row)


def _letter(plan: ActionPlan, value: Decimal | None) -> tuple[str, str]:
    """Subject and body; the subject is the short message without its link."""
    meeting = plan.delegation.meeting
    slug = meeting.slug
    page = settings.PUBLIC_URL + reverse("meetings:plan", args=[slug, plan.pk])
    stop = settings.PUBLIC_URL + reverse(
        "meetings:reminders_stop", args=[opt_out_token(plan.contact_email)]
    )
    subject = _(
        'Sinergi: plan "%(title)s" is due %(date)s. The indicator is at %(value)s '
        "of %(target)s."
    ) % {
        "title": _short(plan.what),
        "date": day(plan.due_on),
        "value": measured_text(plan.measure, value),
        "target": measured_text(plan.measure, plan.target_value),
    }
    body = _(LETTER) % {
        "name": plan.contact_name or plan.delegation.name,
        "what": plan.what,
        "meeting": meeting.title,
        "date": day(plan.due_on),
        "link": page,
        "office": _("Committee of %(meeting)s") % {"meeting": meeting.title},
        "stop": stop,
    }
    return subject, body


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"


LETTER = """Dear %(name)s,

At %(meeting)s your library planned: %(what)s
The plan is due on %(date)s. See what your reports say of it:

%(link)s

%(office)s

No more reminders of plans, please: %(stop)s"""

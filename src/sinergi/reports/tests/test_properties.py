"""What holds for every report, every order of acts and every scope."""

import datetime as dt
import uuid
from collections.abc import Sequence
from itertools import pairwise, product
from typing import Any

from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from sinergi.analytics.models import DirtyPair
from sinergi.audit.models import AuditEntry
from sinergi.core.errors import DomainError
from sinergi.network.enums import Role
from sinergi.network.models import Assignment, Library
from sinergi.network.rules import PERMISSIONS, REPORT, VERIFY
from sinergi.reports import services
from sinergi.reports.content import Cell, cells_of_parts, sum_of_parts
from sinergi.reports.enums import State
from sinergi.reports.models import Activity
from sinergi.reports.queries import activities_for, content_of, inbox_for
from sinergi.reports.rules import days_late, deadline_of, month_of, next_month
from sinergi.reports.services.validation import problems_of
from sinergi.reports.tests.factories import (
    World,
    last_month,
    make_content,
    make_draft,
    make_library,
    make_person,
    make_region,
    make_world,
)

VALUES = {
    "sex": ("", "male", "female"),
    "age_band": ("", "under_15", "60_plus"),
    "disability": ("", "with"),
    "target_group": ("", "women", "youth"),
}
cells = st.builds(
    Cell,
    **{name: st.sampled_from(values) for name, values in VALUES.items()},
    attendances=st.integers(-1, 6),
)
breakdowns = st.lists(cells, max_size=5)


def oracle(parts: Sequence[Cell], total: int | None) -> bool:
    """Whether a breakdown is sound, said as plainly as can be."""
    keys = [(c.sex, c.age_band, c.disability, c.target_group) for c in parts]
    if len(set(keys)) != len(keys):
        return False
    for part in parts:
        others = (part.sex, part.age_band, part.disability)
        if part.attendances < 0 or not any((*others, part.target_group)):
            return False
        if part.target_group and any(others):
            return False
    for name in ("sex", "age_band", "disability"):
        stating = [part for part in parts if getattr(part, name)]
        if (
            len({(bool(p.sex), bool(p.age_band), bool(p.disability)) for p in stating})
            > 1
        ):
            return False
        if total is not None and sum(p.attendances for p in stating) > total:
            return False
    groups = [part.attendances for part in parts if part.target_group]
    return total is None or max(groups, default=0) <= total


@given(breakdowns, st.none() | st.integers(0, 12))
@settings(max_examples=400, deadline=None)
def test_breakdown_is_refused_exactly_where_the_oracle_refuses(
    parts: list[Cell], total: int | None
) -> None:
    content = make_content(
        breakdown=tuple(parts), attendances=total, started_on=dt.date(2022, 11, 1)
    )
    problems = list(problems_of(content, today=dt.date(2022, 12, 1)))
    assert (not problems) is oracle(parts, total)
    assert {problem.field for problem in problems} <= {"breakdown"}


@given(st.lists(cells.filter(lambda cell: cell.attendances >= 0), max_size=5))
@settings(max_examples=300, deadline=None)
def test_parts_of_other_programs_make_a_sound_breakdown(parts: list[Cell]) -> None:
    unique = list({part.key: part for part in parts}.values())
    breakdown, total = cells_of_parts(unique, None)
    assert total == (sum(part.attendances for part in unique) if unique else None)
    assert oracle(breakdown, total)
    for name in ("sex", "age_band", "disability", "target_group"):
        before = sum(p.attendances for p in unique if getattr(p, name))
        after = sum(c.attendances for c in breakdown if getattr(c, name))
        assert after == before
    shared = sum_of_parts(unique)
    assert shared is None or shared == (total or 0)


@given(st.dates(dt.date(2011, 1, 1), dt.date(2040, 1, 1)), st.integers(0, 400))
def test_lateness_counts_days_after_the_fifth_of_the_next_month(
    day: dt.date, waited: int
) -> None:
    sent = day + dt.timedelta(days=waited)
    year, month = (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)
    deadline = dt.date(year, month, 5)
    assert deadline_of(month_of(day)) == deadline
    assert days_late(day, sent) == max(0, (sent - deadline).days)
    assert next_month(month_of(day)) == dt.date(year, month, 1)


ACTS = (
    "edit",
    "submit",
    "verify",
    "verify_many",
    "return",
    "reopen",
    "discard",
    "lock",
    "unlock",
    "repeat",
)
PEOPLE = ("manager", "officer", "province", "nation", "reader", "stranger")
steps = st.lists(
    st.tuples(st.sampled_from(ACTS), st.sampled_from(PEOPLE), st.integers(0, 1)),
    max_size=25,
)
REFUSALS = (DomainError, Activity.DoesNotExist, Library.DoesNotExist)


class TestActs(TestCase):
    """Whatever people do in whatever order, the records stay sound."""

    @given(steps)
    @settings(max_examples=40, deadline=None)
    def test_no_sequence_of_acts_breaks_an_invariant(
        self, chosen: list[tuple[str, str, int]]
    ) -> None:
        world = make_world()
        made = [make_draft(world) for _number in range(2)]
        ids = [activity.pk for activity in made]
        for act, name, number in chosen:
            before = picture()
            entries = AuditEntry.objects.count()
            marks = DirtyPair.objects.count()
            activity = Activity.objects.filter(pk=ids[number]).first()
            if activity is None:
                continue
            done = True
            try:
                with transaction.atomic():
                    carry_out(world, act, getattr(world, name), activity)
            except REFUSALS:
                done = False
            after = picture()
            assert sound()
            if before != after:
                assert done
                assert AuditEntry.objects.count() > entries
                assert name in allowed(act)
            if counted(before) != counted(after):
                assert DirtyPair.objects.count() > marks


def carry_out(world: World, act: str, by: Any, activity: Activity) -> None:
    if act == "edit":
        content = make_content(title=f"Judul {uuid.uuid4()}")
        services.save_activity(
            by=by,
            library_id=world.library.pk,
            content=content,
            id=activity.pk,
            revision=activity.revision,
        )
    elif act == "repeat":
        services.save_activity(
            by=by,
            library_id=world.library.pk,
            content=content_of(activity),
            id=activity.pk,
        )
    elif act == "submit":
        services.submit_activity(by=by, activity=activity)
    elif act == "verify":
        services.verify_activity(by=by, activity=activity)
    elif act == "verify_many":
        services.verify_activities(by=by, activities=Activity.objects.all())
    elif act == "return":
        services.return_activity(by=by, activity=activity, reason="Perbaiki")
    elif act == "reopen":
        services.reopen_activity(by=by, activity=activity, reason="Perbaiki")
    elif act == "discard":
        services.discard_draft(by=by, activity=activity)
    else:
        region = make_region("35.22")
        lock = services.lock_period(by=by, month=last_month(), region=region)
        if act == "unlock":
            services.unlock_period(by=by, lock=lock, reason="Koreksi")


def allowed(act: str) -> set[str]:
    """Who may change anything by an act at all."""
    if act in ("edit", "submit", "discard"):
        return {"manager", "officer", "province", "nation"}
    return {"officer", "province", "nation"} if act != "repeat" else set()


def picture() -> list[tuple[object, ...]]:
    return list(
        Activity.objects.order_by("pk").values_list(
            "pk", "title", "state", "revision", "verified_at", "submitted_at"
        )
    )


def counted(rows: list[tuple[object, ...]]) -> set[object]:
    return {row[0] for row in rows if row[2] in (State.VERIFIED, State.LOCKED)}


def sound() -> bool:
    """Invariants that no constraint of the database can state."""
    for activity in Activity.objects.prefetch_related("reviews"):
        states = [review.state for review in activity.reviews.all()]
        is_counted = activity.state in (State.VERIFIED, State.LOCKED)
        assert is_counted is (activity.verified_by_id is not None)
        last = State.VERIFIED if is_counted else activity.state
        assert (states[-1] if states else State.DRAFT) == last
        for one, two in pairwise(states):
            assert (one, two) in {
                (State.SUBMITTED, State.VERIFIED),
                (State.SUBMITTED, State.RETURNED),
                (State.VERIFIED, State.RETURNED),
                (State.RETURNED, State.SUBMITTED),
            }
    return True


CODES = ("11.01.01.2001", "11.01.01.2002", "11.10.01.2001", "1", "12.01.01.2001")
PLACES = ("", "11", "11.01", "11.1", "11.10", "12", "11.01.01.2001")
roles = st.lists(
    st.tuples(
        st.sampled_from(
            [Role.OBSERVER, Role.NATIONAL_TEAM, Role.FACILITATOR, Role.COMMITTEE]
        ),
        st.sampled_from(PLACES),
        st.integers(-20, 20),
        st.none() | st.integers(0, 30),
    ),
    max_size=3,
)


class TestScope(TestCase):
    """Nothing outside a person's roles is ever returned."""

    @given(roles, st.none() | st.integers(0, 3))
    @settings(max_examples=60, deadline=None)
    def test_only_reports_within_the_roles_in_force_are_seen(
        self, held: list[tuple[Role, str, int, int | None]], own: int | None
    ) -> None:
        writer = make_person(Role.NATIONAL_TEAM)
        libraries = [make_library(code) for code in CODES if code != "1"]
        for library in libraries:
            activity, _new = services.save_activity(
                by=writer, library_id=library.pk, content=make_content()
            )
            services.submit_activity(by=writer, activity=activity)
        person = make_person()
        today = timezone.localdate()
        in_force: list[tuple[Role, str]] = []
        for role, place, starts, length in held:
            starts_on = today + dt.timedelta(days=starts)
            ends_on = None if length is None else starts_on + dt.timedelta(days=length)
            Assignment.objects.create(
                user=person,
                role=role,
                region=make_region(place) if place else None,
                starts_on=starts_on,
                ends_on=ends_on,
            )
            if starts_on <= today and (ends_on is None or today <= ends_on):
                in_force.append((role, place))
        if own is not None:
            Assignment.objects.create(
                user=person,
                role=Role.VILLAGE_MANAGER,
                library=libraries[own],
                starts_on=today,
            )
        for permission, seen in (
            ("read", {row.library_id for row in activities_for(person)}),
            (VERIFY, {row.library_id for row in inbox_for(person).items}),
        ):
            expected = {
                library.pk
                for library, (role, place) in product(libraries, in_force)
                if permission in PERMISSIONS[role]
                and is_within(library.region_id, place)
            }
            if own is not None and permission in PERMISSIONS[Role.VILLAGE_MANAGER]:
                expected.add(libraries[own].pk)
            assert seen == expected
        assert REPORT in PERMISSIONS[Role.VILLAGE_MANAGER]


def is_within(code: str, place: str) -> bool:
    parts, wanted = code.split("."), place.split(".") if place else []
    return parts[: len(wanted)] == wanted

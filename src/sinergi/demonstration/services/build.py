"""Builds the demonstration programme, stage by stage, through the bulk services."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction

from sinergi.accounts.models import User
from sinergi.accounts.services import NewUser, create_users
from sinergi.demonstration import facts
from sinergi.demonstration.activities import InventedReport, year_of
from sinergi.demonstration.history import yearly_history
from sinergi.demonstration.names import invented_name
from sinergi.demonstration.places import (
    LibraryPlan,
    Place,
    plan_libraries,
    started_on,
)
from sinergi.demonstration.services.evaluation import evaluate_programme
from sinergi.demonstration.services.home import report_at_home
from sinergi.demonstration.services.meeting import hold_meeting
from sinergi.demonstration.services.next_meeting import prepare_meeting
from sinergi.demonstration.services.people import ensure_people
from sinergi.demonstration.services.valuation import value_benefits
from sinergi.demonstration.statistics import monthly_statistics
from sinergi.indicators.services import set_target
from sinergi.network.enums import Role
from sinergi.network.models import Library
from sinergi.network.services import (
    NewAssignment,
    NewLibrary,
    NewPartnership,
    add_libraries,
    assign_many,
    start_partnerships,
)
from sinergi.notices.services import give_up_mail
from sinergi.regions.models import Region
from sinergi.reports.services import (
    BulkActivity,
    BulkHistory,
    BulkStatistics,
    store_activities,
    store_history,
    store_statistics,
)

Progress = Callable[[str, int, int], None]
CHUNK = 2_000
HISTORY_SOURCE = "Data contoh: rekap tahunan sebelum Sinergi (rekaan)"


@dataclass
class Building:
    """What the stages hand on to each other."""

    rng: random.Random
    tell: Progress
    plans: list[LibraryPlan] = field(default_factory=list)
    libraries: list[Library] = field(default_factory=list)
    managers: dict[int, int] = field(default_factory=dict)
    officers: dict[str, int] = field(default_factory=dict)


def is_built() -> bool:
    """Whether the demonstration stands in this database."""
    return User.objects.filter(is_demonstration=True, username="nasional").exists()


@transaction.atomic
def build_demonstration(*, tell: Progress) -> bool:
    """Build everything in one transaction; a second call changes nothing.

    Args:
        tell: Hears of each stage: its name, what is done, out of how much.

    Returns:
        Whether anything was built.
    """
    if is_built():
        return False
    building = Building(rng=random.Random(facts.SEED), tell=tell)  # noqa: S311 - a seed
    _libraries(building)
    _people(building)
    _reports(building, 2022, range(1, 13), takes_part_only=False)
    _reports(building, 2023, range(1, 7), takes_part_only=True)
    _history(building)
    _statistics(building)
    _targets()
    _meeting(building)
    home = next(
        library for library in building.libraries if library.region_id == facts.VILLAGE
    )
    people = ensure_people(home=home)
    evaluate_programme(by=people["evaluator"])
    value_benefits()
    report_at_home(manager=people["desa"], officer=people["kabupaten"], home=home)
    return True


def _libraries(building: Building) -> None:
    building.tell("libraries", 0, 2)
    places = [Place(*row) for row in Region.objects.values_list("code", "name", "kind")]
    building.plans = plan_libraries(places, building.rng)
    building.libraries = add_libraries(
        by=None,
        rows=[
            NewLibrary(
                name=plan.name,
                kind=plan.kind,
                region=plan.region,
                opened_on=dt.date(min(plan.intake_year, 2017), 1, 2),
            )
            for plan in building.plans
        ],
    )
    building.tell("libraries", 1, 2)
    start_partnerships(by=None, rows=_partnerships(building))
    building.tell("libraries", 2, 2)


def _partnerships(building: Building) -> list[NewPartnership]:
    pairs = list(zip(building.libraries, building.plans, strict=True))
    mentors = {library.region_id: library.pk for library, _ in pairs}
    earlier = [
        NewPartnership(
            library_id=library.pk,
            programme="perpuseru",
            origin="full_support",
            intake_year=2015,
            funders=("csr",),
            started_on=dt.date(2015, 3, 1),
            ended_on=dt.date(2018, 12, 31),
        )
        for library, plan in pairs
        if plan.was_perpuseru
    ]
    present = [
        NewPartnership(
            library_id=library.pk,
            programme="tpbis",
            origin=plan.origin,
            intake_year=plan.intake_year,
            funders=(plan.funder,),
            started_on=started_on(plan),
            decree_number=f"{index:04d}/CONTOH/{plan.intake_year}",
            mentor_library_id=(
                None if plan.takes_part else mentors.get(plan.region[:5])
            ),
        )
        for index, (library, plan) in enumerate(pairs, start=1)
    ]
    return earlier + present


def _people(building: Building) -> None:
    """One manager a library with an account; officers of regencies and provinces."""
    building.tell("people", 0, 1)
    pairs = [
        (library, plan)
        for library, plan in zip(building.libraries, building.plans, strict=True)
        if plan.has_account
    ]
    users = create_users(
        by=None,
        rows=[
            NewUser(
                username=f"{plan.kind[0]}-{plan.region.replace('.', '')}",
                full_name=invented_name(plan.region, building.rng),
                is_demonstration=True,
            )
            for _, plan in pairs
        ],
    )
    rows = []
    for (library, plan), user in zip(pairs, users, strict=True):
        building.managers[library.pk] = user.pk
        if plan.kind == "village":
            role, region, own = Role.VILLAGE_MANAGER, None, library.pk
        else:
            role = (
                Role.REGENCY_OFFICER
                if plan.kind == "regency"
                else Role.PROVINCIAL_OFFICER
            )
            region, own = plan.region, None
            building.officers[plan.region] = user.pk
        rows.append(
            NewAssignment(
                user_id=user.pk,
                role=role,
                region=region,
                library_id=own,
                starts_on=started_on(plan),
            )
        )
    assign_many(by=None, rows=rows)
    building.tell("people", 1, 1)


def _reports(
    building: Building, year: int, months: range, *, takes_part_only: bool
) -> None:
    """Reports of a year, stored in chunks so that memory stays small."""
    stage = f"reports {year}"
    chunk: list[BulkActivity] = []
    total = len(building.libraries)
    for index, (library, plan) in enumerate(
        zip(building.libraries, building.plans, strict=True)
    ):
        if takes_part_only and not plan.takes_part:
            continue
        chunk += [
            _row(building, library, plan, report)
            for report in year_of(plan, year, months, building.rng)
        ]
        if len(chunk) >= CHUNK:
            store_activities(by=None, rows=chunk, channel="demonstration")
            building.tell(stage, index, total)
            chunk = []
    store_activities(by=None, rows=chunk, channel="demonstration")
    building.tell(stage, total, total)


def _row(
    building: Building, library: Library, plan: LibraryPlan, report: InventedReport
) -> BulkActivity:
    manager = building.managers[library.pk]
    officer = _verifier(building, plan)
    return BulkActivity(
        id=report.id,
        library_id=library.pk,
        content=report.content,
        state=report.state,
        submitted_at=report.submitted_at,
        verified_at=report.reviewed_at,
        verified_by_id=officer if report.reviewed_at else None,
        entered_by_id=manager,
        evidence_refs=report.evidence,
        return_reason=report.return_reason,
    )


def _verifier(building: Building, plan: LibraryPlan) -> int:
    """The regency verifies villages, the province regencies and itself."""
    if plan.kind == "village" and plan.region[:5] in building.officers:
        return building.officers[plan.region[:5]]
    province = building.officers.get(plan.region[:2])
    return province or next(iter(building.officers.values()))


def _history(building: Building) -> None:
    building.tell("history", 0, 1)
    store_history(
        by=None,
        rows=[
            BulkHistory(
                library_id=library.pk,
                year=year.year,
                activities=year.activities,
                attendances=year.attendances,
                source=HISTORY_SOURCE,
            )
            for library, plan in zip(building.libraries, building.plans, strict=True)
            for year in yearly_history(plan, building.rng)
        ],
    )
    building.tell("history", 1, 1)


def _statistics(building: Building) -> None:
    """Monthly statistics of 2022 for the libraries that keep them."""
    building.tell("statistics", 0, 1)
    store_statistics(
        by=None,
        rows=[
            BulkStatistics(
                library_id=library.pk,
                month=month.month,
                values=month.values,
                state="verified",
                entered_by_id=building.managers[library.pk],
                submitted_at=month.submitted_at,
                verified_by_id=_verifier(building, plan),
                verified_at=month.submitted_at + dt.timedelta(days=2),
            )
            for library, plan in zip(building.libraries, building.plans, strict=True)
            if plan.has_account and not plan.is_silent
            for month in monthly_statistics(plan, 2022, building.rng)
        ],
    )
    building.tell("statistics", 1, 1)


def _meeting(building: Building) -> None:
    building.tell("meeting", 0, 2)
    held = hold_meeting(rng=building.rng)
    building.tell("meeting", 1, 2)
    prepare_meeting(last=held, rng=random.Random(facts.SEED))  # noqa: S311 - a seed
    # After the commit, as the last: what the classes send is queued there too.
    reason = "demonstration: its people are invented"
    transaction.on_commit(partial(give_up_mail, reason=reason))
    building.tell("meeting", 2, 2)


def _targets() -> None:
    """Fact A9: targets against results; no official values were found."""
    source = "Usulan untuk program contoh; nilai target RPJMN tidak ditemukan"
    for measure, value in facts.TARGETS_2022:
        set_target(
            by=None,
            measure=measure,
            value=value,
            starts_on=dt.date(2022, 1, 1),
            ends_on=dt.date(2022, 12, 31),
            plan="RPJMN 2020–2024",
            source=source,
            is_proposal=True,
        )

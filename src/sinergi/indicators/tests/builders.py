"""Small worlds for tests of figures: real places, invented people."""

import datetime as dt
import itertools
from decimal import Decimal

from sinergi.accounts.models import User
from sinergi.analytics.services import mark_dirty
from sinergi.indicators.models import Indicator, Scheme
from sinergi.network.models import Assignment, Library, Partnership, Programme
from sinergi.regions.models import Region
from sinergi.reports.models import Activity, Attendance, Evidence, Money

NUMBERS = itertools.count(1)
REGIONS = {
    "35": ("Jawa Timur", "province"),
    "35.22": ("Kabupaten Bojonegoro", "regency"),
    "35.78": ("Kota Surabaya", "city"),
    "35.22.01": ("Ngraho", "district"),
    "35.22.01.2001": ("Sumberarum", "desa"),
    "35.22.01.2002": ("Luwihaji", "desa"),
    "93": ("Papua Selatan", "province"),
    "93.01": ("Kabupaten Merauke", "regency"),
}


def add_regions() -> None:
    for code, (name, kind) in REGIONS.items():
        parent = code.rpartition(".")[0] or None
        Region.objects.get_or_create(
            code=code, defaults={"name": name, "kind": kind, "parent_id": parent}
        )


def add_user(name: str = "", *, is_active: bool = True) -> User:
    name = name or f"orang{next(NUMBERS)}"
    return User.objects.create(username=name, full_name=name, is_active=is_active)


def add_library(
    region: str = "35.22.01.2001",
    kind: str = "village",
    *,
    partner: bool = True,
    account: bool = True,
    origin: str = "full_support",
) -> Library:
    library = Library.objects.create(
        name=f"Perpustakaan {next(NUMBERS)}", kind=kind, region_id=region
    )
    if partner:
        programme, _ = Programme.objects.get_or_create(
            key="tpbis", defaults={"name_id": "TPBIS", "name_en": "TPBIS",
                                   "starts_on": dt.date(2018, 1, 1)}
        )  # fmt: skip
        Partnership.objects.create(
            library=library, programme=programme, origin=origin, intake_year=2021,
            started_on=dt.date(2021, 1, 1),
        )  # fmt: skip
    if account and kind == "village":
        Assignment.objects.create(
            user=add_user(), role="village_manager", library=library,
            starts_on=dt.date(2021, 1, 1),
        )  # fmt: skip
    mark_dirty("libraries", [(0, dt.date(2000, 1, 1))])
    return library


def add_activity(
    library: Library,
    day: dt.date = dt.date(2022, 11, 5),
    *,
    strategy: str = "community_involvement",
    field: str = "economy",
    state: str = "verified",
    attendances: int | None = 10,
    persons: int | None = None,
    cells: tuple[dict[str, object], ...] = (),
    cost: str = "",
    evidence: bool = False,
    days_late: int = 0,
    collaborators: str = "",
) -> Activity:
    user = User.objects.first() or add_user()
    moment = dt.datetime(2022, 12, 1, tzinfo=dt.UTC)
    verified = state in ("verified", "locked")
    activity = Activity.objects.create(
        library=library, strategy=strategy, field=field, title="Kegiatan",
        started_on=day, attendances=attendances, persons=persons, state=state,
        days_late=days_late, entered_by=user, submitted_at=moment,
        verified_at=moment if verified else None,
        verified_by=user if verified else None, collaborators=collaborators,
    )  # fmt: skip
    for cell in cells:
        Attendance.objects.create(activity=activity, **cell)
    if cost:
        Money.objects.create(
            activity=activity, payer="village_fund", amount_idr=Decimal(cost)
        )
    if evidence:
        Evidence.objects.create(
            activity=activity, kind="link", reference="https://contoh.id", added_by=user
        )
    mark_dirty("activities", [(library.pk, day)])
    return activity


def add_scheme(
    kind: str = "village", *, year: int = 2022, state: str = "published",
    lines: tuple[tuple[str, int | str, int, int], ...] = (),
) -> Scheme:  # fmt: skip
    """Lines: measure, target, period, weight."""
    scheme = Scheme.objects.create(
        year=year, library_kind=kind, name_id="Contoh", name_en="Example", state=state
    )
    lines = lines or (
        ("activities_community_involvement", 4, 1, 60),
        ("distinct_fields", 3, 6, 20),
        ("evidence_share", 80, 1, 20),
    )
    for order, (measure, target, period, weight) in enumerate(lines):
        Indicator.objects.create(
            scheme=scheme, order=order, key=measure.replace("_", "-")[:40],
            name_id=measure, name_en=measure, measure=measure,
            advice_id="%(count)s lagi", advice_en="%(count)s more",
            target=Decimal(target), period_months=period, weight=weight,
        )  # fmt: skip
    return scheme

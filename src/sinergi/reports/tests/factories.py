"""Invented places, people and reports for tests."""

import datetime as dt
import io
import uuid
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from sinergi.accounts.models import User
from sinergi.network.enums import LibraryKind, Role
from sinergi.network.models import Assignment, Library
from sinergi.regions.enums import RegionKind
from sinergi.regions.models import Region
from sinergi.reports import services
from sinergi.reports.content import ActivityContent, Cell, Link, Payment
from sinergi.reports.models import Activity

_numbers = count(1)
LONG_AGO = dt.date(2018, 1, 1)
KINDS = (RegionKind.PROVINCE, RegionKind.REGENCY, RegionKind.DISTRICT, RegionKind.DESA)


def make_region(code: str) -> Region:
    """A region and those above it."""
    parts = code.split(".")
    parent = make_region(".".join(parts[:-1])) if len(parts) > 1 else None
    return Region.objects.get_or_create(
        code=code,
        defaults={
            "name": f"Contoh {code}",
            "kind": KINDS[len(parts) - 1],
            "parent": parent,
        },
    )[0]


def make_library(code: str, kind: str = LibraryKind.VILLAGE) -> Library:
    """A library at a region of its own code."""
    return Library.objects.create(
        name=f"Perpustakaan {next(_numbers)}", kind=kind, region=make_region(code)
    )


def make_person(
    role: str = "", *, region: str | None = None, library: Library | None = None
) -> User:
    """A person, with a role at a region ('' is the nation) or a library."""
    number = next(_numbers)
    user = User.objects.create(username=f"orang{number}", full_name=f"Orang {number}")
    if role:
        Assignment.objects.create(
            user=user,
            role=role,
            region=make_region(region) if region else None,
            library=library,
            starts_on=LONG_AGO,
        )
    return user


@dataclass(frozen=True)
class World:
    """A regency with two libraries, and a village in another one."""

    library: Library
    neighbour: Library
    far: Library
    manager: User
    officer: User
    province: User
    nation: User
    reader: User
    stranger: User


def make_world() -> World:
    """The people around one village library."""
    library = make_library("35.22.01.2001")
    return World(
        library=library,
        neighbour=make_library("35.22.01.2002"),
        far=make_library("33.01.01.2001"),
        manager=make_person(Role.VILLAGE_MANAGER, library=library),
        officer=make_person(Role.REGENCY_OFFICER, region="35.22"),
        province=make_person(Role.PROVINCIAL_OFFICER, region="35"),
        nation=make_person(Role.NATIONAL_TEAM),
        reader=make_person(Role.FACILITATOR, region="35.22"),
        stranger=make_person(Role.REGENCY_OFFICER, region="33.01"),
    )


def last_month() -> dt.date:
    """A day in the month before this one."""
    return timezone.localdate().replace(day=1) - dt.timedelta(days=10)


def make_content(**fields: object) -> ActivityContent:
    """A whole report of last month."""
    values: dict[str, object] = {
        "strategy": "community_involvement",
        "field": "economy",
        "title": f"Pelatihan keripik pisang {next(_numbers)}",
        "started_on": last_month(),
        "place": "Balai desa",
        "attendances": 24,
        "breakdown": (
            Cell(sex="female", attendances=20),
            Cell(sex="male", attendances=4),
        ),
        "money": (Payment("village_fund", Decimal("1250000.00")),),
        "links": (Link("https://contoh.invalid/foto"),),
    }
    return ActivityContent(**{**values, **fields})  # type: ignore[arg-type]


def make_draft(world: World, *, by: User | None = None, **fields: object) -> Activity:
    """A draft of the village's manager, or of somebody else."""
    activity, _is_new = services.save_activity(
        by=by or world.manager,
        library_id=world.library.pk,
        content=make_content(**fields),
        id=uuid.uuid4(),
    )
    return activity


def make_submitted(world: World, *, by: User | None = None, **fields: Any) -> Activity:
    """A report that waits for verification."""
    activity = make_draft(world, by=by, **fields)
    return services.submit_activity(by=by or world.manager, activity=activity)


def make_verified(world: World, **fields: Any) -> Activity:
    """A verified report."""
    activity = make_submitted(world, **fields)
    return services.verify_activity(by=world.officer, activity=activity)


def make_photo(
    name: str = "foto.jpg",
    *,
    size: tuple[int, int] = (64, 48),
    colour: str = "teal",
) -> SimpleUploadedFile:
    """A small real JPEG."""
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, "JPEG")
    return SimpleUploadedFile(name, stream.getvalue(), "image/jpeg")

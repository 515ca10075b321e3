"""The village in which a visitor signs in: live reports with photographs."""

import datetime as dt
import random
import uuid
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sinergi.accounts.models import User
from sinergi.demonstration import facts
from sinergi.network.models import Library
from sinergi.reports.services import (
    ActivityContent,
    Cell,
    add_evidence,
    return_activity,
    save_activity,
    submit_activity,
)

PICTURES = Path(__file__).resolve().parent.parent / "pictures"


@dataclass(frozen=True)
class HomeReport:
    """A report of the visitor's village: days before today, women, men, pictures."""

    title: str
    strategy: str
    field: str
    days_ago: int
    women: int
    men: int
    pictures: tuple[str, ...] = ()
    returned: str = ""
    is_draft: bool = False


REPORTS = (
    HomeReport(
        "Pelatihan keripik pisang kemasan",
        "community_involvement",
        "economy",
        12,
        20,
        4,
        ("keripik", "laptop", "anyam"),
    ),
    HomeReport(
        "Kelas merajut ibu-ibu PKK",
        "community_involvement",
        "economy",
        9,
        18,
        0,
        ("anyam",),
    ),
    HomeReport(
        "Posyandu dan pojok baca balita",
        "community_involvement",
        "health",
        6,
        33,
        8,
        ("baca",),
    ),
    HomeReport(
        "Kelas pemasaran daring",
        "community_involvement",
        "digital",
        15,
        11,
        5,
        returned="Mohon lampirkan daftar hadir.",
    ),
    HomeReport(
        "Kelas komputer ibu-ibu",
        "community_involvement",
        "digital",
        3,
        9,
        0,
        is_draft=True,
    ),
)


def report_at_home(*, manager: User, officer: User, home: Library) -> None:
    """Write the reports as the manager would, and return one as the officer would."""
    rng = random.Random(facts.SEED)  # noqa: S311 - a seed
    for report in REPORTS:
        activity, _made = save_activity(
            by=manager,
            library_id=home.pk,
            id=uuid.UUID(int=rng.getrandbits(128), version=4),
            content=_content(report),
        )
        for name in report.pictures:
            add_evidence(by=manager, activity=activity, upload=picture(name))
        if report.is_draft:
            continue
        activity = submit_activity(by=manager, activity=activity)
        if report.returned:
            return_activity(by=officer, activity=activity, reason=report.returned)


def picture(name: str) -> SimpleUploadedFile:
    """A drawing of the demonstration as a photograph would arrive: a JPEG."""
    import vl_convert

    drawing = (PICTURES / f"foto-{name}.svg").read_text(encoding="utf-8")
    pixels = Image.open(BytesIO(vl_convert.svg_to_png(drawing, scale=3.0)))
    photograph = BytesIO()
    pixels.convert("RGB").save(photograph, "JPEG", quality=85)
    return SimpleUploadedFile(f"{name}.jpg", photograph.getvalue(), "image/jpeg")


def _content(report: HomeReport) -> ActivityContent:
    return ActivityContent(
        strategy=report.strategy,
        field=report.field,
        title=report.title,
        started_on=facts.TODAY - dt.timedelta(days=report.days_ago),
        place="Balai Desa Sumberarum",
        collaborators="PKK desa",
        attendances=report.women + report.men,
        breakdown=_cells(report),
    )


def _cells(report: HomeReport) -> tuple[Cell, ...]:
    counts = (("female", report.women), ("male", report.men))
    return tuple(Cell(sex=sex, attendances=count) for sex, count in counts if count)

"""Certificates of a meeting of 2,000: issued, and printed as one PDF and as a ZIP."""

import datetime as dt
import re
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.core.management import call_command

from tests.benchmarks.figure import Figure, seconds

PEOPLE = 2_000
PRESENCE = dt.timedelta(hours=11, minutes=20)


def run() -> Iterator[Figure]:
    """Fill a meeting, issue all certificates, and print them twice."""
    from sinergi.meetings.enums import Channel
    from sinergi.meetings.services import (
        close_meeting,
        create_meeting,
        publish_meeting,
        register_many,
    )
    from sinergi.meetings.services.bulk import Listed
    from sinergi.meetings.services.certificates import (
        issue_certificates,
        set_certificate_rules,
    )
    from sinergi.meetings.services.meetings import MeetingContent
    from sinergi.meetings.services.packs import make_pack, pack_path
    from sinergi.meetings.services.persons import Person

    call_command("migrate", verbosity=0)
    meeting = create_meeting(
        by=None,
        content=MeetingContent(
            slug=f"ukur-{uuid.uuid4().hex[:8]}",
            title="Peer Learning Meeting Nasional 2022",
            level="national",
            year=2022,
            venue="Hotel Vasa, Surabaya",
            starts_on=dt.date(2022, 12, 5),
            ends_on=dt.date(2022, 12, 6),
        ),
        on_site=PEOPLE,
    )
    publish_meeting(by=None, meeting=meeting)
    people = register_many(
        by=None,
        meeting=meeting,
        rows=[
            Listed(
                Person(
                    full_name=f"Peserta Contoh {number}",
                    participant_type="village_library",
                    email=f"peserta{number}@contoh.invalid",
                    organisation="Perpustakaan Desa Cahaya Ilmu",
                    has_consented=True,
                ),
                Channel.ON_SITE,
            )
            for number in range(PEOPLE)
        ],
    )
    close_meeting(by=None, meeting=meeting)
    set_certificate_rules(by=None, meeting=meeting, minimums={"village_library": 600})
    presence = {one.pk: PRESENCE for one in people}
    taken = seconds(
        lambda: issue_certificates(by=None, meeting=meeting, presence=presence)
    )
    yield Figure(f"{PEOPLE:,} issued and signed", f"{taken:.1f}", "s")
    for form, label in (("pdf", "one PDF"), ("zip", "a ZIP with a file each")):
        job = str(uuid.uuid4())
        taken = seconds(
            lambda form=form, job=job: list(
                make_pack(meeting_id=meeting.pk, form=form, job_id=job)
            )
        )
        printed = _count(pack_path(job, form), form)
        yield Figure(f"{printed:,} printed, {label}", f"{taken:.1f}", "s", "< 15 s")


def _count(path: Path, form: str) -> int:
    """How many certificates the file holds."""
    if form == "zip":
        with zipfile.ZipFile(path) as archive:
            return len(archive.namelist())
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))

"""Certificates: who receives one, what is genuine, how they end and are printed."""

import base64
import datetime as dt
import hashlib
import io
import json
import re
import subprocess
import sys
import uuid
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from sinergi.accounts.models import User
from sinergi.core.models import Job
from sinergi.meetings import printing
from sinergi.meetings.certificates import payload_of, printed_text
from sinergi.meetings.enums import PresenceSource
from sinergi.meetings.errors import NotEntitled, OutOfScope, UnfitRule, WrongState
from sinergi.meetings.models import (
    Certificate,
    Meeting,
    Participant,
    PresenceInterval,
)
from sinergi.meetings.queries.certificates import genuine_certificate, rule_lines
from sinergi.meetings.services import packs
from sinergi.meetings.services.certificates import (
    issue_certificates,
    replace_certificate,
    revoke_certificate,
    set_certificate_rules,
)
from sinergi.meetings.services.keys import rotate_key
from sinergi.meetings.tasks import carry_certificates
from sinergi.meetings.tests.factories import make_meeting, make_participant
from sinergi.network.enums import Role
from sinergi.network.tests.factories import make_person

pytestmark = pytest.mark.django_db
HOURS = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _own_home(settings: object, tmp_path: Path) -> None:
    settings.SINERGI_HOME = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def meeting() -> Meeting:
    meeting = make_meeting(title="PLM Contoh", venue="Hotel Contoh, Surabaya")
    set_certificate_rules(by=None, meeting=meeting, minimums={"village_library": 480})
    return meeting


@pytest.fixture
def host() -> User:
    return make_person(Role.NATIONAL_TEAM)


def issued(meeting: Meeting, count: int = 1) -> list[Certificate]:
    people = [make_participant(meeting) for _ in range(count)]
    return issue_certificates(
        by=None, meeting=meeting, presence={one.pk: 11 * HOURS for one in people}
    )


def test_presence_decides_who_receives_one(meeting: Meeting) -> None:
    enough = make_participant(meeting, full_name="Siti  Rahayu")
    short = make_participant(meeting)
    unruled = make_participant(meeting, participant_type="press")
    unseen = make_participant(meeting)
    gone = make_participant(meeting, withdrawn_at=dt.datetime.now(dt.UTC))
    presence = {
        enough.pk: 8 * HOURS,
        short.pk: 8 * HOURS - dt.timedelta(seconds=1),
        unruled.pk: 9 * HOURS,
        gone.pk: 9 * HOURS,
    }
    made = issue_certificates(by=None, meeting=meeting, presence=presence)
    assert [(row.participant, row.number, row.minutes) for row in made] == [
        (enough, "2022/PLM/0001", 480)
    ]
    assert made[0].printed["name"] == "Siti Rahayu"
    assert made[0].printed["presence"] == "8 jam"
    assert made[0].printed["days"] == "5–6 Desember 2022"
    line = next(one for one in rule_lines(meeting, presence) if one.issued)
    assert (line.people, line.measured, line.entitled) == (3, 2, 1)
    assert issue_certificates(by=None, meeting=meeting, presence=presence) == []
    assert unseen.certificates.count() == 0


def test_a_rule_of_nought_minutes_still_asks_to_have_been_there(
    meeting: Meeting,
) -> None:
    set_certificate_rules(by=None, meeting=meeting, minimums={"press": 0})
    seen, unseen = (
        make_participant(meeting, participant_type="press") for _ in range(2)
    )
    made = issue_certificates(
        by=None,
        meeting=meeting,
        presence={seen.pk: dt.timedelta(minutes=1), unseen.pk: dt.timedelta()},
    )
    assert [row.participant for row in made] == [seen]


def test_numbers_of_a_year_run_through_its_meetings(meeting: Meeting) -> None:
    assert [row.number for row in issued(meeting, 2)] == [
        "2022/PLM/0001",
        "2022/PLM/0002",
    ]
    other = make_meeting(year=2022)
    set_certificate_rules(by=None, meeting=other, minimums={"village_library": 1})
    assert [row.number for row in issued(other)] == ["2022/PLM/0003"]
    later = make_meeting(year=2023)
    set_certificate_rules(by=None, meeting=later, minimums={"village_library": 1})
    assert [row.number for row in issued(later)] == ["2023/PLM/0001"]


def test_what_is_printed_stays_whatever_changes_later(meeting: Meeting) -> None:
    (row,) = issued(meeting)
    name = row.participant.full_name
    Participant.objects.filter(pk=row.participant_id).update(full_name="Orang Lain")
    Meeting.objects.filter(pk=meeting.pk).update(title="Judul Lain")
    found = genuine_certificate(row.token)
    assert found is not None
    assert (found.printed["name"], found.printed["event"]) == (name, "PLM Contoh")


def test_forged_and_altered_addresses_are_refused(meeting: Meeting) -> None:
    first, second = issued(meeting, 2)
    assert genuine_certificate(first.token) == first
    flipped = ("B" if first.signature[0] == "A" else "A") + first.signature[1:]
    for token in (
        f"{first.number}.{flipped}",
        f"{first.number}.{second.signature}",
        f"{second.number}.{first.signature}",
        f"2022/PLM/9999.{first.signature}",
        f"{first.number}.{first.signature[:-1]}",
        f"{first.number}.{'é' * 86}",
        first.number,
        "",
        ".",
    ):
        assert genuine_certificate(token) is None, token


def test_a_record_altered_behind_our_back_is_refused(meeting: Meeting) -> None:
    (row,) = issued(meeting)
    printed = row.printed | {"name": "Nama Palsu"}
    Certificate.objects.filter(pk=row.pk).update(printed=printed)
    assert genuine_certificate(row.token) is None


def test_old_certificates_survive_a_new_key(meeting: Meeting) -> None:
    (old,) = issued(meeting)
    rotate_key(by=None)
    (new,) = issued(meeting)
    assert old.key_id != new.key_id
    assert genuine_certificate(old.token) == old
    assert genuine_certificate(new.token) == new
    keys = Client().get("/.well-known/sinergi-keys.json").json()["keys"]
    assert [key["kid"] for key in keys] == [new.key_id, old.key_id]
    assert [key["retired_at"] is None for key in keys] == [True, False]


def check(client: Client, row: Certificate) -> tuple[int, str]:
    answer = client.get(reverse("meetings:certificate_check", args=[row.token]))
    return answer.status_code, answer.content.decode()


def test_the_public_page_tells_only_what_is_printed(
    meeting: Meeting, client: Client
) -> None:
    (row,) = issued(meeting)
    status, text = check(client, row)
    assert status == 200
    assert f"Sertifikat ini sah: {row.printed['name']}, PLM Contoh." in text
    assert row.participant.email not in text
    assert row.participant.code not in text
    answer = client.get(f"/c/{row.number}.{'A' * 86}")
    assert answer.status_code == 404
    assert row.printed["name"] not in answer.content.decode()
    assert client.get(f"/c/{row.number}").status_code == 404


def test_a_pasted_address_leads_to_its_page(meeting: Meeting, client: Client) -> None:
    (row,) = issued(meeting)
    address = printing.certificate_link(row)
    answer = client.get(reverse("meetings:certificate_ask"), {"address": address})
    assert answer["Location"] == f"/c/{row.token}"
    answer = client.get(reverse("meetings:certificate_ask"), {"address": "ngawur"})
    assert client.get(answer["Location"]).status_code == 404


def test_a_revoked_one_says_so_and_is_not_given_again(
    meeting: Meeting, host: User, client: Client
) -> None:
    (row,) = issued(meeting)
    with pytest.raises(UnfitRule):
        revoke_certificate(by=host, certificate=row, reason=" ")
    revoke_certificate(by=host, certificate=row, reason="Salah orang")
    status, text = check(client, row)
    assert (status, "dicabut pada" in text, "sah:" in text) == (200, True, False)
    assert "Salah orang" not in text
    with pytest.raises(WrongState):
        revoke_certificate(by=host, certificate=row, reason="Lagi")
    again = issue_certificates(
        by=None, meeting=meeting, presence={row.participant_id: 11 * HOURS}
    )
    assert again == []


def test_a_replaced_one_names_its_successor(
    meeting: Meeting, host: User, client: Client
) -> None:
    (row,) = issued(meeting)
    with pytest.raises(NotEntitled):
        replace_certificate(
            by=host, certificate=row, name="Siti", presence=HOURS, reason="Nama"
        )
    new = replace_certificate(
        by=host,
        certificate=row,
        name="Siti Rahayu, S.IP.",
        presence=9 * HOURS,
        reason="Gelar",
    )
    assert (new.number, new.printed["name"]) == ("2022/PLM/0002", "Siti Rahayu, S.IP.")
    status, text = check(client, row)
    assert (status, "Nomor penggantinya 2022/PLM/0002." in text) == (200, True)
    assert "Sertifikat ini sah: Siti Rahayu, S.IP." in check(client, new)[1]
    row.refresh_from_db()
    assert (row.state, row.replaced_by) == ("replaced", new)


def test_only_those_who_serve_the_meeting_may(meeting: Meeting, host: User) -> None:
    (row,) = issued(meeting)
    stranger = make_person(Role.EVALUATOR)
    with pytest.raises(OutOfScope):
        revoke_certificate(by=stranger, certificate=row, reason="Iseng")
    with pytest.raises(OutOfScope):
        issue_certificates(by=stranger, meeting=meeting, presence={})
    address = reverse("meetings:certificate_list", args=[meeting.slug])
    statuses = []
    for user in (None, stranger, host):
        browser = Client()
        if user:
            browser.force_login(user)
        statuses.append(browser.get(address).status_code)
    assert statuses == [302, 403, 200]


def test_certificates_wait_for_the_meeting() -> None:
    tomorrow = dt.date.today() + dt.timedelta(days=2)  # noqa: DTZ011
    coming = make_meeting(starts_on=tomorrow, ends_on=tomorrow)
    with pytest.raises(WrongState):
        issue_certificates(by=None, meeting=coming, presence={})


def test_the_committees_pages_issue_revoke_and_replace(
    meeting: Meeting, host: User, client: Client
) -> None:
    person = make_participant(meeting)
    start = dt.datetime(2022, 12, 5, 2, tzinfo=dt.UTC)
    for ends_at in (start + 5 * HOURS, start + 9 * HOURS):
        PresenceInterval.objects.create(
            participant=person,
            source=PresenceSource.GATE,
            starts_at=start,
            ends_at=ends_at,
        )
    client.force_login(host)
    client.post(reverse("meetings:certificate_issue", args=[meeting.slug]))
    row = Certificate.objects.get()
    assert row.minutes == 540
    listed = client.get(reverse("meetings:certificate_list", args=[meeting.slug]))
    assert row.number in listed.content.decode()
    address = reverse("meetings:certificate_end", args=[meeting.slug, row.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "Ejaan", "name": "Nama Baru", "ganti": "1"})
    new = Certificate.objects.get(state="valid")
    assert new.printed["name"] == "Nama Baru"
    address = reverse("meetings:certificate_end", args=[meeting.slug, new.pk])
    client.post(address, {"reason": "Salah orang"})
    new.refresh_from_db()
    assert new.state == "revoked"


def test_rules_page_keeps_and_refuses(
    meeting: Meeting, host: User, client: Client
) -> None:
    make_participant(meeting)
    client.force_login(host)
    address = reverse("meetings:certificate_rules", args=[meeting.slug])
    assert client.post(address, {"village_library": "99999"}).status_code == 422
    assert client.post(address, {"village_library": "60"}).status_code == 302
    assert list(
        meeting.certificate_rules.values_list("participant_type", "minimum_minutes")
    ) == [("village_library", 60)]
    assert client.post(address, {"village_library": ""}).status_code == 302
    assert not meeting.certificate_rules.exists()


def job_of(user: User, meeting: Meeting, form: str) -> Job:
    return Job.objects.create(
        kind="certificates",
        title="Sertifikat",
        parameters={"meeting": meeting.pk, "slug": meeting.slug, "form": form},
        created_by=user,
    )


def pages_in(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_all_are_printed_into_one_pdf(
    meeting: Meeting, host: User, client: Client
) -> None:
    issued(meeting, 3)
    job = job_of(host, meeting, "pdf")
    carry_certificates.func(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 3, 3)
    client.force_login(host)
    pdf = b"".join(client.get(job.result["url"]).streaming_content)  # type: ignore[attr-defined]
    assert pdf.startswith(b"%PDF")
    assert pages_in(pdf) == 3
    other = make_person(Role.NATIONAL_TEAM)
    client.force_login(other)
    assert client.get(job.result["url"]).status_code == 404


def test_a_stopped_pack_goes_on_where_it_stopped(
    meeting: Meeting, host: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = issued(meeting, 5)
    monkeypatch.setattr(packs, "CHUNK", 2)
    drawn: list[str] = []
    sheet_of = printing.sheet_of

    def drawing(row: Certificate) -> printing.Sheet:
        drawn.append(row.number)
        if len(drawn) == 4:
            raise RuntimeError("the power fails")
        return sheet_of(row)

    monkeypatch.setattr(printing, "sheet_of", drawing)
    job = job_of(host, meeting, "zip")
    with pytest.raises(RuntimeError):
        carry_certificates.func(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.done) == ("failed", 2)
    revoke_certificate(by=host, certificate=rows[4], reason="Sementara itu dicabut")
    drawn[:] = ["", "", "", ""]
    carry_certificates.func(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.done) == ("done", 5)
    assert drawn[4:] == [row.number for row in rows[2:]]
    with zipfile.ZipFile(packs.pack_path(str(job.pk), "zip")) as archive:
        assert archive.namelist() == [packs.file_name(row) for row in rows]
        assert all(pages_in(archive.read(name)) == 1 for name in archive.namelist())


def test_who_prints_starts_a_job(meeting: Meeting, host: User, client: Client) -> None:
    client.force_login(host)
    address = reverse("meetings:certificate_print", args=[meeting.slug])
    assert client.post(address, {"bentuk": "exe"}).status_code == 404
    answer = client.post(address, {"bentuk": "zip"})
    job = Job.objects.get()
    assert answer["Location"] == reverse("core:job_detail", args=[job.pk])
    missing = reverse("meetings:pack", args=[meeting.slug, uuid.uuid4()])
    assert client.get(missing).status_code == 404
    unready = reverse("meetings:pack", args=[meeting.slug, job.pk])
    assert client.get(unready).status_code == 404


def test_a_participant_downloads_the_own_one(meeting: Meeting, client: Client) -> None:
    (row,) = issued(meeting)
    code = row.participant.code
    page = client.get(reverse("meetings:after_show", args=[meeting.slug, code]))
    assert row.number in page.content.decode()
    address = reverse("meetings:ticket_certificate", args=[meeting.slug, code])
    assert client.get(address).content.startswith(b"%PDF")
    without = make_participant(meeting)
    address = reverse("meetings:ticket_certificate", args=[meeting.slug, without.code])
    assert client.get(address).status_code == 404


DOCUMENT = Path(__file__).resolve().parents[4] / "docs" / "certificates.md"


def offline(program: str, folder: Path, certificate: str, keys: str) -> str:
    (folder / "certificate.json").write_text(certificate)
    (folder / "keys.json").write_text(keys)
    done = subprocess.run(
        [sys.executable, "-c", program, "certificate.json", "keys.json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip()


def test_the_documented_program_checks_without_us(
    meeting: Meeting, client: Client, tmp_path: Path
) -> None:
    (row,) = issued(meeting)
    (program,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    keys = client.get("/.well-known/sinergi-keys.json").content.decode()
    text = client.get(f"/c/{row.token}.json").content.decode()
    assert offline(program, tmp_path, text, keys) == "genuine"
    altered = json.loads(text)
    altered["printed"]["name"] = "Nama Palsu"
    assert offline(program, tmp_path, json.dumps(altered), keys) == "not genuine"
    renumbered = json.loads(text) | {"number": "2022/PLM/0002"}
    assert offline(program, tmp_path, json.dumps(renumbered), keys) == "not genuine"


def test_the_payload_is_number_and_hash_of_the_lines(meeting: Meeting) -> None:
    (row,) = issued(meeting)
    lines = printed_text(row.printed).split("\n")
    assert lines[1] == f"name: {row.printed['name']}"
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    assert payload_of(row.number, row.printed) == f"{row.number}\n{digest}".encode()
    assert len(base64.urlsafe_b64decode(row.signature + "==")) == 64


def test_the_qr_code_leads_to_the_public_page(
    meeting: Meeting, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PUBLIC_URL = "https://sinergi.contoh.id"  # type: ignore[attr-defined]
    (row,) = issued(meeting)
    asked = io.StringIO()
    make = printing.segno.make

    def making(content: str, **options: object) -> object:
        asked.write(content)
        return make(content, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(printing.segno, "make", making)
    printing.sheet_of(row)
    assert asked.getvalue() == f"https://sinergi.contoh.id/c/{row.token}"

"""Achievement updates: frozen, worded, published, seen on page and paper."""

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings as project
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader
from pytest_django import Settings

from sinergi.accounts.models import User
from sinergi.analytics.engine import close_engines
from sinergi.analytics.services import rebuild
from sinergi.audit.models import AuditEntry
from sinergi.core.services.jobs import start_job
from sinergi.indicators.tests.builders import (
    add_activity,
    add_library,
    add_regions,
    add_scheme,
)
from sinergi.meetings.errors import (
    NotPresenting,
    OutOfScope,
    UnfitUpdate,
    WrongState,
)
from sinergi.meetings.models import AchievementUpdate, Session, Speaker
from sinergi.meetings.queries.updates import freeze_of
from sinergi.meetings.services.agenda import remove_session
from sinergi.meetings.services.updates import (
    UpdateWords,
    edit_update_words,
    prepare_update,
    prepare_updates,
    publish_update,
    refresh_update,
    withdraw_update,
)
from sinergi.meetings.tests.factories import make_meeting, make_participant
from sinergi.network.enums import Role
from sinergi.network.models import Library
from sinergi.network.tests.factories import make_person
from sinergi.regions.models import Region
from sinergi.stories.services import (
    Consent,
    record_testimony,
    withdraw_consent,
)

pytestmark = [pytest.mark.django_db, pytest.mark.lake]
MORNING = dt.datetime(2022, 12, 5, 3, tzinfo=dt.UTC)
OCTOBER, NOVEMBER = dt.date(2022, 10, 5), dt.date(2022, 11, 5)


@pytest.fixture(autouse=True)
def _own_engine() -> Iterator[None]:
    translation.activate(project.LANGUAGE_CODE)
    yield
    translation.activate(project.LANGUAGE_CODE)
    close_engines()


@dataclass
class World:
    """A session in which a village and its regency present, and people around."""

    session: Session
    village: Library
    regency: Library
    others: list[Library]
    manager: User
    facilitator: User
    committee: User
    stranger: User
    nation: User

    @property
    def slug(self) -> str:
        """The meeting's address."""
        return self.session.meeting.slug

    def prepared(self, library: Library | None = None) -> AchievementUpdate:
        """The update of the village, or of another library."""
        return prepare_update(
            by=None, session=self.session, library=library or self.village
        )


@pytest.fixture
def world(settings: Settings) -> World:
    settings.DEMONSTRATION_TODAY = dt.date(2022, 12, 31)
    add_regions()
    for number in range(2003, 2010):
        Region.objects.create(
            code=f"35.22.01.{number}",
            name=f"Desa {number}",
            kind="desa",
            parent_id="35.22.01",
        )
    add_scheme()
    village = add_library("35.22.01.2001")
    regency = add_library("35.22", "regency")
    others = [add_library(f"35.22.01.{number}") for number in range(2003, 2009)]
    add_activity(
        village,
        OCTOBER,
        attendances=40,
        evidence=True,
        cells=({"sex": "female", "attendances": 40},),
    )
    add_activity(
        village,
        NOVEMBER,
        attendances=61,
        evidence=True,
        cells=({"sex": "female", "attendances": 58}, {"sex": "male", "attendances": 3}),
    )
    for turn, library in enumerate(others):
        add_activity(library, NOVEMBER, attendances=100 + turn)
    rebuild()
    meeting = make_meeting()
    session = Session.objects.create(
        meeting=meeting,
        kind="achievement_update",
        title_id="Perkembangan capaian",
        title_en="Updates",
        starts_at=MORNING,
        ends_at=MORNING + dt.timedelta(hours=1),
    )
    for library in (village, regency):
        person = make_participant(meeting, library=library)
        Speaker.objects.create(
            session=session, participant=person, name=person.full_name
        )
    return World(
        session=session,
        village=village,
        regency=regency,
        others=others,
        manager=make_person(Role.VILLAGE_MANAGER, library=village),
        facilitator=make_person(Role.FACILITATOR, region="35.22"),
        committee=make_person(Role.COMMITTEE),
        stranger=make_person(Role.VILLAGE_MANAGER, library=others[0]),
        nation=make_person(Role.NATIONAL_TEAM),
    )


def numbers_of(row: AchievementUpdate, number: int | None = None) -> dict[str, Any]:
    freeze = freeze_of(row, number)
    assert freeze is not None
    return freeze.numbers


def page(world: World, row: AchievementUpdate, user: User | None = None) -> str:
    client = Client()
    if user is not None:
        client.force_login(user)
    answer = client.get(reverse("meetings:update_show", args=[world.slug, row.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


# --- numbers ------------------------------------------------------------------


def test_a_village_presents_its_own_verified_reports(world: World) -> None:
    add_activity(world.village, NOVEMBER, state="submitted", attendances=1000)
    row = world.prepared()
    numbers = numbers_of(row)
    assert numbers["figures"] == {
        "attendances": 101,
        "female": 98,
        "male": 3,
        "activities": 2,
        "months_reported": 2,
    }
    assert (row.first_month, row.last_month) == (
        dt.date(2022, 1, 1),
        dt.date(2022, 11, 1),
    )
    trend = {point["month"]: point["attendances"] for point in numbers["trend"]}
    assert len(trend) == 11
    assert (trend["2022-09-01"], trend["2022-10-01"], trend["2022-11-01"]) == (
        None,
        40,
        61,
    )
    assert numbers["lights"] is None
    assert (
        sum(line["points"] for line in numbers["score"]["lines"])
        == (numbers["score"]["score"])
    )


def test_peers_are_of_one_intake_and_counted(world: World) -> None:
    peers = numbers_of(world.prepared())["peers"]
    assert (peers["likeness"], peers["alike"], peers["known"]) == ("intake", 6, 6)
    attended = peers["standings"]["attendances"]
    assert (attended["own"], attended["rank"], attended["field"]) == (101, 5, 7)
    assert (attended["low"], attended["median"], attended["high"]) == (101, 103, 104)


def test_a_regency_presents_all_libraries_of_its_area(world: World) -> None:
    numbers = numbers_of(world.prepared(world.regency))
    assert numbers["figures"]["attendances"] == 101 + sum(range(100, 106))
    assert numbers["figures"]["partners"] == 8
    assert sum(numbers["lights"].values()) == 7
    assert numbers["peers"]["likeness"] == "too_few"
    assert numbers["peers"]["standings"] == {}


def test_later_reports_do_not_change_an_update(world: World) -> None:
    row = world.prepared()
    publish_update(by=None, update=row)
    before, shown = numbers_of(row), page(world, row, world.manager)
    add_activity(world.village, NOVEMBER, attendances=500)
    add_activity(world.others[0], OCTOBER, attendances=900)
    rebuild()
    assert world.prepared() == row, "a second preparation leaves it as it is"
    assert row.freezes.count() == 1
    assert numbers_of(row) == before
    after = page(world, row, world.manager)
    assert ">101<" in shown
    assert ">101<" in after
    assert "601" not in after


def test_a_new_freeze_needs_a_reason_and_keeps_the_old_one(world: World) -> None:
    row = world.prepared()
    before = numbers_of(row)
    add_activity(world.village, NOVEMBER, attendances=500)
    with pytest.raises(UnfitUpdate):
        refresh_update(by=world.manager, update=row, reason=" ")
    freeze = refresh_update(by=world.manager, update=row, reason="Laporan susulan")
    assert (freeze.number, freeze.numbers["figures"]["attendances"]) == (2, 601)
    assert numbers_of(row, 1) == before
    assert freeze.figure_version != row.freezes.get(number=1).figure_version
    entry = AuditEntry.objects.get(action="update.refrozen")
    assert (entry.reason, entry.new["freeze"]) == ("Laporan susulan", 2)
    client = Client()
    client.force_login(world.manager)
    address = reverse("meetings:update_show", args=[world.slug, row.pk])
    assert ">101<" in client.get(address, {"potret": "1"}).content.decode()
    assert ">601<" in client.get(address).content.decode()
    assert client.get(address, {"potret": "3"}).status_code == 404
    assert client.get(address, {"potret": "x"}).status_code == 404


def test_all_who_present_are_prepared_at_once_and_again(world: World) -> None:
    told: list[tuple[int, int]] = []
    first = prepare_updates(
        by=world.nation,
        meeting=world.session.meeting,
        progress=lambda done, total: told.append((done, total)),
    )
    assert [row.library for row in first] == [world.village, world.regency]
    assert told == [(0, 2), (1, 2), (2, 2)]
    again = prepare_updates(by=world.nation, meeting=world.session.meeting)
    assert [row.pk for row in again] == [row.pk for row in first]


def test_the_job_of_the_committee_prepares_them(world: World) -> None:
    job = start_job(
        by=world.nation,
        kind="updates",
        title="Uji",
        parameters={"meeting": world.session.meeting_id},
    )
    from sinergi.meetings.tasks import carry_updates

    carry_updates.func(str(job.pk))
    job.refresh_from_db()
    assert (job.state, AchievementUpdate.objects.count()) == ("done", 2)


def test_who_presents_nothing_has_no_update(world: World) -> None:
    with pytest.raises(NotPresenting):
        world.prepared(world.others[0])


def test_a_session_with_updates_stays_on_the_agenda(world: World) -> None:
    world.prepared()
    with pytest.raises(WrongState):
        remove_session(by=None, session=world.session)


# --- words --------------------------------------------------------------------


def write(row: AchievementUpdate, by: User | None = None, **words: str) -> None:
    edit_update_words(
        by=by,
        update=row,
        words=UpdateWords(**words),
        testimonies=[],
        products=[],
        revision=AchievementUpdate.objects.get(pk=row.pk).revision,
    )


def test_words_are_escaped_and_foreign_numbers_are_named(world: World) -> None:
    row = world.prepared()
    write(
        row,
        world.facilitator,
        headline="<script>alert()</script> & 101 kehadiran",
        lesson="Kami melatih 5.000 kader.",
    )
    row.refresh_from_db()
    shown = page(world, row, world.manager)
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert()&lt;/script&gt; &amp; 101 kehadiran" in shown
    assert "tidak ada dalam angka terverifikasi: 5.000." in shown


def test_without_words_the_numbers_speak(world: World) -> None:
    shown = page(world, world.prepared(), world.manager)
    assert "101 kehadiran, dengan skor" in shown
    assert "Kehadiran memuncak pada November" in shown


@pytest.mark.parametrize("field", ["headline", "lesson"])
def test_words_that_do_not_fit_are_refused(world: World, field: str) -> None:
    with pytest.raises(UnfitUpdate) as refused:
        write(world.prepared(), **{field: "a" * 601})
    assert refused.value.field == field


def test_two_who_word_at_once_do_not_overwrite_each_other(world: World) -> None:
    row = world.prepared()
    write(row, headline="Pertama")
    with pytest.raises(WrongState):
        edit_update_words(
            by=None,
            update=row,
            words=UpdateWords(headline="Kedua"),
            testimonies=[],
            products=[],
            revision=row.revision,
        )


def test_no_form_takes_a_number(world: World) -> None:
    row = world.prepared()
    before = numbers_of(row)
    client = Client()
    client.force_login(world.manager)
    answer = client.post(
        reverse("meetings:update_edit", args=[world.slug, row.pk]),
        {
            "headline": "Kata baru",
            "revision": "1",
            "numbers": '{"figures": {"attendances": 9999}}',
            "attendances": "9999",
            "first_month": "2020-01-01",
        },
    )
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.headline == "Kata baru"
    assert row.first_month == dt.date(2022, 1, 1)
    assert numbers_of(row) == before


def test_a_testimony_is_shown_only_as_long_as_its_consent_lasts(world: World) -> None:
    def told(scope: str, quote: str) -> Any:
        return record_testimony(
            by=None,
            library=world.village,
            alias="Bu Sari",
            quote=quote,
            told_on=dt.date(2022, 11, 1),
            consent=Consent(scope, dt.date(2022, 11, 1)),
        )

    open_, inner = told("public", "Untuk semua"), told("meeting", "Untuk pertemuan")
    told("internal", "Untuk petugas")
    row = world.prepared()
    publish_update(by=None, update=row)
    everybody, inside = page(world, row), page(world, row, world.manager)
    assert "Untuk semua" in everybody
    assert "Untuk pertemuan" not in everybody
    assert "Untuk pertemuan" in inside
    assert "Untuk petugas" not in inside
    withdraw_consent(by=None, story=open_)
    withdraw_consent(by=None, story=inner)
    assert "Untuk semua" not in page(world, row)
    assert "kisah" not in page(world, row, world.manager)


def test_another_librarys_testimony_is_not_its_to_show(world: World) -> None:
    strange = record_testimony(
        by=None,
        library=world.others[0],
        alias="Pak Darto",
        quote="Lain",
        told_on=dt.date(2022, 11, 1),
        consent=Consent("public", dt.date(2022, 11, 1)),
    )
    row = world.prepared()
    with pytest.raises(UnfitUpdate):
        edit_update_words(
            by=None,
            update=row,
            words=UpdateWords(),
            testimonies=[strange],
            products=[],
            revision=row.revision,
        )


# --- who may ------------------------------------------------------------------


def test_only_published_updates_are_everybodys(world: World) -> None:
    row = world.prepared()
    address = reverse("meetings:update_show", args=[world.slug, row.pk])
    assert Client().get(address).status_code == 404
    listed = reverse("meetings:update_list", args=[world.slug])
    assert world.village.name not in Client().get(listed).content.decode()
    publish_update(by=world.manager, update=row)
    assert Client().get(address).status_code == 200
    assert world.village.name in Client().get(listed).content.decode()
    with pytest.raises(WrongState):
        publish_update(by=world.manager, update=row)
    withdraw_update(by=world.manager, update=row)
    assert Client().get(address).status_code == 404
    with pytest.raises(WrongState):
        withdraw_update(by=world.manager, update=row)


def test_everybody_sees_no_small_count_and_insiders_see_all(world: World) -> None:
    row = world.prepared()
    publish_update(by=None, update=row)
    everybody, inside = page(world, row), page(world, row, world.manager)
    assert "perempuan: 98" in inside
    assert "perempuan: 98" not in everybody
    assert "perempuan: disembunyikan demi privasi" in everybody
    assert "Jumlah di bawah 5 orang disembunyikan demi privasi." in everybody


@pytest.mark.parametrize(
    ("person", "words", "freezes"),
    [
        ("manager", True, True),
        ("facilitator", True, False),
        ("committee", True, False),
        ("stranger", False, False),
        ("nation", True, True),
    ],
)
def test_who_words_and_who_freezes(
    world: World, person: str, words: bool, freezes: bool
) -> None:
    row, user = world.prepared(), getattr(world, person)
    publish_update(by=None, update=row)
    client = Client()
    client.force_login(user)
    edit = client.get(reverse("meetings:update_edit", args=[world.slug, row.pk]))
    assert edit.status_code == (200 if words else 403)
    anew = client.post(
        reverse("meetings:update_refresh", args=[world.slug, row.pk]), {"reason": "Uji"}
    )
    assert anew.status_code == (302 if freezes else 403)
    if not words:
        with pytest.raises(OutOfScope):
            write(row, user, headline="Tidak")
    if not freezes:
        with pytest.raises(OutOfScope):
            refresh_update(by=user, update=row, reason="Tidak")
        with pytest.raises(OutOfScope):
            withdraw_update(by=user, update=row)


def test_a_library_prepares_its_own_update_and_no_other(world: World) -> None:
    with pytest.raises(OutOfScope):
        prepare_update(by=world.stranger, session=world.session, library=world.village)
    client = Client()
    address = reverse("meetings:update_prepare", args=[world.slug])
    client.force_login(world.stranger)
    assert client.post(address).status_code == 403
    client.force_login(world.manager)
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 302, "pressed twice"
    (row,) = AchievementUpdate.objects.all()
    assert (row.library, row.prepared_by) == (world.village, world.manager)


# --- page and paper -----------------------------------------------------------


def test_every_slide_leads_on_by_anchors_alone(world: World) -> None:
    shown = page(world, world.prepared(), world.manager)
    for here, there in (("mitra", "angka"), ("tren", "sebaya"), ("sebaya", "lanjut")):
        slide = shown.split(f'id="{here}"')[1].split("</section>")[0]
        assert f'href="#{there}" rel="next"' in slide
    assert "<script" not in shown.split("<main")[1]
    assert shown.count('class="plot') == 2


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", ("Jumlah hadir", "Lampu", "peringkat 5 dari 7", "November 2022")),
        ("en", ("Attendances", "Light", "rank 5 of 7", "November 2022")),
    ],
)
def test_page_and_paper_say_the_same_in_both_languages(
    world: World, language: str, words: tuple[str, ...]
) -> None:
    row = world.prepared()
    client = Client()
    client.force_login(world.manager)
    client.cookies[project.LANGUAGE_COOKIE_NAME] = language
    shown = client.get(reverse("meetings:update_show", args=[world.slug, row.pk]))
    paper = client.get(reverse("meetings:update_pdf", args=[world.slug, row.pk]))
    assert paper["Content-Type"] == "application/pdf"
    printed = text_of(paper.content)
    for word in (*words, "101", "40", "61", world.village.name):
        assert word in shown.content.decode()
        assert word in printed


def test_paper_of_a_demonstration_says_so(world: World, settings: Settings) -> None:
    row = world.prepared()
    client = Client()
    client.force_login(world.nation)
    address = reverse("meetings:update_pdf", args=[world.slug, row.pk])
    for is_demonstration in (True, False):
        settings.DEMONSTRATION = is_demonstration
        printed = text_of(client.get(address).content)
        assert ("Data demonstrasi" in printed) == is_demonstration


def test_paper_is_wide_and_hides_what_the_public_page_hides(world: World) -> None:
    row = world.prepared()
    publish_update(by=None, update=row)
    paper = Client().get(reverse("meetings:update_pdf", args=[world.slug, row.pk]))
    printed = text_of(paper.content)
    assert "disembunyikan demi privasi" in printed
    assert "perempuan: 98" not in printed
    pages = PdfReader(io.BytesIO(paper.content)).pages
    assert len(pages) == 6
    wide, high = pages[0].mediabox.width, pages[0].mediabox.height
    assert round(wide / high, 2) == round(16 / 9, 2)


def test_a_library_without_reports_presents_its_silence(world: World) -> None:
    silent = add_library("35.22.01.2009")
    person = make_participant(world.session.meeting, library=silent)
    Speaker.objects.create(session=world.session, participant=person, name="Bu Uji")
    row = world.prepared(silent)
    shown = page(world, row, world.nation)
    assert "Ini tidak sama dengan nol." in shown
    assert "Belum melapor bukan merah" in shown
    client = Client()
    client.force_login(world.nation)
    paper = client.get(reverse("meetings:update_pdf", args=[world.slug, row.pk]))
    assert "Ini tidak sama dengan nol." in text_of(paper.content)


def test_the_agenda_and_the_committee_lead_to_the_updates(world: World) -> None:
    address = reverse("meetings:update_list", args=[world.slug])
    assert (
        address
        in Client()
        .get(reverse("meetings:meeting_show", args=[world.slug]))
        .content.decode()
    )
    client = Client()
    client.force_login(world.nation)
    home = client.get(reverse("meetings:committee_home", args=[world.slug]))
    assert address in home.content.decode()

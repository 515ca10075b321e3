"""Action plans: written, followed by the library's own reports, reminded of."""

import datetime as dt
import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from email import policy

import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from sinergi.accounts.models import User
from sinergi.analytics.engine import close_engines
from sinergi.analytics.services import rebuild
from sinergi.indicators.tests.builders import (
    add_activity,
    add_library,
    add_regions,
    add_scheme,
)
from sinergi.meetings.errors import OutOfScope, UnfitPlan, WrongState
from sinergi.meetings.followup import Verdict
from sinergi.meetings.forms.after import typed_number
from sinergi.meetings.models import ActionPlan, Delegation, ReminderOptOut
from sinergi.meetings.queries.followup import movement_of
from sinergi.meetings.queries.plans import suggestions_for
from sinergi.meetings.services.plans import (
    BulkPlan,
    PlanContent,
    opt_out_token,
    remind_of_plans,
    write_plan,
    write_plans,
)
from sinergi.meetings.tests.factories import make_meeting
from sinergi.network.enums import Role
from sinergi.network.models import Library
from sinergi.network.tests.factories import make_person
from sinergi.notices.models import OutgoingMail
from sinergi.notices.services import send_due_mail
from sinergi.notices.tests.smtp import Postbox, smtp_server

pytestmark = pytest.mark.django_db
INVOLVEMENT = "activities_community_involvement"


@pytest.fixture(autouse=True)
def _own_engine() -> Iterator[None]:
    translation.activate(project.LANGUAGE_CODE)
    yield
    close_engines()


@dataclass
class World:
    """A meeting with two delegations, and people around them."""

    own: Delegation
    strange: Delegation
    manager: User
    neighbour: User
    host: User

    @property
    def library(self) -> Library:
        """The own delegation's library."""
        assert self.own.library is not None
        return self.own.library


@pytest.fixture
def world(settings: Settings) -> World:
    settings.DEMONSTRATION_TODAY = dt.date(2022, 12, 31)
    add_regions()
    add_scheme()
    meeting = make_meeting()
    libraries = [add_library("35.22.01.2001"), add_library("93.01", "regency")]
    own, strange = (
        Delegation.objects.create(
            meeting=meeting,
            kind="partner",
            library=library,
            name=library.name,
            participant_type="village_library",
        )
        for library in libraries
    )
    for month in (9, 10, 11):
        add_activity(libraries[0], dt.date(2022, month, 5), evidence=True)
    add_activity(libraries[0], dt.date(2022, 11, 6), evidence=True)
    rebuild()
    return World(
        own=own,
        strange=strange,
        manager=make_person(Role.VILLAGE_MANAGER, library=libraries[0]),
        neighbour=make_person(Role.REGENCY_OFFICER, region="93.01"),
        host=make_person(Role.NATIONAL_TEAM),
    )


CONTENT = PlanContent(
    what="Membuka kelas usaha rumahan",
    measure=INVOLVEMENT,
    target_value=Decimal(2),
    due_on=dt.date(2023, 6, 30),
    contact_name="Ibu Siti",
    contact_email="Siti@contoh.id",
)


def written(world: World, **fields: object) -> ActionPlan:
    return write_plan(
        by=world.manager,
        delegation=world.own,
        content=replace(CONTENT, **fields),  # type: ignore[arg-type]
    )


def test_the_baseline_is_the_mean_of_the_reported_months(world: World) -> None:
    plan = written(world)
    assert plan.baseline_value == Decimal("1.33")
    assert (plan.baseline_first, plan.baseline_last) == (
        dt.date(2021, 12, 1),
        dt.date(2022, 11, 1),
    )


def test_reports_of_the_next_months_show_whether_it_moved(world: World) -> None:
    plan = written(world)
    found = movement_of(plan)
    assert (found.verdict, found.after, found.reported) == (Verdict.NO_DATA, None, 0)
    add_activity(world.library, dt.date(2022, 12, 20))  # the month of the meeting
    waiting = add_activity(world.library, dt.date(2023, 2, 5), state="submitted")
    rebuild()
    assert movement_of(plan).verdict is Verdict.NO_DATA
    type(waiting).objects.filter(pk=waiting.pk).delete()
    add_activity(world.library, dt.date(2023, 2, 5))
    rebuild()
    found = movement_of(plan)
    assert (found.verdict, found.after, found.reported) == (
        Verdict.NOT_YET,
        Decimal(1),
        1,
    )
    assert found.rows == [(dt.date(2023, 2, 1), Decimal(1))]
    for _ in range(2):
        add_activity(world.library, dt.date(2023, 3, 5))
    rebuild()
    assert movement_of(plan).verdict is Verdict.MOVED
    for _ in range(2):
        add_activity(world.library, dt.date(2023, 3, 6))
    rebuild()
    found = movement_of(plan)
    assert (found.verdict, found.after, found.reported) == (
        Verdict.REACHED,
        Decimal("2.50"),
        2,
    )
    assert found.months == 12


def test_a_month_reported_without_the_kind_counts_as_nought(world: World) -> None:
    plan = written(world)
    add_activity(world.library, dt.date(2023, 2, 5))
    add_activity(world.library, dt.date(2023, 3, 5), strategy="advocacy")
    rebuild()
    assert movement_of(plan).after == Decimal("0.50")


def test_shares_compare_sums_and_money_is_in_rupiah(world: World) -> None:
    share = written(world, measure="evidence_share", target_value=Decimal(90))
    assert share.baseline_value == 100
    add_activity(world.library, dt.date(2023, 2, 5), evidence=True)
    for _ in range(2):
        add_activity(world.library, dt.date(2023, 3, 5), cost="250000.00")
    rebuild()
    assert movement_of(share).after == Decimal("33.33")
    money = written(world, measure="cost_village_fund", target_value=Decimal(100))
    found = movement_of(money)
    assert (found.after, found.reported) == (Decimal(500_000), 1)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"what": "  "}, "what"),
        ({"measure": "distinct_fields"}, "measure"),
        ({"measure": "partners"}, "measure"),
        ({"measure": "ngawur"}, "measure"),
        ({"target_value": Decimal(-1)}, "target_value"),
        ({"due_on": dt.date(2022, 12, 6)}, "due_on"),
        ({"due_on": dt.date(2024, 1, 1)}, "due_on"),
        ({"contact_email": "bukan surel"}, "contact_email"),
    ],
)
def test_a_plan_that_cannot_be(
    world: World, fields: dict[str, object], field: str
) -> None:
    with pytest.raises(UnfitPlan) as error:
        written(world, **fields)
    assert error.value.field == field
    assert ActionPlan.objects.count() == 0


def test_one_plan_for_an_indicator_and_only_ones_own(world: World) -> None:
    plan = written(world)
    with pytest.raises(UnfitPlan):
        written(world)
    with pytest.raises(OutOfScope):
        write_plan(by=world.neighbour, delegation=world.own, content=CONTENT)
    changed = write_plan(
        by=world.manager,
        delegation=world.own,
        content=replace(CONTENT, target_value=Decimal(3)),
        plan=plan,
    )
    assert (changed.pk, changed.target_value) == (plan.pk, Decimal(3))
    assert changed.baseline_value == Decimal("1.33")


def test_guests_and_meetings_in_preparation_have_no_plans(world: World) -> None:
    guest = Delegation.objects.create(
        meeting=world.own.meeting,
        kind="office",
        name="Bappenas",
        participant_type="guest",
    )
    with pytest.raises(UnfitPlan):
        write_plan(by=None, delegation=guest, content=CONTENT)
    world.own.meeting.state = "draft"
    with pytest.raises(WrongState):
        write_plan(by=None, delegation=world.own, content=CONTENT)


def test_many_are_written_or_none(world: World) -> None:
    rows = [
        BulkPlan(world.own, CONTENT, Decimal("1.33")),
        BulkPlan(world.strange, replace(CONTENT, what=""), None),
    ]
    with pytest.raises(UnfitPlan):
        write_plans(by=None, meeting=world.own.meeting, rows=rows)
    assert ActionPlan.objects.count() == 0
    rows[1] = BulkPlan(world.strange, CONTENT, None)
    assert len(write_plans(by=None, meeting=world.own.meeting, rows=rows)) == 2


def test_the_worst_lights_are_suggested_first(world: World) -> None:
    found = suggestions_for(world.library, world.own.meeting)
    assert [(one.measure, one.colour) for one in found] == [
        (INVOLVEMENT, "red"),
        ("evidence_share", "green"),
    ]


def address(name: str, world: World, *args: object) -> str:
    return reverse(f"meetings:{name}", args=[world.own.meeting.slug, *args])


def form(**fields: str) -> dict[str, str]:
    return {
        "measure": INVOLVEMENT,
        "what": "Membuka kelas",
        "target_value": "2,5",
        "due_on": "30/06/2023",
    } | fields


def test_a_delegation_writes_its_plan_on_the_phone(
    world: World, client: Client
) -> None:
    client.force_login(world.manager)
    page = client.get(address("plan_write", world, world.own.pk)).content.decode()
    assert re.search(rf'value="{INVOLVEMENT}"[^>]*checked', page)
    assert "Merah · 1,33 per bulan" in page
    target = address("plan_write", world, world.own.pk)
    assert client.post(target, form(target_value="banyak")).status_code == 422
    answer = client.post(
        target,
        form(practice_library=world.strange.library.name),  # type: ignore[union-attr]
    )
    plan = ActionPlan.objects.get()
    assert answer["Location"] == address("plan", world, plan.pk)
    assert plan.target_value == Decimal("2.5")
    assert plan.practice_library == world.strange.library
    shown = client.get(answer["Location"]).content.decode()
    assert "2,5 per bulan" in shown
    assert "Belum ada data" in shown
    change = address("plan_change", world, plan.pk)
    assert 'value="2,5"' in client.get(change).content.decode()
    assert client.post(change, form(measure="lain")).status_code == 422
    client.post(change, form(measure="lain", other_measure="attendances"))
    plan.refresh_from_db()
    assert (plan.measure, plan.baseline_value) == ("attendances", Decimal("13.33"))


def test_a_library_that_is_not_clear_is_asked_again(
    world: World, client: Client
) -> None:
    client.force_login(world.manager)
    target = address("plan_write", world, world.own.pk)
    for typed, words in (("Perpustakaan", "Beberapa cocok"), ("Xyz", "Tidak ada")):
        answer = client.post(target, form(practice_library=typed))
        assert (answer.status_code, words in answer.content.decode()) == (422, True)


def statuses(world: World, target: str) -> list[int]:
    found = []
    for user in (None, world.neighbour, world.manager, world.host):
        client = Client()
        if user:
            client.force_login(user)
        found.append(client.get(target).status_code)
    return found


def test_who_may_see_and_write_plans(world: World) -> None:
    plan = written(world)
    assert statuses(world, address("plan", world, plan.pk)) == [302, 404, 200, 200]
    assert statuses(world, address("plan_change", world, plan.pk)) == [
        302,
        404,
        200,
        200,
    ]
    assert statuses(world, address("plan_list", world)) == [302, 200, 200, 200]
    assert statuses(world, address("meeting_results", world)) == [200] * 4
    client = Client()
    client.force_login(world.neighbour)
    assert plan.what not in client.get(address("plan_list", world)).content.decode()
    assert client.post(address("plan_remove", world, plan.pk)).status_code == 404
    client.force_login(world.manager)
    client.post(address("plan_remove", world, plan.pk))
    assert not ActionPlan.objects.exists()


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({}, {"own", "strange"}),
        ({"provinsi": "35"}, {"own"}),
        ({"jenis": "regency"}, {"strange"}),
        ({"indikator": "attendances"}, {"strange"}),
        ({"hasil": "no_data"}, {"strange"}),
        ({"hasil": "not_yet"}, {"own"}),
        ({"cari": "sumberarum"}, {"own"}),
        ({"cari": "tidak ada"}, set()),
    ],
)
def test_the_committee_filters_and_downloads(
    world: World, client: Client, asked: dict[str, str], shown: set[str]
) -> None:
    written(world, what="Rencana own")
    write_plan(
        by=None,
        delegation=world.strange,
        content=replace(CONTENT, what="Rencana strange", measure="attendances"),
    )
    add_activity(world.library, dt.date(2023, 2, 5))
    rebuild()
    client.force_login(world.host)
    page = client.get(address("plan_list", world), asked).content.decode()
    assert set(re.findall(r">Rencana (\w+)<", page)) == shown
    answer = client.get(address("plan_download", world, "csv"), asked)
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert set(re.findall(r"Rencana (\w+)", text)) == shown
    answer = client.get(address("plan_download", world, "xlsx"), asked)
    assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    world: World, client: Client, count: int, django_assert_max_num_queries: object
) -> None:
    measures = (INVOLVEMENT, "attendances", "activities_advocacy")
    for measure in measures[:count]:
        written(world, measure=measure)
    client.force_login(world.host)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        client.get(address("plan_list", world))


def test_results_for_everybody_name_nobody(world: World, client: Client) -> None:
    written(world, what="Rencana rahasia")
    page = client.get(address("meeting_results", world)).content.decode()
    assert "Kegiatan pelibatan masyarakat" in page
    assert "Rencana rahasia" not in page
    assert world.own.name not in page


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2,5", "2.5"),
        ("2.5", "2.5"),
        ("1.000", "1000"),
        ("1.000.000,5", "1000000.5"),
        ("90%", "90"),
        ("1,000", None),
        ("-2", None),
        ("", None),
        ("1e9", None),
    ],
)
def test_typed_number(text: str, value: str | None) -> None:
    assert typed_number(text) == (None if value is None else Decimal(value))


@pytest.fixture
def box(settings: Settings) -> Iterator[Postbox]:
    with smtp_server() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        settings.EMAIL_TIMEOUT = 5
        yield box


def letter(raw: str) -> tuple[str, str]:
    message = email.message_from_string(raw, policy=policy.default)
    body = message.get_payload(decode=True)
    assert isinstance(body, bytes)
    return str(message["Subject"]), body.decode()


def test_reminders_leave_once_in_the_language_of_the_plan(
    world: World, settings: Settings, box: Postbox, client: Client
) -> None:
    written(world)
    written(
        world, measure="attendances", language="en", contact_email="wayan@contoh.id"
    )
    settings.DEMONSTRATION_TODAY = dt.date(2023, 5, 1)
    call_command("meeting_reminders")
    assert send_due_mail() == 0
    settings.DEMONSTRATION_TODAY = dt.date(2023, 5, 31)
    for _day in range(2):
        call_command("meeting_reminders")
        send_due_mail()
    assert len(box.letters) == 2
    (subject, body), (other, english) = map(letter, box.letters)
    assert subject == (
        'Sinergi: rencana "Membuka kelas usaha rumahan" jatuh tempo 30 Juni 2023. '
        "Indikator kini belum ada data dari target 2 per bulan."
    )
    assert body.startswith("Yth. Bapak/Ibu Ibu Siti,")
    assert address("plan", world, ActionPlan.objects.earliest("pk").pk) in body
    assert other == (
        'Sinergi: plan "Membuka kelas usaha rumahan" is due 30 June 2023. '
        "The indicator is at no data of 2 a month."
    )
    assert english.startswith("Dear Ibu Siti,")
    stop = re.search(r"http\S*(/rencana/berhenti/\S+)", body)
    assert stop is not None
    assert client.get(stop[1]).status_code == 200
    assert not ReminderOptOut.objects.exists()
    assert client.post(stop[1]).status_code == 200
    settings.DEMONSTRATION_TODAY = dt.date(2023, 6, 23)
    call_command("meeting_reminders")
    assert send_due_mail() == 1
    assert "To: wayan@contoh.id" in box.letters[2]


def test_a_day_without_the_timer_loses_no_reminder(
    world: World, settings: Settings
) -> None:
    written(world)
    settings.DEMONSTRATION_TODAY = dt.date(2023, 6, 25)
    assert remind_of_plans().letters == 1
    settings.DEMONSTRATION_TODAY = dt.date(2023, 7, 2)
    remind_of_plans()
    keys = OutgoingMail.objects.order_by("pk").values_list("key", flat=True)
    assert [key.rpartition("-")[2] for key in keys] == ["7", "0"]


def test_nobody_is_reminded_of_what_is_reached(
    world: World, settings: Settings
) -> None:
    written(world, target_value=Decimal(1))
    add_activity(world.library, dt.date(2023, 2, 5))
    rebuild()
    settings.DEMONSTRATION_TODAY = dt.date(2023, 6, 30)
    assert remind_of_plans().letters == 0


def test_forged_links_stop_nothing(client: Client) -> None:
    good = opt_out_token("siti@contoh.id")
    for token in ("ngawur", good[:-1] + ("A" if good[-1] != "A" else "B")):
        target = reverse("meetings:reminders_stop", args=[token])
        assert client.post(target).status_code == 404
    assert not ReminderOptOut.objects.exists()

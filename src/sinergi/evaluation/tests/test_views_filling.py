"""The web page of a questionnaire: one part at a time, kept, sent once."""

import pytest
from django.test import Client
from django.urls import reverse

from sinergi.evaluation.enums import Flag, StudyState, UnitState
from sinergi.evaluation.models import Instrument, Response, WebCopy
from sinergi.evaluation.services.collecting import make_links
from sinergi.evaluation.services.instruments import close_instrument, field_instrument
from sinergi.evaluation.tests.factories import make_study
from sinergi.evaluation.tests.forms import asked, make_instrument, make_unit
from sinergi.network.enums import Role
from sinergi.reports.tests.factories import make_person

pytestmark = pytest.mark.django_db

LINES = (
    asked("start", "start"),
    asked("begin_group", "one", label="Bagian satu"),
    asked("text", "sample_code", required="yes"),
    asked("select_one yes_no", "member", required="yes"),
    asked(
        "integer",
        "visits",
        required="yes",
        relevant="${member} = '1'",
        constraint=". <= 31",
        constraint_message="Paling banyak 31 kali.",
    ),
    asked("end_group", ""),
    asked("begin_group", "two", relevant="${member} = '1'"),
    asked("note", "sum", label="Anda datang ${visits} kali."),
    asked("select_one scale", "item", variable="goal", required="yes"),
    asked("end_group", ""),
)


@pytest.fixture
def instrument() -> Instrument:
    return make_instrument(make_study(state=StudyState.FIELDING), *LINES)


def page(token: str, number: int) -> str:
    return reverse("evaluation:fill_page", args=[token, number])


def begin(client: Client, token: str) -> str:
    answer = client.post(reverse("evaluation:fill_start", args=[token]))
    assert answer.status_code == 302
    return WebCopy.objects.latest("pk").token


def test_a_villager_answers_part_by_part_and_sends_once(
    client: Client, instrument: Instrument
) -> None:
    unit = make_unit(instrument.study, code="D-001")
    make_links(by=make_person(Role.EVALUATOR), instrument=instrument)
    token = WebCopy.objects.get(unit=unit).token
    assert unit.label in client.get(f"/isi/{token}/").content.decode()
    begin(client, token)
    first = client.get(page(token, 1)).content.decode()
    assert "member?" in first
    assert "sample_code" not in first  # the link knows the unit
    assert "visits?" not in first

    opened = client.post(page(token, 1), {"q-member": "1"})
    assert opened.status_code == 200
    assert "visits?" in opened.content.decode()
    wrong = client.post(page(token, 1), {"q-member": "1", "q-visits": "99"})
    assert wrong.status_code == 422
    assert "Paling banyak 31 kali." in wrong.content.decode()
    moved = client.post(page(token, 1), {"q-member": "1", "q-visits": "12"})
    assert moved["Location"] == page(token, 2)
    assert "Anda datang 12 kali." in client.get(page(token, 2)).content.decode()

    back = client.post(page(token, 2), {"q-item": "4", "back": "1"})
    assert back["Location"] == page(token, 1)
    assert 'value="12"' in client.get(page(token, 1)).content.decode()
    assert "checked" in client.get(page(token, 2)).content.decode()

    for _repeat in range(2):
        sent = client.post(page(token, 2), {"q-item": "4"}, follow=True)
        assert sent.status_code == 200
    response = Response.objects.get()
    assert response.answers["item"] == 4
    assert response.answers["visits"] == 12
    assert response.answers["sample_code"] == "D-001"
    assert response.unit == unit
    assert response.flags == []
    assert response.checked_at
    assert response.duration_seconds is not None
    unit.refresh_from_db()
    assert unit.state == UnitState.ANSWERED
    assert WebCopy.objects.get().answers == {}


def test_a_public_link_begins_a_copy_for_each_and_skips_what_is_not_asked(
    client: Client, instrument: Instrument
) -> None:
    token = begin(client, instrument.web_token)
    assert token != begin(client, instrument.web_token)
    make_unit(instrument.study, code="D-009")
    answers = {"q-member": "0", "q-sample_code": "d-009"}
    sent = client.post(page(token, 1), answers)
    assert sent["Location"] == reverse("evaluation:fill_done", args=[token])
    response = Response.objects.get()
    assert response.answers["member"] == 0
    assert "item" not in response.answers
    assert response.unit.code == "D-009"


def test_who_is_in_no_sample_is_taken_in_and_flagged(
    client: Client, instrument: Instrument
) -> None:
    token = begin(client, instrument.web_token)
    client.post(page(token, 1), {"q-member": "0", "q-sample_code": "X"})
    assert Response.objects.get().flags == [Flag.OUTSIDE_SAMPLE]


def test_what_is_required_is_asked_for_at_its_field(
    client: Client, instrument: Instrument
) -> None:
    token = begin(client, instrument.web_token)
    answer = client.post(page(token, 1), {"q-member": "7"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_q-sample_code"' in text
    assert 'href="#id_q-member"' in text
    assert not Response.objects.exists()


def test_sending_leads_to_what_was_left_out(
    client: Client, instrument: Instrument
) -> None:
    token = begin(client, instrument.web_token)
    WebCopy.objects.filter(token=token).update(answers={"member": "1", "visits": "3"})
    sent = client.post(page(token, 2), {"q-item": "4"})
    assert sent["Location"].startswith(f"{page(token, 1)}?periksa=1")
    shown = client.get(f"{page(token, 1)}?periksa=1")
    assert shown.status_code == 422
    assert not Response.objects.exists()


def test_closed_and_unknown_questionnaires_say_so(
    client: Client, instrument: Instrument
) -> None:
    evaluator = make_person(Role.EVALUATOR)
    token = begin(client, instrument.web_token)
    newer = make_instrument(instrument.study, *LINES, is_fielded=False)
    newer = field_instrument(by=evaluator, instrument=newer)
    for address in (f"/isi/{instrument.web_token}/", page(token, 1)):
        answer = client.get(address)
        assert answer.status_code == 410
        assert newer.web_token in answer.content.decode()
    assert client.post(page(token, 1), {"q-member": "0"}).status_code == 410
    close_instrument(by=evaluator, instrument=newer)
    assert client.get(f"/isi/{newer.web_token}/").status_code == 410
    assert client.get("/isi/tidakada/").status_code == 404
    assert client.get(page("tidakada", 1)).status_code == 404
    assert not Response.objects.exists()


def test_a_form_for_collect_alone_is_not_opened(client: Client) -> None:
    study = make_study(state=StudyState.FIELDING)
    instrument = make_instrument(study, asked("geopoint", "where"))
    answer = client.get(f"/isi/{instrument.web_token}/")
    assert answer.status_code == 410
    assert "KoboCollect" in answer.content.decode()


def test_words_of_a_form_are_never_markup(client: Client) -> None:
    study = make_study(state=StudyState.FIELDING)
    line = asked("text", "q", label="<script>1</script>", hint="<b>x</b>")
    instrument = make_instrument(study, line)
    token = begin(client, instrument.web_token)
    text = client.get(page(token, 1)).content.decode()
    assert "<script>1" not in text
    assert "<b>x</b>" not in text

"""Field work: its counts against a plain reckoning, its pages, its people."""

import base64
import datetime as dt
import json
import random
import re
import statistics
import zlib
from collections import Counter
from collections.abc import Sequence

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sinergi.accounts.models import User
from sinergi.audit.models import AuditEntry
from sinergi.evaluation.collect import settings_code
from sinergi.evaluation.enums import StudyState, UnitState
from sinergi.evaluation.errors import OutOfScope, UnfitResponse, UnfitStudy
from sinergi.evaluation.models import (
    Instrument,
    Response,
    SampleUnit,
    Stratum,
    Study,
)
from sinergi.evaluation.queries.progress import median_of_counts, progress_of
from sinergi.evaluation.services.exclusion import exclude_response, include_response
from sinergi.evaluation.services.intake import Submission, take_submission
from sinergi.evaluation.services.interviewers import add_interviewers, ha1
from sinergi.evaluation.services.queue import check_waiting
from sinergi.evaluation.statistics.quality import intraclass_correlation
from sinergi.evaluation.tests.factories import make_study
from sinergi.evaluation.tests.xforms import filled, make_instrument
from sinergi.evaluation.views.bars import bars_of
from sinergi.network.enums import Role
from sinergi.reports.tests.factories import make_person

NOON = dt.datetime(2022, 12, 1, 5, tzinfo=dt.UTC)


@pytest.fixture
def study(db: None) -> Study:
    study = make_study(state=StudyState.FIELDING)
    make_instrument(study)
    return study


@pytest.fixture
def evaluator(study: Study) -> User:
    return make_person(Role.EVALUATOR)


@pytest.fixture
def page(evaluator: User) -> Client:
    client = Client()
    client.force_login(evaluator)
    return client


def make_units(study: Study, states: Sequence[str]) -> list[SampleUnit]:
    stratum = Stratum.objects.create(
        study=study, order=1, key="desa", label="Desa", population_count=100
    )
    return [
        SampleUnit.objects.create(
            study=study,
            stratum=stratum,
            code=f"D-{number}",
            label=f"Perpustakaan {number}",
            order=number,
            probability=0.5,
            weight=2,
            state=state,
        )
        for number, state in enumerate(states)
    ]


def make_responses(study: Study, count: int) -> list[Response]:
    """Responses as checks leave them, from a seed."""
    chance, instrument = random.Random(7), Instrument.objects.get(study=study)
    choices = [[], ["speeder"], ["straight_lining", "speeder"], ["late"]]
    return [
        Response.objects.create(
            instrument=instrument,
            instance_id=f"uuid:{number}",
            digest="0" * 64,
            source="openrosa",
            interviewer=chance.choice(["siti", "budi", ""]),
            flags=chance.choice(choices),
            item_mean=chance.choice([None, 2.5, 3.1, 4.9]),
            duration_seconds=chance.choice([None, 59, 60, 600, 1300]),
            received_on=NOON.date() + dt.timedelta(days=chance.choice([0, 0, 3])),
            checked_at=NOON,
        )
        for number in range(count)
    ]


def test_progress_counts_as_a_plain_reckoning_does(study: Study) -> None:
    add_interviewers(by=None, study=study, names=["Siti"])
    rows = make_responses(study, 60)
    Response.objects.filter(pk=rows[0].pk).update(excluded_reason="uji")
    Response.objects.filter(pk=rows[1].pk).update(superseded_at=NOON)
    Response.objects.filter(pk=rows[2].pk).update(checked_at=None)
    rows = rows[2:]
    found = progress_of(study, "effectiveness")
    assert (found.responses, found.excluded, found.superseded) == (58, 1, 1)
    assert found.unchecked == 1
    assert found.flags == Counter(flag for row in rows for flag in row.flags)
    assert found.flagged == sum(bool(row.flags) for row in rows)
    days = Counter(row.received_on for row in rows)
    first = NOON.date()
    assert found.days == [
        (day, days[day]) for day in (first + dt.timedelta(n) for n in range(4))
    ]
    named = [row for row in rows if row.interviewer]
    assert found.icc == pytest.approx(
        intraclass_correlation(
            [row.item_mean or float("nan") for row in named],
            [row.interviewer for row in named],
        )
    )
    for one in found.interviewers:
        own = [row for row in named if row.interviewer == one.username]
        times = [-(-row.duration_seconds // 60) for row in own if row.duration_seconds]
        means = [row.item_mean for row in own if row.item_mean]
        speeders = sum("speeder" in row.flags for row in own)
        assert one.count == len(own)
        assert one.median_minutes == statistics.median(times)
        assert one.mean == pytest.approx(statistics.mean(means))
        assert one.speeder_ratio == speeders / len(own)
    assert sorted(one.name for one in found.interviewers) == ["Siti", "budi"]


@pytest.mark.parametrize(
    "values", [[1], [1, 2], [1, 1, 5], [1, 2, 2, 9], [3, 3, 3, 3, 4, 4, 4, 4]]
)
def test_the_median_of_counts_is_that_of_the_values(values: list[int]) -> None:
    counts = sorted(Counter(values).items())
    assert median_of_counts(counts) == statistics.median(values)


def test_strata_tell_what_became_of_their_units(study: Study) -> None:
    states = ["answered", "answered", "refused", "unreachable", "open"]
    units = make_units(study, states)
    reserve = {"role": "replacement", "state": UnitState.RESERVE, "code": "R"}
    SampleUnit.objects.create(
        **{f: getattr(units[0], f) for f in ("study", "stratum", "label", "order")},
        probability=1,
        weight=1,
        **reserve,
    )
    total = progress_of(study, "effectiveness").total
    assert (total.drawn, total.answered, total.refused) == (5, 2, 1)
    assert (total.unreachable, total.open, total.rate) == (1, 1, 0.4)
    assert progress_of(make_study(), "effectiveness").total.rate is None


def test_bars_fill_the_height_and_keep_few_days_narrow() -> None:
    day = NOON.date()
    (first, last) = bars_of([(day, 2), (day, 4)])
    assert (first.x, first.height, last.height) == ("0.000%", "50.00%", "100.00%")
    assert last.x == f"{100 / 14:.3f}%"
    assert bars_of([]) == []


def test_the_page_is_live_while_answers_come(study: Study, page: Client) -> None:
    make_units(study, ["answered", "open"])
    make_responses(study, 30)
    address = f"/evaluasi/{study.slug}/lapangan/"
    whole = page.get(address).content.decode()
    assert "50,0% sampel sudah menjawab" in whole
    assert 'hx-trigger="every 10s"' in whole
    part = page.get(address, headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<div id="lapangan"')
    assert part.rstrip() in whole
    Study.objects.update(state=StudyState.CLOSED)
    assert "hx-trigger" not in page.get(address).content.decode()


def test_the_page_asks_as_often_for_many_as_for_few(
    study: Study, page: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_units(study, ["answered"] * 3)
    address = f"/evaluasi/{study.slug}/lapangan/"
    make_responses(study, 1)
    page.get(address)
    cache.clear()
    with django_assert_num_queries(17):
        page.get(address)
    Response.objects.all().delete()
    make_responses(study, 40)
    with django_assert_num_queries(7):  # the counts of some seconds ago
        page.get(address)
    cache.clear()
    with django_assert_num_queries(17):
        page.get(address)


def test_cards_are_shown_once_and_kept_as_hashes(study: Study, page: Client) -> None:
    address = f"/evaluasi/{study.slug}/pencacah/"
    shown = page.post(
        address, {"names": "Siti  Aminah\n\nSiti Aminah"}
    ).content.decode()
    passwords = re.findall(r'andi</dt><dd class="num">(\w+)<', shown)
    people = study.interviewers.order_by("pk")
    assert [one.username for one in people] == ["sitiaminah", "sitiaminah2"]
    assert [one.ha1 for one in people] == [
        ha1("sitiaminah", passwords[0]),
        ha1("sitiaminah2", passwords[1]),
    ]
    assert shown.count("<svg") > 2
    again = page.get(address).content.decode()
    assert passwords[0] not in again
    assert not AuditEntry.objects.filter(new__icontains=passwords[0]).exists()


def test_a_code_holds_what_collect_reads() -> None:
    code = settings_code(url="https://a/odk/k", username="u", password="p", title="T")
    read = json.loads(zlib.decompress(base64.b64decode(code)))
    assert read["general"]["server_url"] == "https://a/odk/k"
    assert (read["general"]["username"], read["general"]["password"]) == ("u", "p")
    assert read["admin"] == {}


@pytest.mark.parametrize("names", [[], [" "], ["x" * 121], ["a"] * 101])
def test_names_are_needed_and_bounded(study: Study, names: list[str]) -> None:
    with pytest.raises(UnfitStudy):
        add_interviewers(by=None, study=study, names=names)
    assert not study.interviewers.exists()


def test_a_response_is_left_out_with_a_reason_and_let_in(
    study: Study, page: Client
) -> None:
    (unit,) = make_units(study, ["answered"])
    (response,) = make_responses(study, 1)
    Response.objects.update(unit=unit)
    address = f"/evaluasi/{study.slug}/jawaban/{response.pk}/"
    assert page.post(f"{address}kecualikan/", {"reason": " "}).status_code == 422
    assert page.post(f"{address}kecualikan/", {"reason": "Ganda"}).status_code == 302
    unit.refresh_from_db()
    assert (Response.objects.counted().count(), unit.state) == (0, UnitState.OPEN)
    assert "Jawaban ini tidak dihitung: Ganda" in page.get(address).content.decode()
    assert page.post(f"{address}sertakan/").status_code == 302
    unit.refresh_from_db()
    assert (Response.objects.counted().count(), unit.state) == (1, UnitState.ANSWERED)
    acts = AuditEntry.objects.filter(action__endswith="_response").order_by("pk")
    assert [act.action for act in acts] == ["exclude_response", "include_response"]


def test_who_does_not_evaluate_there_leaves_nothing_out(study: Study) -> None:
    (response,) = make_responses(study, 1)
    jury = make_person(Role.JURY)
    with pytest.raises(OutOfScope):
        exclude_response(by=jury, response=response, reason="uji")
    with pytest.raises(OutOfScope):
        include_response(by=jury, response=response)
    with pytest.raises(UnfitResponse):
        exclude_response(by=None, response=response, reason="x" * 201)
    assert Response.objects.counted().count() == 1


def test_the_list_is_filtered_and_downloaded(study: Study, page: Client) -> None:
    rows = make_responses(study, 30)
    address = f"/evaluasi/{study.slug}/jawaban/"
    fast = [row for row in rows if "speeder" in row.flags]
    listed = page.get(f"{address}?tanda=speeder").content.decode()
    assert f">{len(fast)} jawaban sesuai saringan<" in listed
    both = [row for row in fast if row.interviewer == "siti"]
    query = "?tanda=speeder&pencacah=siti&sumber=openrosa&status=dihitung&urut=lama"
    answer = page.get(f"{address}unduh.csv{query}")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].endswith("q9,q10")
    assert {line.split(",")[0] for line in lines[1:]} == {
        row.instance_id for row in both
    }
    book = page.get(f"{address}unduh.xlsx{query}")
    assert b"".join(book.streaming_content).startswith(b"PK")
    assert page.get(f"{address}unduh.pdf").status_code == 404


def test_a_response_shows_its_answers_in_words_and_its_files(
    study: Study, page: Client, settings: object, tmp_path: object
) -> None:
    settings.MEDIA_ROOT = tmp_path
    xml = filled(values={"q1": 4, "sample_code": "D-0"}).decode()
    make_units(study, ["open"])
    take_submission(
        by="siti",
        submission=Submission(Instrument.objects.get().pk, "uuid:a", "", xml, "0" * 64),
        files=[SimpleUploadedFile("foto.html", b"<script>")],
    )
    check_waiting()
    response = Response.objects.get()
    assert response.unit.state == UnitState.ANSWERED
    address = f"/evaluasi/{study.slug}/jawaban/{response.pk}/"
    shown = page.get(address).content.decode()
    assert "<dt>Pernyataan 1</dt><dd>4 · Pilihan 4</dd>" in shown
    file = page.get(f"{address}berkas/{response.files.get().pk}/")
    assert b"".join(file.streaming_content) == b"<script>"
    assert file["Content-Disposition"] == 'attachment; filename="foto.html"'
    assert file["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert default_storage.exists(response.files.get().file.name)


def test_late_answers_are_let_in_by_a_switch(study: Study, page: Client) -> None:
    address = f"/evaluasi/{study.slug}/pencacah/"
    for word, expected in (("ya", True), ("tidak", False)):
        page.post(f"{address}terlambat/", {"terlambat": word})
        study.refresh_from_db()
        assert study.field_access.takes_late is expected
    assert AuditEntry.objects.filter(action="set_takes_late").count() == 2
    cache.clear()

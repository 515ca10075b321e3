import io
import json
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from sinergi.benefits import services
from sinergi.benefits.models import BenefitStreamLine, CostLine, UnitValue, Valuation
from sinergi.benefits.tests.factories import (
    make_cost,
    make_stream,
    make_unit_value,
    make_valuation,
)
from sinergi.indicators.services.claims import record_claim
from sinergi.network.enums import Role
from sinergi.network.tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluator(client: Client) -> Client:
    client.force_login(make_person(Role.EVALUATOR))
    return client


def page(name: str, *arguments: object) -> str:
    return reverse(f"benefits:{name}", args=arguments)


def made(**fields: Any) -> Valuation:
    valuation = make_valuation(**fields)
    make_stream(valuation)
    make_cost(valuation)
    return valuation


def test_a_published_valuation_is_public_with_its_words_and_ratios(
    client: Client,
) -> None:
    valuation = made(note="Kalibrasi (rekaan)")
    record_claim(
        by=None, key="lama", label_id="Rasio lama", label_en="Old", value="1,2",
        source="https://contoh.id/",
    )  # fmt: skip
    assert client.get(page("valuation_show", valuation.slug)).status_code == 404
    services.publish_valuation(by=None, valuation=valuation)
    shown = client.get(page("valuation_show", valuation.slug)).content.decode()
    for text in (
        "Rp\xa08.000.000,00",
        "delapan juta rupiah",
        "Kalibrasi (rekaan)",
        "Rasio lama",
        "1,2",
        "2,00",
        'class="plot only-narrow"',
    ):
        assert text in shown
    listed = client.get(page("valuation_list")).content.decode()
    assert valuation.title in listed


def test_a_draft_without_costs_says_why_there_is_no_ratio(evaluator: Client) -> None:
    valuation = make_valuation()
    make_stream(valuation)
    shown = evaluator.get(page("valuation_show", valuation.slug)).content.decode()
    assert "Tambahkan rincian biaya." in shown
    assert "ratio__value" not in shown


def test_a_draft_without_benefits_leads_to_its_lines(evaluator: Client) -> None:
    valuation = make_valuation()
    shown = evaluator.get(page("valuation_show", valuation.slug)).content.decode()
    assert page("valuation_lines", valuation.slug) in shown
    for kind in ("pdf", "xlsx", "json"):
        answer = evaluator.get(page("valuation_file", valuation.slug, kind))
        assert answer.status_code == 404


def test_two_streams_that_overlap_are_warned_of(evaluator: Client) -> None:
    valuation = made()
    make_stream(valuation, title="Kesediaan", kind="contingent")
    shown = evaluator.get(page("valuation_show", valuation.slug)).content.decode()
    assert "menilai penggunaan yang sama" in shown


def test_the_model_file_gives_the_figures_of_the_page(
    client: Client, tmp_path: Path
) -> None:
    valuation = made()
    services.publish_valuation(by=None, valuation=valuation)
    shown = client.get(page("valuation_file", valuation.slug, "json"))
    path = tmp_path / "model.yaml"
    path.write_bytes(client.get(page("valuation_file", valuation.slug, "yaml")).content)
    out = StringIO()
    call_command("value", str(path), "--json", stdout=out)
    assert json.loads(out.getvalue()) == json.loads(shown.content)


def test_a_valuation_on_paper_and_as_a_workbook(client: Client) -> None:
    valuation = made(title="=SUM(1)")
    services.publish_valuation(by=None, valuation=valuation)
    paper = client.get(page("valuation_file", valuation.slug, "pdf")).content
    text = PdfReader(io.BytesIO(paper)).pages[0].extract_text()
    assert "delapan juta rupiah" in text
    body = client.get(page("valuation_file", valuation.slug, "xlsx")).content
    book = openpyxl.load_workbook(io.BytesIO(body))
    summary = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows()}
    assert summary["Total manfaat (Rp)"] == 8_000_000
    assert summary["Perhitungan"] == "'=SUM(1)"
    ratios = list(book["Rasio"].iter_rows(values_only=True))
    assert ratios[1][:5] == (
        "Perpustakaan Nasional (APBN)", 4_000_000, 4_000_000, 4_000_000, 2
    )  # fmt: skip
    assert client.get(page("valuation_file", valuation.slug, "exe")).status_code == 404


def test_a_valuation_is_made_from_page_to_page(evaluator: Client) -> None:
    years = {"from_year": "2020", "to_year": "2021", "base_year": "2021"}
    new = {"title": "Baru", "discount_rate": "5", "seed": "3", **years}
    answer = evaluator.post(page("valuation_new"), new)
    valuation = Valuation.objects.get()
    assert answer.url == page("valuation_lines", valuation.slug)
    assert (str(valuation.discount_rate), valuation.slug) == ("0.050000", "baru-2")
    value = {
        "title": "Sewa", "unit": "buku", "price_year": "2021", "source": "Pasar",
        "amount_idr": "18.000",
    }  # fmt: skip
    assert evaluator.post(page("unit_value_new"), value).status_code == 302
    stream = {
        "title": "Pinjam", "kind": "use_value", "group": "users",
        "evidence": "observed", "quantity": "1.000", "quantity_source": "reports",
        "unit_value": str(UnitValue.objects.get().pk), "first_year": "2020",
        "years": "2", "deadweight": "25", "deadweight_low": "10",
        "deadweight_high": "40", "attribution": "0", "displacement": "0",
        "drop_off": "0",
    }  # fmt: skip
    answer = evaluator.post(page("stream_new", valuation.slug), stream)
    assert answer.status_code == 302
    line = BenefitStreamLine.objects.get()
    shares = [line.deadweight_low, line.deadweight, line.deadweight_high]
    assert [line.quantity, *shares] == [
        1_000, Decimal("0.1"), Decimal("0.25"), Decimal("0.4")
    ]  # fmt: skip
    cost = {
        "payer": "apbn",
        "year": "2020",
        "amount_idr": "9.000.000",
        "source": "DIPA",
    }
    assert evaluator.post(page("cost_new", valuation.slug), cost).status_code == 302
    assert CostLine.objects.get().amount_idr == 9_000_000
    edited = evaluator.get(page("stream_edit", valuation.slug, line.pk))
    assert 'value="25"' in edited.content.decode()
    lines = evaluator.get(page("valuation_lines", valuation.slug)).content.decode()
    assert "Pinjam" in lines
    published = evaluator.post(page("valuation_publish", valuation.slug), follow=True)
    assert "Rp\xa027.000.000,00" in published.content.decode()
    refused = evaluator.post(page("cost_new", valuation.slug), cost)
    assert refused.status_code == 422
    assert "tidak diubah lagi" in refused.content.decode()


def test_what_is_typed_wrong_stays_and_is_named(evaluator: Client) -> None:
    valuation = made()
    line = valuation.streams.get()
    wrong = {"title": "X", "deadweight": "140", "quantity": "-5"}
    answer = evaluator.post(page("stream_edit", valuation.slug, line.pk), wrong)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert 'value="140"' in shown
    assert 'value="-5"' in shown
    line.refresh_from_db()
    assert line.title == "Peminjaman"


def test_lines_are_removed_and_costs_are_taken(evaluator: Client) -> None:
    valuation = made()
    cost, stream = valuation.costs.get(), valuation.streams.get()
    evaluator.post(page("cost_remove", valuation.slug, cost.pk))
    evaluator.post(page("stream_remove", valuation.slug, stream.pk))
    evaluator.post(page("costs_take", valuation.slug))
    assert (valuation.costs.count(), valuation.streams.count()) == (0, 0)


def test_a_line_of_another_valuation_is_not_found(evaluator: Client) -> None:
    one, other = made(), made(title="Lain")
    for name, line in (("cost_edit", other.costs), ("stream_edit", other.streams)):
        address = page(name, one.slug, line.get().pk)
        assert evaluator.get(address).status_code == 404


def test_unit_values_are_listed_with_their_versions(evaluator: Client) -> None:
    value = make_unit_value()
    changed = {
        "title": "Sewa buku", "unit": "peminjaman", "price_year": "2022",
        "source": "Baru", "amount_idr": "60000",
    }  # fmt: skip
    evaluator.post(page("unit_value_edit", value.key), changed)
    listed = evaluator.get(page("unit_value_list")).content.decode()
    assert "v2" in listed
    assert "Rp\xa060.000" in listed


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_few_questions(
    client: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        services.publish_valuation(by=None, valuation=made(title=f"Nomor {number}"))
    with django_assert_max_num_queries(6):
        client.get(page("valuation_list"))

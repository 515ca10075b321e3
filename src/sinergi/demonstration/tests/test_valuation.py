import json
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from sinergi.benefits.models import Valuation
from sinergi.benefits.queries.models import model_of
from sinergi.benefits.queries.results import reckoned
from sinergi.benefits.valuation.yamltext import dump
from sinergi.demonstration.services.valuation import value_benefits
from sinergi.demonstration.valuation import TOTAL_BENEFIT, calibrated
from sinergi.indicators.models import PublishedClaim

WORDS = (
    "lima ratus tujuh puluh tiga miliar dua ratus enam juta delapan ratus enam ribu "
    "dua ratus enam puluh lima rupiah"
)


def test_the_calibration_is_exact_to_the_rupiah() -> None:
    assert sum(one.net for one in calibrated()) == TOTAL_BENEFIT


def test_the_calibration_leads_to_another_total_too() -> None:
    assert sum(one.net for one in calibrated(600_000_000_005)) == 600_000_000_005


@pytest.mark.django_db
def test_the_published_total_is_computed_from_lines(tmp_path: Path) -> None:
    made = value_benefits()
    found: Any = made.result
    assert found["total_benefit"]["idr"] == 573_206_806_265
    assert found["total_benefit"]["words"] == WORDS
    assert found["bases"]["all"]["npv_idr"] > 0
    assert found["bases"]["apbn"]["ratio"] > found["bases"]["all_money"]["ratio"] > 1
    assert found["warnings"] == []
    assert "Kalibrasi" in made.note
    assert {one.source for one in made.costs.all()} == {
        "Kalibrasi data contoh (rekaan)"
    }
    assert PublishedClaim.objects.get(key="studi-2024-rasio").value == "3,18"
    path = tmp_path / "model.yaml"
    path.write_text(dump(model_of(made)), "utf-8")
    out = StringIO()
    call_command("value", str(path), "--json", stdout=out)
    assert json.loads(out.getvalue()) == found
    _one_line_changed_moves_the_figures(made)


def _one_line_changed_moves_the_figures(made: Valuation) -> None:
    line = made.streams.get(key="waktu-tempuh-yang-dihemat")
    type(line).objects.filter(pk=line.pk).update(quantity=line.quantity + 1)
    moved: Any = reckoned(made)
    # One hour a year, for two years, at Rp 9,600 less a fifth.
    more = 2 * Decimal(9_600) * Decimal("0.8")
    assert moved["total_benefit"]["idr"] == TOTAL_BENEFIT + more
    published: Any = made.result
    assert moved["bases"]["apbn"]["ratio"] > published["bases"]["apbn"]["ratio"]

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sinergi.benefits.enums import (
    BasisLabel,
    EvidenceLabel,
    QuantitySourceLabel,
    StreamKindLabel,
)
from sinergi.benefits.tests.models import example
from sinergi.benefits.valuation.costs import Basis, CostPayer
from sinergi.benefits.valuation.document import document
from sinergi.benefits.valuation.model import read_model
from sinergi.benefits.valuation.result import reckon
from sinergi.benefits.valuation.streams import EvidenceKind, QuantitySource, StreamKind
from sinergi.benefits.valuation.yamltext import dump
from sinergi.network.enums import Payer


def value(path: Path, *options: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("value", str(path), *options, stdout=out, stderr=err)
    except CommandError as error:
        return error.returncode, out.getvalue(), err.getvalue() + str(error)
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def written(text: str | bytes) -> Path:
        path = tmp_path / "model.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return written


def test_value_prints_one_document(write: Any) -> None:
    code, out, err = value(write(dump(example())), "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == json.loads(
        json.dumps(document(reckon(read_model(example()))))
    )


def test_value_is_readable_without_json(write: Any) -> None:
    code, out, _err = value(write(dump(example())))
    assert code == 0
    assert "Rp\xa08.130.000,00" in out
    assert "delapan juta seratus tiga puluh ribu rupiah" in out


def test_value_without_costs_ends_with_1_and_says_why(write: Any) -> None:
    code, out, err = value(write(dump(example(costs=[]))), "--json")
    assert code == 1
    assert json.loads(out)["refused"][0]["kind"] == "no_cost_basis"
    assert "Tambahkan rincian biaya." in err


@pytest.mark.parametrize("text", ["a: [", "", b"\xff\xfe", "title: x", "5"])
def test_value_of_what_is_no_model_ends_with_2(write: Any, text: str | bytes) -> None:
    code, out, err = value(write(text), "--json")
    assert (code, out) == (2, "")
    assert err


def test_value_of_a_file_that_is_not_there_ends_with_2(tmp_path: Path) -> None:
    assert value(tmp_path / "tidak-ada.yaml", "--json")[0] == 2


@pytest.mark.parametrize(
    ("named", "reckoned"),
    [
        (StreamKindLabel, StreamKind),
        (EvidenceLabel, EvidenceKind),
        (QuantitySourceLabel, QuantitySource),
        (BasisLabel, Basis),
        (Payer, CostPayer),
    ],
)
def test_people_and_the_reckoning_know_the_same_kinds(
    named: Any, reckoned: Any
) -> None:
    assert named.values == list(reckoned)

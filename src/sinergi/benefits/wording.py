"""Sentences about models in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from sinergi.benefits.enums import BasisLabel
from sinergi.benefits.valuation.problems import SENTENCES


def sentence(kind: str, values: Mapping[str, str]) -> str:
    """What is wrong or doubtful, translated."""
    shown = dict(values)
    if kind == "no_cost_basis":
        shown["payer"] = str(BasisLabel(values["payer"]).label)
    if why := values.get("why"):
        shown["value"] = _(why) % values
    return _(SENTENCES[kind]) % shown


def sentence_at(path: str, kind: str, values: Mapping[str, str]) -> str:
    """The same with where it stands in a file."""
    said = sentence(kind, values)
    return f"{path}: {said}" if path else said

"""The fields of a report that stand in rows: its breakdown and who paid."""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy

from sinergi.core.forms import RupiahField
from sinergi.network.enums import Payer
from sinergi.reports.enums import AgeBand, Sex, TargetGroup
from sinergi.reports.forms.fields import CountField
from sinergi.reports.forms.filling import PAYER_ROWS

GROUPS = tuple(f"group_{group}" for group in TargetGroup)
SEXES = (Sex.FEMALE, Sex.MALE)
#: The controls of the breakdown by sex and age.
GRID = tuple(f"{sex}_{row}" for sex in SEXES for row in (*AgeBand.values, "all"))
#: All controls of the breakdown; each has one for persons beside it.
PARTS = (
    *GRID,
    "disability",
    *GROUPS,
)

Label = Any  # a text, or one that is translated when it is shown


def _said(words: Label, parts: dict[str, Label]) -> str:
    return str(words) % parts


#: A lazy text with other lazy texts in it.
_filled_in: Callable[[Label, dict[str, Label]], Label] = lazy(_said, str)


def _grid_labels() -> Iterator[tuple[str, Label]]:
    """Each control of the breakdown by sex and age with its full label."""
    for sex in SEXES:
        for band in AgeBand:
            parts = {"sex": sex.label, "band": band.label}
            yield f"{sex}_{band}", _filled_in("%(sex)s, %(band)s", parts)
        all_ages = gettext_lazy("%(sex)s, all ages")
        yield f"{sex}_all", _filled_in(all_ages, {"sex": sex.label})


def part_fields() -> dict[str, forms.Field]:
    """The controls of the breakdown, and for persons one beside each of them."""
    labels = dict(_grid_labels())
    labels |= {f"group_{group}": group.label for group in TargetGroup}
    fields: dict[str, forms.Field] = {
        name: CountField(label=label) for name, label in labels.items()
    }
    labels["disability"] = gettext_lazy("Among them persons with disability")
    persons = gettext_lazy("Persons: %(part)s")
    for name in PARTS:
        label = _filled_in(persons, {"part": labels[name]})
        fields[f"persons_{name}"] = CountField(label=label)
    return fields


def payer_fields() -> dict[str, forms.Field]:
    """Rows of an amount, its payer, and whether it is in kind."""
    fields: dict[str, forms.Field] = {}
    for row in range(PAYER_ROWS):
        fields[f"amount_{row}"] = RupiahField(
            label=gettext_lazy("Cost"), required=False
        )
        fields[f"payer_{row}"] = forms.ChoiceField(
            label=gettext_lazy("Paid by"),
            choices=[("", gettext_lazy("Choose a payer")), *Payer.choices],
            required=False,
        )
        fields[f"in_kind_{row}"] = forms.BooleanField(
            label=gettext_lazy("Goods or services, not money"), required=False
        )
    hint = gettext_lazy("Rupiah. Leave blank if it cost nothing.")
    fields["amount_0"].help_text = hint
    return fields

"""A result document as pages and papers show it: words, rows, and numbers to draw.

Everything here is read out of the document; nothing is reckoned but shares of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sinergi.benefits.charts import Bar, Paid, Step
from sinergi.benefits.enums import (
    BasisLabel,
    EvidenceLabel,
    Group,
    QuantitySourceLabel,
    StreamKindLabel,
)
from sinergi.benefits.valuation.document import Document
from sinergi.benefits.wording import sentence
from sinergi.core import formatting
from sinergi.network.enums import Payer

#: Swings drawn and thresholds listed; the file has all of them.
MOST_BARS = 8
SHARES = ("deadweight", "attribution", "displacement", "drop_off")
#: Less than this is shown as none.
NOTHING = 0.5


def field_label(name: str) -> str:
    """The words of one number of a stream."""
    return {
        "quantity": _("quantity"),
        "unit_value": _("unit value"),
        "deadweight": _("change without the programme (deadweight)"),
        "attribution": _("share of others (attribution)"),
        "displacement": _("shifted from others (displacement)"),
        "drop_off": _("yearly loss (drop-off)"),
        "amount": _("amount"),
    }.get(name, name)


def short_label(name: str) -> str:
    """The same in few words, for charts and narrow tables."""
    return {
        "deadweight": _("come without the programme"),
        "attribution": _("due to others"),
        "displacement": _("shifted from others"),
        "drop_off": _("yearly loss"),
    }.get(name) or field_label(name)


@dataclass(frozen=True)
class BasisShown:
    """The ratio on one basis, with what explains it."""

    key: str
    label: str
    note: str
    ratio: str
    interval: str
    cost: str
    npv: str
    below_one: str
    break_even: str
    break_even_year: str
    undiscounted: str


@dataclass(frozen=True)
class StreamShown:
    """One stream as a row: what, how many times what, less what, is how much."""

    title: str
    kind: str
    group: str
    evidence: str
    source: str
    quantity: str
    unit_value: str
    value_source: str
    years: str
    deductions: list[tuple[str, str, str]]
    gross: str
    net: str
    share: float


def bases(document: Document) -> list[BasisShown]:
    """Every basis with costs, the National Library's first."""
    found: Any = document["bases"]
    drawn: Any = document["monte_carlo"]
    notes = {
        "apbn": _("comparable with the published ratios"),
        "all_money": _("all payers, without what was given in kind"),
        "all": _("as the SROI Guide counts inputs"),
    }
    return [
        _basis(key, notes[key], found[key], drawn["bases"].get(key))
        for key in BasisLabel.values
        if key in found
    ]


def _basis(key: str, note: str, found: Any, drawn: Any) -> BasisShown:
    interval = below = ""
    if drawn:
        low, high = (
            formatting.number(drawn["ratio"][end], 2) for end in ("low", "high")
        )
        interval = f"{low}–{high}"
        below = chance(drawn["below_one"])
    share, year = found["break_even_share"], found["break_even_year"]
    return BasisShown(
        key=key,
        label=str(BasisLabel(key).label),
        note=note,
        ratio=formatting.number(found["ratio"], 2),
        interval=interval,
        cost=formatting.rupiah(found["cost_idr"], 0),
        npv=formatting.rupiah(found["npv_idr"], 0),
        below_one=below,
        break_even=formatting.percent(share, 1) if share is not None else "",
        break_even_year=str(year) if year is not None else _("not within these years"),
        undiscounted=formatting.number(found["ratio_undiscounted"], 2),
    )


def chance(share: float) -> str:
    """A share of draws; a small one is never called impossible."""
    if 0 < share < 0.001:
        return _("fewer than 1 in 1,000")
    if share == 0:
        return _("none of the draws")
    return formatting.percent(share, 1)


def streams(document: Document) -> list[StreamShown]:
    """Streams in their order, each with its part of the total."""
    found: Any = document["streams"]
    total: Any = document["total_benefit"]
    whole = total["idr"] or 1
    return [_stream(row, row["net_idr"] / whole) for row in found]


def _stream(row: Any, share: float) -> StreamShown:
    first, last = row["years"]
    return StreamShown(
        title=row["title"],
        kind=str(StreamKindLabel(row["kind"]).label),
        group=_label(Group, row["group"]),
        evidence=str(EvidenceLabel(row["evidence"]).label),
        source=str(QuantitySourceLabel(row["quantity_source"]).label),
        quantity=f"{estimate(row['quantity'])} {row['unit']}".strip(),
        unit_value=estimate(row["unit_value"], "Rp\u00a0"),
        value_source=row["unit_value_source"],
        years=span(first, last),
        deductions=[
            (
                short_label(name),
                formatting.percent(row["shares"][name]["value"], 0),
                formatting.rupiah(-row["deducted_idr"][name], 0),
            )
            for name in SHARES
            if row["deducted_idr"][name] >= NOTHING
        ],
        gross=formatting.rupiah(row["gross_idr"], 0),
        net=formatting.rupiah(row["net_idr"], 0),
        share=share,
    )


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


def span(first: int, last: int) -> str:
    """`2020–2021`, or one year."""
    return str(first) if first == last else f"{first}–{last}"


def estimate(found: Mapping[str, Any], unit: str = "") -> str:
    """A number with its range, or plus and minus its standard error."""
    value = f"{unit}{formatting.number(found['value'])}"
    if found["se"]:
        return f"{value} (± {formatting.number(found['se'], 0)})"
    if found["low"] is None:
        return value
    ends = (formatting.number(found[end]) for end in ("low", "high"))
    return f"{value} ({'–'.join(ends)})"


def steps(document: Document) -> list[Step]:
    """The waterfall of all streams together."""
    rows: Any = document["streams"]
    left = sum(row["gross_idr"] for row in rows)
    found = [Step(_("Gross benefit"), left, 0, _billions(left), is_total=True)]
    for name in SHARES:
        taken = sum(row["deducted_idr"][name] for row in rows)
        if taken < NOTHING:
            continue
        label = short_label(name)
        label = f"{label[0].upper()}{label[1:]}"
        found.append(Step(label, left, left - taken, f"−{_billions(taken)}"))
        left -= taken
    found.append(Step(_("Total benefit"), left, 0, _billions(left), is_total=True))
    return found


def _billions(amount: float) -> str:
    return f"Rp\u00a0{formatting.short(round(amount))}"


def bars(document: Document) -> list[Bar]:
    """The widest swings of the ratio on the main basis; none without one."""
    rows: Any = document["tornado"]
    return [
        Bar(
            assumption(document, row["path"], "\n"),
            row["ratio"][0],
            row["ratio"][1],
            value_words(row["path"], row["low"]),
            value_words(row["path"], row["high"]),
        )
        for row in rows[:MOST_BARS]
        if row["ratio"] is not None and row["ratio"][0] != row["ratio"][1]
    ]


def paid(document: Document) -> list[Paid]:
    """Costs by payer, the largest first."""
    rows: Any = document["costs"]
    found = [
        Paid(
            str(Payer(row["payer"]).label),
            row["money_idr"],
            row["in_kind_idr"],
            _billions(row["money_idr"] + row["in_kind_idr"]),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: -(one.money + one.in_kind))


def assumption(document: Document, path: str, joint: str = ": ") -> str:
    """A path such as `streams.income.deadweight` in words."""
    if path == "discount_rate":
        return _("Discount rate")
    part, key, field = path.split(".")
    label = short_label(field)
    if key == "*":
        return _("Every stream: %(what)s") % {"what": label}
    if part == "costs":
        return _("Cost %(key)s") % {"key": _cost_name(key)}
    rows: Any = document["streams"]
    title = next((row["title"] for row in rows if row["key"] == key), key)
    return f"{title}{joint}{label}"


def _cost_name(key: str) -> str:
    """`apbn-2020` in words."""
    for origin in ("activities-", "partnerships-"):
        key = key.removeprefix(origin)
    payer, _dash, rest = key.partition("-")
    name = str(Payer(payer).label) if payer in Payer.values else payer
    return f"{name} {rest.replace('-in-kind', ' ' + _('in kind'))}".strip()


def value_words(path: str, value: float) -> str:
    """A value of an assumption: a percentage, an amount or a count."""
    field = path.rsplit(".", 1)[-1]
    if field in SHARES or field == "discount_rate":
        return formatting.percent(value, 0 if value * 100 == round(value * 100) else 1)
    if field in ("unit_value", "amount"):
        return f"Rp\u00a0{formatting.short(round(value))}"
    return formatting.short(round(value))


def conditions(document: Document) -> list[tuple[str, str, str]]:
    """What would have to be true for the main ratio to be 1: what, now, then.

    The joint ones first, then single ones by how near they are.
    """
    found: Any = document["bases"]
    main: Any = document["main_basis"]
    if main is None:
        return []
    rows = [row for row in found[main]["ratio_is_1_at"] if row["value"] is not None]
    several: Any = document["streams"]
    joint = [row for row in rows if ".*." in row["path"] and len(several) > 1]
    single = [row for row in rows if ".*." not in row["path"]]
    single.sort(key=_distance)
    return [
        (
            assumption(document, row["path"]),
            value_words(row["path"], row["now"]),
            value_words(row["path"], row["value"]),
        )
        for row in (*joint, *single[:MOST_BARS])
    ]


def _distance(row: Mapping[str, Any]) -> float:
    now, value = float(row["now"]), float(row["value"])
    is_share = row["path"].rsplit(".", 1)[-1] in SHARES
    return abs(value - now) if is_share or not now else abs(value / now - 1)


def sentences(problems: object) -> list[str]:
    """Warnings and refusals of a document in the reader's language."""
    rows: Any = problems
    return [sentence(row["kind"], row["values"]) for row in rows]


def headline(document: Document) -> str:
    """The finding in one sentence; all costs are asked first, for they are most."""
    found: Any = document["bases"]
    if not found:
        return _("What the programme gave back to people")
    if "all" in found and found["all"]["ratio"] >= 1:
        return _("Benefits exceed costs, with the costs of all payers counted")
    if "apbn" in found and found["apbn"]["ratio"] >= 1:
        return _("Benefits exceed the National Library's money, but not all costs")
    return _("Benefits do not reach costs yet")


def rows_of(shown: Sequence[StreamShown]) -> list[list[str]]:
    """Streams as rows of a plain table."""
    return [
        [one.title, one.kind, one.group, one.quantity, one.unit_value, one.years,
         one.gross, one.net]
        for one in shown
    ]  # fmt: skip

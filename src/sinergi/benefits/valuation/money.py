"""Rupiah: rounding, and amounts in Indonesian words."""

from decimal import ROUND_HALF_UP, Context, Decimal

from num2words import num2words

#: Wide enough for any amount and its discounted parts.
WIDE = Context(prec=60)
#: The first amount that has no name any more.
LIMIT = 10**18
GROUPS = ((10**15, "kuadriliun"), (10**12, "triliun"), (10**9, "miliar"),
          (10**6, "juta"), (10**3, "ribu"))  # fmt: skip


def whole_rupiah(amount: Decimal) -> int:
    """The amount in whole rupiah, halves away from zero."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP, context=WIDE))


def in_words(amount: Decimal | int) -> str:
    """An amount as it stands in a contract: `lima ratus rupiah`.

    num2words names the groups of three digits; they are joined here, because it says
    "satu juta satu ribu" where the language has "satu juta seribu".

    Raises:
        ValueError: The amount is a quintillion or more.
    """
    number = whole_rupiah(Decimal(amount))
    if abs(number) >= LIMIT:
        raise ValueError(f"{number} has no name in rupiah")
    sign = "minus " if number < 0 else ""
    return f"{sign}{_words(abs(number))} rupiah"


def _words(number: int) -> str:
    if number == 0:
        return "nol"
    said = []
    for size, name in GROUPS:
        count, number = divmod(number, size)
        if count == 1 and size == 10**3:
            said.append("seribu")
        elif count:
            said.append(f"{_group(count)} {name}")
    if number:
        said.append(_group(number))
    return " ".join(said)


def _group(number: int) -> str:
    words: str = num2words(number, lang="id")  # type: ignore[no-untyped-call]
    return words

"""Words for what studies name by a code of their own."""

from decimal import Decimal

from django.utils.translation import gettext, gettext_lazy

from sinergi.evaluation.statistics.scoring import two_decimals

#: The variables of the shipped questionnaires; four make up effectiveness.
VARIABLES = {
    "target_accuracy": gettext_lazy("Target accuracy"),
    "outreach": gettext_lazy("Outreach and understanding"),
    "goal_achievement": gettext_lazy("Goal achievement"),
    "monitoring": gettext_lazy("Monitoring"),
    "change_felt": gettext_lazy("Change felt"),
    "importance": gettext_lazy("Importance of the library"),
}

#: From here on an effect is small, medium, large (Cohen 1988).
EFFECTS = (
    (Decimal("0.8"), gettext_lazy("large")),
    (Decimal("0.5"), gettext_lazy("medium")),
    (Decimal("0.2"), gettext_lazy("small")),
    (Decimal(0), gettext_lazy("very small")),
)

#: From here on items of a variable are taken to measure one thing (Nunnally 1978).
RELIABLE_FROM = Decimal("0.7")


def variable_label(name: str) -> str:
    """The words for a variable; a name of a study's own is made readable."""
    known = VARIABLES.get(name)
    return str(known) if known else name.replace("_", " ").capitalize()


def reliability_label(alpha: float | None) -> str:
    """What an alpha says of a variable."""
    if alpha is None:
        return gettext("not defined")
    is_reliable = two_decimals(alpha) >= RELIABLE_FROM
    return gettext("reliable") if is_reliable else gettext("weak")


def effect_label(effect: float | None) -> str:
    """How large an effect is, whichever way it points."""
    if effect is None:
        return gettext("not defined")
    size = abs(two_decimals(effect))
    return str(next(label for least, label in EFFECTS if size >= least))

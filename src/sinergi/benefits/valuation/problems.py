"""What is wrong with a model, or doubtful in it: stable keys, and sentences for them.

The sentences are English here; the pages look up their Indonesian.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


def gettext_noop(text: str) -> str:
    """Mark a sentence for the catalogue, without asking Django for it."""
    return text


SENTENCES: Mapping[str, str] = {
    "unreadable": gettext_noop("The file is no YAML: %(value)s"),
    "too_large": gettext_noop("The file is larger than %(value)s."),
    "not_a_mapping": gettext_noop("Write names and values here, not %(value)s."),
    "not_a_list": gettext_noop("Write a list here, each line with a dash."),
    "empty_list": gettext_noop("At least one entry is needed."),
    "unknown_key": gettext_noop("“%(value)s” is not known here. Known: %(known)s."),
    "missing": gettext_noop("This is missing."),
    "number_as_text": gettext_noop(
        "“%(value)s” is text, not a number. Write digits without separators of "
        "thousands and with a decimal point, such as 1250000 or 0.25."
    ),
    "not_a_number": gettext_noop("Write a number here, not %(value)s."),
    "not_finite": gettext_noop("%(value)s is not a finite number."),
    "not_whole": gettext_noop("Write a whole number here, not %(value)s."),
    "negative": gettext_noop("%(value)s is below 0."),
    "share_above_one": gettext_noop(
        "%(value)s is above 1. A share goes from 0 to 1: a quarter is 0.25."
    ),
    "out_of_range": gettext_noop("%(value)s is not between %(low)s and %(high)s."),
    "too_big": gettext_noop("%(value)s is too large."),
    "too_small": gettext_noop("%(value)s is nearly 0. Write 0, or a larger number."),
    "too_many": gettext_noop("%(value)s are too many. The limit here is %(limit)s."),
    "not_text": gettext_noop("Write text here, not %(value)s."),
    "too_long": gettext_noop("This text is longer than %(value)s letters."),
    "not_yes_or_no": gettext_noop("Write true or false here, not %(value)s."),
    "unknown_choice": gettext_noop("“%(value)s” is none of: %(known)s."),
    "bad_key": gettext_noop(
        "“%(value)s” is no key. Use small letters, digits, _ and - alone."
    ),
    "twice": gettext_noop("“%(value)s” stands here twice."),
    "range_and_se": gettext_noop(
        "Give a range (low and high) or a standard error (se or ci), not both."
    ),
    "half_range": gettext_noop("Give low and high together."),
    "range_out_of_order": gettext_noop(
        "Low (%(low)s), value (%(value)s) and high (%(high)s) must stand in this order."
    ),
    "no_cost_basis": gettext_noop(
        "No ratio, as costs of %(payer)s are missing. Add cost lines."
    ),
    "unfit_contingent": gettext_noop(
        "Willingness to pay cannot be estimated: %(value)s"
    ),
    "unreadable_file": gettext_noop("The file “%(value)s” cannot be read."),
    "use_value_twice": gettext_noop(
        "“%(one)s” and “%(other)s” value the same use by the same group twice: what "
        "users would pay already holds the market price of what they use."
    ),
    "gain_within_wtp": gettext_noop(
        "“%(one)s” and “%(other)s” may count one gain of the same group twice: people "
        "who expect income, savings or time from an activity would pay more for it."
    ),
    "time_within_saving": gettext_noop(
        "“%(one)s” and “%(other)s” may count the same saving of one activity twice, "
        "once as time and once as money."
    ),
    "same_stream_twice": gettext_noop(
        "“%(one)s” and “%(other)s” are benefits of the same kind to the same group "
        "from the same activity in the same years."
    ),
}


@dataclass(frozen=True)
class Problem:
    """One thing wrong or doubtful, and where: a path such as `costs[2].year`."""

    path: str
    kind: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence in English."""
        return SENTENCES[self.kind] % self.values

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class UnfitModel(ValueError):
    """A model that cannot be reckoned; every problem found is named."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)

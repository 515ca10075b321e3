"""How a study was made and computed, in sentences for files and paper."""

from django.utils.translation import gettext as _

from sinergi.core import formatting
from sinergi.evaluation.models import Study


def method_notes(study: Study) -> list[str]:
    """What whoever reads the figures must know."""
    return [
        _(
            "Population: partner libraries as of %(day)s. Sample and replacements were "
            "drawn by the seed %(seed)s and can be drawn again."
        )
        % {"day": formatting.day(study.population_on), "seed": study.seed},
        _(
            "An item's answers are averaged for each respondent, then over the "
            "population by weights; a variable is the mean of its items, effectiveness "
            "the plain mean of the variables."
        ),
        _(
            "Those who answered stand for those of their part of the population who "
            "did not: non-response is taken to be at random within a part."
        ),
        _(
            "Errors come from the way the sample was drawn (Taylor linearisation); "
            "intervals hold with 95 per cent confidence."
        ),
        _(
            "The class is read from the score rounded half up to two decimals, in "
            "%(count)s classes of equal width on the scale %(low)s to %(high)s."
        )
        % {
            "count": len(study.class_labels),
            "low": study.scale_min,
            "high": study.scale_max,
        },
    ]

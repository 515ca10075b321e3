"""One study in preparation with a drawn sample."""

from decimal import Decimal

from sinergi.evaluation.queries.frames import Population
from sinergi.evaluation.sampling import Design
from sinergi.evaluation.services.samples import (
    SampleContent,
    change_design,
    draw_sample,
)
from sinergi.evaluation.tests.factories import make_study
from tests.access.field_world import field_arguments

#: Routes of a study that take its address alone.
ROUTES = (
    *("study_show", "study_edit", "study_move", "sample", "design_edit"),
    *("sample_draw", "sample_pdf", "results", "compare"),
)


def study_arguments() -> dict[str, tuple[object, ...]]:
    """What the addresses of a study are filled with; partners exist already."""
    study = make_study(slug="studi-uji")
    design = Design(margin=Decimal("0.05"))
    content = SampleContent(population=Population(), design=design, seed=1)
    change_design(by=None, study=study, content=content)
    unit = draw_sample(by=None, study=study)[0]
    return {
        **{f"evaluation:{name}": (study.slug,) for name in ROUTES},
        **field_arguments(study),
        "evaluation:sample_download": (study.slug, "csv"),
        "evaluation:results_download": (study.slug, "pdf"),
        "evaluation:microdata_download": (study.slug, "csv"),
        "evaluation:unit_show": (study.slug, unit.pk),
    }

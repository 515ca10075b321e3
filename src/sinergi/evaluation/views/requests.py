"""What the pages of a study share: the study, who may change it, and its parts."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from sinergi.evaluation.enums import StudyState
from sinergi.evaluation.models import Study
from sinergi.evaluation.queries import studies


def study_or_404(request: HttpRequest, slug: str) -> Study:
    """A study that the person may see.

    Raises:
        Http404: There is none, or it is not the person's to see.
    """
    study = studies.study_for(request.user, slug)
    if study is None:
        raise Http404
    return study


def own_study(request: HttpRequest, slug: str) -> Study:
    """A study that the person may change.

    Raises:
        Http404: There is none, or it is not the person's to see.
        PermissionDenied: The person may read it alone.
    """
    study = study_or_404(request, slug)
    if not studies.may_edit(request.user, study):
        raise PermissionDenied
    return study


def frame(request: HttpRequest, study: Study, current: str) -> dict[str, object]:
    """What `evaluation/study_base.html` shows: the study, its parts, who may edit."""
    may_edit = studies.may_edit(request.user, study)
    return {
        "study": study,
        "may_edit": may_edit,
        "has_ended": study.state in {StudyState.CLOSED, StudyState.PUBLISHED},
        "tabs": _tabs(study, current, may_edit),
    }


def _tabs(study: Study, current: str, may_edit: bool) -> list[dict[str, object]]:
    parts = [
        ("study_show", _("Overview")),
        ("sample", _("Sample")),
        ("instrument_list", _("Questionnaires")),
        *([("progress", _("Field work"))] if may_edit else []),
        ("results", _("Results")),
    ]
    return [
        {
            "label": label,
            "url": part_address(name, study),
            "is_current": name == current,
        }
        for name, label in parts
    ]


def part_address(name: str, study: Study) -> str:
    """The address of a part of a study."""
    return reverse(f"evaluation:{name}", args=[study.slug])

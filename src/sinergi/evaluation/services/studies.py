"""Beginning a study, and taking it from its design to its publication."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import changes, record
from sinergi.core.dates import now
from sinergi.evaluation.enums import Audience, InstrumentState, StudyState
from sinergi.evaluation.errors import UnfitStudy, WrongStudyState
from sinergi.evaluation.models import Response, Study, StudyFindings
from sinergi.evaluation.queries.results import computed_findings
from sinergi.evaluation.services.access import (
    locked,
    require_editable,
    require_evaluate,
)
from sinergi.regions.models import Region

#: Addresses that pages of ours have.
RESERVED = frozenset({"baru", "perencana"})
FIRST_YEAR, MOST_YEARS = 2011, 20
FEWEST_CLASSES, MOST_CLASSES, WIDEST_SCALE = 2, 10, 100
LABEL_LIMIT = 60


@dataclass(frozen=True)
class StudyContent:
    """All that is said of a study itself; its sample is designed apart."""

    title: str
    from_year: int
    to_year: int
    population_on: dt.date
    region: Region | None = None
    scale_min: int = 1
    scale_max: int = 5
    class_labels: Sequence[str] = ()


def content_of(study: Study) -> StudyContent:
    """What is said of a study now."""
    return StudyContent(
        **{field.name: getattr(study, field.name) for field in fields(StudyContent)}
    )


@transaction.atomic
def create_study(*, by: User | None, content: StudyContent, slug: str = "") -> Study:
    """Begin a study; without a slug its address is made of its title.

    Raises:
        OutOfScope: The person does not evaluate in the area.
        UnfitStudy: Years, scale or classes cannot be, or the address is taken.
    """
    require_evaluate(by, content.region.code if content.region else "")
    _check(content)
    if slug and (slug in RESERVED or Study.objects.filter(slug=slug).exists()):
        raise UnfitStudy(_("Another study has this address."), field="slug")
    study = Study.objects.create(
        **_values(content), slug=slug or _free_slug(content.title), created_by=by
    )
    record(by=by, action="study.created", target=study, new=_plain(content))
    return study


@transaction.atomic
def change_study(*, by: User | None, study: Study, content: StudyContent) -> Study:
    """Change what is said of a study while it is prepared.

    A sample that was drawn for another area or day is dropped.

    Raises:
        OutOfScope: The study, or its new area, is not the person's.
        UnfitStudy: Years, scale or classes cannot be.
        WrongStudyState: Collecting has begun.
    """
    require_editable(by, study)
    require_evaluate(by, content.region.code if content.region else "")
    _check(content)
    row = locked(study, StudyState.DRAFT)
    old, new = changes(_plain(content_of(row)), _plain(content))
    if not new:
        return row
    for name, value in _values(content).items():
        setattr(row, name, value)
    row.save(update_fields=list(_values(content)))
    if {"region", "population_on", "from_year", "to_year"} & set(new):
        row.units.all().delete()
        row.strata.all().delete()
    record(by=by, action="study.changed", target=row, old=old, new=new)
    return row


def _check(content: StudyContent) -> None:
    if not content.title.strip():
        raise UnfitStudy(_("Give the study a title."), field="title")
    if content.from_year > content.to_year:
        raise UnfitStudy(_("The last year is before the first one."), field="to_year")
    if content.to_year - content.from_year >= MOST_YEARS:
        raise UnfitStudy(
            _("A study covers %(most)s years at most.") % {"most": MOST_YEARS},
            field="to_year",
        )
    if content.from_year < FIRST_YEAR:
        raise UnfitStudy(
            _("The programme began in %(year)s.") % {"year": FIRST_YEAR},
            field="from_year",
        )
    if not 0 < content.scale_max - content.scale_min <= WIDEST_SCALE:
        raise UnfitStudy(
            _("The highest answer must be above the lowest one."), field="scale_max"
        )
    _check_labels(content.class_labels)


def _check_labels(labels: Sequence[str]) -> None:
    if not FEWEST_CLASSES <= len(labels) <= MOST_CLASSES:
        raise UnfitStudy(
            _("Name %(fewest)s to %(most)s classes, one a line, the lowest first.")
            % {"fewest": FEWEST_CLASSES, "most": MOST_CLASSES},
            field="class_labels",
        )
    if len({label.casefold() for label in labels}) < len(labels):
        raise UnfitStudy(_("Two classes have the same name."), field="class_labels")
    if any(len(label) > LABEL_LIMIT for label in labels):
        raise UnfitStudy(
            _("A class has a name of %(most)s signs at most.") % {"most": LABEL_LIMIT},
            field="class_labels",
        )


def _values(content: StudyContent) -> dict[str, object]:
    found = {field.name: getattr(content, field.name) for field in fields(content)}
    return found | {"class_labels": list(content.class_labels)}


def _plain(content: StudyContent) -> dict[str, object]:
    region = content.region.code if content.region else None
    return _values(content) | {"region": region}


def _free_slug(title: str) -> str:
    """An address made of the title that no study has."""
    base = slugify(title)[:50].strip("-") or "studi"
    slug, number = base, 1
    while slug in RESERVED or Study.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


@transaction.atomic
def open_collecting(*, by: User | None, study: Study) -> Study:
    """Let answers come in; from now on design and sample stay as they are.

    Raises:
        OutOfScope: The study is not the person's.
        WrongStudyState: It is not being prepared, or has no questionnaire in the
            field, or asks partner libraries without a sample.
    """
    require_editable(by, study)
    row = locked(study, StudyState.DRAFT)
    fielded = row.instruments.filter(state=InstrumentState.FIELDED)
    audiences = set(fielded.values_list("audience", flat=True))
    if not audiences:
        raise WrongStudyState(
            _("Field a questionnaire before collecting begins."),
            kind="no_questionnaire",
        )
    if Audience.EFFECTIVENESS in audiences and not row.units.exists():
        raise WrongStudyState(
            _("Draw the sample before collecting begins."), kind="no_sample"
        )
    return _moved(by, row, StudyState.FIELDING)


@transaction.atomic
def close_collecting(*, by: User | None, study: Study) -> Study:
    """End the collecting of answers.

    Raises:
        OutOfScope: The study is not the person's.
        WrongStudyState: Nothing is being collected.
    """
    require_editable(by, study)
    return _moved(by, locked(study, StudyState.FIELDING), StudyState.CLOSED)


@transaction.atomic
def reopen_collecting(*, by: User | None, study: Study) -> Study:
    """Let answers come in once more; for a published study, withdraw it first.

    Raises:
        OutOfScope: The study is not the person's.
        WrongStudyState: Collecting has not ended.
    """
    require_editable(by, study)
    return _moved(by, locked(study, StudyState.CLOSED), StudyState.FIELDING)


@transaction.atomic
def publish_study(*, by: User | None, study: Study) -> Study:
    """Freeze the study's findings and show them to everybody.

    Raises:
        OutOfScope: The study is not the person's.
        WrongStudyState: Collecting goes on, or no answer counts.
    """
    require_editable(by, study)
    row = locked(study, StudyState.CLOSED)
    if not Response.objects.counted().filter(instrument__study=row).exists():
        raise WrongStudyState(
            _("There is no answer from which results could come."), kind="no_answer"
        )
    _freeze(row)
    return _moved(by, row, StudyState.PUBLISHED)


def _freeze(study: Study) -> None:
    """Keep what the study found on effectiveness, if it asked for that."""
    computed = computed_findings(study)
    if computed is None:
        if _asks_partners(study):
            raise WrongStudyState(
                _("So few answers give no result yet: two units at least must answer."),
                kind="no_answer",
            )
        return
    StudyFindings.objects.update_or_create(
        study=study,
        defaults={
            "document": computed.findings.as_json(),
            "method_version": computed.method_version,
            "computed_at": computed.computed_at,
        },
    )


def _asks_partners(study: Study) -> bool:
    """Whether units of the sample answered on effectiveness."""
    counted = Response.objects.counted().filter(
        instrument__study=study, instrument__audience=Audience.EFFECTIVENESS
    )
    return counted.filter(unit__isnull=False).exists()


@transaction.atomic
def withdraw_study(*, by: User | None, study: Study) -> Study:
    """Take a published study from the public again.

    Raises:
        OutOfScope: The study is not the person's.
        WrongStudyState: It is not published.
    """
    require_editable(by, study)
    return _moved(by, locked(study, StudyState.PUBLISHED), StudyState.CLOSED)


def _moved(by: User | None, study: Study, state: StudyState) -> Study:
    before, study.state = study.state, state
    study.published_at = now() if state == StudyState.PUBLISHED else None
    study.save(update_fields=["state", "published_at"])
    record(
        by=by,
        action="study.moved",
        target=study,
        old={"state": before},
        new={"state": str(state)},
    )
    return study

"""The report of a study on paper, set by typst: it says what the page says."""

import json
from functools import cache
from itertools import groupby
from pathlib import Path

from django.utils.translation import gettext as _

from sinergi.core import formatting
from sinergi.core.printing import demonstration_mark
from sinergi.evaluation.exports.microdata import K, public_microdata
from sinergi.evaluation.exports.questionnaire import questions_asked
from sinergi.evaluation.exports.wording import method_notes
from sinergi.evaluation.findings import Findings, Item, Part, Score, Variable
from sinergi.evaluation.models import Study
from sinergi.evaluation.queries.results import Computed, instrument_of, scale_of
from sinergi.evaluation.statistics.scoring import two_decimals
from sinergi.evaluation.words import reliability_label, variable_label

TEMPLATE = Path(__file__).resolve().parents[1] / "typst" / "report.typ"
Sheet = dict[str, object]


def report_pdf(study: Study, computed: Computed) -> bytes:
    """The report on A4."""
    import typst

    pdf: bytes = typst.compile(
        _template(),
        format="pdf",
        sys_inputs={
            "content": json.dumps(_sheet(study, computed)),
            "mark": demonstration_mark(),
        },
    )
    return pdf


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def _sheet(study: Study, computed: Computed) -> Sheet:
    findings = computed.findings
    return {
        "lang": formatting.language(),
        "title": study.title,
        "kind": _("Evaluation report"),
        "years": f"{study.from_year}–{study.to_year}",
        "stamp": _("Calculated %(moment)s · method v%(version)s · %(count)s responses")
        % {
            "moment": formatting.moment(computed.computed_at),
            "version": computed.method_version,
            "count": formatting.number(findings.n),
        },
        "headline": _headline(study, findings),
        "words": _WORDS(),
        "scale": _scale(study),
        "whole": _line(study, _("Effectiveness"), findings.overall),
        "variables": [_variable(study, row) for row in findings.variables],
        "parts": [_part(study, part) for part in findings.parts],
        "method": [*method_notes(study), *_microdata_note(study)],
        "questions": _questions(study),
    }


def _headline(study: Study, findings: Findings) -> str:
    return _("The programme is rated “%(klass)s”: %(score)s on the scale %(scale)s") % {
        "klass": findings.overall.klass or _("not classed"),
        "score": _score(findings.overall.mean),
        "scale": f"{study.scale_min}–{study.scale_max}",
    }


def _WORDS() -> dict[str, str]:  # noqa: N802 - read like a table
    return {
        "scores": _("Scores"),
        "variable": _("Variable"),
        "interval": _("Interval (95%)"),
        "score": _("Score"),
        "class": _("Class"),
        "parts": _("By part of the population"),
        "part": _("Part"),
        "population": _("Population"),
        "sample": _("Sample"),
        "answered": _("Answered"),
        "items": _("Item by item"),
        "method": _("How this was computed"),
        "questionnaire": _("Questionnaire"),
        "shares": _("Bars show the share of each answer, the lowest code lightest."),
    }


def _scale(study: Study) -> Sheet:
    labels = scale_of(study).labels
    return {
        "low": study.scale_min,
        "high": study.scale_max,
        "labels": list(labels),
        "bounds": [n / len(labels) for n in range(1, len(labels))],
    }


def _line(study: Study, label: str, score: Score) -> Sheet:
    scale = scale_of(study)
    low, high = score.ci or (score.mean, score.mean)
    return {
        "label": label,
        "score": _score(score.mean),
        "klass": score.klass,
        "at": _share(study, score.mean),
        "low": None if low is None else _share(study, max(low, scale.lowest)),
        "high": None if high is None else _share(study, min(high, scale.highest)),
        "ci": ""
        if score.ci is None
        else f"{_score(score.ci[0])}–{_score(score.ci[1])}",
    }


def _variable(study: Study, row: Variable) -> Sheet:
    label = variable_label(row.score.name)
    return _line(study, label, row.score) | {
        "reliability": _("alpha %(alpha)s, omega %(omega)s: %(words)s")
        % {
            "alpha": formatting.number(row.alpha, 2),
            "omega": formatting.number(row.omega, 2),
            "words": reliability_label(row.alpha),
        },
        "items": [_item(item) for item in row.items],
    }


def _item(item: Item) -> Sheet:
    return {
        "label": item.label,
        "score": _score(item.score.mean),
        "shares": list(item.shares.values()),
    }


def _part(study: Study, part: Part) -> Sheet:
    return _line(study, part.label, part.score) | {
        "population": formatting.number(part.population),
        "drawn": formatting.number(part.drawn),
        "answered": formatting.number(part.answered),
    }


def _questions(study: Study) -> list[Sheet]:
    """The questions by part of the questionnaire, their choices told once a part."""
    instrument = instrument_of(study)
    asked = list(questions_asked(instrument)) if instrument else []
    return [
        {
            "part": part,
            "lines": [
                {"words": one.words, "choices": " · ".join(one.choices)}
                for one in group
            ],
        }
        for part, group in groupby(asked, key=lambda one: one.part)
    ]


def _microdata_note(study: Study) -> list[str]:
    data = public_microdata(study)
    if data is None:
        return []
    return [
        _(
            "Microdata: %(count)s anonymised records can be downloaded; at least "
            "%(k)s share every combination of part and province, %(left)s are left out."
        )
        % {
            "count": formatting.number(len(data.records)),
            "k": K,
            "left": formatting.number(data.left_out),
        }
    ]


def _score(value: float | None) -> str:
    return formatting.number(None if value is None else two_decimals(value), 2)


def _share(study: Study, value: float | None) -> float | None:
    return None if value is None else scale_of(study).share(value)

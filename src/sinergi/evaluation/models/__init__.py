"""Tables of evaluation."""

from sinergi.evaluation.models.collecting import ImportFile, WebCopy
from sinergi.evaluation.models.field import (
    FieldAccess,
    FormFile,
    Interviewer,
    ResponseFile,
)
from sinergi.evaluation.models.findings import StudyFindings
from sinergi.evaluation.models.instrument import Instrument
from sinergi.evaluation.models.response import Response
from sinergi.evaluation.models.study import SampleUnit, Stratum, Study

__all__ = [
    "FieldAccess",
    "FormFile",
    "ImportFile",
    "Instrument",
    "Interviewer",
    "Response",
    "ResponseFile",
    "SampleUnit",
    "Stratum",
    "Study",
    "StudyFindings",
    "WebCopy",
]

"""Tables of evaluation."""

from sinergi.evaluation.models.instrument import Instrument
from sinergi.evaluation.models.response import Response
from sinergi.evaluation.models.study import SampleUnit, Stratum, Study

__all__ = ["Instrument", "Response", "SampleUnit", "Stratum", "Study"]

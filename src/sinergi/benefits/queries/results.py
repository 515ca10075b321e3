"""What a valuation comes to."""

import json

from sinergi.benefits.models import Valuation
from sinergi.benefits.queries.models import model_of
from sinergi.benefits.valuation.document import Document, document
from sinergi.benefits.valuation.model import read_model
from sinergi.benefits.valuation.result import reckon


def result_of(valuation: Valuation) -> Document:
    """The document as it was published; of a draft as its lines stand now.

    Raises:
        UnfitModel: The draft cannot be reckoned yet.
    """
    if valuation.result is not None:
        kept: Document = valuation.result
        return kept
    return reckoned(valuation)


def reckoned(valuation: Valuation) -> Document:
    """The document of the lines as they stand now, as JSON gives it back.

    Raises:
        UnfitModel: They cannot be reckoned.
    """
    found = document(reckon(read_model(model_of(valuation))))
    plain: Document = json.loads(json.dumps(found))
    return plain

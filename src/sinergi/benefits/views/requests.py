"""What the pages of a valuation share: the valuation, and who may change it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from sinergi.benefits.enums import ValuationState
from sinergi.benefits.models import Valuation
from sinergi.benefits.queries import valuations


def valuation_or_404(request: HttpRequest, slug: str) -> Valuation:
    """A valuation that the person may see.

    Raises:
        Http404: There is none, or it is not the person's to see.
    """
    found = valuations.valuation_for(request.user, slug)
    if found is None:
        raise Http404
    return found


def own_valuation(request: HttpRequest, slug: str) -> Valuation:
    """A valuation that the person may change.

    Raises:
        Http404: There is none, or it is not the person's to see.
        PermissionDenied: The person may read it alone.
    """
    found = valuation_or_404(request, slug)
    if not valuations.may_edit(request.user, found):
        raise PermissionDenied
    return found


def frame(request: HttpRequest, valuation: Valuation) -> dict[str, object]:
    """What every page of a valuation shows: it, and whether it can be changed."""
    may_edit = valuations.may_edit(request.user, valuation)
    is_draft = valuation.state == ValuationState.DRAFT
    return {
        "valuation": valuation,
        "may_edit": may_edit and is_draft,
        "is_draft": is_draft,
    }

"""Lists that are edited as a whole: rows changed, ordered, added and taken away."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.errors import DomainError, NotAllowed
from sinergi.meetings.forms.fields import rows_of, show_error
from sinergi.meetings.models import Meeting
from sinergi.meetings.queries.committee import area_labels


@dataclass(frozen=True)
class EditedList:
    """What stands on the page of a list, and where it leads."""

    title: str
    lead: str
    add: str
    back: str
    has_areas: bool = False
    has_order: bool = True
    libraries: Sequence[str] = ()


Rows = Sequence[Mapping[str, Any]]


def edit_list(
    request: SignedInRequest,
    meeting: Meeting,
    formset: Any,
    page: EditedList,
    save: Callable[[Rows], object],
) -> HttpResponse:
    """Show a list, and save it once all of it can be.

    Raises:
        PermissionDenied: The act is beyond the person's scope; answered with 403.
    """
    formset.refusal = ""
    if formset.is_bound and formset.is_valid():
        try:
            save(rows_of(formset))
        except NotAllowed as error:
            raise PermissionDenied(str(error.message)) from error
        except DomainError as error:
            show_error(formset, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(page.back)
    context = {
        "meeting": meeting,
        "formset": formset,
        "page": page,
        "areas": area_labels() if page.has_areas else [],
    }
    status = 422 if formset.is_bound else 200
    return render(request, "meetings/list_edit.html", context, status=status)

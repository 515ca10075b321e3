"""What pages share: an act and what refuses it, the page of a list."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from sinergi.core.errors import DomainError, NotAllowed
from sinergi.core.paging import CursorError, Page, page

R = TypeVar("R")
M = TypeVar("M", bound=Model)


def attempt(
    request: HttpRequest, form: forms.Form | None, act: Callable[[], R], done: str = ""
) -> R | None:
    """Do an act; what refuses it stands at its field or above the form.

    Raises:
        PermissionDenied: The act is beyond the person's scope; answered with 403.
    """
    try:
        result = act()
    except NotAllowed as error:
        raise PermissionDenied(str(error.message)) from error
    except DomainError as error:
        if form is None:
            messages.error(request, str(error.message))
        else:
            field = error.field if error.field in form.fields else None
            form.add_error(field, str(error.message))
        return None
    if done:
        messages.success(request, done)
    return result


def page_of(
    request: HttpRequest, rows: QuerySet[M], *, limit: int, key: str
) -> Page[M]:
    """The page of a list that the address asks for.

    Raises:
        BadRequest: Its cursor is not one of this list; answered with 400.
    """
    try:
        return page(rows, cursor=request.GET.get("cursor"), limit=limit, key=key)
    except CursorError as error:
        raise BadRequest(str(error.message)) from error

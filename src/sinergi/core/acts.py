"""Doing what a form asks for, and saying what refuses it."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from sinergi.core.errors import DomainError, NotAllowed

R = TypeVar("R")


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

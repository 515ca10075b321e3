"""Officers' pages on the people of their scope."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sinergi.accounts.models import User
from sinergi.core.errors import DomainError
from sinergi.core.forms import typed_key
from sinergi.core.paging import page
from sinergi.network.forms.people import (
    EndRoleForm,
    InviteForm,
    PeopleFilterForm,
    ReasonForm,
    RoleForm,
)
from sinergi.network.models import Library
from sinergi.network.queries.people import (
    PeopleFilter,
    libraries_looked_after,
    looks_after,
    may_give,
    may_reset_second_factor,
    people_for,
    roles_of,
    roles_to_give,
    with_roles,
)
from sinergi.network.queries.scope import can
from sinergi.network.rules import MANAGE
from sinergi.network.services import people as services

PAGE_SIZE = 50
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, User, P], HttpResponse]


def officers_only(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give the acting person to the view; to others the page does not exist."""

    def guarded(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        user = request.user
        if not isinstance(user, User) or not can(user, MANAGE):
            raise Http404
        return view(request, user, *args, **kwargs)

    update_wrapper(guarded, view)
    return guarded


def cared_for(by: User, pk: int) -> User:
    """The person; 404 to a stranger, 403 to who sees but does not look after them."""
    person = get_object_or_404(people_for(by), pk=pk)
    if not looks_after(by, person):
        raise PermissionDenied
    return person


@require_safe
@officers_only
def people_list(request: HttpRequest, by: User) -> HttpResponse:
    """People with a role in the scope."""
    form = PeopleFilterForm(request.GET)
    values = form.cleaned_data if form.is_valid() else {}
    wanted = PeopleFilter(
        values.get("q", ""), values.get("role", ""), values.get("state", "")
    )
    people = people_for(by, wanted)
    items, following = page(
        with_roles(people),
        cursor=request.GET.get("cursor"),
        limit=PAGE_SIZE,
        key="full_name",
    )
    context = {
        "form": form,
        "items": items,
        "next": following,
        "total": people.count(),
        "may_invite": bool(_given_without_library(by)),
        "tab": "people",
    }
    return render(request, "network/people/list.html", context)


@require_safe
@officers_only
def person_detail(request: HttpRequest, by: User, pk: int) -> HttpResponse:
    """One person: account, roles, and what may be done about them."""
    person = get_object_or_404(people_for(by), pk=pk)
    roles = list(roles_of(by, person))
    for role in roles:
        role.may_end = may_give(by, role) and by.pk != person.pk  # type: ignore[attr-defined]
    is_cared_for = looks_after(by, person)
    context = {
        "person": person,
        "roles": roles,
        "is_cared_for": is_cared_for,
        "may_reset": is_cared_for and may_reset_second_factor(by),
        "may_give_role": bool(_given_without_library(by)),
    }
    return render(request, "network/people/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def person_invite(request: HttpRequest, by: User) -> HttpResponse:
    """A new person with e-mail."""
    library = _library_asked_for(request, by)
    if library is None and not _given_without_library(by):
        raise Http404
    form = InviteForm(request.POST or None, by=by, library=library)
    if form.is_valid():
        try:
            assignment = services.invite_person(
                by=by,
                full_name=form.cleaned_data["full_name"],
                email=form.cleaned_data["email"],
                **form.role_values(),
            )
        except DomainError as error:
            _show(form, error)
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("network:person_detail", pk=assignment.user_id)
    context = {"form": form, "library": library}
    return render(request, "network/people/invite.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def role_give(request: HttpRequest, by: User, pk: int) -> HttpResponse:
    """A further role for a person."""
    person = get_object_or_404(people_for(by), pk=pk)
    if not _given_without_library(by):
        raise PermissionDenied
    form = RoleForm(request.POST or None, by=by)
    if form.is_valid():
        try:
            services.give_role(by=by, person=person, **form.role_values())
        except DomainError as error:
            _show(form, error)
        else:
            messages.success(request, _("The role is given."))
            return redirect("network:person_detail", pk=pk)
    context = {"form": form, "person": person}
    return render(request, "network/people/role.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def role_end(request: HttpRequest, by: User, pk: int, role: int) -> HttpResponse:
    """End a role of a person."""
    person = get_object_or_404(people_for(by), pk=pk)
    assignment = get_object_or_404(roles_of(by, person), pk=role)
    if not may_give(by, assignment) or by.pk == person.pk:
        raise PermissionDenied

    def act(form: EndRoleForm) -> None:
        services.end_role_of(
            by=by,
            assignment=assignment,
            on=form.day(),
            reason=form.cleaned_data["reason"],
        )

    return _ask(
        request,
        person,
        EndRoleForm(request.POST or None),
        act,
        question=_("End the role of %(name)s?") % {"name": person.full_name},
        text=_("From the day after the last day it gives no access any more."),
        action=_("End the role"),
        done=_("The role ends."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def account_close(request: HttpRequest, by: User, pk: int) -> HttpResponse:
    """Close an account."""
    person = cared_for(by, pk)

    def act(form: ReasonForm) -> None:
        services.close_account(by=by, person=person, reason=form.cleaned_data["reason"])

    return _ask(
        request,
        person,
        ReasonForm(request.POST or None),
        act,
        question=_("Close the account of %(name)s?") % {"name": person.full_name},
        text=_("Nobody can sign in with it. What was reported stays."),
        action=_("Close the account"),
        done=_("The account is closed."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def second_factor_reset(request: HttpRequest, by: User, pk: int) -> HttpResponse:
    """Take away the second factor of somebody who lost their phone."""
    person = cared_for(by, pk)
    if not may_reset_second_factor(by):
        raise PermissionDenied

    def act(form: ReasonForm) -> None:
        services.take_second_factor_away(
            by=by, person=person, reason=form.cleaned_data["reason"]
        )

    return _ask(
        request,
        person,
        ReasonForm(request.POST or None),
        act,
        question=_("Take the second step of %(name)s away?")
        % {"name": person.full_name},
        text=_("Make sure on the phone or face to face that the person asks for it."),
        action=_("Take it away"),
        done=_("At the next sign-in a new second step is set up."),
    )


@require_http_methods(["POST"])
@officers_only
def account_reopen(request: HttpRequest, by: User, pk: int) -> HttpResponse:
    """Open a closed account again."""
    person = cared_for(by, pk)
    try:
        services.reopen_account(by=by, person=person)
        messages.success(request, _("The account is open again."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("network:person_detail", pk=pk)


def _ask(
    request: HttpRequest,
    person: User,
    form: Any,
    act: Callable[[Any], None],
    *,
    done: str,
    **words: str,
) -> HttpResponse:
    """Show a question with its form, act on the answer, then show the person."""
    if form.is_valid():
        try:
            act(form)
        except DomainError as error:
            _show(form, error)
        else:
            messages.success(request, done)
            return redirect("network:person_detail", pk=person.pk)
    context = {"form": form, "person": person, **words}
    return render(request, "network/people/ask.html", context)


def _show(form: RoleForm | EndRoleForm | ReasonForm, error: DomainError) -> None:
    form.add_error(error.field if error.field in form.fields else None, str(error))


def _given_without_library(by: User) -> list[str]:
    return [role for role in roles_to_give(by) if role != "village_manager"]


def _library_asked_for(request: HttpRequest, by: User) -> Library | None:
    key = request.GET.get("library", "")
    if not key:
        return None
    return get_object_or_404(libraries_looked_after(by), pk=typed_key(key))

"""Accounts without e-mail: made for a whole regency, with cards to print."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sinergi.accounts.exports import PrintedCard, cards_pdf
from sinergi.accounts.models import User
from sinergi.core.errors import DomainError
from sinergi.core.forms import typed_key
from sinergi.core.paging import page
from sinergi.network.queries.people import (
    cards_waiting,
    libraries_without_account,
    missing_by_region,
    regions_to_choose,
)
from sinergi.network.services import people as services
from sinergi.network.services.people import LibraryCard
from sinergi.network.views.people import cared_for, officers_only

PAGE_SIZE = 50


@require_safe
@officers_only
def missing_list(request: HttpRequest, by: User) -> HttpResponse:
    """Regencies with libraries that nobody can report for."""
    missing = missing_by_region(by)
    if len(missing) == 1 and not request.GET:
        return redirect("network:missing_detail", code=missing[0].region.code)
    context = {
        "missing": missing,
        "total": sum(each.count for each in missing),
        "tab": "missing",
    }
    return render(request, "network/people/missing.html", context)


@require_safe
@officers_only
def missing_detail(request: HttpRequest, by: User, code: str) -> HttpResponse:
    """The libraries without account of one regency, and cards that wait."""
    region = get_object_or_404(regions_to_choose(by), code=code)
    libraries = libraries_without_account(by).in_region(code)
    items, following = page(
        libraries, cursor=request.GET.get("cursor"), limit=PAGE_SIZE, key="region_id"
    )
    context = {
        "region": region,
        "items": items,
        "next": following,
        "total": libraries.count(),
        "waiting": cards_waiting(by, code).count(),
        "tab": "missing",
    }
    return render(request, "network/people/missing_detail.html", context)


@never_cache
@require_POST
@officers_only
def accounts_make(request: HttpRequest, by: User, code: str) -> HttpResponse:
    """Make all missing accounts of a region; the answer is the cards."""
    region = get_object_or_404(regions_to_choose(by), code=code)
    chosen = [typed_key(key) for key in request.POST.getlist("library")]
    try:
        cards = services.make_accounts(by=by, region=region, libraries=chosen or None)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("network:missing_detail", code=code)
    return _paper(cards, code)


@never_cache
@require_POST
@officers_only
def cards_again(request: HttpRequest, by: User, code: str) -> HttpResponse:
    """Print the cards of a region anew that nobody has used."""
    region = get_object_or_404(regions_to_choose(by), code=code)
    try:
        cards = services.reissue_unused_cards(by=by, region=region)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("network:missing_detail", code=code)
    return _paper(cards, code)


@never_cache
@require_POST
@officers_only
def card_again(request: HttpRequest, by: User, pk: int) -> HttpResponse:
    """A new card for one person."""
    person = cared_for(by, pk)
    try:
        card = services.reissue_card(by=by, person=person)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("network:person_detail", pk=pk)
    return _paper([card], person.username)


def _paper(cards: Sequence[LibraryCard], name: str) -> HttpResponse:
    pdf = cards_pdf(
        [
            PrintedCard(
                issued=card.issued,
                title=(
                    card.library.name if card.library else card.issued.user.full_name
                ),
                place=card.place,
            )
            for card in cards
        ]
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    day = timezone.localdate().isoformat()
    response.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"kartu-masuk-{name}-{day}.pdf"
    )
    return response

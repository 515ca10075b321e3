"""Recording testimonies, makers and products; taking a consent back."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.core.dates import latest_day, today
from sinergi.media.models import MediaFile
from sinergi.media.services import store_upload
from sinergi.network.models import Library
from sinergi.reports.models import Activity
from sinergi.stories.enums import ConsentScope
from sinergi.stories.errors import NoConsent, OutOfScope, UnfitProduct
from sinergi.stories.models import Consented, Maker, Product, Testimony

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

S = TypeVar("S", bound=Consented)


@dataclass(frozen=True)
class Consent:
    """What a person agreed to, and on which day."""

    scope: str
    on: dt.date


@transaction.atomic
def record_testimony(
    *,
    by: User | None,
    library: Library,
    alias: str,
    quote: str,
    told_on: dt.date,
    consent: Consent,
    photo: "UploadedFile[bytes] | None" = None,
    photo_text: str = "",
) -> Testimony:
    """Write down what a beneficiary says, under an alias and with their consent.

    Raises:
        OutOfScope: The person does not report for the library.
        NoConsent: The consent has no fitting day.
        UnfitProduct: Alias or words are missing.
        DomainError: The photo is refused (`media.services.store_upload`).
    """
    _require_scope(by, library)
    _check_consent(consent)
    _require_text(alias, "alias")
    _require_text(quote, "quote")
    testimony = Testimony.objects.create(
        library=library,
        alias=alias.strip(),
        quote=quote.strip(),
        told_on=told_on,
        photo=_stored(by, photo),
        photo_text=photo_text.strip(),
        consent_scope=consent.scope,
        consent_on=consent.on,
        recorded_by=by,
    )
    record(
        by=by, action="testimony.recorded", target=testimony, new=_consented(consent)
    )
    return testimony


@transaction.atomic
def record_maker(
    *, by: User | None, library: Library, alias: str, consent: Consent
) -> Maker:
    """Write down a maker or group, under the name that they want to be shown by.

    Raises:
        OutOfScope: The person does not report for the library.
        NoConsent: The consent has no fitting day.
        UnfitProduct: The alias is missing.
    """
    _require_scope(by, library)
    _check_consent(consent)
    _require_text(alias, "alias")
    maker = Maker.objects.create(
        library=library,
        alias=alias.strip(),
        consent_scope=consent.scope,
        consent_on=consent.on,
        recorded_by=by,
    )
    record(by=by, action="maker.recorded", target=maker, new=_consented(consent))
    return maker


@transaction.atomic
def record_product(
    *,
    by: User | None,
    maker: Maker,
    name: str,
    description: str = "",
    learnt_in: Activity | None = None,
    price_idr: int | None = None,
    unit: str = "",
    photo: "UploadedFile[bytes] | None" = None,
    photo_text: str = "",
) -> Product:
    """Write down a product, and in which activity its making was learnt.

    Raises:
        OutOfScope: The person does not report for the maker's library.
        UnfitProduct: The name is missing or taken, or the price cannot be.
        DomainError: The photo is refused (`media.services.store_upload`).
    """
    _require_scope(by, maker.library)
    _require_text(name, "name")
    if price_idr is not None and price_idr < 0:
        raise UnfitProduct(_("A price is not negative."), field="price_idr")
    if learnt_in is not None and learnt_in.library_id != maker.library_id:
        raise UnfitProduct(
            _("The activity belongs to another library."), field="learnt_in"
        )
    try:
        with transaction.atomic():
            product = Product.objects.create(
                maker=maker,
                name=name.strip(),
                description=description.strip(),
                learnt_in=learnt_in,
                price_idr=price_idr,
                unit=unit.strip(),
                photo=_stored(by, photo),
                photo_text=photo_text.strip(),
                recorded_by=by,
            )
    except IntegrityError as error:
        raise UnfitProduct(
            _("This maker has a product of this name already."), field="name"
        ) from error
    record(by=by, action="product.recorded", target=product, new={"price": price_idr})
    return product


@dataclass(frozen=True)
class NewMaker:
    """A maker who is not known yet."""

    alias: str
    consent: Consent


@transaction.atomic
def record_made(
    *, by: User | None, library: Library, maker: Maker | NewMaker, **product: Any
) -> Product:
    """Write down a product (see `record_product`) and its maker, known or new.

    Raises:
        OutOfScope: The person does not report for the library.
        NoConsent: The consent of a new maker has no fitting day.
        UnfitProduct: Something is missing or cannot be.
    """
    if isinstance(maker, NewMaker):
        maker = record_maker(
            by=by, library=library, alias=maker.alias, consent=maker.consent
        )
    return record_product(by=by, maker=maker, **product)


@transaction.atomic
def withdraw_consent(*, by: User | None, story: S, on: dt.date | None = None) -> S:
    """Take a consent back: from now on nothing of the person is shown.

    Raises:
        OutOfScope: The person does not report for the library.
    """
    _require_scope(by, story.library)
    rows = type(story)._default_manager.select_for_update()
    row = rows.get(pk=story.pk)
    if row.consent_withdrawn_on is None:
        row.consent_withdrawn_on = max(on or today(), row.consent_on)
        row.save(update_fields=["consent_withdrawn_on"])
        record(
            by=by,
            action="consent.withdrawn",
            target=row,
            old={"consent_withdrawn_on": None},
            new={"consent_withdrawn_on": row.consent_withdrawn_on},
        )
    return row


def _stored(by: User | None, photo: "UploadedFile[bytes] | None") -> MediaFile | None:
    if photo is None or by is None:
        return None
    return store_upload(by=by, upload=photo)


def _consented(consent: Consent) -> dict[str, object]:
    return {"consent_scope": consent.scope, "consent_on": consent.on}


def _require_scope(by: User | None, library: Library) -> None:
    if by is None:
        return
    if not Library.objects.reportable_by(by).filter(pk=library.pk).exists():
        raise OutOfScope(_("This library is outside your scope."))


def _check_consent(consent: Consent) -> None:
    if consent.scope not in ConsentScope.values:
        raise NoConsent(_("Choose how far the consent goes."), field="consent_scope")
    if consent.on > latest_day():
        raise NoConsent(
            _("The day of the consent has not come yet."), field="consent_on"
        )


def _require_text(text: str, name: str) -> None:
    if not text.strip():
        raise UnfitProduct(_("Please fill in this field."), field=name)

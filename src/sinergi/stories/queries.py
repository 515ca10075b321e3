"""Reads of testimonies, makers and products."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from sinergi.media.models import MediaFile
from sinergi.network.models import Library
from sinergi.stories.models import Consented, Maker, Product, Testimony

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User


@dataclass(frozen=True)
class Told:
    """What people of a library told and make."""

    testimonies: Sequence[Testimony]
    makers: Sequence[Maker]


def library_for(user: "User", pk: int) -> Library | None:
    """A library whose stories the person reads."""
    rows = Library.objects.visible_to(user).filter(pk=pk)
    return rows.select_related("region").first()


def may_tell(user: "User", library: Library) -> bool:
    """Whether the person writes down stories of the library."""
    return Library.objects.reportable_by(user).filter(pk=library.pk).exists()


def told_at(library: Library) -> Told:
    """Everything of a library, whatever its consent; its officers alone see it."""
    makers = Maker.objects.filter(library=library).prefetch_related("products")
    return Told(list(Testimony.objects.filter(library=library)), list(makers))


def makers_of(library: Library) -> QuerySet[Maker]:
    """The makers who still agree to be shown."""
    return Maker.objects.filter(library=library, consent_withdrawn_on__isnull=True)


def story_for(kind: str, library: Library, pk: int) -> Consented | None:
    """A testimony or a maker of a library."""
    model: type[Consented] | None = {"testimoni": Testimony, "perajin": Maker}.get(kind)
    if model is None:
        return None
    return model._default_manager.filter(library=library, pk=pk).first()


def photo_for(user: "User | AnonymousUser", kind: str, pk: int) -> MediaFile | None:
    """The photo of a testimony or product that the reader may see."""
    if kind == "testimoni":
        told = Testimony.objects.visible_to(user).filter(
            pk=pk, consent_withdrawn_on__isnull=True
        )
        found = told.select_related("photo").first()
        return found.photo if found else None
    made = Product.objects.filter(
        pk=pk,
        maker__in=Maker.objects.visible_to(user).filter(
            consent_withdrawn_on__isnull=True
        ),
    )
    product = made.select_related("photo").first()
    return product.photo if product else None

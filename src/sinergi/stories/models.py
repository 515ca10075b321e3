"""Testimonies of beneficiaries, makers and their products, in a small form.

A person stands here by an alias alone, and only as long as the consent lasts.
"""

from typing import TYPE_CHECKING, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sinergi.media.models import MediaFile
from sinergi.network.models import Library
from sinergi.reports.models import Activity
from sinergi.stories.enums import ConsentScope

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User


C = TypeVar("C", bound="Consented")


class ConsentedQuerySet(models.QuerySet[C]):
    """Records of persons, by consent and by scope."""

    def shown_publicly(self) -> Self:
        """Those that everybody may see."""
        return self.filter(
            consent_scope=ConsentScope.PUBLIC, consent_withdrawn_on__isnull=True
        )

    def shown_at_meetings(self) -> Self:
        """Those that the participants of a meeting may see."""
        return self.filter(
            consent_scope__in=[ConsentScope.PUBLIC, ConsentScope.MEETING],
            consent_withdrawn_on__isnull=True,
        )

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those of the person's own scope, and all that everybody may see."""
        public = Q(consent_scope=ConsentScope.PUBLIC, consent_withdrawn_on__isnull=True)
        return self.filter(public | Q(library__in=Library.objects.visible_to(user)))

    def editable_by(self, user: "User | AnonymousUser") -> Self:
        """Those of libraries for which the person reports."""
        return self.filter(library__in=Library.objects.reportable_by(user))


class Consented(models.Model):
    """What a person agreed to: how far, since when, and until when."""

    library = models.ForeignKey(
        Library, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    alias = models.CharField(max_length=120)
    photo = models.ForeignKey(
        MediaFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    photo_text = models.CharField(max_length=200, blank=True)
    consent_scope = models.CharField(max_length=10, choices=ConsentScope)
    consent_on = models.DateField()
    consent_withdrawn_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(consent_scope__in=ConsentScope.values),
                name="%(class)s_consent_scope_known",
            ),
            models.CheckConstraint(
                condition=Q(consent_withdrawn_on__isnull=True)
                | Q(consent_withdrawn_on__gte=F("consent_on")),
                name="%(class)s_consent_withdrawn_after",
            ),
        ]

    def __str__(self) -> str:
        return self.alias


class Testimony(Consented):
    """What a beneficiary says of the change, in their own words."""

    quote = models.TextField()
    told_on = models.DateField()

    objects = ConsentedQuerySet["Testimony"].as_manager()

    class Meta(Consented.Meta):
        ordering = ["-told_on", "-id"]


class Maker(Consented):
    """A person or group that makes things after learning in a library."""

    objects = ConsentedQuerySet["Maker"].as_manager()

    class Meta(Consented.Meta):
        ordering = ["alias", "id"]


class Product(models.Model):
    """A thing that a maker sells, learnt in a library's activity."""

    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="products")
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    learnt_in = models.ForeignKey(
        Activity,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="products",
    )
    price_idr = models.PositiveBigIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    photo = models.ForeignKey(
        MediaFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    photo_text = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["maker", "name"], name="product_once_per_maker"
            )
        ]

    def __str__(self) -> str:
        return self.name

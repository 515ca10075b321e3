"""Administrative areas of today, and how they came to be."""

from django.db import models

from sinergi.regions.enums import RegionEvent, RegionKind


class RegionQuerySet(models.QuerySet["Region"]):
    """Areas by time and place."""

    def of_today(self) -> "RegionQuerySet":
        """Areas that have not ended."""
        return self.filter(valid_to__isnull=True)

    def within(self, code: str) -> "RegionQuerySet":
        """An area and everything below it; all areas for ''."""
        if not code:
            return self
        return self.filter(models.Q(code=code) | models.Q(code__startswith=f"{code}."))


class Region(models.Model):
    """An area with its Kemendagri code, as of today.

    The code is text and its own path (35.78.01.1001), so that a subtree is a prefix.
    An area that was merged away or recoded stays, with `valid_to` its first day
    without the code. `valid_from` is empty where the start is not on record.
    """

    code = models.CharField(primary_key=True, max_length=13)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=RegionKind)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="children"
    )
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    population = models.PositiveIntegerField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=RegionKind.values), name="region_kind_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class RegionName(models.Model):
    """What an area is found by: folded words, kept beside it for the search.

    Areas that have ended hold none, so that a search reads this table alone: joined
    with the areas, planners without statistics start from the wrong side.
    `base` is the name without its kind, `words` the name with kind and without
    spaces, `path` the names of the areas above; each word follows a space.
    """

    region = models.OneToOneField(
        Region, on_delete=models.CASCADE, primary_key=True, related_name="search_name"
    )
    kind = models.CharField(max_length=10, choices=RegionKind)
    level = models.PositiveSmallIntegerField()
    base = models.CharField(max_length=100)
    words = models.CharField(max_length=300)
    path = models.CharField(max_length=400)

    def __str__(self) -> str:
        return f"{self.region_id} {self.base}"


class RegionChange(models.Model):
    """A dated event by which an area of the past became one of today.

    `old_code` lived under `old_parent_code` before `effective_on`; the area of
    `new_code` continues it. A new province has no old code, and its parent is the
    province out of which it was made. In a renaming both codes are the same.
    """

    event = models.CharField(max_length=20, choices=RegionEvent)
    old_code = models.CharField(max_length=13, blank=True)
    old_name = models.CharField(max_length=100, blank=True)
    old_parent_code = models.CharField(max_length=13, blank=True)
    new_code = models.CharField(max_length=13)
    effective_on = models.DateField()
    law = models.CharField(max_length=100)
    source = models.TextField()

    class Meta:
        ordering = ["effective_on", "new_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "old_code", "new_code", "effective_on"],
                name="region_change_once",
            ),
            models.CheckConstraint(
                condition=models.Q(event__in=RegionEvent.values),
                name="region_change_event_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_code} > {self.new_code} {self.effective_on}"

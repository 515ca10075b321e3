"""The seat ledger: pools with counters, and one numbered row for each request."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sinergi.meetings.enums import PlaceState, PoolKind
from sinergi.meetings.models.meeting import Meeting
from sinergi.meetings.models.people import Participant

#: States that hold a seat, and those still in play.
SEATED = (PlaceState.CONFIRMED, PlaceState.OFFERED)
LIVE = (*SEATED, PlaceState.WAITING)
#: Kinds of seats that people on site ask for beside their place.
FURTHER = (PoolKind.DINNER, PoolKind.STALL)


class SeatPool(models.Model):
    """Seats of one kind. `taken` counts confirmed and offered ones, `waiting` the rest.

    Both counters change in the same statement that checks them, so that no pool is
    ever oversold. `last_number` numbers the requests in the order of their commits,
    since the row stays locked from the number to the commit.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="pools")
    kind = models.CharField(max_length=8, choices=PoolKind)
    name_id = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    capacity = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    offer_hours = models.PositiveSmallIntegerField(default=48)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["kind", "starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")), name="pool_never_oversold"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PoolKind.values), name="pool_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(ends_at__gt=F("starts_at")),
                name="pool_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["meeting", "kind"],
                condition=Q(kind__in=[PoolKind.ON_SITE, PoolKind.ONLINE]),
                name="pool_one_per_channel",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.kind} {self.pk}"

    @property
    def free(self) -> int:
        """Seats that nobody holds."""
        return self.capacity - self.taken

    @property
    def is_full(self) -> bool:
        """Whether the next request would wait."""
        return self.free <= 0 or self.waiting > 0


class Place(models.Model):
    """One request for one seat; its number is its turn on the waiting list.

    Requests of one `bundle` were made together (a person's channel and classes, or
    the people of a group) and are confirmed together or not at all.
    """

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="places"
    )
    pool = models.ForeignKey(SeatPool, on_delete=models.PROTECT, related_name="places")
    state = models.CharField(max_length=10, choices=PlaceState)
    number = models.PositiveIntegerField()
    bundle = models.UUIDField(db_index=True)
    offered_until = models.DateTimeField(null=True, blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pool", "number"]
        indexes = [
            models.Index(
                fields=["pool", "number"],
                condition=Q(state="waiting"),
                name="place_waiting",
            ),
            models.Index(
                fields=["offered_until"],
                condition=Q(state="offered"),
                name="place_offered",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["pool", "number"], name="place_number_once"
            ),
            models.UniqueConstraint(
                fields=["pool", "participant"],
                condition=Q(state__in=LIVE),
                name="place_once_per_pool",
            ),
            models.CheckConstraint(
                condition=Q(state__in=PlaceState.values), name="place_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=PlaceState.OFFERED, offered_until__isnull=False)
                | (~Q(state=PlaceState.OFFERED) & Q(offered_until__isnull=True)),
                name="place_offer_has_deadline",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pool_id} {self.number} {self.state}"

    @property
    def is_live(self) -> bool:
        """Whether the place holds a seat or waits for one."""
        return self.state in LIVE

    @property
    def is_further(self) -> bool:
        """Whether the seat is one beside the place at the meeting itself."""
        return self.pool.kind in FURTHER

    @property
    def is_entrance(self) -> bool:
        """Whether it lets its holder into the online room."""
        is_online = self.pool.kind == PoolKind.ONLINE
        return is_online and self.state == PlaceState.CONFIRMED

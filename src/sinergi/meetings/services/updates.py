"""Preparing what partners present: freezing numbers, changing words, publishing."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.analytics.services import refresh
from sinergi.audit.services import changes, record
from sinergi.core.dates import now
from sinergi.indicators.queries.schemes import judges_for
from sinergi.indicators.services import in_one_version, methods_in_use, plain_scheme
from sinergi.meetings.enums import UpdateState
from sinergi.meetings.errors import NotPresenting, OutOfScope, UnfitUpdate, WrongState
from sinergi.meetings.models import AchievementUpdate, Meeting, Session, UpdateFreeze
from sinergi.meetings.models.updates import AchievementUpdateQuerySet
from sinergi.meetings.queries.achievements import numbers_of, period_of
from sinergi.meetings.queries.updates import (
    presenters_of,
    products_for,
    testimonies_for,
)
from sinergi.meetings.services.access import require_arrange
from sinergi.network.models import Library
from sinergi.stories.models import Product, Testimony

#: Stories that a new update begins with.
TESTIMONIES, PRODUCTS = 2, 3
#: Signs of each text, so that it fits on a slide.
LONGEST = {"headline": 140, "what_changed": 600, "lesson": 600, "next_step": 600}


@dataclass(frozen=True)
class UpdateWords:
    """The partner's own words; empty ones are left to what the numbers say."""

    headline: str = ""
    what_changed: str = ""
    lesson: str = ""
    next_step: str = ""


@dataclass(frozen=True)
class _Frozen:
    """What a freeze holds beside its number and its reason."""

    numbers: dict[str, object]
    figure_version: str
    calculated_at: dt.datetime | None
    methods: dict[str, int]
    schemes: list[dict[str, object]]


def prepare_update(
    *, by: User | None, session: Session, library: Library
) -> AchievementUpdate:
    """Prepare what a library presents in a session: its numbers, frozen as of now.

    One that is prepared already stays as it is. The figures are refreshed first, so
    that nothing verified is left out.

    Raises:
        OutOfScope: The person neither arranges the agenda nor reports for the library.
        NotPresenting: The library presents nothing in this session.
    """
    _require_preparing(by, session, library)
    if (session.pk, library.pk) not in {
        (one.pk, shown.pk) for one, shown in presenters_of(session.meeting)
    }:
        raise NotPresenting(_("This library presents nothing in this session."))
    held = AchievementUpdate.objects.filter(session=session, library=library).first()
    if held is not None:
        return held
    first, last = period_of(session.meeting.starts_on)
    frozen = _freeze(library, first, last)
    try:
        with transaction.atomic():
            row = AchievementUpdate.objects.create(
                session=session,
                library=library,
                first_month=first,
                last_month=last,
                prepared_by=by,
                prepared_at=now(),
            )
            row.testimonies.set(testimonies_for(library)[:TESTIMONIES])
            row.products.set(products_for(library)[:PRODUCTS])
            _keep(by, row, frozen, reason="")
            record(by=by, action="update.prepared", target=row)
    except IntegrityError:
        # Somebody else prepared it in this very moment.
        return AchievementUpdate.objects.get(session=session, library=library)
    return row


def prepare_updates(
    *,
    by: User | None,
    meeting: Meeting,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> list[AchievementUpdate]:
    """Prepare the updates of all who present at a meeting; a repeat does the rest.

    Raises:
        OutOfScope: The person does not arrange the agenda.
    """
    require_arrange(by, meeting)
    pairs = presenters_of(meeting)
    rows = []
    for done, (session, library) in enumerate(pairs):
        progress(done, len(pairs))
        rows.append(prepare_update(by=by, session=session, library=library))
    progress(len(pairs), len(pairs))
    return rows


def refresh_update(
    *, by: User | None, update: AchievementUpdate, reason: str
) -> UpdateFreeze:
    """Freeze the numbers anew; the old freeze is kept with all that it said.

    Raises:
        OutOfScope: The update is not theirs.
        UnfitUpdate: There is no reason.
    """
    _require(by, update, AchievementUpdate.objects.owned_by)
    if not reason.strip():
        raise UnfitUpdate(_("Give a reason."), field="reason")
    row = AchievementUpdate.objects.select_related("library__region").get(pk=update.pk)
    frozen = _freeze(row.library, row.first_month, row.last_month)
    with transaction.atomic():
        AchievementUpdate.objects.select_for_update().get(pk=row.pk)
        freeze = _keep(by, row, frozen, reason=reason.strip()[:300])
        record(
            by=by,
            action="update.refrozen",
            target=row,
            old={"freeze": freeze.number - 1},
            new={"freeze": freeze.number, "figures": freeze.figure_version},
            reason=freeze.reason,
        )
    return freeze


@transaction.atomic
def edit_update_words(
    *,
    by: User | None,
    update: AchievementUpdate,
    words: UpdateWords,
    testimonies: Sequence[Testimony],
    products: Sequence[Product],
    revision: int,
) -> AchievementUpdate:
    """Change the words of an update and the stories that it shows; no number.

    Args:
        by: The acting person.
        update: The update.
        words: All of its words.
        testimonies: Those to show; consent is looked at again whenever they are shown.
        products: Those to show, likewise.
        revision: The one that the person saw; another one is a conflict.

    Raises:
        OutOfScope: The person does not word the update.
        UnfitUpdate: A text does not fit on its slide, or a story is not on offer.
        WrongState: Somebody else changed the words meanwhile.
    """
    _require(by, update, AchievementUpdate.objects.editable_by)
    row = AchievementUpdate.objects.select_for_update().get(pk=update.pk)
    if row.revision != revision:
        raise WrongState(
            _(
                "Somebody else changed these words meanwhile. Yours are kept here; "
                "compare them and save again."
            )
        )
    said = {name: text.strip() for name, text in asdict(words).items()}
    for name, text in said.items():
        if len(text) > LONGEST[name]:
            raise UnfitUpdate(
                _("Write at most %(limit)s signs, so that it fits on a slide.")
                % {"limit": LONGEST[name]},
                field=name,
            )
    _require_offered(row.library, testimonies, products)
    before = {**_said(row), **_stories(row)}
    for name, text in said.items():
        setattr(row, name, text)
    row.revision += 1
    row.save(update_fields=[*said, "revision"])
    row.testimonies.set(testimonies)
    row.products.set(products)
    old, new = changes(before, {**_said(row), **_stories(row)})
    if new:
        record(by=by, action="update.worded", target=row, old=old, new=new)
    return row


@transaction.atomic
def publish_update(*, by: User | None, update: AchievementUpdate) -> AchievementUpdate:
    """Let everybody see an update, with its small counts of persons hidden.

    Raises:
        OutOfScope: The update is not theirs.
        WrongState: It is public already.
    """
    return _moved(
        by, update, UpdateState.PUBLISHED, _("This update is public already.")
    )


@transaction.atomic
def withdraw_update(*, by: User | None, update: AchievementUpdate) -> AchievementUpdate:
    """Take an update off the public pages; it can be published again.

    Raises:
        OutOfScope: The update is not theirs.
        WrongState: It is not public.
    """
    return _moved(by, update, UpdateState.WITHDRAWN, _("This update is not public."))


def _moved(
    by: User | None, update: AchievementUpdate, state: UpdateState, refusal: str
) -> AchievementUpdate:
    _require(by, update, AchievementUpdate.objects.owned_by)
    row = AchievementUpdate.objects.select_for_update().get(pk=update.pk)
    is_public = row.state == UpdateState.PUBLISHED
    if is_public is (state == UpdateState.PUBLISHED):
        raise WrongState(refusal)
    old, row.state = row.state, state
    row.save(update_fields=["state"])
    record(
        by=by,
        action=f"update.{state.value}",
        target=row,
        old={"state": old},
        new={"state": state.value},
    )
    return row


def _freeze(library: Library, first: dt.date, last: dt.date) -> _Frozen:
    """All numbers of one version of the figures, with what explains them."""
    refresh()
    stamp, numbers = in_one_version(lambda: numbers_of(library, first, last))
    return _Frozen(
        numbers=numbers,
        figure_version=stamp.version,
        calculated_at=stamp.calculated_at,
        methods=methods_in_use(),
        schemes=[plain_scheme(judge) for judge in judges_for(last)],
    )


def _keep(
    by: User | None, row: AchievementUpdate, frozen: _Frozen, *, reason: str
) -> UpdateFreeze:
    latest = row.freezes.first()
    return UpdateFreeze.objects.create(
        update=row,
        number=latest.number + 1 if latest else 1,
        reason=reason,
        frozen_by=by,
        **vars(frozen),
    )


def _said(row: AchievementUpdate) -> dict[str, object]:
    return {name: getattr(row, name) for name in LONGEST}


def _stories(row: AchievementUpdate) -> dict[str, object]:
    return {
        "testimonies": sorted(row.testimonies.values_list("pk", flat=True)),
        "products": sorted(row.products.values_list("pk", flat=True)),
    }


def _require_offered(
    library: Library, testimonies: Sequence[Testimony], products: Sequence[Product]
) -> None:
    offered = {one.pk for one in testimonies_for(library)}
    if not {one.pk for one in testimonies} <= offered:
        raise UnfitUpdate(
            _("This testimony is not the library's to show."), field="testimonies"
        )
    offered = {one.pk for one in products_for(library)}
    if not {one.pk for one in products} <= offered:
        raise UnfitUpdate(
            _("This product is not the library's to show."), field="products"
        )


def _require_preparing(by: User | None, session: Session, library: Library) -> None:
    if by is None:
        return
    is_own = Library.objects.reportable_by(by).filter(pk=library.pk).exists()
    if not is_own:
        require_arrange(by, session.meeting)


def _require(
    by: User | None,
    update: AchievementUpdate,
    rule: Callable[[User], AchievementUpdateQuerySet],
) -> None:
    if by is not None and not rule(by).filter(pk=update.pk).exists():
        raise OutOfScope

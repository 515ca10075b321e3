"""Schemes, targets and snapshots: who may, what is kept, what never changes."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone

from sinergi.accounts.models import User
from sinergi.analytics.services import refresh
from sinergi.audit.models import AuditEntry
from sinergi.core.errors import NotAllowed
from sinergi.indicators.errors import SchemeIncomplete, SchemeIsFixed, TargetRefused
from sinergi.indicators.models import Scheme, Snapshot, Target
from sinergi.indicators.queries import Cut, explain, preview, stamp
from sinergi.indicators.queries.schemes import judges_for
from sinergi.indicators.services import (
    copy_scheme,
    discard_scheme,
    load_schemes,
    publish_scheme,
    save_scheme,
    set_target,
    snapshots,
    take_snapshot,
)
from sinergi.indicators.services.schemes import content_of
from sinergi.indicators.tests.builders import (
    add_activity,
    add_library,
    add_regions,
    add_scheme,
    add_user,
)
from sinergi.network.models import Assignment
from sinergi.regions.models import Region

pytestmark = pytest.mark.django_db
NOVEMBER = Cut(first=dt.date(2022, 11, 1), last=dt.date(2022, 11, 1))


@pytest.fixture
def national() -> User:
    add_regions()
    user = add_user("nasional")
    Assignment.objects.create(
        user=user, role="national_team", starts_on=dt.date(2020, 1, 1)
    )
    return user


@pytest.fixture
def officer(national: User) -> User:
    user = add_user("kabupaten")
    Assignment.objects.create(
        user=user, role="regency_officer", region_id="35.22",
        starts_on=dt.date(2020, 1, 1),
    )  # fmt: skip
    return user


def test_load_schemes_is_idempotent_and_weighs_100() -> None:
    assert len(load_schemes()) == 4
    assert load_schemes() == []
    for scheme in Scheme.objects.all():
        assert sum(line.weight for line in scheme.indicators.all()) == 100
        assert (scheme.state, scheme.is_proposal) == ("published", True)


def test_many_equal_rows_do_not_win() -> None:
    add_regions()
    load_schemes()
    typist, varied = add_library(), add_library()
    for _ in range(40):
        add_activity(typist)
    for field in ("economy", "health", "digital"):
        add_activity(varied, field=field, evidence=True)
    add_activity(varied, strategy="advocacy", evidence=True)
    add_activity(varied, strategy="publication", evidence=True)
    refresh()
    many, few = explain(typist, NOVEMBER), explain(varied, NOVEMBER)
    assert many.colour == "red"
    assert (few.score or 0) > (many.score or 0)


@pytest.mark.parametrize("cut", [NOVEMBER, Cut()])
def test_equal_rows_with_evidence_stop_counting_at_the_target(cut: Cut) -> None:
    add_regions()
    load_schemes()
    typists = [add_library() for _ in range(3)]
    for typist, rows in zip(typists, (24, 60, 120), strict=True):
        for number in range(rows):
            day = dt.date(2022, 1 + number % 12 if cut == Cut() else 11, 5)
            add_activity(typist, day, evidence=True)
    refresh()
    found = [explain(typist, cut) for typist in typists]
    assert found[0].score == found[1].score == found[2].score == 3000 + 1400 + 300 + 800
    assert {row.colour for row in found} == {"yellow"}


def test_copy_to_another_year_and_kind(national: User) -> None:
    former = add_scheme()
    draft = copy_scheme(by=national, scheme=former, year=2023, library_kind="tbm")
    assert (draft.year, draft.library_kind, draft.version) == (2023, "tbm", 1)
    publish_scheme(by=national, scheme=draft)
    former.refresh_from_db()
    assert former.state == "published"
    assert [judge.year for judge in judges_for(dt.date(2023, 5, 1), "tbm")] == [2023]


def test_a_draft_that_was_copied_can_be_discarded(national: User) -> None:
    former = add_scheme()
    first = copy_scheme(by=national, scheme=former)
    second = copy_scheme(by=national, scheme=first)
    discard_scheme(by=national, scheme=first)
    second.refresh_from_db()
    assert second.based_on == former


@pytest.mark.parametrize(
    ("measure", "target", "period"),
    [
        ("evidence_share", "100.01", 1),
        ("distinct_fields", "8", 12),
        ("months_reported", "4", 3),
        ("cost_idr", "1", 1),
        ("members", "1", 1),
    ],
)
def test_schemes_refuse_what_no_library_can_reach(
    national: User, measure: str, target: str, period: int
) -> None:
    draft = copy_scheme(by=national, scheme=add_scheme())
    content = content_of(draft)
    line = replace(
        content.indicators[0],
        measure=measure,
        target=Decimal(target),
        period_months=period,
    )
    with pytest.raises(SchemeIncomplete):
        save_scheme(
            by=national, scheme=draft, content=replace(content, indicators=[line])
        )


def test_copy_edit_publish_retires_the_former(national: User) -> None:
    former = add_scheme()
    draft = copy_scheme(by=national, scheme=former)
    assert (draft.version, draft.state, draft.based_on) == (2, "draft", former)
    content = content_of(draft)
    lines = [replace(content.indicators[0], weight=50), *content.indicators[1:]]
    save_scheme(by=national, scheme=draft, content=replace(content, indicators=lines))
    with pytest.raises(SchemeIncomplete):
        publish_scheme(by=national, scheme=draft)
    save_scheme(by=national, scheme=draft, content=replace(content, green_from=8000))
    publish_scheme(by=national, scheme=draft)
    former.refresh_from_db()
    draft.refresh_from_db()
    assert (former.state, draft.state, draft.green_from) == (
        "retired",
        "published",
        8000,
    )
    with pytest.raises(SchemeIsFixed):
        save_scheme(by=national, scheme=draft, content=content)
    with pytest.raises(SchemeIsFixed):
        discard_scheme(by=national, scheme=draft)
    assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True)) == [
        "scheme.copied",
        "scheme.changed",
        "scheme.changed",
        "scheme.retired",
        "scheme.published",
    ]


def test_drafts_are_discarded_and_never_judge(national: User) -> None:
    draft = copy_scheme(by=national, scheme=add_scheme())
    discard_scheme(by=national, scheme=draft)
    assert Scheme.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"green_from": 4000},
        {"indicators": ()},
        {"yellow_from": 9000},
    ],
)
def test_schemes_refuse_what_cannot_judge(
    national: User, change: dict[str, object]
) -> None:
    draft = copy_scheme(by=national, scheme=add_scheme())
    with pytest.raises(SchemeIncomplete):
        save_scheme(
            by=national,
            scheme=draft,
            content=replace(content_of(draft), **change),  # type: ignore[arg-type]
        )


def test_only_the_national_team_steers(officer: User) -> None:
    scheme = add_scheme()
    with pytest.raises(NotAllowed):
        copy_scheme(by=officer, scheme=scheme)


def test_preview_compares_with_the_scheme_in_force(national: User) -> None:
    former = add_scheme()
    mover, still = add_library(), add_library()
    for field in ("economy", "health", "digital", "education"):
        add_activity(mover, field=field)
    add_activity(still, strategy="publication")
    refresh()
    draft = copy_scheme(by=national, scheme=former)
    content = content_of(draft)
    lines = [
        replace(content.indicators[0], weight=20),
        replace(content.indicators[1], weight=60),
        content.indicators[2],
    ]
    save_scheme(by=national, scheme=draft, content=replace(content, indicators=lines))
    found = preview(Scheme.objects.get(pk=draft.pk))
    assert (found.cut.first, found.cut.last) == (
        dt.date(2022, 1, 1),
        dt.date(2022, 11, 1),
    )
    assert found.old is not None
    assert (found.old.red, found.new.red, found.new.yellow) == (2, 1, 1)
    assert [(m.library_id, m.old, m.new) for m in found.movers] == [
        (mover.pk, 545 + 2000, 182 + 6000),
        (still.pk, 667, 2000),
    ]
    assert found.changed == 1


def test_targets_stay_within_the_scope(officer: User) -> None:
    regency = Region.objects.get(code="35.22")
    named = {
        "measure": "attendances",
        "starts_on": dt.date(2022, 1, 1),
        "ends_on": dt.date(2022, 12, 31),
        "value": Decimal(1000),
        "source": "Rencana kerja",
    }
    target = set_target(by=officer, region=regency, **named)  # type: ignore[arg-type]
    set_target(
        by=officer,
        region=regency,
        target=target,
        **{**named, "value": Decimal(5)},  # type: ignore[arg-type]
    )
    assert Target.objects.get().value == 5
    changed = AuditEntry.objects.get(action="target.changed")
    assert (changed.old, changed.new) == ({"value": "1000"}, {"value": "5"}) or (
        changed.old,
        changed.new,
    ) == ({"value": "1000.00"}, {"value": "5"})
    for region in (None, Region.objects.get(code="35.78")):
        with pytest.raises(NotAllowed):
            set_target(by=officer, region=region, **named)  # type: ignore[arg-type]
    with pytest.raises(TargetRefused):
        set_target(by=officer, region=regency, **{**named, "source": " "})  # type: ignore[arg-type]


def test_a_snapshot_rests_on_one_version(
    national: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = add_library()
    add_activity(library, attendances=12)
    frozen = snapshots._frozen
    seen: list[object] = []

    def torn(cut: Cut, level: str) -> dict[str, object]:
        found = frozen(cut, level)
        if not seen:
            add_activity(library, attendances=30)
            refresh()
        seen.append(found)
        return found

    monkeypatch.setattr(snapshots, "_frozen", torn)
    kept = take_snapshot(
        by=national, name="Akhir", first=dt.date(2022, 1, 1), last=dt.date(2022, 12, 1)
    )
    assert len(seen) == 2
    assert kept.figures["measures"]["attendances"]["total"] == "42"
    assert (kept.figure_version, kept.record_count) == (stamp().version, 2)


def test_snapshots_keep_what_explains_them(national: User, officer: User) -> None:
    add_scheme()
    library = add_library()
    add_activity(library, attendances=12, cost="1000.50")
    snapshot = take_snapshot(
        by=national, name="Akhir 2022", first=dt.date(2022, 1, 1),
        last=dt.date(2022, 12, 1),
    )  # fmt: skip
    add_activity(library, attendances=99)
    refresh()
    kept = Snapshot.objects.get(pk=snapshot.pk)
    measures = kept.figures["measures"]
    assert measures["attendances"]["total"] == "12"
    assert measures["cost_idr"]["total"] == "1000.50"
    assert measures["attendances"]["parts"] == [
        {"region": "35", "name": "Jawa Timur", "value": "12"}
    ]
    assert kept.figures["total_colours"]["red"] == 1
    assert (kept.record_count, kept.as_of) == (1, dt.date(2022, 12, 31))
    assert kept.boundaries_on == timezone.localdate()
    assert kept.methods["attendances"] == 1
    assert kept.schemes[0]["kind"] == "village"
    with pytest.raises(NotAllowed):
        take_snapshot(
            by=officer, name="Bukan", first=dt.date(2022, 1, 1),
            last=dt.date(2022, 12, 1),
        )  # fmt: skip

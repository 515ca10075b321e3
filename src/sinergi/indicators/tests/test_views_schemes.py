"""Pages of schemes, targets and snapshots, as each persona meets them."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from sinergi.accounts.models import User
from sinergi.analytics.services import refresh
from sinergi.indicators.models import Scheme, Snapshot, Target
from sinergi.indicators.services import copy_scheme, take_snapshot
from sinergi.indicators.tests.builders import (
    add_activity,
    add_library,
    add_regions,
    add_scheme,
    add_user,
)
from sinergi.network.models import Assignment, Library
from sinergi.regions.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.lake]


@pytest.fixture
def village(client: Client) -> User:
    add_regions()
    library = add_library()
    add_activity(library)
    refresh()
    return User.objects.get(assignments__library=library)


@pytest.fixture
def national(village: User, client: Client) -> User:
    user = add_user("nasional")
    Assignment.objects.create(user=user, role="national_team", starts_on="2020-01-01")
    client.force_login(user)
    return user


def edit_data(scheme: Scheme, **changes: str) -> dict[str, str]:
    """What the edit page posts back, line by line."""
    lines = list(scheme.indicators.all())
    data = {
        "name_id": scheme.name_id, "name_en": scheme.name_en, "note_id": "",
        "note_en": "", "green_from": "80,00", "yellow_from": "50,00",
        "baris-TOTAL_FORMS": str(len(lines) + 1),
        "baris-INITIAL_FORMS": str(len(lines)),
    }  # fmt: skip
    for index, line in enumerate(lines):
        for name in ("key", "name_id", "name_en", "measure", "period_months", "weight",
                     "cap_pct", "advice_id", "advice_en"):  # fmt: skip
            data[f"baris-{index}-{name}"] = str(getattr(line, name))
        data[f"baris-{index}-target"] = str(line.target).replace(".", ",")
    return data | changes


def test_the_round_from_copy_to_publication(client: Client, national: User) -> None:
    former = add_scheme()
    page = client.post(
        reverse("indicators:scheme_copy", args=[former.pk]),
        {"year": "2022", "library_kind": "village"},
    )
    draft = Scheme.objects.get(state="draft")
    assert page.headers["Location"] == reverse(
        "indicators:scheme_edit", args=[draft.pk]
    )
    assert client.get(page.headers["Location"]).status_code == 200
    data = edit_data(
        draft,
        **{"baris-0-weight": "50", "baris-3-name_id": "Publikasi",
           "baris-3-name_en": "Publications", "baris-3-target": "1,5",
           "baris-3-measure": "activities_publication", "baris-3-period_months": "3",
           "baris-3-weight": "10", "baris-3-cap_pct": "100"},
    )  # fmt: skip
    saved = client.post(page.headers["Location"], data)
    assert saved.status_code == 302, saved.content.decode()
    draft.refresh_from_db()
    assert draft.green_from == 8000
    assert [(i.measure, str(i.target), i.weight) for i in draft.indicators.all()] == [
        ("activities_community_involvement", "4.00", 50),
        ("distinct_fields", "3.00", 20),
        ("evidence_share", "80.00", 20),
        ("activities_publication", "1.50", 10),
    ]
    preview = client.get(reverse("indicators:scheme_preview", args=[draft.pk]))
    assert preview.status_code == 200
    assert (
        client.get(reverse("indicators:scheme_publish", args=[draft.pk])).status_code
        == 200
    )
    client.post(reverse("indicators:scheme_publish", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.state == "published"
    fixed = client.get(reverse("indicators:scheme_edit", args=[draft.pk]))
    assert fixed.status_code == 302


def test_a_copy_for_another_year_is_asked_for(client: Client, national: User) -> None:
    url = reverse("indicators:scheme_copy", args=[add_scheme().pk])
    page = client.get(url)
    assert 'value="2022"' in page.content.decode()
    page = client.post(url, {"year": "20x3", "library_kind": "tbm"})
    assert page.status_code == 422
    assert 'value="20x3"' in page.content.decode()
    page = client.post(url, {"year": "2023", "library_kind": "tbm"})
    draft = Scheme.objects.get(state="draft")
    assert (draft.year, draft.library_kind) == (2023, "tbm")
    assert page.headers["Location"] == reverse(
        "indicators:scheme_edit", args=[draft.pk]
    )
    detail = client.get(reverse("indicators:scheme_detail", args=[draft.pk]))
    assert "Disalin dari Desa/Kelurahan 2022, versi 1" in detail.content.decode()


def test_a_new_line_has_a_key_of_its_own(client: Client, national: User) -> None:
    draft = copy_scheme(by=national, scheme=add_scheme())
    url = reverse("indicators:scheme_edit", args=[draft.pk])
    line = {
        "name_id": "Publikasi", "name_en": "Publications", "target": "1",
        "measure": "activities_publication", "period_months": "3", "weight": "10",
        "cap_pct": "100",
    }  # fmt: skip
    for removed in ({}, {"baris-0-DELETE": "on"}, {"baris-0-DELETE": "on"}):
        new = {f"baris-3-{name}": value for name, value in line.items()}
        page = client.post(url, edit_data(draft, **new, **removed))
        assert page.status_code == 302, page.content.decode()
        draft = Scheme.objects.get(pk=draft.pk)
        if not removed:
            client.post(url, edit_data(draft, **{"baris-0-DELETE": "on"}))
            draft = Scheme.objects.get(pk=draft.pk)
    keys = [line.key for line in draft.indicators.all()]
    assert keys[-1] == "activities_publication-3"
    assert len(set(keys)) == len(keys) == 3


def test_a_target_out_of_reach_is_refused_at_its_line(
    client: Client, national: User
) -> None:
    draft = copy_scheme(by=national, scheme=add_scheme())
    url = reverse("indicators:scheme_edit", args=[draft.pk])
    page = client.post(url, edit_data(draft, **{"baris-2-target": "150,5"}))
    assert page.status_code == 422
    text = page.content.decode()
    assert 'value="150,5"' in text
    assert "Paling tinggi 100." in text
    page = client.post(url, edit_data(draft, **{"baris-0-target": "-3"}))
    assert page.status_code == 422
    assert 'value="-3"' in page.content.decode()


def test_numbers_are_written_as_the_reader_writes_them(
    client: Client, national: User
) -> None:
    draft = copy_scheme(by=national, scheme=add_scheme())
    edit = client.get(reverse("indicators:scheme_edit", args=[draft.pk]))
    assert 'value="75,00"' in edit.content.decode()
    detail = client.get(reverse("indicators:scheme_detail", args=[draft.pk]))
    assert "Tahun 2022, versi 2" in detail.content.decode()


def test_an_edit_that_does_not_fit_keeps_what_was_typed(
    client: Client, national: User
) -> None:
    draft = copy_scheme(by=national, scheme=add_scheme())
    url = reverse("indicators:scheme_edit", args=[draft.pk])
    page = client.post(url, edit_data(draft, green_from="40,00"))
    assert page.status_code == 422
    assert 'value="40,00"' in page.content.decode()
    page = client.post(url, edit_data(draft, **{"baris-0-target": "banyak"}))
    assert page.status_code == 422
    assert 'value="banyak"' in page.content.decode()


def test_a_line_is_removed_without_javascript(client: Client, national: User) -> None:
    draft = copy_scheme(by=national, scheme=add_scheme())
    url = reverse("indicators:scheme_edit", args=[draft.pk])
    client.post(url, edit_data(draft, **{"baris-1-DELETE": "on"}))
    assert [line.measure for line in draft.indicators.all()] == [
        "activities_community_involvement",
        "evidence_share",
    ]


def test_personas_of_schemes(client: Client, village: User) -> None:
    former = add_scheme()
    names = ("copy", "edit", "preview", "publish", "discard")
    listed = reverse("indicators:scheme_list")
    assert client.get(listed).status_code == 302
    client.force_login(village)
    assert client.get(listed).status_code == 200
    own = reverse("indicators:scheme_detail", args=[former.pk])
    assert client.get(own).status_code == 200
    for name in names:
        url = reverse(f"indicators:scheme_{name}", args=[former.pk])
        assert client.post(url).status_code == (405 if name == "preview" else 403)
    team = add_user("tim")
    Assignment.objects.create(user=team, role="national_team", starts_on="2020-01-01")
    draft = copy_scheme(by=team, scheme=former)
    hidden = reverse("indicators:scheme_detail", args=[draft.pk])
    assert client.get(hidden).status_code == 404


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_speaks_both_languages(
    client: Client, national: User, language: str
) -> None:
    scheme = copy_scheme(by=national, scheme=add_scheme())
    client.post(
        reverse("indicators:target_add"),
        {"measure": "attendances", "region": "35.22", "starts_on": "1/1/2022",
         "ends_on": "31/12/2022", "value": "1500", "source": "RKPD"},
    )  # fmt: skip
    target = Target.objects.get()
    client.post(
        reverse("indicators:snapshot_take"),
        {"name": "Akhir tahun", "first": "01/2022", "last": "12/2022"},
    )
    snapshot = Snapshot.objects.get()
    client.cookies["bahasa"] = language
    for name, args in (
        ("scheme_list", []), ("scheme_detail", [scheme.pk]),
        ("scheme_edit", [scheme.pk]), ("scheme_preview", [scheme.pk]),
        ("scheme_publish", [scheme.pk]), ("scheme_discard", [scheme.pk]),
        ("target_list", []), ("target_add", []), ("target_edit", [target.pk]),
        ("snapshot_list", []), ("snapshot_take", []),
        ("snapshot_detail", [snapshot.pk]),
    ):  # fmt: skip
        page = client.get(reverse(f"indicators:{name}", args=args))
        assert page.status_code == 200, name
        assert f'<html lang="{language}"' in page.content.decode()


def test_snapshots_are_read_by_those_who_read_the_area(
    client: Client, national: User
) -> None:
    for region in (None, "35", "35.22"):
        take_snapshot(
            by=national,
            name="Akhir tahun",
            first=dt.date(2022, 1, 1),
            last=dt.date(2022, 12, 1),
            region=Region.objects.get(code=region) if region else None,
        )
    seen = {}
    for role, region in (
        ("national_team", None), ("provincial_officer", "35"),
        ("regency_officer", "35.22"), ("regency_officer", "35.78"),
        ("committee", None),
    ):  # fmt: skip
        user = add_user()
        Assignment.objects.create(
            user=user, role=role, region_id=region, starts_on="2020-01-01"
        )
        client.force_login(user)
        page = client.get(reverse("indicators:snapshot_list"))
        address = reverse(
            "indicators:snapshot_detail", args=[Snapshot.objects.get(region="35.22").pk]
        )
        seen[role, region] = (
            [s.region_id for s in page.context["snapshots"]],
            client.get(address).status_code,
        )
    assert seen == {
        ("national_team", None): (["35.22", "35", None], 200),
        ("provincial_officer", "35"): (["35.22", "35"], 200),
        ("regency_officer", "35.22"): (["35.22"], 200),
        ("regency_officer", "35.78"): ([], 404),
        ("committee", None): ([], 404),
    }


def test_targets_outside_the_scope_are_refused(client: Client, village: User) -> None:
    library = Library.objects.get()
    client.force_login(village)
    page = client.post(
        reverse("indicators:target_add"),
        {"measure": "attendances", "library": str(library.pk), "starts_on": "1/1/2022",
         "ends_on": "31/12/2022", "value": "1500", "source": "RKPD"},
    )  # fmt: skip
    assert page.status_code == 403
    assert Target.objects.count() == 0


def test_lists_take_the_same_queries_for_one_and_three_rows(
    client: Client, national: User
) -> None:
    counts: list[int] = []
    for _ in range(2):
        add_scheme("regency" if counts else "village")
        if counts:
            add_scheme("province")
        with (
            CaptureQueriesContext(
                connection,
            ) as seen,
            translation.override("id"),
        ):
            client.get(reverse("indicators:scheme_list"))
        counts.append(len(seen))
    assert counts[0] == counts[1]

"""Keyset pages against the plain list."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.base_user import AbstractBaseUser as User
from django.db.models import F, QuerySet
from django.db.models.functions import Lower
from pytest_django import DjangoAssertNumQueries

from sinergi.core.models import Job
from sinergi.core.paging import CursorError, page

START = datetime(2022, 1, 1, 0, 0, 0, 123_456, tzinfo=UTC)


@pytest.fixture
def jobs(siti: User) -> QuerySet[Job]:
    """Twelve jobs in four groups of equal times, so that ties are the rule."""
    jobs = [
        Job(
            kind=f"k{number % 3}",
            title=f"t{number}",
            created_by_id=siti.pk,
            done=number % 2,
        )
        for number in range(12)
    ]
    Job.objects.bulk_create(jobs)
    for number, job in enumerate(jobs):
        Job.objects.filter(pk=job.pk).update(
            created_at=START + timedelta(microseconds=number // 3)
        )
    return Job.objects.all()


def walk(queryset: QuerySet[Job], key: str, limit: int = 5) -> tuple[list[Job], int]:
    """All rows, page by page, and the number of pages."""
    rows, cursor, pages = [], None, 0
    while True:
        items, cursor = page(queryset, cursor=cursor, limit=limit, key=key)
        rows += items
        pages += 1
        if cursor is None:
            return rows, pages


@pytest.mark.parametrize(
    "key", ["created_at", "-created_at", "kind", "-done", "pk", "created_by__username"]
)
def test_pages_together_are_the_whole_list(jobs: QuerySet[Job], key: str) -> None:
    sign = "-" if key.startswith("-") else ""
    plain = list(jobs.order_by(key, f"{sign}pk"))
    assert walk(jobs, key) == (plain, 3)


def test_key_may_be_an_annotation(jobs: QuerySet[Job]) -> None:
    rows = jobs.annotate(low=Lower("title"), twice=F("done") * 2)
    assert walk(rows, "low")[0] == list(rows.order_by("low", "pk"))
    assert walk(rows, "-twice")[0] == list(rows.order_by("-twice", "-pk"))


def test_last_full_page_has_no_next(jobs: QuerySet[Job]) -> None:
    assert page(jobs, cursor=None, limit=12, key="kind").next is None


def test_row_added_before_the_cursor_moves_nothing(
    jobs: QuerySet[Job], siti: User
) -> None:
    first = page(jobs, cursor=None, limit=5, key="title")
    wanted = page(jobs, cursor=first.next, limit=5, key="title").items
    Job.objects.create(kind="k0", title="a", created_by_id=siti.pk)
    assert page(jobs, cursor=first.next, limit=5, key="title").items == wanted


@pytest.mark.parametrize("cursor", ["x", "x:y", "WyIxIl0:abc"])
def test_made_up_cursor_is_refused(jobs: QuerySet[Job], cursor: str) -> None:
    with pytest.raises(CursorError):
        page(jobs, cursor=cursor, limit=5, key="title")


def test_cursor_of_another_order_is_refused(jobs: QuerySet[Job]) -> None:
    cursor = page(jobs, cursor=None, limit=5, key="title").next
    with pytest.raises(CursorError):
        page(jobs, cursor=cursor, limit=5, key="-title")


def test_page_asks_the_database_once(
    jobs: QuerySet[Job], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cursor = page(jobs, cursor=None, limit=5, key="title").next
    with django_assert_num_queries(1):
        page(jobs, cursor=cursor, limit=5, key="title")

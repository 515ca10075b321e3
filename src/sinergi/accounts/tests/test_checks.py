"""When the start is refused."""

import json

import pytest
from django.core.management import call_command
from pytest_django import Settings

from sinergi.accounts.checks import may_print_demonstration_accounts, start_problems
from sinergi.accounts.tests.factories import make_user

GOOD_KEY = "x7Qm2vKz9pLw4RtY8nBc1sDf6gHj3aEu5iOxWqZeVrTy"


@pytest.fixture
def real(settings: Settings) -> Settings:
    settings.DEMONSTRATION = False
    settings.SECRET_KEY = GOOD_KEY
    return settings


@pytest.mark.django_db
def test_start_without_demonstration(real: Settings) -> None:
    make_user()
    assert start_problems() == []


@pytest.mark.django_db
def test_start_is_refused_where_demonstration_accounts_exist(
    real: Settings,
) -> None:
    make_user("desa", is_demonstration=True)
    assert [line[:39] for line in start_problems()] == [
        "This database holds 1 demonstration acc"
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "key", ["short", "x" * 60, f"django-insecure-{GOOD_KEY}", "not-a-secret-" * 4]
)
def test_start_is_refused_with_a_bad_secret(real: Settings, key: str) -> None:
    real.SECRET_KEY = key
    assert [line.split()[0] for line in start_problems()] == ["SECRET_KEY"]


@pytest.mark.parametrize(
    ("host", "is_public", "problems", "prints"),
    [
        ("127.0.0.1", False, 0, True),
        ("192.0.2.7", False, 1, False),
        ("192.0.2.7", True, 0, False),
    ],
)
def test_demonstration_stays_on_loopback_unless_told(
    settings: Settings, host: str, is_public: bool, problems: int, prints: bool
) -> None:
    settings.DEMONSTRATION = True
    settings.HOST = host
    settings.DEMONSTRATION_PUBLIC = is_public
    assert (len(start_problems()), may_print_demonstration_accounts()) == (
        problems,
        prints,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("host", "count"), [("127.0.0.1", 1), ("192.0.2.7", 0)])
def test_demonstration_accounts_are_printed_on_loopback_only(
    settings: Settings, host: str, count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DEMONSTRATION, settings.HOST = True, host
    make_user("desa", is_demonstration=True)
    call_command("demo_accounts", "--json")
    assert len(json.loads(capsys.readouterr().out)) == count

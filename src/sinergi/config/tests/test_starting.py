"""What the platform answers before it is ready, and after."""

import json
import socket
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.core.management.base import CommandError
from django.test import Client

from sinergi import __version__
from sinergi.config.waiting import check_free, waiting_room

HOST = "127.0.0.1"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def refused(address: str) -> tuple[int, str]:
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(address)  # noqa: S310 - loopback
    with refusal.value as answer:
        return answer.code, answer.read().decode()


def test_healthz_answers_503_with_the_step_while_preparing() -> None:
    port = free_port()
    with waiting_room(HOST, port) as tell:
        tell("Database")
        code, body = refused(f"http://{HOST}:{port}/healthz")
        assert (code, json.loads(body)) == (
            503,
            {
                "status": "starting",
                "version": __version__,
                "demonstration": True,
                "reason": "The platform is being prepared: Database.",
            },
        )
        tell("Figures")
        code, page = refused(f"http://{HOST}:{port}/")
    assert (code, "Figures" in page, "Sinergi sedang disiapkan" in page) == (
        503,
        True,
        True,
    )
    check_free(HOST, port)


def test_a_taken_port_is_named_before_anything_else() -> None:
    with socket.create_server((HOST, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"{HOST}:{port}") as refusal:
            check_free(HOST, port)
        assert refusal.value.returncode == 3


@pytest.mark.django_db
def test_healthz_answers_503_until_the_figures_stand(settings: object) -> None:
    lake = Path(settings.LAKE_ROOT)  # type: ignore[attr-defined]
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (503, "starting")
    assert "figures" in answer.json()["reason"]
    lake.mkdir(parents=True, exist_ok=True)
    (lake / "current.json").write_text("{}")
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (
        200,
        {"status": "ok", "version": __version__, "demonstration": True},
    )

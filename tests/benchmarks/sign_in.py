"""Prints session cookies of village managers as JSON: `sign_in.py COUNT`."""

import json
import sys
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from sinergi.accounts.models import User


def main() -> None:
    """Sign people in without their passwords, which nobody knows."""
    django.setup()
    from django.conf import settings

    from sinergi.network.models import Assignment

    found = (
        Assignment.objects.filter(role="village_manager", library__isnull=False)
        .select_related("user")
        .order_by("pk")[: int(sys.argv[1])]
    )
    print(
        json.dumps(
            [
                {
                    "cookie": settings.SESSION_COOKIE_NAME,
                    "session": _session_of(assignment.user),
                    "csrf_cookie": settings.CSRF_COOKIE_NAME,
                    "library": assignment.library_id,
                }
                for assignment in found
            ]
        )
    )


def _session_of(user: "User") -> str:
    from django.conf import settings
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
    return str(client.session.session_key)


if __name__ == "__main__":
    main()

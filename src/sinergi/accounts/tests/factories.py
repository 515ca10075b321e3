"""People for tests, invented."""

from itertools import count

from sinergi.accounts import services
from sinergi.accounts.models import User

PASSWORD = "tumbuh-bersama-buku"
_numbers = count(1)


def make_user(
    username: str = "",
    *,
    email: str = "",
    password: str | None = PASSWORD,
    is_demonstration: bool = False,
) -> User:
    """A user with the password of the tests."""
    return services.create_user(
        by=None,
        username=username or f"orang-{next(_numbers)}",
        full_name="Suharti Contoh",
        email=email,
        password=password,
        is_demonstration=is_demonstration,
    )

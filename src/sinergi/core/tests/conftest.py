"""People and jobs for the tests of the core."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser as User


@pytest.fixture
def siti(db: None) -> User:
    return get_user_model().objects.create(username="siti", full_name="Siti Rahayu")


@pytest.fixture
def agus(db: None) -> User:
    return get_user_model().objects.create(username="agus", full_name="Agus Wibowo")

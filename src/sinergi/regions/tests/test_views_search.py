"""The search page, the picker's list and the region field."""

import pytest
from django import forms
from django.contrib.auth import get_user_model
from django.test import Client

from sinergi.regions.forms import RegionField
from sinergi.regions.tests.factories import make_regions

pytestmark = pytest.mark.django_db

ADDRESS = "/wilayah/cari/"


@pytest.fixture(autouse=True)
def _areas() -> None:
    make_regions()


@pytest.fixture
def client() -> Client:
    user = get_user_model().objects.create(username="pencari", full_name="Pencari")
    client = Client()
    client.force_login(user)
    return client


def test_search_is_for_people_who_signed_in() -> None:
    assert Client().get(ADDRESS).status_code == 302


def test_page_lists_hits_with_code_and_path(client: Client) -> None:
    page = client.get(ADDRESS, {"q": "bogor"})
    assert [hit.code for hit in page.context["hits"]] == ["32.01", "32.71"]
    assert "Jawa Barat" in page.content.decode()


def test_page_says_when_nothing_fits(client: Client) -> None:
    assert client.get(ADDRESS, {"q": "zzz"}).context["hits"] == []
    assert client.get(ADDRESS).status_code == 200


def test_picker_gets_a_list_of_radio_buttons(client: Client) -> None:
    answer = client.get(
        ADDRESS,
        {"nama": "tempat", "tempat": "bo", "jenis": "city", "dalam": "32"},
        headers={"HX-Request": "true"},
    )
    text = answer.content.decode()
    assert text.count('name="tempat_pilihan"') == 1
    assert 'value="32.71"' in text
    assert "<html" not in text


class PlaceForm(forms.Form):
    region = RegionField(kinds="regency,city,desa")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"region": "35.22"}, "35.22"),
        ({"region": "Kabupaten Bogor (32.01)"}, "32.01"),
        ({"region": "kota surabaya"}, "35.78"),
        ({"region": "bogor", "region_pilihan": "32.71"}, "32.71"),
    ],
)
def test_field_takes_code_name_or_choice(data: dict[str, str], code: str) -> None:
    form = PlaceForm(data)
    assert form.is_valid()
    assert form.cleaned_data["region"].code == code


@pytest.mark.parametrize(
    ("text", "kind", "choices"),
    [
        ("bogor", "ambiguous_region", 2),
        ("atlantis", "unknown_region", 0),
        ("99.99", "unknown_region", 0),
        ("", "required", 0),
    ],
)
def test_field_refuses_with_choices(text: str, kind: str, choices: int) -> None:
    form = PlaceForm({"region": text})
    assert [error.code for error in form.errors.as_data()["region"]] == [kind]
    assert str(form["region"]).count('type="radio"') == choices


def test_field_shows_a_stored_region_by_its_name() -> None:
    form = PlaceForm(initial={"region": "35.22"})
    assert 'value="Kabupaten Bojonegoro (35.22)"' in str(form["region"])

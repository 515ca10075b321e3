"""A library's testimonies and products in the browser, by consent."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sinergi.audit.models import AuditEntry
from sinergi.reports.tests.factories import World, make_photo, make_world
from sinergi.stories import models

pytestmark = pytest.mark.django_db

TOLD = {
    "alias": "Ibu S.",
    "quote": "Saya belajar <b>mengemas</b> keripik.",
    "told_on": "01/12/2022",
    "consent_scope": "public",
    "consent_on": "30/11/2022",
    "photo_text": "Ibu S. di dapur",
}
MADE = {
    "name": "Keripik pisang",
    "price_idr": "15000",
    "unit": "bungkus",
    "maker": "",
    "alias": "Kelompok Mawar",
    "consent_scope": "public",
    "consent_on": "30/11/2022",
}


@pytest.fixture
def world() -> World:
    return make_world()


def of(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]  # our own User
    return client


def address(name: str, *args: object) -> str:
    return reverse(f"stories:{name}", args=args)


def test_a_village_writes_down_what_somebody_says(world: World) -> None:
    village, pk = of(world.manager), world.library.pk
    said = TOLD | {"photo": make_photo()}
    assert village.post(address("testimony_new", pk), said).status_code == 302
    told = models.Testimony.objects.get()
    assert (told.alias, told.consent_scope) == ("Ibu S.", "public")
    page = village.get(address("story_list", pk)).content.decode()
    assert "&lt;b&gt;mengemas" in page
    assert address("photo", "testimoni", told.pk) in page
    shown = Client().get(address("photo", "testimoni", told.pk))
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    shown.close()


def test_a_consent_taken_back_hides_all(world: World) -> None:
    village, pk = of(world.manager), world.library.pk
    village.post(address("testimony_new", pk), TOLD | {"photo": make_photo()})
    told = models.Testimony.objects.get()
    taking = address("consent_withdraw", pk, "testimoni", told.pk)
    assert village.post(taking).status_code == 302
    page = village.get(address("story_list", pk)).content.decode()
    assert "mengemas" not in page
    assert "persetujuan dicabut" in page
    for client in (Client(), village):
        hidden = client.get(address("photo", "testimoni", told.pk))
        assert hidden.status_code == 404
    assert AuditEntry.objects.filter(action="consent.withdrawn").count() == 1


def test_a_story_for_officers_is_shown_to_nobody_else(world: World) -> None:
    village, pk = of(world.manager), world.library.pk
    said = TOLD | {"consent_scope": "internal", "photo": make_photo()}
    village.post(address("testimony_new", pk), said)
    told = models.Testimony.objects.get()
    assert Client().get(address("photo", "testimoni", told.pk)).status_code == 404
    own = village.get(address("photo", "testimoni", told.pk))
    assert own.status_code == 200
    own.close()


@pytest.mark.parametrize(
    "wrong",
    [
        {"alias": ""},
        {"quote": " "},
        {"told_on": "31/02/2022"},
        {"consent_on": "01/01/2999"},
        {"consent_scope": "semua"},
        {"photo": SimpleUploadedFile("a.jpg", b"<script>")},
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(
    world: World, wrong: dict[str, object]
) -> None:
    said = TOLD | {"photo_text": "Di dapur"} | wrong
    answer = of(world.manager).post(address("testimony_new", world.library.pk), said)
    assert answer.status_code == 422
    assert "Di dapur" in answer.content.decode()
    assert models.Testimony.objects.count() == 0


def test_a_product_comes_with_its_maker(world: World) -> None:
    village, pk = of(world.manager), world.library.pk
    assert village.post(address("product_new", pk), MADE).status_code == 302
    maker = models.Maker.objects.get()
    again = {"name": "Stik kelor", "maker": str(maker.pk)}
    assert village.post(address("product_new", pk), again).status_code == 302
    assert set(models.Product.objects.values_list("name", "maker__alias")) == {
        ("Keripik pisang", "Kelompok Mawar"),
        ("Stik kelor", "Kelompok Mawar"),
    }
    page = village.get(address("story_list", pk)).content.decode()
    assert "15.000" in page


def test_a_refused_product_leaves_no_maker(world: World) -> None:
    village, pk = of(world.manager), world.library.pk
    for wrong in ({"name": ""}, {"alias": ""}, {"price_idr": "-5"}):
        answer = village.post(address("product_new", pk), MADE | wrong)
        assert answer.status_code == 422
    assert (models.Maker.objects.count(), models.Product.objects.count()) == (0, 0)


def test_others_neither_read_nor_write(world: World) -> None:
    pk = world.library.pk
    reader, stranger = of(world.reader), of(world.stranger)
    assert reader.get(address("story_list", pk)).status_code == 200
    assert stranger.get(address("story_list", pk)).status_code == 404
    for name in ("testimony_new", "product_new"):
        assert reader.post(address(name, pk), TOLD | MADE).status_code == 403
        assert stranger.post(address(name, pk), TOLD | MADE).status_code == 404
        assert Client().get(address(name, pk)).status_code == 302
    assert (models.Testimony.objects.count(), models.Product.objects.count()) == (0, 0)

"""Officers' pages on people, and the way to the second factor."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from pytest_django import DjangoAssertNumQueries as Queries

from sinergi.accounts import services as accounts
from sinergi.accounts.models import LoginCard, User
from sinergi.network.enums import Role
from sinergi.network.tests.factories import (
    give_role,
    make_library,
    make_officer,
    make_person,
)
from sinergi.regions.tests.factories import make_regions

pytestmark = pytest.mark.django_db
PASSWORD = "sandi-baru-desa-kami"


@pytest.fixture(autouse=True)
def regions() -> None:
    make_regions()


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_pages_exist_for_officers_alone(client: Client) -> None:
    manager = make_person(Role.VILLAGE_MANAGER, library=make_library())
    for address in ("/orang/", "/orang/undang/", "/orang/tanpa-akun/?semua=1"):
        assert client.get(address).status_code == 302
        assert as_user(manager).get(address).status_code == 404
        assert as_user(make_person(Role.EVALUATOR)).get(address).status_code == 404
        assert as_user(make_officer("35")).get(address).status_code == 200


def test_regency_officer_invites_for_libraries_alone() -> None:
    library = make_library()
    client = as_user(make_officer("35.22"))
    assert 'href="/orang/undang/"' not in client.get("/orang/").content.decode()
    assert client.get("/orang/undang/").status_code == 404
    page = client.get("/orang/undang/", {"library": library.pk})
    assert [code for code, _name in page.context["form"].fields["role"].choices] == [
        "village_manager"
    ]
    client.post(
        f"/orang/undang/?library={library.pk}",
        {
            "full_name": "Suharti",
            "email": "suharti@contoh.id",
            "role": "village_manager",
            "library": library.pk,
            "starts_on": "2026-01-01",
        },
    )
    person = User.objects.get(email="suharti@contoh.id")
    assert person.assignments.get().library == library


def test_library_outside_the_scope_cannot_be_slipped_in() -> None:
    mine, other = make_library(), make_library("35.78.07.1001")
    client = as_user(make_officer("35.22"))
    assert client.get("/orang/undang/", {"library": other.pk}).status_code == 404
    client.post(
        f"/orang/undang/?library={mine.pk}",
        {
            "full_name": "Suharti",
            "email": "suharti@contoh.id",
            "role": "village_manager",
            "library": other.pk,
            "starts_on": "2026-01-01",
        },
    )
    assert not User.objects.filter(email="suharti@contoh.id").exists()


def test_person_outside_the_scope_is_not_found() -> None:
    stranger = make_person(Role.VILLAGE_MANAGER, library=make_library("35.78.07.1001"))
    client = as_user(make_officer("35.22"))
    pages = ["", "tugas/", "tutup/", "dua-langkah/"]
    assert [
        client.get(f"/orang/{stranger.pk}/{page}").status_code for page in pages
    ] == [404] * 4
    for page in ("kartu/", "buka/", "tutup/"):
        assert client.post(f"/orang/{stranger.pk}/{page}").status_code == 404
    role = stranger.assignments.get()
    address = f"/orang/{stranger.pk}/tugas/{role.pk}/akhiri/"
    assert client.post(address, {"on": "2026-01-01", "reason": "x"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_three(
    count: int, django_assert_num_queries: Queries
) -> None:
    officer = make_officer("35.22")
    for number in range(count):
        make_person(
            Role.VILLAGE_MANAGER,
            library=make_library(name=f"Perpustakaan {number}"),
        )
    client = as_user(officer)
    with django_assert_num_queries(6):
        page = client.get("/orang/")
    assert len(page.context["items"]) == count + 1


def test_cards_of_a_regency_come_as_pdf_and_open_accounts() -> None:
    for number in range(9):
        make_library(name=f"Perpustakaan {number}")
    client = as_user(make_officer("35.22"))
    first = client.get("/orang/tanpa-akun/")
    assert first.headers["Location"] == "/orang/tanpa-akun/35.22/"
    page = client.get("/orang/tanpa-akun/35.22/").content.decode()
    assert "9 perpustakaan belum punya akun" in page
    response = client.post("/orang/tanpa-akun/35.22/buat/")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.content[:5] == b"%PDF-"
    assert len(re.findall(rb"/Type\s*/Page\b", response.content)) == 2
    assert "no-store" in response.headers["Cache-Control"]
    assert LoginCard.objects.count() == 9
    again = client.post("/orang/tanpa-akun/35.22/buat/", follow=True)
    assert "Semua perpustakaan di sana sudah punya akun." in again.content.decode()


def test_cards_of_another_regency_are_not_found() -> None:
    make_library("35.78.07.1001")
    client = as_user(make_officer("35.22"))
    for page in ("", "buat/", "cetak-ulang/"):
        address = f"/orang/tanpa-akun/35.78/{page}"
        method = client.post if page else client.get
        assert method(address).status_code == 404
    assert LoginCard.objects.count() == 0


def test_one_library_alone_gets_its_account() -> None:
    wanted, _other = make_library(name="Satu"), make_library(name="Dua")
    client = as_user(make_officer("35.22"))
    client.post("/orang/tanpa-akun/35.22/buat/", {"library": wanted.pk})
    assert [
        card.user.assignments.get().library for card in LoginCard.objects.all()
    ] == [wanted]


def test_invitation_by_page_and_typed_text_is_kept() -> None:
    client = as_user(make_officer("35"))
    data = {
        "full_name": "Agus Contoh",
        "email": "agus@contoh.id",
        "role": "regency_officer",
        "region": "",
        "starts_on": "2026-01-01",
    }
    refused = client.post("/orang/undang/", data)
    assert list(refused.context["form"].errors) == ["region"]
    assert 'value="Agus Contoh"' in refused.content.decode()
    sent = client.post("/orang/undang/", {**data, "region": "35.22"})
    person = User.objects.get(email="agus@contoh.id")
    assert sent.headers["Location"] == f"/orang/{person.pk}/"


def test_invitation_offers_only_places_and_roles_of_the_scope() -> None:
    form = as_user(make_officer("35")).get("/orang/undang/").context["form"]
    assert [code for code, _name in form.fields["region"].choices] == [
        "35",
        "35.22",
        "35.78",
    ]
    assert [code for code, _name in form.fields["role"].choices] == ["regency_officer"]


def test_role_is_ended_and_account_closed_and_opened_by_page() -> None:
    library = make_library()
    person = make_person(Role.VILLAGE_MANAGER, library=library)
    role = person.assignments.get()
    client = as_user(make_officer("35.22"))
    client.post(
        f"/orang/{person.pk}/tugas/{role.pk}/akhiri/",
        {"on": "2026-02-01", "reason": "Mutasi"},
    )
    role.refresh_from_db()
    assert str(role.ends_on) == "2026-02-01"
    client.post(f"/orang/{person.pk}/tutup/", {"reason": "Pensiun"})
    assert not User.objects.get(pk=person.pk).is_active
    client.post(f"/orang/{person.pk}/buka/")
    assert User.objects.get(pk=person.pk).is_active


def test_card_by_page_for_one_person() -> None:
    person = make_person(Role.VILLAGE_MANAGER, library=make_library())
    response = as_user(make_officer("35.22")).post(f"/orang/{person.pk}/kartu/")
    assert response.content[:5] == b"%PDF-"
    assert LoginCard.objects.get().user == person


def real(user: User) -> User:
    """The same person, no longer marked as invented for the demonstration."""
    User.objects.filter(pk=user.pk).update(is_demonstration=False)
    user.refresh_from_db()
    return user


def log_in(user: User) -> Client:
    accounts.set_password(by=None, user=user, password=PASSWORD)
    client = Client()
    client.post("/akun/masuk/", {"login": user.username, "password": PASSWORD})
    return client


def test_officer_without_second_factor_is_led_to_set_it_up() -> None:
    client = log_in(real(make_officer("35.22")))
    for address in ("/orang/", "/akun/", "/pesan/", "/akun/token/"):
        response = client.get(address)
        assert response.headers["Location"] == "/akun/dua-langkah/pasang/"
    secret = client.get("/akun/dua-langkah/pasang/").context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    client.post("/akun/dua-langkah/pasang/", {"code": code})
    assert client.get("/orang/").status_code == 200


def test_officer_may_leave_without_second_factor() -> None:
    client = log_in(real(make_officer("35.22")))
    client.post("/akun/keluar/")
    assert "_auth_user_id" not in client.session


def test_villager_and_demonstration_need_no_second_factor() -> None:
    villager = real(make_person(Role.VILLAGE_MANAGER, library=make_library()))
    assert log_in(villager).get("/akun/").status_code == 200
    shown = make_officer("35.22")
    assert shown.is_demonstration
    assert log_in(shown).get("/akun/").status_code == 200


def test_role_of_tomorrow_asks_for_the_second_factor_tomorrow() -> None:
    villager = real(make_person(Role.VILLAGE_MANAGER, library=make_library()))
    client = log_in(villager)
    assert client.get("/akun/").status_code == 200
    give_role(villager, Role.REGENCY_OFFICER, region="35.22")
    session = client.session
    session["second_factor_checked_on"] = "2020-01-01"
    session.save()
    response = client.get("/akun/")
    assert response.headers["Location"] == "/akun/dua-langkah/pasang/"

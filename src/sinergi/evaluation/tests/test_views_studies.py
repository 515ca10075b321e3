"""Pages of studies and samples: who opens them, and what their forms do."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from sinergi.accounts.models import User
from sinergi.evaluation.models import SampleUnit, Study
from sinergi.evaluation.queries.frames import Population
from sinergi.evaluation.sampling import Design
from sinergi.evaluation.services.samples import (
    SampleContent,
    change_design,
    draw_sample,
)
from sinergi.evaluation.tests.factories import make_study
from sinergi.evaluation.tests.partners import make_evaluator, make_network
from sinergi.network.enums import Role
from sinergi.network.tests.factories import make_person
from sinergi.regions.tests.factories import make_regions

pytestmark = pytest.mark.django_db

MOMENT = dt.datetime(2022, 12, 1, tzinfo=dt.UTC)
PUBLISHED = {"state": "published", "published_at": MOMENT}


def signed_in(user: User | None = None) -> Client:
    client = Client()
    client.force_login(user or make_evaluator())
    return client


def address(name: str, *args: object) -> str:
    return reverse(f"evaluation:{name}", args=args)


def drawn_study(**fields: object) -> Study:
    make_network()
    study = make_study(slug="uji")
    design = Design(margin=Decimal("0.2"), reserve_pct=30)
    change_design(by=None, study=study, content=SampleContent(Population(), design, 5))
    draw_sample(by=None, study=study)
    if fields:
        Study.objects.update(**fields)
        study.refresh_from_db()
    return study


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def test_strangers_see_published_studies_alone() -> None:
    make_study(title="Studi terbit", **PUBLISHED)
    make_study(title="Studi rahasia")
    page = text(Client(), address("study_list"))
    assert "Studi terbit" in page
    assert "Studi rahasia" not in page
    assert "Studi rahasia" in text(signed_in(), address("study_list"))


def test_the_list_filters_and_pages() -> None:
    for number in range(22):
        make_study(title=f"Studi ke-{number:02}", from_year=2020, to_year=2021)
    make_study(title="Studi lama", from_year=2018, to_year=2019)
    client = signed_in()
    page = text(client, address("study_list") + "?tahun=2018")
    assert "Studi lama" in page
    assert "Studi ke-00" not in page
    first = text(client, address("study_list") + "?urut=judul")
    assert "Studi ke-19" in first
    assert "Studi ke-20" not in first
    assert client.get(address("study_list") + "?cursor=asal").status_code == 400
    assert text(client, address("study_list") + "?tahun=asal&status=asal&urut=asal")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(
    count: int, django_assert_num_queries: object
) -> None:
    for _number in range(count):
        make_study(**PUBLISHED)
    with django_assert_num_queries(3):  # type: ignore[operator]
        text(Client(), address("study_list"))


STUDY = {
    "title": "Efektivitas 2024",
    "region": "",
    "from_year": "2020",
    "to_year": "2021",
    "population_on": "31/12/2021",
    "scale_min": "1",
    "scale_max": "4",
    "class_labels": "sangat kurang\nkurang\nbaik\nsangat baik\n",
}


def test_a_study_is_begun_and_changed() -> None:
    client = signed_in()
    answer = client.post(address("study_new"), STUDY)
    assert answer.headers["Location"] == "/evaluasi/efektivitas-2024/"
    study = Study.objects.get()
    assert study.class_labels == ["sangat kurang", "kurang", "baik", "sangat baik"]
    page = text(client, address("study_show", study.slug))
    assert "1,76–2,50" in page  # four classes of width 0.75
    client.post(address("study_edit", study.slug), STUDY | {"title": "Lain"})
    study.refresh_from_db()
    assert study.title == "Lain"


def test_what_a_study_cannot_be_stands_at_its_field_and_stays_typed() -> None:
    wrong = {"to_year": "2019", "class_labels": "satu saja"}
    answer = signed_in().post(address("study_new"), STUDY | wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Tahun terakhir mendahului tahun pertama." in page
    assert "satu saja" in page
    assert not Study.objects.exists()


def test_areas_are_those_of_the_evaluator() -> None:
    make_regions()
    client = signed_in(make_evaluator("35"))
    page = text(client, address("study_new"))
    assert 'value="35"' in page
    assert 'value="32"' not in page
    assert client.post(address("study_new"), STUDY).status_code == 422
    client.post(address("study_new"), STUDY | {"region": "35"})
    assert Study.objects.get().region_id == "35"


def test_readers_of_a_published_study_see_strata_but_no_units() -> None:
    study = drawn_study(**PUBLISHED)
    unit = study.units.filter(role="main")[0]
    for client in (Client(), signed_in(make_person(Role.JURY))):
        page = text(client, address("sample", study.slug))
        assert "Desa/Kelurahan" in page
        assert unit.label not in page
    jury = signed_in(make_person(Role.JURY))
    for name in ("study_edit", "design_edit", "sample_pdf"):
        assert jury.get(address(name, study.slug)).status_code == 403
    assert jury.get(address("unit_show", study.slug, unit.pk)).status_code == 403
    assert unit.label in text(signed_in(), address("sample", study.slug))


DESIGN = {
    "programme": "tpbis",
    "strata": "kind",
    "sizing": "slovin_each",
    "margin": "20%",
    "rounding": "nearest",
    "total": "",
    "allocation": "proportional",
    "reserve_pct": "10",
    "method": "srs",
    "size_measure": "activities",
    "clusters": "",
    "take": "1",
    "seed": "2022",
}


def test_a_design_is_shown_before_it_is_saved_and_then_drawn() -> None:
    make_network()
    study = make_study(slug="uji")
    client, url = signed_in(), address("design_edit", "uji")
    page = client.post(url, DESIGN | {"langkah": "hitung"}).content.decode()
    assert "16 dari 25 perpustakaan" in page
    assert not study.strata.exists()
    assert client.post(url, DESIGN | {"langkah": "simpan"}).status_code == 302
    assert [row.sample_count for row in study.strata.all()] == [2, 3, 11]
    answer = client.post(address("sample_draw", "uji"), follow=True)
    assert "16 perpustakaan terpilih, dengan 2 cadangan." in answer.content.decode()
    assert study.units.count() == 18


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"margin": "lima"}, "“lima” bukan batas galat"),
        ({"margin": "0"}, "tidak di antara 0 dan 1"),
        ({"margin": "100"}, "tidak di antara 0 dan 1"),
        ({"margin": ""}, "Isi batas galat"),
        ({"sizing": "fixed"}, "Isi jumlah unit"),
        ({"sizing": "fixed", "total": "26"}, "melebihi populasi 25"),
        ({"sizing": "fixed", "total": "2"}, "sebagian dari 3 strata"),
        ({"seed": "asal"}, "bilangan"),
        ({"kinds": "tbm"}, "Tidak ada perpustakaan mitra yang cocok"),
        (
            {"sizing": "slovin_all", "allocation": "neyman"},
            "memerlukan simpangan baku “Provinsi”",
        ),
        ({"sd-village": "-1"}, "“-1” bukan bilangan 0 atau lebih"),
    ],
)
def test_a_design_that_cannot_be_is_told_and_stays_typed(
    change: dict[str, str], words: str
) -> None:
    make_network()
    study = make_study(slug="uji")
    answer = signed_in().post(
        address("design_edit", "uji"), DESIGN | change | {"langkah": "simpan"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    typed = next(iter(change.values()))
    assert not typed or f'value="{typed}"' in page
    study.refresh_from_db()
    assert study.design == {}


def test_neyman_takes_the_deviations_typed_in_the_table() -> None:
    make_network()
    study = make_study(slug="uji")
    typed = {"sd-province": "0,5", "sd-regency": "0.5", "sd-village": "1"}
    change = {"sizing": "fixed", "total": "14", "allocation": "neyman"}
    signed_in().post(
        address("design_edit", "uji"), DESIGN | change | typed | {"langkah": "simpan"}
    )
    rows = study.strata.values_list("sample_count", "deviation")
    assert list(rows) == [(2, 0.5), (2, 0.5), (10, 1.0)]


def test_the_list_of_units_filters_and_downloads() -> None:
    study = drawn_study()
    client, url = signed_in(), address("sample", study.slug)
    main = study.units.exclude(state="reserve")
    spare = study.units.filter(state="reserve")[0]
    assert f"{main.count()} perpustakaan dalam daftar ini" in text(client, url)
    assert spare.label in text(client, f"{url}?bagian=cadangan")
    assert spare.label not in text(client, url)
    assert "2 perpustakaan dalam daftar ini" in text(client, f"{url}?strata=province")
    assert "1 perpustakaan dalam daftar ini" in text(
        client, f"{url}?cari={main[0].code}&urut=bobot"
    )
    file = client.get(address("sample_download", study.slug, "xlsx"))
    book = load_workbook(io.BytesIO(b"".join(file.streaming_content)))  # type: ignore[attr-defined]
    assert book.worksheets[0].max_row == main.count() + 1
    csv = client.get(address("sample_download", study.slug, "csv") + "?bagian=semua")
    lines = b"".join(csv.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == study.units.count() + 1
    assert client.get(address("sample_download", study.slug, "exe")).status_code == 404


def test_the_list_prints() -> None:
    study = drawn_study()
    answer = signed_in().get(address("sample_pdf", study.slug))
    assert answer.content.startswith(b"%PDF")


def test_a_unit_is_marked_and_replaced_on_its_page() -> None:
    study = drawn_study(state="fielding")
    unit = study.units.filter(stratum__key="village", role="main")[0]
    client, url = signed_in(), address("unit_show", study.slug, unit.pk)
    answer = client.post(url, {"state": "refused", "reason": ""})
    assert answer.status_code == 422
    assert "Tulis alasannya" in answer.content.decode()
    said = {"state": "refused", "reason": "Tutup", "is_replaced": "on"}
    answer = client.post(url, said, follow=True)
    taken = SampleUnit.objects.get(replaces=unit)
    assert taken.label in answer.content.decode()
    assert "Unit ini sudah diganti." in text(client, url)


def test_a_study_moves_by_its_buttons() -> None:
    study = drawn_study(state="fielding")
    client, url = signed_in(), address("study_move", study.slug)
    client.post(url, {"langkah": "akhiri"})
    study.refresh_from_db()
    assert study.state == "closed"
    page = client.post(url, {"langkah": "terbitkan"}, follow=True).content.decode()
    assert "Belum ada jawaban yang dapat menghasilkan angka." in page
    assert client.post(url, {"langkah": "asal"}).status_code == 400


def test_the_calculator_gives_the_design_of_2024() -> None:
    page = text(Client(), address("sample_plan") + "?contoh=2024")
    assert "380 dari 748 unit" in page
    for count in ("31", "118", "231"):
        assert f'<td class="n">{count}</td>' in page


def test_the_calculator_tells_what_it_cannot_do() -> None:
    typed = {
        "name_1": "Desa",
        "count_1": "0",
        "name_2": "Kota",
        "deviation_2": "banyak",
        "sizing": "slovin_each",
        "margin": "5%",
        "rounding": "nearest",
        "allocation": "neyman",
        "reserve_pct": "0",
    }
    answer = Client().get(address("sample_plan"), typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Isi populasi strata ini." in page
    assert "“banyak” bukan bilangan 0 atau lebih." in page
    assert 'value="Kota"' in page
    without = {"sizing": "slovin_each", "margin": "5%", "rounding": "nearest"}
    empty = without | {"allocation": "proportional", "reserve_pct": "0"}
    assert Client().get(address("sample_plan"), empty).status_code == 422


def test_the_national_team_and_evaluators_find_the_studies() -> None:
    for role in (Role.EVALUATOR, Role.NATIONAL_TEAM):
        page = text(signed_in(make_person(role)), address("study_list"))
        assert f'href="{address("study_list")}"' in page

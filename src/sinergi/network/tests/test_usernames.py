"""User names made from places."""

from itertools import islice

import pytest

from sinergi.network.usernames import candidates, choose, slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Embong Kaliasin", "embong-kaliasin"),
        ("Ma'rang", "marang"),
        ("Kabupaten Toba (Samosir)", "kabupaten-toba-samosir"),
        ("Désa É", "desa-e"),
        ("龍", ""),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_names_grow_more_special_and_never_end() -> None:
    above = ["Kecamatan Ngraho", "Kabupaten Bojonegoro", "Jawa Timur"]
    assert list(islice(candidates("Sukamaju", above), 6)) == [
        "sukamaju",
        "sukamaju-ngraho",
        "sukamaju-ngraho-bojonegoro",
        "sukamaju-ngraho-bojonegoro-jawa-timur",
        "sukamaju-ngraho-2",
        "sukamaju-ngraho-3",
    ]


def test_names_fit_on_a_card() -> None:
    above = ["Kecamatan Siau Timur Selatan", "Kabupaten Kepulauan Siau"]
    names = list(islice(candidates("Tagulandang Utara Seberang Jauh", above), 8))
    assert max(len(name) for name in names) <= 40
    assert len(set(names[-3:])) == 3


def test_chosen_name_is_taken_from_then_on() -> None:
    taken = {"sukamaju"}
    names = [choose("Sukamaju", ["Kecamatan Ngraho"], taken) for _time in range(3)]
    assert names == ["sukamaju-ngraho", "sukamaju-ngraho-2", "sukamaju-ngraho-3"]

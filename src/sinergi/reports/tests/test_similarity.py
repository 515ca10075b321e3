"""The faster look at all titles finds what comparing each of them finds."""

from hypothesis import given
from hypothesis import strategies as st

from sinergi.reports.similarity import most_alike, plain_title, similarity_pct

WORDS = (
    *("pelatihan", "Keripik", "pisang", "UMKM", "ibu-ibu", "kelas", "Désa", "tahap"),
    *("1", "2", "(lanjutan)", "&", "literasi_digital", "anak,"),
)
TITLES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


@given(TITLES.filter(plain_title), st.lists(TITLES, max_size=20))
def test_most_alike_is_the_first_of_the_best(title: str, others: list[str]) -> None:
    best: tuple[int, int] | None = None
    for place, other in enumerate(others):
        alike = similarity_pct(plain_title(title), plain_title(other))
        if alike and (best is None or alike > best[1]):
            best = (place, alike)
    assert most_alike(title, others) == best

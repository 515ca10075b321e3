"""Invents the costs and benefits of 2020-2021, calibrated to the published total.

Republika (9 December 2022) prints the total benefit alone; which streams it is made
of, and what was spent, was not published. The lines here are invented and say so.
All but the last have round numbers; the last one, what people who do not use a library
would pay for it, is solved so that the sum is the published total to the rupiah.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

#: A17: the total benefit of 2020-2021.
TOTAL_BENEFIT = 573_206_806_265
SLUG = "manfaat-2020-2021"
TITLE = "Nilai manfaat program 2020–2021"
NOTE = (
    "Kalibrasi: yang diterbitkan hanya total manfaatnya (Republika, 9 Desember 2022). "
    "Rincian biaya dan jenis manfaat di halaman ini rekaan, disusun agar jumlahnya "
    "sama dengan angka terbitan itu. Rincian ini bukan hasil studi yang sebenarnya."
)
SOURCE = "Kalibrasi data contoh (rekaan)"
BASE_YEAR = 2021
#: Of what is solved: rupiah that a household would pay, once for both years.
PAID_FROM, PAID_TO = 45_000, 55_000
YEARS = 2
SEED = 2022


@dataclass(frozen=True)
class InventedStream:
    """A stream in rupiah, whole numbers and shares in percent with their ranges."""

    title: str
    kind: str
    group: str
    activity: str
    evidence: str
    quantity: int
    quantity_source: str
    unit: str
    amount: int
    value_title: str
    spread: tuple[int, int] | None = None
    quantity_se: int | None = None
    amount_se: int | None = None
    deadweight: tuple[int, int, int] | None = None
    attribution: tuple[int, int, int] | None = None
    displacement: tuple[int, int, int] | None = None
    drop_off: tuple[int, int, int] | None = None
    years: int = YEARS

    @property
    def net(self) -> Decimal:
        """The benefit of all its years after deductions."""
        found = Decimal(self.quantity * self.amount)
        for share in (self.deadweight, self.attribution, self.displacement):
            found *= 1 - Decimal(share[0] if share else 0) / 100
        kept = 1 - Decimal(self.drop_off[0] if self.drop_off else 0) / 100
        return sum((found * kept**year for year in range(self.years)), Decimal(0))


ROUND: tuple[InventedStream, ...] = (
    InventedStream(
        title="Tambahan laba pelaku usaha mikro",
        kind="income", group="businesses", activity="pelatihan-usaha",
        evidence="solicited",
        quantity=48_600, quantity_se=2_150, quantity_source="survey",
        unit="pelaku usaha", amount=4_200_000, spread=(3_100_000, 5_300_000),
        value_title="Tambahan laba bersih per pelaku usaha per tahun",
        deadweight=(30, 20, 40), attribution=(35, 25, 45), displacement=(15, 5, 25),
        drop_off=(20, 10, 30),
    ),
    InventedStream(
        title="Pendapatan pencari kerja yang diterima bekerja",
        kind="income", group="job_seekers", activity="pelatihan-komputer",
        evidence="solicited",
        quantity=7_400, quantity_se=610, quantity_source="survey",
        unit="orang", amount=12_000_000, spread=(9_000_000, 15_000_000),
        value_title="Tambahan upah setahun pertama",
        deadweight=(45, 35, 55), attribution=(40, 30, 50), displacement=(20, 10, 30),
        years=1,
    ),
    InventedStream(
        title="Biaya pelatihan yang tidak perlu dibayar warga",
        kind="cost_saving", group="users", activity="pelatihan",
        evidence="observed",
        quantity=402_000, quantity_source="reports",
        unit="kehadiran", amount=150_000, spread=(110_000, 190_000),
        value_title="Biaya pelatihan sejenis di luar perpustakaan",
        deadweight=(25, 15, 35), attribution=(15, 5, 25),
    ),
    InventedStream(
        title="Waktu tempuh yang dihemat",
        kind="time", group="users", activity="layanan-desa",
        evidence="inferred",
        quantity=2_350_000, quantity_source="assumption",
        unit="jam", amount=9_600, spread=(6_400, 12_800),
        value_title="Nilai satu jam: separuh upah minimum rata-rata",
        deadweight=(20, 10, 35),
    ),
    InventedStream(
        title="Peminjaman bahan bacaan",
        kind="use_value", group="users", activity="peminjaman",
        evidence="observed",
        quantity=5_180_000, quantity_source="reports",
        unit="peminjaman", amount=18_000, spread=(14_000, 22_000),
        value_title="Harga sewa buku sejenis",
        deadweight=(25, 15, 35), attribution=(10, 0, 20),
    ),
    InventedStream(
        title="Pemakaian komputer dan internet",
        kind="use_value", group="users", activity="internet",
        evidence="observed",
        quantity=1_460_000, quantity_source="reports",
        unit="sesi", amount=10_000, spread=(7_000, 13_000),
        value_title="Tarif warung internet per sesi",
        deadweight=(30, 20, 45),
    ),
)  # fmt: skip

LAST = InventedStream(
    title="Nilai perpustakaan bagi warga yang tidak memakainya",
    kind="contingent", group="non_users", activity="keberadaan",
    evidence="solicited",
    quantity=0, quantity_source="survey", quantity_se=0,
    unit="rumah tangga", amount=0,
    value_title="Kesediaan membayar per rumah tangga untuk dua tahun (dua tawaran)",
    years=1,
)  # fmt: skip


def calibrated(total: int = TOTAL_BENEFIT) -> Sequence[InventedStream]:
    """All streams, with a last one that makes the sum exact in whole rupiah.

    The loans are moved by single ones until what is left is a whole number of
    households times a whole number of rupiah.

    Raises:
        ValueError: The round streams are worth more than the total.
    """
    loans = next(n for n, one in enumerate(ROUND) if one.activity == "peminjaman")
    for moved in range(10_000):
        some = list(ROUND)
        some[loans] = replace(some[loans], quantity=some[loans].quantity + moved)
        left = total - sum((one.net for one in some), Decimal(0))
        paid = _divisor(left)
        if paid:
            households = int(left / paid)
            last = replace(
                LAST,
                quantity=households,
                quantity_se=round(households * 0.04),
                amount=paid,
                amount_se=round(paid * 0.06),
            )
            return [*some, last]
    raise ValueError(f"no calibration leads to {total}")


def _divisor(amount: Decimal) -> int:
    """An amount that a household may pay, of which the whole is a multiple; else 0."""
    if amount <= 0 or amount != amount.to_integral_value():
        return 0
    fitting = (paid for paid in range(PAID_FROM, PAID_TO) if int(amount) % paid == 0)
    return next(fitting, 0)


#: Payer, year, in kind, amount and half the width of its range in percent.
COSTS: tuple[tuple[str, int, bool, int, int], ...] = (
    ("apbn", 2020, False, 102_450_000_000, 5),
    ("apbn", 2021, False, 121_300_000_000, 5),
    ("apbd_province", 2020, False, 12_800_000_000, 20),
    ("apbd_province", 2021, False, 15_400_000_000, 20),
    ("apbd_regency", 2020, False, 38_200_000_000, 20),
    ("apbd_regency", 2021, False, 44_900_000_000, 20),
    ("village_fund", 2020, False, 21_600_000_000, 25),
    ("village_fund", 2021, False, 29_700_000_000, 25),
    ("csr", 2020, False, 4_200_000_000, 15),
    ("csr", 2021, False, 5_100_000_000, 15),
    ("csr", 2021, True, 3_800_000_000, 30),
    ("university", 2021, True, 900_000_000, 30),
    ("self", 2020, True, 6_300_000_000, 30),
    ("self", 2021, True, 7_800_000_000, 30),
)

#: Figures that others published and that are never recomputed (dossier, section 6).
CLAIMS: tuple[dict[str, Any], ...] = (
    {
        "key": "studi-2020-rasio",
        "label_id": "Rasio manfaat-biaya, studi pertama (sampai 2020)",
        "label_en": "Benefit-cost ratio, first study (to 2020)",
        "value": "1,2",
        "source": "https://atlantis-press.com/proceedings/icas-20/125958397",
    },
    {
        "key": "studi-2024-rasio",
        "label_id": "Rasio manfaat-biaya, studi 2024 (2022–2023)",
        "label_en": "Benefit-cost ratio, study of 2024 (2022–2023)",
        "value": "3,18",
        "source": "https://mediaindonesia.com/humaniora/730474/program-tpbis-buktikan-"
        "perpustakaan-mampu-menjadi-pusat-pemberdayaan-masyarakat",
    },
    {
        "key": "studi-2024-efektivitas",
        "label_id": "Efektivitas, studi 2024 (skala 1–4, “sangat baik”)",
        "label_en": "Effectiveness, study of 2024 (scale 1–4, “very good”)",
        "value": "3,33 dari 4",
        "source": "https://mediaindonesia.com/humaniora/727267/survey-efektivitas-dan-"
        "dampak-program-transformasi-perpustakaan-berbasis-inklusi-sosial",
    },
)

"""A workbook of 10,000 activities: read, validated and stored."""

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter
from django.core.management import call_command

from sinergi.core.dates import today
from sinergi.regions.queries import regions_on
from tests.benchmarks.figure import Figure, seconds

ROWS = 10_000
HEADINGS = (
    "Kode Wilayah",
    "Nama Perpustakaan",
    "Tanggal",
    "Kelompok",
    "Bidang",
    "Judul Kegiatan",
    "Laki-laki",
    "Perempuan",
    "Usia <15",
    "Usia 15-24",
    "Usia 25-59",
    "Usia 60+",
    "Jumlah Hadir",
    "Sumber Dana",
    "Biaya (Rp)",
    "Bukti (tautan/berkas)",
)


def write_workbook(path: Path) -> None:
    """Activities of 2,500 villages, four each, no two alike."""
    villages = regions_on(today(), kind="desa", parent="35")[: ROWS // 4]
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Kegiatan")
        sheet.write_row(0, 0, HEADINGS)
        for number in range(ROWS):
            village = villages[number % len(villages)]
            sheet.write_row(
                number + 1,
                0,
                (
                    village.code,
                    f"Perpustakaan Desa {village.name}",
                    f"2022-{number % 12 + 1:02}-{number % 28 + 1:02}",
                    "Pelibatan Masyarakat",
                    "Ekonomi",
                    f"Kelas menjahit angkatan {number}",
                    4,
                    6,
                    1,
                    2,
                    3,
                    4,
                    10,
                    "Dana Desa",
                    1_250_000 + number,
                    f"foto-{number}.jpg",
                ),
            )


def run() -> Iterator[Figure]:
    """Import once as a trial and once for good, on an empty database."""
    call_command("migrate", verbosity=0)
    call_command("load_regions", stdout=io.StringIO(), stderr=io.StringIO())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kegiatan.xlsx"
        write_workbook(path)
        for label, words in (("trial run", ["--dry-run"]), ("stored", [])):
            taken = seconds(lambda words=words: _import(path, words))
            yield Figure(f"{ROWS:,} rows, {label}", f"{taken:.1f}", "s", "< 10 s")


def _import(path: Path, words: list[str]) -> None:
    out = io.StringIO()
    call_command(
        "import",
        "activities",
        str(path),
        "--as-of",
        "2022-12-31",
        "--json",
        *words,
        stdout=out,
        stderr=io.StringIO(),
    )

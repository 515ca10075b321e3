"""What delegations wrote after the meeting of 2022, as data: all of it is invented."""

from dataclasses import dataclass

#: Minutes of measured presence that each type needs: ten hours of the two days.
MINIMUM_MINUTES = {
    "library_office": 600,
    "village_library": 600,
    "guest": 60,
    "consultant": 600,
}


@dataclass(frozen=True)
class InventedPlan:
    """What a library does to move an indicator; floor: a target without baseline."""

    measure: str
    what: tuple[str, ...]
    practice: str
    floor: int


PLANS = (
    InventedPlan(
        "activities_community_involvement",
        (
            "Membuka kelas usaha rumahan setiap dua pekan",
            "Mengadakan kelas kerajinan bersama PKK",
            "Membuka kelas gizi balita bersama bidan desa",
        ),
        "Jadwal kelas tetap dengan pendamping dari warga",
        2,
    ),
    InventedPlan(
        "activities_advocacy",
        (
            "Mengajukan anggaran perpustakaan dalam musyawarah desa",
            "Mengajak perusahaan sekitar menjadi mitra",
        ),
        "Satu halaman capaian untuk kepala desa sebelum musyawarah",
        1,
    ),
    InventedPlan(
        "activities_publication",
        (
            "Menulis satu kisah pengguna setiap bulan",
            "Memasang foto kegiatan di media sosial desa",
        ),
        "Foto dengan izin dan kisah dua paragraf",
        1,
    ),
    InventedPlan(
        "attendances",
        (
            "Membuka kelas digital bagi lansia dan remaja",
            "Mengundang karang taruna menjadi relawan perpustakaan",
        ),
        "Relawan muda menjemput peserta dari rumah ke rumah",
        20,
    ),
)

HELPERS = (
    "Kepala desa dan PKK",
    "Dinas perpustakaan kabupaten",
    "Bidan desa dan kader",
    "Karang taruna",
    "Fasilitator daerah",
)
DUE = ("2023-06-30", "2023-09-30", "2023-12-01")

COMMENTS = (
    "Contohnya dapat langsung dicoba di desa kami.",
    "Waktunya terlalu singkat untuk bertanya.",
    "Mohon materinya dibagikan.",
    "Bertemu rekan dari provinsi lain sangat membantu.",
)
MINUTES_OF = (
    "Pertemuan dibuka di Surabaya pada 5 Desember 2022. Mitra menyajikan capaian dari "
    "laporan terverifikasi, berbagi praktik dalam sepuluh kelas, dan pulang dengan "
    "rencana tindak lanjut. (Risalah contoh, rekaan.)"
)

"""The invented words of the demonstration: titles, helpers, payers."""

LIBRARY_TITLES = (
    "Cahaya Ilmu", "Taman Cerita", "Jendela Nusa", "Rumah Aksara", "Tunas Ilmu",
    "Mekar Aksara", "Pelita Baca", "Bintang Literasi", "Sumber Kata", "Gerbang Kata",
    "Cahaya Pustaka", "Samudra Baca", "Bahtera Ilmu", "Lentera Desa", "Sahabat Buku",
)  # fmt: skip

#: Titles of activities by strategy and field.
# fmt: off
TITLES: dict[str, dict[str, tuple[str, ...]]] = {
    "community_involvement": {
        "economy": (
            "Pelatihan keripik pisang kemasan",
            "Kelas foto produk dan penjualan daring",
            "Praktik budidaya lele dalam ember", "Kelas merajut ibu-ibu PKK",
            "Pelatihan batik ecoprint", "Kelas menghitung modal usaha kecil",
            "Pelatihan kemasan dan label produk", "Praktik olahan singkong",
        ),
        "education": (
            "Bimbingan belajar membaca dan berhitung", "Baca bersama Jumat pagi",
            "Lomba bercerita tingkat sekolah dasar", "Kelas bahasa Inggris dasar",
            "Mendongeng bagi anak PAUD", "Kelas menulis cerita desa",
        ),
        "health": (
            "Posyandu dan pojok baca balita", "Kelas MPASI dan cegah stunting",
            "Kelas tanaman obat keluarga", "Senam sehat dan cek tekanan darah lansia",
            "Penyuluhan kesehatan remaja",
        ),
        "social_culture": (
            "Kelas bahasa isyarat dasar", "Rembuk warga membaca naskah lama desa",
            "Latihan tari daerah anak-anak", "Pentas seni akhir pekan",
        ),
        "digital": (
            "Kelas komputer untuk perangkat desa", "Pengenalan internet aman pelajar",
            "Kelas surel dan layanan daring", "Kelas desain poster dengan ponsel",
        ),
        "environment_agriculture": (
            "Bimbingan pupuk kompos rumah tangga", "Kelas hidroponik pekarangan",
            "Bank sampah dan buku bekas", "Sekolah lapang petani muda",
        ),
        "other": ("Donor buku warga", "Kerja bakti halaman perpustakaan"),
    },
    "advocacy": {
        "other": (
            "Pertemuan pemangku kepentingan tingkat desa",
            "Audiensi dengan kepala desa tentang anggaran perpustakaan",
        ),
        "health": ("Rapat Tim Sinergi dengan puskesmas dan PKK",),
        "education": ("Nota kesepahaman dengan sekolah dasar",),
        "economy": ("Kesepakatan dengan BUMDes tentang lapak bersama",),
    },
    "information_services": {
        "digital": ("Pemasangan internet dan pojok komputer",),
        "education": ("Penambahan koleksi buku anak dan penataan rak",),
        "other": ("Perpanjangan jam buka sampai malam", "Pelatihan layanan pengelola"),
    },
    "publication": {
        "social_culture": (
            "Pameran hasil karya pemustaka di balai desa",
            "Siaran kegiatan di radio komunitas",
        ),
        "other": ("Unggahan kegiatan di media sosial", "Buletin dinding bulanan"),
    },
}
# fmt: on

STRATEGY_WEIGHTS = {
    "community_involvement": 72,
    "advocacy": 14,
    "publication": 9,
    "information_services": 5,
}

#: What the fields of community involvement weigh.
FIELD_WEIGHTS = {
    "economy": 27,
    "education": 26,
    "health": 16,
    "digital": 12,
    "social_culture": 10,
    "environment_agriculture": 6,
    "other": 3,
}

COLLABORATORS = (
    "PKK desa", "Kader posyandu", "BUMDes", "Puskesmas pembantu", "Karang Taruna",
    "Gabungan kelompok tani", "Sekolah dasar setempat", "Dinas Koperasi dan UKM",
    "Universitas Contoh Nusantara", "CV Rekaan Jaya",
)  # fmt: skip

VENUES = (
    "Balai desa", "Ruang baca perpustakaan", "Pendopo", "Halaman perpustakaan",
    "Ruang kelas sekolah dasar", "Posyandu",
)  # fmt: skip

GROUPS_BY_FIELD = {
    "economy": "micro_enterprise",
    "education": "children",
    "health": "women",
    "digital": "youth",
    "social_culture": "general",
    "environment_agriculture": "farmers_fishers",
    "other": "general",
}

#: Names and family names of nobody: the people of the demonstration are invented.
GIVEN_NAMES = (
    "Contohadi", "Literani", "Aksarawan", "Rakbudi", "Hurufin", "Fiktiani", "Bacarini",
    "Katalina", "Bukurina", "Penarto", "Kisahwati", "Ceritawan", "Sampulia", "Lembarno",
    "Pustakawati", "Halamanto",
)  # fmt: skip
FAMILY_NAMES = (
    "Andaikata", "Percontohan", "Rekaansyah", "Misalina", "Ibaratno", "Umpamawan",
    "Contohutomo", "Seandainya", "Rekayasari", "Tiruansyah",
)  # fmt: skip

RETURN_REASONS = (
    "Mohon lampirkan daftar hadir.",
    "Jumlah peserta berbeda dengan foto. Mohon diperiksa.",
    "Tanggal kegiatan tidak sama dengan undangan.",
    "Mohon jelaskan hasil kegiatan secara singkat.",
)

"""The invented words of the demonstration and how often they are used."""

LIBRARY_TITLES = (
    "Cahaya Ilmu", "Taman Cerita", "Jendela Nusa", "Rumah Aksara", "Tunas Ilmu",
    "Mekar Aksara", "Pelita Baca", "Bintang Literasi", "Sumber Kata", "Gerbang Kata",
    "Cahaya Pustaka", "Samudra Baca", "Bahtera Ilmu", "Lentera Desa", "Sahabat Buku",
    "Bina Pustaka", "Mutiara Ilmu", "Sinar Pagi", "Karya Bersama", "Teras Baca",
    "Mandiri", "Harapan Jaya", "Widya Sari", "Kebun Kata", "Pelangi", "Langkah Baru",
    "Rumpun Ilmu", "Mata Air", "Tirta Pustaka", "Gerbang Ilmu", "Suluh Warga",
    "Setara", "Budi Luhur", "Maju Bersama", "Gemar Membaca", "Cendekia",
)  # fmt: skip

#: What a village is called where its people have a word of their own.
VILLAGE_WORDS = {
    "11": "Gampong", "13": "Nagari",
    **dict.fromkeys(("91", "92", "93", "94", "95", "96"), "Kampung"),
}  # fmt: skip

STRATEGY_WEIGHTS = {
    "community_involvement": 72,
    "advocacy": 14,
    "publication": 9,
    "information_services": 5,
}

#: What the fields weigh.
FIELD_WEIGHTS = {
    "economy": 27,
    "education": 26,
    "health": 16,
    "digital": 12,
    "social_culture": 10,
    "environment_agriculture": 6,
    "other": 3,
}

#: Who pays for the work of each level. A kelurahan has no village fund.
PAYER_WEIGHTS = {
    "desa": {
        "village_fund": 56, "self": 18, "apbd_regency": 10, "csr": 8,
        "university": 4, "apbd_province": 4,
    },
    "kelurahan": {"apbd_regency": 58, "self": 24, "csr": 10, "university": 8},
    "regency": {
        "apbd_regency": 72, "apbn": 10, "csr": 9, "apbd_province": 5, "university": 4,
    },
    "province": {"apbd_province": 72, "apbn": 16, "csr": 7, "university": 5},
}  # fmt: skip

RETURN_REASONS = (
    "Mohon lampirkan daftar hadir.",
    "Jumlah peserta berbeda dengan foto. Mohon diperiksa.",
    "Tanggal kegiatan tidak sama dengan undangan.",
    "Mohon jelaskan hasil kegiatan secara singkat.",
    "Rincian peserta belum dijumlahkan. Mohon dilengkapi.",
    "Kegiatan ini sepertinya termasuk advokasi. Mohon periksa kelompoknya.",
    "Biaya tampaknya kelebihan satu nol. Mohon diperiksa.",
)

"""What libraries of the demonstration do: titles with all that must fit them.

A subject says who comes, where, with whose help and at what cost, so that nobody
reads of toddlers at the signing of a memorandum.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Audience:
    """Who comes: share of women, shares of the four age bands, target group."""

    female: float
    ages: tuple[float, float, float, float]
    group: str


AUDIENCES = {
    "toddlers": Audience(0.68, (0.46, 0.1, 0.41, 0.03), "children"),
    "pupils": Audience(0.53, (0.88, 0.06, 0.06, 0.0), "children"),
    "teens": Audience(0.54, (0.22, 0.72, 0.06, 0.0), "youth"),
    "youth": Audience(0.5, (0.02, 0.74, 0.24, 0.0), "youth"),
    "mothers": Audience(1.0, (0.0, 0.14, 0.79, 0.07), "women"),
    "traders": Audience(0.66, (0.0, 0.13, 0.76, 0.11), "micro_enterprise"),
    "farmers": Audience(0.34, (0.0, 0.08, 0.72, 0.2), "farmers_fishers"),
    "elderly": Audience(0.64, (0.0, 0.0, 0.24, 0.76), "elderly"),
    "officials": Audience(0.41, (0.0, 0.04, 0.9, 0.06), "general"),
    "disability": Audience(0.5, (0.05, 0.38, 0.5, 0.07), "disability"),
    "public": Audience(0.55, (0.19, 0.25, 0.44, 0.12), "general"),
}

#: Where things happen, by kind of place and level.
VENUES = {
    "village": {
        "library": ("Ruang baca perpustakaan", "Teras perpustakaan", "Perpustakaan"),
        "hall": ("Balai {unit}", "Pendopo {unit}", "Ruang baca perpustakaan"),
        "school": ("Ruang kelas sekolah dasar", "Ruang baca perpustakaan"),
        "posyandu": ("Posyandu", "Balai {unit}"),
        "outdoor": ("Halaman perpustakaan", "Pekarangan warga", "Lapangan {unit}"),
        "office": ("Kantor {unit}", "Balai {unit}"),
        "none": ("Perpustakaan",),
    },
    "office": {
        "library": (
            "Ruang baca umum",
            "Ruang layanan",
            "Ruang multimedia perpustakaan",
        ),
        "hall": ("Aula perpustakaan", "Ruang pertemuan perpustakaan"),
        "school": ("Aula perpustakaan", "Perpustakaan keliling di sekolah"),
        "posyandu": ("Aula perpustakaan", "Puskesmas"),
        "outdoor": ("Halaman perpustakaan", "Taman kota"),
        "office": ("Ruang rapat dinas", "Ruang rapat Bappeda"),
        "none": ("Gedung perpustakaan",),
    },
}


@dataclass(frozen=True)
class Subject:
    """A kind of activity.

    `size` scales the usual group, 0 where nobody attends; `cost` is in thousands of
    rupiah a head (in all where nobody attends), 0 where it is free; `weekday` is 0-6
    where the title names the day, `months` those to which it belongs, if any.

    Blanks are filled by the kind of place: {unit} desa, {head} kepala desa, {units}
    the places below, {area} what its people call it, {enterprise} who trades there.
    """

    title: str
    audience: str = "public"
    place: str = "library"
    helpers: tuple[str, ...] = ()
    outcome: str = ""
    size: float = 1.0
    cost: int = 0
    levels: str = "village office"
    is_series: bool = False
    weekday: int | None = None
    months: tuple[int, ...] = ()

    @property
    def is_on_workdays(self) -> bool:
        """Whether offices or schools must be open."""
        return self.audience == "officials" or self.place in {"school", "posyandu"}


#: How blanks in titles, venues and helpers are filled.
BLANKS = {
    "desa": {
        "unit": "desa", "head": "kepala desa", "units": "dusun", "area": "desa",
        "enterprise": "BUMDes",
    },
    "kelurahan": {
        "unit": "kelurahan", "head": "lurah", "units": "RW", "area": "kampung",
        "enterprise": "koperasi warga",
    },
    "regency": {
        "unit": "kabupaten", "head": "bupati", "units": "desa", "area": "daerah",
        "enterprise": "koperasi setempat",
    },
    "city": {
        "unit": "kota", "head": "wali kota", "units": "kelurahan", "area": "kota",
        "enterprise": "koperasi setempat",
    },
    "province": {
        "unit": "provinsi", "head": "gubernur", "units": "kabupaten dan kota",
        "area": "daerah", "enterprise": "koperasi setempat",
    },
}  # fmt: skip

PKK = ("PKK {unit}", "Kader posyandu")
CLINIC = ("Puskesmas setempat", "Kader posyandu", "Bidan setempat")
TRADE = ("{enterprise}", "Dinas Koperasi dan UKM", "PKK {unit}", "CV Rekaan Jaya")
FARM = ("Gabungan kelompok tani", "Penyuluh pertanian", "Karang Taruna")
SCHOOL = ("Sekolah dasar setempat", "Komite sekolah", "Guru PAUD")
YOUNG = ("Karang Taruna", "Universitas Contoh Nusantara", "Relawan TIK")
TRADERS, LIVE = "traders", "village"

# fmt: off
SUBJECTS: dict[str, dict[str, tuple[Subject, ...]]] = {
    "community_involvement": {
        "economy": (
            Subject("Pelatihan keripik pisang kemasan", TRADERS, "hall", TRADE,
                    "Peserta membawa pulang contoh kemasan dan hitungan modalnya.",
                    0.8, 45, is_series=True),
            Subject("Kelas foto produk dan penjualan daring", TRADERS, "library",
                    (*TRADE, "Relawan TIK"),
                    "Tiap peserta mengunggah satu produk ke lapak daring.", 0.7, 30,
                    is_series=True),
            Subject("Praktik budi daya lele dalam ember", "farmers", "outdoor", FARM,
                    "Bibit dan ember dibagikan untuk dirawat di rumah.", 0.8, 60,
                    is_series=True),
            Subject("Kelas merajut ibu-ibu PKK", "mothers", "library", PKK,
                    "Hasil rajutan dipajang di rak perpustakaan.", 0.7, 35,
                    is_series=True),
            Subject("Pelatihan batik ecoprint", "mothers", "outdoor", TRADE,
                    "Daun dari pekarangan dipakai sebagai pewarna kain.", 0.7, 75,
                    is_series=True),
            Subject("Kelas menghitung modal usaha kecil", TRADERS, "hall", TRADE,
                    "Peserta menyusun catatan kas sederhana.", 0.7, 20),
            Subject("Pelatihan kemasan dan label produk", TRADERS, "hall", TRADE,
                    "Sembilan produk warga mendapat label baru.", 0.8, 40),
            Subject("Praktik olahan singkong", "mothers", "hall", PKK,
                    "Resep ditulis bersama dan disimpan sebagai koleksi lokal.", 0.8,
                    35, is_series=True),
            Subject("Pelatihan menjahit tas dari kain perca", "mothers", "library", PKK,
                    "Kain perca dikumpulkan dari penjahit setempat.", 0.6, 55,
                    is_series=True),
            Subject("Kelas membuat sabun cuci piring", "mothers", "hall", PKK,
                    "Takaran dan biaya dicatat untuk dijual bersama.", 0.8, 30),
            Subject("Pendampingan izin usaha mikro (NIB dan P-IRT)", TRADERS, "office",
                    ("Dinas Koperasi dan UKM", "Dinas perizinan"),
                    "Berkas permohonan diisi bersama di komputer perpustakaan.", 0.5,
                    15),
            Subject("Pelatihan kopi seduh dan pengolahan pascapanen", "farmers", "hall",
                    FARM, "Peserta membandingkan tiga cara sangrai.", 0.6, 65),
            Subject("Kelas anyaman bambu dan pandan", TRADERS, "library", TRADE,
                    "Buku rujukan kerajinan dipinjam peserta.", 0.6, 40,
                    is_series=True),
            Subject("Pelatihan pangkas rambut pemuda", "youth", "hall", YOUNG,
                    "Peserta berlatih pada warga yang datang.", 0.4, 70),
            Subject("Pelatihan membuat kue kering menjelang hari raya", "mothers",
                    "hall", PKK, "Pesanan dikumpulkan lewat grup warga.", 0.7, 50,
                    months=(4, 12)),
        ),
        "education": (
            Subject("Bimbingan belajar membaca dan berhitung", "pupils", "library",
                    SCHOOL, "Anak yang belum lancar membaca didampingi relawan.", 0.7,
                    0, is_series=True),
            Subject("Baca bersama Jumat pagi", "pupils", "library", SCHOOL,
                    "Tiap anak menceritakan kembali satu buku.", 1.1, 0, weekday=4),
            Subject("Lomba bercerita tingkat sekolah dasar", "pupils", "school", SCHOOL,
                    "Tiga cerita terbaik dibacakan di radio komunitas.", 1.3, 25),
            Subject("Kelas bahasa Inggris dasar", "teens", "library", YOUNG,
                    "Peserta memakai buku bergambar dua bahasa.", 0.7, 0,
                    is_series=True),
            Subject("Mendongeng bagi anak PAUD", "toddlers", "library", SCHOOL,
                    "Orang tua belajar membacakan nyaring.", 1.0, 0, is_series=True),
            Subject("Kelas menulis cerita {area}", "teens", "library", YOUNG,
                    "Naskah dikumpulkan menjadi buku kecil.", 0.6, 10, is_series=True),
            Subject("Kunjungan kelas sekolah dasar ke perpustakaan", "pupils",
                    "library", SCHOOL, "Siswa belajar mencari buku di rak.", 1.2, 0),
            Subject("Belajar kelompok menjelang ujian sekolah", "teens", "library",
                    SCHOOL, "Soal latihan difotokopi dari koleksi.", 0.8, 5,
                    is_series=True, months=(3, 4, 5, 11, 12)),
            Subject("Wisata literasi dan permainan tradisional", "pupils", "outdoor",
                    (*SCHOOL, "Karang Taruna"), "Buku dibawa ke halaman.", 1.5, 15),
            Subject("Kejar Paket C: pendampingan belajar", "youth", "library",
                    ("PKBM setempat",), "Modul dipinjam dari perpustakaan.", 0.5, 0,
                    is_series=True),
            Subject("Bedah buku bersama penulis daerah", "youth", "hall",
                    ("Komunitas penulis", "Universitas Contoh Nusantara"),
                    "Penulis bercerita tentang proses menerbitkan buku.", 1.1, 30,
                    levels="office"),
            Subject("Bimbingan literasi informasi bagi guru", "officials", "hall",
                    ("Dinas Pendidikan",), "Guru menyusun daftar bacaan kelas.", 0.8,
                    35, levels="office"),
        ),
        "health": (
            Subject("Posyandu dan pojok baca balita", "toddlers", "posyandu", CLINIC,
                    "Balita ditimbang sambil ibu memilih buku.", 1.2, 5),
            Subject("Kelas MPASI dan cegah stunting", "mothers", "posyandu", CLINIC,
                    "Menu dari bahan setempat dicoba bersama.", 0.8, 25,
                    is_series=True),
            Subject("Kelas tanaman obat keluarga", "mothers", "outdoor",
                    (*CLINIC, *PKK),
                    "Bibit jahe dan kunyit ditanam di pekarangan.", 0.8, 20),
            Subject("Senam sehat dan cek tekanan darah lansia", "elderly", "outdoor",
                    CLINIC, "Hasil pemeriksaan dicatat oleh kader.", 1.0, 10),
            Subject("Penyuluhan kesehatan remaja", "teens", "school", CLINIC,
                    "Pertanyaan ditulis tanpa nama lalu dijawab bidan.", 1.0, 10),
            Subject("Kelas ibu hamil dan buku KIA", "mothers", "posyandu", CLINIC,
                    "Peserta belajar membaca grafik buku KIA.", 0.6, 15,
                    is_series=True),
            Subject("Penyuluhan cuci tangan dan gizi anak sekolah", "pupils", "school",
                    CLINIC, "Anak membuat poster untuk kelasnya.", 1.2, 5),
            Subject("Donor darah dan cek gula darah", "public", "hall",
                    ("PMI setempat", "Puskesmas setempat"),
                    "Bacaan kesehatan dibagikan di ruang tunggu.", 1.1, 10),
            Subject("Vaksinasi dan pojok baca ruang tunggu", "public", "hall", CLINIC,
                    "Warga membaca selama masa observasi.", 1.4, 5),
        ),
        "digital": (
            Subject("Kelas komputer untuk perangkat {unit}", "officials", "library",
                    ("Relawan TIK", "Dinas Kominfo"),
                    "Peserta menyusun surat dan tabel anggaran.", 0.4, 10,
                    levels="village", is_series=True),
            Subject("Pengenalan internet aman pelajar", "teens", "school", YOUNG,
                    "Siswa memeriksa kabar yang beredar di grup.", 1.0, 0),
            Subject("Kelas surel dan layanan daring", "public", "library", YOUNG,
                    "Warga mendaftar layanan antrean daring.", 0.6, 0),
            Subject("Kelas desain poster dengan ponsel", "youth", "library", YOUNG,
                    "Poster kegiatan dipasang di papan pengumuman.", 0.6, 5,
                    is_series=True),
            Subject("Kelas komputer dasar ibu-ibu", "mothers", "library", YOUNG,
                    "Peserta menulis resep dan mencetaknya.", 0.5, 0, is_series=True),
            Subject("Pelatihan membuat video pendek tentang {area}", "youth", "library",
                    YOUNG, "Dua video diunggah ke kanal perpustakaan.", 0.5, 15),
            Subject("Pendampingan lamaran kerja daring", "youth", "library", YOUNG,
                    "Peserta menyusun riwayat hidup dan mengirimkannya.", 0.4, 0),
            Subject("Pengenalan iPusnas dan buku digital", "teens", "library", YOUNG,
                    "Aplikasi dipasang di ponsel peserta.", 0.9, 0),
        ),
        "social_culture": (
            Subject("Kelas bahasa isyarat dasar", "disability", "library",
                    ("Komunitas tuli setempat", "Universitas Contoh Nusantara"),
                    "Peserta memperkenalkan diri dengan isyarat.", 0.5, 10,
                    is_series=True),
            Subject("Rembuk warga membaca naskah lama {area}", "public", "hall",
                    ("Tokoh adat", "Karang Taruna"),
                    "Cerita asal-usul nama tempat dicatat.", 0.8, 10),
            Subject("Latihan tari daerah anak-anak", "pupils", "outdoor",
                    ("Sanggar seni setempat",), "Latihan untuk pentas akhir semester.",
                    0.8, 5, is_series=True),
            Subject("Pentas seni akhir pekan", "public", "outdoor",
                    ("Sanggar seni setempat", "Karang Taruna"),
                    "Lapak baca dibuka di samping panggung.", 2.2, 20, weekday=5),
            Subject("Lomba tujuh belasan dan lapak baca", "public", "outdoor",
                    ("Karang Taruna", "Panitia HUT RI"),
                    "Hadiah berupa buku tulis dan buku cerita.", 2.0, 15, months=(8,)),
            Subject("Kelas membaca aksara daerah", "teens", "library",
                    ("Sekolah setempat", "Tokoh adat"), "Siswa menulis namanya.", 0.7,
                    0, is_series=True),
            Subject("Pengajian ibu-ibu dan bedah buku", "mothers", "library",
                    ("Majelis taklim", "PKK {unit}"), "Satu bab buku dibahas bersama.",
                    1.0, 0, is_series=True),
            Subject("Keterampilan bagi penyandang disabilitas", "disability", "library",
                    ("Dinas Sosial", "PKK {unit}"),
                    "Pendamping dari keluarga ikut belajar.", 0.5, 45),
        ),
        "environment_agriculture": (
            Subject("Bimbingan pupuk kompos rumah tangga", "farmers", "outdoor", FARM,
                    "Kompos pertama dipanen setelah empat minggu.", 0.8, 20),
            Subject("Kelas hidroponik pekarangan", "farmers", "outdoor",
                    (*FARM, "PKK {unit}"), "Instalasi pipa dirakit bersama.", 0.7, 50,
                    is_series=True),
            Subject("Bank sampah dan buku bekas", "public", "outdoor",
                    ("Karang Taruna", "PKK {unit}"),
                    "Sampah terpilah ditukar dengan buku bacaan.", 0.9, 5),
            Subject("Sekolah lapang petani muda", "youth", "outdoor", FARM,
                    "Pengamatan hama dicatat tiap pekan.", 0.7, 35, is_series=True),
            Subject("Penyuluhan pakan ternak fermentasi", "farmers", "hall", FARM,
                    "Peserta membuat satu tong pakan.", 0.7, 40),
            Subject("Penanaman bibit buah di halaman perpustakaan", "public", "outdoor",
                    ("Karang Taruna", "Kelompok tani"), "Tiap keluarga merawat satu.",
                    0.9, 25),
        ),
        "other": (
            Subject("Donor buku warga", "public", "library", ("Karang Taruna",),
                    "Buku layak baca dicatat sebagai koleksi.", 0.7, 0),
            Subject("Kerja bakti halaman perpustakaan", "public", "outdoor",
                    ("Karang Taruna",), "Taman baca dirapikan.", 0.7, 10, levels=LIVE),
            Subject("Temu pemustaka dan usulan buku", "public", "library", (),
                    "Usulan judul dicatat untuk pengadaan.", 0.6, 0),
        ),
    },
    "advocacy": {
        "other": (
            Subject("Pertemuan pemangku kepentingan tingkat {unit}", "officials",
                    "office", ("Tim Sinergi",),
                    "Rencana tahun depan disepakati bersama.", 0.7, 25),
            Subject("Audiensi dengan {head} tentang anggaran perpustakaan", "officials",
                    "office", ("Tim Sinergi",), "Usulan masuk rencana kerja.", 0.25, 0),
            Subject("Usulan kegiatan perpustakaan dalam musrenbang {unit}", "officials",
                    "office", ("LPM setempat",), "Dua usulan diterima.", 0.9, 10,
                    months=(1, 2, 3)),
            Subject("Sosialisasi replikasi ke {units}", "officials", "hall",
                    ("Dinas PMD",), "Calon perpustakaan mengisi kesanggupan.", 0.9, 40,
                    levels="office"),
            Subject("Rapat Tim Sinergi triwulanan", "officials", "office",
                    ("Bappeda", "Dinas PMD"), "Capaian dibahas per indikator.", 0.4, 30,
                    levels="office"),
        ),
        "health": (
            Subject("Rapat Tim Sinergi dengan puskesmas dan PKK", "officials", "office",
                    CLINIC, "Jadwal pojok baca posyandu disepakati.", 0.45, 10),
        ),
        "education": (
            Subject("Nota kesepahaman dengan sekolah dasar", "officials", "office",
                    SCHOOL[:2], "Kunjungan kelas dijadwalkan tiap bulan.", 0.25, 5,
                    levels=LIVE),
            Subject("Kerja sama dengan Dinas Pendidikan", "officials", "office",
                    ("Dinas Pendidikan",), "Jadwal perpustakaan keliling disusun.", 0.3,
                    10, levels="office"),
            Subject("Kerja sama kuliah kerja nyata", "officials", "office",
                    ("Universitas Contoh Nusantara",), "Mahasiswa membantu penataan.",
                    0.3, 5),
        ),
        "economy": (
            Subject("Kesepakatan dengan {enterprise} tentang lapak bersama",
                    "officials", "office", ("{enterprise}",),
                    "Satu rak produk warga disediakan.", 0.3, 5, levels=LIVE),
            Subject("Kerja sama pembinaan usaha pemustaka", "officials", "office",
                    ("Dinas Koperasi dan UKM", "CV Rekaan Jaya"),
                    "Pelatih disediakan mitra.", 0.35, 10, levels="office"),
        ),
        "digital": (
            Subject("Permohonan internet gratis ke Dinas Kominfo", "officials",
                    "office", ("Dinas Kominfo",), "Survei lokasi dijadwalkan.", 0.2, 0),
        ),
    },
    "information_services": {
        "digital": (
            Subject("Pemasangan internet dan pojok komputer", place="none", size=0,
                    cost=4200, outcome="Dua komputer siap dipakai warga."),
            Subject("Penyediaan katalog daring", place="none", size=0, cost=900,
                    outcome="Koleksi dapat dicari dari ponsel."),
        ),
        "education": (
            Subject("Penambahan koleksi buku anak dan penataan rak", place="none",
                    size=0, cost=3500, outcome="Buku baru diberi label dan ditata."),
            Subject("Pojok baca anak dengan karpet dan rak rendah", place="none",
                    size=0, cost=2600, outcome="Sudut anak dibuka untuk umum."),
        ),
        "other": (
            Subject("Perpanjangan jam buka sampai malam", place="none", size=0,
                    cost=400, outcome="Buka Senin sampai Jumat hingga pukul 21.00."),
            Subject("Bimbingan teknis layanan bagi pengelola", "officials", "hall",
                    ("Perpustakaan provinsi",), "Pengelola berlatih pencatatan.", 0.5,
                    80),
            Subject("Jalur landai dan kursi bagi penyandang disabilitas", place="none",
                    size=0, cost=5200, outcome="Pintu masuk dapat dilalui kursi roda."),
        ),
    },
    "publication": {
        "social_culture": (
            Subject("Pameran hasil karya pemustaka", "public", "hall", PKK,
                    "Karya warga dijual dan dipamerkan.", 1.8, 20),
            Subject("Siaran kegiatan di radio komunitas", place="none", size=0,
                    cost=150, helpers=("Radio komunitas",)),
        ),
        "other": (
            Subject("Unggahan kegiatan di media sosial", place="none", size=0),
            Subject("Buletin dinding bulanan", place="none", size=0, cost=100),
            Subject("Liputan kegiatan di media daring daerah", place="none", size=0,
                    helpers=("Media daring daerah",)),
            Subject("Spanduk dan selebaran jadwal kegiatan", place="none", size=0,
                    cost=350),
        ),
    },
}
# fmt: on

"""The Peer Learning Meeting of December 2022 as data (facts A1-A6, A18-A23).

Published: title, theme, purpose, days, hotel, who took part, who was invited, the
kinds of sessions, and the online room for 1,000. Invented: times, rooms, topics of the
classes, names and quotes; the ten topics of the real meeting were not found.
"""

import datetime as dt
from dataclasses import dataclass

SLUG = "plm-nasional-2022"
TITLE = "Peer Learning Meeting Nasional 2022"
THEME = "Gerakan Kolaborasi & Sinergi untuk Penguatan Literasi Masyarakat Berkelanjutan"
PURPOSE_ID = (
    "Berbagi pengetahuan dan pengalaman dalam program transformasi perpustakaan."
)
PURPOSE_EN = "Sharing knowledge and experience in the library transformation programme."
VENUE = "Hotel Vasa, Surabaya"
VENUE_REGION = "35.78"
FIRST = dt.date(2022, 12, 5)
LAST = dt.date(2022, 12, 6)
SOURCE = (
    "https://www.republika.co.id/berita/rmm524459/peer-learning-meeting-nasional-2022-"
    "gerakan-kolaborasi-sinergi-untuk-penguatan-literasi"
)
ON_SITE = 650
ONLINE = 1_000
#: How many asked for the online room beyond its capacity: invented.
ONLINE_WAITING = 148

ROOMS = (
    ("Ballroom", 700),
    ("Ruang Rungkut", 60),
    ("Ruang Kenjeran", 60),
    ("Ruang Wonokromo", 60),
    ("Ruang Gubeng", 60),
    ("Ruang Tegalsari", 60),
)


@dataclass(frozen=True)
class Invited:
    """An office that the article names (A5), in the order of protocol."""

    name: str
    order: int
    places: int = 1
    type: str = "guest"


INVITED = (
    Invited("Gubernur Jawa Timur", 1),
    Invited("Komisi X DPR RI", 2, places=3),
    Invited("Kementerian PPN/Bappenas", 3, places=2),
    Invited("Pejabat struktural dan fungsional Perpustakaan Nasional", 4, places=12),
    Invited(
        "Konsultan Pendamping Program Transformasi Perpustakaan "
        "Berbasis Inklusi Sosial",
        5,
        places=9,
        type="consultant",
    ),
)


@dataclass(frozen=True)
class InventedTopic:
    """A topic of sharing classes and the measures that it helps with."""

    title_id: str
    title_en: str
    measures: tuple[str, ...]


TOPICS = (
    InventedTopic(
        "Usaha rumahan dari pojok baca",
        "Home businesses from the reading corner",
        ("activities_community_involvement",),
    ),
    InventedTopic(
        "Menggandeng dana desa", "Working with the village fund", ("cost_village_fund",)
    ),
    InventedTopic(
        "Cegah stunting bersama bidan",
        "Preventing stunting with the midwife",
        ("activities_community_involvement",),
    ),
    InventedTopic(
        "Foto dan cerita yang berbicara",
        "Photos and stories that speak",
        ("activities_publication",),
    ),
    InventedTopic(
        "Laporan rapi, lampu hijau",
        "Tidy reports, green lights",
        ("evidence_share",),
    ),
    InventedTopic(
        "Literasi digital untuk lansia",
        "Digital literacy for older people",
        ("attendances",),
    ),
    InventedTopic(
        "Replikasi mandiri dari nol",
        "Self-funded replication from scratch",
        ("activities_advocacy",),
    ),
    InventedTopic(
        "Kemitraan dengan perusahaan",
        "Partnership with companies",
        ("activities_advocacy",),
    ),
    InventedTopic(
        "Ruang ramah disabilitas",
        "Rooms that welcome everybody",
        ("with_disability",),
    ),
    InventedTopic(
        "Duta desa dan relawan muda",
        "Village ambassadors and young volunteers",
        ("attendances",),
    ),
)

#: Two rounds by day and local time; five topics in each.
ROUNDS = (
    (1, "13:00", "14:30"),
    (2, "10:15", "11:45"),
)
CLASS_SEATS = 60


@dataclass(frozen=True)
class Item:
    """An item of the agenda; day 1 or 2, local times."""

    kind: str
    day: int
    begins: str
    ends: str
    title_id: str
    title_en: str
    summary_id: str = ""
    summary_en: str = ""
    room: str = "Ballroom"


AGENDA = (
    Item(
        "other", 1, "08:00", "09:00", "Registrasi dan pindai tiket",
        "Registration and ticket scan", room="",
    ),
    Item(
        "plenary", 1, "09:00", "10:15", "Pembukaan", "Opening",
        "Sambutan tuan rumah dan Perpustakaan Nasional; undangan: Gubernur Jawa Timur, "
        "Komisi X DPR RI, Bappenas",
        "Welcome by the host and the National Library; invited: the Governor of East "
        "Java, Commission X of parliament, Bappenas",
    ),
    Item(
        "achievement_update", 1, "10:30", "12:00", "Pembaruan capaian mitra",
        "Update of partners' achievements",
        "Tiga provinsi, tiga kabupaten/kota, dan tiga desa menyajikan capaian dari "
        "laporan terverifikasi",
        "Three provinces, three regencies or cities and three villages present results "
        "from verified reports",
    ),
    Item("other", 1, "12:00", "13:00", "Istirahat", "Break", room=""),
    Item(
        "exhibition", 1, "15:00", "17:00", "Pameran produk hasil belajar",
        "Exhibition of products made after learning",
        "33 lapak provinsi dengan produk industri rumah tangga dan UMKM",
        "33 provincial stalls with products of home industries and micro-enterprises",
        room="",
    ),
    Item(
        "appreciation_night", 1, "19:00", "21:00", "Malam apresiasi",
        "Appreciation night",
        "Penghargaan bagi perpustakaan mitra yang berprestasi",
        "Awards to partner libraries that achieved",
    ),
    Item(
        "testimony", 2, "08:30", "10:00", "Testimoni penerima manfaat",
        "Testimonies of beneficiaries",
        "Kisah perubahan, dengan izin penuturnya",
        "Stories of change, told with consent",
    ),
    Item("other", 2, "12:00", "13:00", "Istirahat", "Break", room=""),
    Item(
        "plenary", 2, "13:00", "14:30", "Menyusun rencana tindak lanjut",
        "Writing the action plan",
        "Setiap delegasi pulang dengan rencana: apa, indikator, kapan, "
        "belajar dari siapa",
        "Each delegation goes home with a plan: what, which indicator, by when, learnt "
        "from whom",
    ),
    Item("plenary", 2, "14:30", "15:00", "Penutupan", "Closing"),
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """An invented testimony, by alias."""

    alias: str
    quote: str


TESTIMONIES = (
    Told(
        "Ibu Sari (nama samaran)",
        "Saya belajar mengemas keripik di perpustakaan desa. Sekarang pesanan datang "
        "lewat ponsel, dan anak saya ikut membaca sambil menunggu.",
    ),
    Told(
        "Pak Darto (nama samaran)",
        "Dulu saya ragu memakai komputer. Setelah kelas digital, saya menulis sendiri "
        "surat usaha untuk kelompok tani kami.",
    ),
    Told(
        "Nur (nama samaran)",
        "Dari kelas merajut kami membentuk kelompok. Sebagian hasilnya kami belikan "
        "buku untuk pojok baca.",
    ),
    Told(
        "Bu Wati (nama samaran)",
        "Penyuluhan di perpustakaan membuat saya paham gizi balita. Kini saya kader "
        "dan mengajak tetangga datang.",
    ),
)

#: Products of the stalls (dossier 9.2 names such goods); makers are invented.
PRODUCTS = (
    ("Keripik pisang", 15_000, "bungkus"),
    ("Stik kelor", 12_000, "bungkus"),
    ("Abon ikan", 20_000, "stoples"),
    ("Kopi bubuk", 18_000, "bungkus"),
    ("Keripik singkong", 10_000, "bungkus"),
    ("Keset sabut kelapa", 20_000, "lembar"),
    ("Pupuk sekam", 10_000, "kantong"),
    ("Rajutan tas", 20_000, "buah"),
)


#: The doors, invented; the last one is the aisle before the classes.
GATES = ("Pintu lobi", "Pintu ballroom", "Lorong kelas")
#: Shares that make the invented days believable.
CAME_SHARE = 0.97
STAYED_SHARE = 0.97
SEEN_LEAVING_SHARE = 0.85
OFFLINE_SHARE = 0.06
TWICE_SHARE = 0.01
VOTED_SHARE = 0.66

ANNOUNCEMENTS = (
    (
        "Materi kelas berbagi dapat diminta di meja panitia, lobi lantai 3.",
        "Materials of the sharing classes are at the committee desk, lobby, floor 3.",
        False,
    ),
    (
        "Pameran produk buka pukul 15.00–17.00. Pilih satu lapak dengan kode kartu.",
        "The exhibition is open 15:00-17:00. Vote for a stall with your badge's code.",
        False,
    ),
)

#: A18: the provinces whose libraries present, from village to province; invented.
PRESENTING = ("35", "73", "64")


@dataclass(frozen=True)
class Words:
    """A partner's own words beside its frozen figures; invented."""

    headline: str
    what_changed: str
    lesson: str
    next_step: str


#: By the code of the library's area. The others leave it to what the numbers say.
WORDS = {
    "35": Words(
        "Perpustakaan desa Jawa Timur tumbuh bersama",
        "Petugas kabupaten memeriksa laporan setiap minggu, sehingga desa tahu lebih "
        "cepat apa yang masih kurang.\nDesa replikasi didampingi desa yang lebih dulu "
        "menjadi mitra.",
        "Pendampingan antardesa lebih cepat menular daripada pelatihan di ibu kota "
        "provinsi.",
        "Setiap kabupaten memilih desa pembimbing bagi desa replikasi yang belum "
        "melapor.",
    ),
    "35.22": Words(
        "Dari laporan rapi menuju kegiatan yang berulang",
        "Kelas usaha rumahan berjalan setiap bulan dan dicatat pada hari yang sama.",
        "Foto kegiatan diambil bersama daftar hadir, jadi bukti tidak tertinggal.",
        "Mengajak PKK dan posyandu memakai ruang baca sebagai tempat tetap.",
    ),
    "35.22.06.2004": Words(
        "Cahaya Ilmu: belum banyak melapor, tahu langkah berikutnya",
        "Kegiatan sudah berjalan; yang masih kurang adalah mencatatnya setiap bulan.",
        "Kelas yang dipimpin warga sendiri selalu lebih ramai.",
        "Membuka kelas sore bagi remaja bersama karang taruna.",
    ),
}

"""Invented names of people, as they sound in each part of the country.

Every one carries a mark, so that nobody takes it for a person who exists.
"""

import random

MARK = "(contoh)"

MUSLIM_WOMEN = (
    "Siti", "Nur", "Fatimah", "Aisyah", "Khadijah", "Maryam", "Halimah", "Zahra",
    "Rahma", "Salma", "Laila", "Nabila", "Hasna", "Mutia", "Yusra",
)  # fmt: skip
MUSLIM_MEN = (
    "Ahmad", "Muhammad", "Abdul", "Yusuf", "Ibrahim", "Ismail", "Hamzah", "Ridwan",
    "Fauzan", "Syahrul", "Zulkifli", "Hasan", "Umar", "Ilham", "Rahmat",
)  # fmt: skip
WOMEN_SECOND = (
    "Rahmawati", "Hasanah", "Fitriani", "Amalia", "Azizah", "Mardiana", "Safitri",
    "Ramadhani", "Aulia", "Marlina", "Yuliana", "Khairani", "Rosdiana", "Hayati",
)  # fmt: skip
MEN_SECOND = (
    "Hidayat", "Maulana", "Syahputra", "Ramadhan", "Saputra", "Hakim", "Rasyid",
    "Fadillah", "Firmansyah", "Halim", "Mansur", "Kurniawan", "Effendi", "Anwar",
)  # fmt: skip
CHRISTIAN = (
    "Maria", "Yohana", "Ester", "Rut", "Debora", "Agustina", "Yuliana", "Kristina",
    "Yohanes", "Petrus", "Markus", "Daniel", "Yosef", "Paulus", "Stefanus", "Filipus",
)  # fmt: skip
#: First and second names by how a region names its children.
# fmt: off
NAMES: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = {
    "java": (
        (
            ("Sri", "Siti", "Endang", "Retno", "Dwi", "Tri", "Yuni", "Ratna", "Wahyu",
             "Rini", "Sulis", "Umi", "Nanik", "Titik", "Dewi", "Ambar"),
            ("Rahayu", "Lestari", "Wulandari", "Handayani", "Utami", "Astuti",
             "Puspitasari", "Widyastuti", "Ningsih", "Kurniasih", "Suryani", "Mulyani",
             "Setyowati", "Anggraini", "Purwanti"),
        ),
        (
            ("Agus", "Bambang", "Budi", "Slamet", "Joko", "Eko", "Heru", "Sugeng",
             "Teguh", "Arif", "Dwi", "Tri", "Wahyu", "Imam", "Hadi", "Yanto"),
            ("Santoso", "Wibowo", "Setiawan", "Prasetyo", "Nugroho", "Purnomo",
             "Widodo", "Hartono", "Susilo", "Supriyadi", "Raharjo", "Utomo",
             "Kuncoro", "Wijaya", "Mulyono"),
        ),
    ),
    "malay": ((MUSLIM_WOMEN, WOMEN_SECOND), (MUSLIM_MEN, MEN_SECOND)),
    "batak": (
        (
            (*CHRISTIAN[:8], "Rosita", "Tiur", "Lasma", "Duma", "Parlin", "Togar",
             "Sahat", "Binsar", "Jonter", "Mangasi"),
            ("Simbolon", "Sitorus", "Nainggolan", "Siregar", "Harahap", "Manurung",
             "Hutapea", "Lubis", "Nasution", "Ginting", "Tarigan", "Panjaitan"),
        ),
    ),
    "bugis": (
        (
            ("Andi", "Sitti", "Hasnah", "Hajrah", "Marwah", "Rosmini", "Daeng",
             "Baso", "Syamsul", "Amiruddin", "Kaharuddin", "Jumardi"),
            ("Tenri", "Nurhayati", "Hasnawati", "Makkasau", "Ruslan", "Bahar",
             "Mappatunru", "Rahim", "Syarifuddin", "Mustamin", "Saleng", "Tahir"),
        ),
    ),
    "bali": (
        (
            ("Ni Wayan", "Ni Made", "Ni Nyoman", "Ni Ketut", "Ni Luh"),
            ("Suartini", "Ariani", "Sukerti", "Puspawati", "Widiani", "Sriasih",
             "Astari", "Mertasari"),
        ),
        (
            ("I Wayan", "I Made", "I Nyoman", "I Ketut", "I Gede"),
            ("Sudarma", "Suarta", "Artana", "Wirawan", "Suparta", "Mahendra",
             "Yasa", "Adnyana"),
        ),
    ),
    "east": (
        (
            CHRISTIAN,
            ("Bere", "Nahak", "Lewa", "Tukan", "Latuheru", "Matulessy", "Pattinama",
             "Rumbiak", "Wanimbo", "Yikwa", "Mandacan", "Wospakrik", "Kambu",
             "Warouw", "Lumentut", "Tumbelaka"),
        ),
    ),
}
# fmt: on
BY_PROVINCE = {
    **dict.fromkeys(("18", "31", "32", "33", "34", "35", "36"), "java"),
    **dict.fromkeys(("12",), "batak"),
    **dict.fromkeys(("73", "74", "76"), "bugis"),
    "51": "bali",
    **dict.fromkeys(("53", "71", "81", "91", "92", "93", "94", "95", "96"), "east"),
}


def invented_name(region: str, rng: random.Random) -> str:
    """A name that fits the region, with its mark; one word in a few."""
    first, second = rng.choice(NAMES[BY_PROVINCE.get(region[:2], "malay")])
    if rng.random() < 0.06:
        return f"{rng.choice(second)} {MARK}"
    return f"{rng.choice(first)} {rng.choice(second)} {MARK}"

"""The published counts that the demonstration must lead to, and its choices.

Counts are facts A4 and A11 (Republika, 9 December 2022). Which provinces, regencies
and villages make them up was not published: the choice here is invented.
"""

import datetime as dt
from decimal import Decimal

SEED = 2022

#: The day the demonstration plays on: everything that is "today" there.
TODAY = dt.date(2022, 12, 31)

#: A4: partners taking part in the PLM of 5-6 December 2022.
REGENCIES = 315
VILLAGES = 275

#: A11: self-funded replication recorded up to 2022.
REPLICATION_REGENCIES = 65
REPLICATION_VILLAGES = 1_122

#: 33 of the 34 provinces of 2022 take part; the one left out is invented.
PROVINCE_LEFT_OUT = "65"
NEW_PROVINCES = frozenset({"93", "94", "95", "96"})

#: Provinces in which replication is known from the dossier (section 5) or likely.
REPLICATION_PROVINCES = ("11", "18", "19", "33", "34", "35", "52", "63", "64", "73")

#: How strongly a province takes part: share of its regencies and reporting vigour.
VIGOUR = {
    "33": 1.25, "34": 1.3, "35": 1.3, "18": 1.2, "73": 1.2, "51": 1.15, "64": 1.1,
    "13": 1.1, "19": 1.1, "52": 1.05, "32": 1.05, "71": 1.05, "74": 1.05,
    "12": 0.75, "15": 0.75, "14": 0.72, "94": 0.55, "95": 0.5, "93": 0.7, "96": 0.7,
    "91": 0.8, "92": 0.75, "82": 0.75, "61": 0.85,
}  # fmt: skip

#: The village, regency and province in which the demonstration accounts work.
VILLAGE = "35.22.06.2004"  # Desa Sumberarum, Kecamatan Dander
REGENCY = "35.22"  # Kabupaten Bojonegoro
PROVINCE = "35"
HOME_VILLAGES = (
    VILLAGE,
    "35.22.02.2014",  # Kalisumber
    "35.22.06.2011",  # Sumberagung
    "35.22.02.2009",  # Sukorejo
    "35.22.05.2004",  # Sumberbendo
)

#: A9: what was planned for 2022, as a labelled proposal.
TARGETS_2022 = (
    ("activities", Decimal(21_000)),
    ("attendances", Decimal(660_000)),
    ("partners", Decimal(1_700)),
)

"""An invented meeting of 2023 that takes registrations, as data.

Copied from the national one of 2022, so that people can try what comes before a
meeting: invitations, delegations, registration, wishes for classes, proposals.
"""

import datetime as dt

SLUG = "plm-jawa-timur-2023"
TITLE = "PLM Provinsi Jawa Timur 2023 (contoh)"
THEME = "Dari rencana ke bukti"
PURPOSE_ID = (
    "Pertemuan rekaan untuk mencoba undangan, pendaftaran, kelas, dan pintu masuk."
)
PURPOSE_EN = "An invented meeting to try invitations, registration, classes and gates."
VENUE = "Gedung pertemuan contoh, Malang"
VENUE_REGION = "35.73"
FIRST = dt.date(2023, 3, 14)
LAST = dt.date(2023, 3, 15)
OPENS = dt.datetime(2022, 12, 20, 1, tzinfo=dt.UTC)
CLOSES = dt.datetime(2023, 3, 13, 10, tzinfo=dt.UTC)
NAMES_UNTIL = dt.datetime(2023, 3, 1, 10, tzinfo=dt.UTC)

ON_SITE = 150
ONLINE = 200
DINNER = 150
CLASS_SEATS = 30
#: How many delegations have named their person on site already.
NAMED = 40
#: Registered for the online room already.
REGISTERED = 120

QUESTION_ID = "Apa yang paling ingin dipelajari?"
QUESTION_EN = "What do you most want to learn?"
DINNER_ID = "Malam kebersamaan (contoh)"
DINNER_EN = "Evening together (demonstration)"

"""The study of 2020-2021 as the demonstration has it: its design and its scores.

Published were the four scores and the overall one (A12-A16, Republika, 9 December
2022), on a scale of five; neither respondents nor answers were (dossier, section 6.2).
The sample below follows the rule of the study of 2024 (Slovin at 5 per cent in each
level); answers are invented and calibrated (`demonstration.calibration`).
"""

import datetime as dt

SLUG = "efektivitas-2020-2021"
TITLE = "Evaluasi program 2020–2021 (data rekaan)"
FROM_YEAR, TO_YEAR = 2020, 2021
POPULATION_ON = dt.date(2021, 12, 31)
SCALE = (1, 5)
CLASSES = ("sangat kurang", "kurang", "cukup", "baik", "sangat baik")
SEED = 2021

#: A13-A16. Their plain mean, 4.09, is A12.
SCORES = {
    "target_accuracy": 3.98,
    "outreach": 4.26,
    "goal_achievement": 4.05,
    "monitoring": 4.07,
}

#: One in so many units of the main sample was not reached and replaced.
NOT_REACHED = 25
FIRST_DAY = dt.date(2022, 6, 6)
DAYS = 19
#: Minutes that filling in took: mean and standard deviation of the logarithm.
MINUTES = (3.1, 0.3)
REASON = "Tidak terjangkau selama masa pengumpulan (contoh)"
#: Who filled in, by the codes of the shipped questionnaire.
POSITIONS = ("head", "librarian", "manager")

"""The demonstration leads to the published facts: asked of its records and figures."""

import json
import sqlite3
import statistics
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.served import Platform

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("facts")]
PLM = "2022-12-05"
PARTNERS = """
    SELECT library.kind, count(DISTINCT library.region_id)
    FROM network_partnership AS partnership
    JOIN network_library AS library ON library.id = partnership.library_id
    WHERE programme_id = 'tpbis' AND origin <> 'replication' AND started_on <= :day
      AND coalesce(ended_on, :day) >= :day
    GROUP BY 1
"""
REPLICATION = """
    SELECT count(DISTINCT substr(region_id, 1, 2)),
           count(DISTINCT substr(region_id, 1, 5)), count(DISTINCT region_id)
    FROM network_partnership AS partnership
    JOIN network_library AS library ON library.id = partnership.library_id
    WHERE origin = 'replication' AND kind = 'village' AND started_on <= '2022-12-31'
"""
ATTENDANCES = """
    SELECT kind, sum(attendances) FROM (
        SELECT library_id, attendances FROM reports_activity
        WHERE state IN ('verified', 'locked') AND channel = 'demonstration'
          AND started_on BETWEEN '2018-01-01' AND '2022-12-31'
        UNION ALL
        SELECT library_id, attendances FROM reports_yearlyhistory
        WHERE year BETWEEN 2018 AND 2022
    ) JOIN network_library AS library ON library.id = library_id GROUP BY 1
"""

ANSWERS = """
    SELECT response.answers, unit.weight, instrument.variables
    FROM evaluation_response AS response
    JOIN evaluation_sampleunit AS unit ON unit.id = response.unit_id
    JOIN evaluation_instrument AS instrument ON instrument.id = instrument_id
    JOIN evaluation_study AS study ON study.id = instrument.study_id
    WHERE study.slug = 'efektivitas-2020-2021' AND excluded_reason = ''
"""
#: A13-A16 and A12 as they were published.
SCORES = {
    "target_accuracy": "3.98",
    "outreach": "4.26",
    "goal_achievement": "4.05",
    "monitoring": "4.07",
    "overall": "4.09",
}
WORDS = (
    "lima ratus tujuh puluh tiga miliar dua ratus enam juta delapan ratus enam ribu "
    "dua ratus enam puluh lima rupiah"
)


@pytest.fixture
def records(platform: Platform) -> Iterator[sqlite3.Connection]:
    place = Path(platform.environment["SINERGI_HOME"]) / "sinergi.sqlite3"
    with closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as opened:
        yield opened


PERIOD = {"from": "2022-12", "to": "2022-12", "as_of": "2022-12-31"}


def figure(platform: Platform, measure: str) -> int:
    """A national figure by the API, as the national team reads it."""
    query = urllib.parse.urlencode({"measure": measure, **PERIOD})
    token = platform.accounts["nasional"]["token"]
    asked = urllib.request.Request(
        f"{platform.address}/api/v1/figures?{query}",
        headers={"Authorization": f"Bearer {token}"},
    )
    with urllib.request.urlopen(asked) as answer:
        return int(json.load(answer)["figures"][0]["value"])


def page(platform: Platform, address: str) -> str:
    """A page as anybody reads it, with single spaces."""
    with urllib.request.urlopen(f"{platform.address}{address}") as answer:
        return " ".join(answer.read().decode().split())


def test_a4_partners_of_the_meeting(records: sqlite3.Connection) -> None:
    found = dict(records.execute(PARTNERS, {"day": PLM}).fetchall())
    assert found == {"province": 33, "regency": 315, "village": 275}


def test_a8_attendances_since_2018_by_level(records: sqlite3.Connection) -> None:
    found = dict(records.execute(ATTENDANCES).fetchall())
    assert set(found) == {"province", "regency", "village"}
    assert sum(found.values()) > 2_000_000


def test_a9_targets_are_proposals(records: sqlite3.Connection) -> None:
    rows = records.execute(
        "SELECT measure, is_proposal FROM indicators_target WHERE plan LIKE 'RPJMN%'"
    ).fetchall()
    assert sorted(rows) == [("activities", 1), ("attendances", 1), ("partners", 1)]


def test_a10_every_strategy_has_results(platform: Platform) -> None:
    for strategy in ("information_services", "community_involvement", "advocacy"):
        assert figure(platform, f"activities_{strategy}") > 0


def test_a11_self_funded_replication(
    platform: Platform, records: sqlite3.Connection
) -> None:
    assert records.execute(REPLICATION).fetchone() == (10, 65, 1_122)
    for measure, count in (("provinces", 10), ("regencies", 65), ("villages", 1_122)):
        assert figure(platform, f"replication_{measure}") == count


def test_a12_to_a16_scores_are_means_of_the_answers(
    platform: Platform, records: sqlite3.Connection
) -> None:
    rows = records.execute(ANSWERS).fetchall()
    variables = json.loads(rows[0][2])
    total = sum(weight for _answers, weight, _variables in rows)
    scores = {
        name: sum(
            weight * statistics.mean(json.loads(answers)[item] for item in items)
            for answers, weight, _variables in rows
        )
        / total
        for name, items in variables.items()
    }
    scores["overall"] = statistics.mean(scores.values())
    assert {name: f"{score:.2f}" for name, score in scores.items()} == SCORES
    shown = page(platform, "/evaluasi/efektivitas-2020-2021/hasil/")
    for score in SCORES.values():
        assert score.replace(".", ",") in shown
    assert "Program dinilai “baik”" in shown


def test_a17_benefits_are_the_sum_of_their_streams(platform: Platform) -> None:
    shown = page(platform, "/manfaat/manfaat-2020-2021/")
    assert "Rp 573.206.806.265,00" in shown.replace("\xa0", " ")
    assert WORDS in shown
    assert "Manfaat melebihi biaya" in shown


def test_the_command_says_what_the_api_says(platform: Platform) -> None:
    period = [f"--{name.replace('_', '-')}={day}" for name, day in PERIOD.items()]
    document = json.loads(
        platform.command("figures", "--measure=attendances", *period, "--json")
    )
    said = document["figures"][0]["value"]
    assert said == figure(platform, "attendances")


def test_years_before_are_labelled_as_handed_over(records: sqlite3.Connection) -> None:
    rows = records.execute(
        "SELECT DISTINCT year, source LIKE 'Data contoh:%' FROM reports_yearlyhistory"
    ).fetchall()
    assert sorted(rows) == [(2018, 1), (2019, 1), (2020, 1), (2021, 1)]


def test_the_half_year_after_is_that_of_the_participants(
    records: sqlite3.Connection,
) -> None:
    [months, strangers] = records.execute(
        """
        SELECT group_concat(DISTINCT substr(started_on, 1, 7)),
               sum(library_id IN (SELECT library_id FROM network_partnership
                                  WHERE origin = 'replication'))
        FROM reports_activity WHERE started_on > '2022-12-31'
        """
    ).fetchone()
    assert sorted(months.split(",")) == [f"2023-{month:02}" for month in range(1, 7)]
    assert strangers == 0


def test_nobody_who_is_invented_lacks_the_mark(records: sqlite3.Connection) -> None:
    rows = records.execute(
        "SELECT full_name FROM accounts_user WHERE full_name NOT LIKE '%(contoh)'"
    ).fetchall()
    assert rows == []


def test_no_mail_to_invented_people_waits(records: sqlite3.Connection) -> None:
    waiting = """
        SELECT count(*) FROM notices_outgoingmail
        WHERE sent_at IS NULL AND given_up_at IS NULL AND subject LIKE '%2022%'
    """
    (count,) = records.execute(waiting).fetchone()
    (queued,) = records.execute("SELECT count(*) FROM notices_outgoingmail").fetchone()
    assert queued > 0
    assert count == 0

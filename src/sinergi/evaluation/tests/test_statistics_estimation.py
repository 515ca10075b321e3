"""Estimates against R's `survey` 4.1.1, on one synthetic sample of several stages."""

import numpy as np
import pytest

from sinergi.evaluation.statistics import estimation
from sinergi.evaluation.statistics.drawing import survey_design
from sinergi.evaluation.statistics.errors import UnfitData
from sinergi.evaluation.statistics.evaluate import design_of
from sinergi.evaluation.statistics.plans import read_plan
from sinergi.evaluation.statistics.tables import Table
from sinergi.evaluation.tests.samples import as_table, three_stage_sample

NESTED = {"clusters": ["psu", "ssu"], "strata": ["stratum", "part"]}
#: Printed by R for the sample of seed 11: value, SE, deff of the mean of y, the total
#: of x, the ratio y / x, the share of group b and the mean of y of women; then df of
#: all and of women. `test_statistics_against_r` asks R anew.
SAID = {
    "weighted": (
        {"weights": "w"},
        [
            (50.85481889021155, 1.3835226035251436, 1.375733948051981),
            (324119.91059445, 21748.60617064703, 3.3833233106127762),
            (0.5086787773682178, 0.01668486983028792, 1.2772707588749619),
            (0.4067373250982622, 0.054574040145468905, 1.3651637817736078),
            (46.65552944854332, 1.9857127816103477, 1.44991292373412),
        ],
        (107, 48),
    ),
    "stratified": (
        {"weights": "w", "strata": "stratum"},
        [
            (50.85481889021155, 1.1147631634430937, 0.8931556606951682),
            (324119.91059445, 21727.13374613218, 3.376645890365936),
            (0.5086787773682178, 0.016689172117622428, 1.2779295466685496),
            (0.4067373250982622, 0.055022540844302845, 1.3876943775428745),
            (46.65552944854332, 1.8844769876176128, 1.3058423079869388),
        ],
        (104, 45),
    ),
    "clustered": (
        {"weights": "w", "strata": "stratum", "clusters": "psu"},
        [
            (50.85481889021155, 2.4635228021752678, 4.361894018571258),
            (324119.91059445, 43807.43410380409, 13.727020290913366),
            (0.5086787773682178, 0.020624617356240625, 1.9516823027181802),
            (0.4067373250982622, 0.05681652619789265, 1.4796598855850702),
            (46.65552944854332, 2.1147165650471944, 1.6444224333750725),
        ],
        (5, 5),
    ),
    "clustered without replacement": (
        {"strata": "stratum", "clusters": "psu", "fpc": "n1"},
        [
            (52.601286275460716, 2.199264489996313, 5.0838375233873405),
            (35484.55075, 3410.4551723716195, 10.267443417301527),
            (0.514856700687921, 0.014001880224552048, 1.162356715690646),
            (0.36657303370786515, 0.04710980267870157, 1.4680728371438556),
            (49.3579859521332, 2.151552830658844, 2.243108329545322),
        ],
        (5, 5),
    ),
    "two stages": (
        {**NESTED, "fpc": ["n1", "n2"]},
        [
            (51.730910155768726, 2.0789537551788246, 4.0241844381245215),
            (64256.55616111111, 6135.332404661624, 8.777483226861259),
            (0.5114243034710931, 0.013686072715437318, 0.9265823625734448),
            (0.3815885249411261, 0.051536234812243634, 1.4448313189471924),
            (48.49511647288625, 2.05297464400904, 1.8191115454692472),
        ],
        (5, 5),
    ),
    "two stages with replacement": (
        {**NESTED, "weights": "w"},
        [
            (50.85481889021155, 2.4635228021752678, 4.361894018571258),
            (324119.91059445, 43807.43410380409, 13.727020290913366),
            (0.5086787773682178, 0.020624617356240625, 1.9516823027181802),
            (0.4067373250982622, 0.05681652619789265, 1.4796598855850702),
            (46.65552944854332, 2.1147165650471944, 1.6444224333750725),
        ],
        (5, 5),
    ),
    "three stages": (
        {
            "clusters": ["psu", "ssu", "person"],
            "strata": ["stratum", "part"],
            "fpc": ["n1", "n2", "n3"],
        },
        [
            (52.36155971683011, 2.366873489887374, 4.527548657280086),
            (151054.2480152778, 15720.09947315133, 9.40485682953203),
            (0.5129579851978949, 0.014649836307079861, 0.9383594473893198),
            (0.3724950775628876, 0.05463406925465516, 1.4716773293852083),
            (49.41525094736272, 2.764231985450204, 2.682737891247841),
        ],
        (5, 5),
    ),
}
LONELY = {
    "certainty": (3.2399691354668128, 3997.1710954284613),
    "adjust": (3.7974602981728447, 6644.788342306754),
    "average": (3.741194105055687, 4615.535615885226),
}


def sample(**kinds: bool) -> Table:
    rows = three_stage_sample(11, **kinds)
    rows["person"] = list(range(len(rows["y"])))
    return as_table(rows)


@pytest.mark.parametrize("name", SAID)
def test_designs(name: str) -> None:
    plan, said, (df, df_women) = SAID[name]
    table = sample()
    design = design_of(read_plan(plan), table)
    y, x = table.numbers("y")[0], table.numbers("x")[0]
    women = table.texts("sex") == "f"
    found = [
        estimation.mean(design, y),
        estimation.total(design, x),
        estimation.ratio(design, y, x),
        estimation.proportion(design, table.texts("group"), "b"),
        estimation.mean(design, y, women),
    ]
    for ours, theirs in zip(found, said, strict=True):
        assert (ours.value, ours.se, ours.deff) == pytest.approx(theirs, rel=1e-9)
    assert (found[0].df, found[-1].df) == (df, df_women)
    assert found[0].n == int((~np.isnan(y)).sum())


@pytest.mark.parametrize("choice", LONELY)
def test_lonely_units(choice: str) -> None:
    plan = {"strata": "stratum", "clusters": "psu", "fpc": "n1", "lonely_psu": choice}
    table = sample(lonely=True)
    design = design_of(read_plan(plan), table)
    found = (
        estimation.mean(design, table.numbers("y")[0]),
        estimation.total(design, table.numbers("x")[0]),
    )
    assert [it.se for it in found] == pytest.approx(LONELY[choice], rel=1e-9)


def test_interval_is_by_student_with_the_designs_degrees_of_freedom() -> None:
    design = survey_design(3, weights=[1.0, 1.0, 1.0])
    found = estimation.mean(design, np.array([1.0, 2.0, 3.0]))
    # t(2) at 97.5 %: 4.302653 (any table); SE = sqrt(1 / 3).
    assert found.se == pytest.approx(np.sqrt(1 / 3))
    assert found.ci == pytest.approx(
        (2 - 4.302653 * 0.5773503, 2 + 4.302653 * 0.5773503)
    )


def test_constant_values_have_no_error_and_no_design_effect() -> None:
    design = survey_design(4, weights=[1.1, 2.3, 1.7, 5.9])
    found = estimation.mean(design, np.full(4, 0.1))
    assert (found.value, found.se, found.deff) == (0.1, 0.0, None)


def test_census_has_no_error() -> None:
    design = survey_design(3, fpc=[np.full(3, 3.0)])
    found = estimation.total(design, np.array([1.0, 2.0, 4.0]))
    assert (found.value, found.se, found.deff) == (7.0, 0.0, None)


def test_domain_without_answers_is_undefined() -> None:
    design = survey_design(3, weights=[1.0, 1.0, 1.0])
    values, nobody = np.array([1.0, np.nan, 3.0]), np.array([False, True, False])
    for found in (
        estimation.mean(design, values, nobody),
        estimation.total(design, values, nobody),
        estimation.ratio(design, values, np.zeros(3)),
    ):
        assert (found.value, found.se, found.ci, found.n) == (None, None, None, 0)


def test_domain_of_one_unit_has_no_interval() -> None:
    design = survey_design(3, weights=[1.0, 1.0, 1.0])
    found = estimation.mean(design, np.arange(3.0), np.array([True, False, False]))
    assert (found.value, found.df, found.ci) == (0.0, 0, None)


def test_missing_answers_fail_where_the_design_says_so() -> None:
    design = survey_design(2, weights=[1.0, 1.0], missing="fail")
    with pytest.raises(UnfitData, match="1 answers are missing"):
        estimation.mean(design, np.array([1.0, np.nan]))


def test_mean_of_means_minds_that_they_vary_together() -> None:
    table = sample()
    design = design_of(read_plan({"strata": "stratum", "weights": "w"}), table)
    y = np.nan_to_num(table.numbers("y")[0], nan=40)
    z = 100 - y + np.arange(len(y)) % 3
    found = estimation.mean_of(
        design, [estimation.mean(design, y), estimation.mean(design, z)]
    )
    direct = estimation.mean(design, (y + z) / 2)
    assert (found.value, found.se) == pytest.approx((direct.value, direct.se), rel=1e-9)
    assert found.ci == pytest.approx(direct.ci)


def test_mean_of_means_in_a_domain_counts_the_rows_of_the_domain() -> None:
    design = survey_design(5, weights=np.ones(5))
    women = np.array([True, True, True, False, False])
    one, other = np.array([1.0, 2, 3, 9, 9]), np.array([3.0, np.nan, 5, 1, 1])
    parts = [estimation.mean(design, values, women) for values in (one, other)]
    found = estimation.mean_of(design, parts)
    assert (found.value, found.n, found.df) == (3, 3, 2)

"""Chooses the libraries of the demonstration from the real map (pure, seeded)."""

import datetime as dt
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sinergi.demonstration import facts
from sinergi.demonstration.words import LIBRARY_TITLES, VILLAGE_WORDS

AID_FUNDER = "apbn"
REPLICATION_FUNDERS = (
    ("apbd_regency", 30),
    ("apbd_province", 25),
    ("village_fund", 30),
    ("csr", 10),
    ("university", 5),
)


@dataclass(frozen=True)
class Place:
    """A region as far as the choice needs it."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True)
class LibraryPlan:
    """One library of the demonstration with its partnership and temperament.

    `place_kind` is the kind of its region, `kind` that of the library. `vigour` scales
    how much it reports; `care` (0-1) how well: on time, with evidence, in several
    fields.
    """

    region: str
    place: str
    place_kind: str
    kind: str
    name: str
    origin: str
    intake_year: int
    funder: str
    was_perpuseru: bool
    has_account: bool
    is_silent: bool
    vigour: float
    care: float

    @property
    def takes_part(self) -> bool:
        """Whether it is one of the partners of the PLM (fact A4)."""
        return self.origin != "replication"


def plan_libraries(places: Sequence[Place], rng: random.Random) -> list[LibraryPlan]:
    """All libraries of the demonstration, ordered by region.

    Args:
        places: Every region of today.
        rng: The seeded source of chance.
    """
    provinces = [
        place
        for place in places
        if place.kind == "province"
        and place.code not in facts.NEW_PROVINCES
        and place.code != facts.PROVINCE_LEFT_OUT
    ]
    regencies = choose_regencies(places, rng)
    villages = _villages_by_regency(places, regencies)
    aided = choose_aided_villages(villages, rng)
    replicated = choose_replicated_villages(villages, aided, rng)
    plans = [
        *(_office(place, "province", rng) for place in provinces),
        *(_office(place, "regency", rng) for place in regencies),
        *(_village(place, _aid_origin(rng), rng) for place in aided),
        *(_village(place, "replication", rng) for place in replicated),
    ]
    return sorted(plans, key=lambda plan: (plan.region, plan.kind))


def choose_regencies(places: Sequence[Place], rng: random.Random) -> list[Place]:
    """315 regencies and cities, at least one in each province that takes part."""
    candidates = [
        place
        for place in places
        if place.kind in {"regency", "city"}
        and place.code[:2] != facts.PROVINCE_LEFT_OUT
    ]
    chosen = {facts.REGENCY}
    for province in sorted({place.code[:2] for place in candidates}):
        own = [place.code for place in candidates if place.code[:2] == province]
        chosen.add(rng.choice(own))
    rest = [place for place in candidates if place.code not in chosen]
    chosen |= set(
        _weighted(
            [place.code for place in rest],
            [_vigour(place.code) for place in rest],
            facts.REGENCIES - len(chosen),
            rng,
        )
    )
    return [place for place in candidates if place.code in chosen]


def choose_aided_villages(
    villages: dict[str, list[Place]], rng: random.Random
) -> list[Place]:
    """275 nationally supported villages, spread over the partner regencies."""
    by_code = {place.code: place for own in villages.values() for place in own}
    chosen = {code: by_code[code] for code in facts.HOME_VILLAGES}
    codes = sorted(code for code, own in villages.items() if own)
    while len(chosen) < facts.VILLAGES:
        regency = rng.choices(codes, [_vigour(code) for code in codes])[0]
        village = rng.choice(villages[regency])
        chosen[village.code] = village
    return list(chosen.values())


def choose_replicated_villages(
    villages: dict[str, list[Place]], aided: Iterable[Place], rng: random.Random
) -> list[Place]:
    """1,122 villages in exactly 65 regencies of exactly 10 provinces."""
    taken = {place.code for place in aided}
    free = {
        code: [place for place in own if place.code not in taken]
        for code, own in villages.items()
        if code[:2] in facts.REPLICATION_PROVINCES
    }
    regencies = {facts.REGENCY}
    for province in facts.REPLICATION_PROVINCES:
        own = [code for code in sorted(free) if code[:2] == province and free[code]]
        regencies.add(rng.choice(own))
    rest = [code for code in sorted(free) if code not in regencies and free[code]]
    regencies |= set(
        _weighted(
            rest,
            [_vigour(code) for code in rest],
            facts.REPLICATION_REGENCIES - len(regencies),
            rng,
        )
    )
    ordered = sorted(regencies)
    chosen = {free[code][0].code: free[code][0] for code in ordered}
    appetite = [rng.lognormvariate(0, 0.4) for _ in ordered]
    while len(chosen) < facts.REPLICATION_VILLAGES:
        regency = rng.choices(ordered, appetite)[0]
        village = rng.choice(free[regency])
        chosen[village.code] = village
    return list(chosen.values())


def started_on(plan: LibraryPlan) -> dt.date:
    """The day from which the partnership holds: the programme's spring decree."""
    return dt.date(plan.intake_year, 3, 1)


def _office(place: Place, kind: str, rng: random.Random) -> LibraryPlan:
    prefix = "Provinsi " if kind == "province" else ""
    return LibraryPlan(
        region=place.code,
        place=place.name,
        place_kind=place.kind,
        kind=kind,
        name=f"Perpustakaan {prefix}{place.name}",
        origin="full_support",
        intake_year=2018
        if kind == "province"
        else rng.choice([2018, 2019, 2020, 2021]),
        funder=AID_FUNDER,
        was_perpuseru=kind == "regency" and rng.random() < 0.2,
        has_account=True,
        is_silent=kind == "regency" and rng.random() < 0.03,
        vigour=_vigour(place.code) * rng.lognormvariate(0.25, 0.3),
        care=min(0.98, rng.betavariate(6, 2) * min(1.05, _vigour(place.code) + 0.1)),
    )


def _village(place: Place, origin: str, rng: random.Random) -> LibraryPlan:
    is_home = place.code in facts.HOME_VILLAGES
    funders = [name for name, _ in REPLICATION_FUNDERS]
    weights = [weight for _, weight in REPLICATION_FUNDERS]
    word = "Kelurahan"
    if place.kind == "desa":
        word = VILLAGE_WORDS.get(place.code[:2], "Desa")
    title = rng.choice(LIBRARY_TITLES)
    if place.code == facts.VILLAGE:
        title = "Cahaya Ilmu"
    return LibraryPlan(
        region=place.code,
        place=place.name,
        place_kind=place.kind,
        kind="village",
        name=f"Perpustakaan {word} {place.name} “{title}”",
        origin=origin,
        intake_year=(
            rng.choices([2019, 2020, 2021, 2022], [10, 20, 30, 40])[0]
            if origin == "replication"
            else rng.choice([2019, 2020, 2021, 2022])
        ),
        funder=(
            rng.choices(funders, weights)[0] if origin == "replication" else AID_FUNDER
        ),
        was_perpuseru=origin != "replication" and rng.random() < 0.15,
        has_account=is_home or rng.random() > 0.024,
        is_silent=not is_home and rng.random() < 0.065,
        vigour=_vigour(place.code) * rng.lognormvariate(0.0, 0.45),
        care=min(0.98, rng.betavariate(4, 2.2) * min(1.1, _vigour(place.code) + 0.05)),
    )


def _aid_origin(rng: random.Random) -> str:
    return "full_support" if rng.random() < 0.7 else "book_aid"


def _vigour(code: str) -> float:
    return facts.VIGOUR.get(code[:2], 1.0)


def _villages_by_regency(
    places: Sequence[Place], regencies: Sequence[Place]
) -> dict[str, list[Place]]:
    villages: dict[str, list[Place]] = {place.code: [] for place in regencies}
    for place in places:
        if place.kind in {"desa", "kelurahan"} and place.code[:5] in villages:
            villages[place.code[:5]].append(place)
    return villages


def _weighted(
    items: Sequence[str], weights: Sequence[float], count: int, rng: random.Random
) -> list[str]:
    """Draw without replacement, likelier where the weight is higher."""
    keys = [rng.random() ** (1 / weight) for weight in weights]
    ranked = sorted(zip(keys, items, strict=True), reverse=True)
    return [item for _, item in ranked[:count]]

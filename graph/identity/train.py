"""A trained model from a partnership whose truth is known: `python -m graph.identity.train PARTNERSHIP OUT`.

Labels make this simple: how often a level is seen is counted, once among pairs of one person's records, once among
random pairs of two people.
"""

import hashlib
import random
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import duckdb
import polars as pl

from graph.identity.comparison import COMPARISONS, RARITY_COLUMNS, level_of
from graph.identity.features import read_records, to_frame
from graph.identity.model import Model
from graph.identity.partnership import read_people, read_truth
from graph.identity.scoring import open_database, score_pairs

# Where the truth has too few pairs of a level to count, these stand: (share among one person's records, share among
# two people's).
STARTING_ODDS: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "forename": {
        "same": (0.70, 0.01),
        "also": (0.05, 0.008),
        "nickname": (0.07, 0.003),
        "alike": (0.09, 0.003),
        "swapped": (0.02, 0.0002),
        "other_forename": (0.02, 0.01),
        "initial": (0.03, 0.05),
        "different": (0.02, 0.9158),
    },
    "middle": {"shared": (0.85, 0.03), "different": (0.15, 0.97)},
    "surname": {
        "same": (0.80, 0.003),
        "also": (0.06, 0.004),
        "alike": (0.06, 0.0015),
        "swapped": (0.015, 0.0001),
        "different": (0.065, 0.9914),
    },
    "born": {
        "same": (0.88, 5e-5),
        "swapped": (0.02, 1e-4),
        "slip": (0.04, 1e-3),
        "partial": (0.045, 0.02),
        "different": (0.015, 0.97885),
    },
    "nhs": {"same": (0.97, 1e-7), "different": (0.03, 1 - 1e-7)},
    "upn": {"same": (0.95, 1e-7), "different": (0.05, 1 - 1e-7)},
    "local": {"same": (0.60, 1e-6), "different": (0.40, 1 - 1e-6)},
    "address": {"together": (0.45, 1.5e-4), "shared": (0.15, 1.5e-4), "different": (0.40, 0.9997)},
    "contact": {"shared": (0.60, 3e-4), "different": (0.40, 0.9997)},
    "sex": {"same": (0.985, 0.5), "different": (0.015, 0.5)},
}
# Fixed, so that a score says the same in a family and in a county: about one pair in 100,000 in a county of 100,000
# people.
PRIOR = 1e-5
# Made-up homes are never let again, so that a home in common at another time looks as telling as at the same time.
_NO_STRONGER = (("address", "together", "shared"),)
_FEWEST_COUNTED = 10
_Odds = Mapping[str, tuple[float, float]]
_RANDOM_PAIRS = 500_000
_MOST_TRUE_PAIRS = 200_000
_RARITY_KEPT = 5
_UNSEEN_BOUNDS = (1e-4, 1e-3)


def untrained_model() -> Model:
    """A model of the starting odds alone: what training scores its labelled pairs with."""
    return Model(
        "0",
        "nothing: starting odds",
        PRIOR,
        STARTING_ODDS,
        {c: {} for c in RARITY_COLUMNS},
        dict.fromkeys(RARITY_COLUMNS, 1e-3),
    )


def train(people: pl.DataFrame, truth: pl.DataFrame, trained_on: str, seed: int = 1) -> Model:
    """A model from `people` records and their `truth` (record_id, truth_id); records not identified teach nothing."""
    records = [record for record in read_records(people) if record.may_join]
    features = to_frame(records)
    labelled = features.select("record_id").join(truth, on="record_id").sort("record_id")
    with open_database() as connection:
        connection.register("people_frame", features.to_arrow())
        connection.execute("create table people as select * from people_frame")
        seen = _count_levels(connection, _true_pairs(labelled))
        by_chance = _count_levels(connection, _random_pairs(labelled, seed))
    rarity = {column: _rarity(features, column) for column in RARITY_COLUMNS}
    unseen = {column: _unseen(shares) for column, shares in rarity.items()}
    odds = _odds(seen, by_chance)
    return Model(_version_of(odds, rarity), trained_on, PRIOR, odds, rarity, unseen)


def _version_of(*learned: object) -> str:
    """A version that is the content: training again on the same records gives the same one."""
    return hashlib.blake2b(repr(learned).encode(), digest_size=6).hexdigest()


def _true_pairs(labelled: pl.DataFrame) -> pl.DataFrame:
    both = labelled.join(labelled, on="truth_id", suffix="_r").filter(pl.col("record_id") < pl.col("record_id_r"))
    return both.select("record_id", "record_id_r").sort(pl.all()).head(_MOST_TRUE_PAIRS)


def _random_pairs(labelled: pl.DataFrame, seed: int) -> pl.DataFrame:
    dice = random.Random(seed)  # noqa: S311 - a sample, not a secret
    ids, people = labelled["record_id"].to_list(), labelled["truth_id"].to_list()
    wanted = min(_RANDOM_PAIRS, len(ids) * (len(ids) - 1) // 2)
    drawn = {(dice.randrange(len(ids)), dice.randrange(len(ids))) for _ in range(wanted)}
    rows = sorted((ids[a], ids[b]) for a, b in drawn if a < b and people[a] != people[b])
    return pl.DataFrame(rows, schema={"record_id": pl.String, "record_id_r": pl.String}, orient="row")


def _count_levels(connection: duckdb.DuckDBPyConnection, pairs: pl.DataFrame) -> dict[str, dict[str, int]]:
    connection.register("pairs_frame", pairs.to_arrow())
    connection.execute(
        "create or replace table candidate_pairs as select '0' as match_key, "
        "record_id as join_key_l, record_id_r as join_key_r from pairs_frame"
    )
    scored = score_pairs(connection, untrained_model(), at_least=None)
    counts: dict[str, dict[str, int]] = {}
    for field in (comparison.field for comparison in COMPARISONS):
        found = scored[field].value_counts().rows()
        counts[field] = {level.name: count for number, count in found if (level := level_of(field, number))}
    return counts


def _odds(
    seen: Mapping[str, Mapping[str, int]], by_chance: Mapping[str, Mapping[str, int]]
) -> dict[str, dict[str, tuple[float, float]]]:
    odds: dict[str, dict[str, tuple[float, float]]] = {}
    for field, starting in STARTING_ODDS.items():
        counted = {
            name for name in starting if max(seen[field].get(name, 0), by_chance[field].get(name, 0)) >= _FEWEST_COUNTED
        }
        ours = _as_often_different(
            _shares(seen[field], {name: m for name, (m, _) in starting.items()}, counted), starting["different"][0]
        )
        others = _shares(by_chance[field], {name: u for name, (_, u) in starting.items()}, counted)
        odds[field] = {name: (ours[name], others[name]) for name in starting}
    for field, stronger, weaker in _NO_STRONGER:
        odds[field][weaker] = _no_stronger(odds[field], STARTING_ODDS[field], stronger, weaker)
    return odds


def _no_stronger(odds: _Odds, starting: _Odds, stronger: str, weaker: str) -> tuple[float, float]:
    """The odds of the weaker level, at most as strong beside the stronger one as at the start."""
    ours, others = odds[weaker]
    at_most = _strength(odds[stronger]) * _strength(starting[weaker]) / _strength(starting[stronger])
    return ours, max(others, ours / at_most)


def _strength(odds: tuple[float, float]) -> float:
    return odds[0] / odds[1]


def _as_often_different(shares: Mapping[str, float], least: float) -> dict[str, float]:
    """The shares with `different` at least as often as at the start: made-up records disagree less than agencies'.

    Homes above all: one agency knows where somebody lived last year, another where they live now.
    """
    different = max(shares["different"], least)
    rest = sum(share for name, share in shares.items() if name != "different")
    return {
        name: different if name == "different" else share / rest * (1 - different) for name, share in shares.items()
    }


def _shares(counts: Mapping[str, int], starting: Mapping[str, float], counted: Collection[str]) -> dict[str, float]:
    """Shares by count; a level seen on neither side keeps its starting share, one seen on the other side alone is
    rare here.
    """
    total = sum(counts.values())
    if total < _FEWEST_COUNTED * len(starting):
        return dict(starting)
    shares = {name: _share(counts.get(name, 0), total, share, name in counted) for name, share in starting.items()}
    whole = sum(shares.values())
    return {name: value / whole for name, value in shares.items()}


def _share(count: int, total: int, starting: float, counted: bool) -> float:
    if count >= _FEWEST_COUNTED:
        return count / total
    return min(starting, _FEWEST_COUNTED / total) if counted else starting


def _rarity(features: pl.DataFrame, column: str) -> dict[str, float]:
    names = features[column].drop_nulls()
    counts = names.value_counts().filter(pl.col("count") >= _RARITY_KEPT)
    return dict(sorted((name, round(count / len(names), 7)) for name, count in counts.rows()))


def _unseen(shares: Mapping[str, float]) -> float:
    low, high = _UNSEEN_BOUNDS
    return min(max(min(shares.values(), default=high), low), high)


def main(arguments: Sequence[str]) -> None:
    """Writes the model trained on PARTNERSHIP (deliveries as CSV, `truth/identities.csv` beside them) to OUT."""
    if len(arguments) != 2:  # noqa: PLR2004 - PARTNERSHIP and OUT
        raise SystemExit("usage: python -m graph.identity.train PARTNERSHIP OUT")
    partnership, out = Path(arguments[0]), Path(arguments[1])
    people = read_people(partnership)
    trained_on = f"{partnership.name}: {people.height} records"
    model = train(people, read_truth(partnership), trained_on)
    out.write_text(model.to_json(), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

"""The trained model that ships with the package: how much each agreement weighs, how common names are. Nothing here
learns from a load.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from graph.identity.comparison import COMPARISONS, LEAST_RARITY, Comparison, Level

KEPT_MODEL = "model.json"
Odds = Mapping[str, Mapping[str, tuple[float, float]]]


@dataclass(frozen=True, slots=True)
class Model:
    """A trained model: `odds[field][level]` is how often the level is seen in one person's records (m) and in two
    people's (u).
    """

    version: str
    trained_on: str
    prior: float
    odds: Odds
    rarity: Mapping[str, Mapping[str, float]]
    unseen_rarity: Mapping[str, float]

    def to_settings(self) -> dict[str, Any]:
        """The settings Splink scores with."""
        return {
            "link_type": "dedupe_only",
            "unique_id_column_name": "record_id",
            "probability_two_random_records_match": self.prior,
            "comparisons": [self._comparison(comparison) for comparison in COMPARISONS],
            "blocking_rules_to_generate_predictions": [],
            # Splink gives the levels out only with the columns compared; the threshold keeps that to few pairs.
            "retain_matching_columns": True,
            "retain_intermediate_calculation_columns": True,
        }

    def to_json(self) -> str:
        """The model as it is kept in a file."""
        body = {
            "version": self.version,
            "trained_on": self.trained_on,
            "prior": self.prior,
            "odds": self.odds,
            "unseen_rarity": self.unseen_rarity,
            "rarity": self.rarity,
        }
        return json.dumps(body, indent=1, sort_keys=True) + "\n"

    def _comparison(self, comparison: Comparison) -> dict[str, Any]:
        unknown = {"sql_condition": comparison.unknown, "label_for_charts": "unknown", "is_null_level": True}
        levels = [self._level(comparison.field, level) for level in comparison.levels]
        return {"output_column_name": comparison.field, "comparison_levels": [unknown, *levels]}

    def _level(self, field: str, level: Level) -> dict[str, Any]:
        m, u = self.odds[field][level.name]
        settings: dict[str, Any] = {
            "sql_condition": level.condition,
            "label_for_charts": level.name,
            "m_probability": m,
            "u_probability": u,
        }
        if level.rarity_column:
            settings["tf_adjustment_column"] = level.rarity_column
            settings["tf_minimum_u_value"] = LEAST_RARITY
        return settings


def kept_model(data: Path) -> Path | None:
    """Where a data folder keeps a model trained on its own records, when it has one."""
    path = data / KEPT_MODEL
    return path if path.exists() else None


def load_model(path: Path | None = None) -> Model:
    """The shipped model, or the one kept in a file."""
    text = path.read_text("utf-8") if path else files(__name__).joinpath("default.json").read_text("utf-8")
    body = json.loads(text)
    odds = {
        field: {name: (float(m), float(u)) for name, (m, u) in levels.items()} for field, levels in body["odds"].items()
    }
    return Model(
        version=body["version"],
        trained_on=body["trained_on"],
        prior=float(body["prior"]),
        odds=odds,
        rarity=body["rarity"],
        unseen_rarity=body["unseen_rarity"],
    )

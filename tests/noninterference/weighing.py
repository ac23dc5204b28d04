"""Pairs of records weighed once: the same frame, pairs and model give the same weights, in either world of a pair.

Splink sets a database up for each question, which took a third of the harness. Weights are a pure function of what is
weighed; what goes into it, and all that is made of it, is still worked out in each world.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import polars as pl
import pytest

from graph.identity import explanation
from graph.identity.model import Model
from graph.identity.weighing import weigh_pairs
from graph.questions import matching

Weights = list[dict[str, Any]]


@contextmanager
def weighed_once() -> Iterator[None]:
    """Within it, what was weighed is remembered."""
    known: dict[tuple[str, str, str], Weights] = {}

    def weigh(features: pl.DataFrame, pairs: Sequence[tuple[str, str]], model: Model) -> Weights:
        key = (repr(features.to_dict(as_series=False)), repr(pairs), repr(model))
        if key not in known:
            known[key] = weigh_pairs(features, pairs, model)
        return deepcopy(known[key])

    with pytest.MonkeyPatch.context() as patch:
        for module in (explanation, matching):
            patch.setattr(module, "weigh_pairs", weigh)
        yield

"""Linking again, with a model of the partnership's own records and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import InputRefused
from graph.identity import retrain
from graph.identity.model import KEPT_MODEL, kept_model, load_model
from ingest.relinking import relink, retrain_model, use_shipped_model
from ingest.stores import Load
from tests.ingest.site import NOW, Site, family, open_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    opened = open_site(tmp_path / "data")
    opened.load(*family(tmp_path / "sent"))
    yield opened
    opened.close()


def test_too_little_to_learn_from_leaves_the_model_in_use(site: Site) -> None:
    with pytest.raises(InputRefused, match="too little to learn from"):
        retrain_model(site.stores)
    assert kept_model(site.stores.data) is None


def test_a_model_of_its_own_is_used_from_the_next_linking_and_verified_with(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrain.retrain, "__defaults__", (1,))
    monkeypatch.setattr(retrain, "FEWEST_SOURCES", 1)
    model = retrain_model(site.stores)
    assert load_model(site.stores.data / KEPT_MODEL) == model
    relink(site.stores, Load(NOW))
    assert site.verify().faults == ()
    assert use_shipped_model(site.stores) == load_model()
    assert kept_model(site.stores.data) is None
    assert use_shipped_model(site.stores) == load_model()

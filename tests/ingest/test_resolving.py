"""Loading with what linkage kept of the last time: less work, the same graph."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.pipeline import load
from ingest.relinking import relink
from ingest.stores import LINKAGE_FOLDER, Load
from tests.ingest.site import NOW, Site, family, open_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    opened = open_site(tmp_path / "data")
    yield opened
    opened.close()


def delete(folder: Path) -> None:
    shutil.rmtree(folder)


def tear(folder: Path) -> None:
    for file in folder.rglob("*.arrow"):
        file.write_bytes(file.read_bytes()[:-8])


@pytest.mark.parametrize("damage", [delete, tear])
def test_what_is_kept_may_be_lost_at_any_time(site: Site, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    first, *others = family(tmp_path / "sent")
    site.load(first)
    damage(site.stores.data / LINKAGE_FOLDER)
    loaded = site.load(*others)
    assert (site.stores.data / LINKAGE_FOLDER / "current.json").exists()
    assert relink(site.stores, Load(NOW)).digest == loaded.digest


def test_linking_and_rebuilding_do_not_read_what_is_kept(site: Site, tmp_path: Path) -> None:
    loaded = site.load(*family(tmp_path / "sent"))
    delete(site.stores.data / LINKAGE_FOLDER)
    assert relink(site.stores, Load(NOW)).digest == loaded.digest
    assert not (site.stores.data / LINKAGE_FOLDER).exists()


def test_a_dry_run_keeps_nothing(site: Site, tmp_path: Path) -> None:
    load(family(tmp_path / "sent"), site.stores, replace(Load(NOW), dry_run=True))
    assert not (site.stores.data / LINKAGE_FOLDER).exists()

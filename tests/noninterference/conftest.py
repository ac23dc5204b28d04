"""How many pairs of worlds the harness makes: `pytest tests/noninterference --pairs 10000`, 200 otherwise."""

from __future__ import annotations

import pytest

from tests.noninterference.proving import FAMILIES_A_WORLD

PAIRS = 200


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pairs", type=int, default=PAIRS, help="pairs of worlds that differ in what may not be seen")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        pairs = metafunc.config.getoption("pairs", PAIRS)
        metafunc.parametrize("seed", range(-(-pairs // FAMILIES_A_WORLD)), scope="module")

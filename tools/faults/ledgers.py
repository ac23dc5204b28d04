"""A bad network between Kithmap and a ledger on PostgreSQL: cut, slow, the answer of a commit lost."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from graph.settings import Settings
from tools.faults.commands import Nursery
from tools.faults.lines import BadLine, load_over
from tools.faults.loads import Loads
from tools.faults.proxy import Bad, Trouble, Wire
from tools.faults.trial import Ground, Trial

_KINDS = (Bad.ANSWER_LOST, Bad.CUT, Bad.ANSWER_LOST, Bad.SLOW)
_MOST_PIECES, _MOST_COMMITS = 120, 40
_PORT = 5432


def bad_ledger_wires(ground: Ground, server: str) -> Iterator[Trial]:
    """Loads whose ledger is behind a bad line, each loaded again over a good one."""
    dice, at = ground.dice(), make_url(server)
    with Wire(at.host or "127.0.0.1", at.port or _PORT) as wire, Nursery(ground.folder) as nursery:
        with _emptied(at) as own:
            straight = _loads(ground.folder / "straight", nursery, own)
            straight.empty()
            undisturbed = straight.undisturbed(ground.deliveries)
        for number in range(ground.times):
            with _emptied(at) as own:
                loads = _loads(ground.folder / f"ledger-{number}", nursery, own)
                loads.empty(straight)
                through = own.set(host="127.0.0.1", port=wire.port).render_as_string(hide_password=False)
                line = BadLine(wire, _choose(dice, number), {"KITHMAP_LEDGER_URL": through})
                yield load_over(line, ground, loads, undisturbed)
                shutil.rmtree(loads.settings.data)


@contextmanager
def _emptied(server: URL) -> Iterator[URL]:
    """An empty ledger on the server, gone afterwards."""
    schema = f"faults{secrets.token_hex(6)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    try:
        yield server.update_query_dict({"options": f"-csearch_path={schema}"})
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        engine.dispose()


def _loads(data: Path, nursery: Nursery, own: URL) -> Loads:
    return Loads(Settings(data, ledger_url=own.render_as_string(hide_password=False)), nursery)


def _choose(dice: Random, number: int) -> Trouble:
    bad = _KINDS[number % len(_KINDS)]
    most = _MOST_COMMITS if bad is Bad.ANSWER_LOST else _MOST_PIECES
    return Trouble(bad, dice.randint(0, most), late=dice.uniform(0.001, 0.005))

"""The graph as files that `neo4j-admin database import` takes: for a county's first load, minutes instead of hours.

One CSV a kind of node or relationship, each with its header; lists are separated by U+001F, which no cell holds.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from graph.store.neo4j.rows import claim_key, claim_parameters, records_named
from graph.store.neo4j.schema import LABELS, SCHEMA_VERSION, STATEMENTS
from graph.store.port import StoredClaim, StoredMember
from graph.store.stored_form import OPEN, to_optional_ms

SCHEMA_FILE = "schema.cypher"
_BETWEEN = "\x1f"
_BATCH = 1_000
# The order of `claim_parameters`, without its last part, the ends.
_CLAIM = [
    "claim_id", "kind", "record_id", "agency", "system", "tbl", "record_ref", "delivery", "row:long",
    "start_text", "end_text", "recorded_at:long", "superseded_at:long", "confirmed_at:long", "status",
    "headline", "detail", "hidden", "hidden_for:string[]", "closings:string[]", "only_restricted:boolean",
    "part_of", "to_agency", "outcome", "fingerprint", "search:string[]", "key:ID(Claim)", "from_pub:long",
    "to_pub:long",
]  # fmt: skip
_NODES = {
    "claims": ("Claim", _CLAIM),
    "records": ("Record", ["id:ID(Record)"]),
    "entities": ("", ["id:ID(Entity)", ":LABEL"]),
    "search_keys": ("SearchKey", ["key:ID(SearchKey)"]),
    "publication": ("Publication", ["id:ID(Publication)", "published:long", "schema:long"]),
}
_BETWEEN_NODES = {
    "of": ("OF", [":START_ID(Claim)", ":END_ID(Record)"]),
    "about": ("ABOUT", [":START_ID(Claim)", ":END_ID(Record)", "role"]),
    "found_by": ("FOUND_BY", [":START_ID(Claim)", ":END_ID(SearchKey)"]),
    "is": (
        "IS",
        [
            ":START_ID(Record)",
            ":END_ID(Entity)",
            "key",
            "kind",
            "joined_at:long",
            "joins:boolean",
            "from_pub:long",
            "to_pub:long",
        ],
    ),
}
Rows = Iterable[Sequence[object]]


def write_files(folder: Path, claims: Iterable[StoredClaim], members: Iterable[StoredMember], publication: int) -> None:
    """Writes the files of a publication into `folder`, and the schema to give the database after the import."""
    with ExitStack() as stack:
        tables = {name: _open(folder, name, header, stack) for name, (_, header) in (_NODES | _BETWEEN_NODES).items()}
        records: set[str] = set()
        keys: set[str] = set()
        for batch in _batches(claims):
            _write_claims(tables, batch, publication)
            records.update(records_named(batch))
            keys.update(key for stored in batch for key in stored.search)
        labels: dict[str, str] = {}
        for stored in members:
            member = stored.member
            records.add(member.record_id)
            labels[member.entity_id] = LABELS[member.kind]
            key, since = claim_key(member.record_id, publication), to_optional_ms(member.joined_at)
            ends, dates = [member.record_id, member.entity_id], [publication, OPEN]
            tables["is"].writerow(_cells([*ends, key, member.kind.value, since, stored.joins, *dates]))
        tables["records"].writerows([record] for record in sorted(records))
        tables["search_keys"].writerows([key] for key in sorted(keys))
        tables["entities"].writerows([entity, f"Entity{_BETWEEN}{label}"] for entity, label in sorted(labels.items()))
        tables["publication"].writerow(["graph", publication, SCHEMA_VERSION])
    (folder / SCHEMA_FILE).write_text("".join(f"{text};\n" for text in STATEMENTS), encoding="utf-8")


def import_command(folder: Path, database: str = "neo4j") -> str:
    """What to type, on the stopped server that the files were brought to."""
    files = [f"--nodes={label}={folder / name}.csv" for name, (label, _) in _NODES.items() if label]
    files += [f"--nodes={folder / name}.csv" for name, (label, _) in _NODES.items() if not label]
    files += [f"--relationships={kind}={folder / name}.csv" for name, (kind, _) in _BETWEEN_NODES.items()]
    asked = [f"neo4j-admin database import full {database}", "--overwrite-destination", "--array-delimiter=U+001F"]
    return " \\\n  ".join([*asked, *files]) + f"\ncypher-shell -d {database} -f {folder / SCHEMA_FILE}"


def _open(folder: Path, name: str, header: Sequence[str], stack: ExitStack) -> Any:  # noqa: ANN401 - csv names no type for its writers
    file = stack.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    return writer


def _batches(claims: Iterable[StoredClaim]) -> Iterator[list[StoredClaim]]:
    batch: list[StoredClaim] = []
    for stored in claims:
        batch.append(stored)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    yield batch


def _write_claims(tables: dict[str, Any], batch: Sequence[StoredClaim], publication: int) -> None:
    for stored in batch:
        *cells, _ends = claim_parameters(stored, publication)
        key = claim_key(stored.claim.id, publication)
        tables["claims"].writerow(_cells([*cells, publication, OPEN]))
        tables["of"].writerow([key, stored.claim.record_id])
        tables["about"].writerows([key, end.record_id, end.role.value] for end in sorted(set(stored.claim.ends)))
        tables["found_by"].writerows([key, found] for found in sorted(set(stored.search)))


def _cells(values: Iterable[object]) -> list[object]:
    """As the import reads them: lists as one cell, truth in lower case, nothing as an empty cell."""
    return [_cell(value) for value in values]


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return _BETWEEN.join(map(str, value)) if isinstance(value, list) else value

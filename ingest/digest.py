"""The digest of a state: claims, identities and judgements, in any order, in any data folder (deliveries.md §7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

from graph.identity.judgements import Judgement
from graph.model.people import EntityKind
from graph.store.port import StoredMember, said_by

_SUM_BITS = 256
_RESOLVED = frozenset({EntityKind.PERSON, EntityKind.HOUSEHOLD})


class DigestOfLines:
    """A hash of a set of lines that does not depend on their order: the sum of their hashes."""

    def __init__(self) -> None:
        self._sum = 0
        self._count = 0

    def add(self, line: str) -> None:
        """Adds one line."""
        self._sum += int.from_bytes(blake2b(line.encode(), digest_size=32).digest())
        self._count += 1

    def hexdigest(self) -> str:
        """The hash of what was added."""
        whole = (self._sum % (1 << _SUM_BITS)).to_bytes(32) + self._count.to_bytes(8)
        return blake2b(whole, digest_size=32).hexdigest()


def digest_of(
    fingerprints: Iterable[str],
    members: Iterable[StoredMember],
    labels: Mapping[str, str],
    judgements: Sequence[Judgement],
) -> str:
    """The digest of what claims say, of clusters and judgements; records are named by their agencies' references."""
    lines = DigestOfLines()
    for fingerprint in fingerprints:
        lines.add(f"claim {said_by(fingerprint)}")
    for cluster in _clusters(members, labels):
        lines.add(f"cluster {cluster}")
    for judgement in judgements:
        pair = sorted(labels.get(record, record) for record in judgement.pair)
        lines.add(f"judgement {judgement.verdict} {judgement.author} {judgement.reason} {judgement.at} {pair}")
    return lines.hexdigest()


def _clusters(members: Iterable[StoredMember], labels: Mapping[str, str]) -> Iterable[str]:
    held: dict[str, list[str]] = defaultdict(list)
    for stored in members:
        member = stored.member
        if member.kind in _RESOLVED:
            joined = f"@{member.joined_at.isoformat()}" if member.joined_at else ""
            held[member.entity_id].append(f"{labels.get(member.record_id, member.record_id)}{joined}")
    return ("\x1e".join(sorted(cluster)) for cluster in held.values())

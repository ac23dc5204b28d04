"""What a caller may see, as a value every read takes: the policy predicate of a query.

Stores turn it into conditions inside their queries; nothing is taken out afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.model.claims import Marking


@dataclass(frozen=True, slots=True)
class Grant:
    """A marking opened for one caller and one person: any record id of that person."""

    marking: Marking
    record_id: str


@dataclass(frozen=True, slots=True)
class Visible:
    """The predicate of one read.

    - A claim with closings is left out unless the grants open it (`graph.model.claims.Closing`); where its closings are
      only `restricted`, its agency is told as withheld, nothing else.
    - `denied`: a claim about anyone here (any record id of a person) is left out, whatever else is open.
    - `detail_of`: the agencies whose free text (detail cells) may be read; `detail_shared_with`: also the detail of what
      was shared with this agency. `everything` is for sweeps that apply their own policy (verify, digest).
    - `restricted_too`: what nothing but `restricted` closes is open, of whomever: for finding who is around a child whose
      glass is broken, never for an answer.
    """

    grants: frozenset[Grant] = field(default_factory=frozenset)
    detail_of: frozenset[str] = field(default_factory=frozenset)
    detail_shared_with: str | None = None
    everything: bool = False
    denied: frozenset[str] = field(default_factory=frozenset)
    restricted_too: bool = False


EVERYTHING = Visible(everything=True)
NOTHING_CLOSED = Visible()

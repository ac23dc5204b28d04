"""Samples of other formats tried on the mappings that ship: nothing of them is kept, nothing held is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graph.errors import StoreUnavailable
from graph.model.sampling import MappingsOffered, SampleChecked

Sent = Sequence[tuple[str, bytes]]
"""Files by name, as they came."""


def never_checked(_mapping: str, _sent: Sent) -> SampleChecked:
    """Where nobody loads."""
    raise StoreUnavailable("samples are not looked at here: use `kithmap mapping check`")


@dataclass(frozen=True, slots=True)
class SampleBook:
    """The mappings a sample can be tried with, and what tries it."""

    offered: Callable[[], MappingsOffered] = lambda: MappingsOffered(())
    check: Callable[[str, Sent], SampleChecked] = never_checked

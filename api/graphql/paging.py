"""Pages of lists: at most 100, after the id that ended the page before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Protocol, TypeVar

from graph.errors import BadInput

MOST = 100
DEFAULT = 50


class HasId(Protocol):
    """Anything listed by its id."""

    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=HasId)


def check_first(first: int | None, default: int) -> int:
    """`first`, when it is one a page may have; `default` where none is given. Raises BadInput."""
    if first is None:
        return default
    if not 1 <= first <= MOST:
        raise BadInput("first", f"is from 1 to {MOST}")
    return first


def check_cursor(after: str | None, ids: Collection[str]) -> None:
    """Raises BadInput for a cursor that ends no page of this answer: an empty page would read as nobody."""
    if after is not None and after not in ids:
        raise BadInput("after", "is not a cursor of this answer")


def page_of(items: Sequence[T], first: int | None, after: str | None) -> tuple[list[Any], bool]:
    """The items after the cursor, and whether more follow; items are in id order."""
    size = check_first(first, DEFAULT)
    check_cursor(after, [item.id for item in items])
    later = [item for item in items if after is None or item.id > after]
    return later[:size], len(later) > size

"""A graph that ends a load at one of its steps of writing."""

from __future__ import annotations

from collections.abc import Callable

from graph.store.port import Batch, GraphStore


class Cut(Exception):
    """The load ends here."""


class CutAfter:
    """A graph that fails at its n-th step of writing, before or after the step was done."""

    def __init__(self, graph: GraphStore, steps: int, *, is_done: bool) -> None:
        self._graph = graph
        self._left = steps
        self._is_done = is_done

    def __getattr__(self, name: str) -> object:
        return getattr(self._graph, name)

    def write(self, publication: int, batch: Batch) -> None:
        """Writes, or is cut."""
        self._step(lambda: self._graph.write(publication, batch))

    def publish(self, publication: int) -> None:
        """Publishes, or is cut."""
        self._step(lambda: self._graph.publish(publication))

    def sweep(self, publication: int) -> None:
        """Sweeps, or is cut."""
        self._step(lambda: self._graph.sweep(publication))

    def _step(self, step: Callable[[], None]) -> None:
        self._left -= 1
        if self._left == 0 and not self._is_done:
            raise Cut
        step()
        if self._left == 0:
            raise Cut


class CutAtPublishing:
    """A graph that fails at the step that shows what was written, before or after it was done."""

    def __init__(self, graph: GraphStore, *, is_done: bool) -> None:
        self._graph = graph
        self._is_done = is_done

    def __getattr__(self, name: str) -> object:
        return getattr(self._graph, name)

    def publish(self, publication: int) -> None:
        """Is cut."""
        if self._is_done:
            self._graph.publish(publication)
        raise Cut

"""Judgements are brought into the graph one run at a time, and whoever judges waits no longer than they must."""

from __future__ import annotations

from threading import Event, Thread
from time import sleep

from graph.errors import StoreUnavailable
from graph.questions.applying import Applying


def test_whoever_waits_is_told_when_it_is_done() -> None:
    runs: list[int] = []
    apply = Applying(lambda: runs.append(1), wait=None)
    assert apply()
    assert apply()
    assert len(runs) == 2


def test_nobody_waits_for_a_county() -> None:
    go_on = Event()
    apply = Applying(go_on.wait, wait=0.01)
    assert not apply()
    go_on.set()
    assert Applying(go_on.wait, wait=None)()


def test_what_is_judged_during_a_run_is_taken_by_the_next_and_runs_are_not_more_than_needed() -> None:
    runs: list[int] = []
    started, go_on = Event(), Event()

    def run() -> None:
        runs.append(1)
        started.set()
        go_on.wait()

    apply = Applying(run, wait=None)
    told: list[bool] = []
    waiting = [Thread(target=lambda: told.append(apply())) for _ in range(6)]
    waiting[0].start()
    started.wait()
    for thread in waiting[1:]:
        thread.start()
    # Every later call is asked for before the first run ends, so that one more run is enough for all of them.
    while apply._asked < len(waiting):
        sleep(0.001)
    go_on.set()
    for thread in waiting:
        thread.join()
    assert told == [True] * 6
    assert len(runs) == 2


def test_a_run_that_fails_says_so_and_the_next_one_is_tried() -> None:
    answers = iter([StoreUnavailable("not there"), None])

    def run() -> None:
        answer = next(answers)
        if answer:
            raise answer

    apply = Applying(run, wait=None)
    assert not apply()
    assert apply()

"""A load over a bad line, and again over a good one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tools.faults.commands import Under
from tools.faults.loads import Loads, Undisturbed
from tools.faults.proxy import Trouble, Wire
from tools.faults.trial import PLAIN_CODES, UNFORESEEN, Ground, Trial


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line, its trouble, and the variables that lead a command over it."""

    wire: Wire
    trouble: Trouble
    environment: Mapping[str, str]


def load_over(line: BadLine, ground: Ground, loads: Loads, undisturbed: Undisturbed) -> Trial:
    """A load over the line, which may fail in words only; then over a good one it must end as undisturbed."""
    wire, trouble = line.wire, line.trouble
    wire.become(trouble)
    ended = loads.run("ingest", *map(str, ground.deliveries), under=Under(dict(line.environment)))
    has_begun = wire.has_begun.is_set()
    wire.mend()
    faults = [] if ended.code in PLAIN_CODES else [f"the load ended with {ended.code}"]
    faults += [UNFORESEEN] if UNFORESEEN in ended.errors else []
    loads.load(ground.deliveries)
    faults += loads.differences(undisturbed, ground.deliveries)
    what = f"a load, {trouble.bad} after {trouble.after}{'' if has_begun else ', which never came'}"
    return Trial(what, f"exit code {ended.code} after {ended.seconds:.1f} s", faults)

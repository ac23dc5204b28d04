"""What became of breaking a glass or claiming a relationship."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry


@strawberry.type
class Granted:
    """Open until then. `alerted`: the reference of the notice that went to those who look at it."""

    until: datetime
    alerted: str


@strawberry.type
class Refused:
    """Why it is not open: what was asked is at fault. It says nothing of anybody."""

    says: str


BreakGlassOutcome = Annotated[Granted | Refused, strawberry.union("BreakGlassOutcome")]

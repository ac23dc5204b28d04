"""What YAML may hold before anything is made of it: no alias, and no deeper than people write."""

from __future__ import annotations

import yaml

from graph.errors import InputRefused
from ingest.opening.limits import MOST_YAML_DEPTH


def check_plain(text: str, where: str) -> None:
    """Reads it piece by piece and stops at the first that nobody writes: the reader takes time by the square of depth.

    Raises InputRefused, and yaml.YAMLError for what is no YAML.
    """
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise InputRefused("uses YAML aliases (&, *): write the text out", where)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_YAML_DEPTH:
            raise InputRefused(f"nested deeper than {MOST_YAML_DEPTH} levels", where)

"""The commands that put loads right and watch for new ones, for the command line to take in."""

from __future__ import annotations

from ingest.commands.putting_right import add_commands
from ingest.commands.taking_corrections import corrector
from ingest.commands.telling import tell_load

__all__ = ["add_commands", "corrector", "tell_load"]

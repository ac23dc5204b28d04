"""The commands that put loads right and watch for new ones, for the command line to take in."""

from __future__ import annotations

from ingest.commands.putting_right import add_commands
from ingest.commands.taking_corrections import corrector
from ingest.commands.telling import tell_load
from ingest.mapping.sampling import sample_book

__all__ = ["add_commands", "corrector", "sample_book", "tell_load"]

"""Notices as lines of a file: what a partnership has before anybody sets up mail."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from graph.access.noticing import Notice, NoticeNotSent
from graph.notices.wording import as_document

NOTICES_FILE = "notices.jsonl"


@dataclass(frozen=True, slots=True)
class FileSender:
    """Adds a line a notice to a file that its owner alone may read."""

    file: Path

    def send(self, notice: Notice, /) -> None:
        """Adds the line. Raises NoticeNotSent."""
        line = json.dumps(as_document(notice, ""), ensure_ascii=False) + "\n"
        try:
            with os.fdopen(os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as out:
                out.write(line)
        except OSError:
            raise NoticeNotSent("the file of notices can't be written") from None

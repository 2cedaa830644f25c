"""What stands committed in an office's SQLite, read past the house.

A stage looks at it many times for each thing said: to ask the house would take a transaction each time.
"""

import json
import sqlite3
from typing import Any, NamedTuple

from roviec.db.engine import Database

WAITING = {
    "fetching": "SELECT 1 FROM inbox WHERE state = 'fetching'",
    "new": "SELECT 1 FROM inbox WHERE state = 'new'",
    "asked": "SELECT 1 FROM reportrequest",
    "announced": "SELECT 1 FROM receipt WHERE tried_at IS NULL",
}
LEAVING = "SELECT DISTINCT channel FROM outbox WHERE state IN ('queued', 'sending')"
EPOCH = "SELECT epoch FROM webstream WHERE chat = ?"
AFTER = "SELECT id, key, kind, body FROM webevent WHERE chat = ? AND id > ? ORDER BY id"


class Line(NamedTuple):
    """A line of a web chat."""

    id: int
    key: str
    kind: str
    body: dict[str, Any]


class Glance:
    """A look into a SQLite file that others write to."""

    def __init__(self, db: Database) -> None:
        self._path = str(db.url.database)
        self._open: sqlite3.Connection | None = None

    def close(self) -> None:
        """Let go of the file; the next look opens it again."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def is_waiting(self, what: str) -> bool:
        """Tell whether something waits."""
        return bool(self._seen(WAITING[what]))

    def leaving(self) -> set[str]:
        """Return the channels with messages that have not left."""
        return {channel for (channel,) in self._seen(LEAVING)}

    def epoch(self, chat: str) -> str:
        """Return the epoch of a web chat's lines, "" before the first."""
        return next((epoch for (epoch,) in self._seen(EPOCH, chat)), "")

    def after(self, chat: str, last: int) -> list[Line]:
        """Return the lines of a web chat behind one."""
        return [Line(*line, json.loads(body)) for *line, body in self._seen(AFTER, chat, last)]

    def _seen(self, words: str, *of: Any) -> list[Any]:
        self._open = self._open or sqlite3.connect(self._path)
        return self._open.execute(words, of).fetchall()

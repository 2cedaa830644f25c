"""What happened in an office: the facts whose change is news, told from the rows that changed.

`Whole` reads every table and compares. `Changed` lets triggers note which rows a transaction touches and reads those
alone; tests/walk/test_facts.py holds both to the same verdict.
"""

import sqlite3
from pathlib import Path
from typing import Any, Protocol

COUNTED = (
    *("task", "taskunit", "taskevent", "evidence", "obstacle", "extension", "feedback", "told"),
    *("plan", "person", "response", "audit", "importdraft", "reportrequest", "address", "unit", "dayoff"),
)
"""Tables to which something new is a row more."""
WHOLE = ("task", "reception", "absence")
"""Tables of which a row may change in place."""


class Facts(Protocol):
    """Tells what has happened since a mark."""

    def mark(self) -> None:
        """Begin here."""

    def happened(self) -> bool:
        """Tell whether anything differs from the mark."""

    def chats(self) -> set[str]:
        """Return the web chats whose lines may differ from what they were when this was asked last."""

    def quarantined(self) -> list[str]:
        """Return why payloads were given up."""


class Whole:
    """Reads everything, twice."""

    def __init__(self, path: Path) -> None:
        self.connection = opened(path)
        self._before: tuple[Any, ...] = ()

    def mark(self) -> None:
        self._before = self._read()

    def happened(self) -> bool:
        return self._read() != self._before

    def chats(self) -> set[str]:
        return {chat for (chat,) in self.connection.execute("SELECT DISTINCT chat FROM webevent")}

    def quarantined(self) -> list[str]:
        rows = self.connection.execute("SELECT error FROM inbox WHERE state = 'quarantined'")
        return [error for (error,) in rows]

    def _read(self) -> tuple[Any, ...]:
        counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in COUNTED)
        rows = [self.connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for table in WHOLE]
        return (self.connection.execute(f"SELECT {counts}").fetchone(), *rows)


class Changed(Whole):
    """Reads the rows that changed."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        install(self.connection)
        self._known = {table: self._rows_of(table, "") for table in WHOLE}
        self._last = self._heard = 0
        self._more = dict.fromkeys(COUNTED, 0)
        self._old: dict[str, dict[int, Any]] = {table: {} for table in WHOLE}

    def mark(self) -> None:
        self._take()
        self._more = dict.fromkeys(COUNTED, 0)
        self._old = {table: {} for table in WHOLE}

    def happened(self) -> bool:
        self._take()
        return any(self._more.values()) or any(
            self._known[table].get(row) != before
            for table in WHOLE
            for row, before in self._old[table].items()
        )

    def chats(self) -> set[str]:
        found = self.connection.execute(
            "SELECT n, chat FROM walked_chat WHERE n > ?", (self._heard,)
        ).fetchall()
        self._heard = max((n for n, _ in found), default=self._heard)
        return {chat for _, chat in found}

    def _take(self) -> None:
        """Take over what was written since the last look."""
        noted = "SELECT n, of, id, more FROM walked WHERE n > ? ORDER BY n"
        touched: dict[str, set[int]] = {table: set() for table in WHOLE}
        for number, table, row, more in self.connection.execute(noted, (self._last,)).fetchall():
            self._last = number
            if table in COUNTED:
                self._more[table] += more
            if table in WHOLE:
                touched[table].add(row)
        for table, rows in touched.items():
            if rows:
                self._renew(table, rows)

    def _renew(self, table: str, rows: set[int]) -> None:
        known, old = self._known[table], self._old[table]
        for row in rows:
            old.setdefault(row, known.pop(row, None))
            known.pop(row, None)
        known |= self._rows_of(table, f"WHERE id IN ({','.join(map(str, rows))})")

    def _rows_of(self, table: str, which: str) -> dict[int, Any]:
        return {row[0]: row for row in self.connection.execute(f"SELECT id, * FROM {table} {which}")}


def opened(path: Path) -> sqlite3.Connection:
    """Return a connection of one's own, beside the office's."""
    return sqlite3.connect(path, isolation_level=None)


def install(connection: sqlite3.Connection) -> None:
    """Let the database note which rows are written."""
    connection.execute("CREATE TABLE walked (n INTEGER PRIMARY KEY, of TEXT, id INTEGER, more INTEGER)")
    connection.execute("CREATE TABLE walked_chat (n INTEGER PRIMARY KEY, chat TEXT)")
    for table in dict.fromkeys((*COUNTED, *WHOLE)):
        new, old = ("NEW.id", "OLD.id") if table in WHOLE else ("0", "0")
        _note(connection, "INSERT", table, f"walked (of, id, more) VALUES ('{table}', {new}, 1)")
        _note(connection, "DELETE", table, f"walked (of, id, more) VALUES ('{table}', {old}, -1)")
        if table in WHOLE:
            both = f"('{table}', OLD.id, 0), ('{table}', NEW.id, 0)"
            _note(connection, "UPDATE", table, f"walked (of, id, more) VALUES {both}")
    for act, side in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        _note(connection, act, "webevent", f"walked_chat (chat) VALUES ({side}.chat)")


def _note(connection: sqlite3.Connection, act: str, table: str, what: str) -> None:
    connection.execute(
        f"CREATE TRIGGER walked_{table}_{act} AFTER {act} ON {table} BEGIN INSERT INTO {what}; END"
    )

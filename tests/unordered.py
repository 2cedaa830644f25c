"""SQLite as strict as any other engine: rows that nobody orders come the other way round."""

from pathlib import Path
from typing import Any

from sqlalchemy import event

from roviec.db.engine import Database


def unordered(path: Path) -> Database:
    """Open a database whose unordered rows come the other way round, as they may on PostgreSQL after a change."""
    database = Database(f"sqlite+aiosqlite:///{path}")

    def reverse(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA reverse_unordered_selects=ON")

    event.listen(database.engine.sync_engine, "connect", reverse)
    return database

"""An office under a walk: the same process as everywhere, on a database that nobody else uses.

Two things are spared, both of which only ask whether there is anything to do: a statement runs where it is asked
for, without a thread between, and what finds nothing waiting is not asked to look.
"""

import asyncio
import json
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite
from sqlalchemy import event
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.engine import Database
from tests.chat import Chat, Json, Talker
from tests.walk.facts import opened

WAITING = {
    "fetching": "SELECT 1 FROM inbox WHERE state = 'fetching'",
    "new": "SELECT 1 FROM inbox WHERE state = 'new'",
    "asked": "SELECT 1 FROM reportrequest",
    "announced": "SELECT 1 FROM receipt WHERE tried_at IS NULL",
    "queued": "SELECT 1 FROM outbox WHERE state = 'queued'",
}
_EPOCH = "SELECT epoch FROM webstream WHERE chat = ?"
_LINES = "SELECT id, key, kind, body FROM webevent WHERE chat = ? AND id > ? ORDER BY id"
_WAITING = "SELECT " + ", ".join(f"EXISTS ({query})" for query in WAITING.values())


class Here(aiosqlite.Connection):
    """A connection whose statements all run where they are asked for."""

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return fn(*args, **kwargs)


def connect(database: str | Path, **options: Any) -> Here:
    """Open a connection; `options` are those of sqlite3.connect."""
    options["check_same_thread"] = False
    here = Here(partial(sqlite3.connect, database, **options), iter_chunk_size=64)
    here._thread.daemon = True
    return here


class Street(Chat):
    """A stage whose office is alone with its database."""

    async def start(self) -> None:
        async with self.db.read() as session:
            _at_hand(self.db, session)
        self.watch = opened(Path(str(self.db.url.database)))
        await super().start()
        for courier in self.couriers.values():
            # As while a process runs: an answer leaves with the commit that writes it.
            courier._on_post = True

    async def settle(self) -> None:
        """Decide, fetch, send and mark until nothing is left to do at this moment."""
        while flying := [one for courier in self.couriers.values() for one in courier._flying]:
            await asyncio.wait(flying)
        if any(self.watch.execute(_WAITING).fetchone()):
            await super().settle()

    async def stream(self, talker: Talker) -> list[Json]:
        """Return what a talker heard after their last look."""
        if talker.channel != "web":
            return await super().stream(talker)
        (epoch,) = self.watch.execute(_EPOCH, (talker.chat,)).fetchone() or ("",)
        last = talker.seen if epoch == talker.epoch else 0
        new = self.watch.execute(_LINES, (talker.chat, last)).fetchall()
        talker.epoch, talker.seen = epoch, new[-1][0] if new else last
        fresh = [(kind, body) for _, key, kind, body in new if key not in talker.known]
        talker.known.update(key for _, key, _, _ in new)
        return [json.loads(body) for kind, body in fresh if kind == "heard"]

    async def close(self) -> None:
        self.watch.close()
        await super().close()


def _at_hand(db: Database, reading: AsyncSession) -> None:
    for engine in (db.engine.sync_engine, reading.get_bind()):
        event.listen(engine, "do_connect", _directly)


def _directly(_dialect: Any, _record: Any, _args: Any, options: dict[str, Any]) -> None:
    options["async_creator_fn"] = connect

"""Cells of a table: somebody says something in an office that was made once, and nothing of it stays."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot.build import build
from roviec.bot.settings import make
from roviec.db.engine import Database
from roviec.db.models import Inbox, Person
from roviec.errors import PersonError
from roviec.handlers.all import everything
from roviec.handlers.frame.choices import Action
from roviec.handlers.frame.dispatch import Dispatcher, Spoilt
from roviec.messages.incoming import Incoming, Kind
from tests.doors import unrecorded
from tests.office import HANOI

NOW = datetime(2026, 6, 29, 8, 0, tzinfo=HANOI)
"""A Monday."""
DONE = "done"
Said = Action | str
"""A choice that is pressed, or words."""
_numbers = count(1)


@dataclass
class Cell:
    """An open transaction in which somebody may try something."""

    session: AsyncSession
    dispatcher: Dispatcher
    now: datetime = NOW

    async def tries(self, chat: str, *said: Said, files: Sequence[dict[str, Any]] = ()) -> str:
        """Say it all, one after the other; return DONE, or the class of the first refusal."""
        try:
            for one in said:
                await self._say(chat, one, files)
        except Spoilt as spoilt:
            if not isinstance(spoilt.__cause__, PersonError):
                raise
            return type(spoilt.__cause__).__name__
        return DONE

    async def _say(self, chat: str, said: Said, files: Sequence[dict[str, Any]]) -> None:
        row = Inbox(channel="web", external_id=f"{next(_numbers)}", chat=chat, payload={}, files=list(files))
        self.session.add(row)
        await self.session.flush()
        kind = Kind.choice if isinstance(said, Action) else Kind.file if files else Kind.text
        text = said.pack() if isinstance(said, Action) else said
        with unrecorded():
            heard = Incoming(channel="web", chat=chat, kind=kind, text=text)
            await self.dispatcher.handle_all(self.session, [(row, heard)], self.now)


@dataclass
class Cells:
    """An office to try things in; `chats` of its people by who they are."""

    db: Database
    dispatcher: Dispatcher
    chats: dict[str, str] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    """Whatever a table must name: people, tasks, units."""
    words: dict[str, str] = field(default_factory=dict)
    """The links of surveys."""

    @classmethod
    async def open(cls, url: str, folder: Path) -> "Cells":
        """Open an empty office."""
        db = Database(url)
        settings = make(database={"files": folder / "files"})
        parts = await build(settings, db, lambda: NOW)
        return cls(db, Dispatcher(everything(), parts.house))

    @asynccontextmanager
    async def open_up(self) -> AsyncIterator["Tries"]:
        """Open a transaction for many cells; nothing of it stays."""
        async with self.db.engine.connect() as connection:
            whole = await connection.begin()
            yield Tries(self, connection)
            await whole.rollback()

    async def person(self, cell: Cell, who: str) -> Person:
        return await cell.session.get_one(Person, self.ids[who])


@dataclass
class Tries:
    """Makes one cell after the other, each as the office was at first."""

    of: Cells
    connection: Any

    @asynccontextmanager
    async def cell(self) -> AsyncIterator[Cell]:
        """A cell of its own: what was done in the one before is gone."""
        session = AsyncSession(
            self.connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
        )
        try:
            yield Cell(session, self.of.dispatcher)
        finally:
            await session.rollback()
            await session.close()


def rows(table: str) -> dict[str, list[str]]:
    """Read a table of words: each line a name and its cells; a line that begins with "#" is a heading."""
    lines = [line.split() for line in table.strip().splitlines() if not line.strip().startswith("#")]
    return {name: cells for name, *cells in lines if name}

"""An office on Telegram with several processes on one database, whose sends are written down."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from roviec.db.engine import Database
from roviec.db.migrate import upgrade
from roviec.db.shards import divide
from tests.crash import sends
from tests.crash.journal import keep_journal
from tests.crash.ledger import Ledger, audit, settled
from tests.crash.lives import Victim
from tests.crash.office import Chat, in_turns, seed
from tests.crash.telegram_office import TELEGRAM as office
from tests.crash.victim import Life

SOON = 30.0
"""Ten seconds are promised; a busy machine is given three times as many."""


@dataclass
class Bureau:
    """An office with several processes, and people who write on Telegram."""

    url: str
    db: Database
    fake: Any
    folder: Path
    chats: list[Chat]
    turns: list[tuple[str, str]]

    async def life(self, url: str = "") -> Life:
        settings = await office.settings(url or self.url, self.folder, self.fake)
        roles = ("web", "road", "courier")
        return Life(settings, roles, "telegram", sends=str(self.folder / "sends.log"), clock=self.clock)

    @property
    def clock(self) -> str:
        """The file that says how wrong the clock of every process is; none until somebody has set it."""
        return str(path) if (path := self.folder / "wrong").exists() else ""

    def set_clock(self, seconds: float) -> None:
        """Let the clocks of the processes be wrong: a whole file at once, for who reads it meanwhile."""
        (self.folder / "wrong.new").write_text(str(seconds), "ascii")
        (self.folder / "wrong.new").rename(self.folder / "wrong")

    @property
    def sends(self) -> list[sends.Send]:
        return sends.read(self.folder / "sends.log")

    async def hears(self, count: int) -> None:
        """Let people say what comes next."""
        now, self.turns = self.turns[:count], self.turns[count:]
        await office.say_turns(self.fake, now)

    async def until(
        self, true: Callable[[], bool | Awaitable[bool]], what: str, within: float = SOON
    ) -> None:
        try:
            async with asyncio.timeout(within):
                while not (await found if isinstance(found := true(), Awaitable) else found):
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"{what} did not happen in {within} s: {self.sends[-3:]}") from None

    async def sent_by(self, victim: Victim, more: int = 1) -> None:
        before = sum(one.pid == victim.pid for one in self.sends)
        await self.until(
            lambda: sum(one.pid == victim.pid for one in self.sends) >= before + more,
            f"a send of {victim.pid}",
        )

    async def freeze(self, victim: Victim) -> None:
        """Freeze a process; on SQLite between two transactions: in one it would hold the file."""
        victim.freeze()
        while self.db.is_sqlite and not self._is_free():
            victim.thaw()
            await asyncio.sleep(0.05)
            victim.freeze()

    def _is_free(self) -> bool:
        with closing(sqlite3.connect(str(self.db.url.database), isolation_level=None, timeout=0.1)) as probe:
            try:
                probe.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return False
            probe.execute("ROLLBACK")
            return True

    async def all_done(self) -> bool:
        return not await office.waiting(self.fake) and await settled(self.db)

    async def settle(self, *alive: Victim, within: float = 600.0) -> Ledger:
        """Let everything be said and answered, end the processes, and return the accounts."""
        # Our own connections may have died with the server.
        await self.db.dispose()
        await self.hears(len(self.turns))
        await self.until(self.all_done, "the end", within=within)
        for one in alive:
            assert await one.stop(within=8) == 0
        return await audit(self.db, self.chats, await office.heard(self.fake, self.chats))

    async def finish(self, *alive: Victim) -> None:
        """Come to an end in which every promise was kept."""
        book = await self.settle(*alive)
        assert not book.broken, book
        assert sends.overlaps(self.sends) == []


@asynccontextmanager
async def opened(url: str, folder: Path, people: int = 16, shards: int = 1) -> AsyncIterator[Bureau]:
    chats, db = office.people(people), Database(url)
    try:
        await upgrade(db)
        await keep_journal(db)
        async with db.write() as session:
            await divide(session, shards)
        await seed(db, "telegram", chats)
        async with office.spawn() as fake:
            yield Bureau(url, db, fake, folder, chats, list(in_turns(chats)))
    finally:
        await db.dispose()

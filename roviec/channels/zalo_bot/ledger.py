"""Count what the platform counts. Counting serves the sending: it never makes a sent message fail."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from roviec.channels.zalo_bot.reading import CHANNEL
from roviec.channels.zalo_bot.registration import ZALO_BOT
from roviec.db import budget
from roviec.db.engine import Database
from roviec.messages.allowance import Allowance, Budget

log = logging.getLogger(__name__)


class Ledger:
    """The month's counter, kept in the database so that every process adds to the same one."""

    def __init__(self, db: Database, clock: Callable[[], datetime], allowance: Allowance) -> None:
        self.db, self.clock, self.allowance = db, clock, allowance

    async def sent(self) -> None:
        """Count a message that the platform took; whatever it said before, it carries again."""
        await self._note(sent=1, refused=False)

    async def received(self, messages: int) -> None:
        """Count messages that were stored."""
        await self._note(received=messages)

    async def refused(self) -> None:
        """Note that the platform carries no more."""
        await self._note(refused=True)

    async def budget(self) -> Budget:
        """Return this month's budget."""
        async with self.db.read() as session:
            mine = {CHANNEL: self.allowance}
            return (await budget.budgets(session, allowances=mine, now=self.clock()))[0]

    async def one_too_many(self, chat: str) -> bool:
        """Tell whether a chat came after all the people that the package carries."""
        async with self.db.read() as session:
            rank = await budget.people(session, channel=CHANNEL, groups=ZALO_BOT.groups, until=chat)
        return not ZALO_BOT.is_group(chat) and rank > self.allowance.people

    async def _note(self, **change: Any) -> None:
        try:
            async with self.db.write() as session:
                here: Any = {"channel": CHANNEL, "now": self.clock(), "allowance": self.allowance}
                await budget.count(session, **here, **change)
        except Exception as error:
            log.warning("zalo_bot: chưa cộng được số tin trong tháng (%s)", type(error).__name__)

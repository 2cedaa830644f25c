"""A duty and whoever does it: work that begins when the duty is ours and ends before another process begins."""

import logging
from collections.abc import Awaitable, Callable

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.engine import Database
from roviec.db.holding import DutyLost, Hold
from roviec.delivery.patience import patiently

log = logging.getLogger(__name__)


class Post:
    """One duty of this process, and the database as its holder may write to it."""

    def __init__(self, db: Database, name: str, *, unless: str = "") -> None:
        """Take the name of a duty too, such that this one is left to whichever other process has that."""
        self.name, self.unless = name, unless
        self.db = db.guarded(self.insist)
        self.hold: Hold | None = None
        """The latest; None before the first, when nobody competes: in tests and demonstrations."""

    @property
    def is_ours(self) -> bool:
        """Tell whether something may be begun that can't be taken back."""
        return self.hold is None or self.hold.is_ours

    async def insist(self, session: AsyncSession) -> bool:
        """Tell whether a transaction may write; if so, nobody takes the duty before it ends."""
        return self.hold is None or await self.hold.insist(session)

    def resign(self) -> None:
        """End the work, as a stop would, and give the duty back: another process may have it now."""
        if self.hold is not None:
            self.hold.resign()

    async def serve(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do endless work whenever the duty is ours, until cancelled."""

        async def once() -> int:
            await self._serve(work)
            return 0

        once.__qualname__ = self.name
        while True:
            await patiently(once)

    async def _serve(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            async with self.db.duties.held(self.name, unless=self.unless) as self.hold:
                log.info("%s: on duty, number %d", self.name, self.hold.number)
                await work()
        except DutyLost:
            log.warning("%s: off duty", self.name)

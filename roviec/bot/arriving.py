"""The fast half of the road: what arrives is decided in the transaction that accepts it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.exc import OperationalError
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot.deciding import Decider
from roviec.bot.receiving import Also, Arrived, store
from roviec.db import bell, inbox
from roviec.db.engine import Database
from roviec.db.inbox import InHand
from roviec.db.lastly import counting_last
from roviec.delivery.hands import Hands
from roviec.delivery.patience import Step
from roviec.delivery.share import Share
from roviec.handlers.frame.dispatch import Spoilt

__all__ = ["Also", "Arrived", "Entrance"]
SPOILT = 3
"""When so many payloads of a batch have failed, all of it is decided with care."""


@dataclass
class Outcome:
    """What a commit leaves to do."""

    stored: bool = False
    """Payloads wait to be decided with care."""
    kept: set[tuple[str, str]] = field(default_factory=set)
    """Channel and id of what is not decided yet."""
    queued: bool = False
    """Messages wait for a courier to claim them."""
    erased: bool = False
    """A survey was completed: the log still holds the way to it."""


class Entrance:
    """Accepts batches: decides what it can at once and stores the rest, all in one commit."""

    def __init__(
        self,
        db: Database,
        decider: Decider,
        clock: Callable[[], datetime],
        share: Share,
        at: Step,
    ) -> None:
        self.db, self.decider, self.clock, self.share, self.at = db, decider, clock, share, at

    async def accept(self, arrived: Sequence[Arrived], *, at_once: bool) -> Outcome:
        """Accept payloads of any channels; without `at_once` only store them."""
        spoilt: set[tuple[str, str]] = set()
        while at_once and len(spoilt) < SPOILT:
            try:
                return await self._accept(arrived, spoilt)
            except OperationalError:
                raise  # nothing is wrong with the payloads: whoever brought them brings them again
            except Spoilt as one:
                spoilt.add((one.row.channel, one.row.external_id))
            except Exception:
                break
        return await self._store(arrived)

    async def _accept(self, arrived: Sequence[Arrived], spoilt: set[tuple[str, str]]) -> Outcome:
        now, outcome = self.clock(), Outcome()
        hands = Hands(self.share, now)
        async with self.db.write() as session, counting_last(session):
            await hands.mark(session)
            rows = [row for one in arrived for row in await one.accept(session, now)]
            mine, theirs = self._divided(rows)
            fast, careful = await self._sorted(session, mine, spoilt)
            outcome.erased = await self.decider.at_once(session, fast, hands.post)
            await inbox.store(session, careful, now=now)
            await self._hand_over(session, theirs, now)
            outcome.kept = {(row.channel, row.external_id) for row in (*careful, *theirs)}
            outcome.stored, outcome.queued = bool(careful), bool(bell.queued(session))
            self.at("decided")
        self.at("stored")
        self.at("committed")
        hands.go()
        return outcome

    def _divided(self, rows: Sequence[InHand]) -> tuple[list[InHand], list[InHand]]:
        """Return what is ours to decide, and what is for other processes."""
        mine = [row for row in rows if self.share.has(row.channel, row.chat)]
        ours = {row.id for row in mine}
        return mine, [row for row in rows if row.id not in ours]

    async def _hand_over(self, session: AsyncSession, rows: Sequence[InHand], now: datetime) -> None:
        """Store payloads for the processes that have their chats, which hear of it at the commit."""
        await inbox.store(session, rows, now=now)
        bell.hand_over(session, {(row.channel, row.chat) for row in rows})

    async def _sorted(
        self, session: AsyncSession, rows: Sequence[InHand], spoilt: set[tuple[str, str]]
    ) -> tuple[list[InHand], list[InHand]]:
        """Return what may be decided now and what needs care; in each chat nothing overtakes what needs care."""
        chats = {(row.channel, row.chat) for row in rows}
        free = await inbox.free(session, chats)
        for channel in {channel for channel, _ in free}:
            mine = {chat for name, chat in free if name == channel}
            free -= {(channel, chat) for chat in await inbox.with_open(session, channel, mine)}
        fast: list[InHand] = []
        careful: list[InHand] = []
        for row in rows:
            chat = (row.channel, row.chat)
            if (row.channel, row.external_id) in spoilt:
                free.discard(chat)
            (fast if chat in free else careful).append(row)
        return fast, careful

    async def _store(self, arrived: Sequence[Arrived]) -> Outcome:
        channels = self.decider.dispatcher.house.channels
        await store(self.db, arrived, channels=channels, now=self.clock())
        self.at("stored")
        return Outcome(
            stored=True, kept={(one.channel, raw.external_id) for one in arrived for raw in one.raws}
        )

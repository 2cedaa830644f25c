"""What becomes of a message that was not sent: another address, another try, or an end that somebody hears of."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.channels.channel import Channel
from roviec.db import outbox, outbox_moves, pauses, people
from roviec.db.outbox import Ready
from roviec.db.slots import Shard
from roviec.delivery import failover
from roviec.delivery.breaker import again_in
from roviec.errors import trace
from roviec.messages.capabilities import Capabilities
from roviec.messages.outcome import Failure

log = logging.getLogger(__name__)


@dataclass
class Settler:
    """Settles what a courier could not send; `channels` are those of the house, to which it may go instead."""

    channel: Channel
    channels: Mapping[str, Capabilities]
    shard: Shard
    clock: Callable[[], datetime]

    async def settle(self, session: AsyncSession, ready: Ready, failure: Failure) -> None:
        """Decide what becomes of every row of a message; where that fails too one is given up, and stops no other."""
        for row in ready.rows:
            try:
                async with session.begin_nested():
                    await self._settle(session, replace(ready, id=row, also=()), failure)
            except OperationalError:
                raise
            except Exception as error:
                log.error("%s: message %d can't be settled: %s", self.channel.name, row, trace(error))
                await outbox.bury(session, row, error=f"{failure.reason}; {trace(error)}")

    async def _settle(self, session: AsyncSession, ready: Ready, failure: Failure) -> None:
        if failure.unreachable:
            address = await people.address_of(session, channel=ready.channel, chat=ready.chat)
            address.reachable = False
        if failure.moved_to:
            old, new = ready.chat, failure.moved_to
            await outbox_moves.rename(
                session, ready.id, channel=ready.channel, old=old, new=new, shard=self.shard
            )
        now, wait = self.clock(), again_in(ready.tries, failure)
        later = None if wait is None else now + timedelta(seconds=wait)
        if failure.elsewhere and failure.whole_channel and later is not None:
            await pauses.pause(session, channel=ready.channel, until=later)
        if failure.unreachable or failure.elsewhere or later is None:
            can = self.channels
            if await failover.move_on(session, ready.id, failure, later=later, channels=can, now=now):
                return
        if later is None:
            await outbox.bury(session, ready.id, error=failure.reason)
            await failover.lost(session, ready.id, channels=self.channels, now=now)
            return
        await outbox.put_back(
            session,
            ready.id,
            not_before=later,
            error=failure.reason,
            possibly_twice=failure.ambiguous and not self.channel.can.idempotent,
            # What may have been taken was tried, whatever is asked.
            asked_to_wait=failure.retry_after is not None and not failure.ambiguous,
        )

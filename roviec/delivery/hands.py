"""What one commit does for the couriers on its way: it marks what landed and claims the answers that it writes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import outbox
from roviec.db.holding import Hold
from roviec.db.outbox import Letter, Ready
from roviec.delivery.courier import Courier


class Hands:
    """Serves one transaction; `go` once it is committed, else nothing of it happened."""

    def __init__(self, couriers: Mapping[str, Courier], now: datetime) -> None:
        self.couriers, self.now = couriers, now
        self._landed = {name: sent for name, one in couriers.items() if (sent := one.landed_unmarked)}
        self._taken: dict[str, list[Ready]] = {}
        self._holds: dict[str, tuple[bool, Hold | None]] = {}

    async def mark(self, session: AsyncSession) -> None:
        """Mark what landed until now, where its courier is still on duty."""
        for name in [name for name in self._landed if not await self._is_on_duty(session, name)]:
            del self._landed[name]
        sent = {row_id: external for landed in self._landed.values() for row_id, external in landed.items()}
        await outbox.mark_sent(session, sent=sent, now=self.now)

    async def post(self, session: AsyncSession, letters: Sequence[Letter]) -> None:
        """Write answers, those claimed that a courier of this process can send right away."""
        for channel, mine in groupby(sorted(letters, key=_channel), key=_channel):
            await self._claim(session, channel, list(mine))
        await outbox.put(session, letters)

    async def _claim(self, session: AsyncSession, channel: str, letters: Sequence[Letter]) -> None:
        courier, marking = self.couriers.get(channel), len(self._landed.get(channel, ()))
        room = courier.room(marking) - len(self._taken.get(channel, ())) if courier is not None else 0
        if courier is None or room <= 0 or not await self._is_on_duty(session, channel):
            return
        chats = {letter["chat"] for letter in letters}
        behind = await outbox.waits(session, channel=channel, chats=chats)
        for chat, mine in _by_chat(letters):
            if chat not in behind and len(mine) <= room and courier.is_free(chat):
                room -= len(mine)
                self._taken.setdefault(channel, []).extend(outbox.taken(letter) for letter in mine)

    async def _is_on_duty(self, session: AsyncSession, channel: str) -> bool:
        """Tell whether a courier has its duty still; it then keeps it until this transaction ends."""
        if channel not in self._holds:
            post = self.couriers[channel].post
            self._holds[channel] = await post.insist(session), post.hold
        return self._holds[channel][0]

    def go(self) -> None:
        """Forget what is marked and send what is claimed: the transaction is committed."""
        for channel, landed in self._landed.items():
            self.couriers[channel].forget(landed)
        for channel, ready in self._taken.items():
            courier = self.couriers[channel]
            # Whoever has begun anew since has queued again what was claimed for the one before.
            if courier.post.hold is self._holds[channel][1]:
                courier.take(ready)


def _channel(letter: Letter) -> str:
    return str(letter["channel"])


def _by_chat(letters: Sequence[Letter]) -> Iterator[tuple[str, list[Letter]]]:
    chats: dict[str, list[Letter]] = {}
    for letter in letters:
        chats.setdefault(letter["chat"], []).append(letter)
    yield from chats.items()

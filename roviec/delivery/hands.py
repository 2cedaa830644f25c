"""What one commit does for the couriers on its way: it marks what landed and claims the answers that it writes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import outbox
from roviec.db.outbox import Letter, Ready
from roviec.delivery.courier import Courier


class Hands:
    """Serves one transaction; `go` once it is committed, else nothing of it happened."""

    def __init__(self, couriers: Mapping[str, Courier], now: datetime) -> None:
        self.couriers, self.now = couriers, now
        self._landed = {name: sent for name, one in couriers.items() if (sent := one.landed_unmarked)}
        self._taken: dict[str, list[Ready]] = {}

    async def mark(self, session: AsyncSession) -> None:
        """Mark what landed until now."""
        sent = {row_id: external for landed in self._landed.values() for row_id, external in landed.items()}
        await outbox.mark_sent(session, sent=sent, now=self.now)

    async def post(self, session: AsyncSession, letters: Sequence[Letter]) -> None:
        """Write answers, those claimed that a courier of this process can send right away."""
        for channel, mine in groupby(sorted(letters, key=_channel), key=_channel):
            await self._claim(session, channel, list(mine))
        await outbox.put(session, letters)

    async def _claim(self, session: AsyncSession, channel: str, letters: Sequence[Letter]) -> None:
        courier = self.couriers.get(channel)
        room = courier.room() - len(self._taken.get(channel, ())) if courier is not None else 0
        if courier is None or room <= 0:
            return
        chats = {letter["chat"] for letter in letters}
        behind = await outbox.waits(session, channel=channel, chats=chats)
        for chat, mine in _by_chat(letters):
            if chat not in behind and len(mine) <= room and courier.is_free(chat):
                room -= len(mine)
                leased = [outbox.taken(letter, datetime.now(UTC)) for letter in mine]
                self._taken.setdefault(channel, []).extend(leased)

    def go(self) -> None:
        """Forget what is marked and send what is claimed: the transaction is committed."""
        for channel, landed in self._landed.items():
            self.couriers[channel].forget(landed)
        for channel, ready in self._taken.items():
            self.couriers[channel].take(ready)


def _channel(letter: Letter) -> str:
    return str(letter["channel"])


def _by_chat(letters: Sequence[Letter]) -> Iterator[tuple[str, list[Letter]]]:
    chats: dict[str, list[Letter]] = {}
    for letter in letters:
        chats.setdefault(letter["chat"], []).append(letter)
    yield from chats.items()

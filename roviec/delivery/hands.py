"""What one commit does for the couriers on its way: it marks what landed and claims the answers that it writes."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import outbox
from roviec.db.holding import Hold
from roviec.db.outbox import Letter, Ready
from roviec.delivery.courier import Courier
from roviec.delivery.share import Share


class Hands:
    """Serves one transaction; `go` once it is committed, else nothing of it happened."""

    def __init__(self, share: Share, now: datetime) -> None:
        self.share, self.now = share, now
        self._marked: dict[Courier, dict[int, str | None]] = {}
        self._taken: dict[Courier, list[Ready]] = {}
        self._holds: dict[Courier, tuple[bool, Hold | None]] = {}

    async def mark(self, session: AsyncSession) -> None:
        """Mark what landed until now, where its courier is still on duty."""
        landed = {one: sent for one in self.share.couriers.values() if (sent := one.landed_unmarked)}
        self._marked = {one: sent for one, sent in landed.items() if await self._is_on_duty(session, one)}
        sent = {row_id: external for mine in self._marked.values() for row_id, external in mine.items()}
        await outbox.mark_sent(session, sent=sent, now=self.now)

    async def post(self, session: AsyncSession, letters: Sequence[Letter]) -> None:
        """Write answers, those claimed that a courier of this process can send right away."""
        for courier, mine in self._by_courier(letters):
            await self._claim(session, courier, mine)
        await outbox.put(session, letters)

    def _by_courier(self, letters: Sequence[Letter]) -> Iterable[tuple[Courier, list[Letter]]]:
        found: dict[Courier, list[Letter]] = {}
        for letter in letters:
            if (courier := self.share.courier(letter["channel"], letter["chat"])) is not None:
                found.setdefault(courier, []).append(letter)
        return found.items()

    async def _claim(self, session: AsyncSession, courier: Courier, letters: Sequence[Letter]) -> None:
        room = courier.room(len(self._marked.get(courier, ()))) - len(self._taken.get(courier, ()))
        if room <= 0 or not await self._is_on_duty(session, courier):
            return
        chats = {letter["chat"] for letter in letters}
        behind = await outbox.waits(session, channel=courier.channel.name, chats=chats)
        for chat, mine in _by_chat(letters):
            if chat not in behind and len(mine) <= room and courier.is_free(chat):
                room -= len(mine)
                self._taken.setdefault(courier, []).extend(outbox.taken(letter) for letter in mine)

    def withdraw(self) -> None:
        """Claim nothing of what was written until now: it is not."""
        self._taken.clear()

    async def _is_on_duty(self, session: AsyncSession, courier: Courier) -> bool:
        """Tell whether a courier has its duty still; it then keeps it until this transaction ends."""
        if courier not in self._holds:
            post = courier.post
            self._holds[courier] = await post.insist(session), post.hold
        return self._holds[courier][0]

    def go(self) -> None:
        """Forget what is marked and send what is claimed: the transaction is committed."""
        for courier, landed in self._marked.items():
            courier.forget(landed)
        for courier, ready in self._taken.items():
            # Whoever has begun anew since has queued again what was claimed for the one before.
            if courier.post.hold is self._holds[courier][1]:
                courier.take(ready)


def _by_chat(letters: Sequence[Letter]) -> Iterator[tuple[str, list[Letter]]]:
    chats: dict[str, list[Letter]] = {}
    for letter in letters:
        chats.setdefault(letter["chat"], []).append(letter)
    yield from chats.items()

"""The endless poll, for trials only: the platform hands each message out once and keeps none for later."""

import asyncio
import logging
import random
from collections.abc import Sequence

from roviec.channels.channel import Store
from roviec.channels.zalo_bot.client import Client
from roviec.channels.zalo_bot.reading import raw_of
from roviec.channels.zalo_bot.trouble import Refused, TokenRefused, Unanswered
from roviec.messages.incoming import Raw

log = logging.getLogger(__name__)
LONGEST = 60.0
WARNING = (
    "zalo_bot: chế độ polling chỉ để thử: tin gửi lúc bot không chạy sẽ mất, "
    "hai nơi cùng nhận sẽ giành tin của nhau. Khi dùng thật, đặt zalo_bot.mode = webhook"
)


class Poller:
    """Hands messages to the inbox until cancelled."""

    def __init__(self, client: Client, *, hold: int, pause: float) -> None:
        self.client, self.hold, self.pause = client, hold, pause
        self._said = ""
        self._failures = 0

    async def run(self, store: Store) -> None:
        """Poll for ever; raise `TokenRefused` when only a person can help."""
        log.warning(WARNING)
        while True:
            try:
                update = await self.client.update(self.hold)
            except (Refused, Unanswered) as error:
                if isinstance(error, Refused) and error.code == 401:
                    raise TokenRefused from None
                await self._trouble(f"chưa nhận được tin ({error}), sẽ thử lại")
                continue
            if update is not None:
                await self._keep(store, [raw_of(update)])
            self._fine()

    async def _keep(self, store: Store, raws: Sequence[Raw]) -> None:
        """Store what was handed out; it will not be handed out again, so nothing else happens before."""
        while True:
            try:
                await store(raws)
            except Exception as error:
                await self._trouble(f"chưa ghi được tin vào cơ sở dữ liệu ({type(error).__name__})")
            else:
                return

    async def _trouble(self, sentence: str) -> None:
        """Say each kind of trouble once, and wait: longer each time, never in step."""
        if sentence != self._said:
            log.warning("zalo_bot: %s", sentence)
        self._said = sentence
        wait = min(LONGEST, self.pause * 2.0**self._failures) * random.uniform(0.5, 1.0)
        self._failures = min(self._failures + 1, 10)
        await asyncio.sleep(wait)

    def _fine(self) -> None:
        if self._said:
            log.warning("zalo_bot: đã nhận tin trở lại")
        self._said, self._failures = "", 0

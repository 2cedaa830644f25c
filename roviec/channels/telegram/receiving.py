"""The endless poll: store, then confirm; say once what is wrong and go on when it is over."""

import asyncio
import contextlib
import logging
import random
from collections.abc import Awaitable, Callable, Sequence

from roviec.channels.channel import Store
from roviec.channels.telegram.polling import NoAnswer, Poller, raws_of
from roviec.channels.telegram.trouble import Refused, TokenRefused
from roviec.errors import PersonError
from roviec.messages.incoming import Raw
from roviec.messages.outcome import Failure

log = logging.getLogger(__name__)
LONGEST = 60.0
TWO_POLLERS = "một tiến trình khác đang nhận tin bằng cùng token; mỗi bot chỉ được chạy một nơi nhận"
WEBHOOK_SET = (
    "bot đang đặt webhook trong khi cấu hình là polling; gỡ webhook để nhận tin, tin chưa nhận vẫn còn"
)
STORE_FAILED = "chưa ghi được tin vào cơ sở dữ liệu; tin vẫn còn ở Telegram"


class Receiver:
    """Hands updates to the inbox until cancelled."""

    def __init__(
        self,
        poller: Poller,
        *,
        free_webhook: Callable[[], Awaitable[None]],
        stored: Callable[[Sequence[Raw]], None],
        pause: float,
    ) -> None:
        self.poller, self.free_webhook, self.stored, self.pause = poller, free_webhook, stored, pause
        self._said = ""
        self._failures = 0

    async def run(self, store: Store) -> None:
        """Poll for ever; raise `PersonError` when only a person can help."""
        offset = 0
        try:
            while True:
                try:
                    offset = await self._once(offset, store)
                except PersonError:
                    raise
                except Exception as error:
                    await self._trouble(error)
        finally:
            await self.poller.close()

    async def _once(self, offset: int, store: Store) -> int:
        """Fetch and store one batch; return the offset that confirms it.

        An empty answer means that all is confirmed: the next poll names no offset, because after a quiet
        week Telegram may start to count anew, below the old offset.
        """
        updates = await self.poller.poll(offset)
        raws = raws_of(updates)
        if updates and not raws:
            raise NoAnswer("updates without ids")
        if raws:
            try:
                await store(raws)
            except Exception as error:
                raise _StoreFailed(type(error).__name__) from error
            self.stored(raws)
        if self._said:
            log.warning("telegram: đã nhận tin trở lại")
        self._said, self._failures = "", 0
        return int(raws[-1].external_id) + 1 if raws else 0

    async def _trouble(self, error: Exception) -> None:
        """Put right what can be, say each kind of trouble once, and wait: longer each time, never in step."""
        wait = min(LONGEST, self.pause * 2.0**self._failures) * random.uniform(0.5, 1.0)
        self._failures = min(self._failures + 1, 10)
        sentence = str(error) if isinstance(error, NoAnswer) else type(error).__name__
        sentence = f"chưa nhận được tin ({sentence}), sẽ thử lại"
        if isinstance(error, _StoreFailed):
            sentence = f"{STORE_FAILED} ({error})"
        elif isinstance(error, Refused):
            sentence = await self._refused(error)
            wait = max(wait, float(error.parameters.get("retry_after") or 0))
        if sentence != self._said:
            log.warning("telegram: %s", sentence)
        self._said = sentence
        await asyncio.sleep(wait)

    async def _refused(self, error: Refused) -> str:
        if error.token_refused:
            raise TokenRefused from None
        if error.code != 409:
            return f"Telegram trả lời lỗi {error.code}, sẽ thử lại"
        if not error.says("webhook"):
            return TWO_POLLERS
        with contextlib.suppress(Failure):
            await self.free_webhook()
        return WEBHOOK_SET


class _StoreFailed(Exception):
    """The inbox did not take a batch."""

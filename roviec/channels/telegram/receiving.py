"""Receiving: the endless poll that stores and then confirms, and the answer to a pressed button."""

import asyncio
import contextlib
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from roviec.channels.channel import Store
from roviec.channels.common.http import Http, Unanswered
from roviec.channels.common.retrying import kept
from roviec.channels.telegram.reading import number_of, raw_of
from roviec.channels.telegram.trouble import Refused, TokenRefused, refusal
from roviec.channels.telegram.wire import Api
from roviec.errors import PersonError, heed_cancellation
from roviec.messages.incoming import Json, Raw
from roviec.messages.outcome import Failure
from roviec.messages.outside import parsed

log = logging.getLogger(__name__)
LONGEST = 60.0
TWO_POLLERS = "một tiến trình khác đang nhận tin bằng cùng token; mỗi bot chỉ được chạy một nơi nhận"
WEBHOOK_SET = (
    "bot đang đặt webhook trong khi cấu hình là polling; gỡ webhook để nhận tin, tin chưa nhận vẫn còn"
)
STORE_FAILED = "chưa ghi được tin vào cơ sở dữ liệu; tin vẫn còn ở Telegram"
ALLOWED = ["message", "edited_message", "callback_query", "message_reaction", "my_chat_member"]
"""What `reading` reads: Telegram sends reactions only where they are asked for."""
AT_ONCE = 4
WAITING = 500


class NoAnswer(Exception):
    """A poll ended without an answer of the Bot API; the text names the kind of error only."""


class Poller:
    """Fetches updates; a line that broke or hangs is never used again."""

    def __init__(self, address: str, *, proxy: str, hold: int, margin: float) -> None:
        self.address, self.hold = address, hold
        self.http = Http(timeout=hold + margin, proxy=proxy, connections=1)

    async def poll(self, offset: int) -> list[Any]:
        """Return what waits from `offset` on, after at most `hold` seconds; raise `Refused` or `NoAnswer`."""
        order = {"offset": offset, "timeout": self.hold, "limit": 100, "allowed_updates": ALLOWED}
        try:
            answer = await self.http.call("POST", self.address, json=order)
        except BaseException as error:
            self.http.drop()
            if isinstance(error, Unanswered):
                raise NoAnswer(str(error)) from None
            raise
        if answer.status != 200:
            raise refusal(answer.status, answer.body)
        return _updates(answer.body)

    async def close(self) -> None:
        """Close the line."""
        await self.http.close()


def _updates(payload: bytes) -> list[Any]:
    try:
        found = parsed(payload)["result"]
    except (ValueError, KeyError, TypeError):
        found = None
    if not isinstance(found, list):
        raise NoAnswer("not the Bot API")
    return found


def raws_of(updates: list[Any]) -> list[Raw]:
    """Wrap updates in the order of their ids; what has no id can neither be kept nor confirmed."""
    known: dict[int, Json] = {}
    for update in updates:
        with contextlib.suppress(KeyError, TypeError, AttributeError):
            raw_of(update)
            known[number_of(update)] = update
    return [raw_of(known[number]) for number in sorted(known)]


class Receiver:
    """Hands updates to the inbox until cancelled."""

    def __init__(
        self,
        poller: Poller,
        *,
        free_webhook: Callable[[], Awaitable[None]],
        pause: float,
    ) -> None:
        self.poller, self.free_webhook, self.pause = poller, free_webhook, pause
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
            await kept(store, raws, self.pause, self._not_stored)
        if self._said:
            log.warning("telegram: đã nhận tin trở lại")
        self._said, self._failures = "", 0
        return number_of(raws[-1].payload) + 1 if raws else 0

    def _not_stored(self, error: Exception) -> None:
        self._say(f"{STORE_FAILED} ({type(error).__name__})")

    def _say(self, sentence: str) -> None:
        """Say each kind of trouble once."""
        if sentence != self._said:
            log.warning("telegram: %s", sentence)
        self._said = sentence

    async def _trouble(self, error: Exception) -> None:
        """Put right what can be, say what is wrong, and wait: longer each time, never in step."""
        heed_cancellation()
        wait = min(LONGEST, self.pause * 2.0**self._failures) * random.uniform(0.5, 1.0)
        self._failures = min(self._failures + 1, 10)
        sentence = str(error) if isinstance(error, NoAnswer) else type(error).__name__
        sentence = f"chưa nhận được tin ({sentence}), sẽ thử lại"
        if isinstance(error, Refused):
            sentence = await self._refused(error)
            wait = max(wait, float(error.parameters.get("retry_after") or 0))
        self._say(sentence)
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


class Answerer:
    """Calls answerCallbackQuery in the background, a few at a time; a failure costs only a spinner."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()

    def answer(self, raws: Sequence[Raw]) -> None:
        """Answer the presses among stored payloads; never raise."""
        for raw in raws:
            query = raw.payload.get("callback_query")
            number = query.get("id") if isinstance(query, dict) else None
            if isinstance(number, str) and len(self._tasks) < WAITING:
                task = asyncio.get_running_loop().create_task(self._answer(number))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _answer(self, number: str) -> None:
        async with self._slots:
            try:
                await self.api.call("answerCallbackQuery", callback_query_id=number)
            except Exception as error:
                # Mostly "query is too old": after a restart it always is.
                log.debug("telegram: a press was not answered: %s", type(error).__name__)

    async def close(self) -> None:
        """Stop answering."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

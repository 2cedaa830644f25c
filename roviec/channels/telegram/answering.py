"""Answer pressed buttons at once, so that the phone stops waiting; nothing depends on it."""

import asyncio
import logging
from collections.abc import Sequence

from roviec.channels.telegram.wire import Api
from roviec.messages.incoming import Raw

log = logging.getLogger(__name__)
AT_ONCE = 4
WAITING = 500


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

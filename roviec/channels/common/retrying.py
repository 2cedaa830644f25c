"""What fails is tried again: setups, files, the rest of a message; one file's failure is its own."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from roviec.channels.channel import Store
from roviec.errors import heed_cancellation
from roviec.messages.incoming import Raw
from roviec.messages.outcome import Failure

log = logging.getLogger(__name__)
LONGEST, AT_HOME = 60.0, 0.5
"""Seconds between two tries at most: with a platform, and with our own database."""
TRIES, PATIENCE = 3, 10.0
REMEMBERED = 1000
Result = TypeVar("Result")


async def insist(name: str, work: Callable[[], Awaitable[None]], pause: float) -> None:
    """Do `work` until it succeeds, the first pause being `pause` seconds; let `PersonError` out."""
    tries = 0
    while True:
        try:
            await work()
        except Failure as failure:
            heed_cancellation()
            if not tries:
                log.warning("%s: chưa kết nối được (%s), sẽ thử lại", name, failure.reason)
            wait = min(LONGEST, pause * 2.0 ** min(tries, 10)) * random.uniform(0.5, 1.0)
            tries += 1
            await asyncio.sleep(max(wait, failure.retry_after or 0.0))
        else:
            return


async def kept(store: Store, raws: Sequence[Raw], pause: float, trouble: Callable[[Exception], None]) -> None:
    """Hand `raws` to the inbox, however often that takes; `trouble` hears of each try that failed.

    The pauses stay short: a database that has been away for a minute must not be asked a minute later.
    """
    while True:
        try:
            await store(raws)
        except Exception as error:
            heed_cancellation()
            trouble(error)
            await asyncio.sleep(min(AT_HOME, pause) * random.uniform(0.5, 1.0))
        else:
            return


async def again(work: Callable[[], Awaitable[Result]], pause: float) -> Result:
    """Do `work` up to three times where it may succeed later, the first pause being `pause` seconds.

    A platform that asks for more than ten seconds is not waited for: the failure says how long.
    """
    for tried in range(1, TRIES + 1):
        try:
            return await work()
        except Failure as failure:
            wait = failure.retry_after or pause * tried
            if not failure.retry or tried == TRIES or wait > PATIENCE:
                raise
        await asyncio.sleep(wait)
    raise AssertionError("the last try returns or raises")


@contextmanager
def only_failure(*also: type[Exception]) -> Iterator[None]:
    """Let nothing but `Failure` out: whatever an address or an answer holds, it is that file's failure alone.

    What it `also` lets out is no file's failure.
    """
    try:
        yield
    except Exception as error:
        if isinstance(error, (Failure, *also)):
            raise
        raise Failure(f"no download: {type(error).__name__}") from None


class Progress:
    """How far messages of several calls have got, per key, so that a second try goes on where the first one failed.

    A new process knows nothing of it.
    """

    def __init__(self) -> None:
        self._done: dict[str, int] = {}

    def of(self, key: str) -> int:
        """Return how many calls need not be made again, and forget it."""
        return self._done.pop(key, 0)

    def stopped(self, key: str, number: int) -> None:
        """Remember that call `number`, counted from 0, was the first to fail."""
        if len(self._done) >= REMEMBERED:
            self._done.clear()
        if number:
            self._done[key] = number

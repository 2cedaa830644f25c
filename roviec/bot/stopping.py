"""Ending within seconds, whatever state the connections are in: SIGTERM is obeyed, and nobody needs kill -9."""

import asyncio
import logging
import os
import threading
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from roviec.errors import trace

log = logging.getLogger(__name__)
CLOSING = 0.4
"""Seconds that closing one thing may take: the system closes what we do not."""
LAST = 4.7
"""Seconds after which a process that was told to stop is gone."""
_AGAIN = 0.3


async def end(tasks: Collection[asyncio.Task[Any]], *, within: float) -> None:
    """Cancel tasks and wait for them, `within` seconds and a moment more; who goes on all the same is left behind."""
    left = set(tasks)
    for task in left:
        task.add_done_callback(_heard)
    for seconds in (within, _AGAIN):
        for task in left:
            task.cancel()
        if left:
            _, left = await asyncio.wait(left, timeout=seconds)
    for task in left:
        log.warning("%s did not stop in time", task.get_coro())


def _heard(task: asyncio.Task[Any]) -> None:
    """Take note of how a task ended, so that nobody asks."""
    if not task.cancelled() and (error := task.exception()) is not None:
        log.warning("%s ended with %s", task.get_coro(), trace(error))


async def calmly(work: Callable[[], Awaitable[None]], *, within: float = CLOSING) -> None:
    """Do a piece of cleaning up; what it raises, or that it takes too long, hinders nothing after it."""
    try:
        async with asyncio.timeout(within):
            await work()
    except Exception as error:
        log.warning("cleaning up failed: %s", trace(error))


def hurry() -> None:
    """End this process in `LAST` seconds at the latest: what is in flight then is queued again by whoever follows."""
    timer = threading.Timer(LAST, _leave)
    timer.daemon = True
    timer.start()


def _leave() -> None:
    log.error("could not stop in an orderly way within %s s", LAST)
    os._exit(1)

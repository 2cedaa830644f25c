"""Waiting: for a bell, and for a database that is busy."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from roviec.errors import heed_cancellation, trace

log = logging.getLogger(__name__)
PAUSE = 1.0
Step = Callable[[str], None]
"""Hears the name of each step that is taken: a test kills the process there."""


async def rung(bell: asyncio.Event, timeout: float) -> None:
    """Return when `bell` rings, or after `timeout` seconds: another process may have work for us."""
    # Not wait_for: up to Python 3.11 it hides a cancellation that comes with the bell or the end of the time.
    try:
        async with asyncio.timeout(timeout):
            await bell.wait()
    except TimeoutError:
        return
    bell.clear()


async def patiently(work: Callable[[], Awaitable[int]]) -> int:
    """Do a piece of work; when it fails as a whole, log it, wait a little and return 0."""
    try:
        return await work()
    except Exception as error:
        heed_cancellation()
        log.error("%s failed, will try again: %s", getattr(work, "__qualname__", "work"), trace(error))
        await asyncio.sleep(PAUSE)
        return 0

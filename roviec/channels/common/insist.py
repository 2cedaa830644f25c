"""Setting a channel up against a platform that may be down: try until it succeeds, with growing pauses."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable

from roviec.messages.outcome import Failure

log = logging.getLogger(__name__)
LONGEST = 60.0


async def insist(name: str, work: Callable[[], Awaitable[None]], pause: float) -> None:
    """Do `work` until it succeeds, the first pause being `pause` seconds; let `PersonError` out."""
    tries = 0
    while True:
        try:
            await work()
        except Failure as failure:
            if not tries:
                log.warning("%s: chưa kết nối được (%s), sẽ thử lại", name, failure.reason)
            wait = min(LONGEST, pause * 2.0 ** min(tries, 10)) * random.uniform(0.5, 1.0)
            tries += 1
            await asyncio.sleep(max(wait, failure.retry_after or 0.0))
        else:
            return

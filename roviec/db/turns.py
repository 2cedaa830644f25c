"""One writer at a time, in the order of their coming; what can't wait goes before all who do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext


class Turns:
    """Everybody queues for the one writer; a renewal of duties waits for whoever writes now and for nobody else."""

    def __init__(self) -> None:
        """Let nobody write yet."""
        self._queue, self._writer = asyncio.Lock(), asyncio.Lock()

    @asynccontextmanager
    async def taken(self, *, first: bool = False) -> AsyncIterator[None]:
        """Hold the writer; `first`: before all who queue for it."""
        # Who queues holds the queue while they write: at the writer itself at most one of them waits.
        async with nullcontext() if first else self._queue, self._writer:
            yield

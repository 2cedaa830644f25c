"""A cable between a process and a server that can be cut: nothing passes any more, and nobody is told."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.fakes.serving import serving


class Cable:
    """Carries bytes to a port of this machine until it is cut; what connects then is never answered."""

    def __init__(self, to: int) -> None:
        self.to, self.port = to, 0
        self._whole = asyncio.Event()
        self._whole.set()
        self._halves: set[asyncio.Task[None]] = set()
        self._ends: set[asyncio.StreamWriter] = set()

    def cut(self) -> None:
        """Let nothing pass."""
        self._whole.clear()

    def mend(self) -> None:
        """Let pass what waits and what comes."""
        self._whole.set()

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection."""
        self._ends.add(writer)
        await self._whole.wait()
        with contextlib.suppress(OSError):
            there, away = await asyncio.open_connection("127.0.0.1", self.to)
            self._ends.add(away)
            halves = [asyncio.create_task(self._carry(*one)) for one in ((reader, away), (there, writer))]
            self._halves.update(halves)
            await asyncio.wait(halves, return_when=asyncio.FIRST_COMPLETED)
            for half in halves:
                half.cancel()
            away.close()
        writer.close()

    async def close(self) -> None:
        """Drop every connection."""
        self.mend()
        for half in self._halves:
            half.cancel()
        for end in self._ends:
            end.transport.abort()
        # What is aborted is closed by the loop's next turns.
        await asyncio.sleep(0.1)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                await self._whole.wait()
                writer.write(data)
                await writer.drain()


@asynccontextmanager
async def cable(to: int) -> AsyncIterator[Cable]:
    """Lay a cable to a port."""
    made = Cable(to)
    async with serving(made.take) as made.port:
        try:
            yield made
        finally:
            await made.close()

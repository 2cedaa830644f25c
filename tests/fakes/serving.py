"""A server of raw connections that leaves none behind: the collector tells of one in whatever test runs then."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

Take = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def serving(take: Take) -> AsyncIterator[int]:
    """Let `take` serve each connection to a free port of loopback; yield the port."""
    ends: set[asyncio.StreamWriter] = set()
    works: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends.add(writer)
        if (mine := asyncio.current_task()) is not None:
            works.add(mine)
        await take(reader, writer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        # Whoever was let in a moment ago begins in the loop's next turns, and is closed in those after it.
        await asyncio.sleep(0.05)
        for end in ends:
            end.transport.abort()
        for work in works:
            work.cancel()
        await asyncio.gather(*works, return_exceptions=True)
        await asyncio.sleep(0)

"""What a host does for the files of the office while it serves."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from roviec.bot.build import Parts
from roviec.db import hosts
from roviec.delivery.patience import patiently

HOURLY = 3600.0


@asynccontextmanager
async def looked_after(parts: Parts) -> AsyncIterator[None]:
    """Sign this host in and drop its copies each hour while the caller does the rest."""
    looking = asyncio.create_task(_look_after(parts))
    try:
        yield
    finally:
        looking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await looking


async def _look_after(parts: Parts) -> None:
    async def look() -> int:
        async with parts.db.write() as session:
            await hosts.sign_in(session, parts.files, host=socket.gethostname(), now=parts.clock())
        await asyncio.to_thread(parts.files.drop_copies)
        return 0

    while True:
        await patiently(look)
        await asyncio.sleep(HOURLY)

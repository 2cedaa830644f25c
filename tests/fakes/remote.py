"""One remote control for the fakes: started as a process of their own, driven over `/sim`."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self

import httpx


class Remote:
    """Drives a fake in another process over `/sim`."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self._client = httpx.AsyncClient(base_url=base_url, timeout=60)

    async def perform(self, action: str, **arguments: Any) -> Any:
        """Run an action of `/sim`; ValueError carries what went wrong."""
        answer = (await self._client.post(f"/sim/{action}", json=arguments)).json()
        if not answer["ok"]:
            raise ValueError(answer["error"])
        return answer["result"]

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    @classmethod
    @asynccontextmanager
    async def spawned(cls, module: str, *options: str) -> AsyncIterator[Self]:
        """Start a fake (from the repository root), which prints its address, and stop it at the end."""
        command = [sys.executable, "-m", module, *options]
        process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        try:
            assert process.stdout is not None
            remote = cls((await process.stdout.readline()).decode().strip())
            try:
                yield remote
            finally:
                await remote.close()
        finally:
            process.terminate()
            await process.wait()

"""Reach a fake in another process, which survives when ours is killed."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from .core import Json


class RemoteZaloOA:
    """Drive a fake over `/sim`; see `sim.py` for the actions."""

    def __init__(self, base_url: str, about: Json | None = None) -> None:
        self.openapi_url = self.base_url = base_url
        self.about = about or {}
        """openapi_url, oauth_url, business_url, app_id, app_secret, oa_secret, oa_id."""
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


@asynccontextmanager
async def spawn(*options: str) -> AsyncIterator[RemoteZaloOA]:
    """Start the fake as its own process (from the repository root) and stop it at the end."""
    command = [sys.executable, "-m", "tests.fakes.zalo_oa", *options]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout is not None
        remote = RemoteZaloOA((await process.stdout.readline()).decode().strip())
        try:
            remote.about = await remote.perform("about")
            yield remote
        finally:
            await remote.close()
    finally:
        process.terminate()
        await process.wait()

"""The remote control of a fake Official Account that runs as a process of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.fakes.remote import Remote

Json = dict[str, Any]


class RemoteZaloOA(Remote):
    """Drives a fake in another process; see `sim.py` for the actions."""

    def __init__(self, base_url: str, about: Json | None = None) -> None:
        super().__init__(base_url)
        self.openapi_url = base_url
        self.about = about or {}
        """openapi_url, oauth_url, business_url, app_id, app_secret, oa_secret, oa_id."""


@asynccontextmanager
async def spawn(*options: str) -> AsyncIterator[RemoteZaloOA]:
    """Start the fake as its own process and stop it at the end."""
    async with RemoteZaloOA.spawned("tests.fakes.zalo_oa", *options) as remote:
        remote.about = await remote.perform("about")
        yield remote

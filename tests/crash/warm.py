"""Imported once by the server that victims are forked from: all modules, mappings and calendars are then ready."""

import asyncio
import gc
import tempfile

import uvicorn.protocols.http.h11_impl  # noqa: F401

import roviec.channels.telegram.channel
import roviec.channels.zalo_bot.channel  # noqa: F401
from roviec.bot.serve import opened
from roviec.bot.settings import make
from tests.crash import victim  # noqa: F401


async def _open() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = {"url": f"sqlite+aiosqlite:///{folder}/warm.db", "files": folder}
        async with opened(make(database=database)):
            pass


asyncio.run(_open())
# Else each life looks for garbage among all of this, and copies every page of it: nine tenths of what its start takes.
gc.collect()
gc.freeze()

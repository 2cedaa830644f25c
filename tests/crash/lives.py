"""Starting and ending victims: forked from a server that has everything imported, so that 200 lives stay cheap."""

import asyncio
import multiprocessing
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess

import httpx

from tests.crash.victim import Life, live

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.crash.warm"])
KILLED = -9
PATIENCE = 120.0
COMING_UP = 120.0
"""Seconds in which a process must serve: on a machine whose processors are busy with others it takes long."""


@dataclass
class Victim:
    """A running process."""

    process: ForkServerProcess
    port: int

    @property
    def pid(self) -> int:
        """The process id."""
        assert self.process.pid is not None
        return self.process.pid

    @property
    def alive(self) -> bool:
        """Tell whether it still runs."""
        return self.process.is_alive()

    async def end(self, within: float) -> int | None:
        """Return the exit code when it ends in time, else None."""
        deadline = time.monotonic() + within
        while self.process.is_alive() and time.monotonic() < deadline:
            await asyncio.sleep(0.01)
        return self.process.exitcode

    async def kill(self) -> None:
        """End it with SIGKILL, if it still runs."""
        self.process.kill()
        await self.end(PATIENCE)

    def freeze(self) -> None:
        """Stop it with SIGSTOP: its connections stay open, and it knows of nothing."""
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        os.kill(self.pid, signal.SIGCONT)

    async def stop(self, within: float = 5.0) -> int | None:
        """Ask it to stop with SIGTERM once it serves; return its exit code, None when that takes longer."""
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            await client.get(f"http://127.0.0.1:{self.port}/healthz")
        self.process.terminate()
        return await self.end(within)


@asynccontextmanager
async def living(life: Life) -> AsyncIterator[Victim]:
    """Start a process, wait until it serves or is dead, and leave none behind."""
    here, there = _context.Pipe()
    process = _context.Process(target=live, args=(life, there), daemon=True)
    process.start()
    there.close()
    victim = Victim(process, life.settings["web"]["port"])
    try:
        deadline = time.monotonic() + COMING_UP
        while victim.alive and not here.poll():
            assert time.monotonic() < deadline, "the process did not come up"
            await asyncio.sleep(0.01)
        yield victim
    finally:
        await victim.kill()
        process.close()
        here.close()

"""`make walk`: ten thousand turns of each role on two kinds of channel (TURNS=10000 SEED=1 ROLE=leader); 1 at a fault."""

import asyncio
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from roviec.db.engine import Database
from tests.conftest import create_tables
from tests.walk.facts import Changed
from tests.walk.town import ROLES, built
from tests.walk.walker import Walker

CHANNELS = ("web", "plain")


def _memory() -> str | None:
    """Return a folder in memory, where there is one: no disk is waited for."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


async def walked(role: str, channel: str, turns: int, seed: str) -> Walker:
    """Walk one role through an office of its own."""
    with tempfile.TemporaryDirectory(prefix="roviec-walk-", dir=_memory()) as folder:
        url = f"sqlite+aiosqlite:///{folder}/roviec.db"
        await (await create_tables(Database(url))).dispose()
        town = await built(url, Path(folder), channel)
        facts = Changed(Path(folder) / "roviec.db")
        walker = Walker(town, role, random.Random(f"{role}/{channel}/{seed}"), facts)
        await walker.walk(turns)
        await town.chat.close()
    return walker


async def main() -> int:
    """Walk every role, print what was wrong."""
    turns, seed = int(os.environ.get("TURNS", "10000")), os.environ.get("SEED", "1")
    roles = os.environ.get("ROLE", " ".join(ROLES)).split()
    faults = 0
    for role in roles:
        for channel in CHANNELS:
            began = time.monotonic()
            walker = await walked(role, channel, turns // len(CHANNELS), seed)
            faults += len(walker.faults)
            print(f"{role} on {channel}: {walker.turns} turns, {len(walker.faults)} faults, "
                  f"{time.monotonic() - began:.0f} s", flush=True)  # fmt: skip
            for fault in walker.faults:
                print(f"FAULT  {fault}", flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

"""`python -m bench.limits [minutes]`: a broadcast at the platform's limit on both databases, side by side in one run.

Each office has a platform of its own, which refuses what comes too fast; meanwhile somebody new asks something every second.
The limit leaves the machine idle most of the time, so that the offices do not wait for one another.
"""

import asyncio
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack

from bench.measures import Broadcast, broadcast
from bench.processes import processes
from bench.town import Bot
from tests.fakes.telegram.server import spawn
from tests.postgres import binaries, own

ALLOWED = 30.0
"""Messages a second that the platform takes."""
MINUTES = 10.0
OFFICES = {"SQLite, one process": 0, "PostgreSQL, one process": 1, "PostgreSQL, two processes": 2}
"""The processes of each on PostgreSQL; none: one on SQLite."""


async def measure(bots: Sequence[Bot], people: int) -> tuple[Broadcast, float]:
    """Return how it goes in one office, and the most megabytes that one of its processes held."""
    found = await broadcast(bots[0], people, ALLOWED)
    return found, max(bot.peak_megabytes for bot in bots)


async def main(minutes: float) -> None:
    """Measure and print."""
    tools = binaries()
    if tools is None:
        raise SystemExit("PostgreSQL is not installed here")
    people = int(60 * minutes * ALLOWED)
    with own(tools, is_safe=True) as server:
        async with AsyncExitStack() as stack:
            offices = []
            for count in OFFICES.values():
                fake = await stack.enter_async_context(spawn("--limits"))
                there = processes(fake, server.address, count, ALLOWED)
                offices.append(await stack.enter_async_context(there))
            results = await asyncio.gather(*(measure(bots, people) for bots in offices))
    print(f"{people} people, {ALLOWED:.0f} messages a second allowed (aims: ≥ 99 %, none refused, p95 < 2 s)")
    for name, (found, memory) in zip(OFFICES, results, strict=True):
        used = f"{100 * found.share:.1f} % used, {found.refused} refused"
        print(f"{name:<28}{used}, a reply p50 / p95 / p99 {found.waits}, {memory:.0f} MB", flush=True)


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES))

"""Run the fake alone: `python -m tests.fakes.zalo_bot --port 8082`. The first line printed is its address."""

import argparse
import asyncio
import signal

from .core import TOKEN
from .server import FakeZaloBot


async def serve(port: int, *, flat: bool) -> None:
    """Serve until SIGINT or SIGTERM."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with FakeZaloBot(port=port, flat=flat) as fake:
        print(fake.base_url, flush=True)
        print(f"token: {TOKEN}", flush=True)
        await stopped.wait()


def main() -> None:
    """Read the options and serve."""
    options = argparse.ArgumentParser(prog="tests.fakes.zalo_bot")
    options.add_argument("--port", type=int, default=8082)
    options.add_argument("--flat", action="store_true", help="webhooks carry the bare event")
    chosen = options.parse_args()
    asyncio.run(serve(chosen.port, flat=chosen.flat))


if __name__ == "__main__":
    main()

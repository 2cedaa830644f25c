"""Run the fake alone: `python -m tests.fakes.telegram --port 8081`. The first line printed is its address."""

import argparse
import asyncio
import contextlib
import signal

from .app import TOKEN
from .limits import Limits
from .server import FakeTelegram


async def serve(options: argparse.Namespace) -> None:
    """Serve until SIGINT or SIGTERM."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    fake = FakeTelegram(
        port=options.port,
        token=options.token,
        limits=Limits.telegram() if options.limits else None,
        throttle=not options.no_throttle,
        latency=options.latency,
        webhook_time_scale=options.webhook_time_scale,
    )
    async with fake:
        print(fake.base_url, flush=True)
        await stopped.wait()


def main() -> None:
    """Read the options and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.telegram")
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--limits", action="store_true", help="enforce 30/s, 1/s per chat, 20/min per group")
    parser.add_argument(
        "--no-throttle", action="store_true", help="switch the 0.5 s / 3 s rules of getUpdates off"
    )
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before every answer")
    parser.add_argument(
        "--webhook-time-scale", type=float, default=1.0, help="0.01: retries 100 times faster"
    )
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()

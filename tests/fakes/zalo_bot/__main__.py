"""Run the fake alone: `python -m tests.fakes.zalo_bot --port 8082`. The first line printed is its address."""

import argparse
import asyncio
import signal

from .core import MESSAGES, PEOPLE, TOKEN, Quota
from .server import FakeZaloBot


async def serve(options: argparse.Namespace) -> None:
    """Serve until SIGINT or SIGTERM."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    quota = Quota(messages=options.messages, people=options.people)
    async with FakeZaloBot(port=options.port, flat=options.flat, quota=quota) as fake:
        fake.pusher.tries, fake.pusher.pause = options.tries, options.pause
        print(fake.base_url, flush=True)
        print(f"token: {TOKEN}", flush=True)
        await stopped.wait()


def main() -> None:
    """Read the options and serve."""
    options = argparse.ArgumentParser(prog="tests.fakes.zalo_bot")
    options.add_argument("--port", type=int, default=8082, help="0: any")
    options.add_argument("--flat", action="store_true", help="webhooks carry the bare event")
    options.add_argument("--messages", type=int, default=MESSAGES, help="a month's messages, both ways")
    options.add_argument("--people", type=int, default=PEOPLE)
    options.add_argument(
        "--tries", type=int, default=3, help="how often an event is pushed before it is given up"
    )
    options.add_argument("--pause", type=float, default=0.01, help="seconds between two pushes of an event")
    asyncio.run(serve(options.parse_args()))


if __name__ == "__main__":
    main()

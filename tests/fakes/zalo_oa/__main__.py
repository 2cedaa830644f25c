"""Run the fake alone: `python -m tests.fakes.zalo_oa --port 8083`. The first line printed is its openapi address."""

import argparse
import asyncio
import json
import signal

from .server import FakeZaloOA
from .sim import about


async def serve(options: argparse.Namespace) -> None:
    """Serve until SIGINT or SIGTERM."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    settings = {} if options.access_life is None else {"access_life": options.access_life}
    async with FakeZaloOA(port=options.port, time_scale=options.time_scale, **settings) as fake:
        fake.pusher.patient = options.patient
        print(fake.openapi_url, flush=True)
        print(json.dumps(about(fake)), flush=True)
        await stopped.wait()


def main() -> None:
    """Read the options and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.zalo_oa")
    parser.add_argument("--port", type=int, default=0, help="this one and the two after it; 0: any free ones")
    parser.add_argument("--time-scale", type=float, default=1.0, help="0.01: retries 100 times sooner")
    parser.add_argument("--access-life", type=float, default=None, help="seconds that an access token lives")
    parser.add_argument("--patient", action="store_true", help="repeat each event until it is taken")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()

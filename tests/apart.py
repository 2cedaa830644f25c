"""Work for a whole session of tests, in an event loop of its own."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def apart(work: Coroutine[Any, Any, Any]) -> None:
    """Run work to its end, whatever loop asks for it."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()

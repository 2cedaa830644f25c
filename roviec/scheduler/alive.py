"""The dead-man's switch: somebody outside hears each minute that the clock goes, and raises the alarm when it does not.

Only a round in which nothing failed is told. Who is asked to listen knows nothing else of the office.
"""

import asyncio
import logging

from roviec.channels.common.addresses import proxy_for
from roviec.channels.common.http import Http, Unanswered

log = logging.getLogger(__name__)
PATIENCE = 10.0


class SignOfLife:
    """Calls an address, one call at a time and never in anybody's way; the address is a secret."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._calling: asyncio.Task[None] | None = None
        self._unheard = False

    def __call__(self) -> None:
        """Begin a call, unless one goes on."""
        if self._calling is None or self._calling.done():
            self._calling = asyncio.create_task(self._call())

    async def _call(self) -> None:
        why = ""
        http = Http(timeout=PATIENCE, proxy=proxy_for(self._url), connections=1)
        try:
            answer = await http.call("GET", self._url)
            why = "" if answer.status < 400 else f"status {answer.status}"
        except (Unanswered, OSError) as error:
            why = str(error) if isinstance(error, Unanswered) else type(error).__name__
        finally:
            await http.close()
        if why and not self._unheard:
            log.warning("nobody takes the sign of life: %s", why)
        self._unheard = bool(why)

    async def close(self) -> None:
        """End what goes on."""
        if self._calling is not None:
            self._calling.cancel()
            await asyncio.wait({self._calling})

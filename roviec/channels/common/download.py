"""Download what a person sent from the address in their message, while that lasts."""

import asyncio

import httpx

from roviec.messages.incoming import FileRef
from roviec.messages.outcome import Failure

LARGEST = 20 * 1024 * 1024


async def download(file: FileRef, *, trusted: str, timeout: float) -> bytes:
    """Return the bytes; raise `Failure` with the reason. Only https is followed, and the `trusted` root.

    The address comes from outside: it must not lead to a service inside our own network.
    """

    async def check(request: httpx.Request) -> None:
        if request.url.scheme != "https" and not str(request.url).startswith(f"{trusted}/"):
            raise Failure("the file's address is not https")

    try:
        async with (
            asyncio.timeout(timeout * 4),
            httpx.AsyncClient(
                timeout=timeout, follow_redirects=True, max_redirects=3, event_hooks={"request": [check]}
            ) as http,
            http.stream("GET", file.ref) as answer,
        ):
            return await _read(answer)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
        raise Failure(f"no download: {type(error).__name__}", retry=True) from None


async def _read(answer: httpx.Response) -> bytes:
    if answer.status_code != 200:
        # The addresses end after a while, and then for good.
        raise Failure(f"no download: HTTP {answer.status_code}", retry=answer.status_code >= 500)
    data = bytearray()
    async for part in answer.aiter_bytes():
        data += part
        if len(data) > LARGEST:
            raise Failure("the file is larger than 20 MB")
    return bytes(data)

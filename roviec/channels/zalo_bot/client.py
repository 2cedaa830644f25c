"""The calls of the Zalo Bot Platform over HTTP; what is not a success is raised as `Refused` or `Unanswered`."""

import asyncio
from typing import Any

import httpx

from roviec.channels.zalo_bot.trouble import Refused, Unanswered
from roviec.messages.incoming import Json

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
NOTHING_CAME = 408


class Client:
    """Calls methods under `{root}/bot{token}/`; the address holds the token and is never logged or shown."""

    def __init__(self, token: str, root: str, *, timeout: float) -> None:
        self._address, self._timeout = f"{root}/bot{token}", timeout
        self.http = httpx.AsyncClient(
            timeout=httpx.Timeout(timeout, connect=min(timeout, 10.0)),
            limits=httpx.Limits(max_connections=16),
        )

    async def call(self, method: str, *, hold: float = 0.0, **data: Any) -> Any:
        """Call a method and return its `result`; the platform may take `hold` seconds more than usual."""
        patience = self._timeout + hold
        try:
            # httpx counts anew with every byte; this one ends a call for certain.
            async with asyncio.timeout(patience):
                answer = await self.http.post(f"{self._address}/{method}", json=data, timeout=patience)
        except _NOT_SENT as error:
            raise Unanswered(f"no connection: {type(error).__name__}", taken=False) from None
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            raise Unanswered(f"no answer: {type(error).__name__}", taken=True) from None
        return _result(answer)

    async def update(self, hold: int) -> Json | None:
        """Wait up to `hold` seconds for one update; None when nothing came."""
        try:
            result = await self.call("getUpdates", hold=hold, timeout=str(hold))
        except Refused as refused:
            if refused.code == NOTHING_CAME:
                return None
            raise
        return result if isinstance(result, dict) else None

    async def close(self) -> None:
        """Close every connection."""
        await self.http.aclose()


def _result(answer: httpx.Response) -> Any:
    """Return the result in the envelope; errors come with HTTP 200 as often as with their own code."""
    try:
        body = answer.json()
        ok = body["ok"]
    except (ValueError, KeyError, TypeError):
        raise Unanswered(f"HTTP {answer.status_code}, not the Bot API", taken=True) from None
    if ok is True:
        return body.get("result")
    raise Refused(_code(body, answer.status_code), str(body.get("description", ""))[:200])


def _code(body: Json, status: int) -> int:
    """Return the error's code; one method spells its key `errorCode`."""
    for key in ("error_code", "errorCode"):
        if isinstance(body.get(key), int):
            return int(body[key])
    return status if status >= 400 else 500

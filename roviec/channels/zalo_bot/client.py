"""The calls of the Zalo Bot Platform over HTTP; what is not a success is raised as `Refused` or `Unanswered`."""

from typing import Any

from roviec.channels.common.addresses import proxy_for
from roviec.channels.common.http import Answer, Http, Unanswered
from roviec.channels.zalo_bot.trouble import Refused
from roviec.messages.incoming import Json
from roviec.messages.outside import parsed

NOTHING_CAME = 408
LONGEST_HOLD = 60.0


class Client:
    """Calls methods under `{root}/bot{token}/`; the address holds the token and is never logged or shown."""

    def __init__(self, token: str, root: str, *, timeout: float) -> None:
        self._address, proxy = f"{root}/bot{token}", proxy_for(root)
        self._http = Http(timeout=timeout, proxy=proxy)
        self._polls = Http(timeout=timeout + LONGEST_HOLD, proxy=proxy, connections=1)

    async def call(self, method: str, *, hold: float = 0.0, **data: Any) -> Any:
        """Call a method and return its `result`; the platform may take `hold` seconds more than usual."""
        http = self._polls if hold else self._http
        patience = self._http.timeout + hold
        return _result(await http.call("POST", f"{self._address}/{method}", patience=patience, json=data))

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
        await self._http.close()
        await self._polls.close()


def _result(answer: Answer) -> Any:
    """Return the result in the envelope; errors come with HTTP 200 as often as with their own code."""
    try:
        body = parsed(answer.body)
        ok = body["ok"]
    except (ValueError, KeyError, TypeError):
        raise Unanswered(f"HTTP {answer.status}, not the Bot API", taken=True) from None
    if ok is True:
        return body.get("result")
    raise Refused(_code(body, answer.status), str(body.get("description", ""))[:200])


def _code(body: Json, status: int) -> int:
    """Return the error's code; one method spells its key `errorCode`."""
    for key in ("error_code", "errorCode"):
        if isinstance(body.get(key), int):
            return int(body[key])
    return status if status >= 400 else 500

"""Knocking at a browser that is not looking (Web Push, RFC 8030): something is here, never what."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from roviec.channels.common.http import Inside, Unanswered
from roviec.channels.common.outside import Outside
from roviec.channels.webchat.sealing import ENCODING, seal
from roviec.channels.webchat.subscription import Subscription
from roviec.channels.webchat.vapid import Vapid
from roviec.messages.outcome import Failure

PATIENCE = 10.0
LONGEST = 3600.0
"""Seconds that we let a push service put us off at most."""
LASTS = 12 * 3600
"""Seconds that a service keeps a knock for a device that is off."""
PADDED = 512
"""Every knock is as long as every other: its length says nothing."""
_GONE = (404, 410)


class Push:
    """Sends knocks to the push services that browsers named."""

    def __init__(self, vapid: Vapid, *, trusted: str = "", timeout: float = PATIENCE) -> None:
        """Take the office's key; services lie on the public Internet, but for one that begins with `trusted`."""
        self.vapid = vapid
        self._outside = Outside(trusted, timeout=timeout, connections=16)

    def takes(self, to: Subscription) -> bool:
        """Tell whether a subscription leads to where we would knock."""
        try:
            self._outside.check(to.endpoint)
        except Failure:
            return False
        return True

    async def knock(self, to: Subscription, words: Mapping[str, str], *, now: datetime) -> None:
        """Hand `words` over, sealed for the browser; raise `Failure`, `unreachable` where it is not to be knocked at."""
        try:
            line = self._outside.line(to.endpoint)
        except Failure as failure:
            raise Failure(failure.reason, unreachable=True) from None
        sealed = seal(json.dumps(words, ensure_ascii=False).encode(), to.lock, padded=PADDED)
        try:
            async with line.stream(
                "POST", to.endpoint, data=sealed, headers=self._headers(to, now)
            ) as answer:
                _judge(answer.status, answer.headers, now)
        except Inside:
            raise Failure("the push address leads inside", unreachable=True) from None
        except Unanswered as error:
            raise Failure(f"push: {error}", retry=True) from None

    def _headers(self, to: Subscription, now: datetime) -> dict[str, str]:
        parts = urlsplit(to.endpoint)
        return {
            "authorization": self.vapid.header(f"{parts.scheme}://{parts.netloc}", now),
            "content-encoding": ENCODING,
            "content-type": "application/octet-stream",
            "ttl": str(LASTS),
            "urgency": "high",
            # Of several knocks at a device that is off, the last one alone is kept.
            "topic": "tin-moi",
        }

    async def close(self) -> None:
        """Close every connection."""
        await self._outside.close()


def _judge(status: int, headers: Mapping[str, str], now: datetime) -> None:
    """Raise `Failure` for what a push service did not take."""
    if 200 <= status < 300:
        return
    if status in _GONE:
        raise Failure("push: the browser is gone", unreachable=True)
    is_busy = status == 429 or status >= 500
    raise Failure(f"push: HTTP {status}", retry=is_busy, retry_after=_wait(headers, now) if is_busy else None)


def _wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds that a service asks us to wait, at most LONGEST; they come as a number or as a date."""
    given = headers.get("retry-after", "")
    if given.isascii() and given.isdecimal():
        return min(float(given[:9]), LONGEST)
    try:
        until = parsedate_to_datetime(given)
        return min(max((until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds(), 0.0), LONGEST)
    except (ValueError, TypeError, OverflowError):
        return None

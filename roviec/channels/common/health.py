"""What `roviec doctor` asks a channel: one check a thing, each with what was found; no secret in any of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

SKEW = 60.0
"""Seconds by which our clock may differ from the platform's."""


@dataclass(frozen=True)
class Check:
    """What was looked at; the sentences are `cli.doctor.<name>` and, where it is not `ok`, its `.advice`."""

    name: str
    ok: bool
    found: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


async def clock_check(root: str, *, proxy: str = "") -> Check | None:
    """Compare our clock with the one in the head of the platform's answer; None where it shows none."""
    try:
        async with httpx.AsyncClient(proxy=proxy or None, timeout=3.0) as http:
            answer = await http.get(root)
        theirs = parsedate_to_datetime(answer.headers["date"])
    except (httpx.HTTPError, httpx.InvalidURL, ImportError, KeyError, ValueError):
        return None
    seconds = round(abs((datetime.now(UTC) - theirs).total_seconds()))
    return Check("skew", seconds <= SKEW, values={"seconds": seconds})

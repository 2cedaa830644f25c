"""What several platforms are asked alike by the doctor."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from roviec.channels.common.http import Http, Unanswered
from roviec.channels.registry import Check

SKEW = 60.0
"""Seconds by which our clock may differ from the platform's."""


async def clock_check(root: str, *, proxy: str = "") -> Check | None:
    """Compare our clock with the one in the head of the platform's answer; None where it shows none."""
    http = Http(timeout=3.0, proxy=proxy, connections=1)
    try:
        theirs = parsedate_to_datetime((await http.call("GET", root)).headers["date"])
    except (Unanswered, KeyError, ValueError):
        return None
    finally:
        await http.close()
    seconds = round(abs((datetime.now(UTC) - theirs).total_seconds()))
    return Check("skew", seconds <= SKEW, values={"seconds": seconds})

"""What `roviec doctor` asks Telegram: the token, the way updates take, what went wrong there last."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

from roviec.channels.common.health import Check, clock_check
from roviec.channels.telegram import setup
from roviec.channels.telegram.channel import Telegram
from roviec.channels.telegram.trouble import TokenRefused
from roviec.messages.incoming import Json
from roviec.messages.outcome import Failure

RECENT = timedelta(hours=1)
MANY = 100
"""Updates that wait at the platform: more than a short outage leaves."""


async def examine(channel: Telegram, *, now: datetime, thorough: bool) -> AsyncIterator[Check]:
    """Ask who we are and how updates reach us; nothing is changed there."""
    try:
        me = await setup.who(channel.api)
        info = await setup.webhook_info(channel.api)
    except TokenRefused:
        yield Check("refused", False, values={"variable": "ROVIEC_TELEGRAM__TOKEN"})
        return
    except Failure as failure:
        yield Check("reach", False, failure.reason)
        return
    yield Check("reach", True, f"@{me.username}")
    for check in _webhook(channel, info, now):
        yield check
    waiting = int(info.get("pending_update_count", 0))
    yield Check("pending", waiting < MANY, str(waiting), {"count": waiting})
    if (skew := await clock_check(channel.root, proxy=channel.proxy)) is not None:
        yield skew


def _webhook(channel: Telegram, info: Json, now: datetime) -> list[Check]:
    """Judge where updates are pushed to, and the last push that failed."""
    url = str(info.get("url") or "")
    if channel.mode != "webhook":
        return [Check("webhook_left", not url)]
    checks = [Check("webhook", url == channel.address)]
    if at := info.get("last_error_date"):
        is_old = now - datetime.fromtimestamp(int(at), UTC) > RECENT
        why = str(info.get("last_error_message", ""))[:120]
        checks.append(Check("webhook_error", is_old, why, {"why": why}))
    return checks

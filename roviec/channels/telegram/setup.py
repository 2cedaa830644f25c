"""What the platform is told at the start, who we are and how updates reach us, and what the doctor asks it."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from roviec.channels.common.health import clock_check
from roviec.channels.registry import Check, Look
from roviec.channels.telegram.reading import Me
from roviec.channels.telegram.receiving import ALLOWED
from roviec.channels.telegram.registration import TELEGRAM
from roviec.channels.telegram.trouble import Refused, TelegramError, TokenRefused, WebhookRefused, failure_of
from roviec.channels.telegram.wire import Api
from roviec.messages.incoming import Json
from roviec.messages.outcome import Failure

if TYPE_CHECKING:
    from roviec.channels.telegram.channel import Telegram

RECENT = timedelta(hours=1)
MANY = 100
"""Updates that wait at the platform: more than a short outage leaves."""


async def who(api: Api) -> Me:
    """Ask for our id and name."""
    found = await _call(api, "getMe")
    return Me(int(found["id"]), str(found.get("username") or ""))


async def tell(api: Api, commands: Mapping[str, str], where: tuple[str, str] | None) -> None:
    """Set the commands, then the webhook at `where` (address, secret), or take it away to poll."""
    if commands:
        listed = [{"command": name, "description": words} for name, words in commands.items()]
        await _call(api, "setMyCommands", commands=listed)
    if where is None:
        await free_webhook(api)
        return
    address, secret = where
    try:
        await _call(api, "setWebhook", url=address, secret_token=secret, allowed_updates=ALLOWED)
    except Failure as failure:
        if failure.retry:
            raise
        raise WebhookRefused(why=failure.reason) from None


async def webhook_info(api: Api) -> Json:
    """Ask where updates are pushed to: {"url", "pending_update_count", "last_error_date"?, …}."""
    found = await _call(api, "getWebhookInfo")
    return found if isinstance(found, dict) else {}


async def free_webhook(api: Api) -> None:
    """Take the webhook away; what waits stays for the polls."""
    await _call(api, "deleteWebhook")


async def _call(api: Api, endpoint: str, **data: Any) -> Any:
    try:
        return await api.call(endpoint, **data)
    except TelegramError as error:
        if isinstance(error, Refused) and error.token_refused:
            raise TokenRefused from None
        raise failure_of(error) from None


async def examine(channel: "Telegram", look: Look) -> AsyncIterator[Check]:
    """Ask who we are and how updates reach us; nothing is changed there."""
    try:
        me = await who(channel.api)
        info = await webhook_info(channel.api)
    except TokenRefused:
        yield Check("refused", False, values={"variable": TELEGRAM.variables})
        return
    except Failure as failure:
        yield Check("reach", False, failure.reason)
        return
    yield Check("reach", True, f"@{me.username}")
    for check in _webhook(channel, info, look.now):
        yield check
    waiting = int(info.get("pending_update_count", 0))
    yield Check("pending", waiting < MANY, str(waiting), {"count": waiting})
    if (skew := await clock_check(channel.root, proxy=channel.proxy)) is not None:
        yield skew


def _webhook(channel: "Telegram", info: Json, now: datetime) -> list[Check]:
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

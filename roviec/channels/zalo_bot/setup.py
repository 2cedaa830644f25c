"""What the platform is told at the start, who we are and where messages go, and what the doctor asks it."""

import logging
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from roviec.channels.common.addresses import proxy_for
from roviec.channels.common.health import clock_check
from roviec.channels.common.http import Unanswered
from roviec.channels.registry import Check, Look
from roviec.channels.zalo_bot.client import Client
from roviec.channels.zalo_bot.registration import ZALO_BOT
from roviec.channels.zalo_bot.trouble import Refused, TokenRefused, WebhookRefused, failure_of
from roviec.messages.allowance import Level
from roviec.messages.incoming import Json
from roviec.messages.outcome import Failure

if TYPE_CHECKING:
    from roviec.channels.zalo_bot.channel import ZaloBot

log = logging.getLogger(__name__)
DAILY_LIMIT = 426
_HINTS = {
    "http.403": "máy chủ từ chối (403); nếu dùng Cloudflare, Ông/Bà tắt Browser Integrity Check cho địa chỉ này",
    "http.404": "không có trang nào ở địa chỉ này (404); Ông/Bà kiểm tra web.public_url",
    "http.5xx": "máy chủ báo lỗi khi được hỏi thử",
    "err.tls": "chứng chỉ TLS không hợp lệ",
    "err.unreachable": "không vào được từ Internet",
}


async def who(client: Client) -> Json:
    """Ask for our id and names."""
    found = await _call(client, "getMe")
    return found if isinstance(found, dict) else {}


async def use_webhook(client: Client, address: str, secret: str) -> None:
    """Set the webhook; an address that fails the platform's own trial is kept there and told in the log."""
    try:
        result = await _call(client, "setWebhook", url=address, secret_token=secret)
    except Refused as refused:
        if refused.code == DAILY_LIMIT:
            await _stands(client, address)
            return
        raise WebhookRefused(why=f"{refused.code} {refused.description}") from None
    hint = _hint(result.get("verification") if isinstance(result, dict) else None)
    if hint:
        log.warning("zalo_bot: Zalo đã ghi địa chỉ webhook nhưng thử chưa được: %s", hint)


async def trial(client: Client) -> str:
    """Let the platform try our webhook, which it allows a few times a day; return what failed, or nothing."""
    return _hint(await _call(client, "testWebhook"))


async def webhook_address(client: Client) -> str:
    """Ask where messages are pushed to; empty when nowhere."""
    try:
        found = await _call(client, "getWebhookInfo")
    except Refused as refused:
        if refused.code == 400:  # none was set, as deleteWebhook says it
            return ""
        raise
    return str(found.get("url") or "") if isinstance(found, dict) else ""


def _hint(verification: Any) -> str:
    """Say in Vietnamese what a trial of the address found wrong; nothing where it went well."""
    if not isinstance(verification, dict) or verification.get("ok"):
        return ""
    outcome = str(verification.get("outcome"))[:40]
    return _HINTS.get(outcome, outcome)


async def _stands(client: Client, address: str) -> None:
    """After too many trials in a day: fine when our address stands already."""
    if await webhook_address(client) != address:
        reason = "the webhook was set too often today"
        raise Failure(reason, retry=True, retry_after=3600.0)


async def use_polling(client: Client) -> None:
    """Take the webhook away: while one is set, polls fail."""
    try:
        await _call(client, "deleteWebhook")
    except Refused as refused:
        if refused.code != 400:  # none was set
            raise failure_of(refused) from None


async def _call(client: Client, method: str, **data: Any) -> Any:
    """Call a method; raise `TokenRefused`, `Failure` for what may pass, `Refused` for the rest."""
    try:
        return await client.call(method, **data)
    except Unanswered as error:
        raise failure_of(error) from None
    except Refused as refused:
        if refused.code == 401:
            raise TokenRefused from None
        failure = failure_of(refused)
        if failure.retry:
            raise failure from None
        raise


async def examine(channel: "ZaloBot", look: Look) -> AsyncIterator[Check]:
    """Ask who we are and where messages go; only a thorough look spends one of the day's webhook trials."""
    budget = await channel.ledger.budget()
    used = f"{budget.usage.used}/{budget.allowance.messages}"
    yield Check("quota", budget.level < Level.warned, used, {"left": budget.left, "used": used})
    people = f"{budget.people}/{budget.allowance.people}"
    yield Check("seats", not budget.is_full, people, {"people": people})
    try:
        me = await who(channel.client)
        address = await webhook_address(channel.client)
    except TokenRefused:
        yield Check("refused", False, values={"variable": ZALO_BOT.variables})
        return
    except (Failure, Refused) as trouble:
        yield Check("reach", False, str(trouble))
        return
    yield Check("reach", True, str(me.get("account_name", "")))
    if channel.mode != "webhook":
        yield Check("webhook_left", not address)
    else:
        yield Check("webhook", address == channel.address)
        if look.thorough and address == channel.address:
            yield await _trial(channel)
    if (skew := await clock_check(channel.root, proxy=proxy_for(channel.root))) is not None:
        yield skew


async def _trial(channel: "ZaloBot") -> Check:
    """Let the platform knock at our webhook."""
    try:
        hint = await trial(channel.client)
    except (Failure, Refused) as trouble:
        is_limit = isinstance(trouble, Refused) and trouble.code == DAILY_LIMIT
        hint = "đã thử quá số lần trong ngày" if is_limit else str(trouble)
    return Check("webhook_test", not hint, values={"why": hint})

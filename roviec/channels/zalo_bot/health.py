"""What `roviec doctor` asks the Zalo Bot Platform: the token, the webhook, and what the month has left."""

from collections.abc import AsyncIterator
from datetime import datetime

from roviec.channels.common.health import Check, clock_check
from roviec.channels.zalo_bot import setup
from roviec.channels.zalo_bot.channel import ZaloBot
from roviec.channels.zalo_bot.trouble import Refused, TokenRefused
from roviec.messages.allowance import Level
from roviec.messages.outcome import Failure


async def examine(channel: ZaloBot, *, now: datetime, thorough: bool) -> AsyncIterator[Check]:
    """Ask who we are and where messages go; only a `thorough` look spends one of the day's webhook trials."""
    budget = await channel.ledger.budget()
    used = f"{budget.usage.used}/{budget.allowance.messages}"
    yield Check("quota", budget.level < Level.warned, used, {"left": budget.left, "used": used})
    people = f"{budget.people}/{budget.allowance.people}"
    yield Check("seats", not budget.is_full, people, {"people": people})
    try:
        me = await setup.who(channel.client)
        address = await setup.webhook_address(channel.client)
    except TokenRefused:
        yield Check("refused", False, values={"variable": "ROVIEC_ZALO_BOT__TOKEN"})
        return
    except (Failure, Refused) as trouble:
        yield Check("reach", False, str(trouble))
        return
    yield Check("reach", True, str(me.get("account_name", "")))
    if channel.mode != "webhook":
        yield Check("webhook_left", not address)
    else:
        yield Check("webhook", address == channel.address)
        if thorough and address == channel.address:
            yield await _trial(channel)
    if (skew := await clock_check(channel.root)) is not None:
        yield skew


async def _trial(channel: ZaloBot) -> Check:
    """Let the platform knock at our webhook."""
    try:
        hint = await setup.trial(channel.client)
    except (Failure, Refused) as trouble:
        is_limit = isinstance(trouble, Refused) and trouble.code == setup.DAILY_LIMIT
        hint = "đã thử quá số lần trong ngày" if is_limit else str(trouble)
    return Check("webhook_test", not hint, values={"why": hint})

"""What the platform is told at the start: who we are, our commands, and the way our updates take."""

from collections.abc import Mapping
from typing import Any

from telegram.error import TelegramError

from roviec.channels.telegram.polling import ALLOWED
from roviec.channels.telegram.reading import Me
from roviec.channels.telegram.trouble import Refused, TokenRefused, WebhookRefused, failure_of
from roviec.channels.telegram.wire import Api
from roviec.messages.incoming import Json
from roviec.messages.outcome import Failure


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
        raise failure_of(error, own_pace=True) from None

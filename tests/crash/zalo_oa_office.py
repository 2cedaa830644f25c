"""The office on the Zalo Official Account: connected once, its fake pushes to the webhook until it is answered with 200."""

from functools import partial
from typing import Any
from urllib.parse import urlsplit

from roviec.bot.build import build, open_database
from roviec.bot.settings import make
from roviec.channels.zalo_oa.channel import ZaloOa
from roviec.channels.zalo_oa.seal import Pair
from tests.crash.messenger import Messenger
from tests.fakes.zalo_oa.remote import RemoteZaloOA, spawn

FIRST = 2_468_458_835_291_000


def _section(fake: RemoteZaloOA) -> dict[str, Any]:
    keys = ("app_id", "app_secret", "oa_secret", "openapi_url", "oauth_url", "business_url")
    return {key: fake.about[key] for key in keys} | {"signature": "enforce"}


async def _prepare(fake: RemoteZaloOA, settings: dict[str, Any]) -> None:
    """Store the tokens of an authorisation and enter the webhook."""
    made = make(**settings)
    db = open_database(made)
    try:
        channel = (await build(made, db)).channels["zalo_oa"]
        assert isinstance(channel, ZaloOa)
        given = await fake.perform("grant")
        pair = Pair(given["access_token"], given["refresh_token"], float(given["expires_in"]))
        await channel.keeper.begin(pair, fake.about["oa_id"])
        address = settings["web"]["public_url"] + urlsplit(channel.webhook).path
        await fake.perform("webhook", url=address, knock=False)
        await channel.close()
    finally:
        await db.dispose()


async def _write(fake: RemoteZaloOA, chat: str, words: str) -> None:
    await fake.perform("say", uid=chat, text=words)


async def _shown(fake: RemoteZaloOA, chat: str) -> list[str]:
    return [said["text"] for said in await fake.perform("heard", uid=chat)]


async def _waiting(fake: RemoteZaloOA) -> int:
    return int((await fake.perform("statistics"))["waiting"])


ZALO_OA = Messenger(
    channel="zalo_oa",
    spawn=partial(spawn, "--patient"),
    chats=lambda count: [str(FIRST + n) for n in range(count)],
    section=_section,
    write=_write,
    shown=_shown,
    waiting=_waiting,
    prepare=_prepare,
)

"""The office on the Zalo Bot Platform: its fake pushes to the webhook until it is answered with 2xx."""

from functools import partial
from typing import Any

from roviec.channels.zalo_bot.receiving import path_of, secret_of
from tests.crash.messenger import Messenger
from tests.fakes.zalo_bot.server import RemoteZalo, spawn

ENOUGH = "1000000"


async def _write(fake: RemoteZalo, chat: str, words: str) -> None:
    await fake.perform("say", chat=chat, text=words)


async def _shown(fake: RemoteZalo, chat: str) -> list[str]:
    return list(await fake.perform("heard", chat=chat))


async def _waiting(fake: RemoteZalo) -> int:
    assert not await fake.perform("given_up")
    return int(await fake.perform("waiting"))


async def _prepare(fake: RemoteZalo, settings: dict[str, Any]) -> None:
    """Set the webhook: what is said before it is set is lost on this platform."""
    url = settings["web"]["public_url"] + path_of(fake.token)
    await fake.perform("hook", url=url, secret=secret_of(fake.token, ""))


def _section(fake: RemoteZalo) -> dict[str, Any]:
    limits = {"people": int(ENOUGH), "monthly_messages": int(ENOUGH)}
    return {"token": fake.token, "base_url": fake.base_url, **limits}


ZALO_BOT = Messenger(
    channel="zalo_bot",
    spawn=partial(spawn, "--messages", ENOUGH, "--people", ENOUGH, "--tries", ENOUGH, "--pause", "0.05"),
    chats=lambda count: [f"{n:020x}" for n in range(1, count + 1)],
    section=_section,
    write=_write,
    shown=_shown,
    waiting=_waiting,
    prepare=_prepare,
)

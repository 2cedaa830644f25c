"""The office on Telegram: the fake Bot API runs in a process that survives, people write there."""

from tests.crash.messenger import Messenger
from tests.fakes.telegram.server import RemoteTelegram, spawn

FIRST = 10_001


async def _write(fake: RemoteTelegram, chat: str, words: str) -> None:
    await fake.perform("say", user_id=int(chat), text=words)


async def _shown(fake: RemoteTelegram, chat: str) -> list[str]:
    return [message.text for message in (await fake.chat(int(chat))).from_bot]


async def _waiting(fake: RemoteTelegram) -> int:
    return int((await fake.perform("statistics"))["waiting"])


TELEGRAM = Messenger(
    channel="telegram",
    spawn=spawn,
    chats=lambda count: [str(FIRST + n) for n in range(count)],
    section=lambda fake: {"token": fake.token, "base_url": fake.base_url},
    write=_write,
    shown=_shown,
    waiting=_waiting,
)

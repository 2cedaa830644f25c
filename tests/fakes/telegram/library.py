"""A python-telegram-bot `Bot` that talks to the fake."""

from telegram import Bot
from telegram.request import HTTPXRequest

from .server import FakeTelegram


def library_bot(fake: FakeTelegram, token: str | None = None, *, read_timeout: float = 0.6) -> Bot:
    """Return a bot for this server, to be used with `async with`; timeouts are in seconds."""
    return Bot(
        token or fake.token,
        base_url=f"{fake.base_url}/bot",
        base_file_url=f"{fake.base_url}/file/bot",
        request=HTTPXRequest(connection_pool_size=16, read_timeout=read_timeout, media_write_timeout=5),
    )

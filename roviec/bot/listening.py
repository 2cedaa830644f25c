"""Listening to a channel for as long as the process lives, whatever becomes of the platform."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial

from roviec.channels.channel import Channel
from roviec.errors import PersonError, trace
from roviec.messages.incoming import Raw
from roviec.messages.outcome import Failure
from roviec.texts import catalogue

log = logging.getLogger(__name__)
RETRY = 60.0
SHOWN = (
    *(
        "viec",
        "duyet",
        "giao",
        "tuan",
        "chiso",
        "thongbao",
        "khaosat",
        "phananh",
        "gapcanbo",
        "lichviec",
        "nghiphep",
        "gio",
        "kenh",
    ),
    *("thoat", "dulieu", "xoadulieu", "nhatky", "donvi", "lichnghi", "ngonngu", "huy", "giup"),
)
"""The commands that a messenger lists, in this order."""


def commands() -> dict[str, str]:
    """Return the commands with what each does, in Vietnamese."""
    say = catalogue("vi")
    return {name: say(f"command.{name}") for name in SHOWN}


async def listen(channel: Channel, receive: Callable[[str, Sequence[Raw]], Awaitable[None]]) -> None:
    """Set a channel up and receive from it; what only a person can mend is logged and tried again."""
    while True:
        try:
            with suppress(Failure):
                await channel.setup(commands())
            await channel.receive(partial(receive, channel.name))
            return
        except PersonError as error:
            log.error("%s: %s", channel.name, error)
        except Exception as error:
            log.error("%s stopped listening, will try again: %s", channel.name, trace(error))
        await asyncio.sleep(RETRY)

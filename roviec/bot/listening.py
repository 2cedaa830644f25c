"""Listening to a channel for as long as the process lives, whatever becomes of the platform."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial

from roviec.channels.channel import Channel
from roviec.db.engine import Database
from roviec.db.holding import DutyLost
from roviec.errors import PersonError, heed_cancellation, trace
from roviec.messages.incoming import Raw
from roviec.messages.outcome import Failure
from roviec.texts import catalogue

log = logging.getLogger(__name__)
RETRY = 60.0
SHOWN = (
    *("viec", "duyet", "giao", "tuan", "trang", "chiso", "solieu", "thongbao", "khaosat", "phananh"),
    *("gapcanbo", "lichviec", "nghiphep", "gio", "kenh", "thoat", "dulieu", "xoadulieu", "nhatky"),
    *("tinloi", "donvi", "lichnghi", "dotkhaosat", "ngonngu", "huy", "giup"),
)
"""The commands that a messenger lists, in this order."""


def commands() -> dict[str, str]:
    """Return the commands with what each does, in Vietnamese."""
    say = catalogue("vi")
    return {name: say(f"command.{name}") for name in SHOWN}


async def listen(
    channel: Channel, receive: Callable[[str, Sequence[Raw]], Awaitable[None]], db: Database
) -> None:
    """Set a channel up and receive from it while no other process does; what only a person can mend is tried again.

    A platform serves one poller at a time. What it hands out is stored even where the duty was lost meanwhile: it is
    known by its hash, whoever brought it.
    """
    while True:
        try:
            with suppress(Failure):
                await channel.setup(commands())
            async with db.duties.held(f"receive/{channel.name}"):
                await channel.receive(partial(receive, channel.name))
            return
        except DutyLost:
            heed_cancellation()
            continue
        except PersonError as error:
            log.error("%s: %s", channel.name, error)
        except Exception as error:
            log.error("%s stopped listening, will try again: %s", channel.name, trace(error))
        heed_cancellation()
        await asyncio.sleep(RETRY)

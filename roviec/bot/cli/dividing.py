"""roviec shards: into how many shards the chats are divided, so that as many processes share the work."""

import asyncio
from typing import Annotated

import typer

from roviec.bot.build import open_database
from roviec.bot.cli.app import app, command
from roviec.bot.cli.common import out, settings_of
from roviec.bot.cli.look import say
from roviec.bot.settings import Settings
from roviec.db import shards
from roviec.db.migrate import make_ready
from roviec.errors import PersonError


class ShardsUnfit(PersonError):
    """Số phần phải từ 1 đến {most}. Ông/Bà ghi bằng số tiến trình sẽ chạy, ví dụ: roviec shards 2."""


@command(app, "shards", "shards")
def divide(
    context: typer.Context,
    number: Annotated[int | None, typer.Argument(metavar="N", help=say("cli.shards.number"))] = None,
) -> None:
    """Say how the chats are divided, or divide them anew while no process serves the office."""
    if number is not None and not 1 <= number <= shards.MOST:
        raise ShardsUnfit(most=shards.MOST)
    count = asyncio.run(_divided(settings_of(context), number))
    out(say("cli.shards.are" if number is None else "cli.shards.done", count=count))


async def _divided(settings: Settings, number: int | None) -> int:
    db = open_database(settings)
    try:
        await make_ready(db)
        if number is not None:
            async with db.write() as session:
                await shards.divide(session, number)
        async with db.read() as session:
            return await shards.count(session)
    finally:
        await db.dispose()

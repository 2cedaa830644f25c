"""The commands that channels bring along, such as `roviec zalo`."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import typer
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot.cli import common, look
from roviec.bot.cli.app import app, command
from roviec.channels import registered
from roviec.channels.registry import Registration
from roviec.db.audit import Act
from roviec.db.engine import Database
from roviec.errors import PersonError


class ChannelOff(PersonError):
    """Kênh {label} đang tắt. Ông/Bà đặt {name}.enabled = true trong config.toml rồi chạy lại."""


class Terminal:
    """The command line as a channel's own commands use it."""

    out, out_json = staticmethod(common.out), staticmethod(common.out_json)
    note, table = staticmethod(common.note), staticmethod(common.table)
    command = staticmethod(command)

    def __init__(self, channel: Registration) -> None:
        self.channel = channel

    def group(self, name: str, inside: typer.Typer | None = None) -> typer.Typer:
        """Add a group of commands, explained by the text `cli.<name>.help`."""
        made = look.group(name)
        (inside or app).add_typer(made, name=name.rpartition(".")[2])
        return made

    def work(self, context: typer.Context, verb: Callable[[Database, Any], Awaitable[Any]]) -> Any:
        """Open the office and let `verb` work with its database and the channel; raise `ChannelOff`."""
        settings, mine = common.settings_of(context), self.channel
        if mine not in settings.channels:
            raise ChannelOff(label=mine.label, name=mine.name)

        async def work() -> Any:
            async with common.opened(settings) as self.desk:
                desk = self.desk
                return await verb(desk.db, desk.channels[mine.name])

        return asyncio.run(work())

    async def noted(self, session: AsyncSession, what: Act, subject: str = "", **data: object) -> None:
        """Add to the audit log what the command does; only within `work`."""
        await common.noted(session, self.desk, what, subject, **data)


for one in registered.CHANNELS:
    if one.commands:
        one.commands(Terminal(one))

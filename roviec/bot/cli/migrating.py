"""roviec migrate: bring an older database to the tables of this version, saved before."""

import asyncio
from typing import Annotated

import typer

from roviec.bot.build import open_database, real_clock
from roviec.bot.cli.app import app, command
from roviec.bot.cli.common import note, out, settings_of
from roviec.bot.cli.copies import NoFolder, Yes
from roviec.bot.cli.look import say
from roviec.bot.cli.sure import sure, warn_of_running
from roviec.bot.copies import path_of, save_to
from roviec.bot.settings import Settings
from roviec.db import migrate as tables
from roviec.db.migrate import Changes


@command(app, "migrate", "migrate")
def migrate(
    context: typer.Context,
    yes: Yes = False,
    unsaved: Annotated[
        bool, typer.Option("--no-backup", metavar="", help=say("cli.migrate.unsaved"))
    ] = False,
) -> None:
    """Say what an upgrade changes, ask, save the office, upgrade it; an empty database is made at once."""
    settings = settings_of(context)
    steps, changes, is_empty = asyncio.run(_looked(settings))
    if not steps:
        return out(say("cli.migrate.current"))
    if not is_empty:
        _show(steps, changes)
        warn_of_running(settings)
        sure(say("cli.migrate.sure"), yes=yes)
    if not is_empty and not unsaved:
        _save(settings)
    asyncio.run(_upgraded(settings))
    return out(say("cli.migrate.done", version=steps[-1]))


def _save(settings: Settings) -> None:
    folder, now = settings.backup.place, real_clock()
    if folder is None:
        raise NoFolder
    path = path_of(folder, settings, now)
    asyncio.run(save_to(settings, path, now))
    note("cli.migrate.saved", path=path)


def _show(steps: list[str], changes: Changes) -> None:
    note("cli.migrate.steps", count=len(steps), steps=", ".join(steps))
    if changes.tables:
        note("cli.migrate.tables", names=", ".join(changes.tables))
    if changes.columns:
        note("cli.migrate.columns", names=", ".join(changes.columns))
    if changes.dropped:
        note("cli.migrate.dropped", names=", ".join(changes.dropped))


async def _looked(settings: Settings) -> tuple[list[str], Changes, bool]:
    db = open_database(settings)
    try:
        return await tables.missing(db), await tables.changes(db), await tables.version(db) is None
    finally:
        await db.dispose()


async def _upgraded(settings: Settings) -> None:
    db = open_database(settings)
    try:
        await tables.upgrade(db)
    finally:
        await db.dispose()

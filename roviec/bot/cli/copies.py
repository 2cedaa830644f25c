"""roviec backup, restore, move: copies of the whole office."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import make_url

from roviec.bot.build import open_database, real_clock
from roviec.bot.cli.app import app, command
from roviec.bot.cli.common import FileMissing, note, out, settings_of
from roviec.bot.cli.look import say
from roviec.bot.cli.progress import watched
from roviec.bot.cli.sure import sure, warn_of_running
from roviec.bot.copies import nightly, office_of, path_of, save_to
from roviec.bot.settings import DatabaseSection, Settings
from roviec.db import migrate
from roviec.db.backup.archive import Head, Sums
from roviec.db.backup.moving import move as move_rows
from roviec.db.backup.restoring import restore as bring_back
from roviec.db.backup.restoring import trial
from roviec.db.engine import Database
from roviec.errors import PersonError
from roviec.texts.shapes import moment, size

Yes = Annotated[bool, typer.Option("--yes", metavar="", help=say("cli.sure.yes"))]


class NoFolder(PersonError):
    """Chưa có thư mục sao lưu. Ông/Bà ghi tên tệp sau lệnh, hoặc đặt backup.folder trong config.toml."""


class UrlWrong(PersonError):
    """«{url}» không phải địa chỉ cơ sở dữ liệu. Ông/Bà ghi sqlite+aiosqlite:///… hoặc postgresql+asyncpg://…"""


class SameDatabase(PersonError):
    """Đích trùng với cơ sở dữ liệu đang dùng. Ông/Bà ghi địa chỉ khác."""


@command(app, "backup", "backup")
def backup(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar=say("cli.file"), help=say("cli.backup.file"))] = None,
    every_night: Annotated[
        bool, typer.Option("--nightly", metavar="", help=say("cli.backup.nightly"))
    ] = False,
) -> None:
    """Save the whole office into a file while it works; with --nightly also try it out and delete old ones."""
    settings, now = settings_of(context), real_clock()
    folder = settings.backup.place
    if folder is None and (file is None or every_night):
        raise NoFolder
    if every_night and folder is not None:
        path, sums = watched(nightly(settings, folder, now))
    else:
        path = file or path_of(folder or Path(), settings, now)
        sums = watched(save_to(settings, path, now))
    out(str(path))
    _tell_sums(sums)
    if not settings.backup.secret:
        note("cli.backup.open")


def _tell_sums(sums: Sums) -> None:
    note("cli.backup.sums", rows=sums.rows, tables=len(sums.tables), files=sums.files, size=size(sums.bytes))


@command(app, "restore", "restore")
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar=say("cli.file"), help=say("cli.restore.file"))],
    check: Annotated[bool, typer.Option("--check", metavar="", help=say("cli.restore.check"))] = False,
    replace: Annotated[bool, typer.Option("--replace", metavar="", help=say("cli.restore.replace"))] = False,
    yes: Yes = False,
) -> None:
    """Bring the office back from a backup; --check only tries it in a scratch database."""
    settings = settings_of(context)
    if not file.is_file():
        raise FileMissing(path=file)
    if check:
        head, sums = watched(trial(file, key=settings.backup.secret))
    else:
        if replace:
            warn_of_running(settings)
            sure(say("cli.restore.sure", url=_shown(settings.database.url)), yes=yes)
        head, sums = watched(_restored(settings, file, replace=replace))
    _tell_head(head, settings)
    _tell_sums(sums)
    out(say("cli.restore.checked" if check else "cli.restore.done"))


def _tell_head(head: Head, settings: Settings) -> None:
    note("cli.restore.head", office=head.office, at=moment(head.moment.astimezone(settings.office.zone)))


async def _restored(settings: Settings, file: Path, *, replace: bool) -> tuple[Head, Sums]:
    db = open_database(settings)
    office = office_of(settings, db)
    try:
        if replace and await migrate.version(db) is not None:
            now = real_clock()
            kept = path_of(settings.backup.place or file.parent, settings, now)
            await save_to(settings, kept, now)
            note("cli.restore.kept", path=kept)
        return await bring_back(office, file, key=settings.backup.secret, replace=replace)
    finally:
        await office.files.close()
        await db.dispose()


@command(app, "move", "move")
def move(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar=say("cli.move.url"), help=say("cli.move.where"))],
    yes: Yes = False,
) -> None:
    """Move the office into another, empty database and compare counts and checksums."""
    settings = settings_of(context)
    try:
        target = DatabaseSection(url=url).url
    except ValueError:
        raise UrlWrong(url=url) from None
    if make_url(target) == make_url(settings.database.url):
        raise SameDatabase
    warn_of_running(settings)
    sure(say("cli.move.sure", url=_shown(target)), yes=yes)
    sums = watched(_moved(settings, target))
    _tell_sums(sums)
    out(say("cli.move.done"))


async def _moved(settings: Settings, url: str) -> Sums:
    source, target = open_database(settings), Database(url)
    try:
        return await move_rows(source, target)
    finally:
        await source.dispose()
        await target.dispose()


def _shown(url: str) -> str:
    """Return an address without its password."""
    return make_url(url).render_as_string(hide_password=True)

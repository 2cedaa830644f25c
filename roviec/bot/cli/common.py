"""What the commands share: the opened office, dates, and the two ways out (data, messages)."""

import asyncio
import getpass
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from errno import ENOSPC
from pathlib import Path
from typing import Annotated, Any, BinaryIO, TypeVar

import typer
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot import settings as configuration
from roviec.bot.build import build, open_database
from roviec.bot.cli.app import Wish
from roviec.bot.cli.look import name_of, say
from roviec.bot.cli.progress import watched
from roviec.bot.settings import Settings
from roviec.channels.channel import Channel
from roviec.db import audit, migrate
from roviec.db.audit import Act
from roviec.db.engine import Database
from roviec.errors import PersonError
from roviec.handlers.frame.house import House
from roviec.messages.outcome import Failure

PATIENCE = 5.0
"""Seconds that a command waits for a platform."""
Result = TypeVar("Result")
JsonFlag = Annotated[bool, typer.Option("--json", metavar="", help=say("cli.json"))]


class BadDate(PersonError):
    """«{value}» không phải là ngày. Ông/Bà ghi năm-tháng-ngày, ví dụ: 2026-06-30."""


class DatesSwapped(PersonError):
    """Ngày bắt đầu {first} sau ngày kết thúc {last}. Ông/Bà đổi lại hai ngày."""


class FileMissing(PersonError):
    """Không tìm thấy tệp {path}. Ông/Bà kiểm tra lại đường dẫn."""


class FileUnreadable(PersonError):
    """Không đọc được tệp {path}. Ông/Bà kiểm tra quyền đọc và xem đó có phải là một tệp."""


class FileUnwritable(PersonError):
    """Không ghi được vào {path}. Ông/Bà kiểm tra thư mục và quyền ghi."""


@dataclass(frozen=True)
class Desk:
    """The office as a command finds it: settings, a migrated database, and what time it is."""

    settings: Settings
    db: Database
    house: House
    now: datetime
    channels: Mapping[str, Channel] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day at the office."""
        return self.now.astimezone(self.settings.office.zone).date()


def settings_of(context: typer.Context) -> Settings:
    """Return the settings that the command line points to."""
    wish: Wish = context.obj
    try:
        return configuration.load(wish.config)
    except (IsADirectoryError, PermissionError) as error:
        raise FileUnreadable(path=error.filename) from None


def work(context: typer.Context, verb: Callable[[Desk], Awaitable[Result]]) -> Result:
    """Open the office, let `verb` do its work there, close it."""

    async def _work() -> Result:
        async with opened(settings_of(context)) as desk:
            return await verb(desk)

    return watched(_work())


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Desk]:
    """Open the database of `settings`, made where it is empty; raise `DatabaseBehind` where it is older."""
    db = open_database(settings)
    try:
        await migrate.make_ready(db)
        parts = await build(settings, db)
        try:
            yield Desk(settings, db, parts.house, parts.clock(), parts.channels)
        finally:
            closing = [channel.close() for channel in parts.channels.values()]
            await asyncio.gather(*closing, parts.files.close())
    finally:
        await db.dispose()


async def noted(session: AsyncSession, desk: Desk, what: Act, subject: str = "", **data: object) -> None:
    """Add to the audit log what this command does, in the transaction that does it."""
    await audit.record(
        session, what, actor=None, at=desk.now, channel=audit.CLI, subject=subject, user=_user(), **data
    )


def _user() -> str:
    """Return whose command this is, as the machine knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def day(text: str | None) -> date | None:
    """Read a date of the command line; raise `BadDate`."""
    if text is None:
        return None
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d").date()  # noqa: DTZ007
    except ValueError:
        raise BadDate(value=text) from None


def days(first: str | None, last: str | None) -> tuple[date | None, date | None]:
    """Read the two ends of a span; raise `BadDate` or `DatesSwapped`."""
    start, end = day(first), day(last)
    if start and end and start > end:
        raise DatesSwapped(first=first, last=last)
    return start, end


def read_bytes(path: Path) -> bytes:
    """Return what is in a file; raise `FileMissing` or `FileUnreadable`."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise FileMissing(path=path) from None
    except OSError:
        raise FileUnreadable(path=path) from None


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """Open a file that is there whole or not at all, its folder made if need be; raise `FileUnwritable`."""
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as target:
            yield target
        part.replace(path)
    except OSError as error:
        if error.errno == ENOSPC:
            raise
        raise FileUnwritable(path=path) from None


def out(text: str) -> None:
    """Write data, or the answer itself, to standard output."""
    typer.echo(text)


def out_json(value: Any) -> None:
    """Write data as JSON to standard output."""
    out(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def note(key: str, **values: object) -> None:
    """Write a message to standard error, so that data stay alone on standard output."""
    typer.echo(say(key, **values), err=True)


def table(headings: str, rows: list[list[str]]) -> None:
    """Show rows under the headings of a text ("Số|Họ tên|…"); wide where no terminal limits it."""
    from rich.console import Console  # Whatever shows no table starts sooner without it.
    from rich.table import Table

    shown = Table(*say(headings).split("|"), box=None, header_style="bold", pad_edge=False)
    for row in rows:
        shown.add_row(*[cell.replace("[", r"\[") for cell in row])
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 240
    console.print(shown)


async def links(desk: Desk, code: str) -> dict[str, str]:
    """Return one address per channel that opens it with `code`; say which channel has none, and why."""
    await asyncio.gather(*(_introduced(channel) for channel in desk.channels.values()))
    found = dict(desk.house.links(code))
    for name, can in desk.house.channels.items():
        if name not in found:
            note("cli.no_link" if can.deep_links else "cli.no_link.typed", channel=name_of(name))
    return found


async def _introduced(channel: Channel) -> None:
    """Let a channel learn what its links need, where its platform answers in time."""
    with suppress(Failure, PersonError, TimeoutError):
        async with asyncio.timeout(PATIENCE):
            await channel.introduce()

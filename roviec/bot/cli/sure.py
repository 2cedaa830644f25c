"""What is asked before a command changes the whole office."""

import asyncio
import sys

import typer

from roviec.bot.build import open_database, real_clock
from roviec.bot.cli.common import note
from roviec.bot.settings import Settings
from roviec.db.backup.noted import is_running
from roviec.errors import PersonError


class NotSure(PersonError):
    """Chưa thay đổi gì vì chưa được đồng ý. Ông/Bà chạy lại với --yes, hoặc chạy trên màn hình để trả lời câu hỏi."""


def sure(question: str, *, yes: bool) -> None:
    """Go on only when somebody agrees; raise `NotSure` where nobody can be asked."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise NotSure
    typer.confirm(question, abort=True, err=True)


def warn_of_running(settings: Settings) -> None:
    """Say so where a process still seems to serve the office."""

    async def look() -> bool:
        db = open_database(settings)
        try:
            return await is_running(db, real_clock())
        finally:
            await db.dispose()

    if asyncio.run(look()):
        note("cli.sure.running")

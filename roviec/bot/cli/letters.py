"""roviec letters: messages that were given up, and sending them again."""

from typing import Annotated, Any

import typer

from roviec.bot.cli.app import app, command
from roviec.bot.cli.common import Desk, JsonFlag, noted, out, out_json, table, work
from roviec.bot.cli.look import group, name_of, say
from roviec.db import dead_letters
from roviec.db.audit import Act
from roviec.delivery.resending import send_again
from roviec.errors import PersonError
from roviec.texts.shapes import day, short

letters = group("letters", invoke_without_command=True, no_args_is_help=False)
app.add_typer(letters)
MOST = 1000


class WhichLetter(PersonError):
    """Chưa rõ tin nào. Ông/Bà ghi mã tin (xem bằng: roviec letters), hoặc --all để gửi lại tất cả."""


class LetterGone(PersonError):
    """Không tin nào phải gửi lại: tin đã được gửi lại trước đó, hoặc mã sai. Ông/Bà xem bằng: roviec letters."""


@letters.callback(epilog=say("cli.for_example", line=say("cli.letters.example")))
def show(context: typer.Context, as_json: JsonFlag = False) -> None:
    """List what was given up, the newest first."""
    if context.invoked_subcommand is not None:
        return None
    rows = work(context, _rows)
    if as_json:
        return out_json(rows)
    shown = ("letter", "day", "channel", "whom", "words", "error")
    return table("cli.letters.columns", [[row[key] for key in shown] for row in rows])


async def _rows(desk: Desk) -> list[dict[str, Any]]:
    async with desk.db.read() as session:
        found = await dead_letters.listed(session, channels=desk.house.channels, limit=MOST)
    return [
        {
            "letter": one.name,
            "day": day(one.at.astimezone(desk.settings.office.zone).date()),
            "channel": name_of(one.channel),
            "whom": f"{one.person} ({one.unit})" if one.person else say("cli.letters.chat"),
            "words": short(" ".join(one.words.split()), 60),
            "error": one.error,
        }
        for one in found
    ]


@command(letters, "retry", "letters.retry")
def retry(
    context: typer.Context,
    letter: Annotated[
        list[str] | None, typer.Argument(metavar=say("cli.letters.letter"), help=say("cli.letters.which"))
    ] = None,
    every: Annotated[bool, typer.Option("--all", metavar="", help=say("cli.letters.all"))] = False,
) -> None:
    """Send messages again that were given up."""
    if bool(letter) == every:
        raise WhichLetter
    count = work(context, lambda desk: _retry(desk, None if every else letter))
    if not count:
        raise LetterGone
    out(say("cli.letters.sent", count=count))


async def _retry(desk: Desk, names: list[str] | None) -> int:
    zone = desk.settings.office.zone
    async with desk.db.write() as session:
        count = await send_again(session, names, channels=desk.house.channels, now=desk.now, zone=zone)
        if count:
            await noted(session, desk, Act.resend, count=count)
        return count

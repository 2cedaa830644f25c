"""roviec calendar: the office's days off, and the days that it works instead."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot.cli import days_file
from roviec.bot.cli.app import app, command
from roviec.bot.cli.common import Desk, JsonFlag, day, noted, out, out_json, table, work
from roviec.bot.cli.look import group, say
from roviec.db import calendar as days
from roviec.db.audit import Act
from roviec.errors import PersonError
from roviec.tasks.days_listed import listed
from roviec.tasks.days_off import AlreadyOff, AlreadyWorked, Span, check_year, span_of
from roviec.tasks.seed import names, projected
from roviec.texts import shapes

calendar = group("calendar")
app.add_typer(calendar)
Day = Annotated[str, typer.Argument(metavar=say("cli.day"))]
To = Annotated[str | None, typer.Option("--to", metavar=say("cli.day"), help=say("cli.calendar.to"))]
Note = Annotated[
    str, typer.Option("--note", "--name", metavar=say("cli.words"), help=say("cli.calendar.note"))
]


class OffOrWork(PersonError):
    """Ông/Bà chọn một trong hai: --off (ngày nghỉ) hoặc --work (ngày làm việc)."""


class NotEntered(PersonError):
    """Cơ quan chưa nhập gì cho {days} nên lịch vẫn như cũ. Ông/Bà xem lịch bằng: roviec calendar list."""


@command(calendar, "list", "calendar.list")
def show(
    context: typer.Context,
    year: Annotated[
        int | None,
        typer.Option("--year", min=1900, max=9998, metavar=say("cli.year"), help=say("cli.calendar.year")),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Show the days of a year that differ from the week; as JSON one entry a day."""
    lines, is_guess, of = work(context, lambda desk: _listed(desk, year))
    if as_json:
        return out_json([one for line in lines for one in _as_json(line, is_guess)])
    kinds = {False: say("cli.calendar.off"), True: say("cli.calendar.work")}
    whose = {False: "", True: say("cli.calendar.entered")}
    table(
        "cli.calendar.columns",
        [[str(one.span), kinds[one.working], one.name, whose[one.entered]] for one in lines],
    )
    if is_guess:
        out(say("days.projected", year=of))
    return None


async def _listed(desk: Desk, year: int | None) -> tuple[list[Any], bool, int]:
    year = year or desk.today.year
    first, last = date(year, 1, 1), date(year, 12, 31)
    async with desk.db.read() as session:
        notes = {one.day: one.note for one in await days.entries(session, first=first, last=last)}
        is_guess = projected(year) and year not in await days.confirmed(session)
    return listed(desk.house.calendar(), first, last, notes, names(year)), is_guess, year


def _as_json(line: Any, is_guess: bool) -> list[dict[str, Any]]:
    kind = "work" if line.working else "off"
    more = {"kind": kind, "name": line.name, "entered": line.entered, "projected": is_guess}
    return [{"day": one, **more} for one in line.span.days]


@command(calendar, "add", "calendar.add")
def add(
    context: typer.Context,
    first: Day,
    off: Annotated[bool, typer.Option("--off", metavar="", help=say("cli.calendar.is_off"))] = False,
    worked: Annotated[bool, typer.Option("--work", metavar="", help=say("cli.calendar.is_work"))] = False,
    to: To = None,
    note: Note = "",
) -> None:
    """Enter days off or days worked."""
    if off is worked:
        raise OffOrWork
    _enter(context, first, to, note, working=worked)


@command(calendar, "off", "calendar.off")
def is_off(context: typer.Context, first: Day, to: To = None, note: Note = "") -> None:
    """Enter days off."""
    _enter(context, first, to, note, working=False)


@command(calendar, "work", "calendar.work")
def is_worked(context: typer.Context, first: Day, to: To = None, note: Note = "") -> None:
    """Enter days worked."""
    _enter(context, first, to, note, working=True)


def _enter(context: typer.Context, first: str, to: str | None, note: str, *, working: bool) -> None:
    span = _span(first, to)

    async def verb(desk: Desk) -> list[date]:
        async with desk.db.write() as session:
            return await _set_noted(session, desk, span, working=working, note=note)

    changed = work(context, verb)
    key = "cli.calendar.worked" if working else "cli.calendar.closed"
    out(say(key, days=", ".join(map(shapes.day, changed))))


def _span(first: str, to: str | None) -> Span:
    begins = day(first)
    assert begins is not None
    return span_of(begins, day(to) or begins)


async def _set_noted(
    session: AsyncSession, desk: Desk, span: Span, *, working: bool, note: str
) -> list[date]:
    changed = await days.set_days(
        session,
        span=span,
        working=working,
        note=note,
        calendar=desk.house.calendar(),
        today=desk.today,
        now=desk.now,
    )
    shown = [str(one) for one in changed]
    await noted(session, desk, Act.days_set, f"day/{shown[0]}", days=shown, working=working, note=note)
    return changed


@command(calendar, "remove", "calendar.remove")
def remove(context: typer.Context, first: Day, to: To = None) -> None:
    """Take entries back: the State's calendar holds again."""
    span = _span(first, to)

    async def verb(desk: Desk) -> list[date]:
        async with desk.db.write() as session:
            gone = await days.drop_days(
                session,
                first=span.first,
                last=span.last,
                calendar=desk.house.calendar(),
                today=desk.today,
                now=desk.now,
            )
            if not gone:
                raise NotEntered(days=span)
            await noted(session, desk, Act.days_dropped, f"day/{gone[0]}", days=[str(one) for one in gone])
            return gone

    out(say("cli.calendar.removed", days=", ".join(map(shapes.day, work(context, verb)))))


@command(calendar, "import", "calendar.import")
def bring_in(context: typer.Context, file: Annotated[Path, typer.Argument(metavar=say("cli.file"))]) -> None:
    """Enter the days of a CSV file: all of them or none; what is so already stays as it is."""

    async def verb(desk: Desk) -> int:
        count = 0
        async with desk.db.write() as session:
            for row in days_file.read(file, desk.today):
                try:
                    changed = await _set_noted(session, desk, row.span, working=row.working, note=row.note)
                except (AlreadyOff, AlreadyWorked):
                    continue
                except PersonError as error:
                    raise days_file.DaysLine(n=row.n, why=error) from None
                count += len(changed)
        return count

    out(say("cli.calendar.imported", count=work(context, verb)))


@command(calendar, "confirm", "calendar.confirm")
def confirm(context: typer.Context, year: Annotated[int, typer.Argument(metavar=say("cli.year"))]) -> None:
    """Note that a year has been compared with its announcement."""

    async def verb(desk: Desk) -> None:
        check_year(year, desk.today)
        async with desk.db.write() as session:
            await days.confirm(session, year)
            await noted(session, desk, Act.days_confirmed, f"year/{year}")

    work(context, verb)
    out(say("days.confirmed", year=year))

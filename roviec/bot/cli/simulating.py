"""roviec simulate: a year of an office that nobody has, in minutes, on a database of its own."""

import asyncio
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from sqlalchemy import make_url

from roviec.bot.cli.app import app, command
from roviec.bot.cli.common import JsonFlag, note, out_json, table
from roviec.bot.cli.look import say
from roviec.bot.settings import DatabaseSection, Office, Settings, make
from roviec.db.engine import Database
from roviec.db.migrate import version
from roviec.errors import PersonError
from roviec.texts.shapes import number

if TYPE_CHECKING:
    from roviec.bot.simulation.year import Outcome

NAME = "UBND huyện Tam Đường"
LEAST = 6
MEGABYTE = 2**20


class NotEmpty(PersonError):
    """{place} đã có dữ liệu. Mô phỏng cần một cơ sở dữ liệu trống: Ông/Bà chọn --folder hoặc --database khác."""


class TooSmall(PersonError):
    """Cơ quan mô phỏng cần ít nhất {least} người, và số việc, số dân không được âm."""


class SaidTooLittle(PersonError):
    """Mô phỏng xong nhưng còn {count} tin chưa gửi được. Ông/Bà báo người bảo trì, kèm số --seed."""

    exit_code = 1


@command(app, "simulate", "simulate")
def simulate(
    people: Annotated[int, typer.Option("--people", metavar="N", help=say("cli.simulate.people"))] = 40,
    tasks: Annotated[int, typer.Option("--tasks", metavar="N", help=say("cli.simulate.tasks"))] = 65,
    citizens: Annotated[
        int, typer.Option("--citizens", metavar="N", help=say("cli.simulate.citizens"))
    ] = 1000,
    months: Annotated[
        int, typer.Option("--months", metavar="N", min=1, max=12, help=say("cli.simulate.months"))
    ] = 12,
    year: Annotated[int, typer.Option("--year", metavar="N", help=say("cli.simulate.year"))] = 2024,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help=say("cli.simulate.seed"))] = 1,
    calm: Annotated[bool, typer.Option("--calm", metavar="", help=say("cli.simulate.calm"))] = False,
    folder: Annotated[
        Path, typer.Option("--folder", metavar=say("cli.folder"), help=say("cli.simulate.folder"))
    ] = Path("var/simulate"),
    database: Annotated[
        str, typer.Option("--database", metavar="URL", help=say("cli.simulate.database"))
    ] = "",
    as_json: JsonFlag = False,
) -> None:
    """Live a year of an office on an empty database and say what it came to."""
    from roviec.bot.simulation.founding import Size
    from roviec.bot.simulation.script import NONE, Faults
    from roviec.bot.simulation.year import Year

    if people < LEAST or tasks < 0 or citizens < 0:
        raise TooSmall(least=LEAST)
    settings = _settings(folder, database)
    asyncio.run(_empty(settings.database.url))
    size, faults = Size(people=people, tasks=tasks, citizens=citizens), NONE if calm else Faults()
    lived = asyncio.run(Year(settings, size, year=year, seed=seed, faults=faults).live(_month, months=months))
    if as_json:
        out_json(asdict(lived))
    else:
        _show(lived)
    if lived.unsent:
        raise SaidTooLittle(count=lived.unsent)


def _settings(folder: Path, database: str) -> Settings:
    """Return settings of its own: nothing of the configured office is touched."""
    url = database or f"sqlite+aiosqlite:///{folder}/simulated.db"
    return make(office=Office(name=NAME), database=DatabaseSection(url=url, files=folder / "files"))


async def _empty(url: str) -> None:
    db = Database(url)
    try:
        if await version(db) is not None:
            raise NotEmpty(place=make_url(url).render_as_string())
    finally:
        await db.dispose()


def _month(begins: datetime) -> None:
    note("cli.simulate.month", month=f"{begins.month}/{begins.year}")


def _show(lived: "Outcome") -> None:
    said, faults, tasks = lived.said, lived.faults, lived.tasks
    done = say("cli.simulate.work", tasks=sum(tasks.values()), done=tasks.get("done", 0), events=lived.events)
    notices = say(
        "cli.simulate.notices",
        reminders=said.get("reminder", 0),
        digests=said.get("digest", 0),
        reports=said.get("report", 0),
    )
    troubles = say(
        "cli.simulate.troubles",
        restarts=faults.get("restarts", 0),
        kills=faults.get("kills", 0),
        days=faults.get("days of outage", 0),
        jumps=faults.get("jumps", 0),
    )
    spent = say(
        "cli.simulate.spent",
        seconds=number(lived.cost.seconds),
        work=number(lived.cost.processor),
        memory=number(lived.cost.memory / MEGABYTE),
        size=number(lived.cost.stored / MEGABYTE, 1),
    )
    rows = [
        [say("cli.simulate.row.size"), say("cli.simulate.size", people=lived.people, units=lived.units)],
        [say("cli.simulate.row.work"), done],
        [say("cli.simulate.row.said"), notices],
        [say("cli.simulate.row.answers"), str(lived.answers)],
        [say("cli.simulate.row.unsent"), str(lived.unsent)],
        [say("cli.simulate.row.faults"), troubles],
        [say("cli.simulate.row.cost"), spent],
    ]
    table("cli.simulate.columns", rows)

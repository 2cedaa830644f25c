"""roviec people: bring the roster in, show it, invite, take leave."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot.cli.app import app, command
from roviec.bot.cli.common import Desk, JsonFlag, links, note, noted, out, out_json, read_bytes, table, work
from roviec.bot.cli.look import group, name_of, say
from roviec.db import people as roll
from roviec.db.audit import Act
from roviec.db.models import Person, Unit
from roviec.errors import PersonError
from roviec.handlers import leaving
from roviec.handlers.roster import check, file, save
from roviec.handlers.roster.units import UnitsSpelt
from roviec.texts.shapes import moment

people = group("people")
app.add_typer(people)


class StillHasTasks(PersonError):
    """{name} còn {count} nhiệm vụ chưa xong. Ông/Bà chỉ người nhận bàn giao: roviec people leave "{who}" --to "…"."""


@command(people, "import", "people.import")
def bring_in(
    path: Annotated[Path, typer.Argument(metavar=say("cli.file"))],
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", metavar="", help=say("cli.people.import.yes"))] = False,
    apart: Annotated[bool, typer.Option("--apart", metavar="", help=say("cli.people.import.apart"))] = False,
) -> None:
    """Bring a roster in: all of it or nothing."""
    listed = file.read(path, read_bytes(path))
    for sentence in listed.notes:
        typer.echo(sentence, err=True)
    checked = check.check(listed)
    for sentence in checked.notes:
        typer.echo(sentence, err=True)
    if listed.unknown:
        note("cli.people.ignored", headings="; ".join(listed.unknown))
    saved = _saved(context, checked.entries, agreed=yes, apart=apart)
    added, updated, unchanged = (saved.counts[kind] for kind in (save.ADDED, save.UPDATED, save.UNCHANGED))
    out(say("cli.people.imported", added=added, updated=updated, unchanged=unchanged))
    if saved.units:
        note("cli.people.new_units", units="; ".join(saved.units))


def _saved(
    context: typer.Context, entries: Sequence[check.Entry], *, agreed: bool, apart: bool
) -> save.Saved:
    """Save a list; at a terminal somebody may say that spellings are one unit."""

    async def verb(desk: Desk) -> save.Saved:
        async with desk.db.write() as session:
            saved = await save.save(session, entries, agreed=agreed, apart=apart)
            await noted(session, desk, Act.people_import, counts=dict(saved.counts))
            for one in saved.roles:
                subject = f"person/{one.person.id}"
                await noted(session, desk, Act.role, subject, before=one.before, after=one.person.role)
            return saved

    try:
        return work(context, verb)
    except UnitsSpelt as spelt:
        if not sys.stdin.isatty() or not typer.confirm(
            say("cli.roster.one_unit", groups=spelt.groups), err=True
        ):
            raise
    return _saved(context, entries, agreed=True, apart=False)


@command(people, "list", "people.list")
def show(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Show who is on the roster today."""
    rows = work(context, _present)
    if as_json:
        return out_json(rows)
    shown = ("id", "name", "position", "unit", "role", "phone")
    lines = [
        [str(row[key] or "") for key in shown] + [", ".join(row["channels"]) or say("cli.people.no_channel")]
        for row in rows
    ]
    for line in lines:
        line[4] = say(f"role.{line[4]}")
    return table("cli.people.columns", lines)


async def _present(desk: Desk) -> list[dict[str, Any]]:
    async with desk.db.read() as session:
        rows = await roll.present(session)
    return [
        {
            "id": one.person.id,
            "name": one.person.name,
            "position": one.person.position,
            "unit": one.unit.name,
            "phone": one.person.phone,
            "email": one.person.email,
            "role": one.person.role,
            "channels": one.channels,
        }
        for one in rows
    ]


Who = Annotated[str, typer.Argument(metavar=say("cli.who"), help=say("cli.who.help"))]


@command(people, "invite", "people.invite")
def invite(who: Who, context: typer.Context, as_json: JsonFlag = False) -> None:
    """Make a one-time code for a person, and a link per channel that carries it."""
    made = work(context, lambda desk: _invite(desk, who))
    if as_json:
        return out_json(made)
    out(
        say(
            "cli.people.invited",
            name=made["name"],
            unit=made["unit"],
            code=made["code"],
            until=made["until"],
        )
    )
    for channel, link in made["links"].items():
        out(f"{name_of(channel)}: {link}")
    return None


async def _invite(desk: Desk, who: str) -> dict[str, Any]:
    async with desk.db.write() as session:
        person = await find(session, who)
        unit = await session.get_one(Unit, person.unit_id)
        code = await roll.invite(session, person=person, now=desk.now)
        await noted(session, desk, Act.invite, f"person/{person.id}")
    until = (desk.now + roll.CODE_LIFE).astimezone(desk.settings.office.zone)
    return {
        "person": person.id,
        "name": person.name,
        "unit": unit.name,
        "code": code,
        "until": moment(until),
        "links": await links(desk, code),
    }


async def find(session: AsyncSession, who: str) -> Person:
    """Return the person of a name, phone (however it is written), id or "name, unit"."""
    return await roll.person_named(session, check.phone_number(who) or who)


@command(people, "leave", "people.leave")
def leave(
    who: Who,
    context: typer.Context,
    to: Annotated[str | None, typer.Option("--to", metavar=say("cli.who"), help=say("cli.to"))] = None,
) -> None:
    """Take a person off the roster, their open work handed over first."""
    name, count, receiver, is_told = work(context, lambda desk: _leave(desk, who, to))
    out(say("cli.people.left", name=name))
    if receiver:
        out(say("cli.people.handed_over", count=count, name=receiver))
    if count and not is_told:
        note("cli.tasks.untold", names=receiver)


async def _leave(desk: Desk, who: str, to: str | None) -> tuple[str, int, str, bool]:
    async with desk.db.write() as session:
        leaver = await find(session, who)
        receiver = await find(session, to) if to is not None else None
        try:
            left = await leaving.leave(session, leaver, receiver, house=desk.house, now=desk.now)
        except leaving.HasOpenTasks as error:
            raise StillHasTasks(name=leaver.name, count=error.values["count"], who=who) from None
        data = {"to": receiver.id, "tasks": left.tasks} if receiver else {}
        await noted(session, desk, Act.leave, f"person/{leaver.id}", **data)
    return leaver.name, len(left.tasks), receiver.name if receiver else "", left.is_told

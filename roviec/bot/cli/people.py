"""roviec people: bring the roster in, show it, invite, take leave."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot.cli import roster, roster_file, roster_save
from roviec.bot.cli.app import app, command
from roviec.bot.cli.common import Desk, JsonFlag, links, note, noted, out, out_json, table, work
from roviec.bot.cli.look import group, name_of, say
from roviec.bot.cli.roster_units import UnitsSpelt
from roviec.db import absences
from roviec.db import people as roll
from roviec.db.audit import Act
from roviec.db.models import Person, Unit
from roviec.db.tasks import standing
from roviec.db.tasks.change import hand_over_everything
from roviec.errors import PersonError
from roviec.handlers.tasks.leaving import tell_receiver, tell_stand_ins
from roviec.texts.shapes import moment

people = group("people")
app.add_typer(people)


class HasOpenTasks(PersonError):
    """{name} còn {count} nhiệm vụ chưa xong. Ông/Bà chỉ người nhận bàn giao: roviec people leave "{who}" --to "…"."""


class SamePerson(PersonError):
    """Người nghỉ và người nhận bàn giao là một. Ông/Bà chọn người nhận khác."""


class ReceiverMayNotLead(PersonError):
    """{name} đang phụ trách {count} nhiệm vụ với vai trò {role}. Ông/Bà chọn người nhận có cùng vai trò."""


@command(people, "import", "people.import")
def bring_in(
    file: Annotated[Path, typer.Argument(metavar=say("cli.file"))],
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", metavar="", help=say("cli.people.import.yes"))] = False,
    apart: Annotated[bool, typer.Option("--apart", metavar="", help=say("cli.people.import.apart"))] = False,
) -> None:
    """Bring a roster in: all of it or nothing."""
    listed = roster_file.read(file)
    for sentence in listed.notes:
        typer.echo(sentence, err=True)
    checked = roster.check(listed)
    for sentence in checked.notes:
        typer.echo(sentence, err=True)
    if listed.unknown:
        note("cli.people.ignored", headings="; ".join(listed.unknown))
    saved = _saved(context, checked.entries, agreed=yes, apart=apart)
    added, updated, unchanged = (
        saved.counts[kind] for kind in (roster_save.ADDED, roster_save.UPDATED, roster_save.UNCHANGED)
    )
    out(say("cli.people.imported", added=added, updated=updated, unchanged=unchanged))
    if saved.units:
        note("cli.people.new_units", units="; ".join(saved.units))


def _saved(
    context: typer.Context, entries: Sequence[roster.Entry], *, agreed: bool, apart: bool
) -> roster_save.Saved:
    """Save a list; at a terminal somebody may say that spellings are one unit."""

    async def verb(desk: Desk) -> roster_save.Saved:
        async with desk.db.write() as session:
            saved = await roster_save.save(session, entries, agreed=agreed, apart=apart)
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
        line[4] = say(f"cli.role.{line[4]}")
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
    return await roll.person_named(session, roster.phone_number(who) or who)


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
        parts, led = await standing.open_work(session, leaver)
        if to is None:
            if parts | led:
                raise HasOpenTasks(name=leaver.name, count=len(parts | led), who=who)
            await _take_off(session, desk, leaver)
            await noted(session, desk, Act.leave, f"person/{leaver.id}")
            return leaver.name, 0, "", False
        receiver = await find(session, to)
        if receiver.id == leaver.id:
            raise SamePerson
        if led and receiver.role != leaver.role:
            raise ReceiverMayNotLead(name=leaver.name, count=len(led), role=say(f"cli.role.{leaver.role}"))
        over = await hand_over_everything(session, leaver=leaver, to=receiver, now=desk.now)
        await _take_off(session, desk, leaver)
        is_told = bool(over) and await tell_receiver(
            session, leaver, receiver, over, house=desk.house, now=desk.now
        )
        await noted(
            session, desk, Act.leave, f"person/{leaver.id}", to=receiver.id, tasks=sorted(parts | led)
        )
    return leaver.name, len(parts | led), receiver.name, is_told


async def _take_off(session: AsyncSession, desk: Desk, leaver: Person) -> None:
    """Take somebody off the roster; whoever stands in for them hears that it is over."""
    ended = await absences.drop(session, person=leaver)
    await roll.leave(session, person=leaver, today=desk.today)
    await tell_stand_ins(session, leaver, ended, house=desk.house, now=desk.now)

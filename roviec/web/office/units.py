"""The units of the office on a page: a tree, each renamed, merged, split, put in and put elsewhere, with its history.

Renaming and merging are decided by the rules of the chat; what the chat has no words for is decided here.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from roviec.db import audit, people, splitting, units
from roviec.db.acts import Heard
from roviec.db.audit import Act
from roviec.db.models import Unit
from roviec.db.models.base import id_of
from roviec.db.tasks.events import By
from roviec.db.units import Line
from roviec.errors import PersonError
from roviec.handlers.audit import by_cli, done
from roviec.handlers.choices.units import UnitInto, UnitMergeYes, UnitRename
from roviec.handlers.frame.acting import Step, pressed, written
from roviec.handlers.unit_news import tell_split
from roviec.texts.shapes import day, moment
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import NotFound, Refused
from roviec.web.office import forms
from roviec.web.office.address import id_in, number
from roviec.web.office.deciding import back_to, decide, once
from roviec.web.office.entry import Guest, admin_of, house_of
from roviec.web.office.forms import Form
from roviec.web.office.people import options
from roviec.web.office.shell import shown

AT, HISTORY = "/trang/don-vi", 20
Verb = Callable[[Request, AsyncSession, Guest, Unit, Form], Awaitable[str]]


async def show(request: Request) -> Response:
    """Show the units as a tree."""
    guest, lines = await admin_of(request), await _lines(request)
    below: dict[int | None, list[Line]] = {}
    for line in lines:
        below.setdefault(line.unit.parent_id, []).append(line)

    def under(unit_id: int | None) -> list[dict[str, Any]]:
        return [_shown(line) | {"below": under(line.unit.id)} for line in below.pop(unit_id, [])]

    return await shown(request, guest, "units.html", "units", {"tree": under(None)})


async def show_one(request: Request) -> Response:
    """Show a unit with what can be done about it."""
    return await _page(request, await admin_of(request))


async def act(request: Request) -> Response:
    """Do what a form of the page asks for; a refusal shows the page again."""
    guest, unit = await admin_of(request), id_in(request)
    form = await forms.read_of(request, guest)
    verb = VERBS.get(form.one("lam"))
    try:
        if verb is None:
            return back_to(AT, await decide(request, guest, form, _steps(unit, form)))
        return back_to(AT, await once(request, guest, form, _doing(request, guest, form, verb)))
    except NotFound:
        raise
    except PersonError as error:
        return await _page(request, guest, form, refused=texts_of(request).error(error))


def _steps(unit: int, form: Form) -> list[Step]:
    if form.one("lam") == "doi-ten":
        return [pressed(UnitRename(unit)), written(form.one("ten"))]
    into = number(form.one("vao"))
    if form.one("lam") != "nhap" or into is None or not form.one("chac"):
        raise Refused
    return [pressed(UnitInto(unit, into)), pressed(UnitMergeYes(unit, into))]


def _doing(
    request: Request, guest: Guest, form: Form, verb: Verb
) -> Callable[[AsyncSession], Awaitable[Heard]]:
    async def do(session: AsyncSession) -> Heard:
        unit = await session.get(Unit, id_in(request))
        if unit is None:
            raise NotFound
        return Heard([await verb(request, session, guest, unit, form)])

    return do


async def _add(request: Request, session: AsyncSession, guest: Guest, unit: Unit, form: Form) -> str:
    made = await splitting.add(session, name=form.one("ten"), under=unit)
    await _note(request, session, guest, Act.unit_add, made, under=unit.name)
    return texts_of(request)("web.office.units.added", name=made.name, above=unit.name)


async def _move(request: Request, session: AsyncSession, guest: Guest, unit: Unit, form: Form) -> str:
    under = await session.get(Unit, number(form.one("duoi")) or 0)
    if under is None:
        raise Refused
    if await splitting.move(session, unit=unit, under=under):
        await _note(request, session, guest, Act.unit_move, unit, under=under.name)
    return texts_of(request)("web.office.units.moved", name=unit.name, above=under.name)


async def _split(request: Request, session: AsyncSession, guest: Guest, unit: Unit, form: Form) -> str:
    now, say = deps_of(request).clock(), texts_of(request)
    by = By(guest.person, now, deps_of(request).channel.name)
    going = {one for text in form.all("nguoi") if (one := number(text)) is not None}
    why = say("unit.split.why", before=unit.name)
    made = await splitting.split(session, unit=unit, name=form.one("ten"), going=going, by=by, why=why)
    counts = {"people": len(made.people), "tasks": made.tasks}
    await _note(request, session, guest, Act.unit_split, unit, after=made.unit.name, counts=counts)
    await _note(request, session, guest, Act.unit_split, made.unit, before=unit.name, counts=counts)
    await tell_split(session, unit, made, house=house_of(request), now=now)
    return say(
        "web.office.units.was_split",
        before=unit.name,
        name=made.unit.name,
        people=len(made.people),
        tasks=made.tasks,
    )


VERBS: dict[str, Verb] = {"them": _add, "chuyen": _move, "tach": _split}
"""What a form may ask for besides what the chat decides."""


async def _note(
    request: Request, session: AsyncSession, guest: Guest, what: Act, unit: Unit, **data: Any
) -> None:
    at, channel, subject = deps_of(request).clock(), deps_of(request).channel.name, f"unit/{unit.id}"
    await audit.record(session, what, actor=guest.person.id, at=at, channel=channel, subject=subject, **data)


async def _lines(request: Request) -> list[Line]:
    async with deps_of(request).db.read() as session:
        return await units.listed(session)


async def _page(request: Request, guest: Guest, form: Form | None = None, *, refused: str = "") -> Response:
    unit = id_in(request)
    async with deps_of(request).db.read() as session:
        lines, tree = await units.listed(session), await units.ordered(session)
        line = next((one for one in lines if one.unit.id == unit), None)
        if line is None:
            raise NotFound
        staff = await people.staff(session, unit_id=unit)
        past = [(one.name, day(one.on)) for one in await splitting.formers(session, unit)]
        is_office = await units.is_office(session, line.unit)
        told = await audit.of_subject(session, f"unit/{unit}", limit=HISTORY)
    values = {
        "one": _shown(line),
        "targets": [(id_, name) for id_, name in options(tree) if id_ != unit],
        "may_merge": not is_office,
        "staff": [(id_of(one), one.name) for one in staff],
        "formers": past,
        "history": [_told(request, entry, name) for entry, name in told],
        "form": form or Form({}),
        "refused": refused,
    }
    return await shown(request, guest, "unit.html", "units", values, status=422 if refused else 200)


def _told(request: Request, entry: Any, name: str) -> dict[str, str]:
    say, zone = texts_of(request), deps_of(request).zone
    names = " → ".join(str(entry.data[key]) for key in ("before", "after", "under") if key in entry.data)
    who = name or by_cli(say, entry)
    return {
        "at": moment(entry.at.astimezone(zone)),
        "who": who,
        "what": done(say, entry.what),
        "names": names,
    }


def _shown(line: Line) -> dict[str, Any]:
    return {
        "id": id_of(line.unit),
        "name": line.unit.name,
        "above": line.parent,
        "others": "; ".join(line.others),
        "people": line.people,
        "tasks": line.tasks,
    }

"""One person on a page: changed, invited again, stood in for, and taken off the roster with their work handed over."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from roviec.channels.registered import label
from roviec.db import absences, audit, people, roll
from roviec.db.acts import Heard
from roviec.db.audit import Act
from roviec.db.models import Absence, Person, Role, Unit
from roviec.db.models.base import id_of
from roviec.db.people import Present
from roviec.db.tasks import standing
from roviec.db.units import ordered
from roviec.errors import PersonError
from roviec.handlers import leaving, standing_in
from roviec.handlers.inviting import invite
from roviec.reports.sheets import in_groups
from roviec.tasks.days_off import NoDay, read_days
from roviec.texts.shapes import day, moment
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import NotFound, Refused
from roviec.web.office import forms
from roviec.web.office.address import id_in, number
from roviec.web.office.deciding import back_to, once
from roviec.web.office.entry import Guest, admin_of, house_of
from roviec.web.office.forms import Form
from roviec.web.office.people import AT, options, sent, written
from roviec.web.office.shell import shown

Verb = Callable[[Request, AsyncSession, Guest, Person, Form], Awaitable[str]]


async def show(request: Request) -> Response:
    """Show somebody with what can be done about them."""
    return await _page(request, await admin_of(request))


async def act(request: Request) -> Response:
    """Do what a form of the page asks for; a refusal shows the page again."""
    guest = await admin_of(request)
    form = await forms.read_of(request, guest)
    verb, is_gone = VERBS.get(form.one("lam")), form.one("lam") == "nghi-viec"

    async def do(session: AsyncSession) -> Heard:
        person = await _present(session, id_in(request))
        if verb is None:
            raise Refused
        return Heard([await verb(request, session, guest, person, form)])

    try:
        done = await once(request, guest, form, do)
    except Refused:
        raise
    except PersonError as error:
        return await _page(request, guest, form, refused=texts_of(request).error(error))
    return back_to(AT if is_gone else f"{AT}/{id_in(request)}", done)


async def _edit(request: Request, session: AsyncSession, guest: Guest, person: Person, form: Form) -> str:
    role = person.role
    changed = await roll.change(session, person, await written(session, form))
    if changed:
        await _note(request, session, guest, Act.person_edit, person, fields=changed)
    if role != person.role:
        await _note(request, session, guest, Act.role, person, before=role, after=person.role)
    return texts_of(request)("web.office.people.saved", name=person.name)


async def _invite(request: Request, session: AsyncSession, guest: Guest, person: Person, _form: Form) -> str:
    now, house = deps_of(request).clock(), house_of(request)
    unit = await session.get_one(Unit, person.unit_id)
    one = await invite(session, Present(person, unit, []), house=house, actor=guest.person.id, now=now)
    until = moment((now + people.CODE_LIFE).astimezone(house.zone))
    return texts_of(request)(
        "web.office.people.invited", name=one.name, code=in_groups(one.code), link=one.link, until=until
    )


async def _leave(request: Request, session: AsyncSession, guest: Guest, person: Person, form: Form) -> str:
    if not form.one("chac"):
        raise Refused
    to = await _present(session, number(form.one("nguoi")) or 0) if form.one("nguoi") else None
    now, say = deps_of(request).clock(), texts_of(request)
    left = await leaving.leave(session, person, to, house=house_of(request), now=now)
    await _note(request, session, guest, Act.leave, person, to=to.id if to else None, tasks=left.tasks)
    if to is None:
        return say("web.office.people.left", name=person.name)
    return say("web.office.people.left_to", name=person.name, to=to.name, count=len(left.tasks))


async def _away(request: Request, session: AsyncSession, guest: Guest, person: Person, form: Form) -> str:
    now, house = deps_of(request).clock(), house_of(request)
    today = now.astimezone(house.zone).date()
    first, last = _day(form.one("tu"), today), _day(form.one("den"), today)
    instead = await _present(session, number(form.one("nguoi")) or 0)
    await standing_in.plan(session, person, instead, first=first, last=last, house=house, now=now)
    await _note(request, session, guest, Act.person_edit, person, fields=["away"])
    return texts_of(request)(
        "web.office.people.away_set", name=person.name, who=instead.name, first=day(first), last=day(last)
    )


async def _back(request: Request, session: AsyncSession, guest: Guest, person: Person, form: Form) -> str:
    now, house = deps_of(request).clock(), house_of(request)
    await standing_in.end(session, person, number(form.one("dot")) or 0, house=house, now=now)
    await _note(request, session, guest, Act.person_edit, person, fields=["away"])
    return texts_of(request)("web.office.people.back", name=person.name)


VERBS: dict[str, Verb] = {
    "sua": _edit,
    "moi": _invite,
    "nghi-viec": _leave,
    "nghi-phep": _away,
    "di-lam": _back,
}
"""What a form may ask for."""


def _day(words: str, today: date) -> date:
    spans, _rest = read_days(words, today)
    if len(spans) != 1 or spans[0].first != spans[0].last:
        raise NoDay(words=words[:60])
    return spans[0].first


async def _present(session: AsyncSession, person_id: int) -> Person:
    person = await session.get(Person, person_id)
    if person is None or person.left_on is not None:
        raise NotFound
    return person


async def _note(
    request: Request, session: AsyncSession, guest: Guest, what: Act, person: Person, **data: Any
) -> None:
    deps = deps_of(request)
    await audit.record(
        session,
        what,
        actor=guest.person.id,
        at=deps.clock(),
        channel=deps.channel.name,
        subject=f"person/{person.id}",
        **data,
    )


async def _page(request: Request, guest: Guest, form: Form | None = None, *, refused: str = "") -> Response:
    async with deps_of(request).db.read() as session:
        person = await _present(session, id_in(request))
        unit = await session.get_one(Unit, person.unit_id)
        parts, led = await standing.open_work(session, person)
        away = [await _absence(session, one) for one in await absences.of(session, person)]
        others = [one for one in await people.present(session) if one.person.id != person.id]
        units = options(await ordered(session))
        channels = await people.channels_of(session, [id_of(person)])
    is_edit = form is not None and form.one("lam") == "sua"
    values = {
        "one": person,
        "unit": unit.name,
        "tasks": len(parts | led),
        "away": away,
        "others": [(id_of(one.person), f"{one.person.name}, {one.unit.name}") for one in others],
        "units": units,
        "channels": [label(name, texts_of(request)) for name in channels.get(person.id, ())],
        "fields": sent(form) if form and is_edit else _known(person),
        "form": form or Form({}),
        "refused": refused,
        "must_hand_over": bool(parts | led),
        "is_leading": person.role != Role.official,
    }
    return await shown(request, guest, "person.html", "people", values, status=422 if refused else 200)


def _known(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "position": person.position,
        "phone": person.phone or "",
        "email": person.email or "",
        "role": person.role,
        "unit": person.unit_id,
    }


async def _absence(session: AsyncSession, one: Absence) -> dict[str, Any]:
    stand_in = await session.get_one(Person, one.stand_in_id)
    return {"id": one.id, "first": day(one.first), "last": day(one.last), "who": stand_in.name}

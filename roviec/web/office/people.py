"""The people of the office on a page: looked through and searched, somebody new added."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from roviec.channels.registered import label
from roviec.db import audit, people, roll
from roviec.db.acts import Heard
from roviec.db.audit import Act
from roviec.db.models import Person, Role, Unit
from roviec.db.models.base import id_of
from roviec.db.roll import Written
from roviec.db.units import ordered
from roviec.delivery.mail import is_mailbox
from roviec.errors import PersonError
from roviec.handlers.first_day import name_of, phone_of
from roviec.texts import Texts
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import Refused
from roviec.web.office import forms
from roviec.web.office.address import number
from roviec.web.office.deciding import back_to, once
from roviec.web.office.entry import admin_of
from roviec.web.office.forms import Form
from roviec.web.office.shell import shown
from roviec.web.payload import clean

AT, PAGE = "/trang/can-bo", 40


class MailboxWrong(PersonError):
    """«{email}» không phải địa chỉ thư điện tử. Ông/Bà ghi dạng ten@xa.gov.vn, hoặc để trống."""


async def show(request: Request) -> Response:
    """List the people, those who are looked for alone."""
    guest, say = await admin_of(request), texts_of(request)
    query = request.query_params
    words, unit = clean(query.get("tim", ""), 100), number(query.get("don-vi"))
    page = max((number(query.get("trang")) or 1) - 1, 0)
    async with deps_of(request).db.read() as session:
        rows, many = await roll.found(session, words=words, unit=unit, offset=page * PAGE, limit=PAGE)
        channels = await people.channels_of(session, [id_of(person) for person, _ in rows])
        units = await ordered(session)
    listed = [_line(say, person, of, channels.get(person.id, ())) for person, of in rows]
    values = {"people": listed, "many": many, "words": words, "unit": unit, "page": page + 1}
    values |= {"pages": -(-many // PAGE), "units": options(units)}
    return await shown(request, guest, "people.html", "people", values)


def _line(say: Texts, person: Person, unit: Unit, channels: Any) -> dict[str, Any]:
    names = ", ".join(label(one, say) for one in sorted(channels))
    return {
        "id": person.id,
        "name": person.name,
        "position": person.position,
        "unit": unit.name,
        "role": say(f"role.{person.role}") if person.role != Role.official else "",
        "channels": names,
    }


def options(units: list[tuple[int, Unit]]) -> list[tuple[int, str]]:
    """Return the units as a list offers them, each set in as deep as it stands."""
    return [(id_of(unit), f"{'– ' * depth}{unit.name}") for depth, unit in units]


async def show_new(request: Request) -> Response:
    """Show the form of somebody new."""
    return await _new(request, Form({}))


async def add(request: Request) -> Response:
    """Put somebody on the roster."""
    guest = await admin_of(request)
    form, deps = await forms.read_of(request, guest), deps_of(request)

    async def keep(session: AsyncSession) -> Heard:
        made = await roll.add(session, await written(session, form))
        me, subject = id_of(guest.person), f"person/{made.id}"
        await audit.record(
            session, Act.person_add, actor=me, at=deps.clock(), channel=deps.channel.name, subject=subject
        )
        return Heard([texts_of(request)("web.office.people.added", name=made.name)])

    try:
        return back_to(AT, await once(request, guest, form, keep))
    except Refused:
        raise
    except PersonError as error:
        return await _new(request, form, texts_of(request).error(error))


async def _new(request: Request, form: Form, refused: str = "") -> Response:
    guest = await admin_of(request)
    async with deps_of(request).db.read() as session:
        units = options(await ordered(session))
    values = {"fields": sent(form), "units": units, "refused": refused}
    return await shown(request, guest, "person_new.html", "people", values, status=422 if refused else 200)


async def written(session: AsyncSession, form: Form) -> Written:
    """Read what a form says of somebody; raise what is wrong with it."""
    unit, email = await session.get(Unit, number(form.one("don-vi")) or 0), form.one("thu")
    if unit is None or form.one("vai-tro") not in set(Role):
        raise Refused
    if email and not is_mailbox(email):
        raise MailboxWrong(email=email[:60])
    return Written(
        name=name_of(form.one("ten")),
        position=" ".join(form.one("chuc-vu").split()),
        unit_id=id_of(unit),
        phone=phone_of(form.one("dien-thoai")),
        email=email or None,
        role=Role(form.one("vai-tro")),
    )


def sent(form: Form) -> dict[str, Any]:
    """Return what stands in the fields of a form that came back."""
    names = {"name": "ten", "position": "chuc-vu", "phone": "dien-thoai", "email": "thu", "role": "vai-tro"}
    return {key: form.one(name) for key, name in names.items()} | {"unit": number(form.one("don-vi"))}

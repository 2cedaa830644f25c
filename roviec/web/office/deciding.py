"""A form of a page acts: its steps are taken by the handlers of the chat, once, and what they answer is kept to be shown."""

import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import urlencode

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from roviec.db import acts
from roviec.db.acts import Heard
from roviec.db.models.base import id_of
from roviec.handlers.choices.tasks import TaskUndo
from roviec.handlers.frame.acting import Acting, Step
from roviec.messages.outgoing import Outgoing
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import Refused
from roviec.web.office.entry import Guest
from roviec.web.office.forms import Form

ONCE, HEARD = "lan", "xong"
"""The field that numbers a form, and where an address names the form whose answer it shows."""
_ONCE = re.compile(r"[0-9a-f]{16}")


class Twice(Exception):
    """Another request has acted by the same form meanwhile."""


def new_form() -> str:
    """Return the number of a new form."""
    return secrets.token_hex(8)


def acting(request: Request, session: AsyncSession, guest: Guest) -> Acting:
    """Return what lets whoever is at the page do what they may do in the chat."""
    app, now = request.app, deps_of(request).clock()
    return Acting(app.state.dispatcher, session, guest.person, texts_of(request), now)


async def decide(request: Request, guest: Guest, form: Form, steps: Sequence[Step]) -> str:
    """Take the steps of a form and return its number; raise what the chat would refuse."""

    async def take(session: AsyncSession) -> Heard:
        return _heard(await acting(request, session, guest).do(steps))

    return await once(request, guest, form, take)


async def once(
    request: Request, guest: Guest, form: Form, act: Callable[[AsyncSession], Awaitable[Heard]]
) -> str:
    """Act in one transaction and return the number of the form; one that has acted does nothing more."""
    deps, number, me = deps_of(request), form.one(ONCE), id_of(guest.person)
    if not _ONCE.fullmatch(number):
        raise Refused
    try:
        async with deps.db.write() as session:
            if await acts.heard(session, person_id=me, form=number) is None:
                said = await act(session)
                if not await acts.keep(session, said, person_id=me, form=number, now=deps.clock()):
                    raise Twice
    except Twice:
        return number
    deps.wake()
    return number


def _heard(answers: Sequence[Outgoing]) -> Heard:
    """Return what a page shows of an answer: its words, and the choice that takes it back."""
    lines = ["\n".join(filter(None, [one.title, one.text])) for one in answers]
    undo = f"{TaskUndo.verb}:"
    choices = [(one.label, one.action) for answer in answers for one in answer.choices]
    return Heard(lines, [(label, packed) for label, packed in choices if packed.startswith(undo)])


async def heard(request: Request, guest: Guest) -> Heard | None:
    """Return the answer that an address asks for, if it was given to whoever is at the page."""
    number = request.query_params.get(HEARD, "")
    if not _ONCE.fullmatch(number):
        return None
    async with deps_of(request).db.read() as session:
        return await acts.heard(session, person_id=id_of(guest.person), form=number)


def back_to(path: str, number: str, **query: str) -> Response:
    """Lead on to the page that shows what a form did: a page loaded again does nothing again."""
    return RedirectResponse(f"{path}?{urlencode(query | {HEARD: number})}", status_code=303)

"""A form of a page acts: its steps are taken by the handlers of the chat, once, and what they answer is kept to be shown."""

import re
import secrets
from collections.abc import Sequence
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from roviec.db import acts
from roviec.db.models.base import id_of
from roviec.handlers.frame.acting import Acting, Step
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


async def decide(request: Request, guest: Guest, form: Form, steps: Sequence[Step]) -> str:
    """Take the steps of a form and return its number; one that has acted already does nothing more."""
    deps, once, me = deps_of(request), form.one(ONCE), id_of(guest.person)
    if not _ONCE.fullmatch(once):
        raise Refused
    now = deps.clock()
    try:
        async with deps.db.write() as session:
            if await acts.heard(session, person_id=me, form=once) is None:
                dispatcher, texts = request.app.state.dispatcher, texts_of(request)
                answers = await Acting(dispatcher, session, guest.person, texts, now).do(steps)
                lines = ["\n".join(filter(None, [one.title, one.text])) for one in answers]
                if not await acts.keep(session, person_id=me, form=once, lines=lines, now=now):
                    raise Twice
    except Twice:
        return once
    deps.wake()
    return once


async def heard(request: Request, guest: Guest) -> list[str]:
    """Return the answer that an address asks for, if it was given to whoever is at the page."""
    once = request.query_params.get(HEARD, "")
    if not _ONCE.fullmatch(once):
        return []
    async with deps_of(request).db.read() as session:
        return await acts.heard(session, person_id=id_of(guest.person), form=once) or []


def back_to(path: str, once: str, **query: str) -> Response:
    """Lead on to the page that shows what a form did: a page loaded again does nothing again."""
    return RedirectResponse(f"{path}?{urlencode(query | {HEARD: once})}", status_code=303)

"""Messages that were given up, on a page for admins: for whom by role, why and when, never what; sent again as in a chat."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from roviec.channels.registered import label
from roviec.db import dead_letters
from roviec.db.dead_letters import DeadLetter
from roviec.errors import PersonError
from roviec.handlers.choices.letters import LetterAgain, LettersAgain
from roviec.handlers.frame.acting import pressed
from roviec.texts.shapes import day, short
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import Refused
from roviec.web.office import forms
from roviec.web.office.address import number
from roviec.web.office.deciding import back_to, decide
from roviec.web.office.entry import admin_of, house_of
from roviec.web.office.shell import shown

AT = "/trang/tin-loi"
PAGE = 20
OFFERED = (LetterAgain, LettersAgain)


async def show(request: Request) -> Response:
    """Show a page of what was given up, the newest first."""
    guest, channels = await admin_of(request), house_of(request).channels
    page = max((number(request.query_params.get("trang")) or 1) - 1, 0)
    async with deps_of(request).db.read() as session:
        count = await dead_letters.count(session, channels=channels)
        found = await dead_letters.listed(session, channels=channels, limit=PAGE, skip=page * PAGE)
    values = {
        "at": AT,
        "count": count,
        "rows": [_row(request, one) for one in found],
        "all": LettersAgain().pack() if count > 1 else "",
        "before": f"{AT}?trang={page}" if page else "",
        "after": f"{AT}?trang={page + 2}" if (page + 1) * PAGE < count else "",
    }
    return await shown(request, guest, "letters.html", "letters", values)


async def act(request: Request) -> Response:
    """Send one again, or all of them."""
    guest = await admin_of(request)
    form = await forms.read_of(request, guest)
    choice = form.one("viec")
    if choice.partition(":")[0] not in {one.verb for one in OFFERED}:
        raise Refused
    try:
        return back_to(AT, await decide(request, guest, form, [pressed(choice)]))
    except PersonError:
        raise Refused from None


def _row(request: Request, one: DeadLetter) -> dict[str, Any]:
    say, zone = texts_of(request), deps_of(request).zone
    on, channel, whom = (
        day(one.at.astimezone(zone).date()),
        label(one.channel, say),
        say("web.office.letters.chat"),
    )
    if one.role:
        role = say(f"role.{one.role}")
        whom = say("web.office.letters.whom", role=role[:1].upper() + role[1:], unit=one.unit)
    return {
        "whom": whom,
        "channel": channel,
        "on": on,
        "why": short(one.error, 160) or "–",
        "again": LetterAgain(one.name).pack(),
        "label": say("web.office.letters.again_of", whom=whom, day=on),
    }

"""Who may open a plan's page: its key and the reviewer's session; a pass from the chat opens one here, once."""

from urllib.parse import parse_qsl, urlencode

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from roviec.db import sessions
from roviec.db.models import Person
from roviec.db.models.delivery import Lane
from roviec.db.plans import drafts
from roviec.db.sessions import Renewed, new_secret
from roviec.delivery import notify
from roviec.handlers.plans.summary import page_link
from roviec.messages.outgoing import Outgoing
from roviec.texts import catalogue
from roviec.web import guard
from roviec.web.deps import deps_of
from roviec.web.errors import Refused
from roviec.web.gate import gate_of
from roviec.web.identity import CHAT, REVIEW, device_of, remember, session_of
from roviec.web.pages import template


class LinkGone(Refused):
    """Liên kết đối chiếu này không đúng hoặc đã hết hạn. Ông/Bà mở lại từ tin nhắn tóm tắt văn bản."""

    status = 403


def id_of(request: Request) -> int:
    """Return the number of the draft in the path, 0 for what is none."""
    text: str = request.path_params["draft"]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


async def keyed(session: AsyncSession, request: Request, draft_id: int, key: str) -> Person:
    """Return who reviews the draft of a key; one answer for every reason why there is none."""
    me = await drafts.reviewer(session, draft_id)
    if me is None or not await drafts.opens(session, draft_id, key[:64], deps_of(request).clock()):
        raise LinkGone
    return me


async def holders(request: Request) -> set[int]:
    """Return the people whose sessions this browser has: by its chat, or by a pass."""
    found: set[int] = set()
    for name in (CHAT, REVIEW):
        try:
            here = await session_of(request, name)
        except Renewed:
            continue
        if here is not None and here.person_id is not None:
            found.add(here.person_id)
    return found


async def door(
    request: Request, session: AsyncSession, me: Person, key: str, *, is_sent: bool = False
) -> Response:
    """Say how the page opens in this browser: with the pass of the link, or with a new one from the chat."""
    once, now = request.query_params.get("once", ""), deps_of(request).clock()
    fits = bool(once) and await sessions.is_pass(session, once, person_id=me.id or 0, now=now)
    values = {
        "draft": id_of(request),
        "key": key,
        "once": once if fits else "",
        "name": me.name,
        "is_sent": is_sent,
    }
    response = template(request, "plan_door.html", values, status=200 if fits or is_sent else 403)
    response.headers["cache-control"] = "no-store"
    # Without a referrer old browsers call their own form's origin null, and are taken for another site.
    response.headers["referrer-policy"] = "same-origin"
    return response


async def enter(request: Request) -> Response:
    """Use up the pass of a link: this browser is the reviewer's from now on. Nothing happens without the button."""
    guard.from_here(request)
    deps, draft_id, form = deps_of(request), id_of(request), await _form(request)
    secret, key = new_secret(), form.get("key", "")
    async with deps.db.write() as session:
        me = await keyed(session, request, draft_id, key)
        now = deps.clock()
        if not await sessions.spend_pass(session, form.get("once", ""), person_id=me.id or 0, now=now):
            raise LinkGone
        await sessions.begin(
            session, secret, chat=None, person_id=me.id, now=now, life=deps.life, device=device_of(request)
        )
    response = RedirectResponse(f"/plan/{draft_id}?{urlencode({'key': key})}", status_code=303)
    remember(request, response, secret, REVIEW)
    return response


async def resend(request: Request) -> Response:
    """Send the reviewer a link with a new pass, where they are reached; who only has the key learns nothing."""
    guard.from_here(request)
    gate_of(request).resent.take(request)
    deps, draft_id, form = deps_of(request), id_of(request), await _form(request)
    assert deps.house is not None
    key, now, texts = form.get("key", ""), deps.clock(), catalogue("vi")
    async with deps.db.write() as session:
        me = await keyed(session, request, draft_id, key)
        link = await page_link(session, draft_id, me.id, house=deps.house, now=now)
        message = Outgoing(texts("web.plan.new_link"), link=link, link_label=texts("web.plan.enter"))
        await notify.person(
            session,
            me.id or 0,
            message,
            channels=deps.house.channels,
            now=now,
            key=f"plan.link/{draft_id}/{now.timestamp()}",
            lane=Lane.reply,
        )
        response = await door(request, session, me, key, is_sent=True)
    deps.wake()
    return response


async def _form(request: Request) -> dict[str, str]:
    try:
        return dict(parse_qsl((await guard.body(request, 2048)).decode("ascii"), max_num_fields=8))
    except ValueError as error:
        raise Refused from error

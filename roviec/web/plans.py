"""The page where a leader compares what was read with the document, corrects it and assigns."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from roviec.db.models import Person
from roviec.db.models.plans import ImportDraft
from roviec.db.plans import drafts
from roviec.db.plans.confirm import confirm
from roviec.db.plans.errors import DraftUnknown
from roviec.db.plans.roster import remember
from roviec.handlers.frame.house import House
from roviec.handlers.plans.confirming import outcome
from roviec.handlers.plans.editing import issued_of
from roviec.handlers.plans.telling import tell_owners
from roviec.messages.outside import parsed
from roviec.tasks.plans import edit
from roviec.tasks.plans.errors import RowGone
from roviec.tasks.plans.roster import Roster
from roviec.tasks.plans.rows import Row, dumped
from roviec.web import guard
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import Refused
from roviec.web.gate import gate_of
from roviec.web.pages import template
from roviec.web.payload import clean
from roviec.web.plan_door import LinkGone, door, enter, holders, id_of, keyed, resend
from roviec.web.plan_views import fragments, view


async def page(request: Request) -> Response:
    """Show a draft to the leader who reviews it: it takes the link's key and their session in this browser."""
    deps, draft_id = deps_of(request), id_of(request)
    key = request.query_params.get("key", "")
    async with deps.db.read() as session:
        me = await keyed(session, request, draft_id, key)
        if me.id not in await holders(request):
            return await door(request, session, me, key)
        draft = await drafts.find(session, draft_id, me, hold=False)
        values = await view(session, draft, texts_of(request), _house(request), deps.clock(), keep=False)
    response = template(request, "plan.html", values | {"key": key, "draft": draft_id})
    response.headers["cache-control"] = "no-store"
    return response


async def act(request: Request) -> Response:
    """Take one decision {"key", "do", …}; answer what changed on the page, or what was assigned."""
    guard.from_here(request)
    deps, draft_id = deps_of(request), id_of(request)
    gate_of(request).posts.take(request)
    body = await _json(request)
    mine = await holders(request)
    async with deps.db.write() as session:
        me = await keyed(session, request, draft_id, str(body.get("key", "")))
        if me.id not in mine:
            raise LinkGone
        draft = await drafts.find(session, draft_id, me)
        if body.get("do") == "confirm":
            answer = await _confirm(request, session, draft, me)
        else:
            answer = await _decide(request, session, draft, body)
    deps.wake()
    return JSONResponse(answer)


ROUTES: list[BaseRoute] = [
    Route("/plan/{draft}", page),
    Route("/plan/{draft}", act, methods=["POST"]),
    Route("/plan/{draft}/enter", enter, methods=["POST"]),
    Route("/plan/{draft}/resend", resend, methods=["POST"]),
]
"""The routes of the page."""


def _house(request: Request) -> House:
    house = deps_of(request).house
    assert house is not None
    return house


async def _json(request: Request) -> dict[str, Any]:
    try:
        body = parsed(await guard.body(request, 8 * 1024))
    except ValueError as error:
        raise Refused from error
    if not isinstance(body, dict):
        raise Refused
    return body


async def _confirm(request: Request, session: AsyncSession, draft: ImportDraft, me: Person) -> dict[str, Any]:
    now = deps_of(request).clock()
    done = await confirm(session, draft=draft, actor=me, now=now, channel=deps_of(request).channel.name)
    told = await tell_owners(session, done, actor=me, house=_house(request), now=now)
    return {"done": outcome(texts_of(request), done, told)}


async def _decide(
    request: Request, session: AsyncSession, draft: ImportDraft, body: dict[str, Any]
) -> dict[str, Any]:
    """Carry out one decision; return the rows that it changed and the new summary."""
    texts, now = texts_of(request), deps_of(request).clock()
    if body.get("do") in ("fixes", "new"):
        _version(draft, body["do"])
        return {"reload": True}
    rows, roster = await drafts.rows_of(session, draft)
    decided = await _decided(request, session, draft, rows, roster, body)
    drafts.save(draft, decided)
    after, _ = await drafts.rows_of(session, draft)
    changed = [new for new, old in zip(after, rows, strict=True) if dumped([new]) != dumped([old])]
    values = await view(session, draft, texts, _house(request), now)
    return fragments(values, [row.n for row in changed])


def _version(draft: ImportDraft, do: str) -> None:
    if do == "fixes" and draft.similar_id is None:
        raise DraftUnknown
    draft.replaces_id = draft.similar_id if do == "fixes" else None
    draft.similar_id = None


async def _decided(
    request: Request,
    session: AsyncSession,
    draft: ImportDraft,
    rows: list[Row],
    roster: Roster,
    body: dict[str, Any],
) -> list[Row]:
    n = body.get("row")
    row = drafts.row(rows, n if isinstance(n, int) else -1)
    do = body.get("do")
    if do == "lead":
        return await _lead(session, rows, row, roster, body)
    if do == "due":
        house = _house(request)
        today = deps_of(request).clock().astimezone(house.zone).date()
        words = clean(body.get("words", ""), 200)
        found = edit.deadline_of(
            words, issued=issued_of(draft), today=today, calendar=house.calendar(), settings=house.deadlines
        )
        return edit.redate(rows, row, found)
    if do == "keep":
        return edit.settle(rows, row)
    if do in ("drop", "back"):
        return edit.turn_over(rows, row, dropped=do == "drop")
    raise Refused


async def _lead(
    session: AsyncSession, rows: list[Row], row: Row, roster: Roster, body: dict[str, Any]
) -> list[Row]:
    place = body.get("place")
    if not isinstance(place, int) or not 0 <= place <= len(row.lead):
        raise RowGone
    code = clean(body.get("code", ""), 20) or edit.code_of(roster, clean(body.get("words", ""), 200))
    decided, _ = edit.decide(rows, row, roster, place, code)
    who = decided[row.n].lead[place]
    if body.get("remember") is True and who.name:
        for meant in who.meant:
            if meant.startswith("u"):
                await remember(session, unit_id=int(meant[1:]), alias=who.name)
    return decided

"""A chat's lines as server-sent events: one order, ids that only grow within an epoch, resumed after any of them.

An id is "epoch-number". A page that comes with another epoch, or is open when one begins, is told to forget what it
shows and gets the lines that are left.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import time, tzinfo
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from roviec.db import sessions, webchat
from roviec.db.budget import ZONE
from roviec.db.models import WebEvent
from roviec.db.sessions import Renewed
from roviec.texts.shapes import weekday
from roviec.web.deps import Deps, deps_of
from roviec.web.errors import OtherChat, SessionOver
from roviec.web.identity import Me, me_here

HEARTBEAT, PAGE = 15.0, 200
_ID = re.compile(r"([0-9a-f]{0,32})-([0-9]{1,18})", re.ASCII)
MOVED, AGAIN = "event: moved\ndata: {}\n\n", "event: again\ndata: {}\n\n"
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


async def stream(request: Request) -> Response:
    """Send the lines after Last-Event-ID (or `?after=`), then each new one as it comes."""
    try:
        me = await me_here(request)
        if request.query_params.get("chat", me.chat) != me.chat:
            raise OtherChat
    except (OtherChat, SessionOver):
        # An EventSource cannot read a status: tell the page in its own words.
        return Response(MOVED, media_type="text/event-stream", headers=HEADERS)
    sent = _events(request, deps_of(request), me, *last_seen(request))
    return StreamingResponse(sent, media_type="text/event-stream", headers=HEADERS)


def last_seen(request: Request) -> tuple[str, int]:
    """Return the epoch and number after which the page wants to go on: those of the header, else of the query."""
    for said in (request.headers.get("last-event-id", ""), request.query_params.get("after", "")):
        if _ID.fullmatch(said):
            return place_of(said)
    return "", 0


def place_of(said: str) -> tuple[str, int]:
    """Return the epoch and number of an id, ("", 0) for what is none."""
    found = _ID.fullmatch(said)
    return (found[1], int(found[2])) if found else ("", 0)


async def _events(request: Request, deps: Deps, me: Me, epoch: str, last: int) -> AsyncIterator[str]:
    loop, chat = asyncio.get_running_loop(), me.chat
    seen: dict[str, int] = request.app.state.seen
    quiet_since = loop.time()
    yield "retry: 2000\n\n"
    while not request.app.state.closing:
        # The bell is listened for before the reading, so that no line falls between the two.
        bell = asyncio.create_task(deps.channel.bell.wait(chat, HEARTBEAT))
        try:
            async with deps.db.read() as session:
                now = await webchat.epoch_of(session, chat)
                last = last if now == epoch else 0
                lines = await webchat.after(session, chat=chat, last_id=last, limit=PAGE)
                is_quiet = loop.time() - quiet_since >= HEARTBEAT
                ended = await _ended(session, deps, me) if lines or is_quiet or now != epoch else ""
            if ended:
                yield ended
                return
            if now != epoch:
                # A page that shows nothing yet has nothing to forget, but hears under which epoch to come again.
                epoch = now
                if deps.demo is not None:
                    seen[chat] = 0
                yield f"event: anew\nid: {epoch}-0\ndata: {{}}\n\n"
            for line in lines:
                last = line.id
                if deps.demo is not None:
                    seen[chat] = max(last, seen.get(chat, 0))
                written = json.dumps(shown(line, deps.zone), ensure_ascii=False)
                yield f"id: {epoch}-{last}\ndata: {written}\n\n"
            if lines:
                quiet_since = loop.time()
            elif is_quiet:
                quiet_since = loop.time()
                yield ": beat\n\n"
            if len(lines) < PAGE:
                await bell
        finally:
            bell.cancel()


async def _ended(session: AsyncSession, deps: Deps, me: Me) -> str:
    """Return the last event of a session that reads nothing any more, "" while it is alive."""
    try:
        found = await sessions.alive(session, me.session.key, now=deps.clock(), life=deps.life)
    except Renewed:
        return AGAIN
    return MOVED if found is None else ""


def shown(line: WebEvent, zone: tzinfo) -> dict[str, Any]:
    """Return a line as the page reads it, its local day and time in words; without a time after an erasure."""
    at = line.at.astimezone(zone)
    hushed = line.at.astimezone(ZONE).time() == time.min
    return {
        "id": line.id,
        "key": line.key,
        "kind": line.kind,
        "body": line.body,
        "at": at.isoformat(),
        "day": weekday(at.date()),
        "time": "" if hushed else f"{at:%H:%M}",
    }

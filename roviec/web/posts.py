"""A post of the page: one transaction accepts it and puts it into the chat's stream."""

import asyncio

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from roviec.db import files as stored
from roviec.db import sessions, surveys, webchat
from roviec.db.sessions import CHANNEL
from roviec.handlers.uploads import is_awaited
from roviec.messages.incoming import Json, Raw
from roviec.web import guard
from roviec.web.attempts import may_link
from roviec.web.deps import deps_of
from roviec.web.errors import NoFileAwaited, TooFast
from roviec.web.gate import gate_of, places
from roviec.web.identity import Me, me_here, remember
from roviec.web.payload import Said, said
from roviec.web.uploads import Upload, keep, read_form

KB = 1024


async def say(request: Request) -> Response:
    """Take a line or a pressed button; the same id again changes nothing and answers the same."""
    guard.from_here(request)
    gate_of(request).posts.take(request)
    post = said(await guard.body(request))
    return await _take(request, await admitted(request, post.id), post)


async def file(request: Request) -> Response:
    """Take files with a caption, where something waits for a file."""
    guard.from_here(request)
    gate = gate_of(request)
    gate.posts.take(request)
    me = await admitted(request)
    await _awaited(request, me)
    gate.kilobytes.check(request, _announced(request) // KB)
    gate.uploads.check(request)
    async with read_form(request, deps_of(request).max_file) as form:
        gate.uploads.take(request, len(form.files))
        gate.kilobytes.take(request, sum(part.size or 0 for part in form.files) // KB)
        uploads = [
            await keep(deps_of(request).files, part, request.app.state.one_file) for part in form.files
        ]
    payload = {"kind": "file", "text": form.text, "files": [u.as_ref() for u in uploads]}
    line = {"text": form.text, "files": [u.as_line() for u in uploads]}
    return await _take(request, me, Said(form.id, payload, line), uploads)


async def admitted(request: Request, post: str | None = None) -> Me:
    """Return the chat that posts, or raise what the post is refused for."""
    me = await me_here(request, post=post)
    pace, now = request.app.state.pace, asyncio.get_running_loop().time()
    if pace.is_full(me.chat, now):
        raise TooFast
    pace.count(me.chat, now)
    return me


async def _awaited(request: Request, me: Me) -> None:
    deps = deps_of(request)
    async with deps.db.read() as session:
        awaited = await is_awaited(
            session, channel=deps.channel.name, chat=me.chat, person_id=me.person_id, now=deps.clock()
        )
    if not awaited:
        raise NoFileAwaited


def _announced(request: Request) -> int:
    """Return how many bytes a post says it has, 0 when it does not say."""
    length = request.headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 12 else 0


async def _take(request: Request, me: Me, post: Said, uploads: list[Upload] | None = None) -> Response:
    deps = deps_of(request)
    now, chat = deps.clock(), me.chat
    payload, secret = await _prepared(request, me, post)
    raw = Raw(external_id=f"{chat}/{post.id}", chat=chat, payload=payload)

    async def show(session: AsyncSession) -> None:
        # Only what is new: an erased answer's line is gone, that it was accepted is still known.
        for up in uploads or ():
            await stored.record(session, sha256=up.sha256, mime=up.mime, size=up.size, now=now)
        key = webchat.SAID + post.id
        await webchat.append(session, chat=chat, key=key, kind="said", body=post.line, now=now)

    await deps.receive(deps.channel.name, [raw], show)
    response = JSONResponse({"id": post.id}, status_code=202)
    if secret is not None:
        remember(request, response, secret)
    return response


async def _prepared(request: Request, me: Me, post: Said) -> tuple[Json, str | None]:
    """Return what a post says, marked where it answers a survey, and the secret that replaces the session's own.

    Another secret comes before a post that may link the chat: who knew the old one reads nothing of it.
    """
    deps = deps_of(request)
    async with deps.db.read() as session:
        is_answering = await surveys.is_answering(session, channel=CHANNEL, chat=me.chat)
        renews = await may_link(request, session, me.chat, post) and deps.demo is None
    if not is_answering and not renews:
        return post.payload, None
    payload, secret = post.payload, None
    async with deps.db.write() as session:
        if is_answering:
            network = places(request)[1]
            payload = payload | {"net": await surveys.network_mark(session, network, deps.clock())}
        if renews:
            secret = await sessions.renew(session, me.session, post=post.id, now=deps.clock())
    return payload, secret

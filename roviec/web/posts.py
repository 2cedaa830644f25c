"""A post of the page: one transaction accepts it and puts it into the chat's stream."""

import asyncio

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from roviec.db import files as stored
from roviec.db import webchat
from roviec.messages.incoming import Raw
from roviec.web import guard
from roviec.web.deps import deps_of
from roviec.web.identity import chat_here
from roviec.web.payload import Said, said
from roviec.web.uploads import Upload, keep, read_form


async def say(request: Request) -> Response:
    """Take a line or a pressed button; the same id again changes nothing and answers the same."""
    chat = admitted(request)
    return await _take(request, chat, said(await guard.body(request)))


async def file(request: Request) -> Response:
    """Take files with a caption."""
    chat = admitted(request)
    async with read_form(request, deps_of(request).max_file) as form:
        uploads = [
            await keep(deps_of(request).files, part, request.app.state.one_file) for part in form.files
        ]
    payload = {"kind": "file", "text": form.text, "files": [u.as_ref() for u in uploads]}
    line = {"text": form.text, "files": [u.as_line() for u in uploads]}
    return await _take(request, chat, Said(form.id, payload, line), uploads)


def admitted(request: Request) -> str:
    """Return the chat that posts, or raise what the post is refused for."""
    guard.from_here(request)
    chat = chat_here(request)
    pace: guard.Pace = request.app.state.pace
    pace.count(chat, asyncio.get_running_loop().time())
    return chat


async def _take(request: Request, chat: str, post: Said, uploads: list[Upload] | None = None) -> Response:
    deps = deps_of(request)
    now = deps.clock()
    raw = Raw(external_id=f"{chat}/{post.id}", chat=chat, payload=post.payload)

    async def show(session: AsyncSession) -> None:
        # Only what is new: an erased answer's line is gone, that it was accepted is still known.
        for up in uploads or ():
            await stored.record(session, sha256=up.sha256, mime=up.mime, size=up.size, now=now)
        key = webchat.SAID + post.id
        await webchat.append(session, chat=chat, key=key, kind="said", body=post.line, now=now)

    await deps.receive(deps.channel.name, [raw], show)
    deps.channel.bell.ring(chat)
    return JSONResponse({"id": post.id}, status_code=202)

"""The chat page and the files of a chat."""

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from roviec.db import sessions, surveys, webchat
from roviec.db.sessions import Here, Renewed
from roviec.texts.shapes import size
from roviec.web.deps import Deps, deps_of
from roviec.web.errors import NotFound
from roviec.web.gate import gate_of
from roviec.web.identity import begin, device_of, me_here, remember, secret_of, session_of, was_here
from roviec.web.pages import template
from roviec.web.setup import AT, leads_here
from roviec.web.uploads import PICTURES

_SHA256 = re.compile("[0-9a-f]{64}")
_CODE = re.compile(r"[\w.~-]{1,200}", re.ASCII)


async def page(request: Request) -> Response:
    """Show the chat; `?code=` opens it with an invitation's or a survey's code."""
    deps = deps_of(request)
    if deps.demo is not None:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/demo{query}", status_code=303)
    if await leads_here(request):
        return RedirectResponse(AT, status_code=303)
    try:
        found = await session_of(request)
    except Renewed:
        # The next secret is on its way in the answer to a post.
        return template(request, "again.html", {})
    secret = secret_of(request)
    if secret is not None and found is not None and found.chat is not None:
        await _touch(request, found)
        return await _shown(request, secret, found.chat)
    gate_of(request).chats.take(request)
    fresh, chat = await begin(request)
    return await _shown(request, fresh, chat, is_over=was_here(request))


async def _touch(request: Request, found: Here) -> None:
    if found.is_stale:
        deps = deps_of(request)
        async with deps.db.write() as session:
            device = device_of(request)
            await sessions.touch(session, found, now=deps.clock(), life=deps.life, device=device)


async def _shown(request: Request, secret: str, chat: str, *, is_over: bool = False) -> Response:
    values = await chat_values(request, deps_of(request), chat)
    response = template(request, "chat.html", values | {"is_over": is_over})
    remember(request, response, secret)
    return response


async def chat_values(request: Request, deps: Deps, chat: str) -> dict[str, Any]:
    """Return what the chat part of a page needs."""
    first, asks = await first_words(request, deps, chat)
    return {
        "chat": chat,
        "first_words": first,
        "asks": asks,
        "max_file": deps.max_file,
        "max_file_words": size(deps.max_file),
    }


async def first_words(request: Request, deps: Deps, chat: str) -> tuple[str, str]:
    """Return what the page says at once, and the code that it asks about first.

    A survey's link asks for consent in the chat; any other code may tie the chat to somebody, and no link acts
    on its own. An empty chat is greeted.
    """
    code = request.query_params.get("code", "")
    async with deps.db.read() as session:
        if _CODE.fullmatch(code):
            is_survey = await surveys.campaign_of(session, code) is not None
            return (f"/start {code}", "") if is_survey else ("", code)
        spoke = await webchat.after(session, chat=chat, last_id=0, limit=1)
        return "" if spoke else "/start", ""


async def chat_file(request: Request) -> Response:
    """Return a file to a chat in whose stream it appears."""
    deps, sha256 = deps_of(request), request.path_params["sha256"]
    chat = (await me_here(request)).chat
    if not _SHA256.fullmatch(sha256):
        raise NotFound
    entry = await _entry(deps, chat, sha256)
    if entry is None or not (path := await deps.files.here(sha256)).is_file():
        raise NotFound
    picture = entry["mime"] in PICTURES.values()
    return FileResponse(
        path,
        media_type=entry["mime"],
        filename=entry["name"],
        content_disposition_type="inline" if picture else "attachment",
        headers={
            "content-security-policy": "default-src 'none'; sandbox",
            "cache-control": "private, max-age=3600",
        },
    )


async def _entry(deps: Deps, chat: str, sha256: str) -> dict[str, str] | None:
    last = 0
    async with deps.db.read() as session:
        while lines := await webchat.after(session, chat=chat, last_id=last, limit=1000):
            for line in lines:
                last = line.id
                for file in line.body.get("files", ()):
                    if file.get("sha256") == sha256:
                        return dict(file)
    return None

"""The chat page, the files of a chat, and the sign of life."""

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response

from roviec.db import webchat
from roviec.db.engine import ping
from roviec.texts.shapes import size
from roviec.web.deps import Deps, deps_of
from roviec.web.errors import NotFound
from roviec.web.identity import chat_here, chat_of, new_secret, remember, secret_of
from roviec.web.pages import template
from roviec.web.uploads import PICTURES

_SHA256 = re.compile("[0-9a-f]{64}")
_CODE = re.compile(r"[\w.~-]{1,200}", re.ASCII)


async def page(request: Request) -> Response:
    """Show the chat; `?code=` opens it with an invitation's or a survey's code."""
    deps = deps_of(request)
    if deps.demo is not None:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/demo{query}", status_code=303)
    secret = secret_of(request) or new_secret()
    chat = chat_of(secret)
    response = template(request, "chat.html", await chat_values(request, deps, chat))
    remember(request, response, secret)
    return response


async def chat_values(request: Request, deps: Deps, chat: str) -> dict[str, Any]:
    """Return what the chat part of a page needs."""
    words = await first_words(request, deps, chat)
    return {
        "chat": chat,
        "first_words": words,
        "max_file": deps.max_file,
        "max_file_words": size(deps.max_file),
    }


async def first_words(request: Request, deps: Deps, chat: str) -> str:
    """Return what the page says at once: the code's /start, a greeting in an empty chat, or nothing."""
    code = request.query_params.get("code", "")
    if _CODE.fullmatch(code):
        return f"/start {code}"
    async with deps.db.read() as session:
        return "" if await webchat.after(session, chat=chat, last_id=0, limit=1) else "/start"


async def chat_file(request: Request) -> Response:
    """Return a file to a chat in whose stream it appears."""
    deps, sha256 = deps_of(request), request.path_params["sha256"]
    chat = chat_here(request)
    if not _SHA256.fullmatch(sha256):
        raise NotFound
    entry = await _entry(deps, chat, sha256)
    path = deps.files.path(sha256)
    if entry is None or not path.is_file():
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


async def healthz(request: Request) -> Response:
    """Answer "ok" when the database answers."""
    await ping(deps_of(request).db)
    return PlainTextResponse("ok")

"""Who is chatting: a secret that we issued, in a cookie; no account."""

import hashlib
import re
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from roviec.db import sessions
from roviec.db.sessions import Here, Renewed, hashed, new_secret
from roviec.web.deps import Deps, deps_of
from roviec.web.errors import NoIdentity, OtherChat, SessionOver

CHAT, REVIEW = "rv_chat", "rv_review"
"""The cookie of a chat, and that of the pages which open for a person alone."""
_SECRET = re.compile(r"[!#-+\--:<-\[\]-~]{1,200}")
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Me:
    """A session with a chat."""

    session: Here
    chat: str
    person_id: int | None


def chat_of(secret: str) -> str:
    """Return the id of the chat that begins with a secret: 32 hexadecimal digits."""
    return hashlib.sha256(secret.encode()).hexdigest()[:32]


def cookie_name(deps: Deps, name: str = CHAT) -> str:
    """Return a cookie's name: over https one that no other site of the domain can set."""
    return f"__Host-{name}" if _is_secure(deps) else name


def _is_secure(deps: Deps) -> bool:
    return deps.public_url.startswith("https://")


def secret_of(request: Request, name: str = CHAT) -> str | None:
    """Return the secret that the browser brought, if it brought one; whether it is ours is another question."""
    secret = request.cookies.get(cookie_name(deps_of(request), name), "")
    return secret if _SECRET.fullmatch(secret) else None


def was_here(request: Request) -> bool:
    """Tell whether the browser brought a chat's cookie of whatever kind."""
    return any(request.cookies.get(name) for name in (CHAT, f"__Host-{CHAT}"))


async def session_of(request: Request, name: str = CHAT, *, post: str | None = None) -> Here | None:
    """Return the session that is alive behind a cookie, None where there is none; raise `Renewed`."""
    if secret_of(request, name) is None:
        return None
    async with deps_of(request).db.read() as session:
        return await session_in(session, request, name, post=post)


async def session_in(
    session: AsyncSession, request: Request, name: str = CHAT, *, post: str | None = None
) -> Here | None:
    """Return what `session_of` does, within a transaction that is open already."""
    deps, secret = deps_of(request), secret_of(request, name)
    if secret is None:
        return None
    return await sessions.alive(session, hashed(secret), now=deps.clock(), life=deps.life, post=post)


async def me_here(request: Request, *, post: str | None = None) -> Me:
    """Return the chat of a request; raise where there is none, or where the page shows another one."""
    if secret_of(request) is None:
        raise NoIdentity
    try:
        found = await session_of(request, post=post)
    except Renewed:
        raise OtherChat from None
    if found is None or found.chat is None:
        raise SessionOver
    if request.headers.get("x-chat", found.chat) != found.chat:
        raise OtherChat
    return Me(found, found.chat, found.person_id)


async def begin(request: Request) -> tuple[str, str]:
    """Let a browser in; return its secret and its chat."""
    deps, secret = deps_of(request), new_secret()
    async with deps.db.write() as session:
        await sessions.begin(session, secret, chat=chat_of(secret), now=deps.clock(), life=deps.life)
    return secret, chat_of(secret)


def remember(request: Request, response: Response, secret: str, name: str = CHAT) -> None:
    """Keep a cookie in the browser, out of reach of scripts and of other sites."""
    deps = deps_of(request)
    response.set_cookie(
        cookie_name(deps, name),
        secret,
        max_age=int(deps.life.citizen.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=_is_secure(deps),
        path="/",
    )
    if _is_secure(deps) and name in request.cookies:
        # The cookie of before, which anybody of the domain could set.
        response.delete_cookie(name, path="/")


def forget(request: Request, response: Response, name: str) -> None:
    """Take a cookie out of the browser."""
    deps = deps_of(request)
    response.delete_cookie(cookie_name(deps, name), httponly=True, secure=_is_secure(deps), path="/")


def device_of(request: Request) -> str:
    """Return what a person calls their browser: "Chrome, Android"; "" when it does not say."""
    agent = request.headers.get("user-agent", "")
    found = (next((name for mark, name in marks if mark in agent), "") for marks in (_BROWSERS, _SYSTEMS))
    return ", ".join(word for word in found if word)

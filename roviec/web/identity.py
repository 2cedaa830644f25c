"""Who is chatting: a random secret in a cookie, no account."""

import hashlib
import re
import secrets

from starlette.requests import Request
from starlette.responses import Response

from roviec.web.deps import deps_of
from roviec.web.errors import NoIdentity, OtherChat

COOKIE = "rv_chat"
YEAR = 365 * 24 * 3600
_SECRET = re.compile(r"[!#-+\--:<-\[\]-~]{1,200}")


def chat_of(secret: str) -> str:
    """Return the chat id of a cookie's secret: 32 hexadecimal digits."""
    return hashlib.sha256(secret.encode()).hexdigest()[:32]


def new_secret() -> str:
    """Return a fresh secret of 32 random bytes."""
    return secrets.token_urlsafe(32)


def secret_of(request: Request) -> str | None:
    """Return the secret that the browser brought, if it brought one."""
    secret = request.cookies.get(COOKIE, "")
    return secret if _SECRET.fullmatch(secret) else None


def chat_here(request: Request) -> str:
    """Return the chat of a request; raise where there is none, or where the page shows another one."""
    secret = secret_of(request)
    if secret is None:
        raise NoIdentity
    chat = chat_of(secret)
    if request.headers.get("x-chat", chat) != chat:
        raise OtherChat
    return chat


def remember(request: Request, response: Response, secret: str, cookie: str = COOKIE) -> None:
    """Keep a cookie in the browser for a year, out of reach of scripts."""
    secure = deps_of(request).public_url.startswith("https://")
    response.set_cookie(cookie, secret, max_age=YEAR, httponly=True, samesite="lax", secure=secure, path="/")

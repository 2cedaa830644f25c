"""The frame around each page of the office: who is here, the ways to the other pages, the token of the forms."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from roviec.web.deps import texts_of
from roviec.web.headers import POLICY
from roviec.web.office.deciding import ONCE, heard, new_form
from roviec.web.office.entry import Guest
from roviec.web.office.forms import TOKEN
from roviec.web.office.ways import ways_of
from roviec.web.pages import template

# No page of the office needs a script, and none shall run there.
STRICT = POLICY.replace("script-src 'self'", "script-src 'none'").replace(
    "connect-src 'self'", "connect-src 'none'"
)


async def shown(
    request: Request, guest: Guest, name: str, here: str, values: dict[str, Any], *, status: int = 200
) -> Response:
    """Return a page of the office; `here` is the way that leads to it."""
    common = {
        "me": guest.person,
        "can_leave": not guest.is_chat,
        "token": guest.token,
        "ways": ways_of(texts_of(request), guest.person.role, here),
        "heard": await heard(request, guest),
        "TOKEN": TOKEN,
        "ONCE": ONCE,
        "new_form": new_form,
    }
    return bare(request, name, common | values, status=status)


def bare(request: Request, name: str, values: dict[str, Any], *, status: int = 200) -> Response:
    """Return a page that shows nothing of the office: its door."""
    response = template(request, f"office/{name}", values, status=status)
    response.headers["content-security-policy"] = STRICT
    # Without a referrer old browsers call their own form's origin null, and are taken for another site.
    response.headers["referrer-policy"] = "same-origin"
    # What an office decides stays in no cache of a shared computer.
    response.headers["cache-control"] = "no-store"
    return response

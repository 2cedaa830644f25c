"""The first day: an office without anybody on its roster is set up in one browser, let in at this machine or by a key."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from roviec.db import own, sessions, setup
from roviec.db.models.base import id_of
from roviec.db.sessions import new_secret
from roviec.errors import PersonError
from roviec.handlers import first_day
from roviec.handlers.frame.house import House
from roviec.tasks.own import own_of
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import Refused
from roviec.web.gate import gate_of
from roviec.web.hosts import is_loopback
from roviec.web.identity import REVIEW, device_of, forget, remember, secret_of
from roviec.web.office import forms
from roviec.web.office.entry import token_of
from roviec.web.office.forms import TOKEN, Form, FormOld
from roviec.web.office.own import filled
from roviec.web.office.shell import bare

AT, SETUP = "/thiet-lap", "rv_setup"
"""Where the office is set up, and the cookie of the browser that does so."""
_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
"""What tells that a proxy stands between: then whoever asks is not at this machine."""


class SetUpAlready(Refused):
    """Cơ quan này đã được thiết lập. Quản trị viên mở trang bằng liên kết từ /trang trong cuộc trò chuyện."""

    status = 410


class SetUpKeyNeeded(Refused):
    """Việc thiết lập mở bằng liên kết dùng một lần mà lệnh roviec run in ra trên máy chủ. Ông/Bà mở liên kết đó."""

    status = 403


class SetUpKeyWrong(Refused):
    """Liên kết thiết lập không đúng, đã dùng hoặc hết hạn. Ông/Bà chạy lại roviec run để nhận liên kết mới."""

    status = 403


class SetUpElsewhere(Refused):
    """Việc thiết lập đang làm dở ở trình duyệt khác. Ông/Bà làm tiếp ở đó, hoặc chạy lại roviec run để nhận liên kết mới."""

    status = 409


@dataclass(frozen=True)
class Founder:
    """The browser that sets the office up, and the token of its forms."""

    secret: str

    @property
    def token(self) -> str:
        """The token of each of its forms."""
        return token_of(self.secret)


async def leads_here(request: Request) -> bool:
    """Tell whether whoever opens the first page is to set the office up."""
    if not deps_of(request).first_day or request.app.state.is_set_up:
        return False
    async with deps_of(request).db.read() as session:
        request.app.state.is_set_up = not await setup.is_open(session)
    return not request.app.state.is_set_up and (is_at_this_machine(request) or bool(_secret(request)))


def is_at_this_machine(request: Request) -> bool:
    """Tell whether a browser of this machine asks, with nothing between that could speak for others."""
    host = request.client.host if request.client else ""
    try:
        is_here = ip_address(host).is_loopback
    except ValueError:
        return False
    netlocs = (request.headers.get("host", ""), urlsplit(deps_of(request).public_url).netloc)
    return is_here and all(map(is_loopback, netlocs)) and not any(map(request.headers.get, _FORWARDED))


async def show(request: Request) -> Response:
    """Show the step that comes next to the browser that was let in, the door to one that may be, else a sentence."""
    await _check_open(request)
    founder = await _founder(request)
    if founder is not None:
        return await _step(request, founder)
    key = request.query_params.get("ma", "")[:64]
    await _check_may_enter(request, key)
    return bare(request, "setup_door.html", {"key": key})


async def enter(request: Request) -> Response:
    """Let a browser in: by its key, or as the first at this machine. Nothing happens without the button."""
    form, deps = await forms.read(request), deps_of(request)
    key, now = form.one("ma")[:64], deps.clock()
    await _check_open(request)
    await _check_may_enter(request, key)
    async with deps.db.write() as session:
        by_key = await setup.enter(session, key, now=now) if key else None
        secret = by_key or (None if key else await setup.enter_first(session, now=now))
    if secret is None:
        raise SetUpKeyWrong if key else SetUpElsewhere
    response = RedirectResponse(AT, status_code=303)
    remember(request, response, secret, SETUP)
    return response


async def set_office(request: Request) -> Response:
    """Keep the office's name, days and hours."""
    founder, form = await _acting(request)
    try:
        said = own_of(form.one("ten"), form.one("mo"), form.one("dong"), form.all("ngay"))
    except PersonError as error:
        return await _step(request, founder, form, error)
    deps = deps_of(request)
    async with deps.db.write() as session:
        if not await setup.is_in(session, founder.secret, now=deps.clock()):
            raise SetUpKeyWrong
        await first_day.set_office(session, said, house=_house(request), actor=None, now=deps.clock())
    return RedirectResponse(AT, status_code=303)


async def set_admin(request: Request) -> Response:
    """Put the first admin on the roster: the set-up is over, and this browser is theirs."""
    founder, form = await _acting(request)
    deps, now, secret = deps_of(request), deps_of(request).clock(), new_secret()
    try:
        async with deps.db.write() as session:
            if await own.said(session) is None or not await setup.close(session, founder.secret, now=now):
                raise SetUpKeyWrong
            who = {"name": form.one("ten"), "position": form.one("chuc-vu"), "phone": form.one("dien-thoai")}
            person = await first_day.first_admin(session, **who, house=_house(request), now=now)
            mine, device = id_of(person), device_of(request)
            await sessions.begin(
                session, secret, chat=None, person_id=mine, now=now, life=deps.life, device=device
            )
    except Refused:
        raise
    except PersonError as error:
        return await _step(request, founder, form, error)
    response = RedirectResponse("/trang/bat-dau", status_code=303)
    remember(request, response, secret, REVIEW)
    forget(request, response, SETUP)
    return response


ROUTES: list[BaseRoute] = [
    Route(AT, show),
    Route(AT, enter, methods=["POST"]),
    Route(f"{AT}/co-quan", set_office, methods=["POST"]),
    Route(f"{AT}/quan-tri", set_admin, methods=["POST"]),
]
"""The routes of the page; only where the process serves an office of its own."""


def _secret(request: Request) -> str | None:
    return secret_of(request, SETUP)


async def _founder(request: Request) -> Founder | None:
    secret, deps = _secret(request), deps_of(request)
    if secret is None:
        return None
    async with deps.db.read() as session:
        return Founder(secret) if await setup.is_in(session, secret, now=deps.clock()) else None


async def _check_open(request: Request) -> None:
    async with deps_of(request).db.read() as session:
        if not await setup.is_open(session):
            raise SetUpAlready


async def _check_may_enter(request: Request, key: str) -> None:
    """Raise the one sentence that somebody who is not let in hears."""
    gate, deps = gate_of(request).wrong_codes, deps_of(request)
    gate.check(request)
    async with deps.db.read() as session:
        fits = await setup.opens(session, key, now=deps.clock())
        is_busy = await setup.is_busy(session, now=deps.clock())
    if key and not fits:
        gate.count(request)
        raise SetUpKeyWrong
    if not key and not is_at_this_machine(request):
        raise SetUpKeyNeeded
    if not key and is_busy:
        raise SetUpElsewhere


async def _acting(request: Request) -> tuple[Founder, Form]:
    """Return who sets the office up, and what their form brings."""
    form = await forms.read(request)
    await _check_open(request)
    founder = await _founder(request)
    if founder is None:
        raise SetUpKeyNeeded
    if not forms.is_token(form, founder.token):
        raise FormOld
    return founder, form


def _house(request: Request) -> House:
    house = deps_of(request).house
    assert house is not None
    return house


async def _step(
    request: Request, founder: Founder, form: Form | None = None, error: PersonError | None = None
) -> Response:
    async with deps_of(request).db.read() as session:
        said = await own.said(session)
    is_office = said is None or request.query_params.get("buoc") == "co-quan"
    is_office = request.url.path.endswith("co-quan") or is_office
    values: dict[str, Any] = {
        "TOKEN": TOKEN,
        "token": founder.token,
        "is_office": is_office,
        "refused": texts_of(request).error(error) if error else "",
        "form": form or Form({}),
        "office_form": filled(_house(request), said, form if is_office else None),
    }
    return bare(request, "setup.html", values, status=422 if error else 200)

"""Who is at a page of the office: somebody on the roster, let in by a link of one use or by their own web chat."""

import hashlib
from dataclasses import dataclass

from starlette.requests import Request

from roviec.db import sessions
from roviec.db.models import Person, Role
from roviec.db.sessions import Here, Renewed, hashed
from roviec.handlers.frame.house import House
from roviec.web.deps import deps_of
from roviec.web.errors import Refused
from roviec.web.identity import CHAT, REVIEW, device_of, secret_of


class NotIn(Refused):
    """Trang này dành cho cán bộ của cơ quan. Ông/Bà gửi /trang trong cuộc trò chuyện để nhận liên kết mở trang."""

    status = 401


class AdminsOnly(Refused):
    """Trang này dành cho quản trị viên. Ông/Bà liên hệ quản trị viên của cơ quan nếu cần sửa danh sách."""

    status = 403


@dataclass(frozen=True)
class Guest:
    """Who is at the page, the key of their session, and the token that each of its forms carries."""

    person: Person
    key: str
    token: str
    is_chat: bool = False
    """Their web chat lets them in: it is left there."""


async def guest_of(request: Request) -> Guest:
    """Return who is at the page; raise `NotIn` for a citizen, a stranger and whoever has left the office."""
    deps = deps_of(request)
    for name in (REVIEW, CHAT):
        secret = secret_of(request, name)
        if secret is None:
            continue
        async with deps.db.read() as session:
            try:
                now, life = deps.clock(), deps.life
                here = await sessions.alive(session, hashed(secret), now=now, life=life)
            except Renewed:
                continue
            person = await session.get(Person, here.person_id) if here and here.person_id else None
        if here is not None and person is not None:
            await _touch(request, here)
            return Guest(person, here.key, token_of(secret), is_chat=here.chat is not None)
    raise NotIn


async def admin_of(request: Request) -> Guest:
    """Return the admin who is at the page; raise `AdminsOnly` for anybody else of the office."""
    guest = await guest_of(request)
    if guest.person.role != Role.admin:
        raise AdminsOnly
    return guest


def house_of(request: Request) -> House:
    """Return the settings of the rooms: where pages of the office are, there they are."""
    house = deps_of(request).house
    assert house is not None
    return house


def token_of(secret: str) -> str:
    """Return the token of a session's forms: whoever has it need not know the secret, and can't find it out."""
    return hashlib.sha256(f"form:{secret}".encode()).hexdigest()[:32]


async def _touch(request: Request, here: Here) -> None:
    """Note that the session is in use."""
    deps = deps_of(request)
    if here.is_stale:
        async with deps.db.write() as session:
            device = device_of(request)
            await sessions.touch(session, here, now=deps.clock(), life=deps.life, device=device)

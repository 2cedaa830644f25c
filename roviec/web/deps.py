"""What the pages work with, and where an endpoint finds it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.routing import BaseRoute

from roviec.channels.webchat.channel import WebChat
from roviec.channels.webchat.push import Push
from roviec.db.engine import Database
from roviec.db.files import FileStore
from roviec.db.sessions import Life
from roviec.delivery.measuring import Replies
from roviec.handlers.frame.house import House
from roviec.messages.incoming import Raw
from roviec.texts import LANGUAGES, Texts, catalogue
from roviec.web.demo import Demo
from roviec.web.limits import Limits

Receive = Callable[[str, Sequence[Raw], Callable[[AsyncSession], Awaitable[None]]], Awaitable[None]]
"""Accepts payloads of a channel, together with what is written where any of them is new."""


async def _nobody(*_: object) -> None:
    raise RuntimeError("this app takes no posts")


@dataclass(frozen=True)
class Finding:
    """What the doctor says of something, and what to do where it is not well."""

    words: str
    is_ok: bool
    advice: str = ""


@dataclass(frozen=True)
class Deps:
    """The process's own parts; `wake` tells the road that something arrived, `max_file` is in bytes."""

    db: Database
    files: FileStore
    channel: WebChat
    wake: Callable[[], None]
    clock: Callable[[], datetime]
    office: str
    public_url: str
    max_file: int
    demo: Demo | None
    routes: Sequence[BaseRoute] = ()
    zone: tzinfo = field(default_factory=lambda: ZoneInfo("Asia/Ho_Chi_Minh"))
    """Where the times beside the lines are told."""
    receive: Receive = _nobody
    """What takes the posts of the chat."""
    house: House | None = None
    """The rooms' settings; without them there is no page of plans."""
    life: Life = field(default_factory=Life)
    limits: Limits = field(default_factory=Limits)
    replies: Mapping[str, Replies] = field(default_factory=dict)
    """How long replies of each channel took in this process."""
    metrics_token: str = ""
    """Who knows it may read the figures; without one only this machine may."""
    first_day: bool = False
    """Whether an office without anybody on its roster is set up on a page."""
    doctor: Callable[[], Awaitable[Sequence[Finding]]] | None = None
    """Looks the channels over."""
    push: Push | None = None
    """What knocks at browsers; without it nobody is asked for that."""


def deps_of(request: Request) -> Deps:
    """Return the parts that the app was built with."""
    deps: Deps = request.app.state.deps
    return deps


def office_of(request: Request) -> str:
    """Return what the office is called."""
    deps = deps_of(request)
    return deps.house.office if deps.house else deps.office


def texts_of(request: Request) -> Texts:
    """Return the texts in the page's language: `?lang=`, else what was chosen before, else Vietnamese."""
    asked = request.query_params.get("lang") or request.cookies.get("rv_lang") or "vi"
    return catalogue(asked if asked in LANGUAGES else "vi")

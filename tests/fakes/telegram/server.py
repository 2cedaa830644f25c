"""Run the fake: inside a test (`FakeTelegram`), or reach one in another process (`RemoteTelegram`)."""

import asyncio
from contextlib import AbstractAsyncContextManager
from typing import Any, Self

from tests.fakes.remote import Remote

from .actions import perform
from .app import TOKEN, App, make_core
from .core import Core
from .faults import Fault, FaultKind
from .limits import Limits
from .people import Person
from .spec import Strictness
from .stats import Stats
from .views import ChatView, snapshot_chat, view_chat
from .wire import HttpProtocol

HOST = "127.0.0.1"


class FakeTelegram:
    """A Bot API server on loopback, for `async with`."""

    def __init__(
        self,
        *,
        port: int = 0,
        token: str = TOKEN,
        limits: Limits | None = None,
        throttle: bool = True,
        latency: float = 0.0,
        webhook_time_scale: float = 1.0,
        strict: bool = True,
    ) -> None:
        Strictness.on = strict
        self.token = token
        self.port = port
        self.core: Core = make_core(limits=limits, throttle=throttle, webhook_time_scale=webhook_time_scale)
        self.app = App(self.core, token, latency)
        self._connections: set[HttpProtocol] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        """Listen."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: HttpProtocol(self.app.handle, self._connections), HOST, self.port
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop listening and cut every connection."""
        assert self._server is not None
        self.core.webhook.delete()
        self._server.close()
        self.drop_connections()
        await asyncio.sleep(0)
        await self._server.wait_closed()

    @property
    def base_url(self) -> str:
        """Return the address without `/bot`."""
        return f"http://{HOST}:{self.port}"

    @property
    def stats(self) -> Stats:
        """Return the counters."""
        return self.core.stats

    def drop_connections(self) -> None:
        """Cut every open connection, as a network failure does."""
        for connection in list(self._connections):
            connection.close()

    def user(
        self, user_id: int, first_name: str | None = None, *, started: bool = True, **fields: str
    ) -> Person:
        """Return a person, made known unless they already are; `fields` are last_name, username…"""
        if user_id not in self.core.store.users:
            self.act("add_user", user_id=user_id, first_name=first_name, started=started, **fields)
        return Person(user_id, self.perform)

    def chat(self, chat_id: int) -> ChatView:
        """Return a chat as its members see it."""
        return view_chat(snapshot_chat(self.core.store.chats[chat_id]))

    def fault(self, kind: FaultKind, method: str = "*", **order: Any) -> Fault:
        """Order a fault; see `Fault` for the fields."""
        return self.core.faults.add(Fault(kind, method, **order))

    def act(self, action: str, **arguments: Any) -> Any:
        """Run an action of `/sim` by name."""
        return perform(self.core, action, arguments)

    async def perform(self, action: str, **arguments: Any) -> Any:
        """Run an action of `/sim` by name and wait for it."""
        result = perform(self.core, action, arguments)
        return await result if asyncio.iscoroutine(result) else result


class RemoteTelegram(Remote):
    """Drives a fake in another process."""

    token = TOKEN

    def user(self, user_id: int) -> Person:
        """Return a person; unknown people become known when they act."""
        return Person(user_id, self.perform)

    async def chat(self, chat_id: int) -> ChatView:
        """Return a chat as its members see it."""
        return view_chat(await self.perform("chat", chat_id=chat_id))


def spawn(*options: str, module: str = "tests.fakes.telegram") -> AbstractAsyncContextManager[RemoteTelegram]:
    """Start the fake as its own process and stop it at the end."""
    return RemoteTelegram.spawned(module, *options)

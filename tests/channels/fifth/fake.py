"""The platform of the pagers, on loopback."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

TOKEN = "pager-s3cret-token"


class FakePager:
    """Keeps what people say until it is taken, and what they were sent."""

    def __init__(self) -> None:
        self.waiting: list[dict[str, Any]] = []
        self.sent: dict[str, dict[str, Any]] = {}
        self.files: dict[str, bytes] = {}
        self.trouble = ""
        self.root = ""
        self._ids = itertools.count(1)

    def happen(self, **what: Any) -> None:
        self.waiting.append({"id": next(self._ids), **what})

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        data = await request.json() if request.can_read_body else {}
        match request.match_info["what"]:
            case "me":
                return web.json_response({"inbox": "xa-dai-lanh"})
            case "waiting":
                return web.json_response({"waiting": self.waiting[:100]})
            case "taken":
                self.waiting = [one for one in self.waiting if one["id"] > data["upto"]]
                return web.json_response({})
        return await self._take(data)

    async def _take(self, data: dict[str, Any]) -> web.StreamResponse:
        trouble, self.trouble = self.trouble, ""
        if trouble in ("error", "flood", "blocked"):
            status = {"error": 502, "flood": 429, "blocked": 410}[trouble]
            return web.Response(status=status, headers={"Retry-After": "7"})
        row = self.sent.setdefault(data["key"], {**data, "id": f"p{len(self.sent)}"})
        if trouble == "lost_answer":
            raise ConnectionResetError
        return web.json_response({"id": row["id"]})

    async def _file(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["name"]])


@asynccontextmanager
async def fake_pager() -> AsyncIterator[FakePager]:
    """Open the platform."""
    fake, app = FakePager(), web.Application()
    app.router.add_get("/file/{name}", fake._file)
    app.router.add_route("*", f"/{TOKEN}/{{what}}", fake._answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert site._server is not None
    fake.root = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"  # type: ignore[attr-defined]
    try:
        yield fake
    finally:
        await runner.cleanup()

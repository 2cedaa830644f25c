"""Our files at public addresses, for what a platform takes by address only, or not at all."""

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from roviec.db.files import AWAY, FileStore
from roviec.messages.outcome import Failure
from roviec.messages.outgoing import FileOut
from roviec.texts import catalogue

LIFE = timedelta(days=7)
AGAIN = 15.0
"""Seconds after which a store that is away is asked again."""
_SHOWN = {"image/png": ".png", "image/jpeg": ".jpg"}
_SHA = re.compile(r"[0-9a-f]{64}")


async def brought(files: FileStore, sha256: str) -> Path:
    """Return where a file to send lies on this host, fetched if need be.

    Raise `Failure`: for good where there is no such file, for now where the store can't be asked; a message that
    waits for the store is no try.
    """
    path = None
    try:
        if _SHA.fullmatch(sha256):
            path = await files.here(sha256)
    except AWAY:
        raise Failure("the store of files is away", retry=True, retry_after=AGAIN) from None
    if path is None or not path.is_file():
        raise Failure("a file to send is not in the store")
    return path


class Shelf:
    """Makes and answers addresses that name one file, end after a week and can't be guessed."""

    def __init__(self, files: FileStore, token: str, public_url: str, *, path: str) -> None:
        """Take the secret that seals the addresses and the `path` under which they lie."""
        self.files, self.root, self.path = files, public_url.rstrip("/"), path
        self._key = hmac.new(token.encode(), b"roviec shared files", hashlib.sha256).digest()

    @property
    def is_open(self) -> bool:
        """Tell whether the platform and its people can reach our addresses."""
        return self.root.startswith("https://")

    async def bring(self, files: Iterable[FileOut]) -> None:
        """Have files at hand on this host; raise `Failure` for one that can't be had."""
        for file in files:
            await brought(self.files, file.sha256)

    def address(self, file: FileOut, now: datetime) -> str:
        """Return the file's address; the same one all day, so that a second try shows the same words."""
        until = (int(now.timestamp()) // 86_400) * 86_400 + int(LIFE.total_seconds())
        ending = _SHOWN.get(file.mime, "")
        name = f"anh{ending}" if ending else file.name
        seal = self._seal(file.sha256, until, name)
        return f"{self.root}{self.path}/{seal}/{until}/{file.sha256}/{quote(name, safe='')}"

    def mentioned(self, documents: Iterable[FileOut], now: datetime) -> str:
        """Say in words where files are that can't be shown in the chat, a line each."""
        say = catalogue("vi")
        if not self.is_open:
            return "\n".join(say("file.elsewhere", name=file.name) for file in documents)
        return "\n".join(say("file.link", name=file.name, link=self.address(file, now)) for file in documents)

    def _seal(self, sha256: str, until: int, name: str) -> str:
        return hmac.new(self._key, f"{sha256}|{until}|{name}".encode(), hashlib.sha256).hexdigest()[:32]

    def routes(self, clock: Callable[[], datetime]) -> tuple[BaseRoute, ...]:
        """Return the route of the addresses; none where nobody could reach them."""

        async def take(request: Request) -> Response:
            return await self._answer(clock(), **request.path_params)

        route = Route(self.path + "/{seal}/{until:int}/{sha256}/{name}", take, methods=["GET", "HEAD"])
        return (route,) if self.is_open else ()

    async def _answer(self, now: datetime, seal: str, until: int, sha256: str, name: str) -> Response:
        """Give the bytes to whoever holds a valid address; tell nothing to anyone else."""
        mine = self._seal(sha256, until, name).encode()
        if not hmac.compare_digest(seal.encode(), mine) or now.timestamp() >= until:
            return Response(status_code=404)
        try:
            path = await brought(self.files, sha256)
        except Failure as failure:
            return Response(status_code=503 if failure.retry else 404)
        mime = next((m for m, ending in _SHOWN.items() if name == f"anh{ending}"), "")
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=86400"}
        return FileResponse(
            path,
            media_type=mime or "application/octet-stream",
            filename=name,
            content_disposition_type="inline" if mime else "attachment",
            headers=headers,
        )

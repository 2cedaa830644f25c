"""A browser without a screen: it posts as the page does and reads the chat's stream."""

import asyncio
import json
import uuid
from typing import Any

import httpx

QUIET = 0.25
"""Seconds without a line after which somebody has said everything."""


class Browser:
    """One visitor: cookies, what was heard, and where in the stream they are."""

    def __init__(self, address: str, at: str = "127.0.0.1") -> None:
        """Take the office's address and the visitor's own."""
        origin = {"origin": address, "sec-fetch-site": "same-origin"}
        way = httpx.AsyncHTTPTransport(local_address=at)
        self.client = httpx.AsyncClient(
            base_url=address, headers=origin, timeout=30, follow_redirects=True, transport=way
        )
        self.last = 0
        self.lines: list[dict[str, Any]] = []

    async def opens(self, path: str = "/") -> httpx.Response:
        """Open a page."""
        return await self.client.get(path)

    async def close(self) -> None:
        """Close it."""
        await self.client.aclose()

    async def posts(self, body: dict[str, Any]) -> httpx.Response:
        """Post a line or a pressed button."""
        return await self.client.post("/chat/say", json={"id": uuid.uuid4().hex, **body})

    async def sends(self, data: bytes, name: str = "anh.jpg", text: str = "") -> httpx.Response:
        """Send a file."""
        return await self.client.post(
            "/chat/file", data={"id": uuid.uuid4().hex, "text": text}, files={"files": (name, data)}
        )

    async def says(self, text: str) -> str:
        """Type words; return what is heard."""
        answer = await self.posts({"text": text})
        return await self.hears() if answer.status_code == 202 else f"HTTP {answer.status_code}"

    async def acts(self, action: str) -> str:
        """Press a button, shown or forged; return what is heard."""
        answer = await self.posts({"action": action, "message": None, "label": ""})
        return await self.hears() if answer.status_code == 202 else f"HTTP {answer.status_code}"

    async def hears(self, within: float = 8.0) -> str:
        """Return what came since the last look, once nothing comes any more."""
        heard: list[dict[str, Any]] = []
        try:
            async with (
                asyncio.timeout(within),
                self.client.stream("GET", f"/chat/stream?after={self.last}") as s,
            ):
                lines = s.aiter_lines()
                while not (heard and heard[-1]["kind"] == "heard"):
                    await self._take(lines, heard)
                while True:
                    async with asyncio.timeout(QUIET):
                        await self._take(lines, heard)
        except (TimeoutError, StopAsyncIteration):
            pass
        self.lines += heard
        return "\n".join(_spoken(one["body"]) for one in heard if one["kind"] == "heard")

    async def _take(self, lines: Any, heard: list[dict[str, Any]]) -> None:
        line = await anext(lines)
        if line.startswith("data: ") and '"id"' in line:
            one = json.loads(line.removeprefix("data: "))
            heard.append(one)
            self.last = max(self.last, one["id"])

    def actions(self) -> list[str]:
        """Return every action that was ever offered here."""
        return [one["action"] for line in self.lines for one in line["body"].get("choices", ())]


def _spoken(body: dict[str, Any]) -> str:
    labels = [str(choice["label"]) for choice in body.get("choices", ())]
    return "\n".join(part for part in (body.get("title", ""), body.get("text", ""), *labels) if part)

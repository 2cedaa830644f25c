"""The office on the web chat: people post over HTTP and repeat a post until it is accepted, as the page does."""

import asyncio
import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from sqlmodel import col, select

from roviec.db import sessions
from roviec.db.engine import Database
from roviec.db.models import WebEvent
from roviec.web.identity import CHAT, chat_of
from tests.crash.office import Chat, cohort
from tests.crash.victim import Death, Life
from tests.ports import free_port

ACCEPTED = 202


def secret(number: int) -> str:
    """Return what a browser's cookie holds."""
    return f"trinh-duyet-{number:04}"


def people(count: int) -> list[Chat]:
    """Return people with the chat ids that their cookies give them."""
    return cohort([chat_of(secret(number)) for number in range(count)])


def settings(url: str, files: Path) -> dict[str, Any]:
    """Return settings of an office that only has the web chat."""
    unlimited = {"posts_per_minute": 0, "new_chats_per_minute": 0, "max_connections_per_address": 2000}
    return {"database": {"url": url, "files": files}, "web": {"port": free_port(), **unlimited}}


async def let_in(db: Database, count: int) -> None:
    """Issue the secrets of as many browsers."""
    now, life = datetime.now(UTC), sessions.Life()
    async with db.write() as session:
        for number in range(count):
            chat = chat_of(secret(number))
            await sessions.begin(session, secret(number), chat=chat, now=now, life=life)


def life(settings: dict[str, Any], death: Death | None = None) -> Life:
    """Return a run of the process."""
    return Life(settings, ("web", "road", "courier"), "web", death or Death())


class Crowd:
    """Everybody's browsers."""

    def __init__(self, port: int, chats: Sequence[Chat]) -> None:
        self.secrets = {chat.chat: secret(number) for number, chat in enumerate(chats)}
        address = f"http://127.0.0.1:{port}"
        self._client = httpx.AsyncClient(base_url=address, headers={"origin": address}, timeout=300)
        self.answers: Counter[int] = Counter()
        self._talks: list[asyncio.Task[None]] = []

    def talk(self, chats: Sequence[Chat]) -> None:
        """Let people begin to say everything they have to say, each in their order."""
        self._talks += [asyncio.create_task(self._say_all(chat)) for chat in chats]

    async def done(self, within: float) -> None:
        """Return when everything was accepted."""
        async with asyncio.timeout(within):
            await asyncio.gather(*self._talks)

    async def _say_all(self, chat: Chat) -> None:
        for words in chat.says:
            post = {"id": uuid.uuid4().hex, "text": words}
            while await self._post(chat.chat, post) != ACCEPTED:
                await asyncio.sleep(0.3)

    async def _post(self, chat: str, post: dict[str, str]) -> int:
        try:
            headers = {"cookie": f"{CHAT}={self.secrets[chat]}"}
            answer = await self._client.post("/chat/say", json=post, headers=headers)
        except httpx.TransportError:
            return 0
        self.answers[answer.status_code] += 1
        return answer.status_code

    async def close(self) -> None:
        """Close the browsers."""
        for talk in self._talks:
            talk.cancel()
        await self._client.aclose()


async def heard(db: Database) -> dict[str, list[str]]:
    """Return what each chat's stream shows of the bot."""
    texts: dict[str, list[str]] = {}
    async with db.read() as session:
        lines = select(WebEvent).where(WebEvent.kind == "heard").order_by(col(WebEvent.id))
        for line in (await session.exec(lines)).all():
            texts.setdefault(line.chat, []).append(line.body["text"])
    return texts

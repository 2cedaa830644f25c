"""Connecting the account: a one-time link, the platform's permission (PKCE), the first pair of tokens."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.channels.common.http import Unanswered
from roviec.channels.registry import Page
from roviec.channels.zalo_oa.client import Client
from roviec.channels.zalo_oa.seal import Box
from roviec.channels.zalo_oa.tokens import Keeper
from roviec.channels.zalo_oa.trouble import Refused
from roviec.db import official
from roviec.db.engine import Database
from roviec.db.models import Fact
from roviec.errors import PersonError
from roviec.messages.incoming import Json

if TYPE_CHECKING:
    from roviec.channels.zalo_oa.channel import ZaloOa

PAGE = "/zalo_oa/ket-noi"
DONE = f"{PAGE}/xong"
LIFE = timedelta(minutes=30)
OFFER = "zalo_oa/connect"
"""The fact of the one link that is open: hashes of its code and state, the sealed state and verifier, its end."""


class LinkOver(PersonError):
    """Liên kết này không đúng, đã dùng hoặc đã hết hạn. Ông/Bà chạy lại lệnh roviec zalo connect để có liên kết mới."""


class ConsentRefused(PersonError):
    """Zalo chưa cấp quyền ({why}). Ông/Bà kiểm tra app_id, app_secret rồi chạy lại lệnh roviec zalo connect."""


class NotHttps(PersonError):
    """Kết nối Zalo OA cần địa chỉ https vào được từ Internet. Ông/Bà đặt web.public_url rồi chạy lại lệnh này."""


class Connecting:
    """Makes the link, leads to the platform, and takes what comes back."""

    def __init__(
        self,
        db: Database,
        client: Client,
        box: Box,
        keeper: Keeper,
        public_url: str,
        clock: Callable[[], datetime],
    ) -> None:
        self.db, self.client, self.box, self.keeper, self.clock = db, client, box, keeper, clock
        self.root = public_url.rstrip("/")

    async def offer(self) -> str:
        """Return a new link that an admin opens once within half an hour; an earlier one ends now."""
        if not self.root.startswith("https://"):
            raise NotHttps
        code, state, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        value = {
            "code": _hash(code),
            "state": _hash(state),
            "sealed": self.box.seal_text(json.dumps([state, verifier])),
            "until": (self.clock() + LIFE).isoformat(),
        }
        async with self.db.write() as session:
            await official.keep_fact(session, OFFER, value)
        return f"{self.root}{PAGE}?{urlencode({'ma': code})}"

    async def permission(self, code: str) -> str:
        """Return the platform's page where the admin allows the app; raise `LinkOver` for a wrong link.

        Looking at the link does not use it up: messengers look at links too.
        """
        async with self.db.read() as session:
            value = await self._open(session, "code", code)
        state, verifier = json.loads(self.box.open_text(value["sealed"]))  # noqa: TID251
        digest = hashlib.sha256(verifier.encode()).digest()
        asked = {
            "app_id": self.client.app_id,
            # The platform sends a state back only where it is a part of this address.
            "redirect_uri": f"{self.root}{DONE}?{urlencode({'state': state})}",
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "state": state,
        }
        return f"{self.client.roots.oauth}/v4/oa/permission?{urlencode(asked)}"

    async def finish(self, *, state: str, code: str, oa_id: str) -> str:
        """Take the platform's answer, store the tokens and return the account's name; raise what is wrong.

        The link is used up first: whatever happens then, nobody can come back with the same address.
        """
        async with self.db.write() as session:
            value = await self._open(session, "state", state)
            await session.delete(await session.get_one(Fact, OFFER))
        _, verifier = json.loads(self.box.open_text(value["sealed"]))  # noqa: TID251
        try:
            pair = await self.client.authorise(code, verifier)
        except (Refused, Unanswered) as error:
            raise ConsentRefused(why=error.code if isinstance(error, Refused) else "không trả lời") from None
        await self.keeper.begin(pair, oa_id[:40])
        return await self._name(pair.access)

    async def _name(self, access: str) -> str:
        """Return the account's name; the tokens are stored, so its absence hurts nobody."""
        try:
            return str((await self.client.account(access)).get("name") or "")
        except (Refused, Unanswered):
            return ""

    async def _open(self, session: AsyncSession, key: str, given: str) -> Json:
        """Return the open link if `given` is its code or state."""
        fact = await session.get(Fact, OFFER)
        if fact is None or not hmac.compare_digest(fact.value[key], _hash(given)):
            raise LinkOver
        if datetime.fromisoformat(fact.value["until"]) <= self.clock():
            raise LinkOver
        value: Json = fact.value
        return value


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def pages(oa: "ZaloOa") -> Sequence[Page]:
    """Return the page that an admin opens once to connect the account, and the one that the platform sends them to."""

    async def start(asked: Mapping[str, str]) -> Mapping[str, str]:
        """Lead to the platform from the one-time link that the command printed."""
        return {"address": await oa.connecting.permission(asked.get("ma", ""))}

    async def done(asked: Mapping[str, str]) -> Mapping[str, str]:
        """Take what the platform sends along, and say that the account is connected."""
        name = await oa.connecting.finish(
            state=asked.get("state", ""), code=asked.get("code", ""), oa_id=asked.get("oa_id", "")
        )
        return {"name": name, "webhook": oa.webhook}

    return (Page(PAGE, "connect.html", start), Page(DONE, "connect.html", done))

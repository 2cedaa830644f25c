"""The pair of tokens, kept fresh by one process at a time.

A refresh token works once: whoever exchanges it kills the old pair. So the duty is taken first, the platform is
asked outside any transaction, and the new pair is stored before anybody uses it: in place of the very one that was
exchanged, whoever has the duty by then.

What remains: a process that is killed after the platform has answered and before the pair is committed takes the
pair with it. Between the two lie the reading of one answer and one commit, nothing else. Whoever has the duty next
meets a refusal, the admins are told, and somebody has to connect again; until the old access token is refused, the
line stands still and nothing that waits is lost.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.channels.common.http import Unanswered
from roviec.channels.registry import Alarm
from roviec.channels.zalo_oa.client import Client
from roviec.channels.zalo_oa.seal import Box, Pair
from roviec.channels.zalo_oa.trouble import (
    CONNECT_PAUSE,
    TOKEN,
    TOKEN_PAUSE,
    ConnectionLost,
    NotConnected,
    Refused,
    RenewingFailed,
)
from roviec.db import official
from roviec.db.engine import Database
from roviec.db.models import OaToken
from roviec.errors import trace
from roviec.messages.outcome import Failure

log = logging.getLogger(__name__)
REFRESH = timedelta(hours=20)
"""Age at which a pair is exchanged: five hours before the access token dies."""
PATIENCE = timedelta(seconds=60)
"""How long the others wait for whoever renews; longer than any call."""
REFUSED = timedelta(minutes=10)
"""Rest after the platform refused to refresh."""
WAIT = 0.1
Result = TypeVar("Result")


@dataclass(frozen=True, repr=False)
class Held:
    """An access token and the version of its pair."""

    access: str
    version: int


class Keeper:
    """Hands out the access token and renews it."""

    def __init__(
        self, db: Database, client: Client, box: Box, clock: Callable[[], datetime], alarm: Alarm
    ) -> None:
        self.db, self.client, self.box, self.clock, self.alarm = db, client, box, clock, alarm
        self._said = False

    async def begin(self, pair: Pair, oa_id: str) -> None:
        """Store the first pair of an authorisation, over whatever was there."""
        async with self.db.write() as session:
            row = await self._row(session)
            if row is None:
                now = self.clock()
                row = OaToken(
                    app_id=self.client.app_id, sealed="", version=0, obtained_at=now, expires_at=now
                )
                session.add(row)
            row.oa_id = oa_id
            self._put(row, pair)
            await official.connected(session, app_id=self.client.app_id, now=self.clock())

    def _put(self, row: OaToken, pair: Pair) -> None:
        now = self.clock()
        row.sealed, row.version = self.box.seal(pair), row.version + 1
        row.obtained_at, row.expires_at = now, now + timedelta(seconds=pair.life)
        row.claimed_until, row.trouble = None, ""

    async def row(self) -> OaToken | None:
        """Return the row of our app as it stands."""
        async with self.db.read() as session:
            return await session.get(OaToken, self.client.app_id)

    async def access(self) -> Held:
        """Return a token that should work; raise `Failure` when there is none to be had."""
        row = await self.row()
        if row is None:
            raise self._silent(NotConnected())
        held, now = self._held(row), self.clock()
        if now < row.obtained_at + REFRESH:
            return held
        if now >= row.expires_at:
            return await self.renew(held.version)
        try:
            # While the old one lives, nobody waits for another process that is renewing it.
            return await self._renewed_by_me(held.version) or held
        except Exception as error:
            if not isinstance(error, Failure):
                log.error("zalo_oa: the token was not renewed: %s", trace(error))
            return held

    async def use(self, work: Callable[[str], Awaitable[Result]]) -> Result:
        """Do work that needs a token; one that the platform refuses is renewed once."""
        held = await self.access()
        try:
            return await work(held.access)
        except Refused as refused:
            if refused.code not in TOKEN:
                raise
        renewed = await self.renew(held.version)
        return await work(renewed.access)

    async def renew(self, seen: int) -> Held:
        """Return a pair newer than version `seen`: exchanged here, or by another process meanwhile."""
        deadline = asyncio.get_running_loop().time() + PATIENCE.total_seconds()
        while asyncio.get_running_loop().time() < deadline:
            if held := await self._renewed_by_me(seen):
                return held
            await asyncio.sleep(WAIT)
        raise Failure("another process is renewing the token", retry=True, retry_after=WAIT)

    async def _renewed_by_me(self, seen: int) -> Held | None:
        """Return a newer pair; None while somebody else renews it."""
        async with self.db.duties.tried(f"tokens/{self.client.app_id}") as duty:
            return await self._on_duty(seen) if duty else None

    async def _on_duty(self, seen: int) -> Held | None:
        row = await self.row()
        if row is None:
            raise self._silent(NotConnected())
        if row.version > seen:
            return self._held(row)
        if row.claimed_until is not None and row.claimed_until > self.clock():
            if row.trouble:
                raise self._silent(ConnectionLost())
            return None
        return await self._exchange(seen, self.opened(row).refresh)

    async def _exchange(self, seen: int, refresh: str) -> Held:
        try:
            pair = await self.client.refresh(refresh)
        except Unanswered as error:
            await self._release(seen, timedelta(0), "")
            raise Failure(f"no new token: {error}", retry=True, retry_after=5.0, whole_channel=True) from None
        except Refused as refused:
            return await self._refused(seen, refused)
        except Exception as error:
            # Not the platform's word: something of ours. The claim rests, so that it is not asked all the time.
            log.error("zalo_oa: renewing failed: %s", trace(error))
            await self._release(seen, REFUSED, type(error).__name__)
            await self.alarm("renewing", str(RenewingFailed()))
            raise Failure(
                "renewing failed", retry=True, retry_after=TOKEN_PAUSE, whole_channel=True
            ) from None
        async with self.db.write() as session:
            row = await self._row(session)
            # Where the duty was lost meanwhile, the version has the last word: a pair is never thrown away.
            if row is not None and row.version == seen:
                self._put(row, pair)
        self._said = False
        return Held(pair.access, seen + 1)

    async def _refused(self, seen: int, refused: Refused) -> Held:
        """Take the pair that somebody stored meanwhile; else rest, and tell the admins."""
        if newer := await self._release(seen, REFUSED, str(refused.code)):
            return newer
        await self.alarm("token", str(ConnectionLost()))
        raise self._silent(ConnectionLost())

    async def _release(self, seen: int, rest: timedelta, trouble: str) -> Held | None:
        """Give the claim back, after a `rest`; return a pair that is newer already."""
        async with self.db.write() as session:
            row = await self._row(session)
            if row is None or row.version > seen:
                return self._held(row) if row else None
            row.claimed_until, row.trouble = (self.clock() + rest if rest else None), trouble
        return None

    async def _row(self, session: AsyncSession) -> OaToken | None:
        return await official.token_row(session, app_id=self.client.app_id)

    def _held(self, row: OaToken) -> Held:
        return Held(self.opened(row).access, row.version)

    def opened(self, row: OaToken) -> Pair:
        """Return the pair of a row; raise `Failure` when the key was changed."""
        try:
            return self.box.open(row.sealed)
        except NotConnected as error:
            raise self._silent(error) from None

    def _silent(self, error: NotConnected | ConnectionLost) -> Failure:
        """Say in the log, once, what only a person can mend; return what a send makes of it."""
        if not self._said:
            log.error("zalo_oa: %s", error)
            self._said = True
        reason = "the official account is not connected"
        return Failure(reason, retry=True, retry_after=CONNECT_PAUSE, whole_channel=True, elsewhere=True)

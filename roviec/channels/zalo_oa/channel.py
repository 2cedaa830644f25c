"""The Official Account channel: its capabilities, and the parts that receive, plan, send and keep the token."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from starlette.routing import BaseRoute

from roviec.channels.channel import Pace, Store
from roviec.channels.common.addresses import proxy_for
from roviec.channels.common.download import Downloads
from roviec.channels.common.http import Unanswered
from roviec.channels.common.sharing import Shelf
from roviec.channels.registry import Alarm
from roviec.channels.zalo_oa import reading, webhook
from roviec.channels.zalo_oa.client import Client, Roots
from roviec.channels.zalo_oa.connecting import Connecting
from roviec.channels.zalo_oa.markup import BUTTONS, MAX_TEXT
from roviec.channels.zalo_oa.planner import FREE, LONGEST
from roviec.channels.zalo_oa.seal import Box, Seal
from roviec.channels.zalo_oa.sending import Sender
from roviec.channels.zalo_oa.talking import Talker, Uploader
from roviec.channels.zalo_oa.templates import Registry
from roviec.channels.zalo_oa.tokens import Keeper
from roviec.channels.zalo_oa.trouble import (
    CredentialsMissing,
    Refused,
    SignatureIgnored,
    SignatureWrong,
    failure_of,
)
from roviec.db import official
from roviec.db.engine import Database
from roviec.db.files import FileStore
from roviec.errors import heed_cancellation
from roviec.messages.capabilities import Capabilities
from roviec.messages.incoming import LARGEST, FileRef, Incoming, Json, Raw
from roviec.messages.outcome import Failure, Sent
from roviec.messages.outgoing import Outgoing

log = logging.getLogger(__name__)
FILES = "/zalo_oa/tep"
PICTURE = "/static/lien-he.png"
"""What stands above the form that asks for a phone number: the platform demands a picture."""
SYNC = timedelta(hours=6)
TRIAL = timedelta(days=7)
"""How long after the first connection a setting may let wrong signatures pass."""
REVIEWED, RECEIVED = "change_template_status", "user_received_message"


async def _nobody(kind: str, sentence: str) -> None:
    log.error("zalo_oa: %s: %s", kind, sentence)


class ZaloOa:
    """An Official Account, through the app that it is connected to."""

    name = reading.CHANNEL

    def __init__(
        self,
        db: Database,
        files: FileStore,
        *,
        app_id: str,
        app_secret: str,
        oa_secret: str = "",
        token_key: str = "",
        roots: Roots | None = None,
        signature: str = "enforce",
        paid: bool = False,
        public_url: str = "",
        per_second: float = 30.0,
        max_file: int = LARGEST,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        alarm: Alarm = _nobody,
        timeout: float = 15.0,
        round_: float = 600.0,
    ) -> None:
        """Take plain values; `timeout` and `round_` are seconds: of a call, between looks at the token."""
        if not app_id or not app_secret or (signature != "off" and not oa_secret):
            raise CredentialsMissing
        self.db, self._clock, self._round = db, clock, round_
        seal, box = Seal(app_secret), Box(token_key or app_secret)
        self._seal, self.path = seal, seal.path()
        roots = roots or Roots()
        self.client = Client(app_id, app_secret, roots, timeout=timeout)
        proxy = proxy_for(roots.openapi)
        self._downloads = Downloads(roots.openapi, timeout=timeout, largest=max_file, proxy=proxy)
        self.keeper = Keeper(db, self.client, box, clock, alarm)
        self.connecting = Connecting(db, self.client, box, self.keeper, public_url, clock)
        self.registry = Registry(db, self.client, clock, alarm)
        self.shelf = Shelf(files, app_secret, public_url, path=FILES)
        picture = f"{self.shelf.root}{PICTURE}" if self.shelf.is_open else ""
        self.can = Capabilities(
            buttons=BUTTONS,
            files=True,
            max_text=MAX_TEXT,
            contact=bool(picture),
            phones=True,
            window=LONGEST if paid else FREE,
        )
        self.pace = Pace(per_second)
        talker = Talker(self.client, Uploader(self.client, self.shelf), seal, picture)
        self._sender = Sender(db, self.client, self.keeper, talker, self.registry, alarm, paid=paid)
        self.doorman = webhook.Doorman(signature, app_id, oa_secret, self._is_trial)
        self._alarm = alarm
        self._heard: datetime | None = None
        self._synced: datetime | None = None

    @property
    def webhook(self) -> str:
        """The address to enter on the webhook page of the app's console."""
        return f"{self.shelf.root}{self.path}"

    async def setup(self, commands: Mapping[str, str]) -> None:
        """Renew the token if it is old and read the templates; the platform keeps no list of commands.

        Raises `Failure` while the account is not connected; `receive` tries again by itself.
        """
        await self.keeper.access()
        now = self._clock()
        if self._synced is None or now - self._synced >= SYNC:
            try:
                await self.keeper.use(self.registry.sync)
            except (Refused, Unanswered) as error:
                raise failure_of(error) from None
            self._synced = now

    def routes(self, store: Store) -> tuple[BaseRoute, ...]:
        """Return the routes of the webhook and of our files."""

        async def take(event: Json) -> None:
            await self._take(store, event)

        hook = webhook.routes(self.path, self.doorman, take, self._refused)
        return (*hook, *self.shelf.routes(self._clock))

    async def _take(self, store: Store, event: Json) -> None:
        """Store what concerns the core, note the rest.

        That somebody interacted is noted first: what is stored may be answered at once, and only an open window
        lets the answer leave.
        """
        name = event["event_name"]
        chat = reading.chat_of(event) if name in reading.INTERACTIONS else ""
        await self._note(chat, receipt=name == RECEIVED)
        if name in reading.KEPT:
            await store([reading.raw_of(event)])
        elif name == REVIEWED:
            await self.registry.changed(event)

    async def _note(self, chat: str, *, receipt: bool) -> None:
        """Note an interaction, and once a minute that the platform speaks to us."""
        now = self._clock()
        fresh = self._is_fresh(now)
        if fresh and not chat:
            return
        async with self.db.write() as session:
            if chat:
                await official.seen(session, chats=[chat], now=now)
            if not fresh:
                await official.heard(session, now=now, receipt=receipt, unsigned=self.doorman.mismatched)
        if not fresh:
            wrong, self.doorman.mismatched, self._heard = self.doorman.mismatched, False, now
            if wrong:
                is_open = self.doorman.mode != "enforce" and await self._is_trial()
                await self._alarm("signature", str(SignatureIgnored() if is_open else SignatureWrong()))

    async def _is_trial(self) -> bool:
        """Tell whether wrong signatures may still pass: for some days after the account was first connected."""
        async with self.db.read() as session:
            since = await official.connected_at(session, app_id=self.client.app_id)
        return since is not None and self._clock() - since < TRIAL

    def _is_fresh(self, now: datetime) -> bool:
        return self._heard is not None and now - self._heard < timedelta(minutes=1)

    async def _refused(self) -> None:
        """Note, once a minute, that an event was turned away: no failure of ours may open the door."""
        try:
            await self._note("", receipt=False)
        except Exception as error:
            log.warning("zalo_oa: chưa ghi được lần chữ ký sai (%s)", type(error).__name__)

    async def receive(self, store: Store) -> None:
        """Keep the token fresh and the templates known until cancelled; events come through the web server."""
        while True:
            try:
                await self.setup({})
                wait = self._round
            except Failure as failure:
                heed_cancellation()
                wait = min(self._round, failure.retry_after or 60.0)
            await asyncio.sleep(wait)

    def parse(self, raw: Raw) -> Incoming | None:
        """Read one event."""
        return reading.read(raw, self._seal)

    async def send(self, chat: str, message: Outgoing, *, key: str, now: datetime) -> Sent:
        """Send one message to a UID, or a template to a phone number (+84…); `key` resumes a second try."""
        return Sent(await self._sender.send(chat, message, key=key, now=now))

    async def fetch(self, file: FileRef) -> bytes:
        """Download what a person sent, while its address lasts."""
        return await self._downloads.get(file.ref, file.size)

    async def introduce(self) -> None:
        """Do nothing: no link opens the account's chat."""

    def link(self, code: str) -> str | None:
        """Return None: no address can open the account's chat with a code, people type it."""
        return None

    async def close(self) -> None:
        """Close every connection."""
        await self.client.close()
        await self._downloads.close()

"""The Zalo Bot channel: its capabilities, and the parts that receive, read, send, fetch and count."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from starlette.routing import BaseRoute

from roviec.channels.channel import Pace, Store
from roviec.channels.common.addresses import proxy_for
from roviec.channels.common.download import Downloads
from roviec.channels.common.http import Unanswered
from roviec.channels.common.retrying import insist
from roviec.channels.common.sharing import Shelf
from roviec.channels.zalo_bot import reading, receiving, setup
from roviec.channels.zalo_bot.client import Client
from roviec.channels.zalo_bot.ledger import Ledger
from roviec.channels.zalo_bot.receiving import Poller
from roviec.channels.zalo_bot.sending import MAX_TEXT, Sender
from roviec.channels.zalo_bot.trouble import (
    NoRoom,
    QuotaSpent,
    Refused,
    SecretUnfit,
    TokenMissing,
    TokenRefused,
    failure_of,
)
from roviec.db.engine import Database
from roviec.db.files import FileStore
from roviec.messages.allowance import USUAL, Allowance
from roviec.messages.capabilities import Capabilities
from roviec.messages.incoming import LARGEST, FileRef, Incoming, Raw
from roviec.messages.outcome import Sent
from roviec.messages.outgoing import Outgoing

log = logging.getLogger(__name__)
FILES = "/zalo_bot/tep"


class ZaloBot:
    """A bot of the Zalo Bot Platform at `base_url`, which is the server's root without "/bot"."""

    name = reading.CHANNEL

    def __init__(
        self,
        db: Database,
        files: FileStore,
        *,
        token: str,
        base_url: str = "https://bot-api.zaloplatforms.com",
        mode: str = "webhook",
        webhook_secret: str = "",
        public_url: str = "",
        per_second: float = 5.0,
        max_file: int = LARGEST,
        allowance: Allowance = USUAL,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        hold: int = 30,
        timeout: float = 15.0,
        pause: float = 1.0,
    ) -> None:
        """Take plain values; `hold`, `timeout` and `pause` are seconds: of a poll, a call, a first retry.

        `max_file` is in bytes.
        """
        token, root, public_url = token.strip(), base_url.rstrip("/"), public_url.rstrip("/")
        if not token:
            raise TokenMissing
        if webhook_secret and not 8 <= len(webhook_secret) <= 256:
            raise SecretUnfit
        self.mode, self.root, self._pause, self._clock = mode, root, pause, clock
        self._downloads = Downloads(root, timeout=timeout, largest=max_file, proxy=proxy_for(root))
        self.client = Client(token, root, timeout=timeout)
        self.ledger = Ledger(db, clock, allowance)
        self.shelf = Shelf(files, token, public_url, path=FILES)
        self.can = Capabilities(files=self.shelf.is_open, max_text=MAX_TEXT, counted=True)
        self.pace = Pace(per_second)
        self._sender = Sender(self.client, self.shelf, self.ledger.sent)
        self._poller = Poller(self.client, hold=hold, pause=pause)
        self._path, self._secret = receiving.path_of(token), receiving.secret_of(token, webhook_secret)
        self.address = public_url + self._path
        self._names: tuple[str, ...] = ()
        self._ready = self._told = False
        self._refusals = 0

    async def setup(self, commands: Mapping[str, str]) -> None:
        """Learn our names and tell the platform how to reach us; it keeps no list of commands.

        Raises `PersonError` when a person has to act, else `Failure`; `receive` tries again by itself.
        """
        me = await setup.who(self.client)
        names = (me.get("account_name"), me.get("display_name"))
        self._names = tuple(name for name in names if isinstance(name, str) and name)
        if self.mode == "webhook":
            await setup.use_webhook(self.client, self.address, self._secret)
        else:
            await setup.use_polling(self.client)
        self._ready = True

    def routes(self, store: Store) -> Sequence[BaseRoute]:
        """Return the webhook's route, none when we poll, and the one of our files."""
        hook = (
            receiving.routes(self._path, self._secret, self._counted(store)) if self.mode == "webhook" else ()
        )
        return (*hook, *self.shelf.routes(self._clock))

    async def receive(self, store: Store) -> None:
        """Set up if that has not succeeded yet, then poll for ever; with a webhook return once set up.

        Raises `PersonError` when only a person can help (a wrong token): report it and call again later.
        """
        await insist(self.name, self._set_up, self._pause)
        if self.mode != "webhook":
            await self._poller.run(self._counted(store))

    async def _set_up(self) -> None:
        if not self._ready:
            await self.setup({})

    def _counted(self, store: Store) -> Store:
        async def keep(raws: Sequence[Raw]) -> None:
            await store(raws)
            await self.ledger.received(len(raws))

        return keep

    def parse(self, raw: Raw) -> Incoming | None:
        """Read one payload."""
        return reading.read(raw, self._names)

    async def send(self, chat: str, message: Outgoing, *, key: str, now: datetime) -> Sent:
        """Send one message; `key` lets a second try go on after the parts that were taken."""
        try:
            number = await self._sender.send(chat, message, key=key, now=now)
        except Refused as refused:
            raise await self._failed(chat, refused) from None
        except Unanswered as error:
            raise failure_of(error) from None
        self._refusals, self._told = 0, False
        return Sent(number)

    async def _failed(self, chat: str, refused: Refused) -> Exception:
        """Say in the log, once, what only a person can mend; return the failure.

        A 429 tells neither whose limit it is nor until when: that of a person too many stops nobody else.
        """
        if refused.code == 429 and await self.ledger.one_too_many(chat):
            return NoRoom("the package carries no more people")
        self._refusals += refused.code == 429
        failure = failure_of(refused, refused_in_a_row=max(1, self._refusals))
        if isinstance(failure, QuotaSpent):
            await self.ledger.refused()
        if refused.code == 401 and not self._told:
            log.error("zalo_bot: %s", TokenRefused())
            self._told = True
        return failure

    async def fetch(self, file: FileRef) -> bytes:
        """Download what a person sent, while its address lasts."""
        return await self._downloads.get(file.ref, file.size)

    async def introduce(self) -> None:
        """Do nothing: no link opens the bot."""

    def link(self, code: str) -> str | None:
        """Return None: no address can open the bot with a code, people type it."""
        return None

    async def close(self) -> None:
        """Close every connection."""
        await self.client.close()
        await self._downloads.close()

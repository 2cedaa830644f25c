"""The Telegram channel: its capabilities, and the parts that receive, read, send and fetch."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from starlette.routing import BaseRoute

from roviec.channels.channel import Pace, Store
from roviec.channels.common.addresses import proxy_for
from roviec.channels.common.download import Downloads
from roviec.channels.common.retrying import insist
from roviec.channels.telegram import reading, setup, webhook
from roviec.channels.telegram.files import download
from roviec.channels.telegram.reading import Me
from roviec.channels.telegram.receiving import Answerer, Poller, Receiver
from roviec.channels.telegram.registration import TELEGRAM
from roviec.channels.telegram.sending import Sender
from roviec.channels.telegram.trouble import TelegramError, TokenMissing, failure_of
from roviec.channels.telegram.wire import Api
from roviec.db.files import FileStore
from roviec.folding import whole
from roviec.messages.capabilities import Capabilities
from roviec.messages.incoming import LARGEST, FileRef, Incoming, Raw
from roviec.messages.outcome import Failure, Sent
from roviec.messages.outgoing import Outgoing

GROUP_MINUTE = 20
SLOWED = 1.0
"""Messages a second to one chat once Telegram has asked to wait: what it advises. Before that it takes bursts."""
_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Telegram:
    """Telegram through the Bot API at `base_url`, which is the server's root without "/bot"."""

    name = reading.CHANNEL
    can = Capabilities(
        buttons=40, edit=True, files=True, max_text=4096, choice_bytes=64, deep_links=True, contact=True
    )

    def __init__(
        self,
        files: FileStore,
        *,
        token: str,
        base_url: str = "https://api.telegram.org",
        proxy: str = "",
        mode: str = "polling",
        webhook_secret: str = "",
        public_url: str = "",
        per_second: float = 30.0,
        max_file: int = LARGEST,
        hold: int = 25,
        timeout: float = 15.0,
        pause: float = 1.0,
    ) -> None:
        """Take plain values; `hold`, `timeout` and `pause` are seconds: of a poll, a call, a first retry.

        `max_file` is in bytes.
        """
        token, root = token.strip(), base_url.rstrip("/")
        if not token:
            raise TokenMissing
        proxy = proxy_for(root, proxy)
        self.pace = Pace(per_second, slowed=SLOWED, per_group_minute=GROUP_MINUTE, is_group=TELEGRAM.is_group)
        self.mode, self._token, self.root, self.proxy = mode, token, root, proxy
        self.me = Me(whole(token.partition(":")[0]) or 0)
        self.api = Api(token, root, proxy=proxy, timeout=timeout)
        self.answerer = Answerer(self.api)
        self._sender = Sender(self.api, files)
        self._downloads = Downloads(root, timeout=timeout, largest=max_file, proxy=proxy)
        self._poller = Poller(f"{root}/bot{token}/getUpdates", proxy=proxy, hold=hold, margin=timeout)
        self._pause = pause
        self.address = public_url.rstrip("/") + webhook.path_of(token)
        self._secret = webhook.secret_of(token, webhook_secret)
        self._commands: Mapping[str, str] = {}
        self._ready = False

    async def setup(self, commands: Mapping[str, str]) -> None:
        """Learn who we are, tell the platform our commands (name → description) and how to reach us.

        Raises `PersonError` when a person has to act, else `Failure`; `receive` tries again by itself.
        """
        self._commands = commands
        await self.introduce()
        where = (self.address, self._secret) if self.mode == "webhook" else None
        await setup.tell(self.api, commands, where)
        self._ready = True

    async def introduce(self) -> None:
        """Learn the bot's name, which links need; raises like `setup`."""
        self.me = await setup.who(self.api)

    def routes(self, store: Store) -> tuple[BaseRoute, ...]:
        """Return the webhook's route for the web server; none when we poll."""
        if self.mode != "webhook":
            return ()
        return webhook.routes(webhook.path_of(self._token), self._secret, store)

    async def receive(self, store: Store) -> None:
        """Set up if that has not succeeded yet, then poll for ever; with a webhook return once set up.

        Raises `PersonError` when only a person can help (a wrong token): report it and call again later.
        """
        await insist(self.name, self._set_up, self._pause)
        if self.mode == "webhook":
            return
        receiver = Receiver(
            self._poller,
            free_webhook=lambda: setup.free_webhook(self.api),
            pause=self._pause,
        )
        await receiver.run(store)

    def accepted(self, raws: Sequence[Raw]) -> None:
        """Answer the presses among kept payloads (answerCallbackQuery): else their buttons seem to be at work."""
        self.answerer.answer(raws)

    async def _set_up(self) -> None:
        if not self._ready:
            await self.setup(self._commands)

    def parse(self, raw: Raw) -> Incoming | None:
        """Read one update."""
        return reading.read(raw, self.me)

    async def send(self, chat: str, message: Outgoing, *, key: str, now: datetime) -> Sent:
        """Send one message; `key` lets a second try go on after the parts that were taken."""
        if not chat:
            raise Failure("no chat to send to")
        try:
            return Sent(await self._sender.send(chat, message, key))
        except TelegramError as error:
            failure = failure_of(error)
            # The same edit again changes nothing.
            failure.ambiguous = failure.ambiguous and message.edit is None
            raise failure from None

    async def fetch(self, file: FileRef) -> bytes:
        """Download what a person sent."""
        return await download(self.api, self._downloads, f"{self.root}/file/bot{self._token}", file)

    def link(self, code: str) -> str | None:
        """Return the deep link; None until the bot knows its name, or for a code that no link can carry."""
        if not self.me.username or not _CODE.fullmatch(code):
            return None
        return f"https://t.me/{self.me.username}?start={code}"

    async def close(self) -> None:
        """End background calls and close every connection."""
        await self.answerer.close()
        await self._poller.close()
        await self._downloads.close()
        await self.api.close()

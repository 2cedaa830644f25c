"""What every channel promises: raw payloads in, rendered messages out, capabilities said aloud.

A channel is transport only. It hands raw payloads to the inbox (`store`), reads one payload at a time
(`parse`) and sends one rendered message (`send`). It never sees a task, a survey or a table.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from starlette.routing import BaseRoute

Json = dict[str, Any]


@dataclass(frozen=True)
class Capabilities:
    """What a channel can do; rendering adapts to it and the core never asks for a channel's name."""

    buttons: int = 0
    """Buttons that fit one message; 0 means that choices are shown as numbered lines."""
    edit: bool = False
    files: bool = False
    max_text: int = 2000
    """UTF-16 units that fit one message."""
    choice_bytes: int = 64
    deep_links: bool = False
    contact: bool = False
    """A button may ask for the person's own phone number."""
    counted: bool = False
    """Each message counts against a monthly allowance: what waits together for a chat goes as one."""
    idempotent: bool = False
    """A second send under the same key changes nothing."""
    window: timedelta | None = None
    """How long after a person's last message we may still write; None means always."""


@dataclass(frozen=True)
class Raw:
    """One payload as it arrived; (channel, external_id) is unique and `chat` keeps its order."""

    external_id: str
    chat: str
    payload: Json


class Kind(StrEnum):
    """What a parsed payload is."""

    text = "text"
    choice = "choice"
    file = "file"
    contact = "contact"
    withheld = "withheld"
    reachable = "reachable"
    unreachable = "unreachable"
    moved = "moved"
    rating = "rating"
    """Stars for something that we asked about, from nobody in particular."""


@dataclass(frozen=True)
class FileRef:
    """A file that a person sent: how to fetch it, and what the platform says of it."""

    ref: str
    name: str
    mime: str
    size: int


@dataclass(frozen=True)
class Incoming:
    """One thing a person did, in the words of no platform in particular."""

    channel: str
    chat: str
    kind: Kind
    text: str = ""
    """The words, the caption, the packed action of a choice, a phone number or the new chat id; of something
    that the platform withholds or nobody here can hear: file, voice or sticker."""
    files: tuple[FileRef, ...] = ()
    message: str | None = None
    """The platform's id of this message, or of the one whose button was pressed."""
    reply_to: str | None = None
    """The platform's id of our message that the person answers."""
    name: str = ""
    sender: str = ""
    """Who said it, where a chat has many: the id of their own chat with us."""
    group: bool = False
    proved: bool = True
    """A contact's number is the sender's own for certain; False where they may have typed any."""
    stars: int | None = None
    """How many of five, for a rating; `reply_to` then holds what we called the question."""


@dataclass(frozen=True)
class Choice:
    """One thing that a person may choose: its label and the packed action that it stands for."""

    label: str
    action: str
    spoken: bool = False
    """Said by its label ("bỏ qua") and not by a number: the numbers belong to the answers before it."""


@dataclass(frozen=True)
class FileOut:
    """A file to send, kept by its checksum in the file store."""

    sha256: str
    name: str
    mime: str

    @property
    def is_picture(self) -> bool:
        """Tell whether the platform may show it in line."""
        return self.mime in {"image/png", "image/jpeg"}


@dataclass(frozen=True)
class Notice:
    """What a message says as an approved template would: its purpose and the values of the blanks, in order."""

    purpose: str
    """Such as "task.reminder": an office registers the template that it had approved for each."""
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Outgoing:
    """One message to a person. `title` is shown in bold where the channel can."""

    text: str
    title: str = ""
    choices: tuple[Choice, ...] = ()
    first_number: int = 1
    files: tuple[FileOut, ...] = ()
    edit: str | None = None
    """The platform's id of the message to replace, where the channel can."""
    link: str | None = None
    """An address to open, with `link_label`."""
    link_label: str = ""
    contact_label: str = ""
    """Offer a button of this name that sends the person's own phone number, where the channel has one."""
    notice: Notice | None = None
    """The same as a template, for channels that may write first only with one."""

    def as_json(self) -> Json:
        """Return a JSON shape for the outbox; `from_json` reads it back."""
        return {
            "text": self.text,
            "title": self.title,
            "choices": [[c.label, c.action, c.spoken] for c in self.choices],
            "first_number": self.first_number,
            "files": [[f.sha256, f.name, f.mime] for f in self.files],
            "edit": self.edit,
            "link": self.link,
            "link_label": self.link_label,
            "contact_label": self.contact_label,
            "notice": [self.notice.purpose, self.notice.values] if self.notice else None,
        }

    @classmethod
    def from_json(cls, body: Json) -> "Outgoing":
        """Read what `as_json` wrote."""
        notice = body.get("notice")
        return cls(
            text=body["text"],
            title=body["title"],
            choices=tuple(Choice(*c) for c in body["choices"]),
            first_number=body["first_number"],
            files=tuple(FileOut(*f) for f in body["files"]),
            edit=body["edit"],
            link=body["link"],
            link_label=body["link_label"],
            contact_label=body["contact_label"],
            notice=Notice(notice[0], tuple((k, v) for k, v in notice[1])) if notice else None,
        )


@dataclass(frozen=True)
class Sent:
    """The platform took the message; `external_id` lets a later reply or edit find it."""

    external_id: str | None = None


@dataclass(eq=False)
class Failure(Exception):
    """Why a send failed, as a value that says what to do next."""

    reason: str
    retry: bool = False
    """Worth another try later."""
    retry_after: float | None = None
    """Seconds that the platform asks us to wait."""
    whole_channel: bool = False
    """`retry_after` holds for the whole channel, not only this chat."""
    unreachable: bool = False
    """The person blocked us or is gone."""
    ambiguous: bool = False
    """The platform may have taken the message: a second try may double it."""
    moved_to: str | None = None
    """The chat goes on under this id."""
    elsewhere: bool = False
    """This channel can't carry it now (window closed, quota spent): another address of the person may."""

    def __str__(self) -> str:
        return self.reason


Store = Callable[[Sequence[Raw]], Awaitable[None]]
"""Commit raw payloads to the inbox; only after it returns may a channel acknowledge them."""


@dataclass(frozen=True)
class Pace:
    """How fast a channel may send."""

    per_second: float
    per_chat_second: float
    chat_burst: int = 3
    per_group_minute: float | None = None


class Channel(Protocol):
    """A messenger, or our own web chat. Every implementation passes tests/channels/."""

    name: str
    can: Capabilities
    pace: Pace

    async def setup(self, commands: Mapping[str, str]) -> None:
        """Tell the platform who we are, with our commands and what each does; raise `Failure` or `PersonError`."""

    def routes(self, store: Store) -> Sequence[BaseRoute]:
        """Return the pages that the web server must answer for this channel: its webhook."""

    def parse(self, raw: Raw) -> Incoming | None:
        """Read one payload; None means that it concerns nobody. Anything raised quarantines it."""

    async def receive(self, store: Store) -> None:
        """Hand payloads to `store` until cancelled, acknowledging each only after `store` returned.

        A channel whose payloads come through the web server returns at once. Raises `PersonError` when only
        a person can help, such as with a wrong token: report it and call again much later.
        """

    async def send(self, chat: str, message: Outgoing, *, key: str, now: datetime) -> Sent:
        """Send one rendered message or raise `Failure`. `key` is the same at every try."""

    async def fetch(self, file: FileRef) -> bytes:
        """Return the bytes of a file that a person sent, or raise `Failure`."""

    def link(self, code: str) -> str | None:
        """Return the address that opens this channel with `/start code`, where there is one."""

    async def close(self) -> None:
        """Let go of connections."""

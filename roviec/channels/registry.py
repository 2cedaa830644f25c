"""What the house knows of a channel before it is built: its registration.

A channel lives in a folder of its own, with a `registration.py` that costs nothing to import, and stands in one list,
channels/registered.py. Settings, build, doctor, links, pages and the command line go through that list.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any, Protocol

from roviec.messages.allowance import Allowance
from roviec.sections import Section

if TYPE_CHECKING:
    import typer
    from sqlmodel.ext.asyncio.session import AsyncSession

    from roviec.channels.channel import Channel
    from roviec.db.audit import Act
    from roviec.db.engine import Database
    from roviec.db.files import FileStore
    from roviec.db.surveys.traces import Eraser

Alarm = Callable[[str, str], Awaitable[None]]
"""Tell the admins on their other channels, once a day per kind: (kind, sentence)."""


class ChannelSection(Section):
    """The section of a channel that an office turns on."""

    enabled: bool = False


@dataclass(frozen=True)
class Ground:
    """What a channel may be built from, beside its own section; `max_file` is in bytes."""

    db: "Database"
    files: "FileStore"
    public_url: str
    per_second: float
    max_file: int
    clock: Callable[[], datetime]
    alarm: Alarm


@dataclass(frozen=True)
class Check:
    """What the doctor looked at; the sentences are `cli.doctor.<name>` and, where it is not `ok`, its `.advice`."""

    name: str
    ok: bool
    found: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Look:
    """The doctor's look: when, in which zone moments are told, and whether it may spend what is scarce."""

    now: datetime
    zone: tzinfo
    thorough: bool = False


@dataclass(frozen=True)
class Page:
    """A page of a channel's own: `answer` turns the query into the values of a template, or raises `PersonError`."""

    path: str
    template: str
    answer: Callable[[Mapping[str, str]], Awaitable[Mapping[str, str]]]


class Terminal(Protocol):
    """What a channel's own commands may use of the command line."""

    def group(self, name: str, inside: "typer.Typer | None" = None) -> "typer.Typer":
        """Add a group of commands, explained by the text `cli.<name>.help`."""

    def command(self, group: "typer.Typer", name: str, key: str) -> Callable[[Any], Any]:
        """Register a command, explained by the texts of `cli.<key>`."""

    def work(self, context: "typer.Context", verb: "Callable[[Database, Any], Awaitable[Any]]") -> Any:
        """Open the office and let `verb` work with its database and the channel; raise what says that it is off."""

    async def noted(self, session: "AsyncSession", what: "Act", subject: str = "", **data: object) -> None:
        """Add to the audit log what the command does; only within `work`."""

    def out(self, text: str) -> None:
        """Write the answer to standard output."""

    def out_json(self, value: Any) -> None:
        """Write the answer as JSON."""

    def note(self, key: str, **values: object) -> None:
        """Write the sentence `key` to standard error."""

    def table(self, headings: str, rows: list[list[str]]) -> None:
        """Show rows under the headings of the text `headings`."""


def _nothing(_channel: Any) -> Sequence[Page]:
    return ()


@dataclass(frozen=True)
class Registration:
    """A channel, as everything outside its folder knows it."""

    name: str
    """Its name in the database and, where it has settings, that of its section in config.toml."""
    label: str
    """What people call it; the text `channel.<name>` wins where a language has one."""
    build: "Callable[[Any, Ground], Channel]"
    """Make the channel from its section. What it imports, it imports here: the others should not wait for it."""
    per_second: float
    """Messages a second, unless [delivery] says otherwise."""
    section: type[ChannelSection] | None = None
    """Its settings; None for a channel that is always on."""
    secrets: tuple[str, ...] = ()
    """The keys of its section without which it can't be built."""
    groups: str = ""
    """How the ids of group chats begin; empty where there are none."""
    allowance: Callable[[Any], Allowance] | None = None
    """What its section says of a monthly allowance, where messages are counted."""
    examine: Callable[[Any, Look], AsyncIterator[Check]] | None = None
    """What the doctor asks of the built channel and its platform; nothing is changed there."""
    pages: Callable[[Any], Sequence[Page]] = _nothing
    """Its pages beside webhooks, which are the channel's `routes`."""
    commands: Callable[[Terminal], None] | None = None
    """Add its commands to the command line."""
    traces: "Callable[[], Eraser] | None" = None
    """What erases what it keeps of a chat, where that is more than inbox, outbox and address."""

    def is_group(self, chat: str) -> bool:
        """Tell whether a chat is a group's."""
        return bool(self.groups) and chat.startswith(self.groups)

    @property
    def variables(self) -> str:
        """The environment variables that its secrets may come from."""
        return ", ".join(f"ROVIEC_{self.name}__{key}".upper() for key in self.secrets)

    def lacks_secrets(self, section: Any) -> bool:
        """Tell whether its section misses any of its secrets."""
        given = (getattr(section, key) for key in self.secrets)
        return not all(one.get_secret_value() if hasattr(one, "get_secret_value") else one for one in given)

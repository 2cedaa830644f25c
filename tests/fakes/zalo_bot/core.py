"""The state of the fake: its bot, its chats, what waits for a poll, the quota, and what was ordered to fail."""

import itertools
import secrets
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

from .faults import Faults
from .media import Media

Json = dict[str, Any]
TOKEN = "1459232241454765289:FAKE-zalo-token-for-tests-0123456789"
MESSAGES, PEOPLE = 3000, 50


class ApiError(Exception):
    """A refusal; `key` is how the code's key is spelt, `status` the HTTP status (None: 200, as is common)."""

    def __init__(
        self, code: int, description: str, *, key: str = "error_code", status: int | None = None
    ) -> None:
        super().__init__(description)
        self.code, self.description, self.key, self.status = code, description, key, status

    def body(self) -> Json:
        """Return the envelope."""
        return {"ok": False, self.key: self.code, "description": self.description}


@dataclass
class Clock:
    """Real time plus what a test has pushed forward; seconds."""

    ahead: float = 0.0

    def now(self) -> float:
        """Return seconds since 1970."""
        return time.time() + self.ahead

    def advance(self, seconds: float) -> None:
        """Push forward."""
        self.ahead += seconds


@dataclass
class Said:
    """One message of a chat."""

    id: str
    from_bot: bool
    text: str = ""
    bold: str = ""
    photo: str = ""
    """The public address of a picture that the bot sent."""
    sticker: str = ""
    voice: str = ""


@dataclass
class Chat:
    """One chat; `gone` answers 404 to every send."""

    id: str
    name: str
    group: bool = False
    gone: bool = False
    messages: list[Said] = field(default_factory=list)


@dataclass
class Quota:
    """The monthly allowance of a Basic bot: messages both ways, and people. Observed, not official."""

    messages: int = MESSAGES
    people: int = PEOPLE
    used: int = 0

    def take(self) -> bool:
        """Count one message; False when there is none left."""
        if self.used >= self.messages:
            return False
        self.used += 1
        return True


@dataclass
class Core:
    """Everything that the routes work with."""

    token: str = TOKEN
    bot: Json = field(
        default_factory=lambda: {
            "id": TOKEN.partition(":")[0],
            "account_name": "bot.RoViecThu",
            "account_type": "BASIC",
            "can_join_groups": False,
        }
    )
    clock: Clock = field(default_factory=Clock)
    chats: dict[str, Chat] = field(default_factory=dict)
    quota: Quota = field(default_factory=Quota)
    faults: Faults = field(default_factory=Faults)
    media: Media = field(init=False)
    calls: Counter[str] = field(default_factory=Counter)
    flat: bool = False
    """Webhooks carry the bare event seen in captures instead of the documented envelope."""
    error_status: bool = False
    """Errors come with their own HTTP status instead of 200."""
    grace: float = 0.5
    """Seconds for which an event waits after a poll ended: else no poller could hear two in a row. A guess."""
    lost: list[Json] = field(default_factory=list)
    waiting: deque[tuple[float, Json]] = field(default_factory=deque)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.media = Media(self.clock.now)

    def new_id(self) -> str:
        """Return an id of 20 hex digits, as messages have."""
        return f"{next(self._numbers):04x}{secrets.token_hex(8)}"

    def has_room(self, chat: Chat) -> bool:
        """Tell whether the package carries this chat: one after the last person is refused. A guess."""
        persons = [one for one in self.chats.values() if not one.group]
        return chat.group or chat in persons[: self.quota.people]

    def people(self) -> int:
        """Return how many people the bot knows."""
        return sum(not chat.group for chat in self.chats.values())

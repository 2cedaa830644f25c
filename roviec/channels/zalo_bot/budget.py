"""The month's messages: how much is left, when to warn, and how to say the same in fewer. Pure.

A Basic bot was seen to carry 3,000 messages a month, both ways, for 50 people; the platform publishes no
figures and tells no remainder.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from roviec.channels.contract import Outgoing
from roviec.channels.render import width
from roviec.db.budget import Usage

MESSAGES = 3000
PEOPLE = 50
GAP = "\n\n––––––\n\n"
_NUMBERED = re.compile(r"^\d{1,3}\. ", re.MULTILINE)


class Level(StrEnum):
    """How short the month is of messages."""

    fine = "fine"
    warned = "warned"
    short = "short"
    spent = "spent"


@dataclass(frozen=True)
class Budget:
    """What a month may carry, and what it has."""

    usage: Usage
    messages: int = MESSAGES

    @property
    def left(self) -> int:
        """Messages left this month, never below 0."""
        return max(0, self.messages - self.usage.used)

    @property
    def percent(self) -> int:
        """The part that is used, in whole percent, rounded down."""
        return self.usage.used * 100 // self.messages

    @property
    def level(self) -> Level:
        """Return the level: warned from 80 %, short from 95 %, spent at the end or when the platform said so."""
        if self.usage.refused or not self.left:
            return Level.spent
        if self.percent >= 95:
            return Level.short
        return Level.warned if self.percent >= 80 else Level.fine

    def afford(self, messages: int) -> bool:
        """Tell whether a broadcast of so many messages leaves a fifth of what is left for answers."""
        return not self.usage.refused and messages <= self.left * 4 // 5

    def words(self) -> dict[str, object]:
        """Return the values of the sentence `zalo_bot.budget.<level>`."""
        return {"percent": self.percent, "used": self.usage.used, "total": self.messages, "left": self.left}


def joined(waiting: Sequence[Outgoing], limit: int) -> tuple[Outgoing, int]:
    """Return the longest beginning of a chat's queue as one message, and how many it holds (at least 1).

    Only plain words are joined. Files, choices and links go alone, and nothing follows numbered lines: a number
    belongs to the last thing asked.
    """
    first, taken = waiting[0], 1
    if not _plain(first):
        return first, taken
    text = _flat(first)
    for message in waiting[1:]:
        longer = f"{text}{GAP}{_flat(message)}"
        if _NUMBERED.search(text) or not _plain(message) or width(longer) > limit:
            break
        text, taken = longer, taken + 1
    return (replace(first, text=text, title=""), taken) if taken > 1 else (first, 1)


def _plain(message: Outgoing) -> bool:
    return not (message.choices or message.files or message.link or message.edit)


def _flat(message: Outgoing) -> str:
    return f"{message.title}\n{message.text}".strip()

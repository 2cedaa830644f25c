"""What a channel carries in a month: how much is left, when to warn, how it will end. Pure.

A Zalo Basic bot was seen to carry 3,000 messages a month, both ways, for 50 people; the platform publishes no
figures and tells no remainder, so the figures are settings and the count is ours.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

DAY = 86_400.0


@dataclass(frozen=True)
class Allowance:
    """What a channel's package carries: messages a month, both ways, and people."""

    messages: int = 3000
    people: int = 50
    groups: str = ""
    """How the ids of group chats begin: they are counted apart from people. Empty where there are none."""


USUAL = Allowance()


@dataclass(frozen=True)
class Usage:
    """Messages of one month; `refused` tells that the platform said "no more" in it."""

    month: str
    sent: int = 0
    received: int = 0
    refused: bool = False
    scarce: bool = False
    """The last fifth of the month has begun: it is kept for answers."""

    @property
    def used(self) -> int:
        """Messages both ways."""
        return self.sent + self.received


class Level(IntEnum):
    """How short the month is of messages."""

    fine = 0
    warned = 1
    short = 2
    spent = 3


@dataclass(frozen=True)
class Budget:
    """What a month may carry, and what it has."""

    usage: Usage
    allowance: Allowance = USUAL
    people: int = 0
    """People that the channel knows."""
    channel: str = ""

    @property
    def left(self) -> int:
        """Messages left this month, never below 0."""
        return max(0, self.allowance.messages - self.usage.used)

    @property
    def percent(self) -> int:
        """The part that is used, in whole percent, rounded down."""
        return self.usage.used * 100 // self.allowance.messages

    @property
    def level(self) -> Level:
        """Return the level: warned from 80 %, short from 95 %, spent at the end or when the platform said so."""
        if self.usage.refused or not self.left:
            return Level.spent
        if self.percent >= 95:
            return Level.short
        return Level.warned if self.percent >= 80 else Level.fine

    @property
    def is_full(self) -> bool:
        """Tell whether nobody else can be taken in."""
        return self.people >= self.allowance.people

    def afford(self, messages: int) -> bool:
        """Tell whether a broadcast of so many messages leaves a fifth of what is left for answers."""
        return not self.usage.refused and messages <= self.left * 4 // 5

    def forecast(self, now: datetime) -> int:
        """Return the messages of the whole month at the present pace; `now` is in the office's zone.

        The first day counts as a whole one: an hour's traffic says nothing of a month.
        """
        first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        following = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
        passed = max(DAY, (now - first).total_seconds())
        return round(self.usage.used * (following - first).total_seconds() / passed)

    def words(self) -> dict[str, int]:
        """Return the values of the sentences `allowance.<level>`."""
        return {
            "percent": self.percent,
            "used": self.usage.used,
            "total": self.allowance.messages,
            "left": self.left,
            "people": self.people,
            "most": self.allowance.people,
        }

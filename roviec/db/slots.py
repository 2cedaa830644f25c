"""Which shard of the office a chat belongs to: by the hash of its name, so that every process knows without asking.

A chat's slot never changes; the slots are dealt out anew when the number of shards does.
"""

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlalchemy as sa

SLOTS = 16384


def slot_of(channel: str, chat: str) -> int:
    """Return the slot of a chat, 0 to `SLOTS` - 1: the same on every machine and in every version.

    >>> slot_of("web", "a") == slot_of("web", "a")
    True
    """
    return zlib.crc32(f"{channel}\0{chat}".encode()) % SLOTS


def placed(channel: str, chat: str) -> dict[str, str | int]:
    """Return what a row's columns say of where it belongs: whoever changes the chat changes both."""
    return {"chat": chat, "slot": slot_of(channel, chat)}


NOWHERE: dict[str, str | int] = {"chat": "", "slot": 0}
"""The same of a chat that is erased: its slot would tell one in some thousands."""


@dataclass(frozen=True)
class Shard:
    """One of the equal shards into which the chats are divided, numbered from 1."""

    number: int = 1
    of: int = 1

    def named(self, channel: str) -> str:
        """Return what a channel is called in this shard.

        >>> Shard().named("web"), Shard(2, 4).named("web")
        ('web', 'web/2')
        """
        return channel if self.of == 1 else f"{channel}/{self.number}"

    def holds(self, slot: "sa.SQLColumnExpression[int]") -> "tuple[sa.ColumnElement[bool], ...]":
        """Return what a statement demands of a slot: nothing where there is one shard."""
        return () if self.of == 1 else (slot % self.of == self.number - 1,)

    def share(self, per_second: float) -> float:
        """Return how much of a pace is this shard's: whole messages where there are enough, together all of it.

        >>> [Shard(n, 4).share(30) for n in (1, 2, 3, 4)], Shard(1, 4).share(2)
        ([8.0, 8.0, 7.0, 7.0], 0.5)
        """
        each, rest = divmod(int(per_second), self.of)
        return float(each + (self.number <= rest)) if each and self.of > 1 else per_second / self.of


ALL = Shard()
"""Every chat: the only shard of an office that divides nothing."""


def every_shard(of: int) -> list[Shard]:
    """Return all shards."""
    return [Shard(number, of) for number in range(1, of + 1)]


def shard_of(channel: str, chat: str, of: int) -> Shard:
    """Return the shard of a chat."""
    return Shard(slot_of(channel, chat) % of + 1, of)

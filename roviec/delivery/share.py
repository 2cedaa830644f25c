"""Which chats a process decides: all that it hears of, or those that it sends for where they are divided."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from roviec.db.inbox import Mine
from roviec.db.slots import shard_of
from roviec.delivery.courier import Courier

OVERDUE = timedelta(seconds=2)
"""After so long a payload is decided by whoever sees it: the process whose it is may be gone."""


class Share:
    """The couriers of a process by name: of a channel, or of a channel and shard where the chats are divided."""

    def __init__(self, couriers: Mapping[str, Courier], shards: int = 1) -> None:
        self.couriers, self.shards = couriers, shards
        self.is_divided = shards > 1
        """Not so in a process that sends nothing: it decides what it hears of."""

    def courier(self, channel: str, chat: str) -> Courier | None:
        """Return who sends to a chat, if it may be this process."""
        return self.couriers.get(shard_of(channel, chat, self.shards).named(channel))

    def has(self, channel: str, chat: str) -> bool:
        """Tell whether this process decides what comes from a chat."""
        if not self.is_divided:
            return True
        courier = self.courier(channel, chat)
        return courier is None or courier.is_on_post

    def takes(self, number: int | None) -> bool:
        """Tell whether this process decides what others stored of a shard; None: of any, perhaps."""
        return number is None or not self.is_divided or number in self.numbers

    def mine(self, now: datetime) -> Mine | None:
        """Return what of the stored payloads is decided here; None for all."""
        if not self.is_divided:
            return None
        return Mine(self.numbers, self.shards, now - OVERDUE)

    @property
    def numbers(self) -> set[int]:
        """The shards for which this process sends."""
        return {one.shard.number for one in self.couriers.values() if one.is_on_post}

"""How fast a channel may send: a bucket for the whole, one per chat, one per group. Pure: time is a number."""

import math
from dataclasses import dataclass, field

from roviec.channels.channel import Pace

AHEAD = 0.2
"""Seconds that places are booked ahead: no reply waits longer behind a broadcast."""


@dataclass
class Bucket:
    """Lets `burst` through at once and then one per `interval` seconds (GCRA)."""

    interval: float
    burst: int
    free_at: float = 0.0

    def wait(self, now: float) -> float:
        """Return the seconds until the next one may pass."""
        return max(0.0, self.free_at - self.interval * (self.burst - 1) - now)

    def room(self, now: float, ahead: float) -> int:
        """Return how many may pass in the next `ahead` seconds."""
        first = max(self.free_at, now) - self.interval * (self.burst - 1) - now
        return max(0, 1 + math.floor((ahead - first) / self.interval))

    def take(self, at: float) -> None:
        """Let one pass at time `at`."""
        self.free_at = max(self.free_at, at) + self.interval


@dataclass
class Pacer:
    """Says when each message may leave; `pause` holds a whole channel back."""

    pace: Pace
    whole: Bucket = field(init=False)
    chats: dict[str, list[Bucket]] = field(default_factory=dict)
    paused_until: float = 0.0

    def __post_init__(self) -> None:
        # A tenth of a second's worth at once: enough to fill the pipe, never two windows' worth in one.
        burst = max(1, int(self.pace.per_second // 10))
        self.whole = Bucket(1 / self.pace.per_second, burst)

    def reserve(self, chat: str, *, group: bool, now: float) -> float:
        """Book the next place for `chat`; return the seconds to wait for it."""
        buckets = [self.whole, *self._of(chat, group)]
        wait = max(self.paused_until - now, *(bucket.wait(now) for bucket in buckets), 0.0)
        for bucket in buckets:
            bucket.take(now + wait)
        return wait

    def room(self, now: float) -> int:
        """Return how many messages the whole channel lets leave in the next `AHEAD` seconds."""
        if self.paused_until - now > AHEAD:
            return 0
        return self.whole.room(now, AHEAD)

    def full(self, now: float) -> float:
        """Return how long to wait until there is room again; at most half a second, to hear a stop."""
        wait = max(self.paused_until - now, self.whole.wait(now)) - AHEAD
        return min(max(wait, 0.001), 0.5)

    def rest(self, chat: str, *, group: bool, now: float) -> float:
        """Return the seconds that a chat must be left alone; 0 when its turn comes within `AHEAD`."""
        wait = max(bucket.wait(now) for bucket in self._of(chat, group))
        return wait if wait > AHEAD else 0.0

    def pause(self, seconds: float, now: float) -> None:
        """Hold the whole channel back, as its platform asked."""
        self.paused_until = max(self.paused_until, now + seconds)

    def _of(self, chat: str, group: bool) -> list[Bucket]:
        if chat not in self.chats:
            if len(self.chats) > 50_000:
                self.chats.clear()
            mine = [Bucket(1 / self.pace.per_chat_second, self.pace.chat_burst)]
            if group and self.pace.per_group_minute:
                # A third of the minute's allowance at once, the rest evenly: no sliding minute exceeds it.
                third = max(1, int(self.pace.per_group_minute // 3))
                mine.append(Bucket(60 / (self.pace.per_group_minute - third), third))
            self.chats[chat] = mine
        return self.chats[chat]

"""How fast a channel may send: never more in a second than its platform takes, each chat as fast as it is let.

Pure: time is a number of seconds that only grows. A courier asks in this order:

- `room`, `full`, `rest` before it claims: how many fit, when there is room again, which chats must be left alone;
- `reserve` for each claimed message: how long until its place;
- `leave` when that time has come: 0.0 lets it go and counts it, else it sleeps so long and asks again. A pause that
  began meanwhile is thereby kept, and so is the second when the process was too late for a place;
- `withdraw` instead, for one that is to wait elsewhere;
- `landed` once the platform has answered or not, for each message that `leave` let go;
- `refused` after a failure that names a time;
- `anew` when it begins its duty again: what went wrong with the counting of the last time is over.
"""

import math
from collections import deque
from dataclasses import dataclass, field, replace

from roviec.channels.channel import Pace

AHEAD = 0.2
"""Seconds that places are booked ahead: no reply waits longer behind a broadcast."""
SECOND = 1.0
CLOSER = 0.9
"""Places lie closer than the pace, so that a process that was late catches up; the second alone is the limit."""
SHORTLY = 0.05
"""Seconds to wait where nobody knows when the next one lands."""
MINUTE = 61.0
SEVERAL, TOGETHER = 3, 10.0
"""So many chats refused within so many seconds mean the whole channel."""
SLOW_FOR = 300.0
"""Seconds that a chat stays slowed after its last refusal."""
KEPT = 50_000
"""Chats that are remembered at most."""


class Second:
    """What is on its way and what landed within the last second: at most `most` together.

    When a message arrives nobody knows, only that it is between leaving and landing. Of any that arrive within one
    second, none has landed for a second when the last one leaves: so no second at the platform holds more either.
    """

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds, self.flying = most, seconds, 0
        self._landed: deque[float] = deque()

    def room(self, at: float) -> int:
        """Return how many more may leave at a time, now or soon."""
        lately = sum(landed + self.seconds > at for landed in self._landed)
        return max(0, self.most - self.flying - lately)

    def wait(self, now: float) -> float:
        """Return the seconds until one more may leave."""
        while self._landed and self._landed[0] + self.seconds <= now:
            self._landed.popleft()
        if self.flying + len(self._landed) < self.most:
            return 0.0
        return self._landed[0] + self.seconds - now if self._landed else SHORTLY

    def take(self) -> None:
        """Let one leave."""
        self.flying += 1

    def land(self, at: float) -> None:
        """Let one land."""
        self.flying -= 1
        self._landed.append(at)

    def anew(self, at: float) -> "Second":
        """Return one in which everything has landed, at the latest at a time."""
        fresh = Second(self.most, self.seconds)
        fresh._landed.extend([*self._landed, *[at] * self.flying])
        return fresh


class Window:
    """The last times, of which no more than `most` may lie within `seconds`."""

    def __init__(self, most: int, seconds: float) -> None:
        self.seconds, self._times = seconds, deque[float](maxlen=most)

    def wait(self, now: float) -> float:
        """Return the seconds until one more fits."""
        if len(self._times) < (self._times.maxlen or 0):
            return 0.0
        return max(0.0, self._times[0] + self.seconds - now)

    def take(self, at: float) -> None:
        """Count one at time `at`."""
        self._times.append(at)


@dataclass
class Places:
    """Places in a row, one per `interval` seconds: those of a claim leave evenly, not at once."""

    interval: float
    free_at: float = 0.0

    def wait(self, now: float) -> float:
        """Return the seconds until the next place."""
        return max(0.0, self.free_at - now)

    def room(self, now: float, ahead: float) -> int:
        """Return how many places lie in the next `ahead` seconds."""
        return max(0, 1 + math.floor((ahead - self.wait(now)) / self.interval))

    def take(self, at: float) -> None:
        """Give away the place at time `at`."""
        self.free_at = max(self.free_at, at) + self.interval


@dataclass
class Chat:
    """What holds one chat back: a pause, a slower pace for a while, the minute of a group."""

    minute: Window | None = None
    paused_until: float = 0.0
    slow_until: float = 0.0
    interval: float = 0.0
    last: float = -math.inf

    def wait(self, now: float) -> float:
        """Return the seconds until it may be written to."""
        slow = self.last + self.interval - now if now < self.slow_until else 0.0
        minute = self.minute.wait(now) if self.minute else 0.0
        return max(0.0, self.paused_until - now, slow, minute)

    def take(self, at: float) -> None:
        """Count a message."""
        self.last = at
        if self.minute:
            self.minute.take(at)


@dataclass
class Pacer:
    """Says when each message may leave."""

    pace: Pace
    paused_until: float = 0.0
    """Until then nothing leaves."""
    places: Places = field(init=False)
    second: Second = field(init=False)
    waiting: int = 0
    """Messages that have a place and have not left."""
    chats: dict[str, Chat] = field(default_factory=dict)
    _refused: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Chat → when it was refused, and until when."""

    def __post_init__(self) -> None:
        most = self.pace.per_second
        self.places = Places(CLOSER / most)
        # A pace of less than one a second is one message in so many seconds.
        self.second = Second(max(1, int(most)), SECOND * max(1.0, 1 / most))

    def reserve(self, chat: str, *, now: float) -> float:
        """Book the next place for a message to `chat`; return the seconds to wait for it."""
        self.waiting += 1
        return self._place(chat, now)

    def _place(self, chat: str, now: float) -> float:
        place = max(self.paused_until - now, self.places.wait(now))
        # A chat that must wait longer holds up nobody else.
        self.places.take(now + place)
        return max(place, self._wait(chat, now))

    def leave(self, chat: str, *, now: float) -> float:
        """Let a message go now and count it: 0.0; else the seconds to sleep before asking again."""
        if self.paused_until > now:
            # Those that were held back leave one after the other.
            return self._place(chat, now)
        if wait := max(self.second.wait(now), self._wait(chat, now)):
            return wait
        self.waiting -= 1
        self.second.take()
        if chat in self.chats or self._is_counted(chat):
            self._of(chat).take(now)
        return 0.0

    def withdraw(self) -> None:
        """Give up the place of a message that does not leave."""
        self.waiting -= 1

    def landed(self, *, now: float) -> None:
        """Note that a message which left has landed, or never will."""
        self.second.land(now)

    def anew(self, now: float) -> "Pacer":
        """Return one for whom nothing waits or is on its way; what the platform asked is kept."""
        fresh = replace(self, waiting=0)
        fresh.second = self.second.anew(now)
        return fresh

    def refused(self, chat: str, seconds: float, *, whole: bool, now: float) -> None:
        """Keep to what a platform asked: silence for the chat, or for the `whole` channel.

        A platform that refuses several chats at once means the channel, whatever it says.
        """
        if whole:
            return self.pause(seconds, now)
        until, mine = now + seconds, self._of(chat)
        mine.paused_until = max(mine.paused_until, until)
        if self.pace.slowed:
            mine.slow_until, mine.interval = until + SLOW_FOR, 1 / self.pace.slowed
        self._refused = {c: one for c, one in self._refused.items() if one[0] > now - TOGETHER}
        self._refused[chat] = now, until
        if len(self._refused) >= SEVERAL:
            self.pause(max(end for _, end in self._refused.values()) - now, now)
        return None

    def room(self, now: float) -> int:
        """Return how many messages the channel lets leave in the next `AHEAD` seconds."""
        if self.paused_until - now > AHEAD:
            return 0
        # Those who wait in flight go first: whoever is claimed beyond them would only keep replies waiting.
        return max(0, min(self.places.room(now, AHEAD), self.second.room(now + AHEAD) - self.waiting))

    def full(self, now: float) -> float:
        """Return how long to wait until there is room again; at most half a second, to hear a stop."""
        wait = max(self.paused_until - now, self.places.wait(now), self.second.wait(now)) - AHEAD
        return min(max(wait, 0.01), 0.5)

    def rest(self, chat: str, *, now: float) -> float:
        """Return the seconds that a chat must be left alone; 0.0 when its turn comes within `AHEAD`."""
        wait = self._wait(chat, now)
        return wait if wait > AHEAD else 0.0

    def pause(self, seconds: float, now: float) -> None:
        """Hold the whole channel back."""
        self.paused_until = max(self.paused_until, now + seconds)

    def _wait(self, chat: str, now: float) -> float:
        mine = self.chats.get(chat)
        return mine.wait(now) if mine else 0.0

    def _is_counted(self, chat: str) -> bool:
        return self.pace.per_group_minute is not None and self.pace.is_group(chat)

    def _of(self, chat: str) -> Chat:
        """Return what is kept of a chat: only groups and those that were refused need it."""
        if chat not in self.chats:
            if len(self.chats) >= KEPT:
                self.chats.clear()
            most = self.pace.per_group_minute if self._is_counted(chat) else None
            self.chats[chat] = Chat(Window(most, MINUTE) if most else None)
        return self.chats[chat]

"""Flood limits: overall, per chat, per group. Measured on the real clock, because senders really wait."""

import math
import time
from collections import deque
from dataclasses import dataclass, field

from .errors import too_many


@dataclass(slots=True)
class Rate:
    """Allow `burst` at once and then `per_second` steadily (one stored number per key: GCRA)."""

    per_second: float
    burst: float
    due: dict[int, float] = field(default_factory=dict)

    def wait(self, key: int, now: float, weight: int = 1) -> float:
        """Return the seconds until this key may send `weight` messages; 0 when it may now."""
        start = max(self.due.get(key, now), now)
        return max(start + weight / self.per_second - now - self.burst / self.per_second, 0.0)

    def take(self, key: int, now: float, weight: int = 1) -> None:
        """Count a message that was let through."""
        self.due[key] = max(self.due.get(key, now), now) + weight / self.per_second


@dataclass(slots=True)
class Window:
    """Allow at most `most` inside any `seconds`, by the times themselves."""

    most: int
    seconds: float
    times: dict[int, deque[float]] = field(default_factory=dict)

    def wait(self, key: int, now: float, weight: int = 1) -> float:
        """Return the seconds until this key may send `weight` messages; 0 when it may now."""
        times = self.times.setdefault(key, deque(maxlen=self.most))
        over = len(times) + min(weight, self.most) - self.most
        return max(times[over - 1] + self.seconds - now, 0.0) if over > 0 else 0.0

    def take(self, key: int, now: float, weight: int = 1) -> None:
        """Count a message that was let through."""
        self.times.setdefault(key, deque(maxlen=self.most)).extend([now] * weight)


@dataclass(slots=True)
class Limits:
    """The three limits that the Bot API FAQ names; a limit of None is off."""

    overall: Rate | Window | None = None
    chat: Rate | Window | None = None
    group: Rate | Window | None = None
    refused: int = 0
    early: int = 0
    """Sends to a chat before the time was over that a 429 had named for it."""
    storm_until: float = 0.0
    told: dict[int, float] = field(default_factory=dict)

    @classmethod
    def telegram(cls) -> "Limits":
        """Return 30 in any second overall, 1 a second per chat with short bursts, 20 in any minute per group."""
        return cls(overall=Window(30, 1.0), chat=Rate(1, 3), group=Window(20, 60.0))

    def storm(self, seconds: float) -> None:
        """Refuse every send for some seconds."""
        self.storm_until = time.monotonic() + seconds

    def tell(self, chat_id: int, seconds: float) -> None:
        """Remember that a 429 named so many seconds to a sender of this chat."""
        self.told[chat_id] = max(self.told.get(chat_id, 0.0), time.monotonic() + seconds)

    def heed(self, chat_id: int) -> None:
        """Count a send that comes too early."""
        if chat_id in self.told and time.monotonic() < self.told[chat_id]:
            self.early += 1

    def admit(self, chat_id: int, *, group: bool, weight: int = 1) -> None:
        """Count a send, or raise the 429 that says how long to wait; nothing is counted then."""
        now = time.monotonic()
        if now < self.storm_until:
            self._refuse(chat_id, self.storm_until - now)
        asked = [(self.overall, 0), (self.chat, chat_id), (self.group if group else None, chat_id)]
        rates = [(rate, key) for rate, key in asked if rate is not None]
        wait = max((rate.wait(key, now, weight) for rate, key in rates), default=0.0)
        # A thousandth of a second is the jitter of timers, not a flood.
        if wait > 0.001:
            self._refuse(chat_id, wait)
        for rate, key in rates:
            rate.take(key, now, weight)

    @property
    def idle(self) -> bool:
        """Tell whether nothing is limited."""
        return not (self.overall or self.chat or self.group or self.storm_until)

    def _refuse(self, chat_id: int, seconds: float) -> None:
        self.refused += 1
        self.tell(chat_id, math.ceil(seconds))
        raise too_many(math.ceil(seconds))

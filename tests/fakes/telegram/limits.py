"""Flood limits: overall, per chat, per group. Measured on the real clock, because senders really wait."""

import math
import time
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
class Limits:
    """The three limits that the Bot API FAQ names; a limit of None is off."""

    overall: Rate | None = None
    chat: Rate | None = None
    group: Rate | None = None
    refused: int = 0
    storm_until: float = 0.0

    @classmethod
    def telegram(cls) -> "Limits":
        """Return 30 a second overall, 1 a second per chat with short bursts, 20 a minute per group."""
        return cls(overall=Rate(30, 30), chat=Rate(1, 3), group=Rate(20 / 60, 20))

    def storm(self, seconds: float) -> None:
        """Refuse every send for some seconds."""
        self.storm_until = time.monotonic() + seconds

    def admit(self, chat_id: int, *, group: bool, weight: int = 1) -> None:
        """Count a send, or raise the 429 that says how long to wait; nothing is counted then."""
        now = time.monotonic()
        if now < self.storm_until:
            self._refuse(self.storm_until - now)
        asked = [(self.overall, 0), (self.chat, chat_id), (self.group if group else None, chat_id)]
        rates = [(rate, key) for rate, key in asked if rate is not None]
        wait = max((rate.wait(key, now, weight) for rate, key in rates), default=0.0)
        # A thousandth of a second is the jitter of timers, not a flood.
        if wait > 0.001:
            self._refuse(wait)
        for rate, key in rates:
            rate.take(key, now, weight)

    @property
    def idle(self) -> bool:
        """Tell whether nothing is limited."""
        return not (self.overall or self.chat or self.group or self.storm_until)

    def _refuse(self, seconds: float) -> None:
        self.refused += 1
        raise too_many(math.ceil(seconds))

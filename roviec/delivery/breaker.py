"""Whether a platform answers at all: while it does not, nothing leaves but one message now and then that asks.

Pure: time is a number of seconds that only grows. What fails meanwhile is not the message's fault: it waits, its
tries don't count, and a day of outage ends in no dead letter. What was tried in vain elsewhere closes nothing here:
each channel has its own.
"""

import random
from dataclasses import dataclass, field, replace

from roviec.messages.outcome import Failure

MAX_TRIES = 8
SEVERAL = 3
"""So many chats in a row without an answer mean the platform: one alone may be a message that it can't digest."""
FIRST, LONGEST = 1.0, 60.0
"""Seconds of silence before the first message that asks, doubled from one to the next."""
LONG = 300.0
"""Seconds after which what can go elsewhere does."""


@dataclass
class Breaker:
    """What became of the latest messages of a channel."""

    _chats: set[str] = field(default_factory=set)
    """Where nobody answered since somebody did."""
    _pause: float = 0.0
    _until: float = 0.0
    _since: float = 0.0

    @property
    def is_open(self) -> bool:
        """Tell whether the platform is taken to be out of reach: one message at a time asks."""
        return self._pause > 0

    def lasted(self, now: float) -> float:
        """Return the seconds since it opened."""
        return now - self._since if self.is_open else 0.0

    def answered(self) -> bool:
        """Note that the platform answered, whatever it said; tell whether that closes it."""
        was_open = self.is_open
        self._chats.clear()
        self._pause = 0.0
        return was_open

    def judged(self, failure: Failure, chat: str, now: float) -> Failure:
        """Return a failure as what it means for the channel: nobody there, or this message's own matter."""
        if not failure.away or failure.retry_after is not None:
            return failure
        self._chats.add(chat)
        if not self.is_open:
            # Where no connection could be made the message can't have been the reason.
            if failure.ambiguous and len(self._chats) < SEVERAL:
                return failure
            self._pause, self._since = FIRST, now
            self._until = now + FIRST
        elif now >= self._until:
            self._pause = min(LONGEST, 2 * self._pause)
            self._until = now + self._pause
        is_long = self.lasted(now) >= LONG and not failure.ambiguous
        return replace(
            failure,
            retry_after=max(self._until - now, 0.05),
            whole_channel=True,
            elsewhere=failure.elsewhere or is_long,
        )


def again_in(tries: int, failure: Failure) -> float | None:
    """Return the seconds after which a message may be tried again; None for never."""
    again = failure.retry or failure.retry_after is not None or failure.moved_to is not None
    if not again or (tries >= MAX_TRIES and failure.retry_after is None):
        return None
    return backoff(tries, failure)


def backoff(tries: int, failure: Failure) -> float:
    """Return how long to wait: what the platform asks, else doubling with jitter up to five minutes."""
    if failure.retry_after is not None:
        return failure.retry_after
    return min(300.0, 2.0**tries) * random.uniform(0.5, 1.0)

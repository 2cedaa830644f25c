"""What the server counted: calls, answers, sends and their times."""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Stats:
    """Counters since the start; times are seconds of the running clock."""

    calls: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    sends: list[tuple[float, int, str]] = field(default_factory=list)
    reply_seconds: list[float] = field(default_factory=list)
    webhook_posts: Counter[str] = field(default_factory=Counter)

    def sent_per_chat(self) -> Counter[int]:
        """Return how many messages each chat received."""
        return Counter(chat_id for _, chat_id, _ in self.sends)

    def peak(self, window: float = 1.0) -> int:
        """Return the most sends inside any window of so many seconds."""
        times = [at for at, _, _ in self.sends]
        return max((index + 1 - bisect_left(times, at - window) for index, at in enumerate(times)), default=0)

    def summary(self) -> dict[str, Any]:
        """Return everything as JSON; reply times are the user's wait from speaking to the next message."""
        waits = sorted(self.reply_seconds)
        return {
            "calls": dict(self.calls),
            "errors": dict(self.errors),
            "sent": len(self.sends),
            "sent_per_chat": {str(chat): count for chat, count in self.sent_per_chat().items()},
            "first_sent": self.sends[0][0] if self.sends else None,
            "last_sent": self.sends[-1][0] if self.sends else None,
            "peak_per_second": self.peak(),
            "replies": len(waits),
            "reply_median": waits[len(waits) // 2] if waits else None,
            "reply_p95": waits[int(len(waits) * 0.95)] if waits else None,
            "reply_max": waits[-1] if waits else None,
            "webhook_posts": dict(self.webhook_posts),
        }

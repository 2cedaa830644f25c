"""Whose limit a 429 was about: what each chat has got lately."""

from collections import deque

KEPT = 5000


class Share:
    """Remembers the times of the last sends per chat; times are the event loop's seconds."""

    def __init__(self, burst: int, group_minute: int) -> None:
        self.burst, self.group_minute = burst, group_minute
        self._times: dict[str, deque[float]] = {}

    def note(self, chat: str, now: float) -> None:
        """Count a send."""
        if chat not in self._times and len(self._times) >= KEPT:
            self._times.clear()
        self._times.setdefault(chat, deque(maxlen=self.group_minute + 1)).append(now)

    def within(self, chat: str, now: float) -> bool:
        """Tell whether a chat got no more than its burst in as many seconds, and a group its minute."""
        times = self._times.get(chat, ())
        lately = sum(now - at < self.burst for at in times)
        minute = sum(now - at < 60 for at in times) if chat.startswith("-") else 0
        return lately <= self.burst and minute <= self.group_minute

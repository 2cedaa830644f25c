"""How often something may happen: counted per key over the last seconds, in this process. Pure."""

from collections import deque

MOST_KEYS = 10_000


class Pace:
    """At most `most` in any `seconds` for each key; `most` 0 means no limit."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self._past: dict[str, deque[tuple[float, int]]] = {}

    def is_full(self, key: str, now: float, cost: int = 1) -> bool:
        """Tell whether `cost` more would be too many at `now` (seconds of any steady clock)."""
        past = self._past.get(key)
        if not self.most or past is None:
            return bool(self.most) and cost > self.most
        while past and past[0][0] <= now - self.seconds:
            past.popleft()
        return sum(one for _, one in past) + cost > self.most

    def count(self, key: str, now: float, cost: int = 1) -> None:
        """Note that it happened."""
        if not self.most:
            return
        if len(self._past) >= MOST_KEYS:
            self._past = {k: p for k, p in self._past.items() if p and p[-1][0] > now - self.seconds}
        past = self._past.setdefault(key, deque())
        # Counts of one moment share a place: what is remembered of a key has an end.
        if past and now - past[-1][0] < self.seconds / 100:
            past[-1] = (past[-1][0], past[-1][1] + cost)
        else:
            past.append((now, cost))

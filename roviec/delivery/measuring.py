"""How long replies take: measured where they are sent, read by whoever watches the process."""

from collections import deque

KEPT = 1000


class Replies:
    """Seconds from the moment at which a reply might leave until its platform took it: the latest of one channel."""

    def __init__(self) -> None:
        self.count, self.total = 0, 0.0
        self._latest: deque[float] = deque(maxlen=KEPT)

    def took(self, seconds: float) -> None:
        """Count one more."""
        self.count += 1
        self.total += seconds
        self._latest.append(seconds)

    def quantile(self, share: float) -> float:
        """Return the seconds within which a share (0 to 1) of the latest left; 0.0 before the first.

        >>> replies = Replies()
        >>> for n in range(1, 101): replies.took(n / 100)
        >>> replies.quantile(0.95)
        0.95
        """
        ordered = sorted(self._latest)
        return ordered[max(0, -(-len(ordered) * round(share * 100) // 100) - 1)] if ordered else 0.0

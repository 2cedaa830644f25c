"""How far a message of several calls has got, so that a second try goes on where the first one failed."""

REMEMBERED = 1000


class Progress:
    """Remembers, per key, how many calls the platform took; a new process knows nothing of it."""

    def __init__(self) -> None:
        self._done: dict[str, int] = {}

    def of(self, key: str) -> int:
        """Return how many calls need not be made again, and forget it."""
        return self._done.pop(key, 0)

    def stopped(self, key: str, number: int) -> None:
        """Remember that call `number`, counted from 0, was the first to fail."""
        if len(self._done) >= REMEMBERED:
            self._done.clear()
        if number:
            self._done[key] = number

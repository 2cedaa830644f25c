"""The server's own time, which a test may push forward."""

import time


class Clock:
    """Give wall time and running time, both moved by `advance`."""

    def __init__(self) -> None:
        self._offset = 0.0

    def advance(self, seconds: float) -> None:
        """Make everything that expires look `seconds` older."""
        self._offset += seconds

    def now(self) -> float:
        """Return the Unix time in seconds."""
        return time.time() + self._offset

    def running(self) -> float:
        """Return a time in seconds that never goes back."""
        return time.monotonic() + self._offset

"""A clock that was set back: what waits for a moment would wait so much longer."""

from datetime import datetime

SLACK = 2.0
"""Seconds that a clock may be set back by whoever keeps it right, without anybody noticing."""


class SetBack:
    """Compares the clock with seconds that only grow."""

    def __init__(self) -> None:
        self._ahead: float | None = None

    def __call__(self, now: datetime, moment: float) -> bool:
        """Tell whether the clock was set back since the last look."""
        ahead, before = now.timestamp() - moment, self._ahead
        self._ahead = ahead
        return before is not None and ahead < before - SLACK

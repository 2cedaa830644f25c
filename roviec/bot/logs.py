"""Log lines: when, with the offset of the clock that says so, where, what, and within which request."""

import logging
from datetime import datetime

from roviec.web.request_ids import current

CHATTY = ("apscheduler", "uvicorn.access", "alembic")
"""Libraries that say too much, or would print addresses with tokens."""


class Lines(logging.Formatter):
    """2026-06-30T08:00:00.123+07:00 WARNING roviec.web.errors: storage refused [4f1d…]."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """Return the moment of a line on the clock of this machine."""
        return datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return a line with the name of the request that it belongs to, if any."""
        name = current.get()
        return super().formatMessage(record) + (f" [{name}]" if name else "")


def logging_on() -> None:
    """Log to stderr."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)

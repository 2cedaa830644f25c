"""Log lines: when, with the offset of the clock that says so, where, what, and within which request.

What an error says of itself may hold what a person wrote: of a traceback only its kind and its places are logged.
"""

import json
import logging
import sys
from datetime import datetime
from types import TracebackType
from typing import Literal, TypeAlias

from roviec.errors import trace
from roviec.web.request_ids import current

CHATTY = ("apscheduler", "uvicorn.access", "alembic")
"""Libraries that say too much, or would print addresses with tokens."""
Raised: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def _moment(record: logging.LogRecord) -> str:
    """Return the moment of a line on the clock of this machine."""
    return datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")


class Lines(logging.Formatter):
    """2026-06-30T08:00:00.123+07:00 WARNING roviec.web.errors: storage refused [4f1d…]."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """Return the moment of a line."""
        return _moment(record)

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return a line with the name of the request that it belongs to, if any."""
        name = current.get()
        return super().formatMessage(record) + (f" [{name}]" if name else "")

    def formatException(self, ei: Raised) -> str:
        """Return what was raised and where, without its words."""
        return trace(ei[1]) if ei[1] is not None else ""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; what another formatter has made of the error is left out."""
        record.exc_text = None
        return super().format(record)


class JsonLines(Lines):
    """One JSON object a line: at, level, logger, message, and where there are any request and error."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        said = {
            "at": _moment(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": current.get(),
            "error": self.formatException(record.exc_info) if record.exc_info else "",
        }
        return json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False)


FORMATS = {"text": Lines, "json": JsonLines}


def logging_on(kind: Literal["text", "json"] = "text") -> None:
    """Log to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(FORMATS[kind]())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)

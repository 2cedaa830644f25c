"""`roviec` whose Telegram keeps no pace of its own: its peers keep none, and a fake takes everything."""

from typing import Any

from roviec.bot.cli import main
from roviec.channels.channel import Pace
from roviec.channels.telegram.channel import Telegram

UNLIMITED = 100_000.0
_paced = Telegram.__init__


def _unpaced(self: Telegram, *parts: Any, **settings: Any) -> None:
    _paced(self, *parts, **settings)
    self.pace = Pace(UNLIMITED, UNLIMITED)


if __name__ == "__main__":
    Telegram.__init__ = _unpaced  # type: ignore[method-assign]
    main()

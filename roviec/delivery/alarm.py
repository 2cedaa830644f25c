"""What a channel must tell the admins goes over their other channels, once a day per kind."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from roviec.channels.channel import Channel
from roviec.db.engine import Database
from roviec.delivery import admins

log = logging.getLogger(__name__)


class Alarm:
    """Writes to every admin; a channel in trouble is not asked to carry the news of it."""

    def __init__(self, db: Database, channels: Mapping[str, Channel], clock: Callable[[], datetime]) -> None:
        self.db, self.channels, self.clock = db, channels, clock

    async def __call__(self, channel: str, kind: str, sentence: str) -> None:
        """Tell the admins `sentence` about `channel`, unless they heard of this kind today; never raise."""
        log.error("%s: %s", channel, sentence)
        others = {name: other.can for name, other in self.channels.items() if name != channel}
        now = self.clock()
        key = f"alarm/{channel}/{kind}/{now.date()}"
        try:
            async with self.db.write() as session:
                await admins.alarm(session, sentence, channels=others, now=now, key=key)
        except Exception as error:
            log.error("%s: chưa báo được cho quản trị viên (%s)", channel, type(error).__name__)

"""The word that some platforms wait for about a press, given by whoever decides it."""

from collections.abc import Collection, Mapping, Sequence

from roviec.bot.arriving import Arrived
from roviec.channels.channel import Answering, Channel
from roviec.db.models import Inbox
from roviec.delivery.share import Share
from roviec.messages.incoming import Raw


class Answerer:
    """Gives the word for what is kept for good."""

    def __init__(self, channels: Mapping[str, Channel], share: Share) -> None:
        self.share = share
        self._wanting = {name: one for name, one in channels.items() if isinstance(one, Answering)}

    def accepted(self, arrived: Sequence[Arrived], kept: Collection[tuple[str, str]]) -> None:
        """Answer what has just arrived; where chats are divided whoever takes what was `kept` answers that."""
        later = kept if self.share.shards > 1 else ()
        for one in arrived:
            if one.channel in self._wanting:
                now = [raw for raw in one.raws if (one.channel, raw.external_id) not in later]
                self._wanting[one.channel].accepted(now)

    def taken(self, rows: Sequence[Inbox]) -> None:
        """Answer what was kept before, wherever it arrived."""
        for row in rows if self.share.shards > 1 else ():
            if row.channel in self._wanting:
                self._wanting[row.channel].accepted([Raw(row.external_id, row.chat, row.payload)])

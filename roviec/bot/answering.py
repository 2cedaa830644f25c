"""The word that some platforms wait for about a press, given by whoever decides it."""

from collections.abc import Mapping, Sequence

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

    def accepted(self, arrived: Sequence[Arrived]) -> None:
        """Answer what has just arrived, as far as it is decided here."""
        for one in arrived:
            if one.channel in self._wanting:
                mine = [raw for raw in one.raws if self.share.has(one.channel, raw.chat)]
                self._wanting[one.channel].accepted(mine)

    def taken_over(self, rows: Sequence[Inbox]) -> None:
        """Answer what others handed over: they left it to us."""
        for row in rows if self.share.is_divided else ():
            if row.channel in self._wanting:
                self._wanting[row.channel].accepted([Raw(row.external_id, row.chat, row.payload)])

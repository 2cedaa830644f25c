"""Decides payloads: a batch in one breath, or with care where any of it needs that."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.exc import OperationalError
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.channels.channel import Channel
from roviec.db import inbox
from roviec.db.inbox import InHand, Mine, Payload
from roviec.db.lastly import counting_last
from roviec.db.models.delivery import Arrival, Inbox
from roviec.delivery import albums
from roviec.delivery.hands import Hands
from roviec.delivery.mishaps import report
from roviec.handlers.frame.dispatch import Dispatcher, Post, Spoilt
from roviec.messages.incoming import Incoming, Kind, Raw


class Decider:
    """Hears what payloads say and has the dispatcher answer; a database in trouble is raised, never blamed on them."""

    def __init__(
        self, channels: Mapping[str, Channel], dispatcher: Dispatcher, clock: Callable[[], datetime]
    ) -> None:
        self.channels, self.dispatcher, self.clock = channels, dispatcher, clock

    async def at_once(self, session: AsyncSession, rows: Sequence[InHand], post: Post) -> bool:
        """Decide payloads that were never stored; return True when any erased what led to it.

        Raise `Spoilt` for the first that needs care: then nothing of this transaction may hold.
        """
        erased = False
        for turn in _in_turns(rows):
            heard = [(row, said) for row in turn if (said := self._hear_now(row))]
            erased = await self.dispatcher.handle_all(session, heard, self.clock(), post) or erased
        return erased

    def _hear_now(self, row: InHand) -> Incoming | None:
        try:
            said = self._hear(row)
        except Exception as error:
            raise Spoilt(row) from error
        if row.state == Arrival.fetching:
            raise Spoilt(row)
        return said

    async def decide(
        self, session: AsyncSession, rows: Sequence[Inbox], hands: Hands, mine: Mine | None
    ) -> bool:
        """Decide stored payloads, of all chats or of `mine`; return True when any erased what led to it.

        When one fails or is refused, nothing of the batch holds and each gets a savepoint of its own.
        """
        try:
            async with session.begin_nested(), counting_last(session):
                parts = [await self._whole(session, row) for row in rows]
                heard = [(row, said) for row, said, _ in parts if said]
                erased = await self.dispatcher.handle_all(session, heard, self.clock(), hands.post)
                await self._leave(session, [one for row, _, rest in parts for one in (row, *rest)])
                return erased
        except OperationalError:
            raise  # locked or full: nothing is wrong with the payloads, the whole batch waits
        except Exception:
            session.expunge_all()  # what was read of rows that are gone again
            hands.withdraw()
            again = await inbox.take(session, mine=mine)
            return any([await self._decide_one(session, row) for row in again])

    async def _decide_one(self, session: AsyncSession, row: Inbox) -> bool:
        try:
            async with session.begin_nested(), counting_last(session):
                _, said, rest = await self._whole(session, row)
                erased = said is not None and await self.dispatcher.handle(session, row, said, self.clock())
                await self._leave(session, [row, *rest])
                return erased
        except OperationalError:
            raise
        except Exception as error:
            await report(session, row, error, channels=self.dispatcher.house.channels, now=self.clock())
            return False

    async def _whole(self, session: AsyncSession, row: Inbox) -> tuple[Inbox, Incoming | None, list[Inbox]]:
        """Return what a payload says with all of its album, and the rows of the rest of it.

        None while files are fetched: those of the whole album, so that one answer is given for it.
        """
        said = self._hear(row)
        if row.state != Arrival.fetching and (said is None or not said.album):
            return row, said, []
        rest = await inbox.behind(session, row)
        album = albums.behind(self.channels[row.channel], row, rest)
        missing = [one for one in album if not one.files]
        if missing or row.state == Arrival.fetching:
            for one in (row, *missing):
                one.state = Arrival.fetching
            return row, None, []
        row.files = [file for one in (row, *album) for file in one.files]
        return row, albums.worded(self.channels[row.channel], said, album), album

    async def _leave(self, session: AsyncSession, rows: Sequence[Inbox]) -> None:
        await inbox.leave(session, [row for row in rows if row.state != Arrival.fetching])

    def _hear(self, row: Payload) -> Incoming | None:
        """Return what a payload says to us; files are fetched first."""
        said = self.channels[row.channel].parse(Raw(row.external_id, row.chat, row.payload))
        if said is not None and said.kind == Kind.file and not row.files:
            row.state = Arrival.fetching
            return None
        return said


def _in_turns(rows: Sequence[InHand]) -> list[list[InHand]]:
    """Return rows in groups in which no chat stands twice, each chat in its order."""
    turns: list[list[InHand]] = []
    count: dict[inbox.Chat, int] = {}
    for row in rows:
        chat = (row.channel, row.chat)
        place = count[chat] = count.get(chat, -1) + 1
        if place == len(turns):
            turns.append([])
        turns[place].append(row)
    return turns

"""Decides the payloads of one transaction: all together, or with care where any of them needs it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.exc import OperationalError
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.channels.channel import Channel
from roviec.db import inbox
from roviec.db.models.delivery import Arrival, Inbox
from roviec.delivery.mishaps import report
from roviec.handlers.frame.dispatch import Dispatcher
from roviec.messages.incoming import Incoming, Kind, Raw


class Decider:
    """Hears what payloads say and has the dispatcher answer; a database in trouble is raised, never blamed on them."""

    def __init__(
        self, channels: Mapping[str, Channel], dispatcher: Dispatcher, clock: Callable[[], datetime]
    ) -> None:
        self.channels, self.dispatcher, self.clock = channels, dispatcher, clock

    async def decide(self, session: AsyncSession, rows: Sequence[Inbox]) -> bool:
        """Decide payloads; return True when any erased what led to it.

        When one fails or is refused, nothing of the batch holds and each gets a savepoint of its own.
        """
        try:
            async with session.begin_nested():
                heard = [(row, said) for row in rows if (said := self._hear(row))]
                return await self.dispatcher.handle_all(session, heard, self.clock())
        except OperationalError:
            raise  # locked or full: nothing is wrong with the payloads, the whole batch waits
        except Exception:
            session.expunge_all()  # what was read of rows that are gone again
            return any([await self._decide_one(session, row) for row in await inbox.take(session)])

    async def _decide_one(self, session: AsyncSession, row: Inbox) -> bool:
        try:
            async with session.begin_nested():
                said = self._hear(row)
                return said is not None and await self.dispatcher.handle(session, row, said, self.clock())
        except OperationalError:
            raise
        except Exception as error:
            await report(session, row, error, channels=self.dispatcher.house.channels, now=self.clock())
            return False

    def _hear(self, row: Inbox) -> Incoming | None:
        """Return what a payload says to us and take it off the list; files are fetched first."""
        said = self.channels[row.channel].parse(Raw(row.external_id, row.chat, row.payload))
        waits = said is not None and said.kind == Kind.file and not row.files
        row.state = Arrival.fetching if waits else Arrival.done
        return None if waits else said

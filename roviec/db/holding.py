"""A process's side of its duties: taken in turn, renewed together, left in time.

Until a renewal is certain no longer, a duty is ours by our own count of seconds, begun before the database was
asked: it ends before the database gives the duty to anybody else. What is begun must be allowed by `is_ours`, and
what is written is written through `fenced`, where the duty's number has the last word.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import duties
from roviec.db.duties import TERM
from roviec.db.identity import is_gone
from roviec.db.lookout import Lookout
from roviec.errors import heed_cancellation, trace

log = logging.getLogger(__name__)
BEAT, AGAIN, PATIENCE = 1.5, 0.4, 3.0
"""Seconds between renewals, after what failed, and for one: on SQLite it waits for its turn to write."""
SOONEST = 0.1
"""Seconds between two renewals at least, however little is left."""
LEAVE = 2.0
"""Seconds before the end of a term at which work stops that could not be renewed: what is in flight lands."""
HEARD = 3.0
"""Seconds after a renewal for which others leave a process what depends on its duty."""
LOOK = 1.0
"""Seconds between two looks of who stands by."""
PARTING = 0.5
"""Seconds that giving a duty back may take: else it runs out by itself."""
Open = Callable[[], AbstractAsyncContextManager[AsyncSession]]
"""Opens a transaction."""


class DutyLost(OperationalError):
    """A duty has another holder: to whoever writes, a database that does not take it; nothing is wrong with the row."""

    def __init__(self, name: str) -> None:
        super().__init__(f"duty {name}", None, RuntimeError("held by another process"))


class Hold:
    """A duty in hand."""

    def __init__(self, name: str, number: int, begun: float, task: asyncio.Task[Any] | None) -> None:
        """Take the seconds at which it was asked for, and the task that ends when it is lost."""
        self.name, self.number = name, number
        self._until = begun + TERM - LEAVE
        self._task = task
        self._cancelled, self._cuts = task.cancelling() if task else 0, 0
        self._timer = asyncio.get_running_loop().call_later(self.left, self._look)
        self._lost = self._ended = False

    @property
    def is_ours(self) -> bool:
        """Tell whether nobody else can have it: who was frozen hears it before anything is begun."""
        return not self._lost and not self._ended and self.left > 0

    @property
    def was_cut(self) -> bool:
        """Tell whether work on it was ended from here."""
        return self._cuts > 0

    def renewed(self, begun: float) -> None:
        """Count anew from a moment at which the database was not asked yet."""
        self._until = begun + TERM - LEAVE

    def lose(self) -> None:
        """End the work on it."""
        if not self._lost and not self._ended:
            self._lost = True
            self._cut()

    def resign(self) -> None:
        """End the work on it while it is ours still: what was begun lands, and is marked."""
        if self.is_ours and not self._cuts:
            self._cut()

    def _cut(self) -> None:
        """Cancel the work; again after a while, where it goes on."""
        self._timer.cancel()
        if self._task is not None:
            self._cuts += 1
            self._task.cancel()
            self._timer = asyncio.get_running_loop().call_later(2 * LEAVE, self._cut)

    async def insist(self, session: AsyncSession) -> bool:
        """Tell whether it has our number still; if so, nobody takes it before the transaction ends."""
        if await duties.insist(session, self.name, number=self.number):
            return True
        self.lose()
        return False

    def end(self) -> bool:
        """Stop counting; tell whether the cancellation that ended the work was ours and nobody else's."""
        self._ended = True
        self._timer.cancel()
        task, self._task = self._task, None
        if task is None or not self._cuts:
            return False
        for _ in range(self._cuts):
            task.uncancel()
        return task.cancelling() <= self._cancelled

    @property
    def left(self) -> float:
        """The seconds for which it is certainly ours."""
        return self._until - moment()

    def _look(self) -> None:
        """Look when the time should be over: it was prolonged, or it is."""
        if (left := self.left) > 0:
            self._timer = asyncio.get_running_loop().call_later(left, self._look)
        else:
            self.lose()


class Duties:
    """The duties of one process on one database."""

    def __init__(self, write: Open, read: Open, me: str) -> None:
        self._write, self._read, self.me = write, read, me
        self._held: dict[str, Hold] = {}
        self._taking: set[str] = set()
        # One after the other: many that ask at once would keep the renewal of those in hand waiting.
        self._asking, self._taken_anew = asyncio.Lock(), asyncio.Event()
        self._lookout = Lookout(
            self._looked,
            self._is_busy,
            lambda: AGAIN if self._troubled else LOOK,
            partial(self._trouble, "looked for"),
        )
        self._beating: asyncio.Task[None] | None = None
        self._troubled = False

    @asynccontextmanager
    async def held(self, name: str, *, unless: str = "") -> AsyncIterator[Hold]:
        """Wait for a duty and hold it; raise `DutyLost` out of the work when it can't be kept.

        It is left to others as long as one of them has the duty `unless`.
        """
        while not (hold := await self._waited(name, unless)):
            await self._lookout.may_be_had(name, unless)
        async with self._working(hold):
            yield hold

    @asynccontextmanager
    async def tried(self, name: str) -> AsyncIterator[Hold | None]:
        """Hold a duty if nobody has it, else give None; the work is short and ends by itself."""
        hold = await self._taken(name, None, "")
        if hold is None:
            yield None
            return
        async with self._working(hold):
            yield hold

    def has(self, name: str) -> bool:
        """Tell whether a duty is in hand here."""
        return name in self._held

    async def left_to_us(self, names: Collection[str]) -> set[str]:
        """Return which of these duties no other process has that was heard of in the last seconds.

        So that nothing waits for a process that is frozen: its duties run out only later.
        """
        async with self._read() as session:
            wanted = dict.fromkeys(names, TERM - HEARD)
            return await duties.left_of(session, wanted, me=self.me, is_gone=is_gone)

    async def _looked(self, names: Collection[str], owners: Collection[str]) -> set[str]:
        async with self._read() as session:
            wanted = dict.fromkeys(owners, TERM - HEARD) | dict.fromkeys(names, 0.0)
            left = await duties.left_of(session, wanted, me=self.me, is_gone=is_gone)
        self._troubled = False
        return left

    def _is_busy(self, name: str) -> bool:
        """Tell whether a duty is in hand here, or about to be: who stands by for it too waits for its end."""
        return name in self._held or name in self._taking

    async def _waited(self, name: str, unless: str) -> Hold | None:
        """Try once; a database that can't be asked is asked again, however long that takes."""
        try:
            hold = await self._taken(name, asyncio.current_task(), unless)
        except Exception as error:
            heed_cancellation()
            self._trouble("asked for", error)
            return None
        self._troubled = False
        return hold

    async def _taken(self, name: str, task: asyncio.Task[Any] | None, unless: str) -> Hold | None:
        if self._is_busy(name):
            return None
        self._taking.add(name)
        try:
            async with self._asking:
                return await self._take(name, task, unless)
        finally:
            self._taking.discard(name)

    async def _take(self, name: str, task: asyncio.Task[Any] | None, unless: str) -> Hold | None:
        async with self._read() as session:
            before = await duties.left_by(session, name, me=self.me, is_gone=is_gone)
            if before is None:
                return None
        if unless and not await self.left_to_us([unless]):
            return None
        async with self._read() as session:
            # What hangs here is no sign of a frozen process, whoever let the duty run out.
            await duties.end_frozen(session, left_by="" if before == self.me else before)
        async with self._write() as session:
            # Waiting for a connection is no part of the term: the database counts from when it is asked.
            await session.connection()
            begun = moment()
            number = await duties.take(session, name, me=self.me, is_gone=is_gone)
        if number is None:
            return None
        hold = self._held[name] = Hold(name, number, begun, task)
        self._taken_anew.set()
        if before not in ("", self.me):
            # Whoever left one duty has left the others too: all who stand by ask at once.
            self._lookout.hurry()
        if self._beating is None:
            self._beating = asyncio.create_task(self._beat())
        return hold

    @asynccontextmanager
    async def _working(self, hold: Hold) -> AsyncIterator[None]:
        try:
            try:
                yield
            finally:
                if hold.was_cut:
                    # Our cancellation arrives here at the latest, and not in what comes after.
                    await asyncio.sleep(0)
        except asyncio.CancelledError:
            if hold.end():
                raise DutyLost(hold.name) from None
            raise
        finally:
            hold.end()
            self._held.pop(hold.name, None)
            await self._give_back(hold)

    async def _give_back(self, hold: Hold) -> None:
        """Let others have it at once; a database out of reach changes nothing: it runs out."""
        with contextlib.suppress(Exception):
            async with asyncio.timeout(PARTING), self._write() as session:
                await duties.give_back(session, hold.name, number=hold.number)
        if not self._held:
            await self._stop_beating()

    async def _beat(self) -> None:
        pause = BEAT
        while True:
            await self._until_due(pause)
            held = dict(self._held)
            try:
                async with asyncio.timeout(PATIENCE):
                    ours, begun = await self._renewed(held)
            except Exception as error:
                self._trouble("renewed", error)
                pause = AGAIN
                continue
            pause, self._troubled = BEAT, False
            for name, hold in held.items():
                if ours.get(name) == hold.number:
                    hold.renewed(begun)
                else:
                    log.warning("duty %s has another holder by now", name)
                    hold.lose()
            await self._end_frozen()

    async def _until_due(self, pause: float) -> None:
        """Wait for the next renewal: the sooner the less is left, and at once for what was taken meanwhile."""
        left = [hold.left - PATIENCE for hold in self._held.values() if hold.is_ours]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(SOONEST, min([pause, *left])) if pause > AGAIN else pause):
                await self._taken_anew.wait()
        self._taken_anew.clear()

    async def _renewed(self, held: Collection[str]) -> tuple[dict[str, int], float]:
        """Return the numbers of what is still ours, and a moment before the database was asked."""
        async with self._write() as session:
            await session.connection()
            begun = moment()
            return await duties.renew(session, held, me=self.me), begun

    async def _end_frozen(self) -> None:
        """End who is frozen, where that is soon done: the renewal is committed before."""
        with contextlib.suppress(Exception):
            async with asyncio.timeout(PARTING), self._read() as session:
                await duties.end_frozen(session)

    def _trouble(self, what: str, error: Exception) -> None:
        """Say once that the database is out of reach."""
        if not self._troubled:
            log.warning("duties could not be %s: %s", what, trace(error))
        self._troubled = True

    async def rest(self) -> None:
        """Renew nothing any more, and wait for nothing."""
        await self._lookout.rest()
        await self._stop_beating()

    async def _stop_beating(self) -> None:
        beating, self._beating = self._beating, None
        if beating is not None:
            beating.cancel()
            await asyncio.wait({beating})


def moment() -> float:
    """Return seconds that go on while the machine sleeps, where it counts them."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()

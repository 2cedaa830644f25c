"""Requests and undo, row by row: who takes back what, until when, and what waits again."""

from datetime import date, timedelta

import pytest

from roviec.db.engine import Database
from roviec.db.tasks import (
    change,
    events,
    requests,
    undo,
)
from roviec.db.tasks.events import By
from roviec.errors import PersonError
from tests.db.furnished import NOW, TODAY, Commune

DAY = timedelta(days=1)
DUE = TODAY + 9 * DAY


async def test_why_no_more_time_is_asked_for(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        for title, wished, why, values in (
            ("không hạn", DUE, requests.NoDueDate, {}),
            ("muộn", date(2026, 7, 10), requests.WishTooEarly, {"due": "10/7/2026"}),
        ):
            with pytest.raises(why) as refused:
                requests.check_wish(commune.tasks[title], wished, TODAY)
            assert refused.value.values == values
        assert requests.check_wish(commune.tasks["muộn"], DUE, TODAY) == date(2026, 7, 10)


@pytest.mark.parametrize(
    ("hours", "who", "undone"), [(24, "Mai", True), (25, "Mai", False), (1, "Páo", False), (1, None, False)]
)
async def test_only_who_said_it_takes_it_back_within_a_day(
    furnished: Database, hours: int, who: str | None, undone: bool
) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        task, mai = commune.tasks["muộn"], commune.people["Mai"]
        blocked = await requests.raise_obstacle(session, task=task, words="x", by=By(mai, NOW))
        event = await events.newest(session, task)
        assert event is not None
        by = By(commune.people[who] if who else None, NOW + timedelta(hours=hours))
        try:
            done = await undo.undo(session, first=event.id or 0, last=event.id or 0, by=by)
        except PersonError:
            assert not undone
            assert (event.undone, blocked.resolved_at) == (False, None)
        else:
            assert undone
            assert (done.task, done.kinds, event.undone) == (task, ["report_obstacle"], True)
            assert (blocked.resolved_at, blocked.resolved_by) == (by.now, mai.id)
            with pytest.raises(change.NothingToUndo):
                await undo.undo(session, first=event.id or 0, last=event.id or 0, by=by)


async def test_a_request_taken_back_waits_no_longer_and_the_one_before_waits_again(
    furnished: Database,
) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        task, by = commune.tasks["muộn"], By(commune.people["Mai"], NOW)
        more = {"task": task, "reason": "x", "today": TODAY, "by": by}
        first = await requests.ask_extension(session, wished=DUE, **more)
        second = await requests.ask_extension(session, wished=DUE + DAY, **more)
        event = await events.newest(session, task)
        assert event is not None
        done = await undo.undo(session, first=event.id or 0, last=event.id or 0, by=by)
        assert (first.verdict, second.verdict) == ("asked", "withdrawn")
        assert (done.kinds, done.askers) == (["ask_extension"], [commune.id("Mai")])


async def test_a_forged_or_older_row_of_events_is_not_undone(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        task, by = commune.tasks["muộn"], By(commune.people["Mai"], NOW)
        first, middle, last = [
            (await change.record_progress(session, task=task, percent=n, by=by)).id or 0 for n in (1, 2, 3)
        ]
        for of in ((first, middle), (999, last), (last, first), (middle, middle)):
            with pytest.raises(change.NothingToUndo):
                await undo.undo(session, first=of[0], last=of[1], by=by)
        assert (await undo.undo(session, first=middle, last=last, by=by)).kinds == ["progress"] * 2
        assert task.percent == 1

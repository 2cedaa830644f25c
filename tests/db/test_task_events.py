"""Every verb of a task: the event that it leaves, what the task is then, and the states in which it does nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.engine import Database
from roviec.db.models import Extension, Obstacle, Snooze, Task, TaskEvent
from roviec.db.models.tasks import Verdict
from roviec.db.tasks import change, edit, events, requests
from roviec.db.tasks.edit import Edit
from roviec.db.tasks.events import By
from roviec.tasks.lateness import At
from roviec.tasks.lifecycle import FINAL, WORKING, AlreadyThere, NotAllowed, State, Verb
from tests.db.furnished import NOW, TODAY, Commune

LATER = TODAY + timedelta(days=30)
DAY_DONE = date(2026, 7, 1)
Work = Callable[[AsyncSession, Task, By], Awaitable[object]]


def moves(verb: Verb) -> Work:
    return lambda session, task, by: change.close(session, task=task, verb=verb, reason="vì sao", by=by)


async def decides(session: AsyncSession, task: Task, by: By, until: date | None) -> None:
    asked = {"task_id": task.id or 0, "asked_by": by.actor_id or 0, "asked_at": NOW, "wished": LATER}
    session.add(extension := Extension(id=7, verdict=Verdict.asked, **asked))
    await session.flush()
    await requests.decide_extension(session, extension=extension, until=until, note="ghi chú", by=by)


@dataclass(frozen=True)
class Case:
    """Who does what from which state, and what the event and the task then are."""

    who: str
    state: State
    work: Work
    kind: str
    data: dict[str, Any]
    becomes: State
    percent: int = 20
    done: date | None = None
    """The day of completion before; afterwards it is as `kept` says."""
    kept: date | None = None
    more: dict[str, Any] = field(default_factory=dict)


REASON = {"reason": "vì sao"}
CASES = {
    "accept": Case(
        *("Mai", State.assigned, lambda session, task, by: change.accept(session, task=task, by=by)),
        *("accept", {}, State.accepted),
    ),
    "progress": Case(
        *("Mai", State.accepted),
        lambda session, task, by: change.record_progress(session, task=task, percent=40, by=by, words="nửa"),
        *("progress", {"percent": 40, "words": "nửa"}, State.doing, 40),
    ),
    "progress without words": Case(
        *("Mai", State.returned),
        lambda session, task, by: change.record_progress(session, task=task, percent=0, by=by),
        *("progress", {"percent": 0, "words": ""}, State.doing, 0),
    ),
    "complete": Case(
        *("Mai", State.doing),
        lambda session, task, by: change.complete(session, task=task, at=At(TODAY), by=by),
        *("complete", {"percent": 100, "words": ""}, State.waiting, 100, None, TODAY),
    ),
    "confirm": Case(
        *("Sơn", State.waiting, lambda session, task, by: change.confirm(session, task=task, by=by)),
        *("confirm", {}, State.done, 20, DAY_DONE, DAY_DONE),
    ),
    "give back": Case(
        *("Sơn", State.waiting),
        lambda session, task, by: change.give_back(session, task=task, reason="vì sao", by=by),
        *("return", REASON, State.returned, 20, DAY_DONE, None),
    ),
    "refuse": Case(
        *("Mai", State.assigned),
        lambda session, task, by: change.refuse(session, task=task, reason="vì sao", by=by),
        *("refuse", REASON, State.refused),
    ),
    "suspend": Case("Sơn", State.doing, moves(Verb.suspend), "suspend", REASON, State.suspended),
    "resume": Case("Sơn", State.suspended, moves(Verb.resume), "resume", REASON, State.doing),
    "cancel": Case("Sơn", State.refused, moves(Verb.cancel), "cancel", REASON, State.cancelled),
    "insist": Case("Sơn", State.refused, moves(Verb.assign), "assign", REASON, State.assigned),
    "reopen": Case("Sơn", State.done, moves(Verb.reopen), "reopen", REASON, State.doing, 20, DAY_DONE),
    "direct": Case(
        *("Sơn", State.waiting),
        lambda session, task, by: change.direct(session, task=task, words="chỉ đạo", by=by),
        *("direct", {"words": "chỉ đạo"}, State.waiting, 20, DAY_DONE, DAY_DONE),
    ),
    "remark": Case(
        *("Mai", State.doing),
        lambda session, task, by: change.remark(session, task=task, words="đang làm", by=by),
        *("note", {"words": "đang làm"}, State.doing),
    ),
    "obstacle": Case(
        *("Mai", State.doing),
        lambda session, task, by: requests.raise_obstacle(session, task=task, words="thiếu", by=by),
        *("report_obstacle", {"obstacle": 1, "words": "thiếu"}, State.doing),
    ),
    "extension": Case(
        *("Mai", State.doing),
        lambda session, task, by: requests.ask_extension(
            session, task=task, wished=LATER, reason="chậm", today=TODAY, by=by
        ),
        *("ask_extension", {"extension": 1, "wished": "2026-08-02", "reason": "chậm"}, State.doing),
    ),
    "granted": Case(
        *("Sơn", State.waiting, lambda session, task, by: decides(session, task, by, LATER)),
        "decide_extension",
        {"extension": 7, "until": "2026-08-02", "reason": "ghi chú"},
        *(State.waiting, 20, DAY_DONE, DAY_DONE),
    ),
    "not granted": Case(
        *("Sơn", State.doing, lambda session, task, by: decides(session, task, by, None)),
        *("decide_extension", {"extension": 7, "until": None, "reason": "ghi chú"}, State.doing),
    ),
    "edit": Case(
        *("Sơn", State.waiting),
        lambda session, task, by: edit.edit(
            session, task=task, edit=Edit(product="Báo cáo"), why="vì sao", today=TODAY, by=by
        ),
        *("edit", REASON | {"changes": {"product": ["–", "Báo cáo"]}}, State.waiting, 20, DAY_DONE, DAY_DONE),
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_an_event_says_who_did_what_and_what_was_before(furnished: Database, name: str) -> None:
    case = CASES[name]
    async with furnished.write() as session:
        commune = await Commune.of(session)
        task, by = commune.tasks["sớm"], By(commune.people[case.who], NOW + timedelta(minutes=1), "zalo_oa")
        task.state, task.percent, task.completed_on = case.state, 20, case.done
        before = {
            "state": str(case.state),
            "percent": 20,
            "due": "2026-07-01",
            "hour": None,
            "hour_on": None,
            "completed_on": case.done.isoformat() if case.done else None,
            "completed_hour": None,
        }
        await case.work(session, task, by)
        event = await events.newest(session, task)
        assert event is not None
        await session.refresh(event)
        assert (event.kind, event.data, event.before) == (case.kind, case.data, before)
        assert (event.actor_id, event.at, event.channel) == (by.actor_id, by.now, "zalo_oa")
        assert (task.state, task.percent, task.completed_on) == (case.becomes, case.percent, case.kept)


ALLOWED: dict[str, set[State]] = {
    "accept": {State.assigned},
    "progress": set(WORKING),
    "complete": set(WORKING),
    "confirm": {State.waiting},
    "give back": {State.waiting},
    "refuse": {State.assigned, State.accepted},
    "suspend": set(WORKING),
    "resume": {State.suspended},
    "cancel": set(State) - FINAL,
    "insist": {State.refused},
    "reopen": set(FINAL),
    "direct": set(State) - FINAL,
    "obstacle": {*WORKING, State.suspended},
    "extension": {*WORKING, State.suspended},
    "granted": {*WORKING, State.waiting, State.suspended},
    "edit": set(State) - FINAL,
}


@pytest.mark.parametrize("name", ALLOWED)
async def test_a_verb_does_nothing_in_any_other_state(furnished: Database, name: str) -> None:
    case = CASES[name]
    async with furnished.write() as session:
        commune = await Commune.of(session)
        task, by = commune.tasks["sớm"], By(commune.people[case.who], NOW)
        written = len((await session.exec(select(TaskEvent))).all())
        may = set()
        for state in State:
            point = await session.begin_nested()
            task.state = state
            try:
                await case.work(session, task, by)
            except (AlreadyThere, NotAllowed):
                assert len((await session.exec(select(TaskEvent))).all()) == written
                assert (task.state, (await session.exec(select(Obstacle))).all()) == (state, [])
            else:
                may.add(state)
            await point.rollback()
            await session.refresh(task)
        assert may == ALLOWED[name]


async def test_the_office_itself_asks_nobody(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        task, by = commune.tasks["sớm"], By(None, NOW)
        await change.accept(session, task=task, by=by)
        await change.record_progress(session, task=task, percent=1, by=by)
        await change.direct(session, task=task, words="x", by=by)
        await change.promise(session, task=task, until=LATER, quiet=LATER, words="x", by=by)
        await change.complete(session, task=task, at=At(TODAY), by=by)
        await change.confirm(session, task=task, by=by)
        assert [event.actor_id for event, _ in await events.history(session, task, limit=9)] == [None] * 7
        assert (await session.exec(select(Snooze))).all() == []

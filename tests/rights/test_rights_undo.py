"""Who may take back what: their own last report within a day, and nothing else."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlmodel import col, select

from roviec.db.models import Extension, Obstacle, Task, TaskEvent, TaskUnit
from roviec.handlers.choices.decisions import (
    BlockAnswer,
    ExtendDeny,
    ExtendGrant,
    TaskBack,
    TaskCancel,
    TaskConfirm,
    TaskGiveTo,
    TaskResume,
    TaskSuspend,
)
from roviec.handlers.choices.tasks import (
    FileFor,
    TaskAccept,
    TaskBlock,
    TaskDone,
    TaskExtend,
    TaskPercent,
    TaskRefuse,
    TaskUndo,
)
from roviec.tasks.lifecycle import State
from tests.rights.cells import DONE, Cell, Cells, Said
from tests.rights.test_rights_tasks import FILE, WHO

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOTHING, OFFICIALS, LOST = "NothingToUndo", "ForOfficials", "NotYourTask"


async def events(cell: Cell, task: int) -> list[TaskEvent]:
    found = select(TaskEvent).where(TaskEvent.task_id == task).order_by(col(TaskEvent.id))
    return list((await cell.session.exec(found)).all())


async def undo(cell: Cell, task: int, count: int = 1) -> TaskUndo:
    """Return the button that takes back the last events of a task."""
    ids = [event.id or 0 for event in await events(cell, task)]
    return TaskUndo(ids[-count], ids[-1])


async def standing(cell: Cell, task: int) -> tuple[object, ...]:
    row = await cell.session.get_one(Task, task, populate_existing=True)
    return row.state, row.percent, row.due, row.completed_on


@pytest.mark.parametrize("reporter", ["owner", "head"])
async def test_only_who_reported_takes_it_back(cells: Cells, reporter: str) -> None:
    task = cells.ids["task doing"]
    found, wanted = {}, {}
    async with cells.open_up() as tries:
        for who in WHO:
            async with tries.cell() as cell:
                before = await standing(cell, task)
                assert await cell.tries(reporter, TaskPercent(task, 77)) == DONE
                found[who] = await cell.tries(who, await undo(cell, task))
                assert (await standing(cell, task) == before) == (who == reporter)
            wanted[who] = OFFICIALS if who in ("citizen", "gone") else DONE if who == reporter else NOTHING
    assert found == wanted


REPORTS: dict[str, tuple[State, Sequence[Said]]] = {
    "accept": (State.assigned, [TaskAccept(0)]),
    "progress": (State.returned, [TaskPercent(0, 77)]),
    "complete": (State.doing, [TaskDone(0)]),
    "refuse": (State.accepted, [TaskRefuse(0), "Việc của Phòng Tài chính"]),
    "block": (State.doing, [TaskBlock(0), "Thiếu kinh phí in ấn"]),
    "extend": (State.suspended, [TaskExtend(0), "lùi đến 24/7/2026", "Chờ số liệu"]),
}
# What others have heard of, or what leaves more than an event: the record keeps it.
DECISIONS: dict[str, tuple[str, State, Sequence[Said]]] = {
    "confirm": ("charge", State.waiting, [TaskConfirm(0)]),
    "back": ("charge", State.waiting, [TaskBack(0), "Thiếu phụ lục"]),
    "suspend": ("charge", State.doing, [TaskSuspend(0), "Chờ hướng dẫn"]),
    "resume": ("charge", State.suspended, [TaskResume(0), "Đã có hướng dẫn"]),
    "cancel": ("charge", State.doing, [TaskCancel(0), "Không còn cần"]),
    "hand": ("head", State.doing, [TaskGiveTo(0, 0)]),
    "file": ("owner", State.doing, [FileFor(0)]),
    "undo": ("owner", State.doing, [TaskPercent(0, 77), TaskUndo(0, 0)]),
}


def about(said: Sequence[Said], task: int, person: int = 0) -> list[Said]:
    """Return what is said, about this task."""

    def one(what: Said) -> Said:
        match what:
            case TaskPercent():
                return TaskPercent(task, what.percent)
            case TaskGiveTo():
                return TaskGiveTo(task, person)
            case str():
                return what
        return type(what)(task)

    return [one(what) for what in said]


@pytest.mark.parametrize("report", REPORTS)
async def test_a_report_is_taken_back_once_and_the_task_is_as_before(cells: Cells, report: str) -> None:
    state, said = REPORTS[report]
    task = cells.ids[f"task {state}"]
    async with cells.open_up() as tries, tries.cell() as cell:
        before = await standing(cell, task)
        open_ones = await waiting(cell, task)
        assert await cell.tries("owner", *about(said, task)) == DONE
        button = await undo(cell, task)
        assert await cell.tries("owner", button) == DONE
        assert await standing(cell, task) == before
        assert await waiting(cell, task) <= open_ones
        assert await cell.tries("owner", button) == NOTHING


async def waiting(cell: Cell, task: int) -> set[tuple[str, int | None]]:
    """Return the obstacles and wishes of a task that wait for a decision."""
    wishes = select(Extension.id).where(Extension.task_id == task, Extension.verdict == "asked")
    blocks = select(Obstacle.id).where(Obstacle.task_id == task, col(Obstacle.resolved_at).is_(None))
    return {("wish", n) for n in (await cell.session.exec(wishes)).all()} | {
        ("block", n) for n in (await cell.session.exec(blocks)).all()
    }


@pytest.mark.parametrize("decision", DECISIONS)
async def test_a_decision_is_not_taken_back_even_by_a_forged_button(cells: Cells, decision: str) -> None:
    who, state, said = DECISIONS[decision]
    task = cells.ids[f"task {state}"]
    async with cells.open_up() as tries, tries.cell() as cell:
        if decision == "file":
            await cell.tries(who, "", files=[FILE])
        if decision == "undo":
            assert await cell.tries(who, TaskPercent(task, 77)) == DONE
            assert await cell.tries(who, await undo(cell, task)) == DONE
        else:
            assert await cell.tries(who, *about(said, task, cells.ids["colleague"])) == DONE
        after = await standing(cell, task)
        assert await cell.tries(who, await undo(cell, task)) == NOTHING
        assert await standing(cell, task) == after


@pytest.mark.parametrize("decided", ["grant", "deny", "answer"])
async def test_what_was_decided_of_a_request_stays(cells: Cells, decided: str) -> None:
    task, wish, block = (cells.ids[f"{one} doing"] for one in ("task", "wish", "obstacle"))
    said: Sequence[Said] = {
        "grant": [ExtendGrant(wish)],
        "deny": [ExtendDeny(wish), "Số liệu đã có"],
        "answer": [BlockAnswer(block), "Đã bố trí"],
    }[decided]
    async with cells.open_up() as tries, tries.cell() as cell:
        assert await cell.tries("charge", *said) == DONE
        after = await standing(cell, task), await waiting(cell, task)
        assert await cell.tries("charge", await undo(cell, task)) == NOTHING
        assert (await standing(cell, task), await waiting(cell, task)) == after


async def test_the_first_event_of_a_task_is_never_taken_back(cells: Cells) -> None:
    async with cells.open_up() as tries, tries.cell() as cell:
        for event in (await cell.session.exec(select(TaskEvent).where(TaskEvent.kind == "assign"))).all():
            event.at = cell.now
            task = event.task_id
            for other in (await events(cell, task))[1:]:
                await cell.session.delete(other)
            await cell.session.flush()
            assert await cell.tries("assigner", await undo(cell, task)) == NOTHING


async def test_a_report_is_not_taken_back_when_something_came_after_or_a_day_is_over(
    cells: Cells,
) -> None:
    task = cells.ids["task doing"]
    async with cells.open_up() as tries:
        async with tries.cell() as cell:
            assert await cell.tries("owner", TaskPercent(task, 77)) == DONE
            button = await undo(cell, task)
            assert await cell.tries("head", TaskPercent(task, 80)) == DONE
            assert await cell.tries("owner", button) == NOTHING
            both = await undo(cell, task, 2)
            assert [await cell.tries(who, both) for who in ("owner", "head")] == [NOTHING, NOTHING]
        for late, wanted in ((timedelta(hours=24), DONE), (timedelta(hours=24, seconds=1), NOTHING)):
            async with tries.cell() as cell:
                assert await cell.tries("owner", TaskPercent(task, 77)) == DONE
                button = await undo(cell, task)
                cell.now += late
                assert await cell.tries("owner", button) == wanted


async def test_who_has_lost_the_task_takes_nothing_back(cells: Cells) -> None:
    task = cells.ids["task doing"]
    async with cells.open_up() as tries, tries.cell() as cell:
        assert await cell.tries("owner", TaskPercent(task, 77)) == DONE
        button = await undo(cell, task)
        (part,) = (await cell.session.exec(select(TaskUnit).where(*lead_of(task)))).all()
        part.person_id = cells.ids["colleague"]
        await cell.session.flush()
        assert await cell.tries("owner", button) == LOST


def lead_of(task: int) -> tuple[object, ...]:
    return TaskUnit.task_id == task, TaskUnit.part == "lead"


async def test_a_new_wish_for_time_withdraws_the_one_before(cells: Cells) -> None:
    task, first = cells.ids["task doing"], cells.ids["wish doing"]
    async with cells.open_up() as tries, tries.cell() as cell:
        said = about([TaskExtend(0), "lùi đến 24/7/2026", "Chờ số liệu"], task)
        assert await cell.tries("owner", *said) == DONE
        rows = (await cell.session.exec(select(Extension).where(Extension.task_id == task))).all()
        assert {row.verdict for row in rows if row.id == first} == {"withdrawn"}
        assert [row.verdict for row in rows if row.id != first] == ["asked"]
        assert await cell.tries("charge", ExtendGrant(first)) == "AlreadyDecided"

"""Somebody who is several things to a task, and the doors that open for a role alone."""

from collections.abc import Sequence

import pytest
from sqlmodel import select

from roviec.db.models import Absence, Away, Person, Task, TaskUnit
from roviec.handlers.choices.away import AwayEnd, AwayNew, AwayTo, AwayYes, HourSet
from roviec.handlers.choices.decisions import (
    AssignName,
    AssignNow,
    AssignUnit,
    AssignYes,
    TaskConfirm,
    TaskSuspend,
    WaitingPage,
)
from roviec.handlers.choices.plans import PlanGot, PlanNot, PlanProof, PlanRead
from roviec.handlers.choices.tasks import SnoozeAll, TaskExtend, TaskPercent, TasksPage
from tests.rights.cells import DONE, Cell, Cells, Said, rows
from tests.rights.test_rights_tasks import WHO

pytestmark = pytest.mark.asyncio(loop_scope="session")

OWN, DECIDES = "NotYourOwnWork", "NotYoursToDecide"
# Who carries the task out, who is in charge, who assigned it, who presses: may they confirm?
BOTH = [
    ("owner", "charge", "assigner", "charge", DONE),
    ("owner", "charge", "assigner", "assigner", DONE),
    ("owner", None, "assigner", "assigner", DONE),
    ("owner", None, None, "assigner", "NotYourTask"),
    ("owner", None, None, "office-head", DONE),
    ("owner", "owner", "assigner", "owner", DONE),
    ("owner", "charge", "owner", "owner", OWN),
    ("owner", "head", "assigner", "head", DONE),
    ("owner", "charge", "head", "head", DONE),
    ("head", "charge", "assigner", "head", OWN),
    ("head", "charge", "head", "head", OWN),
    ("head", "head", "assigner", "head", DONE),
    ("admin", "charge", "assigner", "admin", OWN),
    ("office-head", "charge", "assigner", "office-head", OWN),
    ("office-head", "office-head", None, "office-head", DONE),
    ("colleague", "charge", "assigner", "owner", "NotYourTask"),
]


async def give(cell: Cell, cells: Cells, owner: str, charge: str | None, assigner: str | None) -> int:
    """Let these people hold the waiting task; return its number."""
    task = await cell.session.get_one(Task, cells.ids["task waiting"])
    lead = select(TaskUnit).where(TaskUnit.task_id == task.id, TaskUnit.part == "lead")
    (part,) = (await cell.session.exec(lead)).all()
    part.person_id = cells.ids[owner]
    task.leader_id = cells.ids[charge] if charge else None
    task.assigned_by = cells.ids[assigner] if assigner else None
    await cell.session.flush()
    return task.id or 0


async def test_nobody_confirms_their_own_work_but_who_has_nobody_above(cells: Cells) -> None:
    found = []
    async with cells.open_up() as tries:
        for owner, charge, assigner, who, _ in BOTH:
            async with tries.cell() as cell:
                task = await give(cell, cells, owner, charge, assigner)
                got = await cell.tries(who, TaskConfirm(task))
                # Whoever may confirm may stop it as well, but for the state.
                stopped = await cell.tries(who, TaskSuspend(task))
                assert stopped == got
                found.append((owner, charge, assigner, who, got))
    assert found == BOTH


async def test_a_head_who_leaves_the_unit_loses_its_tasks(cells: Cells) -> None:
    task = cells.ids["task doing"]
    async with cells.open_up() as tries, tries.cell() as cell:
        head = await cell.session.get_one(Person, cells.ids["head"])
        assert await cell.tries("head", TaskPercent(task, 50)) == DONE
        other = await cell.session.get_one(Person, cells.ids["outsider"])
        head.unit_id = other.unit_id
        await cell.session.flush()
        assert await cell.tries("head", TaskPercent(task, 60)) == "NotYourTask"


REFUSALS = {"O": "ForOfficials", "L": "ForLeaders", "+": DONE}
# A role opens these, whatever the task.
ROLES = rows("""
#                                    office- other-
# citizen own col head part p-h chrg ass head head adm outs gone s-in above
official O + + + + + + + + + + + O +    +
leader   O L L + L + + + + + + L O L    +
anybody  + + + + + + + + + + + + + +    +
""")
DOORS: dict[str, tuple[str, Sequence[Said]]] = {
    "my tasks": ("official", ["/viec"]),
    "a page": ("official", [TasksPage(0)]),
    "put all off": ("official", [SnoozeAll(2)]),
    "be away": ("official", ["/nghiphep"]),
    "be away in words": ("official", ["/nghiphep 6/7 - 7/7"]),
    "be away once more": ("official", [AwayNew()]),
    "name a stand-in": ("official", [AwayTo(1)]),
    "be away now": ("official", [AwayYes()]),
    "receive a plan": ("official", [PlanGot(1)]),
    "what waits": ("leader", ["/duyet"]),
    "a page of what waits": ("leader", [WaitingPage(0)]),
    "assign": ("leader", ["/giao"]),
    "assign at once": ("leader", ["/giao Rà soát thủ tục"]),
    "assign to": ("leader", [AssignUnit(1)]),
    "assign now": ("leader", [AssignYes()]),
    "assign urgently": ("leader", [AssignNow()]),
    "another title": ("leader", [AssignName()]),
    "my hour": ("official", ["/gio"]),
    "another hour": ("official", [HourSet(600)]),
    "read a document": ("leader", [PlanRead()]),
    "leave it unread": ("anybody", [PlanNot()]),
    "keep it as proof": ("official", [PlanProof()]),
    "digest": ("leader", ["/tuan"]),
    "index": ("leader", ["/chiso"]),
    "feedback": ("anybody", ["/phananh"]),
    "help": ("anybody", ["/giup"]),
    "language": ("anybody", ["/ngonngu"]),
    "cancel": ("anybody", ["/huy"]),
}


@pytest.mark.parametrize("door", DOORS)
async def test_a_door_opens_for_a_role(cells: Cells, door: str) -> None:
    row, said = DOORS[door]
    found = {}
    async with cells.open_up() as tries:
        for who in WHO:
            async with tries.cell() as cell:
                found[who] = await cell.tries(who, *said)
    assert found == {who: REFUSALS[letter] for who, letter in zip(WHO, ROLES[row], strict=True)}


async def test_only_who_is_away_ends_it(cells: Cells) -> None:
    found = {}
    async with cells.open_up() as tries:
        for who in WHO:
            async with tries.cell() as cell:
                found[who] = await cell.tries(who, AwayEnd(1))
    unknown = {
        who: "ForOfficials" if letter == "O" else "AbsenceUnknown"
        for who, letter in zip(WHO, ROLES["official"], strict=True)
    }
    assert found == unknown | {"owner": DONE}


# Who is away, who stands in: may the stand-in confirm, report, ask for time?
INSTEAD = [
    ("owner", "assigner", OWN, DONE, "OnlyStandsIn"),
    ("owner", "charge", DONE, DONE, "OnlyStandsIn"),
    ("owner", "head", OWN, DONE, DONE),
    ("charge", "outsider", DECIDES, "NotYourTask", "NotYourTask"),
    ("partner", "outsider", DECIDES, "NotYourTask", "NotYourTask"),
    ("office-head", "outsider", DECIDES, "NotYourTask", "NotYourTask"),
    ("outsider", "colleague", "NotYourTask", "NotYourTask", "NotYourTask"),
]


async def test_a_stand_in_sees_what_the_other_sees_and_reports_on_their_work_alone(cells: Cells) -> None:
    found = []
    async with cells.open_up() as tries:
        for away, who, *_ in INSTEAD:
            got = []
            for said in (
                TaskConfirm(cells.ids["task waiting"]),
                TaskPercent(cells.ids["task doing"], 50),
                TaskExtend(cells.ids["task doing"]),
            ):
                async with tries.cell() as cell:
                    absence = await cell.session.get_one(Absence, 1)
                    absence.person_id, absence.stand_in_id = cells.ids[away], cells.ids[who]
                    await cell.session.flush()
                    got.append(await cell.tries(who, said))
            found.append((away, who, *got))
    assert found == INSTEAD


@pytest.mark.parametrize("state", [Away.planned, Away.over])
async def test_before_and_after_it_a_stand_in_is_nobody(cells: Cells, state: Away) -> None:
    async with cells.open_up() as tries, tries.cell() as cell:
        (await cell.session.get_one(Absence, 1)).state = state
        await cell.session.flush()
        assert await cell.tries("stand-in", TaskPercent(cells.ids["task doing"], 50)) == "NotYourTask"

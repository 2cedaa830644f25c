"""Who may do what to a task, in which state: each verb through the dispatcher, on both databases.

Each row was written from the rules and not from the code. Whoever may not is refused in every state; for whoever may,
the second table says what becomes of the task.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import product

import pytest
from sqlmodel import col, select

from roviec.db.models import Task, TaskEvent
from roviec.handlers.choices.away import RecallAt
from roviec.handlers.choices.decisions import (
    BlockAnswer,
    BlockShow,
    EditAsk,
    EditLeader,
    EditUnit,
    ExtendDeny,
    ExtendGrant,
    ExtendOther,
    ExtendShow,
    ExtendTerms,
    Field,
    TaskBack,
    TaskCancel,
    TaskConfirm,
    TaskDirect,
    TaskEdit,
    TaskGive,
    TaskGiveTo,
    TaskInsist,
    TaskResume,
    TaskSuspend,
)
from roviec.handlers.choices.tasks import (
    ExtendUntil,
    FileFor,
    FileMove,
    FileWrong,
    TaskAccept,
    TaskBlock,
    TaskDone,
    TaskExtend,
    TaskFiles,
    TaskLog,
    TaskLogPage,
    TaskOpen,
    TaskPercent,
    TaskProgress,
    TaskRefuse,
    TaskSnooze,
    WordsFor,
    WordsNo,
    WordsYes,
)
from roviec.tasks.lifecycle import State
from tests.rights.cells import DONE, Cell, Cells, Said, rows

pytestmark = pytest.mark.asyncio(loop_scope="session")

WHO = (
    "citizen", "owner", "colleague", "head", "partner", "partner-head", "charge", "assigner",
    "office-head", "other-head", "admin", "outsider", "gone", "stand-in", "above",
)  # fmt: skip
REFUSALS = {
    "O": "ForOfficials",
    "L": "ForLeaders",
    "N": "NotYourTask",
    "D": "NotYoursToDecide",
    "W": "NotYourOwnWork",
    "S": "OnlyStandsIn",
    "x": "NotAllowed",
    "=": "AlreadyThere",
}
PERSONS = rows("""
#                                      office- other-
#   citizen own col head part p-h chrg ass head head adm outs gone s-in above
see       O  +   N   +    +    +   +    +   +    N    +   N    O    +    +
work      O  +   N   +    N    N   N    N   N    N    N   N    O    S    N
report    O  +   N   +    N    N   N    N   N    N    N   N    O    +    N
decide    O  W   N   D    D    D   +    +   +    N    +   N    O    W    D
hand      O  L   L   +    L    D   +    +   +    N    +   L    O    L    +
direct    O  D   N   +    D    D   +    +   +    N    +   N    O    D    +
""")
# What becomes of the task; "+": it is done, and the state stays.
STATES = rows("""
#          assigned  accepted  doing    waiting  done returned refused  suspended cancelled
look       +         +         +        +        +    +        +        +         +
accept     accepted  =         =        =        =    x        x        x         x
progress   doing     doing     doing    x        x    doing    x        x         x
complete   waiting   waiting   waiting  =        =    waiting  x        x         x
refuse     refused   refused   x        x        x    x        =        x         x
block      +         +         +        x        x    +        x        +         x
prove      +         +         +        +        x    +        x        x         x
extend     +         +         +        x        x    +        x        +         x
confirm    x         x         x        done     =    x        x        x         x
back       x         x         x        returned x    =        x        x         x
suspend    suspended suspended suspended x       x    suspended x       =         x
resume     x         x         =        x        x    x        x        doing     x
cancel     cancelled cancelled cancelled cancelled x  cancelled cancelled cancelled =
hand       assigned  assigned  assigned x        x    assigned assigned assigned  x
decide     +         +         +        +        x    +        x        +         x
insist     =         x         x        x        x    x        assigned x         x
edit       +         +         +        +        x    +        +        +         x
""")
FILE = {"sha256": "f" * 64, "name": "anh.png", "mime": "image/png", "size": 1}


class Names:
    """What a verb names in the office: the task of a state and what hangs on it."""

    def __init__(self, ids: dict[str, int], state: State) -> None:
        self.task, self.obstacle, self.wish = (ids[f"{one} {state}"] for one in ("task", "obstacle", "wish"))
        self.colleague, self.leader = ids["colleague"], ids["office-head"]


Saying = Callable[[Names], Sequence[Said]]
# Verb: the row of persons, the row of states, the event it leaves ("" for none), what is said.
VERBS: dict[str, tuple[str, str, str, Saying]] = {
    "open": ("see", "look", "", lambda n: [TaskOpen(n.task)]),
    "log": ("see", "look", "", lambda n: [TaskLog(n.task)]),
    "misunderstood": ("see", "look", "", lambda n: [WordsNo(n.task)]),
    "accept": ("work", "accept", "accept", lambda n: [TaskAccept(n.task)]),
    "ask-progress": ("report", "look", "", lambda n: [TaskProgress(n.task)]),
    "progress": ("report", "progress", "progress", lambda n: [TaskPercent(n.task, 40)]),
    "typed-progress": (
        "report",
        "progress",
        "progress",
        lambda n: [TaskProgress(n.task), "bốn mươi", "40"][::2],
    ),
    "whole": ("report", "complete", "complete", lambda n: [TaskPercent(n.task, 100)]),
    "complete": ("report", "complete", "complete", lambda n: [TaskDone(n.task)]),
    "block": ("report", "block", "report_obstacle", lambda n: [TaskBlock(n.task), "Thiếu kinh phí in ấn"]),
    "refuse": ("work", "refuse", "refuse", lambda n: [TaskRefuse(n.task), "Việc của Phòng Tài chính"]),
    "extend": (
        "work",
        "extend",
        "ask_extension",
        lambda n: [TaskExtend(n.task), "lùi đến 24/7/2026", "Chờ số liệu của tỉnh"],
    ),
    "extend-until": (
        "work",
        "extend",
        "ask_extension",
        lambda n: [ExtendUntil(n.task, date(2026, 7, 24)), "Chờ số liệu của tỉnh"],
    ),
    "snooze": ("report", "look", "", lambda n: [TaskSnooze(n.task, 3)]),
    "recall": ("report", "look", "", lambda n: [RecallAt(n.task, date(2026, 6, 29), 600)]),
    "words-for": ("report", "look", "", lambda n: [WordsFor(n.task)]),
    "words-yes": ("report", "look", "", lambda n: [WordsYes(n.task)]),
    "confirm": ("decide", "confirm", "confirm", lambda n: [TaskConfirm(n.task)]),
    "back": ("decide", "back", "return", lambda n: [TaskBack(n.task), "Thiếu phụ lục"]),
    "suspend": ("decide", "suspend", "suspend", lambda n: [TaskSuspend(n.task), "Chờ hướng dẫn"]),
    "resume": ("decide", "resume", "resume", lambda n: [TaskResume(n.task), "Đã có hướng dẫn"]),
    "cancel": ("decide", "cancel", "cancel", lambda n: [TaskCancel(n.task), "Không còn cần"]),
    "show-wish": ("decide", "look", "", lambda n: [ExtendShow(n.wish)]),
    "grant": ("decide", "decide", "decide_extension", lambda n: [ExtendGrant(n.wish)]),
    "deny": ("decide", "decide", "decide_extension", lambda n: [ExtendDeny(n.wish), "Số liệu đã có"]),
    "show-obstacle": ("decide", "look", "", lambda n: [BlockShow(n.obstacle)]),
    "answer": ("decide", "look", "resolve_obstacle", lambda n: [BlockAnswer(n.obstacle), "Đã bố trí"]),
    "grant-other": ("decide", "decide", "decide_extension", lambda n: [ExtendOther(n.wish), "17/7/2026"]),
    "grant-terms": (
        "decide",
        "decide",
        "decide_extension",
        lambda n: [ExtendTerms(n.wish), "Báo cáo hằng tuần"],
    ),
    "insist": ("decide", "insist", "assign", lambda n: [TaskInsist(n.task), "Đúng việc của đơn vị"]),
    "direct": ("direct", "edit", "direct", lambda n: [TaskDirect(n.task), "Tập trung làm trong tuần"]),
    "ask-edit": ("decide", "edit", "", lambda n: [TaskEdit(n.task)]),
    "edit": (
        "decide",
        "edit",
        "edit",
        lambda n: [EditAsk(n.task, Field.product), "Tờ trình", "Ghi cho đúng"],
    ),
    "edit-unit": ("decide", "edit", "edit", lambda n: [EditUnit(n.task, Field.partners, 1), "Ghi cho đúng"]),
    "edit-leader": ("decide", "edit", "edit", lambda n: [EditLeader(n.task, n.leader), "Ghi cho đúng"]),
    "log-page": ("see", "look", "", lambda n: [TaskLogPage(n.task, 0)]),
    "files": ("see", "look", "", lambda n: [TaskFiles(n.task, 0)]),
    "ask-whom": ("hand", "look", "", lambda n: [TaskGive(n.task)]),
    "hand": ("hand", "hand", "hand_over", lambda n: [TaskGiveTo(n.task, n.colleague)]),
}


def expected(persons: str, states: str, who: str, state: State) -> str:
    """Return a refusal, or the state in which the task is left."""
    person, then = PERSONS[persons][WHO.index(who)], STATES[states][list(State).index(state)]
    letter = person if person != "+" else then
    return REFUSALS.get(letter) or (str(state) if letter == "+" else letter)


async def found(cell: Cell, who: str, task: int, kind: str, said: Sequence[Said]) -> str:
    """Return a refusal, or the state in which the task is left and what of it was not recorded."""
    newest = select(TaskEvent).where(TaskEvent.task_id == task).order_by(col(TaskEvent.id).desc()).limit(1)
    before = (await cell.session.exec(newest)).one()
    outcome = await cell.tries(who, *said)
    if outcome != DONE:
        return outcome
    after = (await cell.session.exec(newest)).one()
    state = str((await cell.session.get_one(Task, task)).state)
    recorded = after.kind if after.id != before.id else ""
    return state if recorded == kind else f"{state}, but left the event {recorded!r}"


def grid(verb: str, *, is_sqlite: bool) -> Iterator[tuple[str, State]]:
    """Yield who in which state: each row and each column of the table, and on SQLite some of what is between them.

    What changes a task is tried there by one of those who may in every state, and by everybody else in three or four,
    which move on from verb to verb: of the verbs that share a row of persons, some try each person in each state.
    """
    persons, _, kind, _ = VERBS[verb]
    may = [who for who, letter in zip(WHO, PERSONS[persons], strict=True) if letter == "+"]
    alike = [one for one, (row, *_) in VERBS.items() if row == persons]
    # Who may is the same question for all verbs of a row: PostgreSQL is asked it by the first of them.
    yield from product(WHO if is_sqlite or verb == alike[0] else may[:1], (State.waiting,))
    yield from product(may[:1], State)
    if kind and is_sqlite:
        changing = [one for one in alike if VERBS[one][2]]
        for place, who in enumerate(may[1:], changing.index(verb)):
            yield from product([who], list(State)[place % 3 :: 3])
        yield from product([who for who in WHO if who not in may], (State.assigned, State.done))


@pytest.mark.parametrize("verb", VERBS)
async def test_who_may_do_it_and_in_which_state(cells: Cells, verb: str) -> None:
    persons, states, kind, saying = VERBS[verb]
    wrong: list[str] = []
    async with cells.open_up() as tries:
        for who, state in grid(verb, is_sqlite=cells.db.is_sqlite):
            names = Names(cells.ids, state)
            async with tries.cell() as cell:
                got = await found(cell, who, names.task, kind, saying(names))
            if got != (wanted := expected(persons, states, who, state)):
                wrong.append(f"{who}, {state}: {wanted} is right, not {got}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("who", ["owner", "stand-in"])
async def test_who_does_the_work_proves_it_with_a_file(cells: Cells, who: str, state: State) -> None:
    task = cells.ids[f"task {state}"]
    async with cells.open_up() as tries, tries.cell() as cell:
        await cell.tries(who, "", files=[FILE])
        got = await found(cell, who, task, "add_evidence", [FileFor(task)])
    assert got == expected("report", "prove", who, state)


@pytest.mark.parametrize("who", WHO)
async def test_whoever_does_not_do_the_work_proves_nothing(cells: Cells, who: str) -> None:
    task = cells.ids[f"task {State.doing}"]
    async with cells.open_up() as tries, tries.cell() as cell:
        got = await cell.tries(who, FileFor(task))
    assert got == {"doing": DONE}.get(wanted := expected("report", "prove", who, State.doing), wanted)


@pytest.mark.parametrize("who", ["owner", "stand-in", "assigner", "citizen"])
async def test_nobody_moves_a_file_that_they_did_not_send(cells: Cells, who: str) -> None:
    """What its sender may is in tests/handlers/test_misplaced_files_chat.py."""
    task = cells.ids[f"task {State.doing}"]
    async with cells.open_up() as tries, tries.cell() as cell:
        for choice in (FileWrong(1, 9), FileMove(1, 9, task)):
            assert await cell.tries(who, choice) != DONE


async def test_of_verbs_of_one_row_some_try_each_person_in_each_state() -> None:
    """What the grid leaves out of one verb stands in another that asks the same rule."""
    for row in {persons for persons, *_ in VERBS.values()}:
        tried = {
            pair
            for verb, (persons, *_) in VERBS.items()
            if persons == row
            for pair in grid(verb, is_sqlite=True)
        }
        may = [who for who, letter in zip(WHO, PERSONS[row], strict=True) if letter == "+"]
        few = [verb for verb, (persons, _, kind, _) in VERBS.items() if persons == row and kind]
        if len(few) >= 3:
            assert set(product(may, State)) <= tried

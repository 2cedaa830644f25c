"""What a correction finds different in a task, row by row, and who takes part afterwards."""

import re
from dataclasses import replace
from datetime import date, time
from types import SimpleNamespace
from typing import Any

import pytest
from sqlmodel import select

from roviec.db.engine import Database
from roviec.db.models import Part, Plan, Task, TaskUnit
from roviec.db.plans import changes, roster, versions
from roviec.tasks.deadlines import Recurrence
from roviec.tasks.lifecycle import FINAL, State
from roviec.tasks.plans.rows import Row
from tests.db.furnished import DESK, HOME, MONEY, NOW, Commune
from tests.office import OFFICE
from tests.plans.test_plans_confirm_rows import draft, imported, parts, who

EARLY, LATE = date(2026, 7, 1), date(2026, 7, 9)
SAME = Row(0, "sớm", due=EARLY, lead=who(HOME), partners=who(MONEY))
DIFFERS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "nothing": ({}, {}),
    "spaces, a full stop and capitals": ({"title": " SỚM  . "}, {}),
    "the title": ({"title": "sớm hơn", "quote": "sớm"}, {"words": True}),
    "the product": ({"product": "Báo cáo"}, {"words": True}),
    "where it stands": ({"ref": "II.1", "component": "Thể chế"}, {}),
    "the day": ({"due": LATE}, {"due": True}),
    "no day": ({"due": None}, {"due": True}),
    "the hour": ({"at": time(9)}, {"due": True}),
    "how often": ({"recurrence": Recurrence.weekly}, {}),
    "the lead": ({"lead": who(DESK)}, {"lead": True}),
    "one more lead": ({"lead": who(HOME, DESK)}, {"lead": True}),
    "a person for the lead": ({"lead": who("Páo")}, {}),
    "a unit beside a person": ({"lead": who("Páo", DESK)}, {}),
    "no partner": ({"partners": ()}, {"partners": True}),
    "another partner": ({"partners": who(DESK)}, {"partners": True}),
    "one more partner": ({"partners": who(MONEY, DESK)}, {"partners": True}),
    "the lead among the partners": ({"partners": who(MONEY, HOME)}, {}),
    "a person for the partner": ({"partners": who("Huy")}, {}),
    "a partner who leads now": ({"lead": who(HOME, MONEY)}, {"lead": True, "partners": True}),
    "the leader in charge": ({"leader": "Hạnh"}, {"leader": "Hạnh"}),
    "the same leader": ({"leader": "Sơn"}, {}),
    "somebody who leads nothing": ({"leader": "Mai"}, {}),
}


def coded(commune: Commune, row: Row, leader: str | None = None) -> Row:
    """Return a row whose units and people are called by their codes."""

    def code(name: str) -> str:
        return f"{'u' if name in commune.units else 'p'}{commune.id(name)}"

    lead, partners = (
        tuple(replace(one, meant=tuple(map(code, one.meant))) for one in part)
        for part in (row.lead, row.partners)
    )
    return replace(row, lead=lead, partners=partners, leader=who(code(leader))[0] if leader else None)


@pytest.mark.parametrize("what", DIFFERS)
async def test_what_a_row_says_otherwise_and_nothing_else_is_a_change(furnished: Database, what: str) -> None:
    said, found = DIFFERS[what]
    async with furnished.write() as session:
        commune = await Commune.of(session)
        row = coded(commune, replace(SAME, **said | {"leader": None}), said.get("leader"))
        for closed in (False, True):
            commune.tasks["sớm"].state = State.done if closed else State.doing
            await session.flush()
            every = await changes.of(session, commune.plans[0], [row], await roster.load(session))
            (one,) = every.kept
            assert (one.task, one.row, every.added) == (commune.tasks["sớm"], row, [])
            differs = {"due": one.due, "lead": one.lead, "words": one.words, "partners": one.partners}
            names = {"leader": commune.people[found["leader"]].id} if "leader" in found else {}
            # A closed task stays as it was closed.
            wanted = {} if closed else found | names
            assert differs | {"leader": one.leader} == (
                dict.fromkeys(differs, False) | {"leader": None} | wanted
            )
            assert one.is_same is (not wanted)
            assert (every.untouched, len(every.other)) == (
                *(not wanted, bool(wanted.keys() - {"due", "lead"}) and not wanted.keys() & {"due", "lead"}),
            )
            units = ((f"u{commune.id(HOME)}",), (f"u{commune.id(MONEY)}",))
            assert one.before == (((), ()) if closed else units)


@pytest.mark.parametrize(
    ("lead", "partners", "after"),
    [
        (HOME, (DESK,), [(Part.lead, HOME, "Mai"), (Part.partner, DESK, "Lan")]),
        (HOME, (DESK, MONEY, DESK), [(Part.lead, HOME, "Mai"), (Part.partner, MONEY, "Huy"), (Part.partner, DESK, "Lan")]),
        (HOME, (), [(Part.lead, HOME, "Mai")]),
        (MONEY, (HOME,), [(Part.lead, MONEY, "Huy"), (Part.partner, HOME, "Hạnh")]),
        (DESK, (MONEY,), [(Part.partner, MONEY, "Huy"), (Part.lead, DESK, "Lan")]),
        (DESK, ("Huy",), [(Part.partner, MONEY, "Huy"), (Part.lead, DESK, "Lan")]),
        (MONEY, (MONEY, OFFICE), [(Part.lead, MONEY, "Huy"), (Part.partner, OFFICE, "Sơn")]),
    ],
)  # fmt: skip
async def test_partners_are_those_of_the_correction_each_with_who_answers_there(
    furnished: Database, lead: str, partners: tuple[str, ...], after: list[tuple[Part, str, str]]
) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        row = coded(commune, replace(SAME, lead=who(lead), partners=who(*partners)))
        await imported(session, await draft(session, [row], replaces_id=commune.plans[0].id))
        assert await parts(session, commune.tasks["sớm"]) == [
            (part, commune.id(unit), commune.id(person)) for part, unit, person in after
        ]


@pytest.mark.parametrize("state", State)
async def test_the_latest_open_one_of_a_series_is_corrected_and_all_open_ones_go(
    furnished: Database, state: State
) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        plan = commune.plans[1]
        said = {"plan_id": plan.id, "ref": "II", "quote": "Báo cáo hằng quý", "created_at": NOW}
        series = [
            Task(title=f"{n}", state=one, **said) for n, one in enumerate((State.doing, state, State.done))
        ]
        alike = Task(title="x", **said | {"ref": "III"})
        session.add_all([*series, alike])
        await session.flush()
        row = Row(0, "Báo cáo hằng quý")
        every = await changes.of(session, plan, [row], await roster.load(session))
        assert [one.task.title for one in every.kept] == ["0" if state in FINAL else "1"]
        assert [task.title for task in every.removed] == ["ở điểm", "x"]
        gone = await changes.of(session, plan, [], await roster.load(session))
        still = ["0"] if state in FINAL else ["0", "1"]
        assert [task.title for task in gone.removed] == ["ở điểm", *still, "x"]


async def test_who_answers_in_two_units_hears_of_a_task_once(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        found = select(TaskUnit).where(TaskUnit.task_id == commune.id("hai nơi"))
        for part in (await session.exec(found)).all():
            part.person_id = commune.id("Mai")
        row = coded(commune, Row(0, "hai nơi", due=LATE, lead=who(HOME, DESK)))
        done = await imported(session, await draft(session, [row], replaces_id=commune.plans[0].id))
        assert [task.title for task in done.owners[commune.id("Mai")].moved] == ["hai nơi"]


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], ids=("one writer", "several"))
async def test_one_import_at_a_time_decides_what_is_new(dialect: str) -> None:
    """Two processes of two versions agree on the lock; SQLite has one writer anyhow."""
    asked: list[str] = []

    async def hear(statement: Any) -> None:
        asked.append(str(statement.compile(compile_kwargs={"literal_binds": True})))

    bind = SimpleNamespace(dialect=SimpleNamespace(name=dialect))
    session: Any = SimpleNamespace(get_bind=lambda: bind, exec=hear)
    await versions.alone(session)
    locks = [] if dialect == "sqlite" else [int(re.findall(r"lock\((\d+)\)", one)[0]) for one in asked]
    assert locks == ([] if dialect == "sqlite" else [int.from_bytes(b"Plan")])
    assert len(asked) == len(locks)


PAIRED: list[tuple[str, list[str], list[str], dict[str, int]]] = [
    ("each once, in their order", ["a" * 20] * 2, ["a" * 20] * 3, {"0": 0, "1": 1}),
    ("the same before the like", ["a" * 19 + "b", "a" * 20], ["a" * 20], {"1": 0}),
    ("the likest first", ["a" * 17 + "bbb", "a" * 18 + "bb"], ["a" * 20], {"1": 0}),
    ("of the equally like the first", ["a" * 18 + "bb", "a" * 18 + "cc"], ["a" * 20], {"0": 0}),
    ("to the first of the equally like", ["a" * 20], ["a" * 18 + "bb", "a" * 18 + "cc"], {"0": 0}),
    ("each row once, each task once", ["z" * 20, "a" * 20], ["a" * 18 + "bb", "a" * 17 + "bbb"], {"1": 0}),
    ("who lost the likest takes the next", ["a" * 18 + "bb", "a" * 20], ["a" * 20, "a" * 17 + "bbb"], {"0": 1, "1": 0}),
    ("72 of 100 is the same", ["a" * 18 + "b" * 7], ["a" * 18 + "c" * 7], {"0": 0}),
    ("68 is another", ["a" * 17 + "b" * 8], ["a" * 17 + "c" * 8], {}),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "pairs"), [one[1:] for one in PAIRED], ids=[one[0] for one in PAIRED])
async def test_which_task_a_row_describes(
    sqlite: Database, old: list[str], new: list[str], pairs: dict[str, int]
) -> None:
    async with sqlite.write() as session:
        session.add(plan := Plan(subject="x", created_at=NOW))
        await session.flush()
        for n, quote in enumerate(old):
            session.add(Task(title=f"{n}", ref=f"{n}", quote=quote, plan_id=plan.id, created_at=NOW))
            await session.flush()
        rows = [Row(n, quote) for n, quote in enumerate(new)]
        found = await changes.of(session, plan, rows, await roster.load(session))
        assert {one.task.title: one.row.n for one in found.kept} == pairs
        assert [row.n for row in found.added] == [n for n in range(len(new)) if n not in pairs.values()]
        assert [task.title for task in found.removed] == [
            f"{n}" for n in range(len(old)) if f"{n}" not in pairs
        ]

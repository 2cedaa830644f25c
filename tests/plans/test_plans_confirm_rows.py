"""Importing row by row: what a document writes, what its correction moves, and who must hear of what."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import audit, people
from roviec.db.engine import Database
from roviec.db.models import AuditEntry, Part, Person, Plan, PlanVersion, Target, Task, TaskEvent, TaskUnit
from roviec.db.models.plans import DraftState, ImportDraft
from roviec.db.plans import confirm, errors, revise, roster
from roviec.db.plans.outcome import Imported
from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import Kind, Recurrence
from roviec.tasks.hours import hour_of
from roviec.tasks.lifecycle import State
from roviec.tasks.plans.rows import Row, Who, dumped, from_reading, loaded
from roviec.tasks.plans.stored import stored
from roviec.tasks.reading.read import read_pasted
from tests.db.furnished import DESK, HOME, MONEY, NOW, Commune
from tests.office import OFFICE

DUE = date(2026, 7, 31)
HEADER = {
    "number": "41/KH-UBND",
    "kind": "Kế hoạch",
    "issuer": "UBND xã",
    "place": "Đại Lãnh",
    "signer": "Nguyễn Minh Sơn",
    "issued": "2026-06-10",
    "subject": "Cải cách hành chính",
}
BLANK: dict[str, str | None] = dict.fromkeys(HEADER)
TARGET: dict[str, Any] = {
    "index": "PAR INDEX",
    "component": "Thể chế",
    "baseline": 80.5,
    "baseline_rank": "12",
    "goal": 90.0,
    "goal_op": ">",
    "goal_rank": "8",
    "year": 2026,
    "responsible": [HOME],
}


def who(*codes: str) -> tuple[Who, ...]:
    return tuple(Who(code, (code,)) for code in codes)


async def draft(
    session: AsyncSession, rows: list[Row], targets: Any = (), header: Any = HEADER, **more: Any
) -> ImportDraft:
    """Return a draft whose rows were matched with today's roster."""
    mark = (await roster.load(session)).mark
    reading = {"document": header, "targets": list(targets), "roster": mark}
    wanted = {"sha256": "a", "name": "a.docx", "state": DraftState.ready, "created_at": NOW} | more
    session.add(one := ImportDraft(reading=reading, rows=dumped(rows), **wanted))
    await session.flush()
    return one


async def imported(session: AsyncSession, one: ImportDraft, actor: Person | None = None) -> Imported:
    return await confirm.confirm(session, draft=one, actor=actor, now=NOW, channel="web")


async def parts(session: AsyncSession, task: Task) -> list[tuple[Part, int, int | None]]:
    found = select(TaskUnit).where(TaskUnit.task_id == task.id).order_by(col(TaskUnit.id))
    return [(row.part, row.unit_id, row.person_id) for row in (await session.exec(found)).all()]


async def events(session: AsyncSession, task: Task) -> list[TaskEvent]:
    found = select(TaskEvent).where(TaskEvent.task_id == task.id).order_by(col(TaskEvent.id))
    return list((await session.exec(found)).all())


def titles(tasks: list[Task]) -> list[str]:
    return [task.title for task in tasks]


async def test_an_import_writes_plan_targets_tasks_and_its_own_end(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        home, money, chair = f"u{commune.id(HOME)}", f"u{commune.id(MONEY)}", commune.people["Sơn"]
        lan, pao = f"p{commune.id('Lan')}", f"p{commune.id('Páo')}"
        full = Row(
            *(0, "Việc một", "I.1", "giao Phòng Nội vụ"),
            lead=who(home, lan),
            partners=who(money, home, pao),
            leader=Who("Chủ tịch", (f"p{chair.id}",)),
            due=DUE,
            words="trước 31/7",
            why="Vì sao.",
            kind=Kind.fixed,
            product="Báo cáo",
            component="Thể chế",
        )
        bare = Row(2, "Việc hai", lead=who(money), kind=Kind.recurring, recurrence=Recurrence.monthly)
        rows = [full, Row(1, "Bỏ", lead=who(home), dropped=True), bare]
        one = await draft(session, rows, [TARGET], person_id=chair.id)
        done = await imported(session, one, chair)
        plan = done.plan.model_dump()
        assert plan == plan | HEADER | {"issued": date(2026, 6, 10), "sha256": "a", "created_at": NOW}
        assert (titles(done.added), done.targets, done.changes, done.unowned) == (
            *(["Việc một", "Việc hai"], 1, None, []),
        )
        first, second = done.added
        kept = first.model_dump()
        assert kept == kept | {
            "plan_id": done.plan.id,
            "ref": "I.1",
            "quote": "giao Phòng Nội vụ",
            "product": "Báo cáo",
            "component": "Thể chế",
            "leader_id": chair.id,
            "assigned_by": chair.id,
            "due": DUE,
            "due_kind": Kind.fixed,
            "due_words": "trước 31/7",
            "due_why": "Vì sao.",
            "created_at": NOW,
        }
        assert (second.due, second.recurrence, second.leader_id) == (None, Recurrence.monthly, None)
        assert await parts(session, first) == [
            (Part.lead, commune.id(HOME), commune.id("Hạnh")),
            (Part.lead, commune.id(DESK), commune.id("Lan")),
            (Part.partner, commune.id(MONEY), commune.id("Huy")),
        ]
        assert {person: titles(share.added) for person, share in done.owners.items()} == {
            commune.id("Hạnh"): ["Việc một"],
            commune.id("Lan"): ["Việc một"],
            commune.id("Huy"): ["Việc hai"],
        }
        (event,) = await events(session, first)
        assert (event.kind, event.actor_id, event.at, event.channel) == ("assign", chair.id, NOW, "web")
        (target,) = (await session.exec(select(Target))).all()
        more = {"unit_id": (await people.unit_named(session, HOME)).id, "owner_id": None, "measure_id": None}
        assert (
            target.model_dump(exclude={"id"})
            == TARGET | {"plan_id": done.plan.id, "dropped_on": None, "former": ""} | more
        )
        (version,) = (await session.exec(select(PlanVersion))).all()
        assert version.model_dump() == {
            "id": done.version,
            "plan_id": done.plan.id,
            "sha256": "a",
            "name": "a.docx",
            "person_id": chair.id,
            "at": NOW,
            "counts": {"added": 2, "targets": 1},
        }
        assert (one.state, one.plan_id, one.closed_at) == (DraftState.imported, done.plan.id, NOW)
        entry = (await session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc()))).first()
        assert entry is not None
        assert (entry.what, entry.actor_id, entry.channel) == (audit.Act.plan, chair.id, "web")
        assert (entry.subject, entry.data) == (f"plan/{done.plan.id}", {"sha256": "a", "added": 2})


async def test_a_person_whom_the_document_names_answers_in_their_own_unit(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        before = await parts(session, commune.tasks["muộn"])
        row = Row(0, "Việc", lead=who(f"p{commune.id('Páo')}", f"u{commune.id(MONEY)}"))
        (task,) = (await imported(session, await draft(session, [row]))).added
        assert await parts(session, task) == [
            (Part.lead, commune.id(HOME), commune.id("Páo")),
            (Part.lead, commune.id(MONEY), commune.id("Huy")),
        ]
        assert await parts(session, commune.tasks["muộn"]) == before
        assert (task.assigned_by, (await events(session, task))[0].actor_id) == (None, None)


async def test_units_where_nobody_answers_are_named_once(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        commune.people["Lan"].left_on = commune.people["Huy"].left_on = NOW.date()
        await session.flush()
        leads = who(f"u{commune.id(DESK)}", f"u{commune.id(MONEY)}")
        rows = [Row(0, "Một", lead=leads), Row(1, "Hai", lead=leads[:1])]
        done = await imported(session, await draft(session, rows))
        assert (done.unowned, done.owners) == ([DESK, MONEY], {})


@pytest.mark.parametrize(("count", "named"), [(1, "2"), (12, "2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13")])
async def test_rows_of_nobody_stop_an_import_and_are_named(
    furnished: Database, count: int, named: str
) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        clear = Row(0, "Rõ", lead=who(f"u{commune.id(HOME)}"))
        rows = [clear, *(Row(n + 1, "Chưa rõ", lead=(Who("Tổ lạ"),)) for n in range(count))]
        rows.append(Row(count + 1, "Bỏ", dropped=True))
        with pytest.raises(errors.RowsUnclear) as refused:
            await imported(session, await draft(session, rows))
        assert refused.value.values == {"count": count, "rows": named}
        assert len((await session.exec(select(Plan))).all()) == 2
        rows[1:1] = [Row(50, "Chưa rõ", lead=(Who("Tổ lạ"),))] * 20
        with pytest.raises(errors.RowsUnclear) as many:
            await imported(session, await draft(session, rows))
        assert many.value.values["count"] == count + 20
        assert many.value.values["rows"] == ", ".join(["51"] * 12)


async def test_an_import_needs_a_task_or_a_target(furnished: Database) -> None:
    async with furnished.write() as session:
        for rows in ([], [Row(0, "Bỏ", dropped=True)]):
            with pytest.raises(errors.NothingToImport):
                await imported(session, await draft(session, rows))
        done = await imported(session, await draft(session, [], [TARGET]))
        assert (done.added, done.targets) == ([], 1)
        with pytest.raises(errors.AlreadyImported):
            await imported(session, await draft(session, [], [TARGET]))


async def test_what_a_header_does_not_say_stays_as_it_was(furnished: Database) -> None:
    async with furnished.write() as session:
        new = (await imported(session, await draft(session, [], [TARGET], BLANK))).plan
        assert (new.subject, new.number, new.kind, new.issuer) == ("a.docx", None, "", "")
        assert (new.place, new.signer, new.issued) == (None, None, None)
        more = {"replaces_id": new.id}
        await imported(session, await draft(session, [], [TARGET], HEADER, sha256="b", **more))
        again = await imported(session, await draft(session, [], [TARGET], BLANK, sha256="c", **more))
        assert again.plan is new
        kept = new.model_dump()
        assert kept == kept | HEADER | {"issued": date(2026, 6, 10), "sha256": "c"}


async def test_targets_are_those_of_the_last_document(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        one, other = commune.plans
        session.add_all(Target(plan_id=plan.id or 0, index="cũ") for plan in (one, other))
        await session.flush()
        targets = [TARGET, TARGET | {"index": None}, TARGET | {"index": None, "component": None}]
        await imported(session, await draft(session, [], targets, replaces_id=one.id))
        every = (await session.exec(select(Target).order_by(col(Target.plan_id), col(Target.id)))).all()
        # What the document no longer holds stays, out of sight: its values and its history are somebody's work.
        assert [(row.plan_id, row.index) for row in every if row.dropped_on] == [(one.id, "cũ")]
        rows = [row for row in every if row.dropped_on is None]
        assert [(row.plan_id, row.index, row.component) for row in rows] == [
            (one.id, "PAR INDEX", "Thể chế"),
            (one.id, "Thể chế", None),
            (one.id, "", None),
            (other.id, "cũ", None),
        ]


# Corrections


async def test_a_correction_cancels_moves_and_hands_over_and_tells_each(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        id_, chair = commune.id, commune.people["Sơn"]
        home, money, desk = (f"u{id_(name)}" for name in (HOME, MONEY, DESK))
        for title in ("sớm", "hai nơi"):
            commune.tasks[title].state = State.doing
        early = date(2026, 7, 1)
        rows = [
            Row(0, "muộn", due=DUE, lead=who(home), words="tháng 7", why="x", kind=Kind.period),
            Row(1, "sớm", "II", "sớm", due=early, lead=who(money), product="P", component="C"),
            Row(2, "hai nơi", due=early, lead=who(desk)),
            Row(3, "xong", "III", "xong", due=DUE, lead=who(desk), product="P"),
            Row(4, "Việc hoàn toàn khác", lead=who(desk)),
        ]
        one = await draft(session, rows, replaces_id=commune.plans[0].id)
        done = await imported(session, one, chair)
        assert done.changes is not None
        assert (done.plan, titles(done.added)) == (commune.plans[0], ["Việc hoàn toàn khác"])
        told = {
            person: (titles(share.added), titles(share.moved), titles(share.removed))
            for person, share in done.owners.items()
        }
        assert told == {
            id_("Lan"): (["Việc hoàn toàn khác", "hai nơi"], [], []),
            id_("Páo"): ([], [], ["không hạn"]),
            id_("Mai"): ([], ["muộn"], ["sớm", "hai nơi"]),
            id_("Huy"): (["sớm"], [], []),
        }
        tasks = commune.tasks
        gone = (await events(session, tasks["không hạn"]))[-1]
        assert (tasks["không hạn"].state, gone.kind, gone.data) == (
            *(State.cancelled, "cancel", {"reason": revise.REASON}),
        )
        assert (gone.actor_id, gone.at, gone.channel, gone.before["state"]) == (
            *(chair.id, NOW, "web", "assigned"),
        )
        moved = (await events(session, tasks["muộn"]))[-1]
        assert (moved.kind, moved.data) == ("revise", {"due_before": "2026-07-10", "due": "2026-07-31"})
        assert (moved.before["due"], moved.actor_id, moved.at, moved.channel) == (
            *("2026-07-10", chair.id, NOW, "web"),
        )
        late = tasks["muộn"]
        assert (late.state, late.due, late.due_kind, late.due_words, late.due_why) == (
            *(State.accepted, DUE, Kind.period, "tháng 7", "x"),
        )
        handed = tasks["sớm"]
        assert (handed.state, handed.ref, handed.quote, handed.product, handed.component) == (
            *(State.assigned, "II", "sớm", "P", "C"),
        )
        # It helped before; now it leads, and a unit has one part in a task.
        assert await parts(session, handed) == [(Part.lead, id_(MONEY), id_("Huy"))]
        assert (await events(session, handed))[-1].data == {"due_before": "2026-07-01", "due": "2026-07-01"}
        assert await parts(session, tasks["hai nơi"]) == [(Part.lead, id_(DESK), id_("Lan"))]
        # One of its units goes on with it.
        assert tasks["hai nơi"].state == State.doing
        closed = tasks["xong"]
        assert (closed.ref, closed.product, closed.due) == ("", "", date(2026, 6, 1))
        assert [event.kind for event in await events(session, closed)] == ["assign"]
        assert await parts(session, tasks["tiền"]) == [
            (Part.lead, id_(MONEY), id_("Huy")),
            (Part.partner, id_(HOME), id_("Páo")),
        ]


@pytest.mark.parametrize("state", [state for state in State if state not in (State.done, State.cancelled)])
async def test_another_lead_receives_what_may_be_handed_over(furnished: Database, state: State) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        task = commune.tasks["ở điểm"]
        task.state = state
        row = Row(0, "ở điểm", due=date(2026, 7, 2), lead=who(f"u{commune.id(MONEY)}"))
        await imported(session, await draft(session, [row], replaces_id=commune.plans[1].id))
        assert task.state == (State.waiting if state is State.waiting else State.assigned)
        assert await parts(session, task) == [(Part.lead, commune.id(MONEY), commune.id("Huy"))]


@pytest.mark.parametrize(
    ("original", "due", "corrected", "becomes"),
    [
        (10, 10, 12, 12),
        (10, 10, 8, 8),
        (10, 15, 12, 15),
        (10, 15, 15, 15),
        (10, 15, 20, 20),
        (10, 8, 7, 7),
        (10, 15, None, None),
        (None, None, 12, 12),
    ],
)
async def test_an_extension_that_reaches_further_stays(
    furnished: Database, original: int | None, due: int | None, corrected: int | None, becomes: int | None
) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        task = commune.tasks["ở điểm"]

        def day(number: int | None) -> date | None:
            return date(2026, 7, number) if number else None

        task.original_due, task.due, task.recurrence = day(original), day(due), Recurrence.weekly
        row = Row(0, "ở điểm", due=day(corrected), lead=who(f"u{commune.id(DESK)}"))
        done = await imported(session, await draft(session, [row], replaces_id=commune.plans[1].id))
        assert (task.due, task.original_due, task.recurrence) == (day(becomes), day(corrected), None)
        assert [titles(share.moved) for share in done.owners.values()] == [["ở điểm"]]


async def test_a_correction_without_a_change_tells_nobody(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        row = Row(0, "ở  điểm.", due=date(2026, 7, 2), lead=who(f"u{commune.id(DESK)}"))
        one = await draft(session, [row], replaces_id=commune.plans[1].id)
        done = await imported(session, one)
        assert (done.owners, done.added, bool(done.changes)) == ({}, [], False)
        assert [event.kind for event in await events(session, commune.tasks["ở điểm"])] == ["assign"]
        assert (commune.tasks["ở điểm"].title, OFFICE in done.unowned) == ("ở  điểm.", False)


async def test_the_hour_of_a_deadline_comes_from_the_document_and_moves_with_its_correction(
    furnished: Database,
) -> None:
    text = "KẾ HOẠCH\nTổng rà soát\n1. {home} báo cáo kết quả rà soát trước {hour}ngày 31/7/2026.\n"

    def read(hour: str) -> list[Row]:
        reading = read_pasted(text.format(home=HOME, hour=hour), calendar=Calendar.seeded([2026]))
        (row,) = from_reading(stored(reading))
        return loaded(dumped([replace(row, lead=who(f"u{home}"))]))

    async with furnished.write() as session:
        commune = await Commune.of(session)
        home, plan = commune.id(HOME), None
        for hour, at in (("17 giờ ", time(17)), ("9 giờ 30 phút ", time(9, 30)), ("", None)):
            done = await imported(
                session, await draft(session, read(hour), replaces_id=plan, sha256=f"a{hour}")
            )
            plan = done.plan.id
            found = select(Task).where(Task.plan_id == plan)
            (task,) = (await session.exec(found)).all()
            assert (task.due, hour_of(task), task.hour_on) == (DUE, at, DUE if at else None)
            shares = [share.moved or share.added for share in done.owners.values()]
            assert [titles(share) for share in shares] == [[task.title]]

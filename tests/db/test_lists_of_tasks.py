"""Lists of tasks: exactly these, in this order, on both engines; what is over or another's is in none."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from roviec.db.engine import Database
from roviec.db.models import Evidence, Part, Person, Snooze, StoredFile, Task, TaskEvent, Told
from roviec.db.tasks import change, events, listing, office, standing, views
from roviec.db.tasks.events import By
from roviec.db.tasks.office import Counts, Days, Look
from roviec.tasks.calendar import Calendar
from roviec.tasks.lateness import At
from roviec.tasks.lifecycle import State, Verb
from roviec.tasks.questions import Which
from tests.db.furnished import DESK, HOME, MONEY, NOW, TODAY, Commune
from tests.office import OFFICE

DAYS = Days(At(TODAY), Calendar.seeded([2026]))
OF_HOME = ["sớm", "hai nơi", "muộn", "không hạn"]
OPEN = ["sớm", "hai nơi", "chờ", "ở điểm", "hoãn", "tiền", "muộn", "không hạn"]


async def test_a_unit_and_its_people_have_their_open_tasks_by_date(furnished_db: Database) -> None:
    async with furnished_db.write() as session:
        commune = await Commune.of(session)
        names, people = commune.names, commune.people
        assert names(await standing.of_unit(session, commune.id(HOME))) == OF_HOME
        assert names(await standing.of_unit(session, commune.id(OFFICE))) == []
        assert names(await standing.mine(session, people["Mai"])) == ["sớm", "hai nơi", "muộn"]
        assert names(await standing.mine(session, people["Hạnh"])) == OF_HOME
        assert names(await standing.mine(session, people["Lan"])) == ["hai nơi", "ở điểm"]
        assert names(await standing.mine(session, people["Cũ"])) == []


async def test_what_a_plan_gave_somebody_is_received_at_once_and_only_that(furnished_db: Database) -> None:
    async with furnished_db.write() as session:
        commune = await Commune.of(session)
        one, two = (plan.id or 0 for plan in commune.plans)

        async def given(plan: int, who: str) -> list[str]:
            person = commune.people[who]
            return commune.names(await standing.to_accept(session, plan_id=plan, person=person))

        assert await given(one, "Mai") == ["sớm", "hai nơi"]
        assert await given(one, "Páo") == ["không hạn"]
        assert await given(one, "Lan") == ["hai nơi"]
        assert await given(two, "Lan") == ["ở điểm"]
        assert await given(one, "Huy") == []


async def test_what_somebody_would_leave_behind(furnished_db: Database) -> None:
    async with furnished_db.write() as session:
        commune = await Commune.of(session)

        async def work(who: str) -> list[set[str]]:
            found = await standing.open_work(session, commune.people[who])
            return [{name for name, task in commune.tasks.items() if task.id in ids} for ids in found]

        assert await work("Mai") == [{"muộn", "sớm", "hai nơi"}, {"tiền"}]
        assert await work("Huy") == [{"sớm", "tiền", "chờ", "hoãn"}, set()]
        assert await work("Sơn") == [set(), {"sớm"}]


async def test_whom_a_task_concerns(furnished_db: Database) -> None:
    async with furnished_db.write() as session:
        commune = await Commune.of(session)
        tasks, ids = commune.tasks, commune.id
        assert await standing.owners(session, tasks["hai nơi"]) == [ids("Mai"), ids("Lan")]
        assert await standing.owners(session, tasks["sớm"], Part.partner) == [ids("Huy")]
        assert await standing.concerned(session, tasks["sớm"]) == [ids("Mai"), ids("Huy"), ids("Sơn")]
        assert await standing.unit_heads(session, tasks["hai nơi"]) == [ids("Hạnh")]
        assert await standing.unit_heads(session, tasks["tiền"]) == []
        commune.people["Hạnh"].left_on = TODAY
        assert await standing.unit_heads(session, tasks["sớm"]) == [ids("Phó")]
        commune.people["Sơn"].left_on = TODAY
        assert await standing.concerned(session, tasks["sớm"]) == [ids("Mai"), ids("Huy")]
        await commune.task("của xã", None, {OFFICE: "Hoa"})
        assert await standing.unit_heads(session, commune.tasks["của xã"]) == []


async def test_every_task_stands_in_the_list_with_the_units_of_its_parts(furnished_db: Database) -> None:
    async with furnished_db.write() as session:
        commune = await Commune.of(session)
        tasks, more = await listing.page(session, number=1)
        assert ([task.title for task in tasks], more) == ([*OPEN, "hủy", "xong"], False)
        units = await listing.units_of(session, tasks)
        assert units[commune.id("hai nơi"), Part.lead] == [HOME, DESK]
        assert units[commune.id("sớm"), Part.partner] == [MONEY]
        assert (commune.id("ở điểm"), Part.partner) not in units


async def test_pages_of_any_size_show_every_task_once_in_one_order(furnished_db: Database) -> None:
    async with furnished_db.read() as session:
        whole = [task.title async for tasks in listing.every(session) for task in tasks]
        for size in range(1, len(whole) + 2):
            shown: list[str] = []
            for number in range(1, len(whole) + 2):
                tasks, more = await listing.page(session, number=number, size=size)
                shown += [task.title for task in tasks]
                assert more == (len(shown) < len(whole))
            assert shown == whole


@pytest.mark.parametrize(
    ("who", "open_"),
    [
        ("Sơn", OPEN),
        ("Hoa", OPEN),
        ("Hạnh", ["sớm", "hai nơi", "ở điểm", "muộn", "không hạn"]),
        ("Mai", ["sớm", "hai nơi", "muộn"]),
        ("Huy", ["chờ", "hoãn", "tiền"]),
    ],
)
async def test_who_oversees_what(furnished_db: Database, who: str, open_: list[str]) -> None:
    async with furnished_db.write() as session:
        commune = await Commune.of(session)
        scope = await office.overseen(session, commune.people[who])
        total, found = await office.page(session, scope, Look(), DAYS, offset=0, limit=50)
        assert (total, commune.names(found)) == (len(open_), open_)


async def test_a_head_also_oversees_what_they_were_put_in_charge_of_or_assigned(
    furnished_db: Database,
) -> None:
    async with furnished_db.write() as session:
        commune = await Commune.of(session)
        head = commune.people["Hạnh"]
        commune.tasks["tiền"].leader_id, commune.tasks["chờ"].assigned_by = head.id, head.id
        scope = await office.overseen(session, head)
        _, found = await office.page(session, scope, Look(), DAYS, offset=0, limit=50)
        assert commune.names(found) == ["sớm", "hai nơi", "chờ", "ở điểm", "tiền", "muộn", "không hạn"]


async def test_a_list_is_narrowed_and_paged(furnished_db: Database) -> None:
    async with furnished_db.write() as session:
        commune = await Commune.of(session)
        scope = await office.overseen(session, commune.people["Sơn"])

        async def seen(look: Look, *, offset: int = 0, limit: int = 50) -> tuple[int, list[str]]:
            total, found = await office.page(session, scope, look, DAYS, offset=offset, limit=limit)
            return total, commune.names(found)

        assert await seen(Look(unit=commune.id(DESK))) == (2, ["hai nơi", "ở điểm"])
        assert await seen(Look(person=commune.id("Huy"))) == (3, ["chờ", "hoãn", "tiền"])
        assert await seen(Look(plan=commune.plans[1].id)) == (1, ["ở điểm"])
        assert await seen(Look(until=date(2026, 7, 2))) == (4, ["sớm", "hai nơi", "chờ", "ở điểm"])
        assert await seen(Look(Which.late)) == (3, ["sớm", "hai nơi", "ở điểm"])
        assert await seen(Look(Which.soon)) == (1, ["tiền"])
        assert await seen(Look(), offset=2, limit=3) == (8, ["chờ", "ở điểm", "hoãn"])


@pytest.mark.parametrize(
    ("due", "done", "late", "soon"),
    [
        (2, None, 1, 0),
        (3, None, 0, 1),
        (7, None, 0, 1),
        (8, None, 0, 1),
        (9, None, 0, 0),
        (1, 1, 0, 0),
        (1, 2, 1, 0),
        (5, 3, 0, 0),
    ],
)
async def test_late_and_soon_to_the_day(
    furnished_db: Database, due: int, done: int | None, late: int, soon: int
) -> None:
    async with furnished_db.write() as session:
        commune = await Commune.of(session)
        task = commune.tasks["tiền"]
        task.due, task.completed_on = date(2026, 7, due), date(2026, 7, done) if done else None
        await session.flush()
        counted = await office.counts(session, col(Task.id) == task.id, DAYS)
        assert counted == Counts(1, late, soon, 0)


async def test_units_and_plans_with_most_late_tasks_come_first(furnished_db: Database) -> None:
    async with furnished_db.write() as session:
        commune = await Commune.of(session)
        scope = await office.overseen(session, commune.people["Sơn"])
        groups = await office.by_unit(session, scope, DAYS, offset=0, limit=9)
        assert [(one.id, one.name, one.counts) for one in groups] == [
            (commune.id(HOME), HOME, Counts(4, 2, 0, 0)),
            (commune.id(DESK), DESK, Counts(2, 2, 0, 0)),
            (commune.id(MONEY), MONEY, Counts(3, 0, 1, 0)),
        ]
        assert await office.by_unit(session, scope, DAYS, offset=1, limit=1) == groups[1:2]
        commune.plans[1].kind, commune.plans[1].number = "Kế hoạch", "41/KH-UBND"
        for title in ("sớm", "hai nơi"):
            commune.tasks[title].due = date(2026, 8, 1)
        await session.flush()
        plans = await office.by_plan(session, scope, DAYS, offset=0, limit=9)
        assert [(one.name, one.counts) for one in plans] == [
            ("Kế hoạch 41/KH-UBND Kế hoạch hai", Counts(1, 1, 0, 0)),
            ("Kế hoạch một", Counts(4, 0, 0, 0)),
        ]
        assert await office.by_plan(session, scope, DAYS, offset=1, limit=1) == plans[1:]
        commune.tasks["ở điểm"].due = date(2026, 8, 1)
        await session.flush()
        plans = await office.by_plan(session, scope, DAYS, offset=0, limit=9)
        assert [one.id for one in plans] == [plan.id for plan in commune.plans]


async def test_the_record_is_read_newest_first_a_page_at_a_time(furnished_db: Database) -> None:
    async with furnished_db.write() as session:
        commune = await Commune.of(session)
        task, mai = commune.tasks["sớm"], commune.people["Mai"]
        for percent in (10, 20, 30):
            await change.record_progress(session, task=task, percent=percent, by=By(mai, NOW))
        await change.remark(session, task=commune.tasks["muộn"], words="x", by=By(mai, NOW))
        told = await events.history(session, task, limit=9)
        assert [(event.data.get("percent"), who) for event, who in told] == [
            *((30, "Mai"), (20, "Mai"), (10, "Mai"), (None, "")),
        ]
        assert await events.history(session, task, offset=1, limit=2) == told[1:3]
        newest = await events.newest(session, task)
        assert newest is not None
        assert (newest.data["percent"], await events.last(session, task)) == (30, newest.id)


async def test_files_are_listed_as_they_were_sent_with_their_senders(furnished_db: Database) -> None:
    async with furnished_db.write() as session:
        commune = await Commune.of(session)
        for n, title in enumerate(("sớm", "muộn", "sớm", "sớm")):
            sha = f"{n}" * 64
            session.add(StoredFile(sha256=sha, mime="application/pdf", size=n, stored_at=NOW))
            await session.flush()
            file = {"sha256": sha, "name": f"{n}.pdf", "sent_by": commune.id("Mai"), "sent_at": NOW}
            session.add(Evidence(task_id=commune.id(title), **file))
        await session.flush()
        found = await views.evidence(session, commune.tasks["sớm"], offset=0, limit=9)
        assert [(one.name, file.size, who) for one, file, who in found] == [
            (f"{n}.pdf", n, "Mai") for n in (0, 2, 3)
        ]
        again = await views.evidence(session, commune.tasks["sớm"], offset=1, limit=1)
        assert [one.name for one, _, _ in again] == ["2.pdf"]


async def test_what_the_reminder_named_today_is_put_off_together(furnished_db: Database) -> None:
    async with furnished_db.write() as session:
        commune = await Commune.of(session)
        yesterday = TODAY - timedelta(days=1)
        for who, title, step, on in (
            ("Mai", "sớm", "2", TODAY),
            ("Mai", "sớm", "1", TODAY),
            ("Mai", "muộn", "-3", TODAY),
            ("Mai", "hai nơi", "2", yesterday),
            ("Huy", "tiền", "-1", TODAY),
        ):
            told = {"task_id": commune.id(title), "person_id": commune.id(who), "step": step}
            session.add(Told(due=TODAY, on=on, **told))
        await session.flush()
        until = TODAY + timedelta(days=3)
        mai = commune.people["Mai"]
        assert await change.snooze_told(session, actor=mai, today=TODAY, until=until) == 2
        rows = (await session.exec(select(Snooze).order_by(col(Snooze.task_id)))).all()
        assert [(row.task_id, row.person_id, row.until) for row in rows] == [
            (commune.id("muộn"), mai.id, until),
            (commune.id("sớm"), mai.id, until),
        ]


async def test_a_promise_is_kept_as_it_was_and_keeps_quiet_only_where_it_may(furnished_db: Database) -> None:
    async with furnished_db.write() as session:
        commune = await Commune.of(session)
        by, until, quiet = (
            By(commune.people["Mai"], NOW),
            TODAY + timedelta(days=4),
            TODAY + timedelta(days=3),
        )
        task = commune.tasks["muộn"]
        loud = await change.promise(session, task=task, until=until, quiet=None, words="mai nộp", by=by)
        assert (await session.exec(select(Snooze))).all() == []
        event = await change.promise(session, task=task, until=until, quiet=quiet, words="thứ Hai nộp", by=by)
        (row,) = (await session.exec(select(Snooze))).all()
        assert (row.task_id, row.person_id, row.until) == (task.id, by.actor_id, quiet)
        assert (loud.data["quiet"], loud.kind) == (None, "promise")
        assert event.data == {"until": "2026-07-07", "quiet": "2026-07-06", "words": "thứ Hai nộp"}
        kept = {"state": "accepted", "percent": 0, "due": "2026-07-10", "completed_on": None}
        kept |= dict.fromkeys(("hour", "hour_on", "completed_hour"))
        assert event.before == kept


async def test_whoever_leaves_hands_over_all_that_is_open_and_nothing_else(furnished_db: Database) -> None:
    async with furnished_db.write() as session:
        commune = await Commune.of(session)
        mai, pao = commune.people["Mai"], commune.people["Páo"]
        commune.tasks["xong"].leader_id = mai.id
        await session.flush()
        over = await change.hand_over_everything(session, leaver=mai, to=pao, now=NOW)
        assert commune.names(over) == ["sớm", "hai nơi", "tiền", "muộn"]
        for title in ("muộn", "sớm"):
            assert await commune.answers(title) == [pao.id]
        assert await commune.answers("hai nơi") == [pao.id, commune.id("Lan")]
        assert await commune.answers("xong") == [mai.id]
        assert await leaders(commune) == {"tiền": "Páo", "sớm": "Sơn", "xong": "Mai"}
        moved = select(TaskEvent).where(TaskEvent.kind == Verb.hand_over).order_by(col(TaskEvent.task_id))
        found = (await session.exec(moved)).all()
        assert [event.task_id for event in found] == [commune.id(t) for t in ("muộn", "sớm", "hai nơi")]
        assert all(event.data == {"before_person": mai.id, "to": pao.id} for event in found)
        assert all((event.actor_id, event.at) == (None, NOW) for event in found)


async def test_an_official_who_takes_over_from_a_leader_is_in_charge_of_nothing(
    furnished_db: Database,
) -> None:
    async with furnished_db.write() as session:
        commune = await Commune.of(session)
        son, mai = commune.people["Sơn"], commune.people["Mai"]
        assert await change.hand_over_everything(session, leaver=son, to=mai, now=NOW) == []
        assert (await leaders(commune))["sớm"] == "Sơn"


async def leaders(commune: Commune) -> dict[str, str]:
    """Return who is in charge of each task that has somebody."""
    await commune.session.flush()
    found = select(Task.title, Person.name).join(Person, col(Person.id) == Task.leader_id)
    return dict((await commune.session.exec(found)).all())


async def test_a_state_is_no_part_of_a_unit_list_but_what_is_over(furnished_db: Database) -> None:
    async with furnished_db.write() as session:
        commune = await Commune.of(session)
        for state in State:
            commune.tasks["muộn"].state = state
            await session.flush()
            is_there = "muộn" in commune.names(await standing.of_unit(session, commune.id(HOME)))
            assert is_there is (state not in (State.done, State.cancelled))


async def test_words_find_tasks_and_their_documents_with_and_without_accents(furnished_db: Database) -> None:
    async with furnished_db.write() as session:
        commune = await Commune.of(session)
        scope = await office.overseen(session, commune.people["Sơn"])
        commune.plans[1].number = "41/KH-UBND"
        commune.tasks["tiền"].product = "Báo cáo 100% hồ sơ"
        await session.flush()

        async def found(words: str, limit: int = 9) -> list[str]:
            return commune.names(await office.find(session, scope, words, limit=limit))

        assert await found("ở điểm") == await found("o diem") == await found("41/kh-ubnd") == ["ở điểm"]
        assert await found("kế hoạch một", 2) == ["sớm", "hai nơi"]
        assert await found("bao 100%") == ["tiền"]
        commune.tasks["muộn"].ref = r"a\b_c"
        await session.flush()
        assert await found(r"a\b") == await found("b_c") == ["muộn"]
        assert await found(r"a\\b") == await found("bxc") == []
        assert (await found("bao 100_"), await found("xong")) == ([], [])
        assert await office.people_like(session, "mai", limit=9) == [commune.people["Mai"]]
        assert await office.people_like(session, "Cũ", limit=9) == []


async def test_what_waits_is_counted_with_the_refusals(furnished_db: Database) -> None:
    async with furnished_db.write() as session:
        commune = await Commune.of(session)
        commune.tasks["sớm"].state = commune.tasks["muộn"].state = State.refused
        await session.flush()
        waiting = await views.waiting_for(session, commune.people["Sơn"])
        assert commune.names(waiting.completions) == ["chờ"]
        assert commune.names(waiting.refusals) == ["muộn", "sớm"]
        assert len(waiting) == 3

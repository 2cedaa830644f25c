"""Tasks row by row: what is written of a new one, its card, its series, its record, and who is what to it."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import audit, people
from roviec.db.engine import Database
from roviec.db.models import (
    Absence,
    AuditEntry,
    Part,
    Role,
    StoredFile,
    Task,
    TaskEvent,
    TaskUnit,
)
from roviec.db.tasks import (
    assign,
    change,
    events,
    office,
    requests,
    standing,
    unheard,
    views,
)
from roviec.db.tasks.events import By
from roviec.db.tasks.standing import Standing
from roviec.errors import PersonError
from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import Deadline, Kind, Recurrence
from roviec.tasks.lateness import At
from roviec.tasks.lifecycle import State, Verb
from tests.db.furnished import DESK, HOME, MONEY, NOW, TODAY, Commune
from tests.office import OFFICE

DAY = timedelta(days=1)
DUE = TODAY + 9 * DAY


async def parts(session: AsyncSession, task: Task) -> list[tuple[Part, int, int | None]]:
    found = select(TaskUnit).where(TaskUnit.task_id == task.id).order_by(col(TaskUnit.id))
    return [(row.part, row.unit_id, row.person_id) for row in (await session.exec(found)).all()]


async def told(session: AsyncSession, task: Task) -> list[TaskEvent]:
    found = select(TaskEvent).where(TaskEvent.task_id == task.id).order_by(col(TaskEvent.id))
    return list((await session.exec(found)).all())


async def test_a_new_task_is_kept_in_every_part(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        empty = await people.add_unit(session, name="Đội trống", parent=commune.units[OFFICE])
        deadline = Deadline(
            Kind.period, due=DUE, words="9 ngày", explanation="Chín ngày.", recurrence=Recurrence.weekly
        )
        new = assign.NewTask(
            title="  Báo cáo\u0301 ",
            leads=[commune.units[HOME], empty],
            partners=[commune.units[MONEY]],
            deadline=deadline,
            product="Báo cáo",
            component="Thể chế",
            quote="giao Phòng",
            ref="II.1",
            leader=commune.people["Sơn"],
        )
        task = await assign.assign_task(
            session, new=new, plan=commune.plans[0], actor=commune.people["Hoa"], now=NOW, channel="web"
        )
        kept = task.model_dump(exclude={"id"})
        assert kept == kept | {
            "plan_id": commune.plans[0].id,
            "ref": "II.1",
            "title": "Báo cáo\u0301".replace("o\u0301", "ó"),
            "product": "Báo cáo",
            "component": "Thể chế",
            "quote": "giao Phòng",
            "leader_id": commune.id("Sơn"),
            "assigned_by": commune.id("Hoa"),
            "due": DUE,
            "original_due": DUE,
            "due_kind": Kind.period,
            "due_words": "9 ngày",
            "due_why": "Chín ngày.",
            "recurrence": Recurrence.weekly,
            "created_at": NOW,
            "state": State.assigned,
        }
        assert await parts(session, task) == [
            (Part.lead, commune.id(HOME), commune.id("Hạnh")),
            (Part.lead, empty.id, None),
            (Part.partner, commune.id(MONEY), commune.id("Huy")),
        ]
        (event,) = await told(session, task)
        assert (event.kind, event.data, event.before) == ("assign", {"due": DUE.isoformat()}, {})
        assert (event.actor_id, event.at, event.channel) == (commune.id("Hoa"), NOW, "web")
        bare = await assign.assign_task(
            session, new=assign.NewTask(title="x", leads=[]), plan=None, actor=None, now=NOW
        )
        assert (bare.plan_id, bare.leader_id, bare.assigned_by, bare.due) == (None, None, None, None)
        assert (await told(session, bare))[0].channel == ""


async def test_a_day_that_is_given_explains_itself() -> None:
    assert assign.fixed(None) == Deadline(Kind.none)
    assert assign.fixed(date(2026, 7, 3)) == Deadline(
        Kind.fixed, due=date(2026, 7, 3), words="3/7/2026", explanation="Hạn ghi đúng ngày 3/7/2026."
    )


async def test_only_what_people_do_is_audited(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        task, mai = commune.tasks["muộn"], commune.people["Mai"]
        before = len((await session.exec(select(AuditEntry))).all())
        await events.record(session, task, "x", by=By(None, NOW, "web"))
        assert len((await session.exec(select(AuditEntry))).all()) == before
        found = [
            await events.record(session, task, "x", by=by, on=TODAY)
            for by in (By(mai, NOW, "web"), By(None, NOW, audit.CLI))
        ]
        rows = (await session.exec(select(AuditEntry).order_by(col(AuditEntry.id)))).all()[before:]
        assert len(rows) == 2
        assert [(row.what, row.actor_id, row.channel, row.subject) for row in rows] == [
            (f"{audit.TASK}x", mai.id, "web", f"task/{task.id}"),
            (f"{audit.TASK}x", None, audit.CLI, f"task/{task.id}"),
        ]
        assert [row.data["event"] for row in rows] == [one.id for one in found]
        assert found[0].data == {"on": TODAY.isoformat()}


async def test_a_card_holds_what_belongs_to_its_task(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        mai, son = By(commune.people["Mai"], NOW), By(commune.people["Sơn"], NOW)
        task, other = commune.tasks["sớm"], commune.tasks["muộn"]
        session.add(StoredFile(sha256="a" * 64, mime="x", size=1, stored_at=NOW))
        await session.flush()
        for of in (other, task):
            await requests.raise_obstacle(session, task=of, words=f"vướng {of.title}", by=mai)
            await requests.ask_extension(session, task=of, wished=DUE, reason=of.title, today=TODAY, by=mai)
            await change.attach(session, task=of, sha256="a" * 64, name=of.title, note="", by=mai)
        for n in range(4):
            await change.direct(session, task=task, words=f"chỉ đạo {n}", by=son)
        await change.direct(session, task=other, words="việc khác", by=son)
        await change.record_progress(session, task=task, percent=30, by=mai)
        card = await views.card(session, task)
        assert (card.task, card.plan, card.leader) == (task, commune.plans[0], commune.people["Sơn"])
        assert [one.words for one in card.obstacles] == ["vướng sớm"]
        assert [one.reason for one in card.extensions] == ["sớm"]
        assert [one.name for one in card.evidence] == ["sớm"]
        assert [(one.data["words"], who) for one, who in card.directives] == [
            (f"chỉ đạo {n}", "Sơn") for n in (3, 2, 1)
        ]
        assert (card.feedback, card.away) == (None, [])
        assert card.units(Part.lead) == f"{HOME} (Mai)"
        assert card.units(Part.partner) == f"{MONEY} (Huy)"
        bare = await views.card(session, commune.tasks["hai nơi"])
        assert bare.units(Part.lead) == f"{HOME} (Mai); {DESK} (Lan)"
        assert (bare.leader, bare.units(Part.partner)) == (None, "")
        assert (await views.card(session, commune.tasks["chờ"])).plan is None


async def absent(session: AsyncSession, commune: Commune, who: str, instead: str) -> Absence:
    row = Absence(
        person_id=commune.id(who),
        stand_in_id=commune.id(instead),
        first=TODAY,
        last=TODAY,
        state="running",
        made_at=NOW,
    )
    session.add(row)
    await session.flush()
    return row


@pytest.mark.parametrize(
    ("who", "title", "is_"),
    [
        ("Mai", "sớm", Standing(owner=True)),
        ("Hạnh", "sớm", Standing(unit_head=True)),
        ("Páo", "sớm", Standing()),
        ("Huy", "sớm", Standing(partner=True)),
        ("Huy", "tiền", Standing(owner=True)),
        ("Sơn", "sớm", Standing(boss=True, above=True)),
        ("Hoa", "muộn", Standing(boss=True)),
        ("Mai", "tiền", Standing(partner=True, boss=True)),
        ("Lan", "hai nơi", Standing(owner=True)),
        ("Hạnh", "ở điểm", Standing(above=True)),
    ],
)
async def test_who_somebody_is_to_a_task(furnished: Database, who: str, title: str, is_: Standing) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        person, task = commune.people[who], commune.tasks[title]
        assert await standing.of(session, task, person) == is_
        finds: list[tuple[Any, bool]] = [
            (standing.find, is_.any),
            (standing.find_to_work, is_.owner or is_.unit_head),
            (standing.find_to_report, is_.owner or is_.unit_head),
            (standing.find_to_decide, is_.boss and not is_.owner),
        ]
        for find, may in finds:
            with pytest.raises(standing.TaskUnknown):
                await find(session, 999, person)
            try:
                found = await find(session, task.id, person)
            except PersonError:
                assert not may
            else:
                assert may
                assert found in (task, (task, is_))


async def test_who_decides_on_a_task(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        id_, task = commune.id, commune.tasks["muộn"]

        async def deciders() -> list[int]:
            await session.flush()
            return await standing.deciders(session, task)

        assert await deciders() == [id_("Sơn")]
        task.assigned_by = id_("Hạnh")
        assert await deciders() == [id_("Hạnh")]
        task.leader_id = id_("Phó")
        assert await deciders() == [id_("Phó")]
        commune.people["Phó"].left_on = TODAY
        assert await deciders() == [id_("Hạnh")]
        task.assigned_by = None
        commune.people["Sơn"].left_on = TODAY
        assert await deciders() == [id_("Hoa")]


async def test_people_are_found_by_whole_words(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        for name in ("Vi Văn An", "Lò Thị An", "Lò Lan Anh"):
            await people.add_person(session, name=name, unit=commune.units[HOME], role=Role.official)

        async def found(name: str, limit: int = 9) -> list[str]:
            return [one.name for one in await office.people_like(session, name, limit=limit)]

        assert await found("an") == ["Vi Văn An", "Lò Thị An"]
        assert await found("an", 1) == ["Vi Văn An"]
        assert await found("lan") == ["Lan"]
        assert await found("lò") == ["Lò Thị An", "Lò Lan Anh"]
        assert await found("văn an") == ["Vi Văn An"]
        assert await found("a%") == await found("cũ") == []
        await people.add_person(session, name="Lan", unit=commune.units[MONEY], role=Role.official)
        assert (await found("Lan"), await found("Lan", 1)) == (["Lan", "Lan"], ["Lan"])


async def test_a_blocked_task_is_one_with_an_open_obstacle(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        mai = By(commune.people["Mai"], NOW)
        for title in ("sớm", "muộn"):
            await requests.raise_obstacle(session, task=commune.tasks[title], words="x", by=mai)
        (first,) = await requests.open_obstacles(session, commune.tasks["sớm"])
        first.resolved_at = NOW
        await session.flush()
        scope = await office.overseen(session, commune.people["Sơn"])
        days = office.Days(At(TODAY), Calendar.seeded([2026]))
        total, found = await office.page(
            session, scope, office.Look(office.Which.blocked), days, offset=0, limit=9
        )
        assert (total, commune.names(found)) == (1, ["muộn"])
        assert (await office.counts(session, scope, days)).blocked == 1
        assert await office.counts(session, col(Task.id) == 999, days) == office.Counts(0, 0, 0, 0)


# Who is not reached


async def test_tasks_of_which_nobody_hears(furnished_db: Database) -> None:
    async with furnished_db.write() as session:
        commune = await Commune.of(session)

        async def chat(who: str, *, reachable: bool = True) -> None:
            address = await people.address_of(session, channel="web", chat=who)
            address.person_id, address.reachable = commune.id(who), reachable
            await session.flush()

        async def silent() -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
            return [(one.task.title, one.units, one.people) for one in await unheard.unheard(session)]

        await chat("Mai")
        await chat("Huy", reachable=False)
        await people.address_of(session, channel="web", chat="stranger")
        nothing, desk = ("không hạn", (HOME,), ("Páo",)), ("ở điểm", (DESK,), ("Lan",))
        money = [(title, (MONEY,), ("Huy",)) for title in ("chờ", "tiền")]
        assert await silent() == [money[0], desk, money[1], nothing]
        await chat("Huy")
        commune.people["Páo"].left_on = commune.people["Lan"].left_on = TODAY
        await session.flush()
        # Nobody is left there: the nearest head stands in.
        assert await silent() == [("ở điểm", (DESK,), ("Hạnh",)), ("không hạn", (HOME,), ("Hạnh",))]
        await chat("Hạnh")
        assert await silent() == []
        await commune.task("xã", "2026-07-01", {OFFICE: "Hoa"})
        commune.people["Hoa"].left_on = commune.people["Sơn"].left_on = TODAY
        await session.flush()
        assert await silent() == [("xã", (OFFICE,), ())]


# Standing in


async def test_what_a_stand_in_reported_is_counted(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        task, pao = commune.tasks["sớm"], commune.people["Páo"]
        absence = await absent(session, commune, "Mai", "Páo")
        for verb, of, at, who in (
            ("note", task, NOW, "Páo"),
            (Verb.progress, task, NOW + DAY, "Páo"),
            ("note", task, NOW - DAY, "Páo"),
            (Verb.accept, task, NOW, "Páo"),
            ("note", task, NOW, "Mai"),
            ("note", commune.tasks["không hạn"], NOW, "Páo"),
        ):
            await events.record(session, of, verb, by=By(commune.people[who], at))
        assert await events.reports_for(session, absence) == 2
        (await events.record(session, task, "note", by=By(pao, NOW))).undone = True
        await session.flush()
        assert await events.reports_for(session, absence) == 2

"""Standing in, row by row: what somebody may do while its owner is away, who hears, and who decides instead."""

from datetime import timedelta

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.absences import StandIn
from roviec.db.engine import Database
from roviec.db.models import Absence, Part, Task
from roviec.db.tasks import change, requests, standing, views
from roviec.db.tasks.events import By
from roviec.db.tasks.standing import Standing
from roviec.errors import PersonError
from tests.db.furnished import NOW, TODAY, Commune

LATER = TODAY + timedelta(days=30)


async def away(commune: Commune, who: str, instead: str, state: str = "running") -> None:
    """Let somebody be away today."""
    days = {"first": TODAY, "last": TODAY + timedelta(days=2), "state": state, "made_at": NOW}
    commune.session.add(Absence(person_id=commune.id(who), stand_in_id=commune.id(instead), **days))
    await commune.session.flush()


@pytest.mark.parametrize(
    ("who", "title", "is_"),
    [
        ("Huy", "sớm", Standing(partner=True, stand_in=True, watches=True)),
        ("Huy", "tiền", Standing(owner=True, watches=True)),
        ("Huy", "không hạn", Standing()),
        ("Mai", "sớm", Standing(owner=True)),
        ("Lan", "sớm", Standing()),
        ("Phó", "sớm", Standing(unit_head=True, watches=True)),
    ],
)
async def test_who_a_stand_in_is_to_a_task(furnished: Database, who: str, title: str, is_: Standing) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        await away(commune, "Mai", "Huy")
        await away(commune, "Lan", "Páo", "planned")
        await away(commune, "Sơn", "Phó")
        assert await standing.of(session, commune.tasks[title], commune.people[who]) == is_


async def refusal(work: object) -> type[PersonError] | None:
    try:
        await work  # type: ignore[misc]
    except PersonError as error:
        return type(error)
    return None


async def test_a_stand_in_reports_and_does_nothing_else(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        await away(commune, "Mai", "Páo")
        task, pao = commune.tasks["sớm"], commune.people["Páo"]
        by, number = By(pao, NOW), task.id or 0
        assert await standing.find(session, number, pao) == (task, Standing(stand_in=True, watches=True))
        assert await standing.find_to_report(session, number, pao) is task
        assert await refusal(standing.find_to_work(session, number, pao)) is standing.OnlyStandsIn
        assert await refusal(standing.find_to_decide(session, number, pao)) is standing.NotYourOwnWork
        asked = requests.ask_extension(session, task=task, wished=LATER, reason="x", today=TODAY, by=by)
        for work, why in (
            (change.accept(session, task=task, by=by), standing.OnlyStandsIn),
            (change.refuse(session, task=task, reason="x", by=by), standing.OnlyStandsIn),
            (asked, standing.OnlyStandsIn),
            (change.direct(session, task=task, words="x", by=by), standing.NotYoursToDecide),
            (change.record_progress(session, task=task, percent=1, by=by), None),
            (change.remark(session, task=task, words="x", by=by), None),
            (requests.raise_obstacle(session, task=task, words="x", by=by), None),
        ):
            assert await refusal(work) is why


async def test_a_boss_who_stands_in_does_not_decide_unless_they_lead_it(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        await away(commune, "Mai", "Sơn")
        son = commune.people["Sơn"]
        led, other = commune.tasks["sớm"], commune.tasks["muộn"]
        assert await standing.find_to_decide(session, led.id or 0, son) is led
        assert await refusal(standing.find_to_decide(session, other.id or 0, son)) is standing.NotYourOwnWork
        rule = await standing.decidable(session, son)
        listed = commune.names((await session.exec(select(Task).where(rule))).all())
        assert ("sớm" in listed, "muộn" in listed, "tiền" in listed) == (True, False, True)


async def test_who_hears_and_has_it_on_their_list(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        tasks, ids = commune.tasks, commune.id
        await away(commune, "Mai", "Páo")
        assert await standing.owners(session, tasks["hai nơi"]) == [ids("Mai"), ids("Páo"), ids("Lan")]
        assert await standing.given_to(session, tasks["hai nơi"]) == [ids("Mai"), ids("Lan")]
        await away(commune, "Huy", "Mai")
        assert await standing.owners(session, tasks["sớm"], Part.partner) == [ids("Huy"), ids("Páo")]
        assert await standing.concerned(session, tasks["sớm"]) == [
            ids(n) for n in ("Mai", "Páo", "Huy", "Sơn")
        ]
        # Páo does what Mai does for Huy, for as long as Mai is away as well.
        mine = commune.names(await standing.mine(session, commune.people["Páo"]))
        assert mine == ["sớm", "hai nơi", "chờ", "hoãn", "tiền", "muộn", "không hạn"]
        theirs = commune.names(await standing.mine(session, commune.people["Mai"]))
        assert theirs == ["sớm", "hai nơi", "muộn"]
        card = await views.card(session, tasks["sớm"])
        people, until = commune.people, TODAY + timedelta(days=2)
        assert card.away == [StandIn(people["Mai"], until, people["Páo"])]


async def decides(session: AsyncSession, task: Task) -> list[int]:
    await session.flush()
    return await standing.deciders(session, task)


async def test_who_is_away_does_not_decide(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        id_, task = commune.id, commune.tasks["muộn"]
        task.leader_id, task.assigned_by = id_("Phó"), id_("Hạnh")
        assert await decides(session, task) == [id_("Phó")]
        await away(commune, "Phó", "Lan")
        assert await decides(session, task) == [id_("Hạnh")]
        # Who assigned it does its owner's work now: somebody else decides.
        await away(commune, "Mai", "Hạnh")
        assert await decides(session, task) == [id_("Sơn")]
        await away(commune, "Sơn", "Lan")
        assert await decides(session, task) == [id_("Hoa")]
        await away(commune, "Hoa", "Lan")
        assert await decides(session, task) == []

"""Nobody who is away is reminded; for each of them exactly one other is, and what falls to them is the same."""

import random
from datetime import date, timedelta

import pytest
from small_office import SmallOffice, State, at

from roviec.db.models import Absence, Away, Notice, Outbox, Person, Role
from roviec.scheduler.absences import turn_over
from roviec.scheduler.clock import Scheduler
from roviec.scheduler.round import remind

DUE = "2026-06-30"


async def absence(
    office: SmallOffice, who: str, instead: str, first: str, last: str, state: Away = Away.planned
) -> None:
    async with office.db.write() as session:
        session.add(
            Absence(
                person_id=office.ids[who],
                stand_in_id=office.ids[instead],
                first=date.fromisoformat(first),
                last=date.fromisoformat(last),
                state=state,
                made_at=at("2026-06-01 08:00"),
            )
        )


async def day(office: SmallOffice, when: str) -> dict[str, str]:
    """Who hears what on a morning: {chat: text}."""
    before = len(await office.letters())
    await turn_over(office.db, office.house, at(when))
    await remind(office.db, office.house, at(when))
    return {chat: message.text for chat, message in (await office.letters())[before:]}


async def test_the_stand_in_hears_from_the_first_day_to_the_last(anywhere: SmallOffice) -> None:
    await anywhere.task("Báo cáo", DUE)
    await absence(anywhere, "Lan", "Bình", "2026-06-29", DUE)
    assert list(await day(anywhere, "2026-06-25 08:00")) == ["Lan"]
    for morning in ("2026-06-29 08:00", f"{DUE} 08:00"):
        said = await day(anywhere, morning)
        assert list(said) == ["Bình"]
        assert "Ông/Bà nhận thay Lan." in said["Bình"]
    said = await day(anywhere, "2026-07-01 08:00")
    assert {"Lan", "Bình", "Trưởng phòng"} == set(said)
    assert "đã quá hạn 1 ngày làm việc" in said["Lan"]
    assert "Ông/Bà không còn làm thay" in said["Bình"]


async def test_both_hear_once_that_it_is_over_and_nobody_hears_at_night(anywhere: SmallOffice) -> None:
    await absence(anywhere, "Lan", "Bình", "2026-06-25", "2026-06-26")
    clock = Scheduler(anywhere.db, anywhere.house, lambda: at(f"{DUE} 08:00"))
    for moment in ("2026-06-25 08:00", "2026-06-26 23:59", "2026-06-27 09:00", "2026-06-29 07:29"):
        assert (await clock.tick(at(moment)))["absences"] == 0
    assert [one.state for one in await anywhere.rows(Absence)] == [Away.running]
    assert (await clock.tick(at("2026-06-29 07:30")))["absences"] == 1
    assert (await clock.tick(at("2026-06-29 07:31")))["absences"] == 0
    keys = {row.key for row in await anywhere.rows(Outbox) if row.key.startswith("away")}
    assert keys == {f"away.over/1/{anywhere.ids[name]}/0" for name in ("Lan", "Bình")}


async def test_an_absence_that_an_outage_slept_through_only_ends(office: SmallOffice) -> None:
    await absence(office, "Lan", "Bình", "2026-06-22", "2026-06-24")
    assert await turn_over(office.db, office.house, at("2026-06-29 08:00")) == 1
    assert [one.state for one in await office.rows(Absence)] == [Away.over]


async def test_when_the_stand_in_leaves_the_head_hears(office: SmallOffice) -> None:
    await office.task("Báo cáo", DUE)
    await absence(office, "Lan", "Bình", "2026-06-29", DUE, Away.running)
    async with office.db.write() as session:
        (await session.get_one(Person, office.ids["Bình"])).left_on = date(2026, 6, 1)
    said = await day(office, f"{DUE} 08:00")
    assert list(said) == ["Trưởng phòng"]
    assert "Ông/Bà nhận thay Lan." in said["Trưởng phòng"]


@pytest.mark.parametrize(
    ("away", "hears"),
    [([], "Trưởng phòng"), (["Trưởng phòng"], "Chủ tịch"), (["Trưởng phòng", "Chủ tịch"], "Quản trị")],
)
async def test_who_decides_and_is_away_is_passed_over(
    office: SmallOffice, away: list[str], hears: str
) -> None:
    await office.task(
        "Báo cáo", DUE, state=State.waiting, completed_on=date(2026, 6, 24), leader="Trưởng phòng"
    )
    for who in away:
        await absence(office, who, "Bình", "2026-06-22", DUE, Away.running)
    assert list(await day(office, "2026-06-29 08:00")) == [hears]


@pytest.mark.parametrize("seed", range(12))
async def test_nobody_away_is_reminded_and_exactly_one_stand_in_is(office: SmallOffice, seed: int) -> None:
    rng = random.Random(seed)
    names = [f"Người {n}" for n in range(8)]
    for name in names:
        await office.person(name, "Tư pháp", rng.choice([Role.official, Role.official, Role.leader]))
    for n in range(10):
        due = date(2026, 6, 22) + timedelta(days=rng.randrange(12))
        await office.task(f"Việc {n}", due.isoformat(), lead=rng.choice(names))
    gone = dict[str, str]()
    for name in rng.sample(names, 4):
        free = [one for one in [*names, "Lan", "Bình"] if one != name and one not in gone]
        gone[name] = rng.choice(free)
        await absence(office, name, gone[name], "2026-06-22", "2026-07-03")
    owners = {row.title: name for row, name in await _led(office)}

    def stand_in(name: str) -> str:
        return stand_in(gone[name]) if name in gone else name

    for number in range(10):
        morning = date(2026, 6, 22) + timedelta(days=number)
        said = await day(office, f"{morning} 08:00")
        assert not said.keys() & gone.keys()
        for title, owner in owners.items():
            told = [chat for chat, text in said.items() if f"{title}.\n" in text]
            assert told in ([], [stand_in(owner)]), (morning, title, owner)
            assert (f"Ông/Bà nhận thay {owner}" in said[told[0]]) == (owner in gone) if told else True
    assert [one for one in await office.rows(Notice) if one.kind == "reminder"]


async def _led(office: SmallOffice) -> list[tuple[object, str]]:
    from roviec.db.models import Task, TaskUnit

    names = {number: name for name, number in office.ids.items()}
    tasks = {one.id: one for one in await office.rows(Task)}
    return [(tasks[part.task_id], names[part.person_id]) for part in await office.rows(TaskUnit)]

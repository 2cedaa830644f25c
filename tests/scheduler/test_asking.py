"""Periodic figures are asked for once, once more when silent, of whoever stands in; never at night, never again."""

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from small_office import SmallOffice, at

from roviec.db import budget
from roviec.db.engine import Database
from roviec.db.measures import keep
from roviec.db.models import Absence, Address, Away, Measure, Person
from roviec.db.tasks.events import By
from roviec.folding import fold
from roviec.messages.allowance import Allowance
from roviec.messages.capabilities import Capabilities
from roviec.scheduler.asking import ask
from roviec.scheduler.clock import Scheduler
from roviec.tasks.reporting import Cycle, named


async def measure(office: SmallOffice, name: str, owner: str | None = "Lan", **values: object) -> int:
    async with office.db.write() as session:
        unit = (await session.get_one(Person, office.ids["Lan"])).unit_id
        given = {
            "cycle": Cycle.month,
            "ask_day": 15,
            "noun": "hồ sơ",
            "made_at": at("2026-05-20 08:00"),
        } | values
        made = Measure(
            name=name, folded=fold(name), unit_id=unit, owner_id=office.ids[owner] if owner else None, **given
        )
        session.add(made)
        await session.flush()
        return made.id or 0


async def day(office: SmallOffice, when: str) -> dict[str, str]:
    """Who is asked what at a moment: {chat: text}."""
    before = len(await office.letters())
    await ask(office.db, office.house, at(when))
    return {chat: message.text for chat, message in (await office.letters())[before:]}


async def test_the_owner_is_asked_once_and_once_more_when_silent(anywhere: SmallOffice) -> None:
    await measure(anywhere, "Hồ sơ tiếp nhận")
    await measure(anywhere, "Hồ sơ trễ hạn")
    assert await day(anywhere, "2026-06-12 09:00") == {}
    assert await day(anywhere, "2026-06-15 07:59") == {}
    said = await day(anywhere, "2026-06-15 08:00")
    assert list(said) == ["Lan"]
    assert "đến kỳ nhập 2 số liệu" in said["Lan"]
    assert "1. Hồ sơ tiếp nhận, tháng 6 năm 2026 (hồ sơ)\n2. Hồ sơ trễ hạn" in said["Lan"]
    for silent in ("2026-06-15 08:01", "2026-06-16 09:00", "2026-06-17 16:00", "2026-06-20 09:00"):
        assert await day(anywhere, silent) == {}
    said = await day(anywhere, "2026-06-18 08:00")
    assert "nhắc lại, chưa nhận được" in said["Lan"]
    for later in ("2026-06-19 08:00", "2026-07-10 08:00"):
        assert await day(anywhere, later) == {}
    assert "tháng 7 năm 2026" in (await day(anywhere, "2026-07-15 08:00"))["Lan"]


async def test_what_was_stated_is_not_asked_for_again(office: SmallOffice) -> None:
    first, second = await measure(office, "Hồ sơ tiếp nhận"), await measure(office, "Hồ sơ trễ hạn")
    await day(office, "2026-06-15 08:00")
    async with office.db.write() as session:
        one = await session.get_one(Measure, first)
        by = By(None, at("2026-06-16 09:00"), "web")
        await keep.state(session, one, named("2026-M06"), value=5, words="5", today=date(2026, 6, 16), by=by)
    said = await day(office, "2026-06-18 08:00")
    assert "Hồ sơ tiếp nhận" not in said["Lan"]
    assert "Hồ sơ trễ hạn" in said["Lan"]
    async with office.db.write() as session:
        one = await session.get_one(Measure, second)
        await keep.end(session, one, today=date(2026, 6, 19), by=By(None, at("2026-06-19 09:00")))
    assert list(await day(office, "2026-07-15 08:00")) == ["Lan"]
    assert "Hồ sơ trễ hạn" not in (await office.letters())[-1][1].text


@pytest.mark.parametrize(
    ("owner", "gone", "hears"),
    [("Lan", False, "Bình"), ("Lan", True, "Trưởng phòng"), (None, False, "Trưởng phòng")],
)
async def test_who_is_away_or_gone_is_not_asked(
    office: SmallOffice, owner: str | None, gone: bool, hears: str
) -> None:
    await measure(office, "Hồ sơ tiếp nhận", owner)
    async with office.db.write() as session:
        if gone:
            (await session.get_one(Person, office.ids["Lan"])).left_on = date(2026, 6, 1)
        session.add(
            Absence(
                person_id=office.ids["Lan"],
                stand_in_id=office.ids["Bình"],
                first=date(2026, 6, 14),
                last=date(2026, 6, 30),
                state=Away.running,
                made_at=at("2026-06-01 08:00"),
            )
        )
    said = await day(office, "2026-06-15 08:00")
    assert list(said) == [hears]
    assert ("Ông/Bà nhập thay Lan." in said[hears]) is (hears == "Bình")


async def test_a_figure_defined_after_a_period_is_not_asked_for_it(office: SmallOffice) -> None:
    await measure(office, "Hồ sơ tiếp nhận", made_at=at("2026-06-15 07:00"))
    assert await day(office, "2026-06-15 08:00") == {}
    assert "tháng 7 năm 2026" in (await day(office, "2026-07-15 08:00"))["Lan"]


async def test_a_day_off_and_an_outage_only_put_it_off(office: SmallOffice) -> None:
    await measure(office, "Hồ sơ tiếp nhận", ask_day=2, cycle=Cycle.quarter, made_at=at("2026-01-05 08:00"))
    # 2/5 is a Saturday after two days off; the quarter ended on 14/3, so it is asked on 2/4.
    assert await day(office, "2026-04-01 09:00") == {}
    assert "quý I năm 2026" in (await day(office, "2026-05-20 09:00"))["Lan"]
    assert "nhắc lại" in (await day(office, "2026-05-25 09:00"))["Lan"]


async def test_two_clocks_ask_once(anywhere: SmallOffice, tmp_path: Path) -> None:
    await measure(anywhere, "Hồ sơ tiếp nhận")
    other: Database = anywhere.db
    clocks = [Scheduler(db, anywhere.house, lambda: at("2026-06-15 08:00")) for db in (anywhere.db, other)]
    asked = [(await clock.tick(at("2026-06-15 08:00")))["figures"] for clock in clocks]
    assert asked == [1, 0]


async def test_figures_are_asked_for_after_the_round_at_the_hour_of_the_office(office: SmallOffice) -> None:
    await measure(office, "Hồ sơ tiếp nhận")
    clock = Scheduler(office.db, office.house, lambda: at("2026-06-15 08:00"), hour=time(9, 30))
    for early in ("2026-06-15 08:00", "2026-06-15 09:29"):
        assert (await clock.tick(at(early)))["figures"] == 0
    assert (await clock.tick(at("2026-06-15 09:30")))["figures"] == 1


@pytest.mark.parametrize(("used", "hears"), [(10, "z-Lan"), (99, "Lan ở máy bàn")])
async def test_what_is_only_asked_for_leaves_a_counted_channel_its_answers(
    office: SmallOffice, used: int, hears: str
) -> None:
    channels = {**office.house.channels, "zalo_bot": Capabilities(counted=True)}
    allowances = {"zalo_bot": Allowance(messages=100, people=3)}
    office.house = replace(office.house, channels=channels, allowances=allowances)
    async with office.db.write() as session:
        for row in await office.rows(Address):
            if row.chat == "Lan":
                address = await session.get_one(Address, row.id)
                address.channel, address.chat = "zalo_bot", "z-Lan"
        session.add(Address(channel="web", chat="Lan ở máy bàn", person_id=office.ids["Lan"]))
        await budget.count(session, channel="zalo_bot", now=at("2026-06-15 08:00"), sent=used)
    await measure(office, "Hồ sơ tiếp nhận")
    said = await day(office, "2026-06-15 08:00")
    assert hears in said
    assert len([chat for chat in said if "Lan" in chat]) == 1

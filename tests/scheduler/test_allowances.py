"""Channels that count: the admins hear once, the round leaves something for answers, the digest tells it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

import pytest
from small_office import SmallOffice, at

from roviec.db import budget
from roviec.db.models import Address, Outbox
from roviec.delivery import admins, notify
from roviec.messages.allowance import Allowance
from roviec.messages.capabilities import Capabilities
from roviec.messages.outgoing import Outgoing
from roviec.reports.digest import gather, text
from roviec.scheduler.allowances import watch
from roviec.scheduler.digest import send_digest
from roviec.scheduler.round import remind
from roviec.texts import catalogue

NOW = at("2026-06-25 08:30")


@pytest.fixture
async def counted(office: SmallOffice) -> SmallOffice:
    """An office with a channel "zalo_bot" of 100 messages and 3 people."""
    channels = {**office.house.channels, "zalo_bot": Capabilities(counted=True)}
    office.house = replace(
        office.house, channels=channels, allowances={"zalo_bot": Allowance(messages=100, people=3)}
    )
    return office


async def use(office: SmallOffice, sent: int, *, refused: bool | None = None, now: datetime = NOW) -> None:
    async with office.db.write() as session:
        await budget.count(session, channel="zalo_bot", now=now, sent=sent, refused=refused)


async def letters(office: SmallOffice) -> list[tuple[str, str]]:
    return [(chat, message.text) for chat, message in await office.letters()]


async def join(office: SmallOffice, name: str, *, only: bool = False) -> None:
    """Link somebody to the counted channel, as their only one or as their first."""
    async with office.db.write() as session:
        if only:
            for row in await office.rows(Address):
                if row.chat == name:
                    (await session.get_one(Address, row.id)).reachable = False
        session.add(Address(channel="zalo_bot", chat=f"z-{name}", person_id=office.ids[name]))


async def watched(office: SmallOffice, now: datetime = NOW) -> list[str]:
    before = len(await letters(office))
    await watch(office.db, office.house, now)
    return [words for _, words in (await letters(office))[before:]]


async def test_each_level_is_told_once_a_month(counted: SmallOffice) -> None:
    assert await watched(counted) == []
    await use(counted, 80)
    (words,) = await watched(counted)
    assert "đã dùng 80% số tin của tháng 6/2026 (80/100, còn 20 tin)" in words
    await use(counted, 5)
    assert await watched(counted) == []
    await use(counted, 10)
    (words,) = await watched(counted)
    assert "chỉ còn 5 tin" in words
    await use(counted, 5)
    (words,) = await watched(counted)
    assert "đã hết số tin" in words
    july = at("2026-07-01 08:30")
    assert await watched(counted, july) == []
    await use(counted, 80, now=july)
    assert "tháng 7/2026" in (await watched(counted, july))[0]


async def test_a_level_that_was_passed_is_not_told_afterwards(counted: SmallOffice) -> None:
    await use(counted, 10, refused=True)
    assert "đã hết" in (await watched(counted))[0]
    await use(counted, 86, refused=False)
    assert await watched(counted) == []


async def test_nobody_is_told_at_night(counted: SmallOffice) -> None:
    await use(counted, 99)
    assert await watched(counted, at("2026-06-25 22:00")) == []
    assert await watched(counted, at("2026-06-27 09:00")) == []  # a Saturday


async def test_an_admin_hears_by_another_channel_and_never_by_a_spent_one(counted: SmallOffice) -> None:
    await join(counted, "Quản trị", only=True)
    await use(counted, 85)
    await watched(counted)
    await use(counted, 15)
    assert await watched(counted) == []
    async with counted.db.write() as session:
        session.add(Address(channel="web", chat="máy bàn", person_id=counted.ids["Quản trị"]))
    await watched(counted)
    assert [(chat, "đã hết" in words) for chat, words in await letters(counted)] == [
        ("z-Quản trị", False),
        ("máy bàn", True),
    ]


async def test_a_full_bot_is_told(counted: SmallOffice) -> None:
    for name in ("Lan", "Bình", "Chủ tịch"):
        await join(counted, name)
    (words,) = await watched(counted)
    assert "đã có 3/3 người; người đến sau sẽ không dùng được" in words
    assert await watched(counted) == []


async def test_a_round_that_leaves_too_little_goes_elsewhere_and_says_so_first(counted: SmallOffice) -> None:
    await counted.task("Báo cáo", "2026-06-26")
    await counted.task("Rà soát", "2026-06-26", lead="Bình", unit="Văn hóa")
    async with counted.db.write() as session:
        for row in await counted.rows(Address):
            if row.chat == "Lan":
                (await session.get_one(Address, row.id)).channel = "zalo_bot"
    await join(counted, "Bình", only=True)
    async with counted.db.write() as session:
        session.add(Address(channel="web", chat="Lan ở máy bàn", person_id=counted.ids["Lan"]))
    await use(counted, 98)
    await remind(counted.db, counted.house, NOW)
    (first, words), *rest = await letters(counted)
    assert first == "Quản trị"
    assert "1 người sẽ được nhắn qua kênh khác; 1 người chỉ có Zalo Bot" in words
    assert {chat for chat, _ in rest} == {"Lan ở máy bàn", "z-Bình"}


async def test_a_round_that_can_be_afforded_is_as_ever(counted: SmallOffice) -> None:
    await counted.task("Báo cáo", "2026-06-26")
    await join(counted, "Lan", only=True)
    await remind(counted.db, counted.house, NOW)
    assert [chat for chat, _ in await letters(counted)] == ["z-Lan"]


async def told(office: SmallOffice) -> None:
    async with office.db.write() as session:
        await notify.person(
            session, office.ids["Lan"], Outgoing("Tin"), channels=office.house.channels, now=NOW, key="tin"
        )


async def alarmed(office: SmallOffice) -> None:
    async with office.db.write() as session:
        await admins.alarm(session, "Tin", channels=office.house.channels, now=NOW, key="tin")


async def reminded(office: SmallOffice) -> None:
    await office.task("Báo cáo", "2026-06-26")
    await remind(office.db, office.house, NOW)


async def reported(office: SmallOffice) -> None:
    await office.task("Báo cáo", "2026-06-26")
    await send_digest(office.db, office.house, at("2026-06-29 07:30"))


@pytest.mark.parametrize("unasked", [told, alarmed, reminded, reported])
@pytest.mark.parametrize(("sent", "where"), [(79, "zalo_bot"), (80, "web")])
async def test_the_last_fifth_of_a_month_is_kept_for_answers_by_everything_that_nobody_asked_for(
    counted: SmallOffice, unasked: Callable[[SmallOffice], Awaitable[None]], sent: int, where: str
) -> None:
    """Whoever has another channel hears there, whichever they had first."""
    async with counted.db.write() as session:
        for row in await counted.rows(Address):
            (await session.get_one(Address, row.id)).channel = "zalo_bot"
            session.add(Address(channel="web", chat=f"{row.chat} ở máy bàn", person_id=row.person_id))
        allowance = counted.house.allowances["zalo_bot"]
        await budget.count(session, channel="zalo_bot", now=NOW, sent=sent, allowance=allowance)
    await unasked(counted)
    assert {row.channel for row in await counted.rows(Outbox)} == {where}


async def test_a_new_month_begins_with_all_of_it(counted: SmallOffice) -> None:
    allowance = counted.house.allowances["zalo_bot"]
    async with counted.db.write() as session:
        await budget.count(session, channel="zalo_bot", now=NOW, sent=90, allowance=allowance)
        assert await budget.scarce(session, now=NOW) == {"zalo_bot"}
        assert await budget.scarce(session, now=at("2026-07-01 00:00")) == set()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "vi",
            "Zalo Bot tháng 6/2026: đã dùng 60/100 tin, còn 40; 1/3 người; với nhịp này cả tháng khoảng 74",
        ),
        ("en", "Zalo Bot in 6/2026: 60/100 messages used, 40 left; 1/3 people; about 74"),
    ],
)
async def test_the_digest_tells_the_month(counted: SmallOffice, language: str, words: str) -> None:
    await counted.task("Báo cáo", "2026-06-30")
    await join(counted, "Lan")
    await use(counted, 60)
    async with counted.db.read() as session:
        digest = await gather(
            session,
            today=NOW.date(),
            now=NOW,
            calendar=counted.house.calendar(),
            allowances=counted.house.allowances,
        )
    assert words in text(digest, catalogue(language))

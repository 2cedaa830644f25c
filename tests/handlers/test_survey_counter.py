"""One-time codes of the counter: one slip is one answer, and no slip leads to an answer."""

import asyncio
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from roviec.bot.road import Road
from roviec.db import people, surveys
from roviec.db.engine import Database
from roviec.db.models import CounterCode, Response, SurveyRun
from roviec.db.models.base import Row, id_of
from tests.chat import OFFICE, Chat
from tests.handlers.survey_stage import agree, complete, open_survey, short_form

pytest_plugins = ("tests.handlers.chat_stages",)
USED = "không đúng"


async def slips(chat: Chat, count: int = 2, closes: date | None = None) -> list[str]:
    """Open a campaign that takes slips alone; return the codes of some."""
    await chat.unit(OFFICE)
    async with chat.db.write() as session:
        await surveys.keep_form(session, source=short_form())
        where = await people.unit_named(session, OFFICE)
        campaign = await surveys.open_campaign(
            session, form_code="thu", unit=where, opens=chat.now.date(), closes=closes, by_code=True
        )
        return await surveys.make_codes(session, campaign_id=id_of(campaign), unit=where, count=count)


async def waiting(chat: Chat) -> set[str]:
    """Return the hashes of the codes that wait."""
    return {row.code_hash for row in await chat.rows(CounterCode)}


@pytest.mark.parametrize("spelt", [str, str.lower, lambda c: f"Dạ mã của tôi là {c[:4]}-{c[4:8]}-{c[8:]} ạ"])
async def test_a_slip_is_one_answer(chat: Chat, spelt: object) -> None:
    assert callable(spelt)
    [code, other] = await slips(chat)
    citizen = chat.person("Bà Tẩn")
    await citizen.says(spelt(code))
    citizen.hears("đồng ý tham gia")
    for words in ("1", "1", "4", "1,3", "Tốt", "gửi"):
        await citizen.says(words)
    citizen.hears("Xin cảm ơn Ông/Bà.")
    stranger = chat.person("người lạ")
    await stranger.says(f"/start {code}")
    stranger.hears(USED)
    await stranger.says(f"/start {other}")
    stranger.hears("đồng ý tham gia")


async def test_without_a_slip_nobody_answers(chat: Chat) -> None:
    [code] = await slips(chat, 1)
    citizen = chat.person("Bà Tẩn")
    await citizen.says("/khaosat")
    citizen.hears("mã một lần phát tại quầy")
    async with chat.db.write() as session:
        where = await people.unit_named(session, OFFICE)
        link = await surveys.campaign_link(session, campaign_id=1, unit=where)
    await citizen.says(f"/start {link}")
    citizen.hears("mã một lần phát tại quầy")
    assert await chat.rows(SurveyRun) == []
    await complete(citizen, code, "Tốt")


async def test_who_leaves_without_an_answer_may_come_back(chat: Chat) -> None:
    """Refusing, erasing, leaving it for two weeks: the slip is good again, elsewhere too."""
    [code] = await slips(chat, 1)
    kept = await waiting(chat)
    refuses = chat.person("a")
    for words in (f"/start {code}", "2"):
        await refuses.says(words)
    assert await waiting(chat) == kept
    erases = chat.person("b")
    await agree(erases, code)
    assert await waiting(chat) == set()
    await erases.says("/xoadulieu")
    await erases.says("1")
    assert await waiting(chat) == kept
    forgets = chat.person("c")
    await agree(forgets, code)
    async with chat.db.write() as session:
        later = chat.now + timedelta(days=1)
        await surveys.erase_stale_runs(session, before=later, traces=chat.house.traces, now=later)
    assert await waiting(chat) == kept
    await complete(chat.person("d"), code, "Tốt")
    assert await waiting(chat) == set()


async def test_the_slip_scanned_again_goes_on(chat: Chat) -> None:
    [code] = await slips(chat, 1)
    citizen = chat.person("Bà Tẩn")
    await agree(citizen, code)
    await citizen.says("4")
    await citizen.says(f"/start {code}")
    citizen.hears("Câu 2/3")


async def test_a_second_slip_in_one_chat_stays_good(chat: Chat) -> None:
    [first, second] = await slips(chat)
    citizen = chat.person("Bà Tẩn")
    await complete(citizen, first, "Tốt")
    await citizen.says(f"/start {second}")
    citizen.hears("đã trả lời đợt khảo sát này rồi")
    await complete(chat.person("Ông Tẩn"), second, "Tốt")


async def test_an_ordinary_survey_takes_slips_and_links(chat: Chat) -> None:
    number, token = await open_survey(chat)
    async with chat.db.write() as session:
        where = await people.unit_named(session, OFFICE)
        [code] = await surveys.make_codes(session, campaign_id=number, unit=where, count=1)
    await complete(chat.person("a"), token, "Tốt")
    await complete(chat.person("b"), code, "Tốt")
    assert len(await chat.rows(Response)) == 2


async def test_finishing_does_not_touch_the_slips(chat: Chat) -> None:
    """A slip that was handed to somebody by name is gone since they began: no row names it, none changes."""
    [code, _] = await slips(chat)
    citizen = chat.person("Bà Tẩn")
    await agree(citizen, code)
    before = await waiting(chat)
    for said in ("4", "1,3", "Tốt", "gửi"):
        await citizen.says(said)
    assert await waiting(chat) == before
    assert len(before) == 1
    async with chat.db.read() as session:
        for table in Row.metadata.sorted_tables:
            rows = (await session.exec(select(table))).all()
            assert people.hashed(code) not in repr(rows), table.name


async def test_codes_end_with_their_campaign(chat: Chat) -> None:
    await slips(chat, closes=chat.now.date())
    async with chat.db.write() as session:
        assert await surveys.forget_codes(session, today=chat.now.date()) == 0
        assert await surveys.forget_codes(session, today=chat.now.date() + timedelta(days=1)) == 2


async def test_two_with_one_slip_in_one_batch_are_one(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    [code] = await slips(chat, 1)
    both = [chat.person(name) for name in ("a", "b")]
    for citizen in both:
        await citizen.posts({"kind": "text", "text": f"/start {code}"})
    await chat.settle()
    heard = [" ".join(message["text"] for message in await citizen.listens()) for citizen in both]
    assert sorted("đồng ý tham gia" in words for words in heard) == [False, True]
    assert len(await chat.rows(SurveyRun)) == 1


async def test_two_processes_with_one_slip_at_once_take_it_once(postgres_url: str, tmp_path: Path) -> None:
    chat = await Chat.open(postgres_url, tmp_path)
    [code] = await slips(chat, 1)
    second = Database(postgres_url)
    other = Road(second, chat.channels, chat.dispatcher, chat.clock)
    both = [chat.person(name, channel="plain") for name in ("a", "b")]
    for citizen in both:
        await citizen.posts({"kind": "text", "text": f"/start {code}"})
    await asyncio.gather(*(road.decide() for road in (chat.road, other, chat.road, other)))
    await chat.settle()
    heard = [" ".join(message["text"] for message in await citizen.listens()) for citizen in both]
    assert sorted("đồng ý tham gia" in words for words in heard) == [False, True]
    assert len(await chat.rows(SurveyRun)) == 1
    await second.dispose()
    await chat.close()

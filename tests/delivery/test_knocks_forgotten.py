"""Where somebody is knocked at, and what is still to be told, end with the session, the chat and the person."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import web
from sqlmodel import select

from roviec.db import knocks, people, pushes, sessions
from roviec.db.models import Address, Feedback, Knock, Person, WebSession
from roviec.db.sessions import Life
from roviec.delivery import notify
from roviec.messages.outgoing import Outgoing
from roviec.scheduler.clock import Scheduler
from roviec.tasks.feedback.lifecycle import Kind
from tests.chat import OFFICE, Chat, Talker
from tests.delivery.knock_stage import Knocks, opened

pytest_plugins = ("tests.handlers.chat_stages",)


@pytest.fixture
async def stage(chat: Chat) -> AsyncIterator[Knocks]:
    async with opened(chat) as made:
        yield made


@pytest.fixture
async def lan(stage: Knocks) -> Talker:
    """Somebody of whom a knock is due."""
    talker = await stage.official("Nguyễn Thị Lan", push=True, email="lan@xa.gov.vn")
    await stage.tells(talker, "một")
    assert len(await stage.rows()) == len(await stage.browsers()) == 1
    return talker


async def nothing(stage: Knocks) -> bool:
    """Tell that nobody is knocked at and nobody will be."""
    before = len(stage.service.calls) + len(stage.server.letters)
    await stage.knocks(hours=2)
    after = len(stage.service.calls) + len(stage.server.letters)
    return (await stage.browsers(), await stage.rows()) == ([], []) and before == after


async def test_erasing_ones_data_ends_it(stage: Knocks, lan: Talker) -> None:
    await lan.says("/xoadulieu")
    await lan.presses("Xóa")
    assert await nothing(stage)


async def test_what_is_kept_is_shown(stage: Knocks, lan: Talker) -> None:
    await lan.says("/dulieu")
    lan.hears("Nơi nhận thông báo của trình duyệt này", "Thư điện tử: lan@xa.gov.vn")
    lan.does_not_hear(stage.service.root)


async def test_signing_out_ends_it(stage: Knocks, lan: Talker) -> None:
    await lan.says("/thoat")
    await lan.presses("Vẫn đăng xuất")
    assert await nothing(stage)


async def test_leaving_the_office_ends_it(stage: Knocks, lan: Talker) -> None:
    async with stage.chat.db.write() as session:
        person = await session.get_one(Person, lan.person.id)  # type: ignore[union-attr]
        await people.leave(session, person=person, today=stage.chat.now.date())
    assert await nothing(stage)


async def test_a_session_that_is_over_ends_it(stage: Knocks, lan: Talker) -> None:
    async with stage.chat.db.write() as session:
        for knock in (await session.exec(select(Knock))).all():
            await session.delete(knock)
    stage.chat.later(days=60)
    await Scheduler(stage.chat.db, stage.chat.house, stage.chat.clock).tick(stage.chat.now)
    assert await nothing(stage)


async def test_a_chat_that_becomes_somebody_elses_tells_them_nothing(stage: Knocks, lan: Talker) -> None:
    await stage.chat.official("Trần Văn Bình")
    async with stage.chat.db.write() as session:
        binh = await people.person_named(session, "Trần Văn Bình")
        binh.email = "binh@xa.gov.vn"
        place = await people.address_of(session, channel="web", chat=lan.chat)
        await people.give(session, place, binh, stage.chat.now)
    assert await nothing(stage)


async def test_another_secret_of_the_same_browser_keeps_it(stage: Knocks, lan: Talker) -> None:
    async with stage.chat.db.write() as session:
        key = sessions.hashed(stage.secrets[lan.chat])
        here = sessions.Here(key, lan.chat, lan.person.id)  # type: ignore[union-attr]
        await sessions.renew(session, here, post="abcdefgh", now=stage.chat.now)
    assert await stage.knocks(minutes=2) == 1
    assert len(stage.service.shown) == 1
    async with stage.chat.db.write() as session:
        await pushes.forget(session, lan.chat)
    assert await stage.browsers() == []


async def citizen(stage: Knocks) -> Talker:
    """A citizen's browser that waits for the answer to a feedback."""
    talker = stage.chat.person("Bà Hoa")
    async with stage.chat.db.write() as session:
        address = await people.address_of(session, channel="web", chat=talker.chat)
        row = Feedback(
            code="PA-1",
            kind=Kind.report,
            words="Đường ngập",
            address_id=address.id,
            received_on=stage.chat.now.date(),
            due=stage.chat.now.date(),
        )
        session.add(row)
        await sessions.begin(session, "hoa", chat=talker.chat, now=stage.chat.now, life=Life())
    await stage.subscribes(talker)
    return talker


async def night(stage: Knocks) -> None:
    stage.chat.now = (stage.chat.now + timedelta(days=1)).replace(hour=2, minute=30)
    await Scheduler(stage.chat.db, stage.chat.house, stage.chat.clock).tick(stage.chat.now)


async def test_a_citizens_browser_is_forgotten_with_the_address_of_their_feedback(stage: Knocks) -> None:
    await citizen(stage)
    await night(stage)
    assert len(await stage.browsers()) == 1
    async with stage.chat.db.write() as session:
        (await session.exec(select(Feedback))).one().address_id = None
    await night(stage)
    assert await stage.browsers() == []


async def test_a_citizens_chat_that_is_erased_keeps_no_browser(stage: Knocks) -> None:
    hoa = await citizen(stage)
    await hoa.says("/xoadulieu")
    await hoa.presses("Xóa")
    assert await nothing(stage)
    assert len(await stage.chat.rows(WebSession)) == 1


async def test_knocks_of_past_days_are_forgotten_at_night(stage: Knocks, lan: Talker) -> None:
    await stage.knocks(minutes=2)
    assert len(await stage.rows()) == 1
    await night(stage)
    await night(stage)
    assert await stage.rows() == []


async def test_only_who_waits_for_something_may_ask(stage: Knocks) -> None:
    hoa, stranger = await citizen(stage), stage.chat.person("khách")
    async with stage.chat.db.read() as session:
        assert await pushes.may_ask(session, chat=hoa.chat, person_id=None)
        assert not await pushes.may_ask(session, chat=stranger.chat, person_id=None)
        assert await pushes.may_ask(session, chat=stranger.chat, person_id=7)


async def names(stage: Knocks, *, mails: bool = False) -> list[str]:
    async with stage.chat.db.read() as session:
        found = await pushes.silent(session, channels=stage.chat.house.channels, mails=mails)
    return [name for name, _unit in found]


async def test_who_can_be_told_by_nothing_is_named(stage: Knocks) -> None:
    await stage.official("Lan không có gì")
    await stage.official("Bình có trình duyệt", push=True)
    await stage.official("Mai có thư", email="mai@xa.gov.vn")
    await stage.chat.official("Sơn có kênh khác", channel="plain")
    assert await names(stage) == ["Lan không có gì", "Mai có thư"]
    assert await names(stage, mails=True) == ["Lan không có gì"]
    async with stage.chat.db.write() as session:
        gone = await people.person_named(session, "Lan không có gì")
        await people.leave(session, person=gone, today=stage.chat.now.date())
    assert await names(stage, mails=True) == []


async def test_the_browser_that_may_be_knocked_at_is_written_to(stage: Knocks) -> None:
    lan = await stage.official("Nguyễn Thị Lan")
    phone = stage.chat.person("điện thoại của Lan")
    async with stage.chat.db.write() as session:
        place = await people.address_of(session, channel="web", chat=phone.chat)
        await people.give(session, place, lan.person, stage.chat.now)  # type: ignore[arg-type]
        here = {"chat": phone.chat, "person_id": lan.person.id}  # type: ignore[union-attr]
        await sessions.begin(session, "p", now=stage.chat.now, life=Life(), **here)  # type: ignore[arg-type]
    await stage.subscribes(phone)
    assert await names(stage) == ["Nguyễn Thị Lan"]
    async with stage.chat.db.write() as session:
        await pushes.hear_here(session, now=stage.chat.now, **here)  # type: ignore[arg-type]
    assert await names(stage) == []
    await stage.tells(lan, "một")
    assert [row.chat for row in await stage.rows()] == [phone.chat]
    # Where the chosen browser may be knocked at already, nothing changes.
    await stage.subscribes(lan)
    async with stage.chat.db.write() as session:
        mine = {"chat": lan.chat, "person_id": lan.person.id}  # type: ignore[union-attr]
        await pushes.hear_here(session, now=stage.chat.now, **mine)  # type: ignore[arg-type]
    chosen = await stage.chat.rows(Address, Address.preferred_at.is_not(None))  # type: ignore[union-attr]
    assert [place.chat for place in chosen] == [phone.chat]


async def answers(stage: Knocks, hoa: Talker, words: str) -> None:
    """Let the office answer a citizen, as `answer_citizen` does."""
    async with stage.chat.db.write() as session:
        place = await people.address_of(session, channel="web", chat=hoa.chat)
        can = stage.chat.house.channels
        await notify.write(
            session, place, Outgoing(words), channels=can, now=stage.chat.now, key=f"answer/{words}"
        )
    await stage.chat.settle()


async def test_a_citizen_is_told_that_the_office_has_answered(stage: Knocks) -> None:
    hoa = await citizen(stage)
    await answers(stage, hoa, "Đường đã được sửa.")
    await stage.knocks(minutes=2)
    assert [words["body"] for _, words in stage.service.shown] == [f"Ông/Bà có tin mới từ {OFFICE}."]
    assert stage.server.letters == []


async def test_a_service_that_a_citizen_chose_alarms_nobody(stage: Knocks) -> None:
    hoa = await citizen(stage)
    stage.service.answers = [web.Response(status=500) for _ in range(20)]
    await answers(stage, hoa, "Đường đã được sửa.")
    for _ in range(10):
        await stage.knocks(hours=1, minutes=1)
    assert (await stage.setbacks(), await stage.rows()) == ({}, [])
    assert len(stage.service.calls) == knocks.MAX_TRIES

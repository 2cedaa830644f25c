"""People who have the web chat alone are told that something waits: by their browser, else by mail, once."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import knocks, people, webchat
from roviec.db.models import Role
from roviec.db.waiting import Due, waiting
from roviec.delivery import knocking
from roviec.delivery.mail import Mailer, Server
from tests.chat import OFFICE, Chat
from tests.delivery.knock_stage import PAGE, Knocks, opened

pytest_plugins = ("tests.handlers.chat_stages",)


@pytest.fixture
async def stage(chat_anywhere: Chat) -> AsyncIterator[Knocks]:
    async with opened(chat_anywhere) as made:
        yield made


async def test_a_browser_is_knocked_at_a_minute_later_and_once(stage: Knocks) -> None:
    lan = await stage.official("Nguyễn Thị Lan", push=True, email="lan@xa.gov.vn")
    await stage.tells(lan, "Kế hoạch mật đến hạn ngày mai.")
    assert await stage.knocks(seconds=30) == 0
    assert await stage.knocks(seconds=31) == 1
    assert [words for _, words in stage.service.shown] == [
        {"title": OFFICE, "body": f"Ông/Bà có tin mới từ {OFFICE}.", "lang": "vi"}
    ]
    assert await stage.knocks(hours=3) == 0
    assert stage.server.letters == []


async def test_what_a_page_has_shown_is_not_told(stage: Knocks) -> None:
    lan = await stage.official("Nguyễn Thị Lan", push=True)
    await stage.tells(lan, "một")
    await stage.shows(lan)
    assert await stage.rows() == []
    assert await stage.knocks(minutes=5) == 0
    assert stage.service.calls == []


async def test_what_comes_after_the_page_was_seen_is_told(stage: Knocks) -> None:
    lan = await stage.official("Nguyễn Thị Lan", push=True)
    await stage.tells(lan, "một")
    await stage.shows(lan)
    await stage.tells(lan, "hai")
    assert await stage.knocks(minutes=2) == 1


async def test_a_page_that_showed_the_line_before_leaves_the_newer_one(stage: Knocks) -> None:
    lan = await stage.official("Nguyễn Thị Lan", push=True)
    await stage.tells(lan, "một")
    await stage.tells(lan, "hai")
    async with stage.chat.db.write() as session:
        await knocks.seen(session, chat=lan.chat, last=1, now=stage.chat.now)
    assert len(await stage.rows()) == 1


async def test_an_answer_in_the_chat_is_no_reason_to_knock(stage: Knocks) -> None:
    lan = await stage.official("Nguyễn Thị Lan", push=True, email="lan@xa.gov.vn")
    await lan.says("/viec")
    assert lan.words
    assert await stage.rows() == []


async def test_several_lines_are_one_knock_and_later_ones_the_next(stage: Knocks) -> None:
    lan = await stage.official("Nguyễn Thị Lan", push=True)
    for words in ("một", "hai", "ba"):
        await stage.tells(lan, words)
    assert await stage.knocks(minutes=2) == 1
    await stage.tells(lan, "bốn")
    assert await stage.knocks(minutes=2) == 0
    assert await stage.knocks(minutes=4) == 1
    assert len(stage.service.shown) == 2


async def test_a_browser_that_is_gone_is_forgotten_and_a_mail_goes(stage: Knocks) -> None:
    lan = await stage.official("Nguyễn Thị Lan", push=True, email="lan@xa.gov.vn")
    stage.service.browsers.clear()
    await stage.tells(lan, "một")
    assert await stage.knocks(minutes=2) == 1
    assert await stage.browsers() == []
    assert len(stage.server.letters) == 1
    assert await stage.setbacks() == {}


async def test_a_gone_browser_without_a_mailbox_leaves_nothing_to_do(stage: Knocks) -> None:
    lan = await stage.official("Nguyễn Thị Lan", push=True)
    stage.service.answers.append(web.Response(status=404))
    await stage.tells(lan, "một")
    await stage.knocks(minutes=2)
    assert (await stage.browsers(), await stage.rows()) == ([], [])


async def test_a_busy_service_is_given_the_time_it_asks_for(stage: Knocks) -> None:
    lan = await stage.official("Nguyễn Thị Lan", push=True)
    stage.service.answers.append(web.Response(status=429, headers={"retry-after": "600"}))
    await stage.tells(lan, "một")
    assert await stage.knocks(minutes=2) == 1
    assert await stage.knocks(minutes=9) == 0
    assert await stage.knocks(minutes=2) == 1
    assert len(stage.service.shown) == 1
    assert await stage.setbacks() == {}


async def test_a_service_that_never_answers_well_is_given_up_and_admins_hear_once(stage: Knocks) -> None:
    admin = await stage.chat.official("Phạm Quản Trị", role=Role.admin)
    lan = await stage.official("Nguyễn Thị Lan", push=True)
    stage.service.answers = [web.Response(status=500) for _ in range(50)]
    await stage.tells(lan, "một")
    tried = [await stage.knocks(hours=1, minutes=1) for _ in range(10)]
    assert sum(tried) == knocks.MAX_TRIES
    assert await stage.rows() == []
    await stage.chat.settle()
    await admin.listens()
    assert sum("báo có tin mới" in one["text"] for one in admin.heard) == 1
    assert "push" in await stage.setbacks()
    # Nothing of where browsers are stands in what is told or kept of it.
    assert all(stage.service.root not in one["text"] for one in admin.heard)


async def test_a_failing_browser_lets_the_mail_go_at_once(stage: Knocks) -> None:
    lan = await stage.official("Nguyễn Thị Lan", push=True, email="lan@xa.gov.vn")
    stage.service.answers.append(web.Response(status=503))
    await stage.tells(lan, "một")
    await stage.knocks(minutes=2)
    assert len(stage.server.letters) == 1
    assert await stage.knocks(hours=5) == 0


async def test_one_mail_tells_all_that_waits(stage: Knocks) -> None:
    lan = await stage.official("Nguyễn Thị Lan", email="lan@xa.gov.vn")
    await stage.tells(lan, "Báo cáo quý II đến hạn ngày 30/6/2026.")
    await stage.tells(lan, "Kế hoạch số 12: {name} – chưa có tiến độ.")
    await stage.knocks(minutes=2)
    (letter,) = stage.server.letters
    assert letter["to"] == "Nguyễn Thị Lan <lan@xa.gov.vn>"
    assert letter["subject"] == f"{OFFICE}: Ông/Bà có 2 tin chưa xem"
    assert letter["auto-submitted"] == "auto-generated"
    text = letter.get_content().replace("\r\n", "\n")
    assert "Báo cáo quý II đến hạn ngày 30/6/2026.\n\nKế hoạch số 12: {name} – chưa có tiến độ." in text
    assert PAGE in text


async def test_there_is_one_mail_an_hour_whatever_was_seen(stage: Knocks) -> None:
    lan = await stage.official("Nguyễn Thị Lan", email="lan@xa.gov.vn")
    await stage.tells(lan, "một")
    await stage.knocks(minutes=2)
    await stage.shows(lan)
    await stage.tells(lan, "hai")
    assert await stage.knocks(minutes=30) == 0
    await stage.tells(lan, "ba")
    await stage.knocks(minutes=31)
    assert [letter["subject"] for letter in stage.server.letters] == [
        f"{OFFICE}: Ông/Bà có {n} tin chưa xem" for n in (1, 2)
    ]
    assert "một" not in stage.server.letters[1].get_content()


async def test_two_browsers_of_one_person_share_the_hour(stage: Knocks) -> None:
    lan = await stage.official("Nguyễn Thị Lan", email="lan@xa.gov.vn")
    await stage.tells(lan, "một")
    await stage.knocks(minutes=2)
    other = stage.chat.person("điện thoại của Lan")
    async with stage.chat.db.write() as session:
        place = await people.address_of(session, channel="web", chat=other.chat)
        await people.give(session, place, lan.person, stage.chat.now)  # type: ignore[arg-type]
        place.preferred_at = stage.chat.now
    await stage.tells(lan, "hai")
    await stage.knocks(minutes=30)
    assert len(stage.server.letters) == 1
    await stage.knocks(minutes=31)
    assert len(stage.server.letters) == 2


async def test_what_comes_while_a_mail_is_written_is_in_the_next_one(stage: Knocks) -> None:
    lan = await stage.official("Nguyễn Thị Lan", email="lan@xa.gov.vn")
    await stage.tells(lan, "một")
    send = stage.ways.mail.send  # type: ignore[union-attr]

    async def slow(*args: object, **more: object) -> None:
        await stage.tells(lan, "hai")
        await send(*args, **more)  # type: ignore[arg-type]

    stage.ways.mail.send = slow  # type: ignore[union-attr,method-assign,assignment]
    await stage.knocks(minutes=2)
    stage.ways.mail.send = send  # type: ignore[union-attr,method-assign]
    await stage.knocks(hours=1, minutes=1)
    assert ["hai" in letter.get_content() for letter in stage.server.letters] == [False, True]


async def test_a_mailbox_that_nobody_has_is_named_and_stops_no_other(stage: Knocks) -> None:
    lan = await stage.official("Nguyễn Thị Lan", email="lan@xa.gov.vn")
    binh = await stage.official("Trần Văn Bình", email="binh@xa.gov.vn")
    stage.server.refused.add("lan@xa.gov.vn")
    await stage.tells(lan, "một")
    await stage.tells(binh, "hai")
    await stage.knocks(minutes=2)
    assert [letter["to"] for letter in stage.server.letters] == ["Trần Văn Bình <binh@xa.gov.vn>"]
    assert await stage.setbacks() == {f"person/{lan.person.id}": 1}  # type: ignore[union-attr]
    for _ in range(3):
        await stage.knocks(minutes=10)
    assert await stage.setbacks() == {f"person/{lan.person.id}": 4}  # type: ignore[union-attr]
    stage.server.refused.clear()
    await stage.knocks(minutes=20)
    assert await stage.setbacks() == {}


async def test_a_server_that_is_away_is_tried_again_and_named(stage: Knocks) -> None:
    lan = await stage.official("Nguyễn Thị Lan", email="lan@xa.gov.vn")
    stage.server.busy += ["421 later"] * 2
    await stage.tells(lan, "một")
    knocker = stage.knocker
    for minutes, greeted in ((2, 1), (2, 1), (2, 1), (2, 2), (6, 3)):
        # A server that takes nothing is left alone for a while.
        stage.chat.later(minutes=minutes)
        await knocker.knock_some()
        assert stage.server.greeted == greeted
        assert await stage.setbacks() == ({"mail": greeted} if greeted < 3 else {})
    assert len(stage.server.letters) == 1
    assert await stage.setbacks() == {}


@pytest.mark.parametrize(
    "server",
    [
        Server("127.0.0.1", 9, "none", "bot@xa.gov.vn"),
        Server("127.0.0.1", 0, "starttls", "bot@xa.gov.vn"),
        Server("127.0.0.1", 0, "tls", "bot@xa.gov.vn"),
        Server("127.0.0.1", 0, "none", "bot@xa.gov.vn", "bot", "sai"),
        Server("không.có", 25, "none", "bot@xa.gov.vn"),
    ],
    ids=["nobody there", "no starttls", "no tls", "wrong password", "no such name"],
)
async def test_a_server_that_takes_nothing_is_a_failure_of_all(stage: Knocks, server: Server) -> None:
    port = server.port or stage.server.port
    mailer = Mailer(
        Server(server.host, port, server.security, server.sender, server.user, server.password),
        lambda: OFFICE,
        timeout=1.0,
    )
    object.__setattr__(stage.ways, "mail", mailer)
    lan = await stage.official("Nguyễn Thị Lan", email="lan@xa.gov.vn")
    await stage.tells(lan, "một")
    await stage.knocks(minutes=2)
    assert await stage.setbacks() == {"mail": 1}
    assert stage.server.letters == []


async def test_a_password_opens_the_server(stage: Knocks) -> None:
    stage.server.users["bot"] = "mat-khau"
    mailer = Mailer(
        Server("127.0.0.1", stage.server.port, "none", "b@xa.gov.vn", "bot", "mat-khau"), lambda: OFFICE
    )
    await mailer.greet()
    assert "mat-khau" not in repr(mailer.server)


async def test_a_knock_survives_a_kill_and_is_not_tried_for_ever(stage: Knocks) -> None:
    lan = await stage.official("Nguyễn Thị Lan", push=True)
    await stage.tells(lan, "một")

    class Killed(BaseException):
        pass

    async def kill(*_: object, **__: object) -> None:
        raise Killed

    knocker = stage.knocker
    knocker._note = kill  # type: ignore[method-assign,assignment]
    for _ in range(10):
        stage.chat.later(minutes=3)
        try:
            await knocker.knock_some()
        except Killed:
            continue
    assert len(stage.service.shown) == knocks.MAX_TRIES


async def test_a_row_that_nobody_can_read_stops_no_other(
    stage: Knocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    lan = await stage.official("Nguyễn Thị Lan", push=True)
    binh = await stage.official("Trần Văn Bình", push=True)
    await stage.tells(lan, "một")
    await stage.tells(binh, "hai")

    async def touched(session: AsyncSession, chat: str) -> Due:
        if chat == lan.chat:
            raise ZeroDivisionError
        return await waiting(session, chat)

    monkeypatch.setattr(knocking, "waiting", touched)
    assert await stage.knocks(minutes=2) == 2
    assert [chat for chat, _ in stage.service.shown] == [binh.chat]


async def test_an_english_reader_is_told_in_english(stage: Knocks) -> None:
    lan = await stage.official("Nguyễn Thị Lan", push=True)
    async with stage.chat.db.write() as session:
        (await people.address_of(session, channel="web", chat=lan.chat)).language = "en"
    await stage.tells(lan, "một")
    await stage.knocks(minutes=2)
    assert stage.service.shown[0][1]["body"].startswith("You have a new message")


async def test_a_line_that_is_being_written_is_not_taken_for_one_that_was_told(stage: Knocks) -> None:
    lan = await stage.official("Nguyễn Thị Lan", push=True)
    await stage.tells(lan, "một")
    db, now = stage.chat.db, stage.chat.now
    async with db.read() as session:
        due = await waiting(session, lan.chat)

    async def note_told() -> None:
        async with db.write() as session:
            await knocks.told(session, due, by_mail=False, now=now)

    async with db.write() as session:
        body = {"text": "hai"}
        await webchat.append(session, chat=lan.chat, key="hai/0", kind="heard", body=body, now=now)
        await knocks.note(session, chat=lan.chat, key="hai/0", now=now)
        telling = asyncio.create_task(note_told())
        await asyncio.sleep(0.2)
    await telling
    assert [(row.first, row.due_at is not None) for row in await stage.rows()] == [("hai/0", True)]

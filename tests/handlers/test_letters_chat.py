"""What was given up: admins see it without learning who spoke when, and send it again; it leaves once."""

import asyncio

import pytest
import sqlalchemy as sa
from sqlmodel import select

from roviec.db import dead_letters, outbox
from roviec.db.models import AuditEntry, Outbox, Role
from roviec.db.models.delivery import Departure, Lane
from roviec.delivery import notify
from roviec.delivery.resending import send_again
from roviec.messages.outgoing import Outgoing
from tests.chat import OFFICE, Chat, Talker
from tests.handlers.several_stage import BLOCKED, Weather

pytest_plugins = ("tests.handlers.chat_stages",)
LATE = "(Tin lập ngày 29/6/2026, nay mới gửi được.)"


async def admin_of(chat: Chat) -> Talker:
    return await chat.official("Phạm Quản Trị", OFFICE, Role.admin)


async def given_up(chat: Chat, *words: str) -> tuple[Talker, Weather]:
    """Return an official whose messages were given up, and the weather that did it, fair again."""
    lan = await chat.official("Nguyễn Thị Lan", "Phòng Văn hóa", channel="plain")
    weather = Weather(chat.plain)
    weather.order(lasting=BLOCKED)
    async with chat.db.write() as session:
        for word in words:
            key, channels = f"told/{word[:9]}", chat.house.channels
            await notify.person(
                session, lan.person.id, Outgoing(word), channels=channels, now=chat.now, key=key
            )
    await chat.settle()
    weather.order(lasting=None)
    return lan, weather


async def heard(talker: Talker) -> list[str]:
    return [message["text"] for message in await talker.listens()]


@pytest.mark.parametrize("role", [Role.official, Role.leader])
async def test_only_admins_see_and_send_again(chat: Chat, role: Role) -> None:
    await given_up(chat, "Báo cáo tháng 6")
    (row,) = await chat.rows(Outbox)
    person = await chat.official("Trần Văn Bình", "Phòng Nội vụ", role)
    for choice in ("letters:0", f"letter.again:{row.id:x}", "letters.again"):
        await person.acts(choice)
        person.hears("dành cho quản trị viên")
    await person.says("/tinloi")
    person.hears("dành cho quản trị viên")
    citizen = chat.person("a")
    await citizen.says("/tinloi")
    citizen.hears("dành cho cán bộ")
    assert [one.state for one in await chat.rows(Outbox, Outbox.channel == "plain")] == [Departure.dead]


async def test_a_letter_is_shown_with_its_reason_and_leaves_with_its_day(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    lan, _ = await given_up(chat, "Báo cáo tháng 6")
    admin = await admin_of(chat)
    chat.later(days=2)
    await admin.says("/tinloi")
    admin.hears(
        "1 tin đã thôi gửi", "1. 29/6/2026", "Nguyễn Thị Lan (Phòng Văn hóa): «Báo cáo tháng 6»", "Lý do: "
    )
    assert admin.labels == ["Gửi lại tin 1"]
    await admin.presses("Gửi lại tin 1")
    admin.hears("Đã xếp 1 tin")
    assert await heard(lan) == [f"{LATE}\n\nBáo cáo tháng 6"]
    await admin.presses("Gửi lại tin 1")
    admin.hears("đã được gửi lại")
    await admin.says("/tinloi")
    admin.hears("Không có tin nào")
    assert await heard(lan) == []
    resent = [entry for entry in await chat.rows(AuditEntry) if entry.what == "resend"]
    assert [(entry.actor_id, entry.data["count"]) for entry in resent] == [(admin.person.id, 1)]


async def test_two_admins_at_once_send_it_once(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    lan, _ = await given_up(chat, "Báo cáo tháng 6")

    async def again() -> int:
        async with chat.db.write() as session:
            channels, zone = chat.house.channels, chat.house.zone
            return await send_again(session, None, channels=channels, now=chat.now, zone=zone)

    assert sorted(await asyncio.gather(*(again() for _ in range(4)))) == [0, 0, 0, 1]
    await chat.settle()
    assert len(await heard(lan)) == 1


async def test_what_fails_again_comes_back_and_says_its_day_once(chat: Chat) -> None:
    lan, weather = await given_up(chat, "Báo cáo tháng 6")
    admin = await admin_of(chat)
    weather.order(lasting=BLOCKED)
    await admin.acts("letters.again")
    await admin.says("/tinloi")
    admin.hears("1 tin đã thôi gửi")
    weather.order(lasting=None)
    await admin.presses("Gửi lại tin 1")
    assert await heard(lan) == [f"{LATE}\n\nBáo cáo tháng 6"]


async def test_a_long_list_comes_in_pages_and_goes_all_at_once(chat: Chat) -> None:
    lan, _ = await given_up(chat, *(f"Việc {n}" for n in range(12)))
    admin = await admin_of(chat)
    await admin.says("/tinloi")
    admin.hears("12 tin", "\n5. ")
    admin.does_not_hear("\n6. ")
    await admin.presses("Tiếp")
    admin.hears("6. ", "10. ")
    await admin.presses("Gửi lại cả 12 tin")
    admin.hears("Đã xếp 12 tin")
    assert [text.rpartition("\n")[2] for text in await heard(lan)] == [f"Việc {n}" for n in range(12)]


async def test_no_room_no_day_and_nothing_is_cut(chat: Chat) -> None:
    words = "a" * chat.plain.can.max_text
    lan, _ = await given_up(chat, words)
    admin = await admin_of(chat)
    await admin.acts("letters.again")
    assert await heard(lan) == [words]


async def test_an_answer_in_a_chat_is_shown_by_channel_and_day_alone(chat: Chat) -> None:
    citizen = chat.person("Bà Tẩn", channel="plain")
    weather = Weather(chat.plain)
    weather.order(lasting=BLOCKED)
    await citizen.says("/khaosat")
    async with chat.db.write() as session:
        said = [Outgoing("Ông/Bà đã chọn: rất không hài lòng")]
        await outbox.post(
            session, channel="plain", chat=citizen.chat, messages=said, lane=Lane.reply, now=chat.now
        )
    await chat.settle()
    admin = await admin_of(chat)
    await admin.says("/tinloi")
    admin.hears("29/6/2026", "câu trả lời trong một cuộc trò chuyện")
    admin.does_not_hear("hài lòng", citizen.chat, "08:00", "8:0")


async def test_a_forged_name_finds_nothing(chat: Chat) -> None:
    await given_up(chat, "Báo cáo tháng 6")
    admin = await admin_of(chat)
    for name in ("0", "g", "-1", "f" * 16, "1_0"):
        await admin.acts(f"letter.again:{name}")
        admin.does_not_hear("Đã xếp")


async def test_the_list_speaks_english(chat: Chat) -> None:
    await given_up(chat, "Báo cáo tháng 6")
    admin = await admin_of(chat)
    await admin.says("/ngonngu")
    await admin.presses("English")
    await admin.says("/tinloi")
    admin.hears("Given up after several tries: 1", "Send message 1 again")


async def test_a_channel_that_is_off_is_left_alone(chat: Chat) -> None:
    """Nothing leaves there: it would only wait and be told of again."""
    await given_up(chat, "Báo cáo tháng 6")
    admin = await admin_of(chat)
    async with chat.db.write() as session:
        for row in (await session.exec(select(Outbox))).all():
            row.channel = "telegram"
    await admin.says("/tinloi")
    admin.hears("Không có tin nào")
    await admin.acts("letters.again")
    admin.hears("đã được gửi lại hoặc không còn")


async def test_the_list_asks_for_the_few_and_not_for_all_that_was_sent(chat: Chat) -> None:
    async with chat.db.read() as session:
        connection = await session.connection()
        asked = select(Outbox.id).where(dead_letters._dead(["web", "plain"]))
        plan = sa.text(
            "EXPLAIN QUERY PLAN "
            + str(asked.compile(connection.sync_connection, compile_kwargs={"literal_binds": True}))
        )
        steps = " ".join(row[-1] for row in (await connection.execute(plan)).all())
    assert "USING" in steps
    assert "ix_outbox_open (channel=? AND state=?" in steps

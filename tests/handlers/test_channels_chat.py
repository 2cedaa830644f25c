"""/kenh: which channel reminds me, one more, one less; officials off the roster lose all."""

import re
from datetime import timedelta

from roviec.db import people
from roviec.db.models import Address, Invitation, Role
from roviec.delivery import notify
from roviec.messages.outgoing import Outgoing
from roviec.scheduler import digest
from tests.chat import OFFICE, Chat, Talker
from tests.handlers.several_stage import (
    BLOCKED,
    TITLE,
    UNIT,
    Weather,
    also_at,
    leaves,
    mai,
    reads,
    remind,
    task,
)

pytest_plugins = ("tests.handlers.chat_stages",)


async def test_the_first_linked_channel_is_the_one_until_somebody_chooses(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    plain, web = await mai(chat)
    await task(chat)
    await web.says("/kenh")
    assert web.labels == ["✓ plain", "trang trò chuyện", "Thêm kênh khác", "Gỡ bớt kênh"]
    await remind(chat)
    assert await reads(plain, web) == [1, 0]
    await web.says("2")
    web.hears("Từ nay nhắc việc, bản tin và thông báo gửi qua trang trò chuyện.")
    await plain.says("/kenh")
    assert "1. plain\n2. ✓ trang trò chuyện\n3. Thêm kênh khác\n4. Gỡ bớt kênh" in plain.last["text"]
    chat.now += timedelta(days=1)
    await remind(chat)
    assert await reads(plain, web) == [0, 1]


async def test_everything_written_unasked_goes_to_one_address(chat: Chat) -> None:
    plain = await chat.official("Nguyễn Minh Sơn", OFFICE, Role.leader, channel="plain")
    web = await also_at(chat, plain, "web")
    await chat.official("Lò Thị Mai", UNIT)
    await task(chat)
    await web.says("/kenh")
    await web.presses("trang trò chuyện")
    chat.now = chat.now.replace(hour=9)
    await digest.send_digest(chat.db, chat.house, chat.now)
    async with chat.db.write() as session:
        await notify.person(
            session,
            plain.person.id,
            Outgoing("tin"),
            channels=chat.house.channels,
            now=chat.now,
            key="told/1",
        )
    await chat.settle()
    assert await reads(plain, web) == [0, 2]


async def test_a_channel_is_added_with_a_one_time_code(chat: Chat) -> None:
    plain = await chat.official("Lò Thị Mai", UNIT, channel="plain")
    await plain.says("/kenh")
    await plain.says("2")
    plain.hears("trang trò chuyện: mở http", "?code=", "xin đừng chuyển cho ai")
    code = code_in(plain)
    web = chat.person("máy của Mai")
    await web.says(f"{code[:4].lower()} {code[4:]}")
    web.hears("Đã liên kết thành công. Kính chào Ông/Bà Lò Thị Mai", "nhắc việc vẫn gửi qua plain", "/kenh")
    await plain.listens()
    assert "vừa được liên kết thêm kênh: trang trò chuyện" in plain.last["text"]
    stranger = chat.person("người lạ")
    await stranger.says(code)
    stranger.hears("Mã mời này đã được dùng")
    await task(chat)
    await web.says("/viec")
    web.hears(TITLE)


def code_in(talker: Talker) -> str:
    """Return the code that a message gives."""
    found = re.search(r": ([2-9A-HJ-NP-Z]{10,12})$", talker.last["text"], re.MULTILINE)
    assert found, talker.last["text"]
    return found[1]


async def test_a_code_for_a_channel_ends_after_an_hour(chat: Chat) -> None:
    plain = await chat.official("Lò Thị Mai", UNIT, channel="plain")
    await plain.says("/kenh")
    await plain.says("2")
    chat.now += timedelta(minutes=61)
    web = chat.person("máy của Mai")
    await web.says(code_in(plain))
    web.hears("Mã mời đã hết hạn")


async def test_a_channel_is_taken_off_and_what_waits_there_comes_along(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    plain, web = await mai(chat)
    async with chat.db.write() as session:
        await notify.person(
            session,
            plain.person.id,
            Outgoing("tin"),
            channels=chat.house.channels,
            now=chat.now,
            key="told/1",
        )
    chat.couriers["plain"].pacer.paused_until = 1e12
    await web.says("/kenh")
    await web.presses("Gỡ bớt kênh")
    await web.presses("plain")
    web.hears("Đã gỡ plain. Tin cho Ông/Bà nay gửi qua: trang trò chuyện.", "tin")
    chat.couriers["plain"].pacer.paused_until = 0.0
    await plain.says("/viec")
    plain.hears("dành cho cán bộ")
    plain.does_not_hear("tin\n")
    await web.says("/kenh")
    assert web.labels == ["✓ trang trò chuyện", "Thêm kênh khác"]


async def test_the_last_channel_stays_and_a_foreign_one_is_out_of_reach(chat: Chat) -> None:
    web = await chat.official("Lò Thị Mai", UNIT)
    other = await chat.official("Giàng A Pó", UNIT, channel="plain")
    (mine,) = await chat.rows(Address, Address.chat == web.chat)
    (theirs,) = await chat.rows(Address, Address.chat == other.chat)
    await web.acts("kenh.less")
    web.hears("Đây là kênh duy nhất")
    await web.acts(f"kenh.drop:{mine.id}")
    web.hears("Đây là kênh duy nhất")
    for forged in (f"kenh.drop:{theirs.id}", f"kenh.to:{theirs.id}", "kenh.to:99"):
        await web.acts(forged)
        web.hears("Kênh này không còn gắn với Ông/Bà")
    assert len([a for a in await chat.rows(Address) if a.person_id]) == 2


async def test_a_channel_that_cannot_be_reached_says_so_until_its_person_writes(chat: Chat) -> None:
    plain, web = await mai(chat)
    await task(chat)
    Weather(chat.plain).order(BLOCKED)
    await remind(chat)
    await web.says("/kenh")
    assert web.labels[:2] == ["plain (hiện không gửi được)", "✓ trang trò chuyện"]
    await web.presses("plain")
    web.hears("Ông/Bà nhắn một tin ở đó rồi chọn lại")
    await plain.says("/giup")
    await web.says("/kenh")
    assert web.labels[:2] == ["✓ plain", "trang trò chuyện"]


async def test_two_chats_on_one_channel_are_told_apart(chat: Chat) -> None:
    web = await chat.official("Lò Thị Mai", UNIT)
    chat.now += timedelta(days=1)
    async with chat.db.write() as session:
        address = await people.address_of(session, channel="web", chat="may-thu-hai")
        address.person_id, address.linked_at = web.person.id, chat.now
    await web.says("/kenh")
    assert web.labels[:2] == [
        "✓ trang trò chuyện, liên kết 29/6/2026",
        "trang trò chuyện, liên kết 30/6/2026",
    ]


async def test_whoever_left_loses_every_channel_and_code(chat: Chat) -> None:
    plain, web = await mai(chat)
    await plain.says("/kenh")
    await plain.says("3")
    code = code_in(plain)
    await leaves(chat, plain.person)
    assert [a.person_id for a in await chat.rows(Address)] == [None, None]
    late = chat.person("máy khác")
    await late.says(code)
    late.hears("Mã mời đã hết hạn")
    await web.says("/kenh")
    web.hears("dành cho cán bộ")
    assert len(await chat.rows(Invitation)) == 1


async def test_one_person_has_one_language_on_all_channels(chat: Chat) -> None:
    plain, web = await mai(chat)
    await plain.says("/ngonngu")
    await plain.says("2")
    await web.says("/kenh")
    web.hears("Add another channel")


async def test_what_is_kept_names_the_channels(chat: Chat) -> None:
    _, web = await mai(chat)
    await web.says("/dulieu")
    web.hears("Các kênh đã liên kết: plain, trang trò chuyện")

"""What a channel can't carry goes to another address of the same person: once, theirs, and as that channel shows it."""

from datetime import timedelta

from roviec.db import pauses, people
from roviec.db.models import Conversation, Notice, Outbox, Person, Role
from roviec.db.models.delivery import Departure
from roviec.delivery import notify
from roviec.delivery.breaker import MAX_TRIES
from roviec.delivery.failover import rescue
from roviec.messages.outgoing import Choice, Outgoing
from tests.chat import OFFICE, Chat, Talker
from tests.handlers.several_stage import (
    BLOCKED,
    CLOSED,
    DOWN,
    LOST_ANSWER,
    SPENT,
    TITLE,
    UNIT,
    Weather,
    address,
    also_at,
    mai,
    reads,
    remind,
    rows,
    task,
    write,
)  # fmt: skip

pytest_plugins = ("tests.handlers.chat_stages",)


async def test_a_blocked_channel_hands_the_reminder_to_the_next(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    plain, web = await mai(chat)
    await task(chat)
    Weather(chat.plain).order(lasting=BLOCKED)
    await remind(chat)
    assert await reads(plain, web) == [0, 1]
    assert TITLE in web.last["text"]
    assert "1. " + TITLE[:20] in web.last["text"]  # the line of the task
    assert web.last["choices"], "buttons again, no numbered lines"
    assert (await address(chat, plain)).reachable is False
    (row,) = await rows(chat)
    assert (row.channel, row.state, row.key) == (
        "web",
        Departure.sent,
        f"reminder/2026-06-29/{plain.person.id}/0",
    )
    await web.presses(TITLE[:20])
    web.hears("Hạn: 30/6/2026")
    # The same day's round writes nothing more, on no channel.
    await remind(chat)
    assert await reads(plain, web) == [0, 0]


async def test_buttons_become_numbers_that_work_in_the_new_chat(chat: Chat) -> None:
    web = await chat.official("Lò Thị Mai", UNIT)
    plain = await also_at(chat, web, "plain")
    await task(chat)
    Weather(chat.channels["web"]).order(CLOSED)
    await remind(chat)
    assert await reads(web, plain) == [0, 1]
    assert f"1. {TITLE}" in plain.last["text"]
    assert plain.last["choices"] == []
    await plain.says("1")
    plain.hears("Hạn: 30/6/2026")
    # The numbers were never shown in the other chat.
    (talk,) = await chat.rows(Conversation, Conversation.address_id == (await address(chat, web)).id)
    assert talk.options == []


async def test_a_question_that_is_open_there_keeps_its_numbers(chat: Chat) -> None:
    web = await chat.official("Lò Thị Mai", UNIT)
    plain = await also_at(chat, web, "plain")
    await task(chat)
    await plain.says("/viec")
    await plain.says("1")
    await plain.says(number_of(plain, "gia hạn"))
    Weather(chat.channels["web"]).order(BLOCKED)
    await remind(chat)
    await plain.listens()
    assert "Ông/Bà gửi /viec để mở từng việc." in plain.last["text"]
    await plain.says("1")
    plain.hears("Lý do")


def number_of(plain: Talker, label: str) -> str:
    """Return the number of a choice that is shown as a line."""
    return next(line for line in plain.last["text"].splitlines() if label in line).partition(".")[0]


async def test_a_spent_quota_moves_what_was_written_unasked_and_keeps_the_answers(
    chat_anywhere: Chat,
) -> None:
    chat = chat_anywhere
    plain, web = await mai(chat)
    await task(chat)
    weather = Weather(chat.plain)
    weather.order(lasting=SPENT)
    await plain.says("/viec")
    await remind(chat)
    assert await reads(plain, web) == [0, 1]
    states = {(row.channel, row.person_id is None): row.state for row in await chat.rows(Outbox)}
    assert states == {("plain", True): Departure.queued, ("web", False): Departure.sent}


async def test_while_a_channel_is_paused_new_messages_go_elsewhere_at_once(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    plain, web = await mai(chat)
    async with chat.db.write() as session:
        await pauses.pause(session, channel="plain", until=chat.now + timedelta(hours=1))
    await task(chat)
    weather = Weather(chat.plain)
    await remind(chat)
    assert await reads(plain, web) == [0, 1]
    assert weather.calls == 0
    chat.now += timedelta(days=1)
    await remind(chat)
    assert await reads(plain, web) == [1, 0]


async def test_what_waits_in_a_paused_channel_does_not_sit_until_the_pause_ends(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    plain, web = await mai(chat)
    alone = await chat.official("Giàng A Pó", "Phòng Kinh tế", channel="plain")
    for talker in (plain, alone):
        await write(chat, talker, "một")
    assert await rescue(chat.db, chat.house.channels, chat.now) == 0
    async with chat.db.write() as session:
        await pauses.pause(session, channel="plain", until=chat.now + timedelta(hours=1))
    assert await rescue(chat.db, chat.house.channels, chat.now) == 1
    assert await rescue(chat.db, chat.house.channels, chat.now) == 0
    where = sorted((row.channel, row.chat) for row in await rows(chat))
    assert where == [("plain", alone.chat), ("web", web.chat)]


async def test_whoever_links_a_channel_gets_what_waited_for_the_quota(chat: Chat) -> None:
    plain = await chat.official("Lò Thị Mai", UNIT, channel="plain")
    await task(chat)
    Weather(chat.plain).order(lasting=SPENT)
    await remind(chat)
    async with chat.db.write() as session:
        person = await session.get_one(Person, plain.person.id)
        code = await people.invite(session, person=person, now=chat.now)
    web = chat.person("may-tinh")
    await web.says(f"/start {code}")
    assert any(TITLE in message["text"] for message in web.heard)


async def test_what_the_platform_may_have_taken_is_tried_again_where_it_may_be_read(
    chat_anywhere: Chat,
) -> None:
    chat = chat_anywhere
    plain, web = await mai(chat)
    await task(chat)
    Weather(chat.plain).order(LOST_ANSWER)
    await remind(chat)
    assert await reads(plain, web) == [0, 0]
    chat.now += timedelta(minutes=6)
    await chat.settle()
    assert await reads(plain, web) == [1, 0]
    (row,) = await rows(chat)
    assert row.possibly_twice is True


async def test_an_ambiguous_word_of_no_other_address_moves_nothing(chat: Chat) -> None:
    plain, web = await mai(chat)
    await task(chat)
    trouble = LOST_ANSWER.__class__("no answer", retry=True, ambiguous=True, elsewhere=True)
    Weather(chat.plain).order(trouble)
    await remind(chat)
    assert await reads(plain, web) == [0, 0]


async def test_after_a_clear_refusal_even_that_moves_and_is_recorded(chat: Chat) -> None:
    plain, web = await mai(chat)
    await task(chat)
    Weather(chat.plain).order(LOST_ANSWER, BLOCKED)
    await remind(chat)
    chat.now += timedelta(minutes=6)
    await chat.settle()
    assert await reads(plain, web) == [0, 1]
    (row,) = await rows(chat)
    assert (row.channel, row.possibly_twice) == ("web", True)


async def test_a_channel_that_is_down_for_good_gives_way_but_not_what_it_may_have_taken(chat: Chat) -> None:
    plain, web = await mai(chat)
    await write(chat, plain, "chắc chắn chưa tới", key="told/1")
    weather = Weather(chat.plain)
    weather.order(lasting=DOWN)
    await storm(chat)
    assert await reads(plain, web) == [0, 1]
    await write(chat, plain, "có thể đã tới", key="told/2")
    weather.order(LOST_ANSWER, lasting=DOWN)
    await storm(chat)
    assert await reads(plain, web) == [0, 0]
    assert {row.state for row in await rows(chat)} == {Departure.sent, Departure.dead}


async def storm(chat: Chat) -> None:
    for _ in range(MAX_TRIES + 1):
        await chat.settle()
        chat.now += timedelta(minutes=6)


async def test_both_channels_failing_end_in_one_dead_letter(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    plain, web = await mai(chat)
    await task(chat)
    Weather(chat.plain).order(lasting=BLOCKED)
    Weather(chat.channels["web"]).order(lasting=BLOCKED)
    await remind(chat)
    (row,) = await rows(chat)
    assert (row.state, row.channel) == (Departure.dead, "web")
    assert [(await address(chat, t)).reachable for t in (plain, web)] == [False, False]


async def test_two_channels_without_quota_take_turns_and_never_spin(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    plain, web = await mai(chat)
    await task(chat)
    first, second = Weather(chat.plain), Weather(chat.channels["web"])
    first.order(lasting=SPENT)
    second.order(lasting=SPENT)
    await remind(chat)
    assert (first.calls, second.calls) == (1, 1)
    (row,) = await rows(chat)
    assert row.state == Departure.queued
    for courier in chat.couriers.values():
        courier.pacer.paused_until = 0.0
    chat.now += timedelta(minutes=61)
    first.order(lasting=None)
    await chat.settle()
    assert await reads(plain, web) == [1, 0]
    assert len(await rows(chat)) == 1


async def test_a_blocked_second_channel_gives_back_to_the_one_that_only_pauses(chat: Chat) -> None:
    plain, web = await mai(chat)
    await task(chat)
    weather = Weather(chat.plain)
    weather.order(SPENT)
    Weather(chat.channels["web"]).order(lasting=BLOCKED)
    await remind(chat)
    assert await reads(plain, web) == [0, 0]
    (row,) = await rows(chat)
    assert (row.channel, row.state, row.not_before) == (
        "plain",
        Departure.queued,
        chat.now + timedelta(hours=1),
    )
    chat.couriers["plain"].pacer.paused_until = 0.0
    chat.now += timedelta(minutes=61)
    await chat.settle()
    assert await reads(plain, web) == [1, 0]


async def test_closed_windows_on_both_channels_do_not_spin(chat: Chat) -> None:
    await mai(chat)
    await task(chat)
    first, second = Weather(chat.plain), Weather(chat.channels["web"])
    first.order(lasting=CLOSED)
    second.order(lasting=CLOSED)
    await remind(chat)
    assert (first.calls, second.calls) == (1, 1)
    assert [row.state for row in await rows(chat)] == [Departure.dead]


async def test_what_was_written_to_a_chat_and_not_to_its_person_stays(chat: Chat) -> None:
    plain, web = await mai(chat)
    Weather(chat.plain).order(lasting=BLOCKED)
    async with chat.db.write() as session:
        here = await people.address_of(session, channel="plain", chat=plain.chat)
        await notify.write(
            session, here, Outgoing("kết quả"), channels=chat.house.channels, now=chat.now, key="fb/1"
        )
    await chat.settle()
    assert await reads(plain, web) == [0, 0]


async def test_nothing_goes_to_a_group_a_citizen_or_back_to_an_answer(chat: Chat) -> None:
    plain, web = await mai(chat)
    Weather(chat.plain).order(lasting=BLOCKED)
    citizen = chat.person("Bà Tẩn", channel="plain")
    await citizen.says("/khaosat")
    await plain.says("/viec")
    assert await reads(citizen, plain, web) == [0, 0, 0]
    assert {row.channel for row in await chat.rows(Outbox)} == {"plain"}


async def test_a_message_of_several_parts_moves_whole_or_only_what_is_left(chat: Chat) -> None:
    plain, web = await mai(chat)
    long = "\n".join(f"dòng {n} " + "chữ " * 20 for n in range(40))
    choices = (Choice("Xem việc", "/viec"),)
    await write(chat, plain, long, key="told/1", choices=choices)
    assert len(await rows(chat)) == 2
    weather = Weather(chat.plain)
    weather.order(CLOSED)
    await chat.settle()
    assert await reads(plain, web) == [0, 1]
    assert (web.last["text"], web.labels) == (long, ["Xem việc"])
    await write(chat, plain, long, key="told/2", choices=choices)
    weather.order(None, CLOSED)
    await chat.settle()
    assert await reads(plain, web) == [1, 1]
    assert web.last["text"].startswith("dòng 2")
    assert "1. Xem việc" not in web.last["text"]
    assert web.labels == ["Xem việc"]
    assert (plain.last["text"] + web.last["text"]).count("dòng") == 40


async def test_an_address_can_be_reached_again_when_its_person_writes(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    plain, web = await mai(chat)
    Weather(chat.plain).order(BLOCKED)
    await task(chat)
    await remind(chat)
    assert (await address(chat, plain)).reachable is False
    await plain.says("/nhầm lệnh")
    assert (await address(chat, plain)).reachable is True
    await web.posts({"kind": "unreachable", "text": ""})
    await chat.settle()
    assert (await address(chat, web)).reachable is False
    await web.posts({"kind": "reachable", "text": ""})
    await chat.settle()
    assert (await address(chat, web)).reachable is True


async def test_admins_hear_of_a_lost_leader_at_once_and_of_others_once_a_week(chat: Chat) -> None:
    admin = await chat.official("Quản trị", OFFICE, Role.admin)
    chief = await chat.official("Nguyễn Minh Sơn", OFFICE, Role.leader, channel="plain")
    clerk = await chat.official("Giàng A Pó", "Phòng Kinh tế", channel="plain")
    Weather(chat.plain).order(lasting=BLOCKED)
    for n, talker in enumerate((chief, chief, clerk)):
        await write(chat, talker, "tin", key=f"told/{n}")
    await chat.settle()
    await chat.settle()
    heard = [message["text"] for message in await admin.listens()]
    assert len(heard) == 1
    assert "Nguyễn Minh Sơn" in heard[0]
    await remind(chat)
    (weekly,) = [message["text"] for message in await admin.listens()]
    assert "Nguyễn Minh Sơn" in weekly
    assert "Giàng A Pó" in weekly
    chat.now += timedelta(days=1)
    await remind(chat)
    assert await admin.listens() == []
    assert {n.subject for n in await chat.rows(Notice) if n.kind == "unreachable"} == {
        "all",
        str(chief.person.id),
    }

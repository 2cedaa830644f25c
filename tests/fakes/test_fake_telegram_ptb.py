"""python-telegram-bot speaks with the fake over HTTP as with the real server."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyParameters,
    Update,
)
from telegram.constants import ChatAction
from telegram.error import (
    BadRequest,
    InvalidToken,
)

from tests.fakes.telegram.library import library_bot
from tests.fakes.telegram.server import FakeTelegram

PERSON = 5001


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(throttle=False) as server:
        server.user(PERSON, "An")
        yield server


@pytest.fixture
async def bot(fake: FakeTelegram) -> AsyncIterator[Bot]:
    async with library_bot(fake) as client:
        yield client


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "navy").save(out, "PNG")
    return out.getvalue()


def test_the_folder_of_the_fake_does_not_hide_the_library() -> None:
    # A folder without __init__.py yields to the installed package of the same name.
    assert not (Path(__file__).parent / "telegram" / "__init__.py").exists()


async def test_the_bot_knows_itself(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.id, me.username) == (777, "roviec_test_bot")


async def test_a_text_arrives_with_entities_and_buttons(bot: Bot, fake: FakeTelegram) -> None:
    markup = InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton("Hoàn thành", callback_data="t:1:done"),
                InlineKeyboardButton("Xem", url="https://x.vn"),
            ]
        ]
    )
    sent = await bot.send_message(PERSON, "<b>Nhắc việc</b> 😀", parse_mode="HTML", reply_markup=markup)
    assert sent.text == "Nhắc việc 😀"
    assert sent.parse_entities() == {sent.entities[0]: "Nhắc việc"}
    seen = fake.chat(PERSON).last
    assert (seen.id, seen.labels) == (sent.message_id, ["Hoàn thành", "Xem"])
    assert seen.buttons[0][0].data == "t:1:done"


async def test_an_edit_replaces_text_and_takes_buttons_away(bot: Bot, fake: FakeTelegram) -> None:
    markup = InlineKeyboardMarkup.from_button(InlineKeyboardButton("A", callback_data="a"))
    sent = await bot.send_message(PERSON, "Một", reply_markup=markup)
    edited = await bot.edit_message_text("Hai", PERSON, sent.message_id)
    assert isinstance(edited, Message)
    assert edited.edit_date is not None
    last = fake.chat(PERSON).last
    assert (last.text, last.labels, last.edited) == ("Hai", [], True)


async def test_the_same_edit_again_is_not_modified(bot: Bot) -> None:
    sent = await bot.send_message(PERSON, "Một")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("Một", PERSON, sent.message_id)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(PERSON, sent.message_id)


async def test_a_deleted_message_cannot_be_edited_or_replied_to(bot: Bot, fake: FakeTelegram) -> None:
    sent = await bot.send_message(PERSON, "Một")
    assert await bot.delete_message(PERSON, sent.message_id)
    assert fake.chat(PERSON).messages == []
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("Hai", PERSON, sent.message_id)
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(PERSON, "Hai", reply_parameters=ReplyParameters(sent.message_id))
    free = ReplyParameters(sent.message_id, allow_sending_without_reply=True)
    assert (await bot.send_message(PERSON, "Hai", reply_parameters=free)).reply_to_message is None


async def test_a_press_is_answered_once_and_in_time(bot: Bot, fake: FakeTelegram) -> None:
    user = fake.user(PERSON)
    markup = InlineKeyboardMarkup.from_button(InlineKeyboardButton("Xong", callback_data="x"))
    sent = await bot.send_message(PERSON, "Câu 1", reply_markup=markup)
    query = await user.presses("Xong")
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert (update.callback_query.data, update.callback_query.id) == ("x", query)
    assert update.callback_query.message is not None
    assert update.callback_query.message.message_id == sent.message_id
    assert query is not None
    assert await user.answer_to(query) is None
    assert await bot.answer_callback_query(query, "Đã ghi nhận")
    assert await user.answer_to(query) == "Đã ghi nhận"
    assert (await user.hears("Đã ghi nhận")).kind == "alert"
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(query)
    late = await user.presses("x")
    assert late is not None
    fake.core.clock.advance(16)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(late)


async def test_files_go_both_ways(bot: Bot, fake: FakeTelegram) -> None:
    user = fake.user(PERSON)
    await user.sends_document(b"noi dung", "Kế hoạch.docx", caption="Gửi kế hoạch")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    assert update.message.document.file_name == "Kế hoạch.docx"
    file = await bot.get_file(update.message.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"noi dung"
    sent = await bot.send_document(
        PERSON, b"%PDF", filename="Báo cáo tuần.pdf", caption="<b>Tuần 26</b>", parse_mode="HTML"
    )
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size) == ("Báo cáo tuần.pdf", 4)
    again = await bot.send_document(PERSON, sent.document.file_id)
    assert again.document is not None
    assert again.document.file_id == sent.document.file_id
    fake.core.clock.advance(3601)
    with pytest.raises(InvalidToken):
        await file.download_as_bytearray()


async def test_a_photo_has_its_size_and_a_broken_one_is_refused(bot: Bot, fake: FakeTelegram) -> None:
    sent = await bot.send_photo(PERSON, picture(), caption="Biểu đồ")
    assert (sent.photo[-1].width, sent.photo[-1].height) == (64, 48)
    assert fake.chat(PERSON).last.file == "photo"
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(PERSON, b"not a picture")


async def test_an_album_is_sent_with_attached_files(bot: Bot, fake: FakeTelegram) -> None:
    album = [InputMediaDocument(b"1", filename="a.txt"), InputMediaDocument(b"2", filename="b.txt")]
    sent = await bot.send_media_group(PERSON, album)
    assert len({message.media_group_id for message in sent}) == 1
    assert [message.file for message in fake.chat(PERSON).messages] == ["a.txt", "b.txt"]


async def test_a_phone_number_is_shared_by_the_reply_keyboard(bot: Bot, fake: FakeTelegram) -> None:
    keyboard = ReplyKeyboardMarkup([[KeyboardButton("Gửi số", request_contact=True)]], resize_keyboard=True)
    await bot.send_message(PERSON, "Xin số điện thoại", reply_markup=keyboard)
    assert fake.chat(PERSON).keyboard == [["Gửi số"]]
    await fake.user(PERSON).presses("Gửi số")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.contact is not None
    assert (update.message.contact.user_id, update.message.contact.phone_number) == (PERSON, "84912345678")


async def test_the_profile_is_remembered(bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("start", "Bắt đầu")])
    assert (await bot.get_my_commands())[0].description == "Bắt đầu"
    await bot.set_my_description("Mô tả")
    assert (await bot.get_my_description()).description == "Mô tả"
    await bot.set_my_short_description("Ngắn")
    assert (await bot.get_my_short_description()).short_description == "Ngắn"
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([BotCommand("Việc", "x")])


async def test_small_methods_work(bot: Bot, fake: FakeTelegram) -> None:
    sent = await bot.send_message(PERSON, "Một")
    assert await bot.send_chat_action(PERSON, ChatAction.TYPING)
    assert fake.chat(PERSON).actions == ["typing"]
    assert await bot.set_message_reaction(PERSON, sent.message_id, "👍")
    assert await bot.pin_chat_message(PERSON, sent.message_id)
    assert (await bot.get_chat(PERSON)).first_name == "An"
    assert (await bot.get_chat_member(PERSON, PERSON)).status == "member"


async def test_blocking_and_coming_back_are_told(bot: Bot, fake: FakeTelegram) -> None:
    user = fake.user(PERSON)
    await user.blocks()
    await user.unblocks()
    updates = await bot.get_updates()
    statuses = [u.my_chat_member.new_chat_member.status for u in updates if u.my_chat_member]
    assert statuses == ["kicked", "member"]
    await bot.send_message(PERSON, "x")


async def test_a_malformed_update_cannot_be_read_by_the_library(bot: Bot, fake: FakeTelegram) -> None:
    fake.act("malformed", user_id=PERSON)
    with pytest.raises((KeyError, TypeError)):
        await bot.get_updates()


async def test_all_kinds_of_updates_are_read_by_the_library(bot: Bot, fake: FakeTelegram) -> None:
    user = fake.user(PERSON)
    number = await user.says("/start link_8Jx2")
    await user.edits(number, "/start")
    await user.sends_photo(picture())
    await user.shares_phone("84900000000", of=42)
    updates: tuple[Update, ...] = await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    first, second, third, fourth = updates
    assert first.message is not None
    assert list(first.message.parse_entities()) != []
    assert second.edited_message is not None
    assert third.message is not None
    assert third.message.photo[0].width == 64
    assert fourth.message is not None
    assert fourth.message.contact is not None
    assert fourth.message.contact.user_id == 42

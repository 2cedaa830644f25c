"""Reading updates: what each kind means, and that our own reading agrees with the library's."""

import io
from typing import Any

import pytest
from PIL import Image
from telegram import Update

from roviec.channels.telegram.reading import Me, raw_of, read
from roviec.messages.incoming import Incoming, Json, Kind
from tests.channels.drivers.telegram import PERSON
from tests.fakes.telegram.server import FakeTelegram

ME = Me(777, "roviec_test_bot")
AN: Json = {"id": PERSON, "is_bot": False, "first_name": "An", "last_name": "Nguyễn"}
PRIVATE: Json = {"id": PERSON, "type": "private", "first_name": "An"}
GROUP: Json = {"id": -1001, "type": "supergroup", "title": "Tổ"}


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "white").save(out, "JPEG")
    return out.getvalue()


def message(**content: Any) -> Json:
    body = {"message_id": 7, "date": 1, "from": AN, "chat": PRIVATE}
    return {"update_id": 101, "message": body | content}


def heard(update: Json, me: Me = ME) -> Incoming | None:
    return read(raw_of(update), me)


def meant(update: Json) -> Incoming:
    said = heard(update)
    assert said is not None
    return said


def queued(fake: FakeTelegram) -> list[Json]:
    return [entry.update for entry in fake.core.updates.entries.values()]


async def test_our_reading_agrees_with_the_library_on_everything_that_people_do(fake: FakeTelegram) -> None:
    person = fake.user(PERSON)
    await person.says("/start 7XK2M9PQRT")
    sent = fake.core.deliver(fake.core.store.chats[PERSON], {"text": "Câu 1"}, {}, "sendMessage")[
        "message_id"
    ]
    await person.says("đúng", reply_to=sent)
    await person.sends_document(b"abc", "Kế hoạch.docx", caption="Gửi")
    await person.sends_photo(picture(), caption="Ảnh")
    await person.shares_phone("84912345678")
    fake.act("press_data", user_id=PERSON, message_id=sent, data="task.open:4")
    await person.blocks()
    await person.unblocks()
    for update in queued(fake):
        theirs, ours = Update.de_json(update, None), meant(update)
        assert theirs.effective_chat is not None
        assert ours.chat == str(theirs.effective_chat.id)
        assert ours.name == (theirs.effective_user.full_name if theirs.effective_user else "")
        if theirs.message:
            assert ours.message == str(theirs.message.message_id)
            words = theirs.message.text or theirs.message.caption or ""
            assert ours.text == words or ours.kind == Kind.contact
            original = theirs.message.reply_to_message
            assert ours.reply_to == (str(original.message_id) if original else None)
        if theirs.message and theirs.message.document:
            (file,) = ours.files
            document = theirs.message.document
            assert (file.ref, file.name, file.size) == (
                document.file_id,
                document.file_name,
                document.file_size,
            )
        if theirs.message and theirs.message.photo:
            assert ours.files[0].ref == theirs.message.photo[-1].file_id
        if theirs.callback_query:
            assert ours.text == theirs.callback_query.data


@pytest.mark.parametrize(
    ("content", "name", "mime", "size"),
    [
        (
            {"document": {"file_id": "f", "file_name": "../../a\x00b.pdf", "mime_type": "x/y"}},
            "a_b.pdf",
            "x/y",
            0,
        ),
        ({"document": {"file_id": "f", "file_size": 9}}, "tai-lieu-7", "application/octet-stream", 9),
        ({"video": {"file_id": "f", "file_size": 5}}, "video-7.mp4", "video/mp4", 5),
        ({"voice": {"file_id": "f", "mime_type": "audio/ogg"}}, "ghi-am-7.ogg", "audio/ogg", 0),
        ({"audio": {"file_id": "f", "file_name": "họp.mp3"}}, "họp.mp3", "audio/mpeg", 0),
        (
            {
                "photo": [
                    {"file_id": "f", "width": 9, "height": 9, "file_size": 3},
                    {"file_id": "g", "width": 1, "height": 1},
                ]
            },
            "anh-7.jpg",
            "image/jpeg",
            3,
        ),
    ],
)
def test_every_kind_of_file_gets_a_safe_name_a_type_and_a_size(
    content: Json, name: str, mime: str, size: int
) -> None:
    said = meant(message(**content, caption="kèm"))
    (file,) = said.files
    assert (said.kind, said.text, file.ref, file.name, file.mime, file.size) == (
        Kind.file,
        "kèm",
        "f",
        name,
        mime,
        size,
    )


def test_a_phone_number_counts_only_when_it_is_the_senders_own() -> None:
    card = {"phone_number": "84912345678", "first_name": "An"}
    own = meant(message(contact=card | {"user_id": PERSON}))
    assert (own.kind, own.text) == (Kind.contact, "+84912345678")
    for other in (card, card | {"user_id": 42}):
        assert meant(message(contact=other)).text == ""


@pytest.mark.parametrize("content", [{"sticker": {"file_id": "s"}}, {"dice": {"emoji": "🎲", "value": 2}}])
def test_things_without_words_still_get_an_answer(content: Json) -> None:
    assert (meant(message(**content)).kind, meant(message(**content)).text) == (Kind.text, "")


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1, "channel_post": message(text="x")["message"]},
        {"update_id": 1, "some_new_kind": {"id": "5"}},
        message(text="x") | {"message": message(text="x")["message"] | {"from": AN | {"is_bot": True}}},
        message(pinned_message={"message_id": 3}),
        message(chat=GROUP, new_chat_members=[AN]),
        message(chat=GROUP, text="chuyện riêng của tổ"),
        message(chat=GROUP, text="/viec@other_bot"),
        message(chat=GROUP, document={"file_id": "f"}),
        message(chat=GROUP, contact={"phone_number": "84912345678", "user_id": PERSON}),
        {"update_id": 1, "callback_query": {"id": "5", "from": AN, "inline_message_id": "9", "data": "x"}},
        {
            "update_id": 1,
            "callback_query": {"id": "5", "from": AN, "message": {"chat": PRIVATE}, "game_short_name": "x"},
        },
    ],
)
def test_what_is_not_said_to_the_bot_concerns_nobody(update: Json) -> None:
    assert heard(update) is None


PIN = {"latitude": 22.38541, "longitude": 103.47012}
FORWARD = {"forward_origin": {"type": "hidden_user", "sender_user_name": "Tú", "date": 1}}


def test_a_point_on_the_map_comes_with_the_name_of_its_place() -> None:
    said = meant(message(location=PIN))
    assert (said.kind, said.point, said.text) == (Kind.place, (22.38541, 103.47012), "")
    venue = {"location": PIN, "title": "Chợ", "address": "Bình Lư"}
    assert meant(message(location=PIN, venue=venue)).text == "Chợ, Bình Lư"


def test_what_was_forwarded_says_so_and_in_a_group_it_is_talk_among_people() -> None:
    assert meant(message(text="xong", **FORWARD)).forwarded
    assert not meant(message(text="xong")).forwarded
    assert heard(message(chat=GROUP, text="/nhom", **FORWARD)) is None


def test_the_edits_of_a_message_are_one_and_those_of_two_are_two() -> None:
    words = message(text="xong")["message"]
    first, second = ({"update_id": n, "edited_message": words | {"edit_date": n}} for n in (7, 8))
    assert raw_of(first).external_id == raw_of(second).external_id
    for other in ({"message_id": 99}, {"date": 99}):
        changed = {"update_id": 9, "edited_message": words | other}
        assert raw_of(changed).external_id != raw_of(first).external_id
    said = meant(first)
    assert (said.kind, said.text) == (Kind.edited, "xong")
    assert str(PERSON) not in raw_of(first).external_id


def test_somebody_who_moves_edits_nothing() -> None:
    assert heard({"update_id": 1, "edited_message": message(location=PIN)["message"]}) is None


@pytest.mark.parametrize(
    ("before", "after", "said"), [([], ["👍"], "👍"), (["👍"], [], None), (["❤"], ["❤"], None)]
)
def test_a_reaction_says_what_is_new(before: list[str], after: list[str], said: str | None) -> None:
    emojis = [[{"type": "emoji", "emoji": one} for one in some] for some in (before, after)]
    change = {"chat": PRIVATE, "message_id": 3, "user": AN, "date": 1}
    change |= {"old_reaction": emojis[0], "new_reaction": emojis[1]}
    found = heard({"update_id": 1, "message_reaction": change})
    assert (found and (found.kind, found.text, found.reply_to)) == (said and (Kind.reaction, said, "3"))
    assert heard({"update_id": 1, "message_reaction": change | {"chat": GROUP}}) is None


def test_a_sticker_says_its_emoji() -> None:
    assert meant(message(sticker={"file_id": "s", "emoji": "👍"})).text == "👍"


def test_a_topic_is_one_only_where_telegram_says_so() -> None:
    assert meant(message(chat=GROUP, text="/viec", message_thread_id=7, is_topic_message=True)).topic == "7"
    assert meant(message(chat=GROUP, text="/viec", message_thread_id=7)).topic == ""


def test_who_speaks_as_the_group_is_nobody_and_a_channel_is_not_heard() -> None:
    bot = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    hidden = message(chat=GROUP, text="/nhom", sender_chat=GROUP)
    hidden["message"]["from"] = bot
    said = meant(hidden)
    assert (said.anonymous, said.sender, said.name) == (True, "", "")
    hidden["message"]["sender_chat"] = {"id": -1005, "type": "channel", "title": "Kênh"}
    assert heard(hidden) is None
    assert heard(message(chat=GROUP, text="/viec", is_automatic_forward=True)) is None


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("/viec", "/viec"),
        ("/viec@roviec_test_bot", "/viec"),
        ("/giao@ROVIEC_TEST_BOT An nộp báo cáo", "/giao An nộp báo cáo"),
        ("@roviec_test_bot xong rồi", "xong rồi"),
    ],
)
def test_a_group_reaches_the_bot_by_command_or_by_name(text: str, understood: str) -> None:
    said = meant(message(chat=GROUP, text=text))
    assert (said.text, said.group, said.chat) == (understood, True, "-1001")


def test_a_group_reaches_the_bot_by_an_answer_to_its_message() -> None:
    ours = {"message_id": 3, "date": 1, "chat": GROUP, "from": {"id": 777, "is_bot": True}}
    said = meant(message(chat=GROUP, text="xong", reply_to_message=ours))
    assert (said.text, said.reply_to) == ("xong", "3")
    theirs = ours | {"from": AN}
    assert heard(message(chat=GROUP, text="xong", reply_to_message=theirs)) is None
    assert meant(message(text="xong", reply_to_message=theirs | {"chat": PRIVATE})).reply_to is None


def test_commands_in_groups_work_before_the_bot_knows_its_name() -> None:
    said = heard(message(chat=GROUP, text="/viec@roviec_test_bot"), Me(777))
    assert said is not None
    assert said.text == "/viec"


def test_a_group_that_moves_says_where_to() -> None:
    said = meant(message(chat=GROUP | {"type": "group"}, migrate_to_chat_id=-100777))
    assert (said.kind, said.chat, said.text) == (Kind.moved, "-1001", "-100777")


def test_a_press_on_a_message_that_is_gone_still_counts() -> None:
    gone = {"chat": PRIVATE, "message_id": 3, "date": 0}
    said = meant({"update_id": 1, "callback_query": {"id": "5", "from": AN, "message": gone, "data": "a:1"}})
    assert (said.kind, said.text, said.message, said.chat) == (Kind.choice, "a:1", "3", str(PERSON))


@pytest.mark.parametrize(
    "content",
    [
        {"message": {"message_id": 1, "text": "hỏng"}},
        {"message": "x"},
        {"message": None},
        {"message": message(text=5)["message"]},
        {"message": message(text="x", chat={"id": "abc", "type": "private"})["message"]},
        {"callback_query": {"id": "1", "from": AN, "message": {"chat": PRIVATE, "message_id": 1}, "data": 5}},
        {"my_chat_member": {"chat": PRIVATE}},
    ],
)
def test_what_cannot_be_read_raises_but_can_be_stored(content: Json) -> None:
    raw = raw_of({"update_id": 55, **content})
    assert raw.external_id == "55"
    with pytest.raises((KeyError, TypeError, AttributeError, ValueError)):
        read(raw, ME)

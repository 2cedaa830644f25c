"""Sending: how a message looks on Telegram, what an edit falls back to, and what each failure means."""

import asyncio
import io
import logging
from typing import Any

import pytest
from PIL import Image

from roviec.channels.common.addresses import ProxyUnusable
from roviec.channels.telegram import markup
from roviec.channels.telegram.channel import Telegram
from roviec.channels.telegram.trouble import TokenRefused
from roviec.messages.incoming import FileRef
from roviec.messages.outcome import Failure
from roviec.messages.outgoing import Choice, FileOut, Outgoing
from tests.channels.drivers.desk import NOW
from tests.channels.drivers.protocol import Place
from tests.channels.drivers.telegram import PERSON, make
from tests.fakes.telegram.faults import FaultKind
from tests.fakes.telegram.server import FakeTelegram

CHAT = str(PERSON)


async def send(
    line: Telegram, text: str = "Nhắc việc", /, chat: str = CHAT, key: str = "k", **more: Any
) -> str | None:
    return (await line.send(chat, Outgoing(text, **more), key=key, now=NOW)).external_id


async def failed(line: Telegram, chat: str = CHAT, **more: Any) -> Failure:
    with pytest.raises(Failure) as caught:
        await send(line, chat=chat, **more)
    return caught.value


def rows(*labels: str, **more: Any) -> list[list[str]]:
    keys = markup.keyboard(Outgoing("", choices=tuple(Choice(label, "a") for label in labels), **more))
    return [[key["text"] for key in row] for row in keys["inline_keyboard"]] if keys else []


def picture(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "PNG")
    return out.getvalue()


# How it looks


def test_short_labels_share_a_row_and_long_ones_have_their_own() -> None:
    assert rows("1", "2", "3", "4", "5") == [["1", "2", "3", "4", "5"]]
    assert rows("Hoàn thành", "Vướng mắc", "Gia hạn") == [["Hoàn thành", "Vướng mắc"], ["Gia hạn"]]
    assert rows("Có", "Xin gia hạn thêm năm ngày") == [["Có"], ["Xin gia hạn thêm năm ngày"]]
    assert rows() == []


def test_back_and_skip_stand_apart_from_the_answers() -> None:
    choices = (
        *(Choice(str(n), "a") for n in range(1, 6)),
        Choice("Quay lại", "b", spoken=True),
        Choice("Bỏ qua", "s", spoken=True),
    )
    keys = markup.keyboard(Outgoing("", choices=choices))
    assert keys is not None
    assert [len(row) for row in keys["inline_keyboard"]] == [5, 2]


def test_labels_that_a_phone_cuts_off_stand_in_the_text() -> None:
    long = "Biết qua trang thông tin điện tử của Ủy ban nhân dân xã"
    message = Outgoing("Ông/Bà biết qua đâu?", choices=(Choice(long, "a"), Choice("Khác", "b")))
    assert markup.texts(message) == [f"Ông/Bà biết qua đâu?\n\n1. {long}\n2. Khác"]


@pytest.mark.parametrize(
    "link", ["http://127.0.0.1:8080/x", "http://xa.example.vn/x", "https://localhost/x", "https://10.0.0.5/x"]
)
def test_an_address_that_telegram_refuses_in_a_button_stands_in_the_text(link: str) -> None:
    message = Outgoing("Mời xem", link=link, link_label="Mở trang")
    assert markup.keyboard(message) is None
    assert markup.texts(message) == [f"Mời xem\nMở trang: {link}"]


def test_half_a_surrogate_pair_can_be_sent() -> None:
    (html,) = markup.texts(Outgoing("a\ud83d b"))
    assert html.encode() == "a\ufffd b".encode()


# Edits


async def test_the_same_edit_twice_is_a_success(line: Telegram, fake: FakeTelegram) -> None:
    first = await send(line, "Câu 1")
    for _ in range(2):
        assert await send(line, "Câu 2", edit=first) == first
    assert fake.chat(PERSON).texts == ["Câu 2"]


async def test_what_cannot_be_edited_is_said_anew(line: Telegram, fake: FakeTelegram, place: Place) -> None:
    gone = await send(line, "Câu 1")
    await line.api.call("deleteMessage", chat_id=PERSON, message_id=gone)
    file = FileOut(place.files.keep(b"x"), "a.txt", "text/plain")
    document = await send(line, "Tệp", files=(file,))
    for old in (gone, document, "99999", "not-a-number"):
        new = await send(line, "Mới", edit=old)
        assert new not in (None, old)
    assert fake.chat(PERSON).texts == ["Tệp", *["Mới"] * 4]


async def test_an_edit_whose_answer_is_lost_is_never_in_doubt(line: Telegram, fake: FakeTelegram) -> None:
    first = await send(line, "Câu 1")
    fake.fault(FaultKind.COMMIT_THEN_DROP, "editMessageText")
    failure = await failed(line, edit=first)
    assert (failure.retry, failure.ambiguous) == (True, False)


# Files


async def test_a_picture_that_telegram_refuses_goes_as_a_document(
    line: Telegram, fake: FakeTelegram, place: Place
) -> None:
    wide = FileOut(place.files.keep(picture(3000, 20)), "bieu-do.png", "image/png")
    broken = FileOut(place.files.keep(b"no picture"), "hong.png", "image/png")
    for file in (wide, broken):
        await send(line, "Biểu đồ", files=(file,))
    assert [message.file for message in fake.chat(PERSON).messages] == ["bieu-do.png", "hong.png"]


async def test_the_same_file_is_uploaded_once(line: Telegram, fake: FakeTelegram, place: Place) -> None:
    file = FileOut(place.files.keep(b"%PDF"), "Bản tin.pdf", "application/pdf")
    for n in range(3):
        await send(line, f"Tuần {n}", files=(file,), key=str(n))
    assert len(fake.core.files.by_id) == 1
    fake.core.files.by_id.clear()
    await send(line, "Tuần 3", files=(file,))
    assert [message.file for message in fake.chat(PERSON).messages] == ["Bản tin.pdf"] * 4


async def test_a_second_try_goes_on_after_the_parts_that_were_taken(
    line: Telegram, fake: FakeTelegram, place: Place
) -> None:
    files = tuple(FileOut(place.files.keep(name.encode()), name, "text/plain") for name in ("a.txt", "b.txt"))
    fake.fault(FaultKind.SERVER_ERROR, "sendDocument", skip=1)
    assert (await failed(line, files=files)).retry
    await send(line, "Hai tệp", files=files)
    assert [(m.file, m.text) for m in fake.chat(PERSON).messages] == [("a.txt", ""), ("b.txt", "Hai tệp")]


async def test_a_long_caption_follows_its_file(line: Telegram, fake: FakeTelegram, place: Place) -> None:
    file = FileOut(place.files.keep(b"x"), "a.txt", "text/plain")
    await send(line, "chữ " * 300, title="Bản tin", files=(file,), choices=(Choice("Đã đọc", "r"),))
    first, second = fake.chat(PERSON).messages
    assert (first.file, first.labels, second.labels) == ("a.txt", [], ["Đã đọc"])


async def test_too_large_a_file_is_not_even_asked_for(line: Telegram, fake: FakeTelegram) -> None:
    with pytest.raises(Failure, match="larger than the office takes") as caught:
        await line.fetch(FileRef("x", "a", "b", 21 * 1024 * 1024))
    assert not caught.value.retry
    assert fake.stats.calls["getFile"] == 0


@pytest.mark.parametrize(
    ("kind", "retry"), [(FaultKind.DROP, True), (FaultKind.BAD_GATEWAY, True), (None, False)]
)
async def test_a_file_that_does_not_come_says_whether_to_ask_again(
    line: Telegram, fake: FakeTelegram, kind: FaultKind | None, retry: bool
) -> None:
    if kind is not None:
        fake.fault(kind, "getFile", count=3)
    with pytest.raises(Failure) as caught:
        await line.fetch(FileRef("no such id", "a", "b", 1))
    assert caught.value.retry == retry


# Failures


@pytest.mark.parametrize(
    ("kind", "ambiguous"),
    [
        (FaultKind.DROP, True),
        (FaultKind.HANG, True),
        (FaultKind.COMMIT_THEN_HANG, True),
        (FaultKind.BAD_GATEWAY, True),
        (FaultKind.SERVER_ERROR, True),
    ],
)
async def test_a_line_that_breaks_is_tried_again_and_in_doubt(
    place: Place, fake: FakeTelegram, kind: FaultKind, ambiguous: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    line = make(place, fake, timeout=0.2)
    fake.fault(kind, "sendMessage")
    failure = await failed(line)
    assert (failure.retry, failure.ambiguous, failure.whole_channel) == (True, ambiguous, False)
    assert fake.token not in caplog.text + repr(failure)
    await line.close()


async def test_a_message_that_was_taken_counts_even_if_its_answer_has_a_new_shape(
    line: Telegram, fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fake.core, "deliver", lambda *_: {"message_id": 5, "date": "mai sau", "chat": None})
    assert await send(line) == "5"
    monkeypatch.setattr(fake.core, "deliver", lambda *_: True)
    assert await send(line) is None


async def test_a_page_with_status_200_is_no_success(
    line: Telegram, fake: FakeTelegram, monkeypatch: Any
) -> None:
    from tests.fakes.telegram.wire import Response

    monkeypatch.setattr(fake.app, "_run", lambda *_: Response(200, b"<html>bi chan</html>", "text/html"))
    failure = await failed(line)
    assert (failure.retry, failure.ambiguous) == (True, True)


async def test_a_429_is_about_the_chat_and_leaves_the_rest_to_the_pacer(
    line: Telegram, fake: FakeTelegram
) -> None:
    fake.act("storm", seconds=3)
    failure = await failed(line)
    assert (failure.whole_chat, failure.whole_channel, failure.ambiguous) == (True, False, False)
    assert failure.retry_after in (2, 3)


async def test_a_storm_ends_and_the_message_arrives(line: Telegram, fake: FakeTelegram) -> None:
    fake.fault(FaultKind.TOO_MANY, "sendMessage", count=3)
    for _ in range(3):
        assert (await failed(line)).retry_after == 1
    await send(line, "cuối cùng")
    assert fake.chat(PERSON).texts == ["cuối cùng"]


async def test_each_refusal_of_a_chat_says_what_to_do(line: Telegram, fake: FakeTelegram) -> None:
    stranger = await failed(line, chat="999")
    assert (stranger.unreachable, stranger.retry) == (True, False)
    await fake.user(PERSON).vanishes()
    assert (await failed(line)).unreachable
    fake.act("add_group", chat_id=-55, members=[6001], kind="group")
    fake.act("add_bot", chat_id=-55, by=6001)
    fake.act("silence_bot", chat_id=-55)
    assert (await failed(line, chat="-55")).unreachable
    fake.act("add_group", chat_id=-66, members=[6001], kind="group")
    fake.act("add_bot", chat_id=-66, by=6001)
    fake.act("migrate", chat_id=-66, new_id=-10066, by=6001)
    moved = await failed(line, chat="-66")
    assert (moved.moved_to, moved.unreachable) == ("-10066", False)
    assert (await failed(line, chat="")).retry is False


async def test_a_message_that_telegram_cannot_take_is_not_tried_again(line: Telegram) -> None:
    failure = await failed(line, choices=(Choice("Có", "x" * 65),))
    assert (failure.retry, failure.unreachable, failure.retry_after) == (False, False, None)


async def test_a_refused_token_holds_the_channel_back(place: Place, fake: FakeTelegram) -> None:
    line = make(place, fake, token="777:another-token-that-is-well-formed")
    failure = await failed(line)
    assert (failure.retry, failure.whole_channel, failure.retry_after) == (True, True, 300)
    with pytest.raises(TokenRefused):
        await line.setup({})
    await line.close()


@pytest.mark.parametrize("proxy", ["socks9://x:1", "khong phai dia chi"])
def test_a_proxy_that_cannot_be_used_is_said_at_once(place: Place, fake: FakeTelegram, proxy: str) -> None:
    with pytest.raises(ProxyUnusable):
        make(place, fake, proxy=proxy)


async def test_many_at_once_all_arrive(line: Telegram, fake: FakeTelegram) -> None:
    for user in range(100):
        fake.user(7000 + user)
    sent = await asyncio.gather(
        *(send(line, f"tin {n}", chat=str(7000 + n % 100), key=str(n)) for n in range(300))
    )
    assert all(sent)
    assert sum(len(fake.chat(7000 + user).texts) for user in range(100)) == 300

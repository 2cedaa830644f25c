"""What every channel keeps, whatever its platform: one suite, run against each driver in conftest.py."""

from typing import Any

import pytest

from roviec.folding import nfc
from roviec.messages.incoming import Kind
from roviec.messages.outcome import Sent
from roviec.messages.outgoing import Choice, FileOut, Outgoing
from roviec.messages.render import render, width
from tests.channels.drivers.desk import NOW, Desk, Killed
from tests.channels.drivers.protocol import Driver, Place

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


@pytest.fixture
def desk(driver: Driver, place: Place) -> Desk:
    return Desk(place.db, driver.channel)


async def send(driver: Driver, key: str = "k/1", /, **message: Any) -> Sent:
    """Send one message to the driver's person."""
    return await driver.channel.send(driver.chat, Outgoing(**message), key=key, now=NOW)


# What comes in


async def test_words_arrive_as_they_were_typed(driver: Driver, desk: Desk) -> None:
    await driver.says("Đã xong 80%, vướng kinh phí 😀 <b>&amp;")
    await driver.arrive(desk.store)
    (said,) = await desk.decide()
    assert (said.channel, said.chat, said.kind) == (driver.channel.name, driver.chat, Kind.text)
    assert said.text == "Đã xong 80%, vướng kinh phí 😀 <b>&amp;"
    assert not said.group


async def test_words_in_decomposed_letters_mean_the_same(driver: Driver, desk: Desk) -> None:
    await driver.says("Hòa giải")  # o + combining grave, as some phones type it
    await driver.arrive(desk.store)
    (said,) = await desk.decide()
    assert nfc(said.text) == "Hòa giải"


async def test_a_chat_keeps_its_order(driver: Driver, desk: Desk) -> None:
    words = [f"tin {n}" for n in range(30)]
    for line in words:
        await driver.says(line)
    await driver.arrive(desk.store)
    assert [said.text for said in await desk.decide()] == words


async def test_a_start_code_stays_a_command(driver: Driver, desk: Desk) -> None:
    await driver.says("/start 7XK2M9PQRT")
    await driver.arrive(desk.store)
    assert [said.text for said in await desk.decide()] == ["/start 7XK2M9PQRT"]


async def test_nothing_is_acknowledged_before_it_is_stored(driver: Driver, desk: Desk) -> None:
    await driver.says("một")
    await driver.says("hai")
    desk.kill_at = "received"
    with pytest.raises(Killed):
        await driver.arrive(desk.store)
    assert await desk.stored() == []
    async with driver.restart():
        await driver.arrive(desk.store)
    assert [said.text for said in await desk.decide()] == ["một", "hai"]


async def test_a_kill_between_storing_and_acknowledging_doubles_nothing(driver: Driver, desk: Desk) -> None:
    await driver.says("một")
    desk.kill_at = "stored"
    with pytest.raises(Killed):
        await driver.arrive(desk.store)
    assert len(await desk.stored()) == 1
    async with driver.restart():
        await driver.arrive(desk.store)
    assert [said.text for said in await desk.decide()] == ["một"]


async def test_a_payload_that_nobody_can_read_blocks_nobody(driver: Driver, desk: Desk) -> None:
    await driver.says("trước")
    await driver.garbage()
    await driver.says("sau")
    await driver.arrive(desk.store)
    assert [said.text for said in await desk.decide()] == ["trước", "sau"]
    assert await desk.quarantined() == 1


async def test_a_file_comes_with_its_name_its_caption_and_its_bytes(driver: Driver, desk: Desk) -> None:
    data = b"%PDF-1.7 " + bytes(range(256))
    await driver.sends_file(data, "Báo cáo tháng 6.pdf", "Tài liệu kiểm chứng")
    seen = []

    async def store(raws: Any) -> None:
        seen.extend(raws)
        await desk.store(raws)

    await driver.arrive(store)
    said = driver.channel.parse(seen[0])
    assert said is not None
    assert (said.kind, said.text) == (Kind.file, "Tài liệu kiểm chứng" if driver.captions else "")
    (file,) = said.files
    assert (file.name, file.size) == ("Báo cáo tháng 6.pdf", len(data))
    assert await driver.channel.fetch(file) == data


async def test_an_answer_to_our_message_names_it(driver: Driver, desk: Desk) -> None:
    sent = await send(driver, text="Việc số 4 còn 3 ngày")
    await driver.says("xong rồi", reply_to=sent.external_id)
    await driver.arrive(desk.store)
    (said,) = await desk.decide()
    assert (said.text, said.reply_to) == ("xong rồi", sent.external_id)


async def test_blocking_and_coming_back_are_told(driver: Driver, desk: Desk) -> None:
    if not driver.tells_blocking:
        pytest.skip(f"{driver.channel.name} has nobody who could block")
    await driver.blocks()
    await driver.unblocks()
    await driver.arrive(desk.store)
    assert [said.kind for said in await desk.decide()] == [Kind.unreachable, Kind.reachable]


# What goes out


async def test_words_are_shown_as_they_are_whatever_they_hold(driver: Driver) -> None:
    words = "Thu < 5 & chi > 3 <b>đậm</b> &lt; <script>alert(1)</script> *sao* _gạch_ [x](y)"
    await send(driver, title="Mục <1> & 2", text=words)
    (heard,) = await driver.hears()
    assert heard.text == f"Mục <1> & 2\n{words}"
    assert heard.bold in (None, "Mục <1> & 2")


async def test_choices_are_buttons_or_numbered_lines_and_lead_to_their_action(
    driver: Driver, desk: Desk
) -> None:
    labels = ["Hoàn thành", "Vướng mắc", "Xin gia hạn"]
    choices = tuple(Choice(label, f"task.act:{n}") for n, label in enumerate(labels))
    (message,) = render(Outgoing("Việc số 4", choices=choices), driver.channel.can)
    sent = await driver.channel.send(driver.chat, message, key="k", now=NOW)
    (heard,) = await driver.hears()
    if not driver.channel.can.buttons:
        assert [line for line in heard.text.splitlines() if line[:1].isdigit()] == [
            f"{n}. {label}" for n, label in enumerate(labels, 1)
        ]
        return
    assert list(heard.labels) == labels
    await driver.presses("Vướng mắc")
    await driver.arrive(desk.store)
    (said,) = await desk.decide()
    assert (said.kind, said.text) == (Kind.choice, "task.act:1")
    assert said.message == sent.external_id if driver.tells_pressed else said.message


async def test_more_choices_than_buttons_become_numbered_lines(driver: Driver) -> None:
    count = driver.channel.can.buttons + 1
    choices = tuple(Choice(f"Đơn vị {n}", f"unit:{n}") for n in range(1, count + 1))
    for message in render(Outgoing("Chọn", choices=choices), driver.channel.can):
        await driver.channel.send(driver.chat, message, key=f"k{message.text[:5]}", now=NOW)
    heard = await driver.hears()
    assert not any(message.labels for message in heard)
    assert f"{count}. Đơn vị {count}" in heard[-1].text


async def test_as_many_choices_as_buttons_fit_with_actions_of_full_length(driver: Driver, desk: Desk) -> None:
    can = driver.channel.can
    if not can.buttons:
        pytest.skip(f"{driver.channel.name} has no buttons")
    choices = tuple(
        Choice(f"Đơn vị {n:03}", f"u:{n}:".ljust(can.choice_bytes, "x")) for n in range(can.buttons)
    )
    await send(driver, text="Chọn", choices=choices)
    await driver.presses(f"Đơn vị {can.buttons - 1:03}")
    await driver.arrive(desk.store)
    assert [said.text for said in await desk.decide()] == [choices[-1].action]


async def test_a_long_text_is_cut_between_words_and_letters_stay_whole(driver: Driver) -> None:
    words = [f"Nhiệm_vụ_{n}_😀👩‍👩‍👧" for n in range(1500)]
    parts = render(Outgoing(" ".join(words), title="Danh mục"), driver.channel.can)
    for n, part in enumerate(parts):
        await driver.channel.send(driver.chat, part, key=f"k/{n}", now=NOW)
    heard = await driver.hears()
    assert len(heard) == len(parts) > 1
    assert max(width(message.text) for message in heard) <= driver.channel.can.max_text
    assert " ".join(message.text for message in heard).split() == ["Danh", "mục", *words]


async def test_a_document_is_sent_with_its_words(driver: Driver, place: Place) -> None:
    if not driver.channel.can.files:
        pytest.skip(f"{driver.channel.name} carries no files")
    kept = place.files.keep(b"%PDF-1.7 noi dung")
    await send(driver, text="Bản tin tuần 26", files=(FileOut(kept, "Bản tin.pdf", "application/pdf"),))
    heard = await driver.hears()
    assert [name for message in heard for name in message.files] == ["Bản tin.pdf"]
    assert "".join(message.text for message in heard) == "Bản tin tuần 26" == heard[-1].text
    assert len(heard) == 1 or not driver.captions


async def test_pictures_and_documents_arrive_together(driver: Driver, place: Place) -> None:
    if not driver.channel.can.files:
        pytest.skip(f"{driver.channel.name} carries no files")
    store = place.files
    picture = FileOut(store.keep(PICTURE), "bieu-do.png", "image/png")
    annex = FileOut(store.keep(b"xlsx"), "Phụ lục.xlsx", "application/vnd.ms-excel")
    await send(
        driver,
        title="Bản tin",
        text="Dài " * 400,
        files=(picture, annex),
        choices=(Choice("Đã đọc", "read:1"),),
    )
    heard = await driver.hears()
    assert [name for message in heard for name in message.files] == ["picture", "Phụ lục.xlsx"]
    assert heard[-1].labels == ("Đã đọc",)
    assert "Dài Dài" in heard[-1].text


async def test_a_link_can_be_opened(driver: Driver) -> None:
    for link in ("https://roviec.example.vn/chat", "http://127.0.0.1:8080/chat"):
        (message,) = render(Outgoing("Mời xem", link=link, link_label="Mở"), driver.channel.can)
        await driver.channel.send(driver.chat, message, key=link, now=NOW)
        heard = (await driver.hears())[-1]
        assert link in heard.links or link in heard.text


async def test_a_replaced_message_is_replaced_or_said_anew(driver: Driver) -> None:
    first = await send(driver, "k/1", text="Câu 1", choices=(Choice("Có", "yes"),))
    for message in render(Outgoing("Câu 2", edit=first.external_id), driver.channel.can):
        await driver.channel.send(driver.chat, message, key="k/2", now=NOW)
    texts = [message.text for message in await driver.hears()]
    assert texts == (["Câu 2"] if driver.channel.can.edit else ["Câu 1", "Câu 2"])


async def test_every_message_has_an_id_of_its_own(driver: Driver) -> None:
    ids = {(await send(driver, f"k/{n}", text=f"Tin {n}")).external_id for n in range(3)}
    assert ids == {message.id for message in await driver.hears()}
    assert len(ids) == 3


async def test_the_same_key_again_is_harmless_where_the_channel_says_so(driver: Driver) -> None:
    for _ in range(2):
        await send(driver, "k/1", text="Một lần")
    assert len(await driver.hears()) == (1 if driver.channel.can.idempotent else 2)


async def test_a_code_has_a_link_where_the_channel_says_so(driver: Driver) -> None:
    setup = getattr(driver.channel, "setup", None)
    if setup is not None:
        await setup({"viec": "Việc của tôi"})
    link = driver.channel.link("7XK2M9PQRT")
    assert (link is not None) == driver.channel.can.deep_links
    if link is not None:
        assert link.startswith("https://")
        assert "7XK2M9PQRT" in link

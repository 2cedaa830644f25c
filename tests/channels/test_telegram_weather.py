"""Receiving in bad weather: nothing is lost, nobody is blocked, one sentence says what is wrong."""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from typing import Any

import pytest

from roviec.channels.common import retrying
from roviec.channels.telegram.channel import Telegram
from roviec.channels.telegram.receiving import NoAnswer, Poller, raws_of
from roviec.channels.telegram.trouble import TokenMissing, TokenRefused
from roviec.messages.incoming import Raw
from tests.channels.drivers.protocol import Place
from tests.channels.drivers.telegram import PERSON, cancel, make, until
from tests.fakes.serving import serving
from tests.fakes.telegram.faults import FaultKind
from tests.fakes.telegram.server import FakeTelegram
from tests.fakes.telegram.updates import Entry

HANGING = (FaultKind.HANG, FaultKind.COMMIT_THEN_HANG)


class Kept:
    """An inbox in memory: ids are unique, some calls fail on order."""

    def __init__(self) -> None:
        self.raws: dict[str, Raw] = {}
        self.fail = 0

    async def store(self, raws: Sequence[Raw]) -> None:
        if self.fail:
            self.fail -= 1
            raise OSError("database is locked")
        for raw in raws:
            self.raws.setdefault(raw.external_id, raw)

    @property
    def texts(self) -> list[str]:
        return [raw.payload.get("message", {}).get("text", "") for raw in self.raws.values()]


async def drain(line: Telegram, fake: FakeTelegram, kept: Kept) -> None:
    """Receive until the server has nothing unconfirmed."""
    task = asyncio.create_task(line.receive(kept.store))
    try:
        await until(lambda: not fake.core.updates.entries, task)
    finally:
        await cancel(task)


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in caplog.records if r.name.startswith("roviec")]


@pytest.mark.parametrize(
    "kind",
    [
        FaultKind.SERVER_ERROR,
        FaultKind.BAD_GATEWAY,
        FaultKind.DROP,
        FaultKind.COMMIT_THEN_DROP,
        FaultKind.HANG,
        FaultKind.COMMIT_THEN_HANG,
        FaultKind.TOO_MANY,
    ],
)
async def test_a_poll_that_fails_is_made_good(
    place: Place, fake: FakeTelegram, kind: FaultKind, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    line = make(place, fake, timeout=0.5 if kind in HANGING else 8.0)
    fault = fake.fault(kind, "getUpdates", seconds=0.2 if kind != FaultKind.TOO_MANY else 1)
    for text in ("một", "hai"):
        await fake.user(PERSON).says(text)
    kept = Kept()
    await drain(line, fake, kept)
    await line.close()
    assert fault.hits == 1
    assert kept.texts == ["một", "hai"]
    assert "telegram: đã nhận tin trở lại" in said(caplog)
    assert fake.token not in caplog.text


async def test_a_server_that_is_down_at_first_is_waited_for(
    place: Place, fake: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    down = fake.fault(FaultKind.DROP, count=6)
    await fake.user(PERSON).says("một")
    line, kept = make(place, fake), Kept()
    await drain(line, fake, kept)
    await line.close()
    assert (down.hits, kept.texts) == (6, ["một"])
    assert len(said(caplog)) <= 3


async def test_a_store_that_fails_confirms_nothing(line: Telegram, fake: FakeTelegram) -> None:
    await fake.user(PERSON).says("một")
    kept = Kept()
    kept.fail = 3
    left: list[int] = []

    async def store(raws: Sequence[Raw]) -> None:
        left.append(len(fake.core.updates.entries))
        await kept.store(raws)

    task = asyncio.create_task(line.receive(store))
    await until(lambda: not fake.core.updates.entries, task)
    await cancel(task)
    assert (kept.texts, left) == (["một"], [1, 1, 1, 1])


@pytest.mark.parametrize("minutes", [1, 60])
async def test_a_database_that_was_away_for_long_is_not_asked_long_after_it_is_back(
    monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    """With a platform pauses grow; the database is ours, and people wait."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async def store(_: Sequence[Raw]) -> None:
        if sum(slept) < 60 * minutes:
            raise OSError("no database")

    monkeypatch.setattr(retrying.asyncio, "sleep", sleep)
    await retrying.kept(store, [], 1.0, lambda _error: None)
    assert 60 * minutes <= sum(slept) <= 60 * minutes + retrying.AT_HOME


async def test_an_answer_that_drips_for_ever_is_given_up_and_the_next_line_is_new() -> None:
    lines: list[asyncio.StreamWriter] = []

    async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines.append(writer)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            while not writer.is_closing():
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.02)

    async with serving(drip) as port:
        poller = Poller(f"http://127.0.0.1:{port}/", proxy="", hold=0, margin=0.4)
        for _ in range(2):
            with pytest.raises(NoAnswer):
                await asyncio.wait_for(poller.poll(0), 2)
        await poller.close()
    assert len(lines) == 2


@pytest.mark.parametrize("kind", [FaultKind.REPEAT, FaultKind.REORDER])
async def test_updates_that_come_twice_or_in_disorder_are_kept_once_and_in_order(
    line: Telegram, fake: FakeTelegram, kind: FaultKind
) -> None:
    fake.fault(kind, "getUpdates", count=None)
    for n in range(5):
        await fake.user(PERSON).says(str(n))
    kept = Kept()
    await drain(line, fake, kept)
    assert kept.texts == ["0", "1", "2", "3", "4"]


async def test_an_update_that_nobody_can_read_lets_the_others_through(
    line: Telegram, fake: FakeTelegram
) -> None:
    fake.act("malformed")
    fake.act("raw_update", content={"kind_of_the_future": {"deep": [1, 2]}})
    await fake.user(PERSON).says("sau")
    kept = Kept()
    await drain(line, fake, kept)
    assert len(kept.raws) == 3
    assert kept.texts[-1] == "sau"


def test_what_has_no_id_is_left_out_and_the_rest_is_sorted() -> None:
    batch: list[Any] = [
        "x",
        {"message": {}},
        {"update_id": "7"},
        {"update_id": True},
        {"update_id": 9},
        {"update_id": 8},
    ]
    assert [raw.external_id for raw in raws_of(batch)] == ["8", "9"]


async def test_a_wrong_token_ends_the_polling_with_one_sentence(place: Place, fake: FakeTelegram) -> None:
    for token in ("777:another-token-that-is-well-formed", "nonsense"):
        line = make(place, fake, token=token)
        with pytest.raises(TokenRefused, match="@BotFather") as caught:
            await asyncio.wait_for(line.receive(Kept().store), 15)
        assert token not in repr(caught.value)
        await line.close()


async def test_a_token_that_is_revoked_later_ends_the_polling_too(line: Telegram, fake: FakeTelegram) -> None:
    fake.fault(FaultKind.UNAUTHORIZED, "getUpdates")
    with pytest.raises(TokenRefused):
        await asyncio.wait_for(line.receive(Kept().store), 15)


def test_no_token_is_said_at_once(place: Place) -> None:
    with pytest.raises(TokenMissing):
        Telegram(place.files, token=" ")


async def test_a_second_poller_is_named_once_and_nothing_is_lost(
    line: Telegram, fake: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    fault = fake.fault(FaultKind.CONFLICT, "getUpdates", count=4)
    await fake.user(PERSON).says("một")
    kept = Kept()
    await drain(line, fake, kept)
    assert (fault.hits, kept.texts) == (4, ["một"])
    assert len([sentence for sentence in said(caplog) if "tiến trình khác" in sentence]) == 1


async def test_a_webhook_that_somebody_set_is_taken_away_when_we_poll(
    line: Telegram, fake: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    kept = Kept()
    task = asyncio.create_task(line.receive(kept.store))
    await until(lambda: fake.stats.calls["getUpdates"] > 0, task)
    await line.api.call("setWebhook", url="http://127.0.0.1:9/hook")
    await fake.user(PERSON).says("một")
    await until(lambda: kept.texts == ["một"], task)
    await cancel(task)
    assert fake.core.webhook.url == ""
    assert any("webhook" in sentence for sentence in said(caplog))


async def test_presses_are_answered_at_once_and_only_after_they_are_stored(
    line: Telegram, fake: FakeTelegram
) -> None:
    chat = fake.core.store.chats[PERSON]
    shown = fake.core.deliver(chat, {"text": "Câu 1"}, {}, "sendMessage")["message_id"]
    query = await fake.user(PERSON).presses_data("q:1", of=shown)
    kept = Kept()
    kept.fail = 2
    answered_before: list[bool] = []

    async def store(raws: Sequence[Raw]) -> None:
        answered_before.append(fake.core.callbacks[query].answer is not None)
        await kept.store(raws)
        line.accepted(raws)

    task = asyncio.create_task(line.receive(store))
    await until(lambda: fake.core.callbacks[query].answer is not None, task)
    await cancel(task)
    assert answered_before == [False, False, False]
    assert fake.core.callbacks[query].answer == {"text": "", "show_alert": False}


async def test_a_press_that_is_too_old_disturbs_nothing(
    line: Telegram, fake: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    chat = fake.core.store.chats[PERSON]
    shown = fake.core.deliver(chat, {"text": "Câu 1"}, {}, "sendMessage")["message_id"]
    await fake.user(PERSON).presses_data("q:1", of=shown)
    fake.core.clock.advance(60)
    kept = Kept()
    task = asyncio.create_task(line.receive(kept.store))
    await until(lambda: len(kept.raws) == 1, task)
    line.accepted(list(kept.raws.values()))
    await until(lambda: fake.stats.calls["answerCallbackQuery"] == 1, task)
    await cancel(task)
    assert said(caplog) == []


async def test_forged_data_is_handed_on_as_it_is(line: Telegram, fake: FakeTelegram) -> None:
    chat = fake.core.store.chats[PERSON]
    shown = fake.core.deliver(chat, {"text": "Câu 1"}, {}, "sendMessage")["message_id"]
    await fake.user(PERSON).presses_data("task.done:999999;DROP TABLE", of=shown)
    kept = Kept()
    await drain(line, fake, kept)
    (raw,) = kept.raws.values()
    read = line.parse(raw)
    assert read is not None
    assert read.text == "task.done:999999;DROP TABLE"


async def test_five_hundred_waiting_updates_come_in_full_batches(line: Telegram, fake: FakeTelegram) -> None:
    fake.act("bulk", count=500, users=50)
    kept, sizes = Kept(), []

    async def store(raws: Sequence[Raw]) -> None:
        sizes.append(len(raws))
        await kept.store(raws)

    task = asyncio.create_task(line.receive(store))
    await until(lambda: len(kept.raws) == 500, task)
    await cancel(task)
    assert sizes == [100] * 5


async def test_ids_that_begin_anew_after_a_quiet_week_are_taken(line: Telegram, fake: FakeTelegram) -> None:
    kept = Kept()
    task = asyncio.create_task(line.receive(kept.store))
    await fake.user(PERSON).says("trước")
    await until(lambda: kept.texts == ["trước"], task)
    polls = fake.stats.calls["getUpdates"]
    await until(lambda: fake.stats.calls["getUpdates"] >= polls + 2, task)  # one poll came back empty
    # Put in silently: a poll that waits would be given it whatever its offset.
    clock, update = fake.core.clock, {"update_id": 7, "message": {"text": "sau"}}
    fake.core.updates.entries[7] = Entry(update, clock.running(), PERSON)
    await until(lambda: kept.texts == ["trước", "sau"], task)
    await cancel(task)

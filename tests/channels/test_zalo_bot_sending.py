"""Sending: how a message looks, how few calls it takes, and what each failure means."""

import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from roviec.channels.zalo_bot.channel import ZaloBot
from roviec.channels.zalo_bot.trouble import QuotaSpent, SecretUnfit, TokenMissing, TokenRefused
from roviec.db import people
from roviec.messages.allowance import Allowance, Level
from roviec.messages.capabilities import Capabilities
from roviec.messages.incoming import FileRef
from roviec.messages.outcome import Failure
from roviec.messages.outgoing import FileOut, Outgoing
from roviec.messages.render import render, width
from tests.channels.drivers.desk import NOW
from tests.channels.drivers.protocol import Place
from tests.channels.drivers.zalo_bot import OURS, PERSON, SECRET, make
from tests.fakes.zalo_bot.core import Said
from tests.fakes.zalo_bot.faults import FaultKind
from tests.fakes.zalo_bot.server import FakeZaloBot


@pytest.fixture
async def zalo() -> AsyncIterator[FakeZaloBot]:
    async with FakeZaloBot() as server:
        server.person("An", PERSON)
        yield server


@pytest.fixture
async def line(place: Place, zalo: FakeZaloBot) -> AsyncIterator[ZaloBot]:
    channel = make(place, zalo)
    yield channel
    await channel.close()


async def send(line: ZaloBot, text: str = "Nhắc việc", /, chat: str = PERSON, **more: Any) -> str | None:
    return (await line.send(chat, Outgoing(text, **more), key="k", now=NOW)).external_id


async def failed(line: ZaloBot, chat: str = PERSON, **more: Any) -> Failure:
    with pytest.raises(Failure) as caught:
        await send(line, chat=chat, **more)
    return caught.value


def heard(zalo: FakeZaloBot) -> list[Said]:
    return zalo.person("An", PERSON).heard()


# How it looks


async def test_a_title_is_bold_by_its_place_whatever_its_letters(line: ZaloBot, zalo: FakeZaloBot) -> None:
    await send(line, "<i>3 < 5</i>", title="🏛️ Nhắc *việc*")
    (said,) = heard(zalo)
    assert (said.bold, said.text) == ("🏛️ Nhắc *việc*", "🏛️ Nhắc *việc*\n<i>3 < 5</i>")


async def test_a_platform_that_refuses_styles_gets_plain_words(line: ZaloBot, zalo: FakeZaloBot) -> None:
    zalo.fault(FaultKind.BAD_REQUEST, "sendMessage")
    await send(line, "việc", title="Nhắc")
    assert [(said.text, said.bold) for said in heard(zalo)] == [("Nhắc\nviệc", "")]


async def test_a_picture_carries_the_words_in_one_call(
    line: ZaloBot, zalo: FakeZaloBot, place: Place
) -> None:
    kept = place.files.keep(b"png")
    await send(line, "Bản tin tuần 26", title="Bản tin", files=(FileOut(kept, "bieu-do.png", "image/png"),))
    (said,) = heard(zalo)
    assert said.text == "Bản tin\nBản tin tuần 26"
    assert said.photo.startswith(f"{OURS}/zalo_bot/tep/")
    assert said.photo.endswith("/anh.png")


async def test_the_platform_is_asked_for_styles_once(line: ZaloBot, zalo: FakeZaloBot) -> None:
    zalo.fault(FaultKind.BAD_REQUEST, "sendMessage")
    for _ in range(3):
        await send(line, "việc", title="Nhắc")
    assert zalo.core.calls["sendMessage"] == 4


async def test_a_picture_that_the_platform_cannot_open_becomes_an_address(
    line: ZaloBot, zalo: FakeZaloBot, place: Place
) -> None:
    zalo.fault(FaultKind.BAD_REQUEST, "sendPhoto")
    kept = place.files.keep(b"png")
    await send(line, "Bản tin", files=(FileOut(kept, "x.png", "image/png"),))
    (said,) = heard(zalo)
    assert said.text.startswith(f"Bản tin\n\n{OURS}/zalo_bot/tep/")


async def test_a_title_as_long_as_a_page_is_cut_like_words(line: ZaloBot, zalo: FakeZaloBot) -> None:
    await send(line, "hết", title="Tên việc " * 400)
    assert " ".join(said.text for said in heard(zalo)).split() == [*("Tên việc " * 400).split(), "hết"]


@pytest.mark.timeout(1)
def test_a_title_longer_than_a_message_is_rendered(place: Place) -> None:
    parts = render(Outgoing("hết", title="Tên việc " * 300), Capabilities(max_text=2000))
    assert max(width(f"{part.title}\n{part.text}") for part in parts) <= 2000


async def test_a_document_is_an_address_in_the_words(line: ZaloBot, zalo: FakeZaloBot, place: Place) -> None:
    kept = place.files.keep(b"xlsx")
    await send(line, "Bản tin", files=(FileOut(kept, "Phụ lục.xlsx", "application/vnd.ms-excel"),))
    (said,) = heard(zalo)
    assert "Tệp «Phụ lục.xlsx»" in said.text
    assert f"{OURS}/zalo_bot/tep/" in said.text


async def test_without_a_public_address_the_words_say_where_the_picture_is(
    place: Place, zalo: FakeZaloBot
) -> None:
    line = make(place, zalo, public_url="http://127.0.0.1:8080")
    kept = place.files.keep(b"png")
    assert not line.can.files
    await send(line, "Bản tin", files=(FileOut(kept, "bieu-do.png", "image/png"),))
    (said,) = heard(zalo)
    assert (said.photo, "trang trò chuyện" in said.text) == ("", True)
    await line.close()


async def test_a_shared_file_is_served_to_its_address_alone_for_a_week(
    place: Place, zalo: FakeZaloBot
) -> None:
    now = [NOW]
    line = make(place, zalo, clock=lambda: now[0])

    async def store(raws: Any) -> None: ...

    transport = httpx.ASGITransport(Starlette(routes=list(line.routes(store))))
    picture = FileOut(place.files.keep(b"png bytes"), "x.png", "image/png")
    annex = FileOut(place.files.keep(b"xlsx bytes"), "Phụ lục.html", "text/html")
    async with httpx.AsyncClient(transport=transport) as http:
        good = line.shelf.address(picture, NOW)
        answer = await http.get(good)
        assert (answer.status_code, answer.content, answer.headers["content-type"]) == (
            200,
            b"png bytes",
            "image/png",
        )
        other = await http.get(line.shelf.address(annex, NOW))
        assert other.headers["content-type"] == "application/octet-stream"
        assert other.headers["content-disposition"].startswith("attachment")
        for forged in (
            good.replace(picture.sha256, annex.sha256),
            good.replace("anh.png", "anh.jpg"),
            good.replace("/tep/", "/tep/0"),
        ):
            assert (await http.get(forged)).status_code == 404
        now[0] = NOW + timedelta(days=8)
        assert (await http.get(good)).status_code == 404
    await line.close()


async def test_a_second_try_goes_on_where_the_first_one_failed(
    line: ZaloBot, zalo: FakeZaloBot, place: Place
) -> None:
    kept = place.files.keep(b"png")
    zalo.fault(FaultKind.INTERNAL, "sendMessage")
    message = {"files": (FileOut(kept, "x.png", "image/png"),), "title": "Bản tin"}
    with pytest.raises(Failure):
        await send(line, "Dài " * 600, **message)
    await send(line, "Dài " * 600, **message)
    assert [bool(said.photo) for said in heard(zalo)] == [True, False, False]


# What fails


@pytest.mark.parametrize("status", [False, True], ids=["http-200", "http-status"])
@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (FaultKind.INTERNAL, {"retry": True, "unreachable": False, "ambiguous": True}),
        (FaultKind.BAD_GATEWAY, {"retry": True, "unreachable": False, "ambiguous": True}),
        (FaultKind.GATEWAY_TIMEOUT, {"retry": True, "unreachable": False, "ambiguous": True}),
        (FaultKind.UNAUTHORIZED, {"retry": True, "whole_channel": True, "retry_after": 300.0}),
        (FaultKind.NOT_FOUND, {"retry": False, "unreachable": True}),
        (FaultKind.BAD_REQUEST, {"retry": False, "unreachable": False}),
        (FaultKind.COMMIT_THEN_HANG, {"retry": True, "ambiguous": True}),
        (FaultKind.DROP, {"retry": True, "ambiguous": True}),
    ],
)
async def test_each_error_says_what_to_do(
    place: Place, kind: FaultKind, expected: dict[str, Any], status: bool
) -> None:
    async with FakeZaloBot(error_status=status) as zalo:
        zalo.person("An", PERSON)
        line = make(place, zalo, timeout=0.15)
        zalo.fault(kind, "sendMessage")
        failure = await failed(line)
        assert {name: getattr(failure, name) for name in expected} == expected
        await line.close()


async def test_a_spent_quota_pauses_the_channel_longer_each_time(line: ZaloBot, zalo: FakeZaloBot) -> None:
    zalo.core.quota.used = zalo.core.quota.messages
    pauses = []
    for _ in range(8):
        failure = await failed(line)
        assert isinstance(failure, QuotaSpent)
        assert failure.whole_channel
        assert failure.elsewhere
        pauses.append(failure.retry_after)
    assert pauses == [60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert (await line.ledger.budget()).level is Level.spent
    zalo.core.quota.used = 0
    await send(line)
    assert (await line.ledger.budget()).level is Level.fine


async def test_a_wrong_token_is_said_once_in_one_sentence(
    place: Place, zalo: FakeZaloBot, caplog: pytest.LogCaptureFixture
) -> None:
    line = make(place, zalo, token="1:WRONG-token-of-nobody")
    for _ in range(3):
        await failed(line)
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR] == [
        f"zalo_bot: {TokenRefused()}"
    ]
    with pytest.raises(TokenRefused):
        await line.setup({})
    await line.close()


async def test_no_secret_is_in_any_error_or_log(
    place: Place, zalo: FakeZaloBot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    seen = []
    for kind in FaultKind:
        line = make(place, zalo, timeout=0.1)
        zalo.fault(kind, "sendMessage")
        try:
            await send(line)
        except Failure as failure:
            seen.append(f"{failure} {failure!r} {failure.__cause__!r}")
        await line.close()
    down = make(place, zalo, base_url="http://127.0.0.1:9")
    seen.append(repr(await failed(down)))
    seen += [f"{r.getMessage()} {r.exc_text}" for r in caplog.records]
    assert not [text for text in seen for secret in (zalo.token, SECRET) if secret in text]
    await down.close()


async def test_a_failing_counter_never_fails_a_sent_message(
    line: ZaloBot, zalo: FakeZaloBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise OSError("disk full")

    monkeypatch.setattr(line.ledger, "clock", broken)
    assert await send(line) == heard(zalo)[0].id


def test_settings_that_cannot_work_are_refused_with_a_sentence(place: Place) -> None:
    with pytest.raises(TokenMissing, match="ROVIEC_ZALO_BOT__TOKEN"):
        ZaloBot(place.db, place.files, token=" ")
    with pytest.raises(SecretUnfit, match="8–256"):
        ZaloBot(place.db, place.files, token="1:x", webhook_secret="short")


# What comes with files


async def test_a_picture_is_fetched_until_its_address_ends(line: ZaloBot, zalo: FakeZaloBot) -> None:
    path = zalo.core.media.keep(b"jpeg bytes", ".jpg")
    file = FileRef(zalo.base_url + path, "a.jpg", "image/jpeg", 0)
    assert await line.fetch(file) == b"jpeg bytes"
    zalo.core.clock.advance(2 * 86_400)
    with pytest.raises(Failure) as caught:
        await line.fetch(file)
    assert not caught.value.retry


@pytest.mark.parametrize(
    "address", ["http://169.254.169.254/latest", "file:///etc/passwd", "x", "http://[", ""]
)
async def test_only_public_addresses_are_fetched(line: ZaloBot, address: str) -> None:
    with pytest.raises(Failure):
        await line.fetch(FileRef(address, "a.jpg", "image/jpeg", 0))


def test_the_month_is_hanoi_s() -> None:
    from roviec.db.budget import month_of

    assert month_of(datetime(2026, 6, 30, 18, 0, tzinfo=UTC)) == "2026-07"


async def test_a_person_too_many_stops_nobody_else(place: Place, zalo: FakeZaloBot) -> None:
    line = make(place, zalo, allowance=Allowance(messages=3000, people=1))
    async with place.db.write() as session:
        for chat in (PERSON, "51"):
            await people.address_of(session, channel="zalo_bot", chat=chat)
    zalo.person("Bình", "51")
    zalo.core.quota.people = 1
    failure = await failed(line, "51")
    assert (failure.unreachable, failure.elsewhere, failure.whole_channel) == (True, True, False)
    assert (await line.ledger.budget()).level is Level.fine
    assert await send(line)
    await line.close()

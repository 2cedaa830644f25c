"""Where Telegram is blocked: the same channel through a proxy of either kind."""

import asyncio

import pytest

from roviec.channels.common.addresses import proxy_for
from roviec.channels.telegram.channel import Telegram
from roviec.messages.incoming import Kind
from tests.channels.drivers.protocol import Place
from tests.channels.drivers.telegram import PERSON, cancel, make, until
from tests.channels.test_telegram_sending import failed, send
from tests.channels.test_telegram_weather import Kept
from tests.fakes.proxy import proxy
from tests.fakes.telegram.server import FakeTelegram


async def arrive(line: Telegram, kept: Kept, count: int) -> None:
    """Receive until so many updates were stored."""
    task = asyncio.create_task(line.receive(kept.store))
    await until(lambda: len(kept.raws) >= count, task)
    await cancel(task)


@pytest.mark.parametrize("scheme", ["socks5", "http"])
async def test_words_go_both_ways_through_a_proxy(place: Place, fake: FakeTelegram, scheme: str) -> None:
    async with proxy() as between:
        line, kept = make(place, fake, proxy=f"{scheme}://127.0.0.1:{between.port}"), Kept()
        await fake.user(PERSON).says("chào")
        await arrive(line, kept, 1)
        (raw,) = kept.raws.values()
        said = line.parse(raw)
        assert said is not None
        assert (said.kind, said.text) == (Kind.text, "chào")
        await send(line, "Chào Ông/Bà")
        assert fake.chat(PERSON).texts[-1] == "Chào Ông/Bà"
        await line.close()
    assert between.asked
    assert {where.split(":")[0] for where in between.asked} == {f"{scheme} 127.0.0.1"}


@pytest.mark.parametrize("scheme", ["socks5", "http"])
async def test_a_proxy_that_is_down_means_not_sent(place: Place, fake: FakeTelegram, scheme: str) -> None:
    async with proxy() as between:
        port = between.port
    line = make(place, fake, proxy=f"{scheme}://127.0.0.1:{port}")
    failure = await failed(line)
    assert (failure.retry, failure.ambiguous) == (True, False)
    await line.close()


async def test_a_proxy_named_by_the_environment_is_used(
    place: Place, fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with proxy() as between:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{between.port}")
        monkeypatch.delenv("no_proxy", raising=False)
        line = make(place, fake)
        await send(line, "Chào Ông/Bà")
        await line.close()
    assert between.asked


def test_an_address_that_needs_no_proxy_goes_straight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "localhost,127.0.0.1")
    assert proxy_for("https://api.telegram.org", "") == "http://proxy.example:3128"
    assert proxy_for("https://127.0.0.1:8081", "") == ""
    assert proxy_for("https://127.0.0.1:8081", "socks5://127.0.0.1:1080") == "socks5://127.0.0.1:1080"

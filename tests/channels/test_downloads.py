"""Files from addresses that anyone may have written: never inside, never for ever, and only that file fails."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roviec.channels.common.addresses import is_public
from roviec.channels.common.download import Downloads
from roviec.channels.common.http import Http, Unanswered
from roviec.channels.telegram.channel import Telegram
from roviec.messages.incoming import FileRef
from roviec.messages.outcome import Failure
from tests.channels.drivers.protocol import Place
from tests.channels.drivers.telegram import PERSON, make
from tests.channels.test_telegram_sending import send
from tests.examples import examples
from tests.fakes.telegram.faults import FaultKind
from tests.fakes.telegram.server import FakeTelegram

Answer = Callable[[web.Request], web.StreamResponse]


@asynccontextmanager
async def server(*answers: web.StreamResponse | float) -> AsyncIterator[str]:
    """Answer one request after the other, the last for ever; a number of seconds is a very slow answer."""
    left = itertools.chain(answers, itertools.repeat(answers[-1]))

    async def answer(request: web.Request) -> web.StreamResponse:
        found = next(left)
        if isinstance(found, float):
            await asyncio.sleep(found)
            return web.Response(body=b"slow")
        return web.Response(status=found.status, headers=found.headers, body=getattr(found, "body", b""))

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def got(root: str, address: str, **settings: float) -> bytes:
    """Download with short waits."""
    downloads = Downloads(root, timeout=2.0, **settings)  # type: ignore[arg-type]
    try:
        return await downloads.get(address)
    finally:
        await downloads.close()


@pytest.mark.parametrize(
    "address",
    [
        *("", "xin chào", "https://", "https:///tep", "https://xn--/", "https://[", "https://a b/"),
        *("https://\udcff/", "https://é\u0000/", f"https://{'a' * 300}.vn/", "https://x:99999/"),
        *("http://example.vn/tep", "file:///etc/passwd", "ftp://example.vn/tep", "gopher://127.0.0.1/"),
    ],
)
async def test_what_is_no_address_is_that_files_failure(address: str) -> None:
    with pytest.raises(Failure):
        await got("https://example.vn", address)


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.1", "2130706433", "0x7f.1", "0", "0.0.0.0", "localhost", "10.0.0.7"),
        *("192.168.1.1", "172.16.0.9", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255"),
        *(
            "[::1]",
            "[::]",
            "[fe80::1]",
            "[fd00::1]",
            "[::ffff:10.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[2002:7f00:1::]",
        ),
        *("user:pw@127.0.0.1", "LOCALHOST.", "127.0.0.1:22"),
    ],
)
async def test_an_address_inside_is_refused_for_good(host: str) -> None:
    with pytest.raises(Failure) as caught:
        await got("https://example.vn", f"https://{host}/meta-data")
    # The client itself takes no address in odd figures, and some names are known nowhere.
    assert not caught.value.retry or host in ("127.1", "2130706433", "0", "LOCALHOST.")


@pytest.mark.parametrize(
    ("ip", "public"),
    [("8.8.8.8", True), ("2001:4860:4860::8888", True), ("::ffff:8.8.8.8", True), ("64:ff9b::808:808", True),
     ("10.1.2.3", False), ("2002:a00:1::", False), ("fe80::1%eth0", False)],
)  # fmt: skip
def test_only_the_public_internet_is_public(ip: str, public: bool) -> None:
    assert is_public(ip) is public


async def test_a_name_that_leads_inside_only_sometimes_is_connected_outside_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [{"hostname": "x.vn", "host": host, "port": 443, "family": 2, "proto": 6, "flags": 0}
             for host in ("10.0.0.1", "203.0.113.9")]  # fmt: skip
    asked: list[str] = []

    async def resolve(self: object, host: str, port: int = 0, family: int = 0) -> list[dict[str, object]]:
        return [one for one in found if asked.append(str(one["host"])) is None]

    monkeypatch.setattr(aiohttp.ThreadedResolver, "resolve", resolve)
    with pytest.raises(Failure) as caught:  # 203.0.113.0/24 is for documentation and leads nowhere public
        await got("https://example.vn", "https://x.vn/tep")
    assert "inside" in caught.value.reason
    assert asked[:2] == ["10.0.0.1", "203.0.113.9"]


async def test_the_platforms_own_server_may_lie_inside_and_leads_nowhere_else_there() -> None:
    async with server(web.Response(body=b"tep")) as root:
        assert await got(root, f"{root}/tep") == b"tep"
        async with server(
            web.Response(status=302, headers={"Location": "/noi-khac"}), web.Response(body=b"b")
        ) as two:
            assert await got(two, f"{two}/tep") == b"b"
        for where in (
            f"{root}/tep",
            "https://127.0.0.1/tep",
            f"{root.replace('127.0.0.1', 'localhost')}/tep",
        ):
            async with server(web.Response(status=302, headers={"Location": where})) as other:
                with pytest.raises(Failure) as caught:
                    await got(other, f"{other}/tep")
                assert not caught.value.retry
    with pytest.raises(Failure):
        await got("http://127.0.0.1", "http://127.0.0.1.evil.example/tep")


async def test_redirects_end() -> None:
    async with server(web.Response(status=302, headers={"Location": "/tep"})) as root:
        with pytest.raises(Failure, match="on and on"):
            await got(root, f"{root}/tep")


async def test_a_busy_platform_is_asked_again_and_a_gone_file_is_not() -> None:
    busy = (web.Response(status=429, headers={"Retry-After": "1"}), web.Response(status=502))
    async with server(*busy, web.Response(body=b"tep")) as root:
        begun = time.monotonic()
        assert await got(root, f"{root}/tep") == b"tep"
        assert time.monotonic() - begun > 1.0
    async with server(web.Response(status=404), web.Response(body=b"tep")) as root:
        with pytest.raises(Failure) as caught:
            await got(root, f"{root}/tep")
        assert not caught.value.retry
    async with server(web.Response(status=429, headers={"Retry-After": "600"})) as root:
        with pytest.raises(Failure) as caught:
            await got(root, f"{root}/tep")
        assert caught.value.retry_after == 600


async def test_a_file_larger_than_the_office_takes_is_left() -> None:
    async with server(web.Response(body=b"x" * 2000)) as root:
        with pytest.raises(Failure, match="larger"):
            await got(root, f"{root}/tep", largest=1999)
        assert len(await got(root, f"{root}/tep", largest=2000)) == 2000


@settings(
    max_examples=examples(200), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.one_of(st.text(), st.builds("https://{}".format, st.text())))
async def test_whatever_stands_there_only_that_file_fails(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    async def resolve(*_: object, **__: object) -> list[object]:
        raise OSError("no such name")

    monkeypatch.setattr(aiohttp.ThreadedResolver, "resolve", resolve)
    monkeypatch.setattr("roviec.channels.common.download.again", lambda work, pause: work())
    with pytest.raises(Failure):
        await got("https://example.vn", address)


# Telegram's files


async def uploaded(line: Telegram, fake: FakeTelegram) -> FileRef:
    """Let An send a document; return it as we know it."""
    await fake.user(PERSON).sends_document(b"%PDF-1.7", "bao-cao.pdf", caption="")
    raw = next(reversed(fake.core.updates.entries.values())).update
    return FileRef(raw["message"]["document"]["file_id"], "bao-cao.pdf", "application/pdf", 8)


@pytest.mark.parametrize("kind", [FaultKind.TOO_MANY, FaultKind.BAD_GATEWAY])
async def test_a_refused_get_file_is_tried_again(line: Telegram, fake: FakeTelegram, kind: FaultKind) -> None:
    file = await uploaded(line, fake)
    fault = fake.fault(kind, "getFile", seconds=1)
    assert await line.fetch(file) == b"%PDF-1.7"
    assert fault.hits == 1


async def test_slow_downloads_hold_nobody_elses_message(place: Place, fake: FakeTelegram) -> None:
    file = FileRef("x", "a.pdf", "application/pdf", 1)
    async with server(5.0) as slow:
        line = make(place, fake)
        line._downloads.trusted = f"{slow}/"
        tasks = [asyncio.create_task(line._downloads.get(f"{slow}/{n}")) for n in range(30)]
        await asyncio.sleep(0.1)
        begun = time.monotonic()
        await send(line, "Chào Ông/Bà")
        assert time.monotonic() - begun < 2
        assert file.size == 1
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await line.close()


# The client


async def test_what_certainly_was_not_sent_is_told_apart() -> None:
    http = Http(timeout=0.5)
    for address in ("http://127.0.0.1:9/", "http://xn--/", "không", "http://khong-co.invalid/"):
        with pytest.raises(Unanswered) as caught:
            await http.call("POST", address)
        assert not caught.value.taken, address
        assert "127.0.0.1" not in str(caught.value)
    async with server(3.0) as slow:
        with pytest.raises(Unanswered) as caught:
            await http.call("POST", slow)
        assert caught.value.taken
    await http.close()


async def test_a_call_waits_for_a_free_line_before_its_time_runs() -> None:
    async with server(0.5) as slow:
        http = Http(timeout=1.5, connections=1)
        try:
            answers = await asyncio.gather(*(http.call("GET", slow) for _ in range(4)))
        finally:
            await http.close()
        assert [one.status for one in answers] == [200] * 4

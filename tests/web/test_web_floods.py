"""Attacks on a running server: floods, silence, slowness, foreign names, monstrous requests."""

import asyncio
import socket
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace

import httpx
import pytest
from web_house import CHAT, NOW, OURS, PNG, SECRET, House, served, visitor

from roviec.db import conversations, people
from roviec.db.models import WebEvent
from roviec.web.identity import chat_of
from roviec.web.limits import Connections, Limits, network_of
from roviec.web.slow import Patience
from tests.ports import free_port

CHAT_COOKIE = f"rv_chat={SECRET}"


async def heard(port: int, *pieces: bytes, pause: float = 0.0, within: float = 5.0) -> bytes:
    """Send pieces with a pause between them; return what the server said until it hung up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(within):
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(pause)
            return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


def port_of(address: str) -> int:
    return int(address.rpartition(":")[2])


@pytest.fixture
async def strict(house: House) -> AsyncIterator[str]:
    """A server with little patience."""
    connections = Connections(most=40, of_one=10, headers=0.5, reading=0.5)
    async with served(house.app, free_port(), connections) as address:
        yield address


async def test_a_silent_connection_is_cut(strict: str) -> None:
    began = time.monotonic()
    assert await heard(port_of(strict)) == b""
    assert time.monotonic() - began < 3


async def test_headers_that_come_a_letter_at_a_time_are_cut(strict: str) -> None:
    """Slowloris: a header line every moment keeps no connection open."""
    lines = [b"GET / HTTP/1.1\r\nHost: localhost\r\n", *(b"X-%d: a\r\n" % n for n in range(40))]
    began = time.monotonic()
    assert await heard(port_of(strict), *lines, pause=0.1) == b""
    assert time.monotonic() - began < 3


async def test_a_body_that_dawdles_is_cut_with_a_sentence(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Patience.__init__, "__defaults__", (0.5, 1.0, 1.5))
    head = (
        b"POST /chat/say HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
        b"Sec-Fetch-Site: same-origin\r\nCookie: " + CHAT_COOKIE.encode() + b"\r\n\r\n"
    )
    async with served(house.again().app, free_port()) as address:
        answer = await heard(port_of(address), head)
        began = time.monotonic()
        # Whoever goes on sending after the end may hear a reset instead of the sentence.
        dripping = await heard(port_of(address), head, *[b"a"] * 40, pause=0.1)
    assert time.monotonic() - began < 3
    assert dripping[:12] in (b"HTTP/1.1 408", b"")
    assert answer.startswith(b"HTTP/1.1 408")
    assert "Kết nối quá chậm" in answer.decode()
    assert b"connection: close" in answer


async def test_what_still_drips_after_a_refusal_keeps_nothing_open(strict: str) -> None:
    head = b"POST /chat/say HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"
    answer = await heard(port_of(strict), head, *[b"a"] * 30, pause=0.1)
    assert answer.startswith(b"HTTP/1.1 403") or answer == b""


@pytest.mark.parametrize("size", [1, 1000, 400_000])
async def test_a_refused_post_hears_why_though_nobody_wanted_its_body(strict: str, size: int) -> None:
    head = (
        b"POST /chat/say HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
        % size
    )
    for _ in range(10):
        answer = await heard(port_of(strict), head + b"x" * size)
        assert answer.startswith(b"HTTP/1.1 403"), answer


async def test_who_reads_no_answer_is_cut(house: House, strict: str) -> None:
    async with house.deps.db.write() as session:
        session.add_all(
            WebEvent(id=n + 1, chat=CHAT, key=f"out/{n}", kind="heard", body={"text": "x" * 200_000}, at=NOW)
            for n in range(100)
        )
    head = f"GET /chat/stream HTTP/1.1\r\nHost: localhost\r\nCookie: {CHAT_COOKIE}\r\n\r\n"
    loop = asyncio.get_running_loop()
    with socket.socket() as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.setblocking(False)
        await loop.sock_connect(deaf, ("127.0.0.1", port_of(strict)))
        await loop.sock_sendall(deaf, head.encode())
        await asyncio.sleep(2)
        taken = 0
        with suppress(ConnectionError):
            async with asyncio.timeout(10):
                while data := await loop.sock_recv(deaf, 1 << 20):
                    taken += len(data)
    assert 0 < taken < 20_000_000


async def test_one_address_opens_so_many_connections_and_no_more(strict: str) -> None:
    opened = [await asyncio.open_connection("127.0.0.1", port_of(strict)) for _ in range(10)]
    assert await heard(port_of(strict), b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n") == b""
    for _, writer in opened:
        writer.close()
    await asyncio.sleep(0.2)
    async with httpx.AsyncClient(base_url=strict) as other:
        assert (await other.get("/healthz")).status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("localhost:8080", 200),
        ("127.0.0.1:1", 200),
        ("[::1]:8080", 200),
        ("xa.gov.vn", 200),
        ("XA.gov.vn:443", 200),
        ("evil.example", 421),
        ("xa.gov.vn.evil.example", 421),
        ("localhost.evil.example", 421),
        ("xa.gov.vn:9999", 421),
        ("xa.gov.vn@evil.example", 421),
        ("", 421),
    ],
)
async def test_only_the_offices_own_name_is_answered(house: House, host: str, status: int) -> None:
    own = house.again(public_url="https://xa.gov.vn")
    async with visitor(own) as person:
        answer = await person.get("/", headers={"host": host, "accept": "text/html"})
        assert answer.status_code == status
        assert ("địa chỉ chính thức" in answer.text) == (status == 421)
        assert (await person.get("/healthz", headers={"host": host})).status_code == 200


async def test_two_hosts_are_one_too_many(strict: str) -> None:
    head = b"GET /healthz2 HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    assert (await heard(port_of(strict), head))[:12] in (b"HTTP/1.1 400", b"HTTP/1.1 421")


@pytest.mark.parametrize(
    "path",
    [
        "/trang/van-ban/" + "9" * 5000,
        "/" + "9" * 5000,
        "/chat/file/" + "a" * 5000,
        "/?code=" + "9" * 5000,
        "/" + "a/" * 2500,
    ],
)
async def test_five_thousand_digits_are_a_sentence_at_once(house: House, path: str) -> None:
    async with (
        served(house.app, free_port()) as address,
        httpx.AsyncClient(
            base_url=address, cookies={"rv_chat": SECRET}, headers={"accept": "text/html"}
        ) as person,
    ):
        await person.get("/")
        began = time.perf_counter()
        answer = await person.get(path)
        assert time.perf_counter() - began < 3  # 0.05 s on a machine that is not shared
    assert answer.status_code in (200, 401, 403, 404)
    assert "Ông/Bà" in answer.text


async def test_headers_past_their_size_are_refused(strict: str) -> None:
    head = b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 200_000
    assert (await heard(port_of(strict), head))[:12] in (b"HTTP/1.1 400", b"")


async def test_new_conversations_come_so_fast_and_no_faster(house: House) -> None:
    limited = house.again(limits=replace(Limits(), chats_per_minute=10))
    answers: Counter[int] = Counter()
    async with served(limited.app, free_port()) as address:
        for _ in range(37):
            async with httpx.AsyncClient(base_url=address, headers={"accept": "text/html"}) as stranger:
                answer = await stranger.get("/")
                answers[answer.status_code] += 1
        assert "quá nhiều cuộc trò chuyện mới" in answer.text
        async with httpx.AsyncClient(base_url=address, cookies={"rv_chat": SECRET}) as known:
            assert (await known.get("/")).status_code == 200
        english = httpx.AsyncClient(base_url=address, cookies={"rv_lang": "en"})
        assert "Too many new conversations" in (await english.get("/")).text
        await english.aclose()
    assert answers == {200: 10, 429: 27}


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip"])
async def test_a_made_up_address_opens_no_more(house: House, header: str) -> None:
    limited = house.again(limits=replace(Limits(), chats_per_minute=3))
    async with served(limited.app, free_port()) as address:
        found = []
        for n in range(6):
            async with httpx.AsyncClient(base_url=address, headers={header: f"203.0.{n}.7"}) as liar:
                found.append((await liar.get("/")).status_code)
    assert found == [200] * 3 + [429] * 3


async def test_behind_a_trusted_proxy_each_network_has_its_own_limit(house: House) -> None:
    limited = house.again(limits=replace(Limits(), chats_per_minute=1))
    behind = Connections(trusted_proxies=("127.0.0.1",))

    async def opens(client: str) -> int:
        async with httpx.AsyncClient(base_url=address, headers={"x-forwarded-for": client}) as person:
            return (await person.get("/")).status_code

    async with served(limited.app, free_port(), behind) as address:
        # What a client writes itself stands to the left of what the proxy adds.
        assert [await opens("1.2.3.4, 203.0.113.7"), await opens("5.6.7.8, 203.0.113.7")] == [200, 429]
        assert [await opens(f"203.0.113.{n}") for n in range(10, 16)] == [200] * 4 + [429] * 2
        assert await opens("198.51.100.1") == 200


async def test_posts_of_one_address_have_an_end_whatever_the_chats(house: House) -> None:
    limited = house.again(limits=replace(Limits(), posts_per_minute=40))
    found: Counter[int] = Counter()
    for n in range(4):
        async with visitor(limited, f"secret-number-{n}") as person:
            for m in range(20):
                body = {"id": f"post-{n:02}-{m:02}", "text": "chào"}
                found[(await person.post("/chat/say", json=body)).status_code] += 1
    assert found == {202: 40, 429: 40}


async def test_a_stranger_stores_no_file(house: House) -> None:
    """150 MB in a few seconds is what one stranger stored before."""
    async with (
        served(house.app, free_port()) as address,
        httpx.AsyncClient(base_url=address, cookies={"rv_chat": SECRET}, headers=OURS) as stranger,
    ):
        for n in range(5):
            answer = await stranger.post(
                "/chat/file", data={"id": f"file-{n:04}"}, files={"files": ("a.png", PNG + bytes(100_000))}
            )
            assert answer.status_code == 403
            assert "Chưa có nội dung nào cần tệp" in answer.json()["error"]
    assert not [path for path in house.deps.files.folder.rglob("*") if path.is_file()]
    assert await house.inbox() == []


@pytest.mark.parametrize("limit", [{"uploads_per_hour": 4}, {"upload_mb_per_hour": 1}])
async def test_files_have_a_number_and_a_weight(house: House, limit: dict[str, int]) -> None:
    limited = house.again(limits=replace(Limits(), **limit), max_file=400_000)
    await limited.awaits_a_file()
    found = []
    async with visitor(limited) as person:
        for n in range(5):
            picture = PNG + bytes([n]) * 250_000
            answer = await person.post(
                "/chat/file", data={"id": f"file-{n:04}"}, files={"files": ("a.png", picture, "image/png")}
            )
            found.append(answer.status_code)
    assert found == [202] * 4 + [429]
    assert "quá nhiều tệp" in answer.json()["error"]


async def test_wrong_codes_of_one_address_have_an_end_whatever_the_chats(house: House) -> None:
    limited = house.again(limits=replace(Limits(), wrong_codes_per_hour=6))
    found = []
    for n in range(4):
        async with visitor(limited, f"secret-number-{n}") as guesser:
            for m in range(2):
                body = {"id": f"post-{n:02}-{m:02}", "text": f"/start AAAAA2345{n * 2 + m}"}
                answer = await guesser.post("/chat/say", json=body)
                found.append(answer.status_code)
            assert (
                await guesser.post("/chat/say", json=body | {"id": f"word-{n}-0001", "text": "chào"})
            ).is_success
    assert found == [202] * 6 + [429] * 2
    assert "nhập sai mã" in answer.json()["error"]


async def test_feedback_of_one_address_has_an_end_whatever_the_chats(house: House) -> None:
    limited = house.again(limits=replace(Limits(), feedback_per_hour=2))
    found = []
    for n in range(4):
        async with visitor(limited, f"secret-number-{n}") as person:
            body = {"id": f"send-{n:04}", "action": "feedback.send:1:here", "label": "Gửi"}
            answer = await person.post("/chat/say", json=body)
            found.append(answer.status_code)
    assert found == [202] * 2 + [429] * 2
    assert "quá nhiều phản ánh" in answer.json()["error"]


@pytest.mark.parametrize(
    "said",
    [{"action": "reception.ask", "label": "Gặp"}, {"text": "/gapcanbo"}, {"text": "cho tôi gặp cán bộ"}],
)
async def test_asking_for_somebody_from_one_address_has_an_end_whatever_the_chats(
    house: House, said: dict[str, str]
) -> None:
    limited = house.again(limits=replace(Limits(), feedback_per_hour=2))
    found = []
    for n in range(3):
        async with visitor(limited, f"secret-number-{n}") as person:
            answer = await person.post("/chat/say", json={"id": f"ask-{n:06}", **said})
            found.append(answer.status_code)
    assert found == [202] * 2 + [429]


async def test_feedback_that_is_sent_by_its_number_is_counted_too(house: House) -> None:
    limited = house.again(limits=replace(Limits(), feedback_per_hour=1))
    found = []
    for n in range(2):
        async with visitor(limited, f"secret-number-{n}") as person:
            async with limited.deps.db.write() as session:
                chat = chat_of(f"secret-number-{n}")
                address = await people.address_of(session, channel="web", chat=chat)
                talk = await conversations.of(session, address, NOW)
                conversations.enter(talk, "feedback.sure", {"photos": []}, NOW)
            for words in ("còn thiếu một ý nữa", "số 1 ạ"):
                body = {"id": f"send-{n}-{len(words):04}", "text": words}
                found.append((await person.post("/chat/say", json=body)).status_code)
    assert found == [202, 202, 202, 429]


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:23ff::1", "2001:db8:1:2300::/56"),
        ("fe80::1%eth0", "fe80::/56"),
        ("", ""),
        ("unix", "unix"),
    ],
)
def test_a_network_is_a_24_or_a_56(host: str, network: str) -> None:
    assert network_of(host) == network

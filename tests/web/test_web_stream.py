"""The ordered stream behind a real port: resumed without doubles, in one order for everybody."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
from web_house import CHAT, NOW, OURS, SECRET, House, served, until

from roviec.db import webchat
from roviec.web import stream as streaming
from tests.ports import free_port

COOKIES = {"rv_chat": SECRET}


async def read(
    address: str, count: int, headers: dict[str, str] | None = None, query: str = ""
) -> list[dict[str, Any]]:
    """Return the first `count` lines of the stream, each with the id of its event."""
    lines: list[dict[str, Any]] = []
    async with asyncio.timeout(20):
        async for number, body in events(address, headers, query):
            assert number.endswith(f"-{body['id']}")
            body["event"] = number
            lines.append(body)
            if len(lines) == count:
                break
    return lines


async def events(
    address: str, headers: dict[str, str] | None, query: str
) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    async with (
        httpx.AsyncClient(base_url=address, cookies=COOKIES, timeout=30) as client,
        client.stream("GET", f"/chat/stream{query}", headers=headers) as answer,
    ):
        number = ""
        async for row in answer.aiter_lines():
            if row.startswith("id: "):
                number = row[4:]
            elif row.startswith("data: ") and row != "data: {}":
                yield number, json.loads(row[6:])


async def test_lines_come_in_order_with_their_local_time(house: House):
    for n in range(450):
        await house.hears(f"dòng {n}", f"out/{n}")
    async with served(house.app, free_port()) as address:
        lines = await read(address, 450)
    assert [line["body"]["text"] for line in lines] == [f"dòng {n}" for n in range(450)]
    assert (lines[0]["day"], lines[0]["time"]) == ("Thứ Hai, 29/6/2026", "07:30")


async def test_a_page_that_comes_back_gets_only_what_it_missed(house: House):
    for n in range(6):
        await house.hears(str(n), f"out/{n}")
    async with served(house.app, free_port()) as address:
        first = await read(address, 3)
        last, begin = first[-1]["event"], first[0]["event"]
        by_header = await read(address, 3, headers={"last-event-id": last})
        by_query = await read(address, 3, query=f"?after={last}")
        both = await read(address, 3, headers={"last-event-id": last}, query=f"?after={begin}")
        nonsense = await read(address, 6, headers={"last-event-id": "9" * 40}, query="?after=%2Dx")
    assert [line["body"]["text"] for line in by_header] == ["3", "4", "5"]
    assert by_header == by_query == both
    assert len(nonsense) == 6


async def test_own_and_bot_lines_have_one_order_for_every_page(house: House):
    async with served(house.app, free_port()) as address:
        pages = [asyncio.create_task(read(address, 50)) for _ in range(3)]
        async with httpx.AsyncClient(base_url=address, cookies=COOKIES, headers=OURS) as person:

            async def talk(n: int) -> None:
                posted = await person.post("/chat/say", json={"id": f"post-{n:04}", "text": f"hỏi {n}"})
                assert posted.status_code == 202
                await house.hears(f"đáp {n}", f"out/{n}")

            await asyncio.gather(*(talk(n) for n in range(25)))
        seen = [[line["key"] for line in await page] for page in pages]
    assert seen[0] == seen[1] == seen[2]
    for n in range(25):
        assert seen[0].index(f"in/post-{n:04}") < seen[0].index(f"out/{n}")


async def test_a_line_arrives_at_once_by_whatever_way_it_was_written(house: House):
    async with served(house.app, free_port()) as address:
        waiting = asyncio.create_task(read(address, 1))
        await asyncio.sleep(0.3)
        begin = time.perf_counter()
        await house.hears("ngay", "out/1")
        (first,) = await waiting
        assert time.perf_counter() - begin < 0.8
        waiting = asyncio.create_task(read(address, 1, query=f"?after={first['event']}"))
        async with house.deps.db.write() as session:
            await webchat.append(session, chat=CHAT, key="out/2", kind="heard", body={"text": "b"}, now=NOW)
        assert (await waiting)[0]["body"] == {"text": "b"}


async def test_an_open_stream_ends_soon_after_the_server_is_told_to_stop(house: House):
    async with served(house.app, free_port()) as address:
        waiting = asyncio.create_task(read(address, 1))
        await asyncio.sleep(0.3)
        begin = time.perf_counter()
    assert time.perf_counter() - begin < 2.9
    assert await waiting == []


async def test_a_gone_page_leaves_nobody_waiting(house: House):
    async with served(house.app, free_port()) as address:
        waiting = asyncio.create_task(read(address, 1))
        bell = house.deps.channel.bell
        await until(lambda: bool(bell._waiting))
        waiting.cancel()
        await until(lambda: not bell._waiting)


async def test_a_quiet_stream_beats(house: House, monkeypatch):
    monkeypatch.setattr(streaming, "HEARTBEAT", 0.1)
    async with (
        served(house.app, free_port()) as address,
        httpx.AsyncClient(base_url=address, cookies=COOKIES) as client,
        client.stream("GET", "/chat/stream") as answer,
        asyncio.timeout(10),
    ):
        async for row in answer.aiter_lines():
            if row == ": beat":
                break


async def test_a_page_of_another_persona_is_told_that_it_moved(page: httpx.AsyncClient):
    answer = await page.get("/chat/stream?chat=" + "f" * 32)
    assert answer.text.startswith("event: moved\n")
    page.cookies.clear()
    assert (await page.get("/chat/stream")).status_code == 401

"""The office keeps running, whatever comes in."""

import asyncio
import json
import time

from tests.attack.office import UNIT, Office
from tests.attack.registry import CUT, attack, is_alive, refusal


@attack("anybody on a messenger", "a file whose address no library can read")
async def poisoned_file(office: Office) -> None:
    for n, url in enumerate(
        ("https://xn--/", "https://[::/x", "//", "https://a\x00b/", "file:///etc/passwd")
    ):
        event = {
            "event_name": "message.image.received",
            "message": {
                "message_id": f"poison-{n}", "chat": {"id": f"p{n}", "chat_type": "PRIVATE"}, "photo": url,
                "date": 1, "from": {"id": f"p{n}", "display_name": "x", "is_bot": False},
            },
        }  # fmt: skip
        await office.zalo_bot(json.dumps(event).encode())
        image = {
            "event_name": "user_send_image", "app_id": "1234", "sender": {"id": f"p{n}"}, "timestamp": "1",
            "recipient": {"id": "9"}, "user_id_by_app": "1",
            "message": {"msg_id": f"m{n}", "attachments": [{"type": "image", "payload": {"url": url}}]},
        }  # fmt: skip
        await office.zalo_oa(json.dumps(image).encode())
    await asyncio.sleep(3)
    binh = office.seats["Trần Thị Bình"]
    assert (await binh.sends(b"\xff\xd8\xff" + b"0" * 100)).status_code == 202
    assert await binh.hears(), "files of others wait for ever"
    waiting = office.rows("SELECT count(*) FROM inbox WHERE state = 'fetching'")
    assert waiting == [(0,)], f"{waiting} still wait for their files"


@attack("anybody", "5,000 digits in a path, 12,000 in a deadline")
async def many_digits(office: Office) -> None:
    one = await office.browser()
    began = time.monotonic()
    for path in ("/trang/van-ban/" + "9" * 5000, "/chat/file/" + "9" * 5000, "/?code=" + "9" * 5000):
        answer = await one.client.get(path, timeout=3)
        assert answer.status_code < 500, f"{path[:20]}: {answer.status_code}"
    one.last = int("9" * 18)
    await one.hears(within=1)
    assert time.monotonic() - began < 6
    await one.close()
    binh = office.seats["Trần Thị Bình"]
    began = time.monotonic()
    assert await binh.says("xin lùi đến ngày " + "1" * 11_000)
    assert time.monotonic() - began < 5, "a long number keeps everybody waiting"
    await is_alive(office)


@attack("one machine", "one slip of the counter from many chats, the open link of a survey that takes slips")
async def one_slip_for_many(office: Office) -> None:
    campaign = (await office.type("survey", "open", "mot-cua", "--unit", UNIT, "--by-code")).strip()
    slip = (await office.type("survey", "codes", campaign, "--unit", UNIT, "--count", "1")).strip()
    link = json.loads(await office.type("survey", "link", campaign, "--unit", UNIT, "--json"))["token"]
    begun = 0
    for code in (slip, slip.lower(), slip.replace("-", ""), slip, link):
        one = await office.browser()
        begun += "đồng ý" in (await one.says(f"/start {code}")).lower()
        await one.close()
    assert begun == 1, f"{begun} began with one slip"


# Before what waits long: for a while after it this machine may open no conversation.
@attack("one machine", "as many new conversations as it can open", slow=True)
async def many_conversations(office: Office) -> None:
    async def come() -> int:
        one = await office.browser()
        answer = await one.posts({"text": "/giup"})
        await one.close()
        return answer.status_code

    codes = [code for _ in range(10) for code in await asyncio.gather(*(come() for _ in range(20)))]
    assert codes.count(202) < 150, f"{codes.count(202)} of 200 new conversations were let in at once"
    # What its network may do fills up again, so that the next attacker meets an office with room.
    await asyncio.sleep(65)


@attack("anybody", "headers that never end, connections that say nothing", slow=True)
async def slow_headers(office: Office) -> None:
    lazy = [await asyncio.open_connection("127.0.0.1", office.port) for _ in range(60)]
    for n, (_, writer) in enumerate(lazy):
        if n % 2:
            writer.write(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-")
    await is_alive(office)
    try:
        async with asyncio.timeout(40):
            ends = await asyncio.gather(*(reader.read() for reader, _ in lazy), return_exceptions=True)
    except TimeoutError:
        raise AssertionError("silent connections are kept") from None
    finally:
        for _, writer in lazy:
            writer.close()
    assert len(ends) == 60


@attack("anybody", "bodies and uploads beyond every limit")
async def large_bodies(office: Office) -> None:
    one = await office.browser()
    code = await refusal(one.client.post("/chat/say", content=b'{"id": "' + b"a" * 10_000_000))
    assert code in (CUT, 400, 413), code
    code = await refusal(one.sends(b"0" * 25_000_000))
    assert code in (CUT, 400, 403, 409, 413), code
    for post in (office.telegram, office.zalo_bot, office.zalo_oa):
        assert await refusal(post(b"[" * 5_000_000)) < 500
    await one.close()
    await is_alive(office)


@attack("a stranger", "files that nothing waits for")
async def stored_for_strangers(office: Office) -> None:
    one, kept = await office.browser(), 0
    for n in range(6):
        kept += await refusal(one.sends(bytes([n]) * 2_000_000, f"{n}.jpg")) == 202
    await one.close()
    assert kept <= 2, f"{kept} of 6 files of a stranger were stored"


@attack("a stranger", "guessing invitation codes", slow=True)
async def guessed_codes(office: Office) -> None:
    one = await office.browser()
    heard = [await one.says(f"/start ABCDEFGH{n:02}") for n in range(25)]
    await one.close()
    assert any("429" in said or "thử lại sau" in said or "quá" in said for said in heard), (
        "25 guesses in a row"
    )

"""«Bật thông báo»: offered to who has something to wait for, kept with the session, refused where it leads inside."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlmodel import select
from web_house import CHAT, NOW, SECRET, House, visitor

from roviec.channels.webchat.push import Push
from roviec.channels.webchat.vapid import Vapid
from roviec.db import people, pushes, sessions, webchat
from roviec.db.models import Knock, Role, WebSession
from tests.channels.test_web_push import INSIDE
from tests.fakes.push_service import Browser

ENDPOINT = "https://push.example/send/abc"


def subscription(endpoint: str = ENDPOINT) -> dict[str, Any]:
    return {"subscription": Browser().subscription(endpoint)}


@pytest.fixture
async def office(house: House, tmp_path: Path) -> AsyncIterator[House]:
    """A house that knocks, with an official at the chat."""
    push = Push(Vapid(tmp_path / "push.key"))
    async with house.deps.db.write() as session:
        unit = await people.add_unit(session, name="UBND xã")
        lan = await people.add_person(session, name="Lan", unit=unit, role=Role.official)
        place = await people.address_of(session, channel="web", chat=CHAT)
        await people.give(session, place, lan, NOW)
    yield house.again(push=push)
    await push.close()


@pytest.fixture
async def lan(office: House) -> AsyncIterator[httpx.AsyncClient]:
    async with visitor(office) as client:
        yield client


async def kept(house: House, chat: str = CHAT) -> dict[str, Any] | None:
    async with house.deps.db.read() as session:
        return await pushes.push_of(session, chat)


async def test_an_official_turns_it_on_and_off(lan: httpx.AsyncClient, office: House) -> None:
    state = (await lan.get("/chat/push")).json()
    assert state["on"] is False
    assert len(state["key"]) == 87
    said = subscription()
    assert (await lan.post("/chat/push", json=said)).status_code == 204
    assert await kept(office) == {k: said["subscription"][k] for k in ("endpoint", "keys")}
    assert (await lan.get("/chat/push")).json()["on"] is True
    assert (await lan.post("/chat/push", json={"subscription": None})).status_code == 204
    assert await kept(office) is None


async def test_a_stranger_is_not_asked_and_may_not(office: House) -> None:
    async with visitor(office, "mot-nguoi-khach-khong-quen-biet-000000") as stranger:
        assert (await stranger.get("/chat/push")).json() == {"key": "", "on": False}
        answer = await stranger.post("/chat/push", json=subscription())
        assert answer.status_code == 403
        assert "liên kết tài khoản" in answer.json()["error"]
    async with office.deps.db.read() as session:
        assert [row.push for row in (await session.exec(select(WebSession))).all() if row.push] == []


async def test_a_browser_without_a_session_is_told_nothing(office: House) -> None:
    async with visitor(office, "") as nobody:
        for answer in (
            await nobody.get("/chat/push"),
            await nobody.post("/chat/push", json=subscription()),
            await nobody.post("/chat/seen", json={"last": "ab-1"}),
        ):
            assert answer.status_code in (401, 403, 409)


@pytest.mark.parametrize("endpoint", INSIDE)
async def test_an_endpoint_in_our_own_network_is_refused(
    lan: httpx.AsyncClient, office: House, endpoint: str
) -> None:
    answer = await lan.post("/chat/push", json=subscription(endpoint))
    assert answer.status_code == 400
    assert "thử trình duyệt khác" in answer.json()["error"]
    assert await kept(office) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"subscription": 7}',
        b'{"subscription": {"endpoint": "https://push.example/1"}}',
        json.dumps(subscription("https://push.example/" + "a" * 1000)).encode(),
        json.dumps(subscription("https://push.example/ế")).encode(),
        b"[" * 4000,
    ],
)
async def test_what_is_no_subscription_is_refused(lan: httpx.AsyncClient, office: House, body: bytes) -> None:
    assert (await lan.post("/chat/push", content=body)).status_code == 400
    assert await kept(office) is None


async def test_a_body_without_end_is_refused(lan: httpx.AsyncClient) -> None:
    assert (await lan.post("/chat/push", content=b"a" * 5000)).status_code == 413
    assert (await lan.post("/chat/seen", content=b"a" * 5000)).status_code == 413


@pytest.mark.parametrize("path", ["/chat/push", "/chat/seen"])
async def test_another_site_is_refused(lan: httpx.AsyncClient, office: House, path: str) -> None:
    headers = {"sec-fetch-site": "cross-site"}
    assert (await lan.post(path, json=subscription(), headers=headers)).status_code == 403
    assert await kept(office) is None


async def test_a_page_of_another_chat_is_refused(lan: httpx.AsyncClient, office: House) -> None:
    answer = await lan.post("/chat/push", json=subscription(), headers={"x-chat": "0" * 32})
    assert answer.status_code == 409
    assert await kept(office) is None


async def test_where_the_office_does_not_knock_nobody_is_asked(house: House, office: House) -> None:
    async with visitor(house.again(push=None)) as client:
        assert (await client.get("/chat/push")).json() == {"key": "", "on": False}
        assert (await client.post("/chat/push", json=subscription())).status_code == 400


async def test_a_key_that_cannot_be_made_is_nobodys_error(office: House, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    async with visitor(office.again(push=Push(Vapid(tmp_path / "file" / "push.key")))) as client:
        assert (await client.get("/chat/push")).json() == {"key": "", "on": False}


async def test_the_worker_may_serve_the_whole_site(lan: httpx.AsyncClient) -> None:
    answer = await lan.get("/sw.js")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "showNotification" in answer.text


async def test_the_chat_can_be_put_on_a_home_screen(lan: httpx.AsyncClient) -> None:
    assert 'rel="manifest" href="/manifest.webmanifest"' in (await lan.get("/")).text
    answer = await lan.get("/manifest.webmanifest")
    assert answer.headers["content-type"].startswith("application/manifest+json")
    described = answer.json()
    assert (described["name"], described["display"]) == ("UBND xã Đại Lãnh", "standalone")
    assert (await lan.get(described["icons"][0]["src"])).status_code == 200
    assert "manifest-src 'self'" in answer.headers["content-security-policy"]


async def knock(house: House) -> Knock | None:
    async with house.deps.db.read() as session:
        return await session.get(Knock, CHAT)


async def test_what_a_page_shows_is_not_told_elsewhere(lan: httpx.AsyncClient, office: House) -> None:
    await lan.post("/chat/push", json=subscription())
    await office.hears("Việc sắp đến hạn", "reminder/1/0")
    await office.hears("trả lời", "outbox/1")
    assert (found := await knock(office)) is not None
    assert found.first == "reminder/1/0"
    async with office.deps.db.read() as session:
        epoch = await webchat.epoch_of(session, CHAT)
    for wrong in ("", "xx", "0" * 16 + "-9", f"{epoch}-0", f"{epoch}-{'9' * 19}"):
        assert (await lan.post("/chat/seen", json={"last": wrong})).status_code == 204
        assert await knock(office) is not None, wrong
    assert (await lan.post("/chat/seen", json={"last": f"{epoch}-1"})).status_code == 204
    assert await knock(office) is None


async def test_a_reply_and_a_repeated_line_ask_for_no_knock(lan: httpx.AsyncClient, office: House) -> None:
    await lan.post("/chat/push", json=subscription())
    await office.hears("trả lời", "outbox/1")
    assert await knock(office) is None


async def test_a_chat_that_nothing_can_tell_keeps_no_knock(lan: httpx.AsyncClient, office: House) -> None:
    await office.hears("Việc sắp đến hạn", "reminder/1/0")
    assert await knock(office) is None


async def test_the_old_secret_may_change_nothing(lan: httpx.AsyncClient, office: House) -> None:
    async with office.deps.db.write() as session:
        here = sessions.Here(sessions.hashed(SECRET), CHAT, 1)
        await sessions.renew(session, here, post="abcdefgh", now=NOW)
    assert (await lan.post("/chat/push", json=subscription())).status_code == 409
    assert await kept(office) is None

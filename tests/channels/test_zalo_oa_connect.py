"""Connecting the account: a one-time link, the platform's page, and one sentence for whatever goes wrong."""

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
import uvicorn

from roviec.channels.zalo_oa.connecting import NotHttps
from roviec.db import people
from roviec.db.engine import Database
from roviec.db.models import Role, WebEvent
from roviec.messages.outgoing import Outgoing
from tests.channels.drivers.zalo_oa import OURS, connect
from tests.channels.drivers.zalo_oa_stage import Office, office_of
from tests.chromium import chromium, needs_chromium
from tests.fakes.zalo_oa.faults import FaultKind

HTML = {"accept": "text/html"}


@pytest.fixture
async def office(db: Database, tmp_path: Path) -> AsyncIterator[Office]:
    async with office_of(db, tmp_path) as opened:
        yield opened


async def get(office: Office, address: str) -> httpx.Response:
    """Open one of our pages as a browser does."""
    transport = httpx.ASGITransport(office.pages())
    async with httpx.AsyncClient(transport=transport, headers=HTML) as http:
        return await http.get(address)


async def to_zalo(office: Office, link: str) -> str:
    """Open the one-time link; return the platform's address on its page."""
    page = await get(office, link)
    assert page.status_code == 200, page.text
    assert page.headers["cache-control"] == "no-store"
    return page.text.split('href="http://127')[1].split('"')[0].replace("&amp;", "&")


async def test_the_link_leads_to_zalo_and_back_to_a_connected_account(office: Office) -> None:
    link = await office.oa.connecting.offer()
    await to_zalo(office, link)
    address = await to_zalo(office, link)  # a messenger may have looked before
    asked = dict(parse_qsl(urlsplit("http://127" + address).query))
    assert len(asked["code_challenge"]) == 43
    back = office.fake.allows("http://127" + address)
    page = await get(office, back)
    assert "Đã kết nối UBND xã Đại Lãnh" in page.text
    assert office.oa.webhook in page.text
    row = await office.oa.keeper.row()
    assert row is not None
    assert row.oa_id == office.fake.core.oa_id
    an = office.fake.person("An", met=True)
    await office.oa.send(an.uid, Outgoing("Kính chào"), key="k", now=office.clock())
    assert len(an.heard()) == 1
    for used in (link, back):
        refused = await get(office, used)
        assert refused.status_code == 400
        assert "roviec zalo connect" in refused.text
    assert office.fake.calls("access_token") == 1


async def test_a_link_ends_after_half_an_hour_and_with_the_next_one(office: Office) -> None:
    first = await office.oa.connecting.offer()
    second = await office.oa.connecting.offer()
    assert (await get(office, first)).status_code == 400
    back = office.fake.allows("http://127" + await to_zalo(office, second))
    office.clock.forward(minutes=31)
    assert (await get(office, second)).status_code == 400
    assert (await get(office, back)).status_code == 400
    assert office.fake.calls("access_token") == 0


@pytest.mark.parametrize("query", ["", "?ma=", "?ma=abc", "?ma=%00"])
async def test_without_the_link_there_is_no_page(office: Office, query: str) -> None:
    await office.oa.connecting.offer()
    assert (await get(office, f"{OURS}/zalo_oa/ket-noi{query}")).status_code == 400


async def test_a_foreign_state_is_refused_and_uses_nothing_up(office: Office) -> None:
    link = await office.oa.connecting.offer()
    back = office.fake.allows("http://127" + await to_zalo(office, link))
    code = dict(parse_qsl(urlsplit(back).query))["code"]
    for state in ("", "abc"):
        forged = await get(office, f"{OURS}/zalo_oa/ket-noi/xong?state={state}&code={code}&oa_id=9")
        assert forged.status_code == 400
    assert "Đã kết nối" in (await get(office, back)).text


@pytest.mark.parametrize("what", ["code", "down", "verifier"])
async def test_a_refusal_of_zalo_is_one_sentence(office: Office, what: str) -> None:
    link = await office.oa.connecting.offer()
    back = office.fake.allows("http://127" + await to_zalo(office, link))
    if what == "code":
        back = back.replace("code=", "code=x")
    elif what == "down":
        office.fake.fault(FaultKind.BAD_GATEWAY, "access_token")
    else:
        next(iter(office.fake.platform.tokens.codes.values())).challenge = "another"
    page = await get(office, back)
    assert page.status_code == 400
    assert "Zalo chưa cấp quyền" in page.text
    assert await office.oa.keeper.row() is None


async def test_a_house_without_https_is_told_so(db: Database, tmp_path: Path) -> None:
    async with office_of(db, tmp_path) as office:
        office.oa.connecting.root = "http://10.0.0.1"
        with pytest.raises(NotHttps):
            await office.oa.connecting.offer()


async def test_a_lost_connection_is_told_once_a_day_on_the_admins_other_channel(office: Office) -> None:
    async with office.db.write() as session:
        unit = await people.add_unit(session, name="UBND xã Đại Lãnh")
        admin = await people.add_person(session, name="Quản trị", unit=unit, role=Role.admin)
        for channel in ("zalo_oa", "web"):
            address = await people.address_of(session, channel=channel, chat="quan-tri")
            address.person_id = admin.id
    await connect(office.oa, office.fake)
    office.fake.grant()
    for hours in (26, 1, 1, 24):
        office.clock.forward(hours=hours)
        office.fake.core.clock.set(office.clock())
        with pytest.raises(Exception, match="not connected"):
            await office.oa.setup({})
    await office.settle()
    async with office.db.read() as session:
        from sqlmodel import select

        lines = (await session.exec(select(WebEvent).where(WebEvent.chat == "quan-tri"))).all()
    assert ["roviec zalo connect" in str(line.body) for line in lines] == [True, True]


@needs_chromium
async def test_on_a_phone_of_360_pixels_one_press_connects(office: Office) -> None:
    link = await office.oa.connecting.offer()
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    root = f"http://127.0.0.1:{door.getsockname()[1]}"
    office.oa.connecting.root = root
    server = uvicorn.Server(uvicorn.Config(office.pages(), log_level="error", lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[door]))
    async with chromium() as browser:
        page = await browser.new_page(viewport={"width": 360, "height": 640})
        await page.goto(link.replace(OURS, root))
        go = page.get_by_text("Sang Zalo để cho phép")
        box = await go.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        await go.click()
        await page.get_by_text("Cho phép").last.click()
        await page.get_by_text("Đã kết nối UBND xã Đại Lãnh").wait_for()
        await page.wait_for_load_state()  # its width is right only with its stylesheet
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    server.should_exit = True
    await serving
    assert await office.oa.keeper.row() is not None

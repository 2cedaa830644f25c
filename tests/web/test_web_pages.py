"""Pages, headers and the demonstration's routes."""

from datetime import timedelta

import httpx
import pytest
from sqlalchemy.exc import OperationalError
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from web_house import NOW, SECRET, House, Stage, visitor

from roviec.texts import catalogue
from roviec.web.identity import chat_of, new_secret


def test_a_chat_is_the_first_half_of_its_secrets_checksum():
    assert chat_of("abc") == "ba7816bf8f01cfea414140de5dae2223"
    assert len(new_secret()) == 43
    assert new_secret() != new_secret()


async def test_a_first_visit_brings_a_secret_that_scripts_cannot_read(house: House):
    async with visitor(house, "") as new:
        new.cookies.clear()
        answer = await new.get("/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Max-Age=15552000" in cookie
    assert "Secure" not in cookie
    secret = cookie.split("rv_chat=")[1].split(";")[0]
    assert f'data-chat="{chat_of(secret)}"' in answer.text
    assert 'data-first="/start"' in answer.text


async def test_over_https_the_cookie_is_secure_and_of_this_host_alone(house: House):
    async with visitor(house.again(public_url="https://xa.gov.vn")) as person:
        cookie = (await person.get("/")).headers["set-cookie"]
    assert cookie.startswith(f"__Host-rv_chat={SECRET};")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


async def test_a_code_opens_the_chat_and_a_chat_that_spoke_is_not_greeted_again(
    page: httpx.AsyncClient, house: House
):
    await house.hears("chào", "out/1")
    assert 'data-first=""' in (await page.get("/")).text
    asked = (await page.get("/?code=XYZ-1")).text
    assert 'data-first=""' in asked
    assert 'data-words="/start XYZ-1"' in asked
    assert "mã XYZ-1" in asked
    assert "<script>" not in (await page.get('/?code="><script>alert(1)</script>')).text
    assert SECRET in (await page.get("/")).headers["set-cookie"]


@pytest.mark.parametrize("address", ["/", "/chat/file/0", "/static/chat.js", "/healthz", "/nowhere"])
async def test_every_answer_has_the_security_headers(page: httpx.AsyncClient, address: str):
    headers = (await page.get(address)).headers
    assert "script-src 'self';" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


async def test_healthz_says_ok_only_while_the_database_takes_what_is_written(
    page: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
):
    assert (await page.get("/healthz")).text == "ok"

    async def full(_: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    monkeypatch.setattr("roviec.web.health.prove_writing", full)
    monkeypatch.setattr("roviec.web.health.FRESH", 0.0)
    assert (await page.get("/healthz")).status_code == 503
    assert (await page.get("/livez")).text == "ok"


async def test_a_person_reads_a_page_about_an_error(page: httpx.AsyncClient):
    answer = await page.get("/khong-co", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert "Không tìm thấy trang" in answer.text
    assert (await page.get("/chat/say")).status_code == 405


async def test_other_rooms_add_their_routes(house: House):
    async def hello(_: object) -> PlainTextResponse:
        return PlainTextResponse("xin chào")

    async with visitor(house.again(routes=[Route("/khac", hello)])) as person:
        assert (await person.get("/khac")).text == "xin chào"


def test_both_languages_have_every_sentence_of_the_pages():
    keys = [{k for k in catalogue(lang).sentences if k.startswith("web.")} for lang in ("vi", "en")]
    assert keys[0] == keys[1]
    assert len(keys[0]) > 30


@pytest.mark.parametrize("address", ["/demo", "/demo/state"])
async def test_without_a_demonstration_its_pages_do_not_exist(page: httpx.AsyncClient, address: str):
    assert (await page.get(address)).status_code == 404
    assert (await page.post("/demo/become", json={"persona": "an"})).status_code == 404
    assert (await page.post("/demo/move", json={"step": "day"})).status_code == 404


async def test_a_demonstration_begins_as_its_first_person_and_changes(house: House):
    async with visitor(house.again(demo=Stage()), "") as person:
        person.cookies.clear()
        home = await person.get("/?code=ABC")
        assert home.headers["location"] == "/demo?code=ABC"
        first = await person.get("/demo")
        assert "BẢN TRÌNH DIỄN – dữ liệu giả định, không dùng cho công việc thật" in first.text
        assert "Thứ Hai, 29/6/2026 07:30" in first.text
        assert person.cookies["rv_chat"] == "demo-an"
        assert (await person.post("/demo/become", json={"persona": "chi"})).status_code == 200
        assert person.cookies["rv_chat"] == "demo-chi"
        assert f'data-chat="{chat_of("demo-chi")}"' in (await person.get("/demo")).text
        assert (await person.post("/demo/become", json={"persona": "nobody"})).status_code == 400
        assert (await person.post("/demo/become", content=b"x")).status_code == 400
        foreign = await person.post(
            "/demo/move", json={"step": "day"}, headers={"sec-fetch-site": "cross-site"}
        )
        assert foreign.status_code == 403


async def test_the_demonstrations_clock_moves_and_unread_lines_are_counted(house: House):
    stage = Stage()
    demo = house.again(demo=stage)
    for n in range(3):
        await demo.hears(f"nhắc {n}", f"out/{n}", chat=chat_of("demo-chi"))
    demo.app.state.seen[chat_of("demo-chi")] = 1
    async with visitor(demo, "demo-an") as person:
        moved = (await person.post("/demo/move", json={"step": "week"})).json()
        assert moved["told"].startswith("Đã chuyển thời gian")
        assert moved["now"] == "Thứ Hai, 6/7/2026 07:30"
        assert stage.time == NOW + timedelta(days=7)
        state = (await person.get("/demo/state")).json()
        assert state["persona"] == "an"
        assert state["unread"] == {"an": 0, "binh": 0, "chi": 2, "dung": 0, "em": 0}
        assert (await person.post("/demo/move", json={"step": "year"})).status_code == 400

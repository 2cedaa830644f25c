"""The fake's consultation messages, uploads and questions about people."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.fakes.zalo_oa.clock import DAY, HOUR
from tests.fakes.zalo_oa.faults import FaultKind
from tests.fakes.zalo_oa.server import FakeZaloOA

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 50


class Caller:
    """A client that knows nothing but the pages of the platform."""

    def __init__(self, fake: FakeZaloOA) -> None:
        self.fake, self.http = fake, httpx.AsyncClient(timeout=5)
        self.headers = {"access_token": fake.grant()["access_token"]}

    async def post(self, path: str, body: Any, **more: Any) -> Any:
        answer = await self.http.post(self.fake.openapi_url + path, json=body, headers=self.headers, **more)
        assert answer.status_code == 200
        return answer.json()

    async def get(self, path: str, **data: Any) -> Any:
        url = self.fake.openapi_url + path
        return (await self.http.get(url, params={"data": json.dumps(data)}, headers=self.headers)).json()

    async def write(self, uid: str, text: str = "", **message: Any) -> Any:
        content = ({"text": text} if text else {}) | message
        return await self.post("/v3.0/oa/message/cs", {"recipient": {"user_id": uid}, "message": content})

    async def buttons(self, uid: str, *buttons: Any, text: str = "Chọn") -> Any:
        return await self.write(
            uid, text, attachment={"type": "template", "payload": {"buttons": list(buttons)}}
        )

    async def upload(self, kind: str, name: str, data: bytes) -> Any:
        url = f"{self.fake.openapi_url}/v2.0/oa/upload/{kind}"
        return (await self.http.post(url, files={"file": (name, data)}, headers=self.headers)).json()


@pytest.fixture
async def fake() -> AsyncIterator[FakeZaloOA]:
    async with FakeZaloOA() as server:
        yield server


@pytest.fixture
async def call(fake: FakeZaloOA) -> AsyncIterator[Caller]:
    caller = Caller(fake)
    yield caller
    await caller.http.aclose()


def query(title: str, payload: Any, kind: str = "oa.query.hide") -> Any:
    return {"title": title, "type": kind, "payload": payload}


async def test_a_message_is_heard_and_the_answer_tells_the_quota(fake: FakeZaloOA, call: Caller) -> None:
    an = fake.person("An", met=True)
    answer = await call.write(an.uid, "Kính chào Ông/Bà")
    assert [said.text for said in an.heard()] == ["Kính chào Ông/Bà"]
    data = answer["data"]
    assert (answer["error"], data["user_id"], data["message_id"]) == (0, an.uid, an.heard()[0].id)
    assert data["quota"]["quota_type"] == "reply"
    assert data["sent_time"].isdigit()


@pytest.mark.parametrize(
    ("after", "error", "price"),
    [
        (0, 0, 0),
        (48 * HOUR - 5, 0, 0),
        (48 * HOUR + 5, 0, 55),
        (7 * DAY - 5, 0, 55),
        (7 * DAY + 5, -230, None),
    ],
)
async def test_the_windows_since_the_last_interaction(
    fake: FakeZaloOA, call: Caller, after: float, error: int, price: int | None
) -> None:
    an = fake.person("An", met=True)
    fake.core.clock.advance(after)
    fake.grant()
    call.headers["access_token"] = fake.grant()["access_token"]
    assert (await call.write(an.uid, "x"))["error"] == error
    assert [said.price for said in an.heard()] == ([] if price is None else [price])
    assert fake.core.spent == (price or 0)


async def test_speaking_following_and_pressing_open_the_window_anew(fake: FakeZaloOA, call: Caller) -> None:
    an, binh = fake.person("An"), fake.person("Bình")
    assert (await call.write(an.uid, "x"))["error"] == -230
    an.says("chào")
    binh.follows()
    assert (await call.write(an.uid, "x"))["error"] == 0
    assert (await call.write(binh.uid, "x"))["error"] == 0


async def test_the_old_cap_of_eight_is_a_switch(fake: FakeZaloOA, call: Caller) -> None:
    fake.core.free_cap = 8
    an = fake.person("An", met=True)
    left = [(await call.write(an.uid, "x"))["data"]["quota"]["remain"] for _ in range(8)]
    assert left == ["7", "6", "5", "4", "3", "2", "1", "0"]
    assert (await call.write(an.uid, "x"))["error"] == -311
    an.says("nữa")
    assert (await call.write(an.uid, "x"))["error"] == 0


async def test_an_account_that_may_not_pay_has_48_hours(fake: FakeZaloOA, call: Caller) -> None:
    an = fake.person("An", met=True)
    fake.core.paid = False
    an.contact.interacted -= 49 * HOUR
    assert (await call.write(an.uid, "x"))["error"] == -305
    fake.core.paid, fake.core.wallet = True, 54
    assert (await call.write(an.uid, "x"))["error"] == -321


async def test_a_message_may_quote_what_it_answers(fake: FakeZaloOA, call: Caller) -> None:
    an = fake.person("An")
    asked = an.says("Mấy giờ mở cửa?")
    assert (await call.write(an.uid, "7 giờ 30", quote_message_id=asked))["error"] == 0
    assert an.heard()[0].quotes == asked


async def test_strangers_and_those_who_closed_the_door(fake: FakeZaloOA, call: Caller) -> None:
    assert (await call.write("1", "x")) == {"error": -201, "message": "user_id is invalid!"}
    an = fake.person("An", met=True)
    an.blocks()
    assert (await call.write(an.uid, "x"))["error"] == -244
    an.unblocks()
    fake.core.follow_needed = True
    assert (await call.write(an.uid, "x"))["error"] == -213
    an.leaves_zalo()
    assert (await call.write(an.uid, "x"))["error"] == -227
    assert an.heard() == []


@pytest.mark.parametrize(
    ("message", "error"),
    [
        ({"text": "ệ" * 2000}, 0),
        ({"text": "ệ" * 2001}, -210),
        ({"text": "😀" * 1001}, -210),
        ({"text": " "}, -201),
        ({"text": 5}, -201),
        ({}, -201),
        ({"attachment": {"type": "template", "payload": {"template_type": "list"}}}, -233),
        ({"text": "x", "attachment": {"type": "sticker", "payload": {}}}, -233),
        ({"text": "x", "attachment": {"type": "template"}}, -201),
        ({"text": "x", "attachment": {"type": "template", "payload": {"buttons": []}}}, -201),
        ({"attachment": {"type": "file", "payload": {"token": "none"}}}, -201),
    ],
)
async def test_what_may_be_said(fake: FakeZaloOA, call: Caller, message: Any, error: int) -> None:
    assert (await call.write(fake.person("An", met=True).uid, **message))["error"] == error


@pytest.mark.parametrize(
    ("button", "error"),
    [
        (query("t" * 100, "p" * 1000), 0),
        (query("t" * 101, "p"), -210),
        (query("t", "p" * 1001), -210),
        (query("", "p"), -201),
        (query("t", {"x": 1}), -201),
        (query("t", {"url": "https://a.vn"}, "oa.open.url"), 0),
        (query("t", "https://a.vn", "oa.open.url"), -201),
        (query("t", {"phone_code": "84123456789"}, "oa.open.phone"), 0),
        (query("t", {"content": "x", "phone_code": "84123456789"}, "oa.open.sms"), 0),
        (query("t", "p", "callback"), -201),
    ],
)
async def test_what_a_button_may_be(fake: FakeZaloOA, call: Caller, button: Any, error: int) -> None:
    assert (await call.buttons(fake.person("An", met=True).uid, button))["error"] == error


async def test_five_buttons_and_no_more(fake: FakeZaloOA, call: Caller) -> None:
    an = fake.person("An", met=True)
    assert (await call.buttons(an.uid, *[query(f"{n}", f"#{n}") for n in range(5)]))["error"] == 0
    assert an.heard()[0].labels == ["0", "1", "2", "3", "4"]
    assert (await call.buttons(an.uid, *[query(f"{n}", f"#{n}") for n in range(6)]))["error"] == -201


async def test_a_press_comes_back_as_words(fake: FakeZaloOA, call: Caller) -> None:
    an = fake.person("An", met=True)
    await call.buttons(
        an.uid, query("Rất hài lòng", "#SV:17:3:5"), query("Xem", {"url": "https://a.vn"}, "oa.open.url")
    )
    fake.pusher.url, fake.pusher.held = "http://127.0.0.1:9", True
    an.presses("Rất hài lòng")
    event = fake.pusher.waiting[0].body
    assert (event["event_name"], event["message"]["text"]) == ("user_send_text", "#SV:17:3:5")
    assert an.presses("Xem") == "https://a.vn"
    assert len(fake.pusher.waiting) == 1
    with pytest.raises(LookupError, match="Không"):
        an.presses("Không")


async def test_pictures(fake: FakeZaloOA, call: Caller) -> None:
    an = fake.person("An", met=True)
    name = (await call.upload("image", "a.png", PNG))["data"]["attachment_id"]

    async def send(*elements: Any, **payload: Any) -> Any:
        content = {"template_type": "media", "elements": list(elements), **payload}
        return (await call.write(an.uid, "Bản đồ", attachment={"type": "template", "payload": content}))[
            "error"
        ]

    image = {"media_type": "image", "attachment_id": name}
    assert await send(image, buttons=[query("Có", "#1")]) == 0
    assert (an.heard()[0].data, an.heard()[0].labels, an.heard()[0].text) == (PNG, ["Có"], "Bản đồ")
    assert await send({"media_type": "image", "url": "https://a.vn/a.png"}) == 0
    assert await send({**image, "url": "https://a.vn/a.png"}) == -201
    assert await send(image, image) == -201
    assert await send({"media_type": "image", "attachment_id": "none"}) == -201
    assert await send({"media_type": "gif", "url": "https://a.vn/a.gif"}) == -201
    fake.core.clock.advance(7 * DAY + 1)
    call.headers["access_token"] = fake.grant()["access_token"]
    an.says("vẫn đây")
    assert await send(image) == -100


async def test_files(fake: FakeZaloOA, call: Caller) -> None:
    an = fake.person("An", met=True)
    token = (await call.upload("file", "Kế hoạch.pdf", b"%PDF-1.7"))["data"]["token"]
    sent = await call.write(an.uid, attachment={"type": "file", "payload": {"token": token}})
    assert sent["error"] == 0
    assert (an.heard()[0].kind, an.heard()[0].data) == ("file", b"%PDF-1.7")
    # An image id is not a file token.
    name = (await call.upload("image", "a.png", PNG))["data"]["attachment_id"]
    assert (await call.write(an.uid, attachment={"type": "file", "payload": {"token": name}}))[
        "error"
    ] == -201


@pytest.mark.parametrize(
    ("kind", "name", "data", "error"),
    [
        ("image", "a.png", PNG, 0),
        ("image", "a.JPG", b"\xff\xd8\xff", 0),
        ("image", "a.png", b"<svg>", -201),
        ("image", "a.webp", b"RIFF", -201),
        ("image", "a.png", PNG.ljust((1 << 20) + 1), -210),
        ("file", "a.csv", b"a;b", 0),
        ("file", "a.docx", b"PK\x03\x04", 0),
        ("file", "a.xlsx", b"PK\x03\x04", -201),
        ("file", "a.pdf", b"%PDF".ljust((5 << 20) + 1), -210),
    ],
)
async def test_what_may_be_uploaded(call: Caller, kind: str, name: str, data: bytes, error: int) -> None:
    assert (await call.upload(kind, name, data))["error"] == error


async def test_a_form_asks_for_name_and_number(fake: FakeZaloOA, call: Caller) -> None:
    an = fake.person("An", met=True)
    with pytest.raises(LookupError):
        an.shares_info("84912345678")
    element = {"title": "Liên kết", "subtitle": "Xin số điện thoại", "image_url": "https://a.vn/a.png"}

    async def ask(**changes: Any) -> Any:
        payload = {"template_type": "request_user_info", "elements": [element | changes]}
        return (await call.write(an.uid, attachment={"type": "template", "payload": payload}))["error"]

    assert await ask(title="t" * 101) == -210
    assert await ask(subtitle="s" * 501) == -210
    assert await ask(image_url="") == -201
    assert await ask() == 0
    an.shares_info("84912345678")
    assert (await call.get("/v3.0/oa/user/detail", user_id=an.uid))["data"]["shared_info"][
        "phone"
    ] == "84912345678"


async def test_questions_about_people(fake: FakeZaloOA, call: Caller) -> None:
    an, binh, _ = fake.person("An", met=True), fake.person("Bình"), fake.person("Chi")
    binh.follows()
    about = (await call.get("/v3.0/oa/user/detail", user_id=an.uid))["data"]
    assert (about["display_name"], about["user_is_follower"]) == ("An", False)
    assert about["user_last_interaction_date"] == fake.core.clock.local().strftime("%d/%m/%Y")
    everybody = (await call.get("/v3.0/oa/user/getlist", offset=0, count=50))["data"]
    assert (everybody["total"], everybody["users"]) == (2, [{"user_id": an.uid}, {"user_id": binh.uid}])
    followers = await call.get("/v3.0/oa/user/getlist", offset=0, count=50, is_follower="true")
    assert followers["data"]["users"] == [{"user_id": binh.uid}]
    today = {"offset": 0, "count": 1, "last_interaction_period": "TODAY"}
    assert (await call.get("/v3.0/oa/user/getlist", **today))["data"]["total"] == 2
    for wrong in ({"offset": 9952, "count": 1}, {"offset": 0, "count": 51}, {"count": 1}):
        assert (await call.get("/v3.0/oa/user/getlist", **wrong))["error"] == -201
    assert (await call.get("/v2.0/oa/getoa"))["data"]["oa_type"] == 4


async def test_the_quota_of_one_person(fake: FakeZaloOA, call: Caller) -> None:
    an = fake.person("An", met=True)
    data = (await call.post("/v3.0/oa/quota/message", {"user_id": an.uid}))["data"]
    assert data["last_interaction"] == str(int(an.contact.interacted * 1000))
    assert data["cs_reply"] == {"remain": 8, "total": 8}


async def test_ways_that_are_shut(call: Caller) -> None:
    assert (await call.post("/v2.0/oa/message", {}))["error"] == -240
    assert (await call.post("/v3.0/oa/message/transaction", {}))["error"] == -233
    assert (await call.post("/v3.0/oa/fax", {}))["error"] == -209


async def test_a_body_that_is_no_json(fake: FakeZaloOA, call: Caller) -> None:
    url = f"{fake.openapi_url}/v3.0/oa/message/cs"
    assert (await call.http.post(url, content=b"{", headers=call.headers)).json()["error"] == -201


# --- what goes wrong ---------------------------------------------------------------------------------------


async def test_codes_once_and_for_one_person(fake: FakeZaloOA, call: Caller) -> None:
    an, binh = fake.person("An", met=True), fake.person("Bình", met=True)
    fake.fault(FaultKind.RATE, "message/cs")
    fake.fault(FaultKind.SEND_FAILED, "message/cs", to=binh.uid)
    assert [(await call.write(an.uid, "x"))["error"] for _ in range(2)] == [-32, 0]
    assert [(await call.write(binh.uid, "x"))["error"] for _ in range(2)] == [-200, 0]
    fake.fault(FaultKind.CODE, "getoa", code=-224)
    assert (await call.get("/v2.0/oa/getoa"))["error"] == -224
    assert fake.calls("message/cs") == 4


async def test_a_token_may_be_called_expired_once_on_either_root(fake: FakeZaloOA, call: Caller) -> None:
    fake.fault(FaultKind.TOKEN_EXPIRED, count=2)
    assert (await call.get("/v2.0/oa/getoa"))["error"] == -220
    url = f"{fake.business_url}/message/quota"
    answers = [(await call.http.get(url, headers=call.headers)).json()["error"] for _ in range(2)]
    assert answers == [-124, 0]


async def test_a_lost_answer_is_a_message_that_was_heard(fake: FakeZaloOA, call: Caller) -> None:
    an = fake.person("An", met=True)
    fake.fault(FaultKind.COMMIT_THEN_DROP, "message/cs")
    with pytest.raises(httpx.RemoteProtocolError):
        await call.write(an.uid, "một")
    fake.fault(FaultKind.DROP, "message/cs")
    with pytest.raises(httpx.RemoteProtocolError):
        await call.write(an.uid, "hai")
    assert [said.text for said in an.heard()] == ["một"]


@pytest.mark.parametrize(
    ("kind", "status", "heard"),
    [
        (FaultKind.BAD_GATEWAY, 502, 0),
        (FaultKind.GATEWAY_TIMEOUT, 504, 0),
        (FaultKind.SERVER_ERROR, 500, 0),
        (FaultKind.NOT_JSON, 200, 0),
        (FaultKind.COMMIT_THEN_BAD_GATEWAY, 502, 1),
    ],
)
async def test_pages_instead_of_answers(
    fake: FakeZaloOA, call: Caller, kind: FaultKind, status: int, heard: int
) -> None:
    an = fake.person("An", met=True)
    fake.fault(kind, "message/cs")
    body = {"recipient": {"user_id": an.uid}, "message": {"text": "x"}}
    url = f"{fake.openapi_url}/v3.0/oa/message/cs"
    answer = await call.http.post(url, json=body, headers=call.headers)
    assert (answer.status_code, answer.text[:6], len(an.heard())) == (status, "<html>", heard)


async def test_hanging_and_slow_calls(fake: FakeZaloOA, call: Caller) -> None:
    an = fake.person("An", met=True)
    fake.fault(FaultKind.HANG, "message/cs")
    fake.fault(FaultKind.COMMIT_THEN_HANG, "message/cs")
    for text in ("một", "hai"):
        body = {"recipient": {"user_id": an.uid}, "message": {"text": text}}
        with pytest.raises(httpx.ReadTimeout):
            await call.post("/v3.0/oa/message/cs", body, timeout=0.1)
    fake.fault(FaultKind.SLOW, "message/cs", seconds=0.01)
    assert (await call.write(an.uid, "ba"))["error"] == 0
    assert [said.text for said in an.heard()] == ["hai", "ba"]


async def test_an_outage_refuses_connections_on_all_roots(fake: FakeZaloOA, call: Caller) -> None:
    an = fake.person("An", met=True)
    async with fake.outage():
        for root in (fake.openapi_url, fake.oauth_url, fake.business_url):
            with pytest.raises(httpx.ConnectError):
                await call.http.get(root)
    assert (await call.write(an.uid, "x"))["error"] == 0

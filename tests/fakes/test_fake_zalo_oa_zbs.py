"""The fake's templates: the registry, sends by number and by UID, quotas, receipts, ratings."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from tests.fakes.zalo_oa.clock import DAY, HANOI
from tests.fakes.zalo_oa.server import FakeZaloOA
from tests.fakes.zalo_oa.templates import OTP, RATING, Param

PHONE = "84912345678"
RATE = "7895417"
VALUES = {"ten": "Nguyễn Văn An", "ma_ho_so": "H12.3-24"}
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=HANOI)


class Caller:
    """A client that knows nothing but the pages of the platform."""

    def __init__(self, fake: FakeZaloOA) -> None:
        self.fake, self.http = fake, httpx.AsyncClient(timeout=5)
        self.renew()

    def renew(self) -> None:
        self.headers = {"access_token": self.fake.grant()["access_token"]}

    async def phone(self, **changes: Any) -> Any:
        body = {
            "phone": PHONE,
            "template_id": RATE,
            "template_data": VALUES,
            "tracking_id": "SV-17-1",
        } | changes
        body = {name: value for name, value in body.items() if value is not None}
        url = f"{self.fake.business_url}/message/template"
        answer = await self.http.post(url, json=body, headers=self.headers)
        assert answer.status_code == 200
        return answer.json()

    async def by_uid(self, uid: str, **changes: Any) -> Any:
        body = {"user_id": uid, "template_id": RATE, "template_data": VALUES} | changes
        url = f"{self.fake.openapi_url}/v3.0/oa/message/template"
        return (await self.http.post(url, json=body, headers=self.headers)).json()

    async def get(self, path: str, **query: Any) -> Any:
        return (await self.http.get(self.fake.business_url + path, params=query, headers=self.headers)).json()


@pytest.fixture
async def fake() -> AsyncIterator[FakeZaloOA]:
    async with FakeZaloOA() as server:
        server.core.clock.set(NOON)
        server.template(
            RATE, "Đánh giá dịch vụ", {"ten": 30, "ma_ho_so": 30}, kind=RATING, tag="CUSTOMER_CARE"
        )
        server.person("An", phone=PHONE)
        yield server


@pytest.fixture
async def call(fake: FakeZaloOA) -> AsyncIterator[Caller]:
    caller = Caller(fake)
    yield caller
    await caller.http.aclose()


def an_of(fake: FakeZaloOA) -> Any:
    (uid,) = fake.core.people
    return fake.person("An", uid)


async def test_a_template_reaches_a_number_that_never_met_the_account(fake: FakeZaloOA, call: Caller) -> None:
    data = (await call.phone())["data"]
    said = an_of(fake).heard()[0]
    assert (said.id, said.values, said.tracking_id, said.price) == (data["msg_id"], VALUES, "SV-17-1", 300)
    assert data["quota"] == {"dailyQuota": "500", "remainingQuota": "499"}
    assert data["sending_mode"] == "1"


async def test_by_uid_it_is_cheaper_and_a_tracking_id_is_lost(fake: FakeZaloOA, call: Caller) -> None:
    an = an_of(fake)
    data = (await call.by_uid(an.uid, tracking_id="SV-17-1"))["data"]
    assert (data["message_id"], data["user_id"]) == (an.heard()[0].id, an.uid)
    assert (an.heard()[0].tracking_id, an.heard()[0].price) == ("", 210)
    # The daily quota is that of numbers.
    assert (await call.get("/message/quota"))["data"]["remainingQuota"] == 500


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"phone": "+" + PHONE}, 0),
        ({"phone": "0912345678"}, -108),
        ({"phone": ""}, -108),
        ({"phone": "84900000000"}, -118),
        ({"template_id": "1"}, -109),
        ({"template_id": None}, -109),
        ({"template_data": {}}, -111),
        ({"template_data": None}, -111),
        ({"template_data": "x"}, -112),
        ({"template_data": {"ten": "An", "ma_ho_so": 5}}, -112),
        ({"template_data": {**VALUES, "thua": "x"}}, -112),
        ({"template_data": {"ten": "An"}}, -1122),
        ({"template_data": {**VALUES, "ten": "a" * 31}}, -1121),
        ({"template_data": {**VALUES, "ten": ""}}, -1124),
        ({"tracking_id": "t" * 48}, 0),
        ({"tracking_id": "t" * 49}, -132),
        ({"tracking_id": None}, -132),
        ({"sending_mode": "2"}, -161),
        ({"sending_mode": "3"}, -161),
        ({"mode": "development"}, -127),
    ],
)
async def test_what_may_be_sent_to_a_number(fake: FakeZaloOA, call: Caller, changes: Any, error: int) -> None:
    assert (await call.phone(**changes))["error"] == error
    assert len(an_of(fake).heard()) == (error == 0)


@pytest.mark.parametrize(
    ("param", "good", "bad"),
    [
        (Param("x", 20, "NUMBER"), "1.000", "một"),
        (Param("x", 12, "CURRENCY"), "100000", "0"),
        (Param("x", 20, "DATE"), "08:30 25/11/2026", "25-11-2026"),
        (Param("x", 20, "DATE"), "25/11/2026", "32/11/2026"),
        (Param("x", 15, "PHONE"), "84912345678", "không có"),
        (Param("x", 30, "STRING", least=3), "abc", "ab"),
    ],
)
async def test_types_of_parameters(fake: FakeZaloOA, call: Caller, param: Param, good: str, bad: str) -> None:
    fake.template("1", "Mẫu", [param])
    assert (await call.phone(template_id="1", template_data={"x": good}))["error"] == 0
    assert (await call.phone(template_id="1", template_data={"x": bad}))["error"] == -1124


@pytest.mark.parametrize(
    ("fields", "phone", "uid"),
    [
        ({"status": "PENDING_REVIEW"}, -131, -131),
        ({"status": "REJECT"}, -131, -131),
        ({"status": "DISABLE"}, -131, -131),
        ({"status": "DISABLE", "quality": "LOW"}, -146, -146),
        ({"status": "DELETE"}, -109, -109),
        ({"ours": False}, -117, -117),
        ({"approved": datetime(2025, 12, 9, tzinfo=HANOI).timestamp()}, 0, -249),
        ({"approved": datetime(2025, 12, 10, tzinfo=HANOI).timestamp()}, 0, 0),
        ({"kind": OTP}, 0, -249),
        ({"responds": True}, 0, -249),
        ({"daily": 0}, -147, 0),
    ],
)
async def test_which_templates_may_go(
    fake: FakeZaloOA, call: Caller, fields: Any, phone: int, uid: int
) -> None:
    fake.template("1", "Mẫu", {"x": 30}, **fields)
    asked: Any = {"template_id": "1", "template_data": {"x": "a"}}
    assert (await call.phone(**asked))["error"] == phone
    assert (await call.by_uid(an_of(fake).uid, **asked))["error"] == uid


@pytest.mark.parametrize(("hour", "phone", "uid"), [(21, 0, 0), (22, -133, -234), (5, -133, -234), (6, 0, 0)])
async def test_promotion_sleeps_at_night(
    fake: FakeZaloOA, call: Caller, hour: int, phone: int, uid: int
) -> None:
    fake.template("1", "Mẫu", {"x": 30}, tag="PROMOTION")
    asked: Any = {"template_id": "1", "template_data": {"x": "a"}}
    fake.core.clock.set(NOON.replace(hour=hour))
    call.renew()
    assert (await call.phone(**asked))["error"] == phone
    assert (await call.by_uid(an_of(fake).uid, **asked))["error"] == uid
    assert (await call.phone())["error"] == 0


@pytest.mark.parametrize("code", [-114, -119, -139, -140, -141])
async def test_people_refuse(fake: FakeZaloOA, call: Caller, code: int) -> None:
    an = an_of(fake)
    an.refuses_templates(code)
    assert (await call.phone())["error"] == code
    assert (await call.by_uid(an.uid))["error"] == code
    an.refuses_templates(0)
    assert (await call.phone())["error"] == 0


async def test_the_day_ends_at_midnight_in_hanoi(fake: FakeZaloOA, call: Caller) -> None:
    fake.core.daily_quota = 1
    assert (await call.phone())["error"] == 0
    assert (await call.phone())["error"] == -144
    fake.core.clock.set(NOON.replace(hour=23, minute=59))
    assert (await call.phone())["error"] == -144
    fake.core.clock.advance(61)
    assert (await call.phone())["error"] == 0


async def test_money_ends(fake: FakeZaloOA, call: Caller) -> None:
    fake.core.wallet = 510
    assert (await call.phone())["error"] == 0
    assert (await call.by_uid(an_of(fake).uid))["error"] == 0
    assert (await call.phone())["error"] == -115
    assert (await call.by_uid(an_of(fake).uid))["error"] == -321
    assert fake.core.spent == 510


async def test_development_reaches_administrators_even_before_approval(
    fake: FakeZaloOA, call: Caller
) -> None:
    fake.template("1", "Mẫu", {"x": 30}, status="PENDING_REVIEW")
    an_of(fake).contact.admin = True
    trial: Any = {"template_id": "1", "template_data": {"x": "a"}, "mode": "development"}
    assert (await call.phone(**trial))["error"] == 0
    assert (fake.core.spent, (await call.get("/message/quota"))["data"]["remainingQuota"]) == (0, 500)
    fake.core.development_left = 0
    assert (await call.phone(**trial))["error"] == -126


async def test_the_status_of_a_message(fake: FakeZaloOA, call: Caller) -> None:
    an = an_of(fake)
    assert (await call.get("/message/status", message_id="x"))["data"]["status"] == -1
    assert (await call.get("/message/status"))["error"] == -107
    an.goes_offline()
    name = (await call.phone())["data"]["msg_id"]
    assert (await call.get("/message/status", message_id=name))["data"]["status"] == 0
    assert an.heard() == []
    an.comes_online()
    assert (await call.get("/message/status", message_id=name))["data"]["status"] == 1
    assert an.heard()[0].id == name


async def test_templates_are_listed_and_described(fake: FakeZaloOA, call: Caller) -> None:
    fake.template("1", "Chờ duyệt", {}, status="PENDING_REVIEW")
    fake.template("2", "Của người khác", {}, ours=False)
    listed = await call.get("/template/all", offset=0, limit=100)
    assert ([each["templateId"] for each in listed["data"]], listed["metadata"]) == (
        [7895417, 1],
        {"total": 2},
    )
    waiting = await call.get("/template/all", offset=0, limit=100, status=2)
    assert [each["templateName"] for each in waiting["data"]] == ["Chờ duyệt"]
    assert (await call.get("/template/all", offset=0, limit=101))["error"] == -132
    about = (await call.get("/template/info/v2", template_id=RATE))["data"]
    assert about["listParams"][0] == {
        "name": "ten",
        "require": True,
        "type": "STRING",
        "maxLength": 30,
        "minLength": 0,
        "acceptNull": False,
    }
    assert (about["status"], about["templateTag"], about["price_uid"]) == ("ENABLE", "CUSTOMER_CARE", "210")
    assert (await call.get("/template/info", template_id=RATE))["error"] == -106
    assert (await call.get("/template/info/v2", template_id="9"))["error"] == -109


async def test_a_review_changes_what_may_be_sent(fake: FakeZaloOA, call: Caller) -> None:
    fake.pusher.url, fake.pusher.held = "http://127.0.0.1:9", True
    fake.review(RATE, "DISABLE", "Có dấu hiệu spam")
    assert (await call.phone())["error"] == -131
    event = fake.pusher.waiting[0].body
    assert (event["event_name"], event["template_id"]) == ("change_template_status", RATE)
    assert event["status"] == {"prev_status": "ENABLE", "new_status": "DISABLE"}
    assert event["reason"] == "Có dấu hiệu spam"
    fake.review(RATE, "ENABLE")
    assert (await call.phone())["error"] == 0


async def test_stars_come_as_an_event_and_wait_for_those_who_ask(fake: FakeZaloOA, call: Caller) -> None:
    an = an_of(fake)
    with pytest.raises(LookupError):
        an.rates(5)
    first = (await call.phone())["data"]["msg_id"]
    second = (await call.by_uid(an.uid))["data"]["message_id"]
    fake.pusher.url, fake.pusher.held = "http://127.0.0.1:9", True
    an.rates(4, note="Chờ hơi lâu")
    an.rates(5, note="Cán bộ nhiệt tình", feedbacks=["Nhanh", "Đúng hẹn"])
    by_uid, by_phone = (event.body["message"] for event in fake.pusher.waiting)
    assert (by_uid["msg_id"], by_uid["rate"], by_uid["tracking_id"]) == (second, 4, "")
    assert (by_phone["msg_id"], by_phone["rate"], by_phone["tracking_id"]) == (first, 5, "SV-17-1")
    assert by_phone["feedbacks"] == ["Nhanh", "Đúng hẹn"]
    # Nothing in it names the person.
    assert an.uid not in str(fake.pusher.waiting[0].body)
    assert PHONE not in str(fake.pusher.waiting[1].body)
    with pytest.raises(LookupError):
        an.rates(1)

    now = int(fake.core.clock.now() * 1000)
    window = {
        "template_id": RATE,
        "from_time": now - 60_000,
        "to_time": now + 60_000,
        "offset": 0,
        "limit": 10,
    }
    asked = (await call.get("/rating/get", **window))["data"]
    assert (asked["total"], [each["rate"] for each in asked["data"]]) == (2, [4, 5])
    assert (asked["data"][1]["msgId"], asked["data"][1]["trackingId"]) == (first, "SV-17-1")
    assert (await call.get("/rating/get", **{**window, "offset": 1}))["data"]["data"] == asked["data"][1:]
    assert (await call.get("/rating/get", **{**window, "to_time": now - 30_000}))["data"]["total"] == 0
    assert (await call.get("/rating/get", template_id=RATE))["error"] == -132


async def test_a_rating_opens_no_window_unless_switched(fake: FakeZaloOA, call: Caller) -> None:
    an = an_of(fake)
    await call.phone()
    an.rates(5)
    assert an.contact.interacted == 0
    await call.phone()
    fake.core.rating_interacts = True
    an.rates(5)
    assert fake.core.clock.now() - an.contact.interacted < DAY

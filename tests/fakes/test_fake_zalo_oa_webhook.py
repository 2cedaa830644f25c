"""The fake's webhook: signatures, knocks, the answer limit, retries, and what each event looks like."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from tests.fakes.telegram.wire import Answer, HttpProtocol, Request, Response
from tests.fakes.zalo_oa.remote import spawn
from tests.fakes.zalo_oa.server import FakeZaloOA
from tests.fakes.zalo_oa.templates import RATING
from tests.fakes.zalo_oa.webhook import Stamp


@dataclass
class House:
    """A receiver over real HTTP that answers as it is told."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    """Statuses of the next answers; then 200."""
    slow: float = 0.0
    got: list[Request] = field(default_factory=list)

    def handle(self, request: Request) -> Answer:
        self.got.append(request)
        return self._answer()

    async def _answer(self) -> Response:
        await asyncio.sleep(self.slow)
        return Response(self.answers.pop(0) if self.answers else 200)

    @property
    def bodies(self) -> list[Any]:
        """Return the events, without the console's knocks."""
        return [json.loads(request.body) for request in self.got if len(request.body) > 2]


@pytest.fixture
async def house() -> AsyncIterator[House]:
    found, open_now = House(), set[HttpProtocol]()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: HttpProtocol(found.handle, open_now), "127.0.0.1", 0)
    found.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/zalo"
    yield found
    server.close()
    for connection in list(open_now):
        connection.close()
    await asyncio.sleep(0)
    await server.wait_closed()


@pytest.fixture
async def fake(house: House) -> AsyncIterator[FakeZaloOA]:
    async with FakeZaloOA(time_scale=0.0001) as server:
        server.pusher.url = house.url
        yield server


async def write(fake: FakeZaloOA, uid: str, **message: Any) -> Any:
    headers = {"access_token": fake.grant()["access_token"]}
    async with httpx.AsyncClient() as http:
        body = {"recipient": {"user_id": uid}, "message": message}
        return (await http.post(f"{fake.openapi_url}/v3.0/oa/message/cs", json=body, headers=headers)).json()


def mac(fake: FakeZaloOA, request: Request, stamp: str, *, first: str = "", secret: str = "") -> str:
    """Compute a signature as the platform's page tells."""
    text = (first or fake.core.app_id).encode() + request.body + stamp.encode()
    return hashlib.sha256(text + (secret or fake.core.oa_secret).encode()).hexdigest()


async def test_the_console_knocks_unsigned_and_keeps_only_an_address_that_answers(
    fake: FakeZaloOA, house: House
) -> None:
    fake.pusher.url = ""
    house.answers = [200, 401]
    assert not await fake.webhook(house.url)
    assert fake.pusher.url == ""
    assert await fake.webhook(house.url)
    assert [request.body for request in house.got] == [b"", b"{}", b"", b"{}"]
    assert all("x-zevent-signature" not in request.headers for request in house.got)


async def test_an_event_is_signed_over_its_bytes(fake: FakeZaloOA, house: House) -> None:
    an = fake.person("An")
    name = an.says("Kính chào “quý” cơ quan")
    await fake.pusher.idle()
    request, body = house.got[0], house.bodies[0]
    assert body == {
        "app_id": fake.core.app_id,
        "sender": {"id": an.uid},
        "user_id_by_app": an.contact.app_uid,
        "recipient": {"id": fake.core.oa_id},
        "event_name": "user_send_text",
        "message": {"text": "Kính chào “quý” cơ quan", "msg_id": name},
        "timestamp": body["timestamp"],
    }
    assert request.headers["x-zevent-signature"] == f"mac={mac(fake, request, body['timestamp'])}"
    assert request.headers["x-zevent-timestamp"] == body["timestamp"]
    assert "num_retry" not in request.headers


async def test_what_is_uncertain_about_signatures_is_a_switch(fake: FakeZaloOA, house: House) -> None:
    an = fake.person("An")
    fake.pusher.stamp = Stamp.ABSENT
    an.says("một")
    await fake.pusher.idle()
    assert "x-zevent-timestamp" not in house.got[0].headers
    assert house.got[0].headers["x-zevent-signature"][4:] == mac(
        fake, house.got[0], house.bodies[0]["timestamp"]
    )
    fake.pusher.stamp, fake.pusher.prefix, fake.pusher.sign_first = Stamp.OWN, "", "oa_id"
    fake.pusher.sign_secret = "app_secret"
    an.says("hai")
    await fake.pusher.idle()
    ours = house.got[1].headers["x-zevent-timestamp"]
    expected = mac(fake, house.got[1], ours, first=fake.core.oa_id, secret=fake.core.app_secret)
    assert house.got[1].headers["x-zevent-signature"] == expected


async def test_a_refused_event_comes_again_and_never_holds_up_the_next(
    fake: FakeZaloOA, house: House
) -> None:
    fake.pusher.time_scale = 1.0
    house.answers = [503, 200, 500]
    an = fake.person("An")
    an.says("một")
    an.says("hai")
    await fake.pusher.idle()
    assert fake.pusher.retrying == 1
    fake.core.clock.advance(30)
    while fake.pusher.statuses["500"] == 0:
        await asyncio.sleep(0.005)
    fake.core.clock.advance(300)
    await fake.pusher.settled()
    assert [body["message"]["text"] for body in house.bodies] == ["một", "hai", "một", "một"]
    assert [request.headers.get("num_retry") for request in house.got] == [None, None, "1", "2"]
    assert len({(b["message"]["msg_id"], b["timestamp"]) for b in house.bodies}) == 2
    # The same bytes, the same signature.
    assert house.got[0].headers["x-zevent-signature"] == house.got[3].headers["x-zevent-signature"]


async def test_only_200_counts(fake: FakeZaloOA, house: House) -> None:
    house.answers = [204]
    fake.person("An").says("một")
    await fake.pusher.settled()
    assert fake.pusher.statuses == {"204": 1, "200": 1}


async def test_an_answer_after_the_limit_is_none(fake: FakeZaloOA, house: House) -> None:
    assert fake.pusher.answer_limit == 2.0
    fake.pusher.answer_limit, house.slow, fake.pusher.time_scale = 0.3, 60, 1.0
    fake.person("An").says("một")
    await fake.pusher.idle()
    fake.pusher.answer_limit, house.slow = 2.0, 0
    fake.core.clock.advance(30)
    await fake.pusher.settled()
    assert fake.pusher.statuses == {"late": 1, "200": 1}
    assert [body["message"]["text"] for body in house.bodies] == ["một", "một"]


async def test_after_five_retries_the_webhook_is_off_until_the_console_sets_it(
    fake: FakeZaloOA, house: House
) -> None:
    house.answers = [500] * 6
    an = fake.person("An")
    an.says("một")
    await fake.pusher.settled()
    assert (fake.pusher.disabled, len(house.got)) == (True, 6)
    an.says("hai")
    await fake.pusher.settled()
    assert [event["message"]["text"] for event in fake.pusher.lost] == ["một", "hai"]
    assert await fake.webhook(house.url)
    an.says("ba")
    await fake.pusher.settled()
    assert house.bodies[-1]["message"]["text"] == "ba"


async def test_retries_come_due_by_the_clock(fake: FakeZaloOA, house: House) -> None:
    fake.pusher.time_scale = 1.0
    house.answers = [500, 500]
    fake.person("An").says("một")
    await fake.pusher.idle()
    for early, pause, posts in ((20, 10, 2), (200, 100, 3)):
        fake.core.clock.advance(early)
        await asyncio.sleep(0.02)
        assert len(house.got) == posts - 1
        fake.core.clock.advance(pause)
        async with asyncio.timeout(5):
            while sum(fake.pusher.statuses.values()) < posts:
                await asyncio.sleep(0.005)
    assert (len(house.got), fake.pusher.lost) == (3, [])


async def test_nobody_at_the_door_is_a_failure_too(fake: FakeZaloOA, house: House) -> None:
    fake.pusher.url = "http://127.0.0.1:9/zalo"
    fake.person("An").says("một")
    await fake.pusher.settled()
    assert (fake.pusher.statuses, fake.pusher.disabled) == ({"refused": 6}, True)


async def test_held_events_wait_for_the_pump(fake: FakeZaloOA, house: House) -> None:
    fake.pusher.held = True
    an = fake.person("An")
    an.says("một")
    an.says("hai")
    house.answers = [503]
    await fake.pusher.pump()
    assert len(house.got) == 1
    await fake.pusher.pump()
    assert [body["message"]["text"] for body in house.bodies] == ["một", "một", "hai"]
    assert house.got[1].headers["num_retry"] == "1"
    fake.pusher.again(2)
    await fake.pusher.pump()
    assert house.bodies[3:] == house.bodies[1:3]


async def test_a_toggle_of_the_console_silences_an_event(fake: FakeZaloOA, house: House) -> None:
    fake.core.silent.add("oa_send_text")
    an = fake.person("An", met=True)
    await write(fake, an.uid, text="Kính chào")
    an.says("chào")
    await fake.pusher.idle()
    assert [body["event_name"] for body in house.bodies] == ["user_send_text"]


async def test_our_own_words_echo(fake: FakeZaloOA, house: House) -> None:
    an = fake.person("An", met=True)
    sent = await write(fake, an.uid, text="Kính chào")
    await fake.pusher.idle()
    echo = house.bodies[0]
    assert (echo["event_name"], echo["message"]["msg_id"]) == ("oa_send_text", sent["data"]["message_id"])
    assert (echo["sender"]["id"], echo["recipient"]["id"]) == (fake.core.oa_id, an.uid)


async def test_files_of_people_can_be_fetched_for_a_while(fake: FakeZaloOA, house: House) -> None:
    an = fake.person("An")
    an.sends_image(b"\xff\xd8anh", "Hố ga")
    an.sends_file(b"%PDF-1.7", "Kế hoạch.pdf")
    await fake.pusher.idle()
    image, file = house.bodies
    assert (image["event_name"], image["message"]["text"]) == ("user_send_image", "Hố ga")
    assert file["message"]["attachments"][0]["payload"]["name"] == "Kế hoạch.pdf"
    async with httpx.AsyncClient() as http:
        for body, data in ((image, b"\xff\xd8anh"), (file, b"%PDF-1.7")):
            url = body["message"]["attachments"][0]["payload"]["url"]
            assert (await http.get(url)).content == data
        fake.core.clock.advance(8 * 86_400)
        assert (await http.get(url)).status_code == 404


async def test_the_other_things_people_send(fake: FakeZaloOA, house: House) -> None:
    an = fake.person("An")
    an.sends_sticker()
    an.sends_voice(b"\x00\x01")
    an.sends_location(12.6, 109.3)
    an.sends_link("https://a.vn")
    await fake.pusher.idle()
    assert [body["event_name"] for body in house.bodies] == [
        "user_send_sticker", "user_send_audio", "user_send_location", "user_send_link",
    ]  # fmt: skip
    kinds = [body["message"]["attachments"][0]["type"] for body in house.bodies]
    assert kinds == ["sticker", "audio", "location", "link"]
    place = house.bodies[2]["message"]["attachments"][0]["payload"]
    assert place == {"coordinates": {"latitude": "12.6", "longitude": "109.3"}}


async def test_following_sharing_and_seeing(fake: FakeZaloOA, house: House) -> None:
    an = fake.person("An")
    an.follows()
    form = {"title": "Liên kết", "subtitle": "Xin số", "image_url": "https://a.vn/a.png"}
    payload = {"template_type": "request_user_info", "elements": [form]}
    await write(fake, an.uid, attachment={"type": "template", "payload": payload})
    an.shares_info("84912345678", district="Vạn Ninh")
    seen = an.sees()
    assert an.sees() == []
    an.unfollows()
    await fake.pusher.idle()
    follow, _, info, sight, unfollow = house.bodies
    assert (follow["event_name"], follow["follower"], follow["oa_id"]) == (
        "follow",
        {"id": an.uid},
        fake.core.oa_id,
    )
    assert (info["event_name"], info["info"]["phone"], info["info"]["district"]) == (
        "user_submit_info",
        "84912345678",
        "Vạn Ninh",
    )
    assert (sight["event_name"], sight["message"]["msg_ids"]) == ("user_seen_message", seen)
    assert (unfollow["event_name"], "sender" in unfollow) == ("unfollow", False)


async def test_newer_forms_nest_the_address(fake: FakeZaloOA, house: House) -> None:
    fake.core.full_address = True
    an = fake.person("An", met=True)
    form = {"title": "Liên kết", "subtitle": "Xin số", "image_url": "https://a.vn/a.png"}
    payload = {"template_type": "request_user_info", "elements": [form]}
    await write(fake, an.uid, attachment={"type": "template", "payload": payload})
    an.shares_info("84912345678", ward="Đại Lãnh")
    await fake.pusher.idle()
    info = house.bodies[1]["info"]
    assert (info["phone"], info["full_address"]["user_ward"]) == ("84912345678", "Đại Lãnh")
    assert "ward" not in info


async def test_receipts_of_templates_name_the_number_and_come_from_the_template_service(
    fake: FakeZaloOA, house: House
) -> None:
    fake.template("1", "Đánh giá", {"ten": 30}, kind=RATING)
    an = fake.person("An", phone="84912345678")
    headers = {"access_token": fake.grant()["access_token"]}
    values: dict[str, Any] = {"template_id": "1", "template_data": {"ten": "An"}}
    async with httpx.AsyncClient(headers=headers) as http:
        by_phone = {"phone": "84912345678", "tracking_id": "SV-1", **values}
        sent = (await http.post(f"{fake.business_url}/message/template", json=by_phone)).json()
        url = f"{fake.openapi_url}/v3.0/oa/message/template"
        assert (await http.post(url, json={"user_id": an.uid, **values})).json()["error"] == 0
        fake.core.uid_receipts = True
        await http.post(url, json={"user_id": an.uid, **values})
    await fake.pusher.idle()
    by_number, by_uid = house.bodies
    assert by_number["event_name"] == by_uid["event_name"] == "user_received_message"
    assert (by_number["recipient"]["id"], by_uid["recipient"]["id"]) == ("84912345678", an.uid)
    message = by_number["message"]
    assert (message["msg_id"], message["tracking_id"]) == (sent["data"]["msg_id"], "SV-1")
    assert message["delivery_time"].isdigit()
    assert "tracking_id" not in by_uid["message"]
    assert house.got[0].headers["x-zevent-server"] == "ZNS"


async def test_a_change_of_the_quota_spells_the_account_another_way(fake: FakeZaloOA, house: House) -> None:
    fake.requota(2000)
    await fake.pusher.idle()
    assert house.bodies[0]["oaId"] == fake.core.oa_id
    assert house.bodies[0]["quota"] == {"prev_value": "500", "new_value": "2000"}


async def test_it_runs_alone_and_people_speak_over_http(house: House) -> None:
    async with spawn("--time-scale", "0.001") as remote, httpx.AsyncClient() as http:
        assert await remote.perform("webhook", url=house.url)
        await remote.perform("person", uid="1234567890123456789", name="An", met=True)
        headers = {"access_token": (await remote.perform("grant"))["access_token"]}
        button = {"title": "Có", "type": "oa.query.hide", "payload": "#1"}
        message = {"text": "Chọn", "attachment": {"type": "template", "payload": {"buttons": [button]}}}
        body = {"recipient": {"user_id": "1234567890123456789"}, "message": message}
        sent = await http.post(
            f"{remote.about['openapi_url']}/v3.0/oa/message/cs", json=body, headers=headers
        )
        assert sent.json()["error"] == 0
        (heard,) = await remote.perform("heard", uid="1234567890123456789")
        assert (heard["text"], heard["labels"]) == ("Chọn", ["Có"])
        await remote.perform("press", uid="1234567890123456789", label="Có")
        async with asyncio.timeout(5):
            while (counted := await remote.perform("statistics"))["waiting"] or counted["taken"] < 2:
                await asyncio.sleep(0.01)
        assert [body["event_name"] for body in house.bodies] == ["oa_send_text", "user_send_text"]
        assert house.bodies[1]["message"]["text"] == "#1"
        with pytest.raises(ValueError, match="no action"):
            await remote.perform("dance")

"""The webhook: probes, signatures, echoes, repetitions, and a database that is slow or gone."""

import asyncio
import hashlib
import json
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette

from roviec.channels.zalo_oa import webhook
from roviec.channels.zalo_oa.registration import ZALO_OA
from roviec.channels.zalo_oa.trouble import CredentialsMissing
from roviec.db import official
from roviec.db.models import OaTemplate
from tests.channels.drivers.desk import Desk
from tests.channels.drivers.protocol import Place
from tests.channels.drivers.zalo_oa import connect, knock, make
from tests.fakes.zalo_oa.server import FakeZaloOA
from tests.fakes.zalo_oa.webhook import Stamp


@pytest.fixture
async def fake() -> AsyncIterator[FakeZaloOA]:
    async with FakeZaloOA() as server:
        yield server


@pytest.fixture
async def line(place: Place, fake: FakeZaloOA) -> AsyncIterator[Any]:
    """A channel whose webhook stores in a real inbox; An stands in front of it."""
    channel = make(place, fake)
    await connect(channel, fake)
    desk = Desk(place.db, channel)
    fake.pusher.url, fake.pusher.held = channel.webhook, True
    fake.pusher.send = knock(channel, desk.store)
    yield SimpleNamespace(channel=channel, desk=desk, an=fake.person("An"), db=place.db)
    await channel.close()


async def post(channel: Any, desk: Desk, body: bytes, headers: dict[str, str] | None = None) -> int:
    return await knock(channel, desk.store)(channel.webhook, body, headers or {})


# Who may come in


async def test_the_console_knocks_unsigned_and_is_greeted(line: Any, fake: FakeZaloOA) -> None:
    assert await fake.webhook(line.channel.webhook)
    assert await line.desk.stored() == []


@pytest.mark.parametrize("stamp", list(Stamp))
async def test_the_signature_is_right_whichever_time_is_signed(
    line: Any, fake: FakeZaloOA, stamp: Stamp
) -> None:
    fake.pusher.stamp = stamp
    line.an.says("Kính chào")
    await fake.pusher.pump()
    assert [said.text for said in await line.desk.decide()] == ["Kính chào"]


@pytest.mark.parametrize("prefix", ["mac=", ""])
async def test_the_signature_is_right_with_and_without_its_prefix(
    line: Any, fake: FakeZaloOA, prefix: str
) -> None:
    fake.pusher.prefix = prefix
    line.an.says("Kính chào")
    await fake.pusher.pump()
    assert len(await line.desk.stored()) == 1


async def three_wrong(fake: FakeZaloOA, line: Any, channel: Any) -> int:
    """Let three events come with a wrong signature; return how many were kept."""
    fake.pusher.sign_secret, fake.pusher.send = "app_secret", knock(channel, line.desk.store)
    before = len(await line.desk.stored())
    for n in range(3):
        line.an.says(f"tin {n}")
        await fake.pusher.pump()
        fake.pusher.waiting.clear()
    return len(await line.desk.stored()) - before


@pytest.mark.parametrize(("mode", "stored"), [("off", 3), ("log", 3), ("enforce", 0)])
async def test_a_wrong_signature_is_passed_told_or_turned_away(
    place: Place, line: Any, fake: FakeZaloOA, mode: str, stored: int, caplog: pytest.LogCaptureFixture
) -> None:
    channel = make(place, fake, signature=mode)
    await connect(channel, fake)
    caplog.clear()
    assert await three_wrong(fake, line, channel) == stored
    told = [r for r in caplog.records if "chữ ký của webhook" in r.getMessage()]
    assert len(told) == (mode != "off"), "the first time, then rarely"
    async with place.db.read() as session:
        noted = await official.last_heard(session, "unsigned")
    assert (noted is not None) == (mode != "off"), "for the doctor"
    await channel.close()


@pytest.mark.parametrize("mode", ["off", "log"])
async def test_letting_wrong_signatures_pass_ends_after_a_week_whatever_the_setting(
    place: Place, line: Any, fake: FakeZaloOA, mode: str
) -> None:
    now, heard = [datetime.now(UTC)], list[tuple[str, str]]()

    async def alarm(kind: str, sentence: str) -> None:
        heard.append((kind, sentence))

    channel = make(place, fake, app_id="another", signature=mode, clock=lambda: now[0], alarm=alarm)
    assert await three_wrong(fake, line, channel) == 0, "nobody has connected the account yet"
    await connect(channel, fake)
    now[0] += timedelta(days=6, hours=23)
    assert await three_wrong(fake, line, channel) == 3
    await connect(channel, fake)
    now[0] += timedelta(hours=2)
    assert await three_wrong(fake, line, channel) == 0, "connecting again opens nothing"
    kinds, sentences = zip(*heard, strict=True)
    assert set(kinds) == {"signature"}
    assert "bị từ chối" in sentences[-1]
    if mode == "log":
        assert any("nhận cả tin sai chữ ký" in one for one in sentences)
    await channel.close()


def test_the_door_is_locked_unless_an_office_says_otherwise() -> None:
    assert ZALO_OA.section is not None
    assert ZALO_OA.section().signature == "enforce"  # type: ignore[attr-defined]


async def test_a_body_that_was_changed_on_the_way_is_turned_away(line: Any, fake: FakeZaloOA) -> None:
    line.an.says("Kính chào")
    body = json.dumps(fake.pusher.waiting[0].body).encode()
    headers = fake.pusher.headers(body, str(fake.pusher.waiting[0].body["timestamp"]))
    assert await post(line.channel, line.desk, body, headers) == 200
    assert await post(line.channel, line.desk, body.replace(b"chao", b"tien") + b" ", headers) == 403


def test_a_locked_door_needs_its_key(place: Place, fake: FakeZaloOA) -> None:
    for missing in ({"app_id": ""}, {"app_secret": ""}, {"oa_secret": ""}):
        with pytest.raises(CredentialsMissing):
            make(place, fake, **missing)


async def test_the_path_cannot_be_guessed_and_stays_the_same(
    place: Place, line: Any, fake: FakeZaloOA
) -> None:
    again = make(place, fake)
    assert again.path == line.channel.path
    assert len(again.path) > 30
    assert make(place, fake, app_secret="khác").path != again.path
    await again.close()


# What is kept


async def test_what_concerns_nobody_is_answered_and_never_stored(line: Any, fake: FakeZaloOA) -> None:
    await line.channel.send(
        fake.person("Bình", met=True).uid, message("Tin của cơ quan"), key="k", now=datetime.now(UTC)
    )
    base = {"app_id": "1", "sender": {"id": "9"}, "timestamp": "1"}
    for name in ("user_seen_message", "oa_send_text", "user_click_chatnow", "add_user_to_tag", "tương lai",
                 "user_send_group_text", "oa_send_group_text", "anonymous_send_text"):  # fmt: skip
        fake.happen(base | {"event_name": name, "message": {"msg_id": "1", "text": "x"}})
    fake.requota(100)
    await fake.pusher.pump()
    assert not fake.pusher.waiting, "each was answered with 200"
    assert await line.desk.stored() == []


def message(text: str) -> Any:
    from roviec.messages.outgoing import Outgoing

    return Outgoing(text)


async def test_a_repetition_is_known_with_or_without_a_message_id(line: Any, fake: FakeZaloOA) -> None:
    line.an.follows()
    line.an.says("một")
    line.an.unfollows()
    fake.core.clock.advance(1)
    line.an.follows()
    await fake.pusher.pump()
    stored = await line.desk.stored()
    assert len(stored) == len(set(stored)) == 4
    fake.pusher.again(4)
    await fake.pusher.pump()
    assert await line.desk.stored() == stored


async def test_one_message_id_under_two_names_is_two_events(line: Any, fake: FakeZaloOA) -> None:
    event = {"sender": {"id": "9"}, "message": {"msg_id": "1", "text": "x"}, "timestamp": "1"}
    for name in ("user_send_text", "user_send_link"):
        fake.happen(event | {"event_name": name})
    await fake.pusher.pump()
    assert len(await line.desk.stored()) == 2


async def test_interactions_open_the_window_to_the_hour_and_others_do_not(
    line: Any, fake: FakeZaloOA
) -> None:
    bystander = fake.person("Bình")
    line.an.says("chào")
    bystander.unfollows()
    await fake.pusher.pump()
    async with line.db.read() as session:
        seen = (await official.visitor(session, channel="zalo_oa", chat=line.an.uid)).last_seen
        assert (await official.visitor(session, channel="zalo_oa", chat=bystander.uid)).last_seen is None
        assert await official.last_heard(session) is not None
    assert seen is not None
    assert (seen.minute, seen.second) == (0, 0)
    assert datetime.now(UTC) - seen < timedelta(hours=1, minutes=1)


async def test_the_window_is_open_before_what_was_said_is_decided(line: Any, fake: FakeZaloOA) -> None:
    """What is decided on arrival is answered at once: to who comes back after weeks, too."""
    windows = []

    async def store(raws: Any) -> None:
        async with line.db.read() as session:
            found = await official.visitor(session, channel="zalo_oa", chat=line.an.uid)
        windows.append(found.last_seen)
        await line.desk.store(raws)

    fake.pusher.send = knock(line.channel, store)
    line.an.says("Tôi đã quay lại")
    await fake.pusher.pump()
    assert [window is not None for window in windows] == [True]


async def test_a_template_that_loses_its_approval_is_noted_and_told(
    place: Place, line: Any, fake: FakeZaloOA
) -> None:
    told: list[str] = []

    async def alarm(kind: str, sentence: str) -> None:
        told.append(sentence)

    line.channel.registry.alarm = alarm
    async with line.db.write() as session:
        for number, purpose in (("1", "digest"), ("2", None)):
            row = OaTemplate(id=number, purpose=purpose, status="ENABLE", updated_at=datetime.now(UTC))
            session.add(row)
    for number in "12":
        fake.template(number, "Mẫu", {})
        fake.review(number, "DISABLE", "chất lượng thấp")
    fake.review("1", "ENABLE")
    await fake.pusher.pump()
    async with line.db.read() as session:
        rows = {row.id: row.status for row in await official.templates(session)}
    assert rows == {"1": "ENABLE", "2": "DISABLE"}
    assert len(told) == 1
    assert "digest" in told[0]


@pytest.mark.parametrize(
    "body",
    [b"[]", b"null", b"\xff", b'{"event_name": 5}', b"[" * 100_000, b'{"a":' + b"1" * (1 << 20) + b"}"],
)
async def test_what_can_never_be_read_is_answered_so_that_it_never_comes_again(
    line: Any, body: bytes
) -> None:
    assert await post(line.channel, line.desk, body) == 200
    assert await line.desk.stored() == []


# When the database is in trouble


async def test_a_store_that_fails_is_told_so_that_the_event_comes_again(line: Any, fake: FakeZaloOA) -> None:
    async def broken(raws: Any) -> None:
        raise OSError("disk full")

    line.an.says("một")
    fake.pusher.send = knock(line.channel, broken)
    await fake.pusher.pump()
    assert len(fake.pusher.waiting) == 1
    fake.pusher.send = knock(line.channel, line.desk.store)
    await fake.pusher.pump()
    assert [said.text for said in await line.desk.decide()] == ["một"]


async def test_a_slow_store_is_answered_in_time_and_what_it_kept_is_known(
    line: Any, fake: FakeZaloOA, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "PATIENCE", 0.05)

    async def slow(raws: Any) -> None:
        await asyncio.sleep(1.5)
        await line.desk.store(raws)

    line.an.says("một")
    fake.pusher.send = knock(line.channel, slow)
    begun = time.monotonic()
    await fake.pusher.pump()
    assert time.monotonic() - begun < 1.4
    assert len(fake.pusher.waiting) == 1, "503: it will come again"
    await asyncio.sleep(1.6)
    assert len(await line.desk.stored()) == 1
    fake.pusher.send = knock(line.channel, line.desk.store)
    await fake.pusher.pump()
    assert len(await line.desk.stored()) == 1


async def test_over_real_http_an_outage_is_caught_up_and_a_long_one_ends_the_webhook(
    place: Place, fake: FakeZaloOA
) -> None:
    channel = make(place, fake)
    await connect(channel, fake)
    desk, broken = Desk(place.db, channel), [True]

    async def store(raws: Any) -> None:
        if broken[0]:
            raise OSError("gone")
        await desk.store(raws)

    app = Starlette(routes=list(channel.routes(store)))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    assert await fake.webhook(f"http://127.0.0.1:{port}{channel.path}")
    an = fake.person("An")
    an.says("một")
    await fake.pusher.idle()
    assert fake.pusher.retrying == 1
    broken[0] = False
    fake.core.clock.advance(30)
    await fake.pusher.settled()
    assert [said.text for said in await desk.decide()] == ["một"]

    broken[0] = True
    an.says("hai")
    await fake.pusher.idle()
    while fake.pusher.retrying:
        fake.core.clock.advance(3600)
        await asyncio.sleep(0.01)
    assert fake.pusher.disabled
    an.says("ba")
    assert len(fake.pusher.lost) == 2, (
        "only a person can switch it on again: the doctor shows when it was last heard"
    )
    server.should_exit = True
    await serving
    await channel.close()


async def test_a_hundred_events_a_second_are_answered_well_in_time(line: Any, fake: FakeZaloOA) -> None:
    for n in range(200):
        line.an.says(f"tin {n}")
    waits: list[float] = []
    store = knock(line.channel, line.desk.store)

    async def timed(url: str, body: bytes, headers: dict[str, str]) -> int:
        begun = time.monotonic()
        status: int = await store(url, body, headers)
        waits.append(time.monotonic() - begun)
        return status

    fake.pusher.send = timed
    await fake.pusher.pump()
    assert len(await line.desk.stored()) == 200
    assert max(waits) < 1.0


def test_the_documented_signature_by_hand() -> None:
    from roviec.channels.zalo_oa.seal import signed

    body = b'{"event_name":"follow"}'
    mac = hashlib.sha256(b"360" + body + b"1540" + b"key").hexdigest()
    known = {"app_id": "360", "body": body, "secret": "key"}
    assert signed(f"mac={mac}", stamps=["9", "1540"], **known)  # type: ignore[arg-type]
    assert not signed(f"mac={mac}", stamps=["9"], **known)  # type: ignore[arg-type]
    assert not signed("", stamps=["1540"], **known)  # type: ignore[arg-type]
    assert not signed("mac=é", stamps=["1540"], **known)  # type: ignore[arg-type]

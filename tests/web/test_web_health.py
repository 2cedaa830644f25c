"""Seen from outside: alive, ready, the figures of Prometheus, and the name of a request."""

import logging
import re
from datetime import UTC, datetime

import httpx
import pytest
import sqlalchemy as sa
from web_house import NOW, House, visitor

from roviec.bot.logs import Lines
from roviec.db import duties, outbox, reminders
from roviec.db.models import Inbox
from roviec.db.models.delivery import Arrival, Lane
from roviec.delivery.measuring import Replies
from roviec.messages.outgoing import Outgoing
from roviec.web import health
from roviec.web.request_ids import current

TOKEN = "mot-ma-doc-so-lieu"


def replies() -> dict[str, Replies]:
    made = Replies()
    for n in range(1, 101):
        made.took(n / 100)
    return {"web": made}


@pytest.fixture
def measured(house: House) -> House:
    return house.again(replies=replies())


async def figures(house: House, **headers: str) -> httpx.Response:
    async with visitor(house) as client:
        return await client.get("/metrics", headers=headers)


def value(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    assert found, (name, text)
    return float(found[1])


async def test_prometheus_reads_queues_duties_rounds_and_replies(measured: House) -> None:
    db = measured.deps.db
    async with db.write() as session:
        for lane in (Lane.reply, Lane.reply, Lane.bulk):
            await outbox.post(session, channel="web", chat="a", messages=[Outgoing("x")], lane=lane, now=NOW)
        session.add(Inbox(channel="web", external_id="x", chat="a", payload={}, state=Arrival.quarantined))
        await reminders.say_once(session, kind="round", period="2026-06-29", now=NOW)
        await reminders.say_once(session, kind="digests", period="2026-W27", now=NOW)
        await reminders.beat(session, now=NOW)
    async with db.duties.held("courier/web"):
        text = (await figures(measured)).text
    assert value(text, 'roviec_outbox_messages{channel="web",lane="reply",state="queued"}') == 2
    assert value(text, 'roviec_outbox_messages{channel="web",lane="bulk",state="queued"}') == 1
    assert value(text, 'roviec_inbox_payloads{state="quarantined"}') == 1
    assert value(text, 'roviec_inbox_payloads{state="new"}') == 0
    assert value(text, 'roviec_duty_held{duty="courier/web"}') == 1
    assert value(text, 'roviec_duty_here{duty="courier/web"}') == 1
    assert value(text, 'roviec_duty_holders_total{duty="courier/web"}') == 1
    for what in ("round", "digest", "tick"):
        assert value(text, f'roviec_last_timestamp_seconds{{what="{what}"}}') == NOW.timestamp()
    assert value(text, 'roviec_reply_seconds{channel="web",quantile="0.95"}') == 0.95
    assert value(text, 'roviec_reply_seconds_count{channel="web"}') == 100
    assert value((await figures(measured)).text, 'roviec_duty_held{duty="courier/web"}') == 0


async def test_every_line_is_one_that_prometheus_reads(measured: House) -> None:
    answer = await figures(measured)
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    for line in answer.text.splitlines():
        assert re.fullmatch(r'# (HELP|TYPE) \w+ .+|\w+\{(\w+="[^"\\]*",?)+\} [-+.e\d]+', line), line


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-for": "203.0.113.9"},
        {"forwarded": "for=203.0.113.9"},
        {"x-real-ip": "203.0.113.9"},
        {"via": "1.1 proxy"},
        {"host": "roviec.example.vn"},
    ],
)
async def test_what_a_proxy_passes_on_reads_no_figures(measured: House, headers: dict[str, str]) -> None:
    assert (await figures(measured, **headers)).status_code == 404


async def test_another_machine_reads_figures_only_by_the_token(measured: House) -> None:
    async def asked(house: House, **headers: str) -> int:
        transport = httpx.ASGITransport(app=house.app, client=("203.0.113.9", 4000))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return (await client.get("/metrics", headers=headers)).status_code

    assert await asked(measured) == 404
    locked = measured.again(metrics_token=TOKEN)
    assert await asked(locked, authorization=f"Bearer {TOKEN}") == 200
    assert await asked(locked, authorization="Bearer sai") == 404
    assert (await figures(locked)).status_code == 404, "with a token this machine needs it too"


async def test_readiness_is_proved_once_for_all_who_ask(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    proofs = []

    async def prove(_session: object) -> None:
        proofs.append(1)

    monkeypatch.setattr(health, "prove_writing", prove)
    async with visitor(house) as client:
        for _ in range(5):
            assert (await client.get("/healthz")).status_code == 200
    assert proofs == [1]


async def test_a_proof_leaves_nothing_behind(house: House) -> None:
    async with house.deps.db.write() as session:
        await health.prove_writing(session)
    async with house.deps.db.read() as session:
        assert await duties.standing(session) == []
        assert (await session.exec(sa.text("SELECT count(*) FROM fact"))).scalar() == 0


async def test_alive_is_said_while_the_database_is_silent(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hangs(_session: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(health, "prove_writing", hangs)
    async with visitor(house) as client:
        assert (await client.get("/livez")).text == "ok"
        assert (await client.get("/healthz")).status_code == 503


@pytest.mark.parametrize(
    ("given", "kept"),
    [("tu-nginx-0001", True), ("ngắn", False), ("x" * 80, False), ("a b c d e f g h", False), ("", False)],
)
async def test_a_request_keeps_the_name_that_a_proxy_gave_it(house: House, given: str, kept: bool) -> None:
    async with visitor(house) as client:
        headers = {"x-request-id": given.encode("latin-1", "replace")} if given else {}
        name = (await client.get("/livez", headers=headers)).headers["x-request-id"]
    assert (name == given) is kept
    assert re.fullmatch(r"[A-Za-z0-9._-]{8,64}", name)


def test_a_log_line_tells_the_offset_and_the_request() -> None:
    record = logging.LogRecord("roviec.x", logging.WARNING, __file__, 1, "đĩa %s", ("đầy",), None)
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d WARNING roviec\.x: đĩa đầy",
        Lines().format(record),
    )
    assert datetime.fromisoformat(Lines().format(record).split()[0]).astimezone(UTC)
    token = current.set("tu-nginx-0001")
    try:
        assert Lines().format(record).endswith("đĩa đầy [tu-nginx-0001]")
    finally:
        current.reset(token)

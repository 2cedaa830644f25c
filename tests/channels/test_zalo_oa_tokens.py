"""The pair of tokens: one refresher whatever happens, the new pair stored before it is used, an alarm when it is lost."""

import asyncio
import json
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from roviec.channels.zalo_oa.channel import ZaloOa
from roviec.channels.zalo_oa.seal import Box, Pair
from roviec.channels.zalo_oa.trouble import NotConnected
from roviec.db.engine import Database
from roviec.db.files import FileStore
from roviec.messages.outcome import Failure
from roviec.messages.outgoing import Outgoing
from tests.channels.drivers.protocol import Place
from tests.channels.drivers.zalo_oa import connect, make
from tests.fakes.zalo_oa.faults import FaultKind
from tests.fakes.zalo_oa.server import FakeZaloOA

NOW = datetime.now(UTC)


@pytest.fixture
async def fake() -> AsyncIterator[FakeZaloOA]:
    async with FakeZaloOA() as server:
        yield server


class Times:
    """Our clock and the platform's, moved together."""

    def __init__(self, fake: FakeZaloOA) -> None:
        self.fake, self.ahead = fake, timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def forward(self, **span: float) -> None:
        self.ahead += timedelta(**span)
        self.fake.core.clock.advance(timedelta(**span).total_seconds())


@pytest.fixture
def times(fake: FakeZaloOA) -> Times:
    return Times(fake)


Office = SimpleNamespace


@pytest.fixture
async def office(database_url: str, db: Database, fake: FakeZaloOA, times: Times, tmp_path: Path):
    """Two processes of one office, each with a database of its own; alarms are written down."""
    alarms: list[str] = []

    async def alarm(kind: str, sentence: str) -> None:
        alarms.append(sentence)

    second = Database(database_url)
    lines = []
    for each in (db, second):
        place = Place(each, FileStore(tmp_path / "files"), tmp_path)
        lines.append(make(place, fake, clock=times, alarm=alarm))
    yield SimpleNamespace(db=db, lines=lines, alarms=alarms, first=lines[0])
    for line in lines:
        await line.close()
    await second.dispose()


async def say(line: ZaloOa, who: str, key: str = "k") -> None:
    await line.send(who, Outgoing("Kính chào Ông/Bà"), key=key, now=line._clock())


async def test_a_young_pair_is_used_as_it_is(office: Office, fake: FakeZaloOA) -> None:
    await connect(office.first, fake)
    person = fake.person("An", met=True)
    await say(office.first, person.uid)
    assert len(person.heard()) == 1
    assert fake.calls("access_token") == 0


async def test_after_twenty_hours_exactly_one_of_two_processes_renews(
    office: Office, fake: FakeZaloOA, times: Times
) -> None:
    await connect(office.first, fake)
    person = fake.person("An", met=True)
    times.forward(hours=20)
    fake.fault(FaultKind.SLOW, "access_token", seconds=0.3)
    sends = [say(line, person.uid, f"k{n}") for n in range(8) for line in office.lines]
    await asyncio.gather(*sends)
    assert fake.calls("access_token") == fake.platform.tokens.rotations == 1
    assert len(person.heard()) == 16
    assert office.alarms == []


async def test_an_expired_pair_is_renewed_once_by_all_who_wait(
    office: Office, fake: FakeZaloOA, times: Times
) -> None:
    await connect(office.first, fake)
    person = fake.person("An", met=True)
    times.forward(hours=26)
    await asyncio.gather(*(say(line, person.uid, f"k{n}") for n in range(4) for line in office.lines))
    assert fake.platform.tokens.rotations == 1
    assert len(person.heard()) == 8


async def test_a_refused_token_is_renewed_once_and_the_message_goes(office: Office, fake: FakeZaloOA) -> None:
    await connect(office.first, fake)
    person = fake.person("An", met=True)
    fake.fault(FaultKind.TOKEN_EXPIRED, "message/cs")
    await say(office.first, person.uid)
    assert fake.platform.tokens.rotations == 1
    assert len(person.heard()) == 1


async def test_a_token_that_is_refused_again_pauses_the_line(office: Office, fake: FakeZaloOA) -> None:
    await connect(office.first, fake)
    fake.fault(FaultKind.TOKEN_EXPIRED, "message/cs", 2)
    with pytest.raises(Failure) as caught:
        await say(office.first, fake.person("An", met=True).uid)
    assert (caught.value.retry, caught.value.whole_channel) == (True, True)
    assert fake.platform.tokens.rotations == 1


async def test_a_new_pair_is_stored_before_it_is_used(office: Office, fake: FakeZaloOA, times: Times) -> None:
    await connect(office.first, fake)
    times.forward(hours=26)
    before = (await office.first.keeper.row()).version
    held = await office.first.keeper.access()
    row = await office.first.keeper.row()
    assert (row.version, row.claimed_until) == (before + 1, None)
    assert office.first.keeper.opened(row).access == held.access == fake.platform.tokens.pair.access


async def test_a_refresh_that_no_answer_came_to_leaves_the_old_token_in_use(
    office: Office, fake: FakeZaloOA, times: Times
) -> None:
    await connect(office.first, fake)
    person = fake.person("An", met=True)
    times.forward(hours=21)
    fake.fault(FaultKind.BAD_GATEWAY, "access_token")
    await say(office.first, person.uid, "k1")
    assert fake.platform.tokens.rotations == 0
    await say(office.first, person.uid, "k2")
    assert fake.platform.tokens.rotations == 1
    assert len(person.heard()) == 2


async def test_a_lost_pair_is_told_to_the_admins_and_stops_nothing_for_good(
    office: Office, fake: FakeZaloOA, times: Times, caplog: pytest.LogCaptureFixture
) -> None:
    await connect(office.first, fake)
    person = fake.person("An", met=True)
    times.forward(hours=26)
    fake.grant()  # somebody exchanged our refresh token, or we were killed just after
    with pytest.raises(Failure) as caught:
        await say(office.first, person.uid)
    assert (caught.value.retry, caught.value.elsewhere, caught.value.whole_channel) == (True, True, True)
    with pytest.raises(Failure):
        await say(office.lines[1], person.uid)
    assert fake.calls("access_token") == 1, "the other process rests too"
    assert [a for a in office.alarms if "roviec zalo connect" in a] == office.alarms != []
    assert (await office.first.keeper.row()).trouble
    await connect(office.first, fake)  # somebody connected again
    await say(office.lines[1], person.uid)
    assert len(person.heard()) == 1
    assert not (await office.first.keeper.row()).trouble


async def test_nobody_is_connected_yet(office: Office, fake: FakeZaloOA) -> None:
    with pytest.raises(Failure) as caught:
        await say(office.first, fake.person("An", met=True).uid)
    assert (caught.value.retry, caught.value.elsewhere) == (True, True)
    assert fake.core.calls.total() == 0


async def test_tokens_lie_encrypted_and_a_changed_key_asks_for_a_new_connection(
    office: Office, fake: FakeZaloOA, times: Times, tmp_path: Path
) -> None:
    pair = await connect(office.first, fake)
    async with office.db.read() as session:
        cells = (await session.exec(sa.text("SELECT * FROM oatoken"))).all()  # type: ignore[call-overload]
    assert not any(secret in str(cells) for secret in (pair.access, pair.refresh))
    other = make(Place(office.db, FileStore(tmp_path), tmp_path), fake, token_key="khóa khác")
    with pytest.raises(Failure):
        await other.keeper.access()
    await other.close()
    with pytest.raises(NotConnected):
        Box("a").open(Box("b").seal(Pair("x", "y", 1.0)))


async def test_neither_log_nor_shown_values_hold_a_token(
    office: Office, fake: FakeZaloOA, times: Times, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    pair = await connect(office.first, fake)
    held = await office.first.keeper.access()
    times.forward(hours=26)
    fake.fault(FaultKind.BAD_GATEWAY, "access_token")
    with pytest.raises(Failure) as caught:
        await say(office.first, "1")
    new = await office.first.keeper.access()
    shown = caplog.text + repr(caught.value) + repr(held) + repr(pair) + repr(new)
    for secret in (pair.access, pair.refresh, held.access, new.access, fake.core.app_secret):
        assert secret not in shown


VICTIM = """
import asyncio, json, os, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from roviec.channels.zalo_oa.client import Roots
from roviec.channels.zalo_oa.channel import ZaloOa
from roviec.db.engine import Database
from roviec.db.files import FileStore

async def main(url, folder, roots, app, ahead, where):
    clock = lambda: datetime.now(UTC) + timedelta(seconds=ahead)
    line = ZaloOa(Database(url), FileStore(Path(folder)), roots=Roots(*roots), clock=clock, **app)
    refresh, put = line.client.refresh, line.keeper._put
    async def asked(token):
        if where == "asking":
            print("now", flush=True)
            await asyncio.sleep(60)
        pair = await refresh(token)
        if where == "answered":
            print("now", flush=True)
            await asyncio.sleep(60)
        return pair
    line.client.refresh = asked
    await line.keeper.access()

asyncio.run(main(*json.loads(sys.argv[1])))
"""


async def killed(url: str, folder: Path, fake: FakeZaloOA, times: Times, where: str) -> None:
    """Let another process renew the pair and kill it `where` it is."""
    core = fake.core
    app = {"app_id": core.app_id, "app_secret": core.app_secret, "oa_secret": core.oa_secret}
    roots = [fake.openapi_url, fake.oauth_url, fake.business_url]
    told = json.dumps([url, str(folder), roots, app, times.ahead.total_seconds(), where])
    victim = await asyncio.create_subprocess_exec(
        sys.executable, "-c", VICTIM, told, stdout=asyncio.subprocess.PIPE, cwd=os.getcwd()
    )
    assert victim.stdout is not None
    assert await asyncio.wait_for(victim.stdout.readline(), 60) == b"now\n"
    os.kill(victim.pid, signal.SIGKILL)
    await victim.wait()


@pytest.fixture
def url(db: Database) -> str:
    return db.url.render_as_string(hide_password=False)


async def test_a_kill_before_the_platform_was_asked_costs_nothing(
    office: Office, fake: FakeZaloOA, times: Times, url: str, tmp_path: Path
) -> None:
    await connect(office.first, fake)
    person = fake.person("An", met=True)
    times.forward(hours=21)
    await killed(url, tmp_path, fake, times, "asking")
    await say(office.first, person.uid, "k1")
    assert fake.platform.tokens.rotations == 1, "whoever is dead on this machine is not waited for"
    await say(office.first, person.uid, "k2")
    assert fake.platform.tokens.rotations == 1
    assert len(person.heard()) == 2
    assert office.alarms == []


async def test_a_kill_between_the_answer_and_the_commit_loses_the_pair_and_says_so(
    office: Office, fake: FakeZaloOA, times: Times, url: str, tmp_path: Path
) -> None:
    await connect(office.first, fake)
    person = fake.person("An", met=True)
    times.forward(hours=21)
    await killed(url, tmp_path, fake, times, "answered")
    assert fake.platform.tokens.rotations == 1
    times.forward(minutes=2)
    with pytest.raises(Failure) as caught:
        await say(office.first, person.uid)
    assert caught.value.elsewhere
    assert any("roviec zalo connect" in sentence for sentence in office.alarms)
    await connect(office.first, fake)
    await say(office.first, person.uid)
    assert len(person.heard()) == 1


async def test_an_arbitrary_error_while_renewing_stops_nothing(
    office: Office, fake: FakeZaloOA, times: Times, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old token goes on while it lives, the claim rests, the admins hear of it, and then it is renewed."""
    await connect(office.first, fake)
    asked = 0

    async def broken(_refresh: str) -> Pair:
        nonlocal asked
        asked += 1
        raise ZeroDivisionError

    well = office.first.client.refresh
    monkeypatch.setattr(office.first.client, "refresh", broken)
    times.forward(hours=21)
    held = await office.first.keeper.access()
    assert (await office.first.keeper.access()).access == held.access
    assert asked == 1, "the platform is not asked all the time"
    assert len(office.alarms) == 1
    assert "lỗi phần mềm" in office.alarms[0]
    monkeypatch.setattr(office.first.client, "refresh", well)
    times.forward(minutes=11)
    assert (await office.first.keeper.access()).version == held.version + 1

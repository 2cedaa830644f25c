"""A store of files that is away for a moment: what people send and what the office sends waits, and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from roviec.channels.channel import Channel
from roviec.channels.common.bucket import FILES, BucketFiles
from roviec.channels.common.s3 import Account, Bucket
from roviec.channels.common.sharing import Shelf
from roviec.channels.webchat.channel import WebChat
from roviec.db import outbox
from roviec.db.engine import Database
from roviec.db.files import StoreRefused
from roviec.db.models import Inbox, Outbox
from roviec.db.models.delivery import Arrival, Departure, Lane
from roviec.delivery.courier import Courier
from roviec.delivery.fetching import Fetcher
from roviec.messages.incoming import FileRef
from roviec.messages.outcome import Failure
from roviec.messages.outgoing import FileOut, Outgoing
from tests.channels.conftest import DRIVERS
from tests.channels.drivers.desk import NOW
from tests.channels.drivers.protocol import Driver, Place
from tests.fakes import s3 as fake
from tests.fakes.s3 import Store, s3

DATA, AWAY = b"%PDF-1.7 ket qua", [503, 0, 403] * 100


@pytest.fixture
async def store() -> AsyncIterator[tuple[Store, Account]]:
    async with s3() as (found, address):
        yield found, Account(address, fake.BUCKET, fake.REGION, fake.ACCESS, fake.SECRET)


@pytest.fixture
async def place(sqlite: Database, tmp_path: Path, store: tuple[Store, Account]) -> AsyncIterator[Place]:
    """A host that has no copies."""
    files = BucketFiles(tmp_path / "here", sqlite, Bucket(store[1]))
    yield Place(sqlite, files, tmp_path)
    await files.close()


async def elsewhere(place: Place, account: Account, data: bytes = DATA) -> str:
    """Keep a file on another host."""
    other = BucketFiles(place.folder / "there", place.db, Bucket(account))
    sha256 = other.keep(data)
    await other.share(sha256)
    await other.close()
    return sha256


@pytest.fixture(params=["telegram", "zalo_bot", "zalo_oa"])
async def driver(request: pytest.FixtureRequest, place: Place) -> AsyncIterator[Driver]:
    """A platform that takes files."""
    async with DRIVERS[request.param](place) as opened:
        yield opened


async def test_what_the_office_sends_waits_for_the_store(
    driver: Driver, place: Place, store: tuple[Store, Account]
) -> None:
    file = FileOut(await elsewhere(place, store[1]), "Bản tin.pdf", "application/pdf")
    now = datetime.now(UTC)
    async with place.db.write() as session:
        await outbox.post(
            session,
            channel=driver.channel.name,
            chat=driver.chat,
            messages=[Outgoing("Bản tin", files=(file,))],
            lane=Lane.bulk,
            now=now,
            key="k",
        )
    courier = Courier(place.db, driver.channel, lambda: now)
    store[0].troubles = AWAY.copy()
    while len(store[0].asked) < 24:  # more often than a message is tried
        await courier.send_some()
        await courier.landed()
        async with place.db.read() as session:
            (row,) = (await session.exec(select(Outbox))).all()
        assert (row.state, row.tries, row.possibly_twice) == (Departure.queued, 0, False)
        now += timedelta(minutes=1)
    assert await driver.hears() == []
    store[0].troubles.clear()
    async with asyncio.timeout(60):
        while not await driver.hears():
            await courier.send_some()
            await courier.landed()


async def test_what_no_store_has_is_given_up(driver: Driver) -> None:
    for sha256 in ("0" * 64, "no checksum"):
        message = Outgoing("Bản tin", files=(FileOut(sha256, "a.pdf", "application/pdf"),))
        with pytest.raises(Failure) as caught:
            await driver.channel.send(driver.chat, message, key="k", now=NOW)
        assert not caught.value.retry
        assert caught.value.retry_after is None


async def test_an_address_of_a_file_says_that_the_store_is_away(
    place: Place, store: tuple[Store, Account]
) -> None:
    shelf = Shelf(place.files, "token", "https://roviec.example.vn", path="/tep")
    for sha256, troubles, status in (
        (await elsewhere(place, store[1]), AWAY, 503),
        ("0" * 64, [], 404),
    ):
        store[0].troubles = [*troubles]
        parts = shelf.address(FileOut(sha256, "a.pdf", ""), NOW).split("/")
        seal, until, _, name = parts[-4:]
        answer = await shelf._answer(NOW, seal, int(until), sha256, name)
        assert answer.status_code == status


class Line(WebChat):
    """A platform that hands out what people sent, and counts how often."""

    handed = 0

    async def fetch(self, file: FileRef) -> bytes:
        self.handed += 1
        return DATA


def fetcher(place: Place, channel: Channel) -> Fetcher:
    return Fetcher(place.db, {"web": channel}, place.files, 10**7, asyncio.Event())


async def arrived(place: Place, count: int, ref: str = "x") -> None:
    file = {"ref": ref, "name": "a.pdf", "mime": "application/pdf", "size": len(DATA)}
    async with place.db.write() as session:
        for n in range(count):
            body = {"kind": "file", "text": "", "files": [file]}
            session.add(
                Inbox(channel="web", external_id=f"{n}", chat=f"{n}", payload=body, state=Arrival.fetching)
            )


async def rows(place: Place) -> list[tuple[Arrival, int, list[str]]]:
    async with place.db.read() as session:
        found = (await session.exec(select(Inbox))).all()
        return [(row.state, row.tries, [file["sha256"] for file in row.files]) for row in found]


async def test_what_people_send_waits_for_the_store(place: Place, store: tuple[Store, Account]) -> None:
    line = Line(place.db, place.files, "http://127.0.0.1")
    await arrived(place, 3)
    mine = fetcher(place, line)
    store[0].troubles = AWAY.copy()
    for _ in range(10):
        with pytest.raises(StoreRefused):
            await mine.fetch_some()
    assert await rows(place) == [(Arrival.fetching, 0, [])] * 3
    assert line.handed == 1, "nothing is brought in vain"
    store[0].troubles.clear()
    assert await mine.fetch_some() == 3
    (sha256,) = {name.removeprefix(FILES) for name in store[0].objects}
    assert await rows(place) == [(Arrival.new, 0, [sha256])] * 3


async def test_a_file_that_the_store_refuses_once_stops_no_other(
    place: Place, store: tuple[Store, Account]
) -> None:
    await arrived(place, 2)
    mine = fetcher(place, Line(place.db, place.files, "http://127.0.0.1"))
    store[0].troubles = [503, 503]
    with pytest.raises(StoreRefused):
        await mine.fetch_some()
    assert sorted(state for state, *_ in await rows(place)) == [Arrival.fetching, Arrival.new]
    assert await mine.fetch_some() == 1
    assert [tries for _, tries, _ in await rows(place)] == [0, 0]


async def test_what_is_too_large_for_the_store_is_told(place: Place, store: tuple[Store, Account]) -> None:
    await arrived(place, 1)
    mine = fetcher(place, Line(place.db, place.files, "http://127.0.0.1"))
    store[0].troubles = [413] * 3
    for _ in range(3):
        await mine.fetch_some()
    assert [(state, tries) for state, tries, _ in await rows(place)] == [(Arrival.quarantined, 3)]


async def test_what_came_by_our_own_page_of_another_host_waits_too(
    place: Place, store: tuple[Store, Account]
) -> None:
    sha256 = await elsewhere(place, store[1])
    await arrived(place, 1, sha256)
    mine = fetcher(place, WebChat(place.db, place.files, "http://127.0.0.1"))
    store[0].troubles = AWAY.copy()
    for _ in range(5):
        with pytest.raises(StoreRefused):
            await mine.fetch_some()
    store[0].troubles.clear()
    assert await mine.fetch_some() == 1
    assert await rows(place) == [(Arrival.new, 0, [sha256])]

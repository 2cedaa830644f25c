"""A store of files that is away: the admins hear after some minutes, once a day; a moment's absence is no news."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from small_office import SmallOffice, at

from roviec.channels.common.bucket import BucketFiles
from roviec.channels.common.s3 import Account, Bucket
from roviec.scheduler import storing
from roviec.scheduler.clock import Scheduler
from roviec.scheduler.storing import StoreWatch
from tests.fakes import s3 as fake
from tests.fakes.s3 import s3

NOW = at("2026-06-25 09:00")
AWAY = [503] * 1000


async def told(watch: StoreWatch, minutes: range, start: datetime = NOW) -> list[int]:
    """Return the minutes at which the admins were told."""
    return [n for n in minutes if await watch(start + timedelta(minutes=n))]


async def test_a_store_that_stays_away_is_told_once_a_day(office: SmallOffice, tmp_path: Path) -> None:
    async with s3() as (store, address):
        account = Account(address, fake.BUCKET, fake.REGION, fake.ACCESS, fake.SECRET)
        files = BucketFiles(tmp_path / "copies", office.db, Bucket(account))
        office.house = replace(office.house, files=files)
        watch = StoreWatch(office.db, office.house)
        assert await told(watch, range(12)) == []
        asked = len(store.asked)
        assert asked == 3 * 3  # put, get and delete, at the beginning, after five minutes and after ten
        store.troubles = list(AWAY)
        assert await told(watch, range(12, 22)) == [20, 21]
        store.troubles = []
        assert await told(watch, range(22, 40)) == []
        await files.close()
    ((chat, message),) = await office.letters()
    assert chat == "Quản trị"
    assert "09:15 ngày 25/6/2026" in message.text
    assert fake.SECRET not in message.text


async def test_a_restart_of_the_store_is_no_news(office: SmallOffice, tmp_path: Path) -> None:
    async with s3() as (store, address):
        account = Account(address, fake.BUCKET, fake.REGION, fake.ACCESS, fake.SECRET)
        files = BucketFiles(tmp_path / "copies", office.db, Bucket(account))
        watch = StoreWatch(office.db, replace(office.house, files=files))
        store.troubles = list(AWAY)
        assert await told(watch, range(5)) == []
        store.troubles = []
        assert await told(watch, range(5, 11)) == []
        store.troubles = list(AWAY)
        assert await told(watch, range(11, 15)) == []
        await files.close()
    assert await office.letters() == []


async def test_a_store_that_never_answers_holds_the_clock_up_for_a_moment_only(
    office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Silent(type(office.house.files)):  # type: ignore[misc]
        async def prove(self) -> None:
            await asyncio.Event().wait()

    monkeypatch.setattr(storing, "LONGEST", 0.01)
    house = replace(office.house, files=Silent(office.house.files.folder))
    scheduler = Scheduler(office.db, house, lambda: NOW)
    for minute in range(7):
        done = await scheduler.tick(NOW + timedelta(minutes=minute))
        assert done["heartbeat"] == 0
    assert any("kho lưu tệp" in message.text.lower() for _, message in await office.letters())

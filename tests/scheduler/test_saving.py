"""The nightly backup: started once, told when it fails, told when there was none for long."""

import asyncio
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_office import SmallOffice, at
from sqlalchemy.exc import OperationalError

from roviec.bot.copies import made_on, prune
from roviec.db.backup import noted
from roviec.delivery import admins, patience
from roviec.scheduler.saving import LEASE, NightlySaving

NIGHT = at("2026-06-25 01:05")


def saving(office: SmallOffice, code: str) -> NightlySaving:
    return NightlySaving(office.db, office.house, time(1), (sys.executable, "-c", code))


async def over(job: NightlySaving, now: datetime) -> None:
    """Let one night pass to its end."""
    await job(now)
    assert job.running is not None
    await job.running


async def heard(office: SmallOffice) -> list[str]:
    return [message.text for _, message in await office.letters()]


async def test_it_is_made_once_a_night_by_one_process(anywhere: SmallOffice, tmp_path: Path) -> None:
    code = f"open({str(tmp_path / 'nights')!r}, 'a').write('x')"
    one, other = saving(anywhere, code), saving(anywhere, code)
    assert await one(at("2026-06-25 00:59")) == 0
    assert [await one(NIGHT), await other(NIGHT), await one(NIGHT + timedelta(hours=8))] == [1, 0, 0]
    assert one.running is not None
    await one.running
    assert (tmp_path / "nights").read_text() == "x"
    assert await other(NIGHT + timedelta(days=1)) == 1
    assert other.running is not None
    await other.running
    assert (tmp_path / "nights").read_text() == "xx"
    assert await heard(anywhere) == []


async def test_a_failure_is_told_with_its_last_words(anywhere: SmallOffice) -> None:
    job = saving(anywhere, "import sys; sys.exit('Ổ đĩa đã đầy.')")
    await over(job, NIGHT)
    (words,) = await heard(anywhere)
    assert words.startswith("Đêm nay chưa sao lưu được dữ liệu: Ổ đĩa đã đầy.")


async def test_a_failed_night_is_tried_again_when_its_lease_ends(anywhere: SmallOffice) -> None:
    job = saving(anywhere, "import sys; sys.exit('Ổ đĩa đã đầy.')")
    await over(job, NIGHT)
    assert await job(NIGHT + timedelta(hours=6)) == 0
    assert await job(NIGHT + LEASE) == 1
    assert job.running is not None
    await job.running
    assert len(await heard(anywhere)) == 1, "the same night is told once"


async def test_a_night_cut_short_is_made_by_the_next_one(anywhere: SmallOffice, tmp_path: Path) -> None:
    code = f"open({str(tmp_path / 'nights')!r}, 'a').write('x')"
    cut, other = saving(anywhere, "import time; time.sleep(60)"), saving(anywhere, code)
    assert await cut(NIGHT) == 1
    assert cut.running is not None
    cut.running.cancel()
    await asyncio.wait({cut.running})
    assert await other(NIGHT + timedelta(minutes=1)) == 0, "nobody knows that it will not end well"
    await over(other, NIGHT + LEASE)
    assert await other(NIGHT + LEASE + timedelta(minutes=1)) == 0
    assert (tmp_path / "nights").read_text() == "x"


async def test_a_night_of_a_process_that_is_gone_is_begun_at_once(
    anywhere: SmallOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut, other = saving(anywhere, "import time; time.sleep(60)"), saving(anywhere, "")
    assert await cut(NIGHT) == 1
    assert cut.running is not None
    cut.running.cancel()
    await asyncio.wait({cut.running})
    monkeypatch.setattr(noted, "is_gone", lambda name: name == anywhere.db.duties.me)
    await over(other, NIGHT + timedelta(minutes=1))
    assert await other(NIGHT + timedelta(minutes=2)) == 0, "it is made"


def held_for(tries: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let a database be held for so many alarms; return the sentences that were to be told."""
    well, told = admins.alarm, list[str]()

    async def alarm(session: Any, sentence: str, **more: Any) -> None:
        told.append(sentence)
        if len(told) <= tries:
            raise OperationalError("INSERT", None, RuntimeError("database is locked"))
        await well(session, sentence, **more)

    monkeypatch.setattr(admins, "alarm", alarm)
    monkeypatch.setattr(patience, "PAUSE", 0.01)
    return told


async def test_a_backup_begins_although_nobody_can_be_told_of_the_nights_before(
    anywhere: SmallOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with anywhere.db.write() as session:
        await noted.remember(session, name="a", size=1, at=NIGHT - timedelta(days=3))
    told = held_for(3, monkeypatch)
    await over(saving(anywhere, f"open({str(tmp_path / 'nights')!r}, 'a').write('x')"), NIGHT)
    assert (tmp_path / "nights").read_text() == "x"
    assert len(told) == 4
    (words,) = await heard(anywhere)
    assert words.startswith("Chưa có bản sao lưu nào")


async def test_a_failure_is_told_once_the_database_can_be_written(
    anywhere: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = held_for(3, monkeypatch)
    await over(saving(anywhere, "import sys; sys.exit('Ổ đĩa đã đầy.')"), NIGHT)
    assert len(told) == 4
    (words,) = await heard(anywhere)
    assert "Ổ đĩa đã đầy." in words


async def test_a_command_that_is_not_there_is_told(anywhere: SmallOffice) -> None:
    job = NightlySaving(anywhere.db, anywhere.house, time(1), ("/khong/co/lenh",))
    await over(job, NIGHT)
    (words,) = await heard(anywhere)
    assert words.startswith("Đêm nay chưa sao lưu được dữ liệu")


async def test_nights_without_any_are_told(anywhere: SmallOffice) -> None:
    job = saving(anywhere, "")
    await over(job, NIGHT)
    async with anywhere.db.write() as session:
        await noted.remember(session, name="a", size=1, at=NIGHT)
    await over(job, NIGHT + timedelta(days=1))
    assert await heard(anywhere) == []
    await over(job, NIGHT + timedelta(days=2))
    (words,) = await heard(anywhere)
    assert (
        words.startswith("Chưa có bản sao lưu nào khôi phục được kể từ 1:05 25/6/2026")
        or "25/6/2026" in words
    )


@given(st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=12), st.integers(1, 60))
def test_what_is_kept(tmp_path_factory: pytest.TempPathFactory, days: set[date], keep: int) -> None:
    folder, today = tmp_path_factory.mktemp("copies"), date(2026, 12, 31)
    paths = {day: folder / f"roviec-{day:%Y%m%d}-010000.backup" for day in days}
    for path in [*paths.values(), folder / "roviec-cua-toi.backup", folder / "khac.txt"]:
        path.touch()
    gone = prune(folder, today=today, keep_days=keep)
    left = {day for day in days if paths[day].exists()}
    assert left == {day for day in days if (today - day).days <= keep or day == max(days)}
    assert {made_on(path).date() for path in gone if made_on(path)} == days - left  # type: ignore[union-attr]
    assert (folder / "roviec-cua-toi.backup").exists()
    assert (folder / "khac.txt").exists()

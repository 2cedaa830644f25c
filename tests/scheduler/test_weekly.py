import pytest
from small_office import SmallOffice, at

from roviec.db.models import Address, Notice, Outbox, StoredFile
from roviec.scheduler.digest import send_digest
from roviec.tasks.issuing import digest_time


@pytest.mark.parametrize(
    ("day", "when"),
    [
        ("2024-08-01", "2024-07-29 07:30"),
        ("2024-07-29", "2024-07-29 07:30"),
        ("2024-01-01", "2024-01-02 07:30"),
        ("2024-02-14", "2024-02-15 07:30"),
        ("2024-05-02", "2024-05-02 07:30"),
        ("2024-09-07", "2024-09-04 07:30"),
        ("2025-01-29", None),
    ],
)
def test_it_comes_on_monday_or_the_next_working_day(office: SmallOffice, day: str, when: str | None) -> None:
    expected = at(when) if when else None
    assert digest_time(at(f"{day} 00:00").date(), office.house.calendar()) == expected


async def digests(office: SmallOffice) -> list[str]:
    return [row.chat for row in await office.rows(Outbox)]


async def test_leaders_and_admins_get_it_once_a_week(anywhere: SmallOffice) -> None:
    await anywhere.task("Báo cáo", "2026-06-30")
    for moment in ("2026-06-22 07:29", "2026-06-22 17:30"):
        assert await send_digest(anywhere.db, anywhere.house, at(moment)) == 0
    for moment in ("2026-06-22 07:30", "2026-06-22 07:31", "2026-06-26 10:00", "2026-06-28 10:00"):
        await send_digest(anywhere.db, anywhere.house, at(moment))
    assert sorted(await digests(anywhere)) == ["Chủ tịch", "Quản trị", "Trưởng phòng"]
    assert await send_digest(anywhere.db, anywhere.house, at("2026-06-29 07:30")) == 3


async def test_its_picture_is_stored_and_goes_with_it(office: SmallOffice) -> None:
    await office.task("Báo cáo", "2026-06-30")
    await send_digest(office.db, office.house, at("2026-06-22 07:30"))
    (_, message), *_ = await office.letters()
    picture = message.files[0]
    assert (picture.name, picture.mime) == ("digest-2026-W26.png", "image/png")
    assert office.house.files.read(picture.sha256).startswith(b"\x89PNG")
    assert picture.sha256 in {row.sha256 for row in await office.rows(StoredFile)}
    assert "26" in message.text


async def test_a_late_start_in_the_week_still_brings_it(office: SmallOffice) -> None:
    await office.task("Báo cáo", "2026-06-30")
    assert await send_digest(office.db, office.house, at("2026-06-26 16:59")) == 3


async def test_a_week_with_nothing_to_say_is_silent(office: SmallOffice) -> None:
    assert await send_digest(office.db, office.house, at("2026-06-22 07:30")) == 0
    assert [notice.kind for notice in await office.rows(Notice)] == ["digests"]


async def test_a_killed_digest_goes_on_where_it_stopped(office: SmallOffice) -> None:
    class Killed(BaseException):
        pass

    seen: list[str] = []

    def kill(step: str) -> None:
        seen.append(step)
        if len(seen) == 2:
            raise Killed

    await office.task("Báo cáo", "2026-06-30")
    with pytest.raises(Killed):
        await send_digest(office.db, office.house, at("2026-06-22 07:30"), at=kill)
    assert len(await digests(office)) == 1
    assert await send_digest(office.db, office.house, at("2026-06-22 07:31")) == 2
    assert len(set(await digests(office))) == 3


async def test_a_leader_without_a_chat_gets_nothing(office: SmallOffice) -> None:
    await office.task("Báo cáo", "2026-06-30")
    async with office.db.write() as session:
        for address in await office.rows(Address):
            (await session.get_one(Address, address.id)).reachable = address.chat != "Chủ tịch"
    assert await send_digest(office.db, office.house, at("2026-06-22 07:30")) == 2

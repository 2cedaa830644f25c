"""/tuan: asked in a turn, drawn outside of it, answered once whatever dies on the way."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from roviec.db import people
from roviec.db.engine import Database
from roviec.db.models import ReportRequest, Role, Task
from roviec.handlers import drawing
from roviec.reports import edition
from roviec.scheduler.digest import send_digest
from tests.chat import Chat, Talker


class Office:
    """A leader and an official, and the worker that draws."""

    def __init__(self, house: Chat, chair: Talker, mai: Talker) -> None:
        self.house, self.chair, self.mai = house, chair, mai

    async def draws(self) -> int:
        """Draw what was asked for and let everybody hear of it."""
        count = await self.draws_unheard()
        await self.house.settle()
        return count

    async def draws_unheard(self) -> int:
        return await drawing.draw_digests(self.house.db, self.house.parts.house, self.house.clock())

    async def tries(self) -> int:
        """Return how often what is waited for has been begun."""
        async with self.house.db.read() as session:
            return sum((await session.exec(select(ReportRequest.tries))).all())

    async def waiting(self) -> int:
        async with self.house.db.read() as session:
            return len((await session.exec(select(ReportRequest))).all())


@pytest.fixture
async def office(db: Database, tmp_path: Path) -> Office:
    house = await Chat.bare(db, tmp_path)
    house.draws = False
    root = await house.unit("UBND xã Bình Lư")
    chair = await house.official("Nguyễn Minh Sơn", root, Role.leader, "Chủ tịch")
    return Office(house, chair, await house.official("Lò Thị Mai", root))


class Brush:
    """Drawing that waits until it may go on."""

    def __init__(self) -> None:
        self.begun, self.may_go_on = threading.Event(), threading.Event()

    def render(self, *what: object) -> list[tuple[str, str, bytes]]:
        self.begun.set()
        # Whoever fails lets it go on too: no test hangs here.
        self.may_go_on.wait()
        return [("digest.png", "image/png", b"drawn")]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Brush]:
    brush = Brush()
    monkeypatch.setattr(edition, "render", brush.render)
    yield brush
    brush.may_go_on.set()


async def test_the_digest_comes_once_it_is_drawn_and_only_once(office: Office) -> None:
    assert await office.chair.says("/tuan") == ""
    assert await office.chair.says("/tuan") == ""
    assert await office.draws() == 1
    heard = await office.chair.reads()
    assert "bản tin tuần 25 năm 2026" in heard
    assert "<digest-2026-W25.png>" in heard
    assert "<digest-2026-W25.xlsx>" in heard
    assert "<digest-2026-W25.docx>" in heard
    assert "---" not in heard
    assert await office.draws() == 0
    assert await office.waiting() == 0


async def test_whoever_asks_again_later_hears_again(office: Office) -> None:
    for _ in range(2):
        await office.chair.says("/tuan")
        assert await office.draws() == 1
        assert "bản tin tuần" in await office.chair.reads()


async def test_an_official_is_told_at_once_that_leaders_ask(office: Office) -> None:
    assert "lãnh đạo" in await office.mai.says("/tuan")
    assert await office.draws() == 0


async def test_others_are_answered_while_a_digest_is_drawn(office: Office, slow: Brush) -> None:
    await office.chair.says("/tuan")
    drawn = asyncio.create_task(office.draws())
    await asyncio.to_thread(slow.begun.wait)
    assert "/viec" in await office.mai.says("/giup")
    assert "/tuan" in await office.chair.says("/giup")
    assert not drawn.done()
    slow.may_go_on.set()
    assert await drawn == 1
    assert "<digest.png>" in await office.chair.reads()


async def test_others_are_answered_while_the_digest_of_monday_is_drawn(office: Office, slow: Brush) -> None:
    house = office.house
    async with house.db.write() as session:
        session.add(Task(title="Báo cáo", created_at=house.clock()))
    sent = asyncio.create_task(send_digest(house.db, house.parts.house, house.clock()))
    await asyncio.to_thread(slow.begun.wait)
    assert "/viec" in await office.mai.says("/giup")
    assert not sent.done()
    slow.may_go_on.set()
    assert await sent == 1


async def test_a_digest_whose_process_dies_is_drawn_by_the_next(office: Office, slow: Brush) -> None:
    await office.chair.says("/tuan")
    dying = asyncio.create_task(office.draws())
    await asyncio.to_thread(slow.begun.wait)
    dying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await dying
    slow.may_go_on.set()
    await office.house.restart()
    assert await office.draws() == 1
    assert (await office.chair.reads()).count("bản tin tuần") == 1


async def test_two_processes_that_draw_the_same_answer_once(office: Office, slow: Brush) -> None:
    await office.chair.says("/tuan")
    first = asyncio.create_task(office.draws_unheard())
    await asyncio.to_thread(slow.begun.wait)
    office.house.clock.forward(minutes=2)
    second = asyncio.create_task(office.draws_unheard())
    while await office.tries() < 2:
        await asyncio.sleep(0.01)
    slow.may_go_on.set()
    assert await asyncio.gather(first, second) == [1, 1]
    await office.house.settle()
    assert (await office.chair.reads()).count("bản tin tuần") == 1


async def test_who_waits_long_is_asked_for_patience_once(
    office: Office, slow: Brush, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "PATIENCE", 0.01)
    await office.chair.says("/tuan")
    drawn = asyncio.create_task(office.draws())
    await asyncio.to_thread(slow.begun.wait)
    heard = ""
    while not heard:
        await office.house.settle()
        heard = await office.chair.reads()
    assert heard == "Đang lập bản tin, Ông/Bà chờ trong giây lát…"
    slow.may_go_on.set()
    await drawn
    assert "Đang lập" not in await office.chair.reads()


async def test_who_no_longer_leads_when_it_is_drawn_gets_nothing(office: Office) -> None:
    await office.chair.says("/tuan")
    async with office.house.db.write() as session:
        person = await session.merge(office.chair.person)
        person.left_on = office.house.clock().date()
    assert await office.draws() == 1
    assert await office.chair.reads() == ""
    assert await office.waiting() == 0


async def test_a_digest_that_cannot_be_drawn_is_given_up_and_said(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn(*what: object) -> None:
        raise RuntimeError("no paper")

    monkeypatch.setattr(edition, "render", torn)
    await office.chair.says("/tuan")
    for _ in range(3):
        await office.draws()
        assert await office.chair.reads() == ""
        office.house.clock.forward(minutes=2)
    assert await office.draws() == 1
    assert "Chưa lập được bản tin" in await office.chair.reads()
    assert await office.waiting() == 0


async def test_everybody_who_waits_is_served_by_one_gathering(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    gathered = []

    async def gather(*session: object, **settings: object) -> object:
        gathered.append(settings)
        return await real(*session, **settings)

    real = drawing.gather
    monkeypatch.setattr(drawing, "gather", gather)
    async with office.house.db.read() as session:
        root = await people.office(session)
    vice = await office.house.official("Vàng Thị Hoa", root, Role.leader, "Phó Chủ tịch")
    for who in (office.chair, vice):
        await who.says("/tuan")
    assert await office.draws() == 2
    for who in (office.chair, vice):
        assert "bản tin tuần" in await who.reads()
    assert len(gathered) == 1

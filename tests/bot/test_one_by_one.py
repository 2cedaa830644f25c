"""Each loop is fed a row that raises: the others go on, it is left alone after three tries, told once, and named."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from roviec.bot.cli.common import Desk
from roviec.bot.cli.db_checks import records
from roviec.bot.settings import Settings
from roviec.db import people, report_requests
from roviec.db.models import Address, ImportDraft, Inbox, Outbox, ReportRequest, Role, Setback, Task, TaskUnit
from roviec.db.models.delivery import Arrival, Departure
from roviec.db.models.plans import DraftState
from roviec.db.plans import drafts
from roviec.delivery import failover, notify
from roviec.delivery.failover import rescue
from roviec.handlers import drawing
from roviec.handlers.plans import worker
from roviec.messages.outgoing import Outgoing
from roviec.scheduler import duties, occurrences
from roviec.scheduler.clock import Job, Scheduler
from roviec.tasks.deadlines import Kind
from tests.chat import OFFICE, Chat, Talker

pytest_plugins = ("tests.handlers.chat_stages",)
UNIT = "Phòng Văn hóa"


class Poison(Exception):
    """What nobody has thought of."""


def poisoned(work: Callable[..., Any], is_it: Callable[..., bool]) -> Callable[..., Any]:
    """Return `work`, which raises for one row."""

    async def touched(*args: Any, **kwargs: Any) -> Any:
        if is_it(*args, **kwargs):
            raise Poison("Nguyễn Thị Lan")
        return await work(*args, **kwargs)

    return touched


async def doctor(chat: Chat) -> dict[str, str]:
    """Return what the doctor finds wrong: {check: what was found}."""
    desk = Desk(Settings(), chat.db, chat.house, chat.now)
    return {one.check: one.found async for one in records(desk) if not one.ok}


async def alarms(admin: Talker, word: str) -> int:
    await admin.stage.settle()
    await admin.listens()
    return sum(word in f"{one['title']}\n{one['text']}" for one in admin.heard)


@pytest.fixture
async def admin(chat: Chat) -> Talker:
    return await chat.official("Phạm Quản Trị", OFFICE, Role.admin)


@pytest.fixture
async def lan(chat: Chat) -> Talker:
    return await chat.official("Nguyễn Thị Lan", UNIT)


@pytest.fixture
async def binh(chat: Chat) -> Talker:
    return await chat.official("Trần Văn Bình", "Tư pháp")


async def task(chat: Chat, owner: Talker, due: str = "2026-06-30", **more: Any) -> int:
    async with chat.db.write() as session:
        day = date.fromisoformat(due)
        row = Task(
            title=f"Việc của {owner.person.name}",
            due=day,
            original_due=day,
            created_at=chat.now - timedelta(days=90),
            **more,
        )
        session.add(row)
        await session.flush()
        session.add(
            TaskUnit(task_id=row.id, unit_id=owner.person.unit_id, part="lead", person_id=owner.person.id)
        )
        return row.id or 0


def clock(chat: Chat) -> Scheduler:
    return Scheduler(chat.db, chat.house, chat.clock)


async def ticks(chat: Chat, count: int) -> None:
    """Tick in a process that is new each time: a restart repeats nothing."""
    for _ in range(count):
        await clock(chat).tick(chat.now)
        chat.later(minutes=1)


class TestReminders:
    async def test_a_person_whose_message_raises(
        self, chat: Chat, admin: Talker, lan: Talker, binh: Talker, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await task(chat, lan)
        await task(chat, binh)
        sick = poisoned(notify.write, lambda _s, address, *_a, **_k: address.chat == lan.chat)
        monkeypatch.setattr(notify, "write", sick)
        await ticks(chat, 6)
        await chat.settle()
        await binh.listens()
        assert any("Việc của Trần Văn Bình" in str(one) for one in binh.heard)
        assert f"nhắc việc person/{lan.person.id}" in (await doctor(chat))["setbacks"]
        assert await alarms(admin, "nhắc việc") == 1
        assert [row.tries for row in await chat.rows(Setback)] == [3]
        monkeypatch.undo()
        chat.later(days=1)
        await ticks(chat, 1)
        await chat.settle()
        await lan.listens()
        assert any("Việc của Nguyễn Thị Lan" in str(one) for one in lan.heard)
        assert "setbacks" not in await doctor(chat)

    async def test_a_task_of_which_nothing_can_be_worked_out(
        self, chat: Chat, admin: Talker, lan: Talker, binh: Talker, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bad = await task(chat, lan)
        await task(chat, binh)
        well = duties.hearers

        def hearers(one: Any, *rest: Any) -> Any:
            if one.id == bad:
                raise Poison
            return well(one, *rest)

        monkeypatch.setattr(duties, "hearers", hearers)
        await ticks(chat, 6)
        await chat.settle()
        await binh.listens()
        assert any("Việc của Trần Văn Bình" in str(one) for one in binh.heard)
        assert f"nhắc việc task/{bad}" in (await doctor(chat))["setbacks"]
        assert await alarms(admin, "nhắc việc") == 1


async def test_an_occurrence_that_raises(
    chat: Chat, admin: Talker, lan: Talker, binh: Talker, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = {"due_words": "hàng tháng", "due_kind": Kind.recurring}
    bad = await task(chat, lan, "2026-05-31", **more)
    good = await task(chat, binh, "2026-05-31", **more)
    well = occurrences.read

    def read(one: Any, *rest: Any) -> Any:
        if one.id == bad:
            raise Poison
        return well(one, *rest)

    monkeypatch.setattr(occurrences, "read", read)
    await ticks(chat, 5)
    titles = [row.title for row in await chat.rows(Task) if row.id not in (bad, good)]
    assert titles == ["Việc của Trần Văn Bình tháng 6/2026"]
    assert f"việc định kỳ task/{bad}" in (await doctor(chat))["setbacks"]
    assert await alarms(admin, "việc định kỳ") == 1


async def test_a_reader_whose_digest_raises(
    chat: Chat, admin: Talker, lan: Talker, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = await chat.official("Lê Chủ Tịch", OFFICE, Role.leader)
    await task(chat, lan)
    sick = poisoned(notify.write, lambda _s, _a, _m, *, key, **_k: key == f"digest/2026-W27/{head.person.id}")
    monkeypatch.setattr(notify, "write", sick)
    await ticks(chat, 6)
    assert await alarms(admin, "bản tin tuần 27") == 1
    assert f"bản tin tuần person/{head.person.id}" in (await doctor(chat))["setbacks"]
    assert await alarms(admin, "«bản tin tuần»") == 1


async def test_a_group_whose_list_raises(
    chat: Chat, admin: Talker, lan: Talker, binh: Talker, monkeypatch: pytest.MonkeyPatch
) -> None:
    await task(chat, lan)
    await task(chat, binh)
    async with chat.db.write() as session:
        for n, unit in enumerate((UNIT, "Tư pháp")):
            of = await people.unit_named(session, unit)
            session.add(Address(channel="plain", chat=f"-{n}", unit_id=of.id))
    sick = poisoned(notify.write, lambda _s, address, *_a, **_k: address.chat == "-0")
    monkeypatch.setattr(notify, "write", sick)
    await ticks(chat, 6)
    await chat.settle()
    assert list(chat.plain.sent) == ["-1"]
    assert "tin cho nhóm" in (await doctor(chat))["setbacks"]
    assert await alarms(admin, "tin cho nhóm") == 1


async def test_a_job_that_fails_as_a_whole_is_tried_for_ever_and_told_once(chat: Chat, admin: Talker) -> None:
    asked = 0

    async def broken(_now: Any) -> int:
        nonlocal asked
        asked += 1
        raise Poison

    for _ in range(6):
        one = clock(chat)
        one.jobs = (Job("hỏng", broken), *one.jobs)
        await one.tick(chat.now)
    assert asked == 6
    assert "tác vụ theo giờ hỏng" in (await doctor(chat))["setbacks"]
    assert await alarms(admin, "tác vụ theo giờ") == 1


async def test_a_payload_whose_files_can_not_be_fetched(
    chat: Chat, admin: Talker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The way of a bad address of a file: it raises what no channel has named."""
    web = chat.channels["web"]
    sick = poisoned(web.fetch, lambda file: file.name == "xn--.jpg")
    monkeypatch.setattr(web, "fetch", sick)
    ill, well = chat.person("a"), chat.person("b")
    await ill.posts(
        {"kind": "file", "text": "", "files": [{"ref": "0" * 64, "name": "xn--.jpg", "mime": "", "size": 1}]}
    )
    await well.sends_file("anh.jpg", b"mine")
    assert well.fresh, "the others go on"
    assert [row.state for row in await chat.rows(Inbox, Inbox.chat == ill.chat)] == [Arrival.quarantined]
    await ill.listens()
    assert "mã" in ill.last["text"].lower()
    assert "quarantine" in await doctor(chat)
    assert await alarms(admin, "giữ riêng") <= 1
    await chat.restart()
    assert await chat.fetcher.fetch_some() == 0
    await ill.says("xin chào")
    assert ill.fresh, "what comes after it in its chat is answered"


async def test_a_payload_of_a_channel_that_is_gone(chat: Chat) -> None:
    async with chat.db.write() as session:
        session.add(
            Inbox(
                channel="zalo_bot",
                external_id="1",
                chat="x",
                payload={},
                state=Arrival.fetching,
                received_at=chat.now,
            )
        )
    for _ in range(3):
        await chat.fetcher.fetch_some()
    assert [row.state for row in await chat.rows(Inbox)] == [Arrival.quarantined]


async def test_what_waits_long_for_its_files_is_named(chat: Chat) -> None:
    async with chat.db.write() as session:
        session.add(
            Inbox(
                channel="web",
                external_id="1",
                chat="x",
                payload={},
                state=Arrival.fetching,
                received_at=chat.now,
            )
        )
    assert "fetching" not in await doctor(chat)
    chat.later(minutes=11)
    assert (await doctor(chat))["fetching"] == "1"


async def letter(chat: Chat, to: Talker, body: dict[str, Any] | None = None, **more: Any) -> None:
    async with chat.db.write() as session:
        body = Outgoing("Kính chào Ông/Bà").as_json() if body is None else body
        session.add(
            Outbox(
                channel=to.channel,
                chat=to.chat,
                body=body,
                not_before=chat.now,
                created_at=chat.now - timedelta(days=90),
                **more,
            )
        )


async def test_a_letter_that_can_not_be_read(chat: Chat, lan: Talker, binh: Talker) -> None:
    await letter(chat, lan, {"text": 5, "choices": "x"})
    await letter(chat, binh)
    await chat.settle()
    await binh.listens()
    assert binh.last["text"] == "Kính chào Ông/Bà"
    assert [row.state for row in await chat.rows(Outbox, Outbox.chat == lan.chat)] == [Departure.dead]
    assert "dead_letters" in await doctor(chat)
    await letter(chat, lan)
    await chat.settle()
    await lan.listens()
    assert lan.last["text"] == "Kính chào Ông/Bà"


async def test_a_letter_whose_failure_can_not_be_settled(
    chat: Chat, lan: Talker, binh: Talker, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.handlers.several_stage import BLOCKED, Weather

    plain = await chat.official("Đỗ Thị Mai", UNIT, channel="plain")
    Weather(chat.plain).order(lasting=BLOCKED)

    async def settle(*_a: Any, **_k: Any) -> bool:
        raise Poison

    monkeypatch.setattr(failover, "move_on", settle)
    await letter(chat, plain)
    await letter(chat, binh)
    await chat.settle()
    await binh.listens()
    assert binh.last["text"] == "Kính chào Ông/Bà"
    assert [row.state for row in await chat.rows(Outbox, Outbox.channel == "plain")] == [Departure.dead]


async def test_a_document_whose_reading_raises(
    chat: Chat, admin: Talker, lan: Talker, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with chat.db.write() as session:
        for n, name in enumerate(("hỏng.txt", "tốt.txt")):
            chat.files.keep(name.encode())
            address = await people.address_of(session, channel="web", chat=lan.chat)
            sha256 = chat.files.keep(f"{n}".encode())
            await drafts.begin(
                session,
                person_id=lan.person.id,
                address_id=address.id,
                sha256=sha256,
                name=name,
                now=chat.now,
            )
    well = worker.read_apart

    async def read_apart(data: bytes, name: str, **more: Any) -> Any:
        if name == "hỏng.txt":
            raise Poison
        return await well(data, name, **more)

    monkeypatch.setattr(worker, "read_apart", read_apart)
    for _ in range(6):
        await worker.read_drafts(chat.db, chat.files, chat.house, chat.now)
        chat.later(minutes=2)
    states = {row.name: row.state for row in await chat.rows(ImportDraft)}
    assert states["hỏng.txt"] == DraftState.failed
    assert states["tốt.txt"] != DraftState.reading
    assert "đọc văn bản draft/1" in (await doctor(chat))["setbacks"]
    assert await alarms(admin, "đọc văn bản") == 1


async def test_a_digest_asked_for_by_who_can_not_be_answered(
    chat: Chat, admin: Talker, lan: Talker, monkeypatch: pytest.MonkeyPatch
) -> None:
    await task(chat, lan)
    head = await chat.official("Lê Chủ Tịch", OFFICE, Role.leader)
    async with chat.db.write() as session:
        for talker in (head, admin):
            address = await people.address_of(session, channel="web", chat=talker.chat)
            await report_requests.ask(session, address_id=address.id or 0, now=chat.now)
    sick = poisoned(drawing._post, lambda _s, _h, to, *_a, **_k: to.chat == head.chat)
    monkeypatch.setattr(drawing, "_post", sick)
    for _ in range(7):
        await drawing.draw_digests(chat.db, chat.house, chat.now)
        chat.later(minutes=2)
    assert await chat.rows(ReportRequest) == []
    assert await alarms(admin, "bản tin tuần 27") >= 1
    assert await alarms(admin, "bản tin theo yêu cầu") == 1


async def test_a_message_that_can_not_move_to_another_channel(
    chat: Chat, admin: Talker, monkeypatch: pytest.MonkeyPatch
) -> None:
    from roviec.db import pauses
    from tests.handlers.several_stage import also_at

    ill = await chat.official("Nguyễn Thị Lan", UNIT, channel="plain")
    well = await chat.official("Trần Văn Bình", "Tư pháp", channel="plain")
    webs = [await also_at(chat, one, "web") for one in (ill, well)]
    async with chat.db.write() as session:
        await pauses.pause(session, channel="plain", until=chat.now + timedelta(days=1))
    for one in (ill, well):
        await letter(chat, one, person_id=one.person.id, key=f"k/{one.person.id}/0")
    sick = poisoned(failover._move, lambda _s, row, *_a, **_k: row.person_id == ill.person.id)
    monkeypatch.setattr(failover, "_move", sick)
    for _ in range(5):
        await rescue(chat.db, chat.house.channels, chat.now)
    await chat.settle()
    await webs[1].listens()
    assert webs[1].last["text"] == "Kính chào Ông/Bà"
    assert "chuyển kênh" in (await doctor(chat))["setbacks"]
    assert await alarms(admin, "chuyển kênh") == 1

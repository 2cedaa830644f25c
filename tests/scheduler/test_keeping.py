"""The office keeps what config.toml says, as long as it says: files, chats and lines end with what needs them."""

import hashlib
import os
import time
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from roviec.db import keeping, surveys, webchat
from roviec.db.models import (
    Address,
    Conversation,
    Evidence,
    Feedback,
    ImportDraft,
    Inbox,
    Outbox,
    Plan,
    PlanVersion,
    Role,
    Setback,
    StoredFile,
    Task,
    WebEvent,
)
from roviec.db.models.delivery import Departure
from roviec.db.models.plans import DraftState
from roviec.messages.outgoing import FileOut, Outgoing
from roviec.scheduler.clock import Scheduler
from roviec.scheduler.upkeep import Retention
from roviec.tasks.feedback.lifecycle import Kind, State
from tests.chat import OFFICE, Chat
from tests.handlers.survey_stage import agree, open_survey
from tests.messages.test_stripping import SECRET, picture

pytest_plugins = ("tests.handlers.chat_stages",)


async def night(chat: Chat, keep: Retention | None = None) -> int:
    """Let a night pass; every file was kept longer ago than the disk's clock says."""
    old = time.time() - 3 * 86400
    for path in chat.files.folder.glob("??/*"):
        os.utime(path, (old, old))
    chat.later(days=1)
    chat.now = chat.now.replace(hour=2, minute=30)
    done = await Scheduler(chat.db, chat.house, chat.clock, keep=keep).tick(chat.now)
    return done["upkeep"]


async def add(chat: Chat, *rows: Any) -> None:
    async with chat.db.write() as session:
        session.add_all(rows)


def sha(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


async def every_kind(chat: Chat) -> dict[str, Any]:
    """Return a row of each kind that needs a file, by the content of the file it needs."""
    lan = await chat.official("Nguyễn Thị Lan", OFFICE)
    async with chat.db.write() as session:
        task = Task(title="Báo cáo", created_at=chat.now)
        plan = Plan(subject="Kế hoạch", created_at=chat.now, sha256=sha("plan"))
        address = Address(channel="plain", chat="x")
        session.add_all(
            [task, plan, address, StoredFile(sha256=sha("evidence"), mime="", size=1, stored_at=chat.now)]
        )
        await session.flush()
    moments = {"not_before": chat.now, "created_at": chat.now}
    file = {"sha256": "", "name": "a.jpg", "mime": "image/jpeg", "size": 1}
    letter = Outgoing("x", files=(FileOut(sha("letter"), "a.jpg", "image/jpeg"),)).as_json()
    return {
        "plan": plan,
        "evidence": Evidence(
            task_id=task.id, sha256=sha("evidence"), name="a", sent_by=lan.person.id, sent_at=chat.now
        ),
        "version": PlanVersion(plan_id=plan.id, sha256=sha("version"), name="a", at=chat.now),
        "draft": ImportDraft(sha256=sha("draft"), name="a", created_at=chat.now, state=DraftState.ready),
        "photo": Feedback(
            code="PA-1", kind=Kind.report, state=State.received, words="x", received_on=chat.now.date(),
            photos=[file | {"sha256": sha("photo")}],
        ),
        "waiting": Inbox(
            channel="plain", external_id="1", chat="x", state="fetching", received_at=chat.now,
            payload={"kind": "file", "files": [{"ref": sha("waiting")}]},
        ),
        "fetched": Inbox(
            channel="plain", external_id="2", chat="x", payload={}, state="quarantined", received_at=chat.now,
            files=[file | {"sha256": sha("fetched")}],
        ),
        "letter": Outbox(
            channel="gone", chat="x", body=letter, state=Departure.queued, **moments
        ),
        "line": WebEvent(
            chat="x", id=1, key="1", kind="said", body={"files": [file | {"sha256": sha("line")}]}, at=chat.now
        ),
        "unsent": Conversation(
            address_id=address.id, updated_at=chat.now, data={"photos": [file | {"sha256": sha("unsent")}]}
        ),
    }  # fmt: skip


async def test_a_file_goes_with_the_last_row_that_needs_it(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    rows = await every_kind(chat)
    await add(chat, *(row for name, row in rows.items() if name != "plan"))
    for name in (*rows, "nobody's"):
        assert chat.files.keep(name.encode()) == sha(name)
    await night(chat)
    left = {name for name in (*rows, "nobody's") if chat.files.path(sha(name)).exists()}
    assert left == {*rows}
    for name, row in rows.items():
        async with chat.db.write() as session:
            if name == "plan":
                (await session.get_one(Plan, row.id)).sha256 = None
            else:
                await session.delete(await session.merge(row))
        await night(chat)
        assert not chat.files.path(sha(name)).exists(), name
    assert await chat.rows(StoredFile) == []
    assert [path for path in chat.files.folder.glob("??/*") if path.is_file()] == []


async def test_a_file_that_was_just_kept_waits_for_its_row(chat: Chat) -> None:
    sha256 = chat.files.keep(b"mine")
    assert chat.files.sweep(set(), age=timedelta(days=1)) == []
    os.utime(chat.files.path(sha256), (1, 1))
    chat.files.keep(b"mine")
    assert chat.files.sweep(set(), age=timedelta(days=1)) == [], "kept anew"
    os.utime(chat.files.path(sha256), (1, 1))
    assert chat.files.sweep({sha256}, age=timedelta(days=1)) == []
    assert chat.files.sweep(set(), age=timedelta(days=1)) == [sha256]
    assert chat.files.keep(b"mine") == sha256
    assert chat.files.read(sha256) == b"mine"


async def test_what_a_killed_process_left_half_written_goes(chat: Chat) -> None:
    chat.files.keep(b"mine")
    part = next(chat.files.folder.glob("??")) / "0.part"
    part.write_bytes(b"half")
    await night(chat)
    assert not part.exists()


async def test_a_sent_or_dropped_thing_needs_its_file_no_more(chat: Chat) -> None:
    letter = Outgoing("x", files=(FileOut(sha("letter"), "a", ""),)).as_json()
    moments = {"not_before": chat.now, "created_at": chat.now, "sent_at": chat.now}
    await add(
        chat,
        Outbox(channel="gone", chat="x", body=letter, key="k", state=Departure.sent, **moments),
        ImportDraft(sha256=sha("draft"), name="a", created_at=chat.now, state=DraftState.dropped),
    )
    for name in ("letter", "draft"):
        chat.files.keep(name.encode())
    await night(chat)
    assert list(chat.files.folder.glob("??/*")) == []


async def test_where_a_photo_was_taken_is_not_kept(chat: Chat) -> None:
    citizen = chat.person("a")
    await citizen.says("/phananh")
    await citizen.sends_file("anh.jpg", picture("JPEG"), text="Đường hỏng trước cổng trường")
    kept = [path.read_bytes() for path in chat.files.folder.glob("??/*")]
    assert len(kept) == 1
    assert SECRET not in kept[0]


async def test_chats_that_say_nothing_for_a_year_are_forgotten(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    _, token = await open_survey(chat)
    idle, running, asking = (chat.person(name) for name in ("idle", "running", "asking"))
    lan = await chat.official("Nguyễn Thị Lan", OFFICE, Role.leader)
    for one in (idle, running, asking, lan):
        await one.says("xin chào")
    await agree(running, token)
    async with chat.db.write() as session:
        mine = select(Address).where(Address.chat == asking.chat)
        address = (await session.exec(mine)).one()
        session.add(
            Feedback(
                code="PA-1", kind=Kind.report, state=State.received, words="x", address_id=address.id,
                received_on=chat.now.date(),
            )
        )  # fmt: skip
    keep = Retention(idle_days=365, paused_survey_days=900, web_days=900)
    chat.later(days=363)
    await night(chat, keep)
    assert len(await chat.rows(Address)) == 4
    late = chat.person("late")
    await late.says("xin chào")
    chat.later(days=2)
    await night(chat, keep)
    assert {row.chat for row in await chat.rows(Address)} == {
        *(one.chat for one in (running, asking, lan, late))
    }
    assert await idle.screen() == [] or [line["kind"] for line in await idle.screen()] == ["wipe"]


async def test_old_lines_of_the_web_chat_end(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    citizen = chat.person("a")
    await citizen.says("xin chào")
    chat.later(days=60)
    await citizen.says("tôi lại đây")
    chat.later(days=31)
    await night(chat, Retention(web_days=90))
    said = [line["body"].get("text") for line in await citizen.screen() if line["kind"] == "said"]
    assert said == ["tôi lại đây"]


@pytest.mark.parametrize("stays", [True, False])
async def test_an_open_page_hears_what_follows_the_old_lines(chat_anywhere: Chat, stays: bool) -> None:
    chat = chat_anywhere
    citizen = chat.person("a")
    for words in ("xin chào", "/giup", "cảm ơn"):
        await citizen.says(words)
    chat.later(days=60)
    if stays:
        await citizen.says("tôi lại đây")
    before, shown = await cursor(chat, citizen.chat)
    assert shown > 3
    chat.later(days=31)
    await night(chat, Retention(web_days=90))
    await citizen.says("còn ai không")
    # As the stream does: a page goes on after its number only in the epoch that it knows.
    async with chat.db.read() as session:
        last = shown if await webchat.epoch_of(session, citizen.chat) == before else 0
        lines = await webchat.after(session, chat=citizen.chat, last_id=last)
    assert "còn ai không" in [line.body.get("text") for line in lines]
    assert [line.id for line in lines] == list(range(1, len(lines) + 1))


async def cursor(chat: Chat, where: str) -> tuple[str, int]:
    """Return the epoch and number of the line that a page shows last."""
    async with chat.db.read() as session:
        lines = await webchat.after(session, chat=where, last_id=0)
        return await webchat.epoch_of(session, where), lines[-1].id


async def test_a_step_that_raises_keeps_no_other_from_its_work(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_a: Any, **_k: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(keeping, "idle", broken)
    monkeypatch.setattr(surveys, "erase_stale_runs", broken)
    chat.files.keep(b"nobody's")
    await night(chat)
    assert list(chat.files.folder.glob("??/*")) == []
    assert {row.subject for row in await chat.rows(Setback)} == {"chats", "surveys"}


def test_every_kind_of_row_with_a_file_is_asked_about() -> None:
    """A table of tomorrow that holds a checksum must be asked too, or its files are swept away."""
    from roviec.db.models.base import Row

    asked = {query.get_final_froms()[0].name for query in keeping._plain()}
    asked |= {column.class_.__tablename__ for column, _ in keeping._within()}
    holding = {
        table.name
        for table in Row.metadata.tables.values()
        if {"sha256", "photos", "files"} & set(table.c.keys())
    }
    assert holding - {"storedfile", "filecontent"} <= asked


def test_the_settings_are_those_of_the_configuration() -> None:
    from dataclasses import fields

    from roviec.bot.settings import Retention as Section

    assert {one.name: one.default for one in fields(Retention)} == {
        name: field.default
        for name, field in Section.model_fields.items()
        if name in {f.name for f in fields(Retention)}
    }

"""A finished response belongs to nobody: what the database holds, down to the bytes of its files."""

import asyncio
import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from roviec.db import outbox, surveys
from roviec.db.models import (
    Address,
    Answer,
    Burst,
    Campaign,
    Conversation,
    Fact,
    Inbox,
    Outbox,
    Response,
    Seen,
    SpentToken,
    SurveyRun,
)
from roviec.delivery import notify
from roviec.messages.outgoing import Outgoing
from roviec.survey.session import Stage
from tests.chat import Chat, Talker
from tests.handlers.survey_stage import agree, complete, open_survey

pytest_plugins = ("tests.handlers.chat_stages",)
WORDS = ("Ghế ngồi chật QUENHOA", "Anh Tuấn nhiệt tình QUENLAN", "Sân bụi quá QUENMAI", "Tốt lắm QUENCUC")
NAMES = "abcd"


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the bytes of the database's files, the log and the shared memory included."""
    return {path.name: path.read_bytes() for path in folder.glob("roviec.db*")}


def dump(folder: Path, *without: str) -> str:
    """Return every cell of every table but those named, as text."""
    with closing(sqlite3.connect(folder / "roviec.db")) as raw:
        tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return "\n".join(dump_of(folder, table) for table in tables if table not in without)


def dump_of(folder: Path, table: str) -> str:
    """Return every cell of one table as text, JSON without its escapes."""
    with closing(sqlite3.connect(folder / "roviec.db")) as raw:
        rows = raw.execute(f"SELECT * FROM {table}").fetchall()
    return "\n".join(f"{table}: {[readable(cell) for cell in row]}" for row in rows)


def readable(cell: object) -> str:
    try:
        return json.dumps(json.loads(str(cell)), ensure_ascii=False)
    except ValueError:
        return str(cell)


async def four_responses(chat: Chat) -> list[Talker]:
    """Let four citizens answer, each question by question in turn, so that orders could be joined."""
    _, token = await open_survey(chat)
    citizens = [chat.person(name) for name in NAMES]
    for citizen in citizens:
        await agree(citizen, token)
    for n, citizen in enumerate(citizens):
        chat.later(minutes=7)
        for said in (str(n + 2), "1,3", WORDS[n], "gửi"):
            await citizen.says(said)
        citizen.hears("không thể truy ngược")
    return citizens


async def test_open_words_stand_in_the_answer_table_alone(chat: Chat, tmp_path: Path) -> None:
    await four_responses(chat)
    rest = dump(tmp_path, "answer")
    for words in WORDS:
        assert words in dump(tmp_path)
        assert words not in rest
    assert "Đã ghi" not in rest
    assert "thai-do" not in dump(tmp_path, "answer", "form")


async def test_the_bytes_of_the_files_hold_each_answer_once(chat: Chat, tmp_path: Path) -> None:
    # The road itself empties the log after each completion.
    await four_responses(chat)
    found = files_of(tmp_path)
    assert "roviec.db" in found
    for words in WORDS:
        mark = words.split()[-1].encode()
        counts = {name: data.count(mark) for name, data in found.items()}
        assert sum(counts.values()) == 1, (mark, counts)


async def test_the_test_on_bytes_can_fail(chat: Chat, tmp_path: Path) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a")
    await agree(citizen, token)
    for said in ("4", "1", WORDS[0]):
        await citizen.says(said)
    await chat.db.empty_log()
    mark = WORDS[0].split()[-1].encode()
    assert sum(data.count(mark) for data in files_of(tmp_path).values()) > 2


async def test_no_page_with_an_answer_names_a_chat(chat: Chat, tmp_path: Path) -> None:
    citizens = await four_responses(chat)
    await chat.db.empty_log()
    data = files_of(tmp_path)["roviec.db"]
    for page in (data[at : at + 4096] for at in range(0, len(data), 4096)):
        if any(words.split()[-1].encode() in page for words in WORDS):
            assert not any(citizen.chat.encode() in page for citizen in citizens)


async def test_response_tables_have_no_time_no_counter_and_no_order_of_arrival(
    chat: Chat, tmp_path: Path
) -> None:
    await four_responses(chat)
    with closing(sqlite3.connect(tmp_path / "roviec.db")) as raw:
        for table in ("response", "answer", "spenttoken"):
            columns = {name: kind for _, name, kind, *_ in raw.execute(f"PRAGMA table_info({table})")}
            assert not [n for n, kind in columns.items() if "TIME" in kind.upper()], columns
            assert "INTEGER" not in [kind for name, kind in columns.items() if name in ("id", "key", "token")]
            with pytest.raises(sqlite3.OperationalError):
                raw.execute(f"SELECT rowid FROM {table}")
            keys = [row[0] for row in raw.execute(f"SELECT * FROM {table}")]
            assert keys == sorted(keys)
        assert {len(day) for (day,) in raw.execute('SELECT "on" FROM response')} == {len("2026-06-29")}


async def test_keys_are_fresh_each_time_so_their_order_is_chance(chat: Chat) -> None:
    _, token = await open_survey(chat)
    order = []
    for n in range(12):
        await complete(chat.person(f"p{n}"), token, f"lời số {n:02d}")
        known = {a.response_key for a in await chat.rows(Answer)} - set(order)
        order += known
    assert order != sorted(order)
    assert all(len(key) == 32 for key in order)


async def test_payloads_messages_dialogue_and_lines_keep_nothing_of_the_survey(chat: Chat) -> None:
    citizens = await four_responses(chat)
    assert await chat.rows(SurveyRun) == []
    assert await chat.rows(Inbox) == await chat.rows(Outbox) == []
    for row in await chat.rows(Conversation):
        assert (row.dialogue, row.data) == (None, {})
        # Offered to everybody, whatever they answered: see test_feedback_apart.py.
        assert [verb for _, verb in row.options] == ["/phananh"]
    for citizen in citizens:
        (line,) = await citizen.screen()
        assert (line["id"], line["kind"]) == (1, "heard")
        assert line["body"]["text"].startswith("Xin cảm ơn")


async def test_spent_tokens_of_one_chat_in_two_campaigns_share_nothing(chat: Chat) -> None:
    _, first = await open_survey(chat)
    _, second = await open_survey(chat)
    for token in (first, second):
        for name in "ab":
            await complete(chat.person(name), token, "Tốt")
    tokens = [row.token for row in await chat.rows(SpentToken)]
    assert len(set(tokens)) == 4
    assert not {name for row in await chat.rows(Campaign) for name in tokens if row.salt in name}


async def test_a_repeated_payload_of_a_finished_survey_is_still_recognised(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a")
    await complete(citizen, token, "Tốt")
    for n in range(1, citizen.said + 1):
        await citizen.posts({"kind": "text", "text": "5"}, external_id=f"{n:08d}")
    await chat.settle()
    assert await citizen.listens() == []
    assert len(await chat.rows(Response)) == 1
    assert await chat.rows(Inbox) == []
    assert len(await chat.rows(Seen)) == citizen.said


async def test_skipped_questions_leave_no_row(chat: Chat) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a")
    await agree(citizen, token)
    for said in ("bỏ qua", "bỏ qua", "bỏ qua", "1"):
        await citizen.says(said)
    assert len(await chat.rows(Response)) == 1
    assert await chat.rows(Answer) == []


async def test_a_clock_that_was_set_back_saves_no_trace(chat: Chat, tmp_path: Path) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a")
    await agree(citizen, token)
    chat.later(hours=-5)
    for said in ("4", "1,3", WORDS[0], "gửi"):
        await citizen.says(said)
    citizen.hears("Xin cảm ơn")
    assert WORDS[0] not in dump(tmp_path, "answer")
    assert "Đã ghi" not in dump(tmp_path)


async def test_messages_that_a_courier_holds_leave_no_line_after_the_wipe(chat: Chat, tmp_path: Path) -> None:
    _, token = await open_survey(chat)
    citizen = chat.person("a")
    await agree(citizen, token)
    for said in ("4", "1,3"):
        await citizen.says(said)
    await citizen.posts({"kind": "text", "text": WORDS[0]})
    await chat.road.decide()
    async with chat.db.write() as session:
        held = await outbox.claim(session, channel="web", limit=9, now=chat.now)
    await citizen.posts({"kind": "text", "text": "gửi"})
    await chat.road.decide()
    for ready in held:
        await chat.channels["web"].send(ready.chat, ready.message, key=ready.key, now=chat.now)
    await chat.settle()
    assert len(await chat.rows(Response)) == 1
    assert WORDS[0] not in dump(tmp_path, "answer")


async def test_earlier_lines_and_reminders_of_an_official_elsewhere_stay(chat: Chat) -> None:
    _, token = await open_survey(chat, unit="Bộ phận Một cửa")
    official = await chat.official("Bình", "Phòng Văn hóa")
    await official.says("/viec")
    before = [line["body"] for line in await official.screen()]
    await agree(official, token)
    async with chat.db.write() as session:
        await notify.person(
            session,
            official.person.id,  # type: ignore[union-attr]
            Outgoing("Nhắc việc"),
            channels=chat.house.channels,
            now=chat.now,
            key="nhac",
        )
    await chat.settle()
    for said in ("4", "1,3", WORDS[0], "gửi"):
        await official.says(said)
    lines = await official.screen()
    assert [line["body"] for line in lines][: len(before)] == before
    assert "Nhắc việc" in [line["body"].get("text") for line in lines]
    assert "nhac/" in str([row.key for row in await chat.rows(Outbox)])


async def test_stale_runs_are_erased_as_if_they_had_never_begun(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    _, token = await open_survey(chat)
    old, young = chat.person("a"), chat.person("b")
    await agree(old, token)
    await old.says("4")
    chat.later(days=10)
    await agree(young, token)
    chat.later(days=5)
    async with chat.db.write() as session:
        gone = await surveys.erase_stale_runs(
            session, before=chat.now - timedelta(days=14), traces=chat.house.traces, now=chat.now
        )
    assert gone == 1
    assert len(await chat.rows(SurveyRun)) == 1
    assert await chat.rows(SpentToken) == []
    await old.says("5")
    old.does_not_hear("Đã ghi", "Câu 2/3")
    await old.says(f"/start {token}")
    old.hears("Ông/Bà có đồng ý tham gia không?")
    await young.says("5")
    young.hears("Đã ghi: 5")


async def test_twenty_completions_of_one_chat_at_once_give_one_response(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    campaign_id, token = await open_survey(chat)
    citizen = chat.person("a")
    await agree(citizen, token)
    async with chat.db.read() as session:
        run = (await chat.rows(SurveyRun))[0]
        campaign = await session.get_one(Campaign, campaign_id)
        form = await surveys.form_of(session, campaign)

    async def finish() -> bool:
        async with chat.db.write() as session:
            address = (await session.exec(_address(citizen))).one()
            state = surveys.state_of(run)
            state = type(state)(**{**vars(state), "stage": Stage.DONE, "answers": {"thai-do": 5}})
            try:
                await surveys.finish_run(
                    session,
                    run=run,
                    state=state,
                    form=form,
                    campaign=campaign,
                    address=address,
                    minimum_cell=5,
                    traces=chat.house.traces,
                    today=chat.now.date(),
                    now=chat.now,
                )
            except surveys.AnsweredAlready:
                return False
            return True

    done = await asyncio.gather(*(finish() for _ in range(20)))
    assert done.count(True) == 1
    assert len(await chat.rows(Response)) == 1
    assert len(await chat.rows(Answer)) == 1
    assert len(await chat.rows(SpentToken)) == 1


def _address(citizen: Talker):  # type: ignore[no-untyped-def]
    return select(Address).where(Address.channel == citizen.channel, Address.chat == citizen.chat)


async def test_a_burst_is_told_by_the_day_and_marks_no_response(chat: Chat) -> None:
    _, token = await open_survey(chat)
    for n in range(13):
        chat.later(seconds=5)
        await complete(chat.person(f"p{n}"), token, "Tốt")
    assert not any("burst" in row.flags for row in await chat.rows(Response))
    assert [row.responses for row in await chat.rows(Burst)] == [13]
    chat.later(minutes=10)
    async with chat.db.write() as session:
        assert await surveys.forget_windows(session, chat.now) == 1
    assert await chat.rows(Fact, col(Fact.name).startswith("survey.window")) == []


async def test_shuffling_keeps_every_row_and_hides_who_wrote_when(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    _, token = await open_survey(chat)
    for name in "abcde":
        await complete(chat.person(name), token, f"lời {name}")
    before = await contents(chat)
    for night, more in enumerate(("f", "g", None), 1):
        async with chat.db.write() as session:
            await surveys.shuffle_answers(session)
        assert await contents(chat) == before
        if not chat.db.is_sqlite:
            # One response a night later may be told from the others; which token is its own may not.
            assert await transactions(chat, "response") == night
            assert await transactions(chat, "spenttoken") == 1
        if more:
            await complete(chat.person(more), token, f"lời {more}")
            before = await contents(chat)


async def contents(chat: Chat) -> list[tuple[object, ...]]:
    """Return everything stored of the responses, sorted."""
    answers = [(a.response_key, a.item, a.position, a.number, a.words) for a in await chat.rows(Answer)]
    responses = [(r.key, r.campaign_id, r.unit_id, r.on, tuple(r.flags)) for r in await chat.rows(Response)]
    return sorted(
        [*answers, *responses, *((s.token, s.campaign_id) for s in await chat.rows(SpentToken))], key=repr
    )


async def transactions(chat: Chat, table: str) -> int:
    """Return by how many transactions the rows of a table were written."""
    async with chat.db.read() as session:
        found = await session.exec(sa.text(f"SELECT count(DISTINCT xmin::text) FROM {table}"))  # type: ignore[call-overload]
        return int(found.scalar_one())


async def test_the_log_of_the_program_names_no_chat(chat: Chat, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="roviec")
    citizens = await four_responses(chat)
    assert not any(citizen.chat in caplog.text for citizen in citizens)
    assert not any(words in caplog.text for words in WORDS)


async def test_the_response_names_the_unit_of_the_link(chat: Chat) -> None:
    campaign_id, _ = await open_survey(chat)
    desk = await chat.unit("Điểm phục vụ thôn Đông")
    async with chat.db.write() as session:
        token = await surveys.campaign_link(session, campaign_id=campaign_id, unit=desk)
    await complete(chat.person("a"), token, "Tốt")
    assert [row.unit_id for row in await chat.rows(Response)] == [desk.id]

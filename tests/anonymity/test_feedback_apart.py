"""Feedback and surveys share nothing; feedback sent unseen is tied to no chat."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col

from roviec.db.feedback import keep
from roviec.db.models import (
    Address,
    Conversation,
    Feedback,
    FeedbackTally,
    Inbox,
    Outbox,
    Response,
    Role,
    Task,
    WebEvent,
)
from roviec.db.models.base import Row
from tests.anonymity.test_anonymity import dump, dump_of, files_of
from tests.chat import OFFICE, Chat, Talker
from tests.handlers.survey_stage import complete, open_survey

pytest_plugins = ("tests.handlers.chat_stages",)
UNIT = "Phòng Nội vụ"
WORDS = "Đèn đường thôn Đông hỏng QUENDEN từ tuần trước."


@pytest.fixture
async def office(chat: Chat) -> Chat:
    """An office with a unit that answers."""
    await chat.official("Sơn", OFFICE, Role.leader)
    await chat.official("Mai", UNIT)
    return chat


async def write(citizen: Talker, way: str, words: str = WORDS) -> None:
    """Write about the unit and send: way 1 is answered in the chat, way 2 is looked up by its code."""
    for said in ("/phananh", "1", words, UNIT, way):
        await citizen.says(said)
    citizen.hears("Đã tiếp nhận")


async def test_satisfied_and_dissatisfied_hear_and_leave_the_very_same(office: Chat) -> None:
    _, token = await open_survey(office)
    pleased, cross = office.person("a"), office.person("b")
    await complete(pleased, token, "Tốt", level="5")
    await complete(cross, token, "Xấu", level="1")
    cross.hears("Gửi phản ánh, góp ý, lời khen")
    assert pleased.fresh == cross.fresh
    left = []
    for citizen in (pleased, cross):
        (address,) = await office.rows(Address, col(Address.chat) == citizen.chat)
        (talk,) = await office.rows(Conversation, col(Conversation.address_id) == address.id)
        bodies = [row.body for row in await office.rows(Outbox, col(Outbox.chat) == citizen.chat)]
        lines = [(line.kind, line.body) for line in await office.lines(citizen) if line.kind != "wipe"]
        left.append((talk.dialogue, talk.data, talk.options, talk.task_id, bodies, lines))
    assert left[0] == left[1]


async def test_no_column_of_feedback_leads_to_a_survey_or_to_a_moment() -> None:
    tables = Row.metadata.tables
    leads_to = {key.column.table.name for key in tables["feedback"].foreign_keys}
    assert leads_to == {"unit", "address", "task"}
    of_surveys = ("response", "answer", "spenttoken", "campaign", "surveyrun")
    for name in of_surveys:
        assert "feedback" not in {key.column.table.name for key in tables[name].foreign_keys}
    assert not [c.name for c in tables["feedback"].columns if "TIME" in str(c.type).upper()]


async def test_feedback_after_a_bad_survey_looks_like_feedback_out_of_the_blue(
    office: Chat, tmp_path: Path
) -> None:
    _, token = await open_survey(office)
    cross, other = office.person("a"), office.person("b")
    await complete(cross, token, "Chờ lâu quá QUENCHO", level="1")
    await cross.presses("Gửi phản ánh")
    for said in ("1", WORDS, UNIT, "1"):
        await cross.says(said)
    await write(other, "1")
    first, second = await office.rows(Feedback)
    differ = {name for name in first.model_dump() if getattr(first, name) != getattr(second, name)}
    assert differ == {"id", "code", "address_id", "task_id"}
    (response,) = await office.rows(Response)
    everything_else = dump(tmp_path, "response", "answer")
    assert response.key not in everything_else
    assert "QUENCHO" not in everything_else
    assert first.code not in dump_of(tmp_path, "response") + dump_of(tmp_path, "answer")


async def test_feedback_sent_unseen_keeps_no_chat_and_leaves_no_words_in_it(
    office: Chat, tmp_path: Path
) -> None:
    citizen = office.person("dan")
    await citizen.says("/giup")
    await write(citizen, "2")
    (one,) = await office.rows(Feedback)
    assert one.address_id is None
    citizen.does_not_hear("QUENDEN")
    for row in await office.rows(Inbox, col(Inbox.chat) == citizen.chat):
        assert "QUENDEN" not in str(row.payload)
    for table in ("inbox", "conversation"):
        assert "QUENDEN" not in dump_of(tmp_path, table)
    assert not [line for line in await office.lines(citizen) if "QUENDEN" in str(line.body)]
    for row in await office.rows(Outbox, col(Outbox.chat) == citizen.chat):
        assert "QUENDEN" not in str(row.body)
    (talk,) = await office.rows(
        Conversation, col(Conversation.address_id) == await address_of(office, citizen)
    )
    assert (talk.dialogue, talk.data, talk.options) == (None, {}, [])
    await citizen.says("/phananh")
    await citizen.says("4")
    citizen.does_not_hear(one.code)


async def test_the_bytes_hold_no_words_outside_the_feedback_and_what_officials_heard(
    office: Chat, tmp_path: Path
) -> None:
    found = {}
    for seen in ("1", "2"):
        citizen = office.person(seen)
        await write(citizen, seen, f"Đèn đường thôn Đông hỏng QUEN{seen} từ tuần trước.")
        await office.db.empty_log()
        found[seen] = sum(data.count(f"QUEN{seen}".encode()) for data in files_of(tmp_path).values())
    # Unseen: the feedback itself, and what the official heard in the outbox and on their page.
    assert found["2"] == 3
    assert found["1"] > 3, "the test can fail"


async def test_no_moment_of_the_task_stands_beside_the_chat_but_in_its_own_receipt(office: Chat) -> None:
    citizen = office.person("dan")
    for said in ("/phananh", "1", WORDS, UNIT):
        await citizen.says(said)
        office.later(seconds=7)
    await citizen.says("2")
    (task,) = await office.rows(Task)
    address = await address_of(office, citizen)
    (talk,) = await office.rows(Conversation, col(Conversation.address_id) == address)
    assert talk.updated_at != task.created_at
    (told,) = await office.rows(Outbox, col(Outbox.chat) == citizen.chat)
    assert told.key.startswith(keep.UNSEEN)


async def test_the_night_takes_the_receipt_and_the_count_of_what_was_sent_unseen(office: Chat) -> None:
    citizen = office.person("dan")
    await write(citizen, "2")
    (one,) = await office.rows(Feedback)
    assert [t.count for t in await office.rows(FeedbackTally)] == [1]
    office.later(days=1)
    await upkeep(office)
    assert await office.rows(FeedbackTally) == []
    assert await office.rows(Outbox, col(Outbox.chat) == citizen.chat) == []
    named = [row for row in await office.rows(WebEvent) if one.code in str(row.body)]
    assert {row.chat for row in named} == {citizen.chat, office.person("Mai").chat}
    await citizen.says("/xoadulieu")
    await citizen.presses("Xóa")
    named = [row for row in await office.rows(WebEvent) if one.code in str(row.body)]
    assert {row.chat for row in named} == {office.person("Mai").chat}


async def test_erasing_my_data_drops_the_address_and_keeps_what_the_office_must_answer(
    chat_anywhere: Chat,
) -> None:
    office = chat_anywhere
    await office.official("Mai", UNIT)
    citizen = office.person("dan")
    await write(citizen, "1")
    await citizen.says("/dulieu")
    citizen.hears("Phản ánh PA-", "QUENDEN", "xóa 30 ngày sau khi trả lời")
    await citizen.says("/xoadulieu")
    await citizen.presses("Xóa")
    (one,) = await office.rows(Feedback)
    assert (one.address_id, one.words) == (None, WORDS)
    assert await office.rows(FeedbackTally) == []
    await citizen.says("/dulieu")
    citizen.does_not_hear("ý kiến đã gửi")


async def test_the_address_goes_some_days_after_the_answer_and_not_before(chat_anywhere: Chat) -> None:
    office = chat_anywhere
    await office.official("Mai", UNIT)
    for name, state, closed in (("a", "answered", 31), ("b", "answered", 29), ("c", "disputed", 99)):
        await write(office.person(name), "1")
        async with office.db.write() as session:
            one = max(await office.rows(Feedback), key=lambda row: row.id)
            session.add(one)
            one.state = state
            one.closed_on = office.now.date() - timedelta(days=closed)
    await write(office.person("d"), "1")
    await upkeep(office)
    kept = {one.id: one.address_id is not None for one in await office.rows(Feedback)}
    assert [kept[number] for number in sorted(kept)] == [False, True, True, True]


async def test_a_draft_left_lying_is_forgotten(office: Chat, tmp_path: Path) -> None:
    citizen = office.person("dan")
    for said in ("/phananh", "1", WORDS, UNIT):
        await citizen.says(said)
    assert "QUENDEN" in dump_of(tmp_path, "conversation")
    office.later(days=15)
    await upkeep(office)
    assert "QUENDEN" not in dump_of(tmp_path, "conversation")
    await citizen.presses("Gửi ẩn danh")
    citizen.hears("Không có nội dung nào đang chờ gửi")


async def test_the_log_of_the_program_names_neither_chat_nor_words(
    office: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="roviec")
    citizen = office.person("dan")
    for way in ("1", "2"):
        await write(citizen, way)
    assert citizen.chat not in caplog.text
    assert "QUENDEN" not in caplog.text


async def upkeep(office: Chat) -> None:
    """Do the night's housekeeping of feedback."""
    async with office.db.write() as session:
        await keep.erase_old(
            session,
            today=office.now.date(),
            keep_days=30,
            drafts_before=office.now - timedelta(days=14),
            now=office.now,
        )


async def address_of(office: Chat, citizen: Talker) -> int:
    (one,) = await office.rows(Address, col(Address.chat) == citizen.chat)
    return int(one.id)

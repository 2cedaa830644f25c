"""A receipt is made from what was written: whatever is said, the answer equals what the database holds."""

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col

from roviec.db.models import Extension, Obstacle, Snooze, Task, TaskEvent
from roviec.texts.shapes import day
from tests.examples import examples
from tests.handlers.work_stage import Work

pytest_plugins = ("tests.handlers.chat_stages",)
BITS = (
    "xong", "xong rồi", "gần xong", "được 40%", "80%", "làm được một nửa", "chưa làm", "đã nhận", "em nhận việc",
    "xin gia hạn", "xin lùi 5 ngày", "xin lùi đến 20/7", "xin lùi đến 31/2/2027", "gia hạn đến 1/1/2020",
    "vì chờ số liệu", "vướng kinh phí", "thiếu người", "mai em nộp", "31/12 em nộp", "thứ sáu gửi", "không phải việc của em",
    "cảm ơn", "ạ", "nhưng", "và", "báo cáo", "hoàn thành", "đúng", "không phải", "hoàn tác", "nhận việc", "?", "100%",
    "việc nào quá hạn", "120%", "em đang làm", "sắp xong", "xong 3/5 phần",
)  # fmt: skip
said = st.lists(st.sampled_from(BITS), min_size=1, max_size=4).map(", ".join)
_STANDS = re.compile(r"Trạng thái: (.+), (\d+)%\. Hạn: (\S+), ")


async def _kept(work: Work) -> tuple[Task, int]:
    (task,) = await work.chat.rows(Task)
    return task, len(await work.chat.rows(TaskEvent))


@settings(
    max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said)
async def test_after_any_sentence_the_echo_is_what_the_database_holds(work: Work, words: str) -> None:
    if not await work.chat.rows(Task):
        await work.assign()
    before, events = await _kept(work)
    await work.mai.says(words)
    after, more = await _kept(work)
    stands = (after.state, after.percent, after.due) != (before.state, before.percent, before.due)
    assert work.mai.fresh, words
    assert "Hệ thống gặp lỗi" not in work.mai.words
    if found := _STANDS.search(work.mai.words):
        assert (found[1], int(found[2]), found[3]) == (
            after.state.label,
            after.percent,
            day(after.due or date.max),
        )
        assert more > events, "a receipt of nothing"
    else:
        receipts = ("Đã ghi", "Đã hoàn tác", "đã ghi", "Đã chuyển", "Đã gửi")
        assert not stands or any(part in work.mai.words for part in receipts), work.mai.words
    await _every_line_is_kept(work, after)
    # The next sentence starts afresh, whatever this one began.
    await work.mai.says("/huy")
    if after.state in ("waiting", "refused"):
        async with work.chat.db.write() as session:
            task = await session.get_one(Task, after.id)
            task.state, task.completed_on, task.percent = "doing", None, 30


async def _every_line_is_kept(work: Work, task: Task) -> None:
    """Check each line of a receipt against the table that it speaks of."""
    for until in re.findall(r"• Xin gia hạn đến (\S+) \(chờ duyệt\)\n", work.mai.words):
        asked = await work.chat.rows(Extension, Extension.verdict == "asked")
        assert [day(one.wished) for one in asked] == [until]
    for words in re.findall(r"• Vướng mắc: (.+) \(đã chuyển lãnh đạo\)\nTrạng", work.mai.words):
        kept = await work.chat.rows(Obstacle, Obstacle.task_id == task.id)
        assert words in {one.words for one in kept}
    for again in re.findall(r"nhắc lại ngày (\S+), hạn không đổi", work.mai.words):
        (snooze,) = await work.chat.rows(Snooze, col(Snooze.task_id) == task.id)
        assert day(snooze.until) == again


async def test_nearly_done_keeps_the_percentage(work: Work) -> None:
    task = await work.assign()
    await work.mai.says("70%")
    assert await work.state(task) == ("doing", 70)
    await work.mai.says("gần xong rồi ạ")
    work.mai.hears("tiến độ giữ nguyên 70%", "đang thực hiện, 70%")
    assert await work.state(task) == ("doing", 70)


async def test_more_time_without_a_day_asks_for_the_day(work: Work) -> None:
    await work.assign()
    for words in ("xin gia hạn", "xin gia hạn đến 31/2/2027"):
        await work.mai.says(words)
        work.mai.hears("xin lùi đến ngày nào")
        work.mai.does_not_hear("đã ghi")
        await work.mai.says("/huy")
    await work.mai.says("xin gia hạn")
    assert await work.chat.rows(Extension) == []
    await work.mai.says("20/7")
    await work.mai.says("Chờ số liệu của tỉnh")
    (wish,) = await work.chat.rows(Extension)
    assert wish.wished == date(2026, 7, 20)


@pytest.mark.parametrize("words", ["được 150%", "150%", "đạt 120 %", "xong 200%"])
async def test_a_figure_that_cannot_be_is_asked_for_again(work: Work, words: str) -> None:
    task = await work.assign()
    await work.mai.says(words)
    work.mai.hears("bao nhiêu phần trăm")
    assert (await work.state(task))[1] == 0
    await work.mai.says("60%")
    work.mai.hears("60%")
    assert (await work.state(task))[1] == 60


@pytest.mark.parametrize(
    "words", ["từ chối", "tu choi", "em xin từ chối ạ", "không nhận việc này", "em không nhận"]
)
async def test_a_bare_refusal_is_asked_why(work: Work, words: str) -> None:
    task = await work.assign()
    await work.mai.says(words)
    work.mai.hears("Vì sao", "không thuộc trách nhiệm")
    assert await work.state(task) == ("assigned", 0)
    await work.mai.says("Việc này của Phòng Tài chính")
    assert await work.state(task) == ("refused", 0)


async def test_a_refusal_with_its_reason_is_asked_back(work: Work) -> None:
    await work.assign()
    await work.mai.says("em từ chối vì việc này của Phòng Tài chính")
    work.mai.hears("Có đúng không?", "Phòng Tài chính")

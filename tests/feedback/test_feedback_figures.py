"""Feedback in the digest: every number from the rows, with its change since last week; nothing from nothing."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.engine import Database
from roviec.db.feedback import figures
from roviec.db.models import Feedback, Unit
from roviec.reports.digest import gather, render, text
from roviec.reports.model import Digest
from roviec.tasks.calendar import Calendar
from roviec.tasks.feedback.lifecycle import Kind, Rating, State
from roviec.texts import catalogue
from tests.chat import HANOI

TODAY = date(2026, 7, 27)  # a Monday
SINCE = date(2026, 1, 1)
SAY = catalogue("vi")


@pytest.fixture
async def session(db: Database) -> AsyncIterator[AsyncSession]:
    """An office with two units, on both databases."""
    async with db.write() as session:
        session.add_all(
            [Unit(id=n, name=name, folded=name) for n, name in ((1, "Văn phòng"), (2, "Một cửa"))]
        )
        await session.flush()
        yield session


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


async def add(session: AsyncSession, n: int, received: date, due: date | None, **more: Any) -> None:
    row = {"kind": Kind.report, "state": State.routed, "unit_id": 1, "words": "x", **more}
    session.add(Feedback(code=f"PA-{n:08d}", received_on=received, due=due, **row))
    await session.flush()


async def sample(session: AsyncSession) -> None:
    """Eight rows: three answered (one late), two waiting (one overdue), one of nobody, praise, and an old one."""
    await add(session, 1, ago(30), ago(16), answered_on=ago(20), rating=Rating.satisfied, rated_on=ago(19))
    await add(session, 2, ago(20), ago(6), answered_on=ago(3), rating=Rating.dissatisfied, rated_on=ago(2))
    await add(session, 3, ago(12), ago(-2), answered_on=ago(1), unit_id=2)
    await add(session, 4, ago(16), ago(2), unit_id=2)
    await add(session, 5, ago(3), ago(-11), unit_id=2)
    await add(session, 6, ago(1), ago(-13), unit_id=None, state=State.received)
    await add(session, 7, ago(2), None, kind=Kind.praise, unit_id=2)
    await add(session, 8, date(2025, 12, 1), date(2025, 12, 15), answered_on=date(2025, 12, 10))


async def digest(session: AsyncSession) -> Digest:
    calendar = Calendar.seeded([2026])
    now = datetime(2026, 7, 27, 7, 30, tzinfo=HANOI)
    return await gather(session, today=TODAY, now=now, calendar=calendar)


async def test_each_figure_is_counted_from_the_rows_as_of_a_day(session: AsyncSession) -> None:
    await sample(session)
    rows = await figures.known(session, day=TODAY)
    assert figures.counts(rows, day=TODAY, since=SINCE) == figures.FeedbackCounts(
        received=6, on_time=2, late=1, within=2, overdue=1, satisfied=1, dissatisfied=1, praise=1
    )
    assert figures.counts(rows, day=ago(7), since=SINCE) == figures.FeedbackCounts(
        received=4, on_time=1, within=3, satisfied=1
    )
    units = figures.counts_per_unit(rows, day=TODAY, since=SINCE)
    assert (units[1].late, units[2].overdue, units[None].within) == (1, 1, 1)


async def test_last_mondays_numbers_are_the_same_seen_a_week_later(session: AsyncSession) -> None:
    await sample(session)
    then = figures.counts(await figures.known(session, day=ago(7)), day=ago(7), since=SINCE)
    now = figures.counts(await figures.known(session, day=TODAY), day=ago(7), since=SINCE)
    assert then == now


async def test_an_answer_on_the_promised_day_is_on_time_and_the_day_after_late(session: AsyncSession) -> None:
    await add(session, 1, ago(10), ago(5), answered_on=ago(5))
    await add(session, 2, ago(10), ago(5), answered_on=ago(4))
    await add(session, 3, ago(10), TODAY)
    counted = figures.counts(await figures.known(session, day=TODAY), day=TODAY, since=SINCE)
    assert (counted.on_time, counted.late, counted.within, counted.overdue) == (1, 1, 1, 0)


async def test_the_digest_tells_them_with_their_change(session: AsyncSession) -> None:
    await sample(session)
    said = text(await digest(session), SAY)
    for line in (
        "PHẢN ÁNH, GÓP Ý ĐÃ NHẬN: 6 (tăng 2)",
        "Trả lời đúng hạn: 2 (tăng 1)",
        "Trả lời trễ hạn: 1 (tăng 1)",
        "Chờ trả lời, còn hạn: 2 (giảm 1)",
        "Chờ trả lời, quá hạn: 1 (tăng 1)",
        "Có 1 ý kiến của người dân chờ chuyển đơn vị hoặc quyết định: gửi /duyet.",
        "Hài lòng với trả lời: 1 (không đổi) trên 2 lượt",
        "Lời khen: 1 (tăng 1)",
        "- Một cửa: quá hạn 1 (tăng 1)",
    ):
        assert line in said.splitlines(), said


async def test_without_feedback_the_digest_says_nothing_of_it(session: AsyncSession) -> None:
    found = await digest(session)
    assert found.feedback is None
    assert found.is_empty
    assert "PHẢN ÁNH" not in text(found, SAY)


async def test_waiting_feedback_alone_is_worth_a_digest(session: AsyncSession) -> None:
    await add(session, 1, ago(60), ago(46))
    found = await digest(session)
    assert not found.is_empty
    assert "PHẢN ÁNH, GÓP Ý ĐÃ NHẬN: 1 (không đổi)" in text(found, SAY)


async def test_the_annex_holds_the_figures_of_every_unit(session: AsyncSession) -> None:
    import io

    from openpyxl import load_workbook

    await sample(session)
    book = load_workbook(io.BytesIO(render(await digest(session), SAY)[1][2]))
    head, *rows = [[cell.value for cell in row] for row in book["Phản ánh"].iter_rows()]
    assert head[:5] == ["Đơn vị", "Đã nhận từ 1/1", "Thay đổi", "Trả lời đúng hạn", "Thay đổi"]
    assert {row[0] for row in rows} == {"Một cửa", "Văn phòng", "Chưa chuyển đơn vị", rows[-1][0]}
    assert rows[-1][1:] == [6, 2, 2, 1, 1, 1, 2, -1, 1, 1, 1, 0, 1, 1, 1, 1]
    assert all(len(row) == len(head) for row in rows)

"""Feedback in the digest: every number from the rows, with its change since last week; nothing from nothing."""

import random
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.engine import Database
from roviec.db.feedback import figures
from roviec.db.feedback.figures import FeedbackCounts
from roviec.db.models import Feedback, Unit
from roviec.reports.digest import gather, render, text
from roviec.reports.model import Digest
from roviec.tasks.calendar import Calendar, DayOff
from roviec.tasks.feedback.lifecycle import Kind, Rating, State
from roviec.texts import catalogue
from tests.chat import HANOI

TODAY = date(2026, 7, 27)  # a Monday
SINCE = date(2026, 1, 1)
SAY = catalogue("vi")
SEEDED = Calendar.seeded([2025, 2026])


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


async def counted(session: AsyncSession, day: date) -> FeedbackCounts:
    units = await figures.counts_per_unit(session, day=day, since=SINCE, calendar=SEEDED)
    return figures.total(units.values())


async def test_each_figure_is_counted_from_the_rows_as_of_a_day(session: AsyncSession) -> None:
    await sample(session)
    assert await counted(session, TODAY) == FeedbackCounts(
        received=6, on_time=2, late=1, within=2, overdue=1, satisfied=1, dissatisfied=1, praise=1
    )
    assert await counted(session, ago(7)) == FeedbackCounts(received=4, on_time=1, within=3, satisfied=1)
    units = await figures.counts_per_unit(session, day=TODAY, since=SINCE, calendar=SEEDED)
    assert (units[1].late, units[2].overdue, units[None].within) == (1, 1, 1)


async def test_an_answer_on_the_promised_day_is_on_time_and_the_day_after_late(session: AsyncSession) -> None:
    await add(session, 1, ago(10), ago(5), answered_on=ago(5))
    await add(session, 2, ago(10), ago(5), answered_on=ago(4))
    await add(session, 3, ago(10), TODAY)
    found = await counted(session, TODAY)
    assert (found.on_time, found.late, found.within, found.overdue) == (1, 1, 1, 0)


def names(row: dict[str, Any], day: date, calendar: Calendar) -> list[str]:
    """Say under which names a row counts, as a person would."""

    def is_past(on: date) -> bool:
        return row["due"] is not None and calendar.last_day(row["due"]) < on

    is_new, answered = row["received_on"] >= SINCE, row["answered_on"]
    if row["received_on"] > day:
        return []
    if row["kind"] is Kind.praise:
        return ["praise"] if is_new else []
    found = ["received"] if is_new else []
    if answered is None or answered > day:
        found.append("overdue" if is_past(day) else "within")
    elif answered >= SINCE:
        found.append("late" if is_past(answered) else "on_time")
    if row["rating"] and row["rated_on"] and SINCE <= row["rated_on"] <= day:
        found.append("satisfied" if row["rating"] is Rating.satisfied else "dissatisfied")
    return found


@pytest.mark.parametrize("day_off", DayOff)
@pytest.mark.parametrize("seed", range(8))
async def test_the_database_counts_what_a_person_would(
    session: AsyncSession, seed: int, day_off: DayOff
) -> None:
    rng, calendar = random.Random(seed), replace(SEEDED, day_off=day_off)
    known = [SINCE - timedelta(days=1), SINCE, *(ago(n) for n in (-1, 0, 1, 2, 6, 7, 8, 9))]
    rows = [
        {
            "kind": rng.choice(list(Kind)),
            "unit_id": rng.choice([None, 1, 2]),
            "received_on": rng.choice(known),
            "due": rng.choice([None, *known]),
            "answered_on": rng.choice([None, *known]),
            "rating": rng.choice([None, *Rating]),
            "rated_on": rng.choice([None, *known]),
        }
        for _ in range(80)
    ]
    for n, row in enumerate(rows):
        await add(
            session,
            n,
            row["received_on"],
            row["due"],
            **{k: row[k] for k in row.keys() - {"due", "received_on"}},
        )
    for day in (TODAY, ago(7)):
        for scope in (None, [1], []):
            mine = [row for row in rows if scope is None or row["unit_id"] in scope]
            units = await figures.counts_per_unit(
                session, day=day, since=SINCE, calendar=calendar, unit_ids=scope
            )
            for unit in (None, 1, 2):
                said = Counter(
                    name for row in mine if row["unit_id"] == unit for name in names(row, day, calendar)
                )
                assert units.get(unit, FeedbackCounts()) == FeedbackCounts(**said)


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
        "Không đổi: Hài lòng với trả lời: 1 trên 2 lượt.",
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
    head, *rows = [[cell.value for cell in row] for row in book["Phản ánh"].iter_rows(min_row=4)]
    assert head[:5] == ["Đơn vị", "Đã nhận trong năm", "Thay đổi", "Trả lời đúng hạn", "Thay đổi"]
    assert {row[0] for row in rows} == {"Một cửa", "Văn phòng", "Chưa chuyển đơn vị", rows[-1][0]}
    assert rows[-1][1:] == [6, 2, 2, 1, 1, 1, 2, -1, 1, 1, 1, 0, 1, 1, 1, 1]
    assert all(len(row) == len(head) for row in rows)

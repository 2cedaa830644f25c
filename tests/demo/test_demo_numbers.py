"""The demonstration has figures, targets and scores to look at, and something that waits."""

from pathlib import Path

from roviec.bot.demo.sample import sample
from roviec.bot.demo.seed import seed
from roviec.db import people
from roviec.db.engine import Database
from roviec.db.measures import asked, owning, reach, targets, values
from roviec.db.scores import look, owners
from roviec.reports.satisfaction import gather_index
from roviec.tasks.calendar import Calendar


async def test_nothing_that_is_stated_is_empty(sqlite: Database, tmp_path: Path) -> None:
    calendar, today = Calendar.seeded([2024, 2025]), sample()["starts"].date()
    async with sqlite.write() as session:
        await seed(session, calendar, minimum_cell=5)
    async with sqlite.read() as session:
        chair = await people.person_named(session, "Nguyễn Minh Sơn")
        of = await reach.of(session, chair)
        shown = {one.measure.name: one for one in await values.listed(session, of)}
        assert [point.value for point in shown["Tỷ lệ hồ sơ trễ hạn"].points][-1] == 0.69
        assert [one.is_reached for one in shown.values()].count(True) == 1
        assert any(line.unit for line in await targets.listed(session, of))
        (scoring,) = await look.listed(session, of)
        assert (scoring.own.points, scoring.own.missing) == (34.5, 4)
        ha = await people.person_named(session, "Đỗ Thu Hà")
        theirs = await reach.of(session, ha)
        waits = await asked.mine(session, theirs, today=today, calendar=calendar)
        assert [one.measure.name for one in waits] == ["Hồ sơ tiếp nhận", "Hồ sơ trễ hạn"]
        assert [one.criterion.id for one in await owners.due(session, theirs)] == ["3", "4"]
        assert await owning.states(session, ha)
        index = await gather_index(session, today=today, headline="mean", minimum_cell=5)
        assert index is not None
        assert index.overall.level.figures is not None

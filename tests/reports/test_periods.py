"""Digests of months, quarters, half-years and years: which days they count, and what they are compared with."""

from datetime import date, timedelta

import pytest
from report_house import TODAY, House, at

from roviec.reports.digest import text
from roviec.reports.picture import told
from roviec.survey.load import shipped
from roviec.tasks.lifecycle import State
from roviec.tasks.punctuality import Outcome
from roviec.tasks.reporting import named
from roviec.texts import catalogue

VI, EN = catalogue("vi"), catalogue("en")
CRITERIA = [item for content in shipped()["mot-cua"].contents for item in content.criteria]


async def done(house: House, unit: int, on: date, *, due: date | None = None) -> int:
    """Add a task that was open until it was done on a day."""
    task = await house.task(unit, state=State.done, completed_on=on, due=due or on)
    await house.event(task, at(on), state="doing", completed_on=None)
    return task


async def test_a_period_that_is_over_is_told_as_of_its_last_day(house: House) -> None:
    unit = await house.unit("Văn phòng")
    await done(house, unit, date(2026, 6, 10))
    await done(house, unit, date(2026, 6, 14), due=date(2026, 6, 1))
    await done(house, unit, date(2026, 6, 15))
    digest = await house.digest(period=named("2026-Q2"))
    assert (digest.today, digest.before) == (date(2026, 6, 14), date(2026, 3, 14))
    ways = {way: (digest.total.now[way], digest.total.before[way]) for way in Outcome}
    assert ways[Outcome.met] == (1, 0)
    assert ways[Outcome.late] == (1, 0)
    assert ways[Outcome.within] == (1, 3), "the one of 15/6 was open, and so were all three in March"


async def test_a_running_period_is_told_as_of_now(house: House) -> None:
    await house.task(await house.unit("Văn phòng"))
    digest = await house.digest(period=named("2026-Q3"))
    assert (digest.today, digest.before, digest.since) == (TODAY, date(2026, 6, 14), date(2025, 12, 15))
    assert digest.name == "digest-2026-Q3"


async def test_the_reporting_year_counts_from_the_fifteenth_of_december(house: House) -> None:
    unit = await house.unit("Văn phòng")
    for on in (date(2025, 12, 14), date(2025, 12, 15), date(2026, 1, 2)):
        await house.task(unit, state=State.done, completed_on=on, due=on, created=at(date(2025, 11, 3)))
    for key, met in (("2026-Y1", 2), ("2026-H1", 2), ("2026-M07", 2), ("2026-W31", 1)):
        assert (await house.digest(period=named(key))).total.now[Outcome.met] == met, key


async def test_only_answers_of_the_period_are_in_its_index(house: House) -> None:
    unit = await house.unit("UBND xã Đại Lãnh")
    campaign = await house.campaign(unit)
    for on, level in ((date(2026, 3, 14), 1), (date(2026, 3, 15), 5), (date(2026, 6, 14), 5), (TODAY, 1)):
        for _ in range(5):
            await house.answers(campaign, unit, dict.fromkeys(CRITERIA, level), on=on)
    index = (await house.digest(period=named("2026-Q2"))).index
    assert index is not None
    assert (index.compared.total, index.since, index.until) == (10, date(2026, 3, 15), date(2026, 6, 14))
    assert index.overall.level.figures is not None
    assert index.overall.level.figures.share.value == 100


@pytest.mark.parametrize(
    ("key", "vi", "en"),
    [
        ("2026-M07", "bản tin tháng 7 năm 2026", "digest of month 7, 2026"),
        ("2026-Q3", "bản tin quý III năm 2026", "digest of quarter III, 2026"),
        ("2026-H2", "bản tin 6 tháng cuối năm 2026", "digest of the second half of 2026"),
        ("2026-H1", "bản tin 6 tháng đầu năm 2026", "digest of the first half of 2026"),
        ("2026-Y1", "bản tin năm 2026", "digest of 2026"),
    ],
)
async def test_a_period_is_called_by_its_name(house: House, key: str, vi: str, en: str) -> None:
    await house.task(await house.unit("Văn phòng"))
    digest = await house.digest(period=named(key))
    assert vi in text(digest, VI)
    assert en in text(digest, EN)
    assert "so với ngày" in text(digest, VI)
    assert told(digest, VI)["dates"].startswith("Kỳ ")
    assert told(digest, VI)["totals"][0]["change"] in ("như kỳ trước", "+1 so kỳ trước")


async def test_feedback_is_counted_in_the_reporting_year(house: House) -> None:
    unit = await house.unit("Một cửa")
    await house.feedback(unit, due=TODAY - timedelta(days=1))
    digest = await house.digest(period=named("2026-Q3"))
    assert digest.feedback is not None
    assert digest.feedback.total.now.overdue == 1
    assert digest.feedback.total.before.overdue == 0


async def test_units_hear_nothing_of_the_machine(house: House) -> None:
    unit = await house.unit("Văn phòng")
    await house.task(unit)
    whole, part = await house.digest(), await house.digest(unit_ids=[unit])
    assert part.total == whole.total
    assert (part.delivery, part.budgets, part.untold) == (type(part.delivery)(), (), ())

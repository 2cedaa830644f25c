"""Many responses in few minutes: a window of the clock, counted whole once it is one too many."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlmodel import select

from roviec.db.models import Burst, Fact
from roviec.db.surveys.bursts import count_window, forget_windows
from roviec.survey.quality import BURST
from tests.rights.cells import NOW, Cell, Cells

pytestmark = pytest.mark.asyncio(loop_scope="session")

# The minutes at which responses come, and how many of the day then count as many at once.
TABLE: dict[str, tuple[Sequence[float], int]] = {
    "none": ([], 0),
    "as many as usual": ([0] * BURST, 0),
    "one too many": ([0] * (BURST + 1), BURST + 1),
    "three too many": ([0] * (BURST + 3), BURST + 3),
    "one too many within ten minutes": ([0] * BURST + [9.9], BURST + 1),
    "one too many, but in the next window": ([0] * BURST + [10], 0),
    "two windows full": ([0] * BURST + [10] * BURST, 0),
    "two windows over": ([0] * (BURST + 1) + [10] * (BURST + 2), 2 * BURST + 3),
    "a window that begins anew": ([0] * (BURST + 1) + [10] * BURST, BURST + 1),
    "one each window": ([10 * n for n in range(BURST + 5)], 0),
}


async def count(cell: Cell, cells: Cells, minutes: Sequence[float], unit: str = "lead") -> int:
    """Let responses come; return how many of the day came as many at once."""
    for minute in minutes:
        await count_window(
            cell.session,
            campaign_id=cells.ids["campaign lead"],
            unit_id=cells.ids[unit],
            today=NOW.date(),
            now=NOW + timedelta(minutes=minute),
        )
    await cell.session.flush()
    of = select(Burst).where(Burst.unit_id == cells.ids[unit]).execution_options(populate_existing=True)
    return sum(row.responses for row in (await cell.session.exec(of)).all())


@pytest.mark.parametrize("when", TABLE)
async def test_what_counts_as_many_at_once(cells: Cells, when: str) -> None:
    minutes, wanted = TABLE[when]
    async with cells.open_up() as tries, tries.cell() as cell:
        assert await count(cell, cells, minutes) == wanted


async def test_each_unit_has_a_window_of_its_own(cells: Cells) -> None:
    async with cells.open_up() as tries, tries.cell() as cell:
        assert await count(cell, cells, [0] * BURST) == 0
        assert await count(cell, cells, [0] * BURST, "partner-unit") == 0


async def test_a_window_is_forgotten_when_it_is_over_and_not_before(cells: Cells) -> None:
    async with cells.open_up() as tries, tries.cell() as cell:
        await count(cell, cells, [0] * 3)
        assert await forget_windows(cell.session, NOW + timedelta(minutes=9)) == 0
        assert await forget_windows(cell.session, NOW + timedelta(minutes=10)) == 1
        facts = (await cell.session.exec(select(Fact.name))).all()
        assert [name for name in facts if name.startswith("survey.window.")] == []

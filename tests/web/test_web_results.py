"""The public page of results against somebody who subtracts: other units, other days, other doors, the page of before."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from starlette.applications import Starlette

from roviec.db import people, surveys
from roviec.db.engine import Database
from roviec.db.surveys import finish, rulings
from roviec.reports.public import QUARTER, gather_public, units_of
from roviec.reports.satisfaction import gather_index
from roviec.survey.load import shipped
from roviec.survey.suppression import is_primary, with_totals
from tests.chat import OFFICE, Chat
from tests.office import HANOI
from tests.web.form_stage import app_of
from tests.web.plain_browser import Reader

FORM = shipped()["mot-cua"]
ITEMS = FORM.contents[0].criteria[:3]
LEAST = 5
FIRST, LAST = date(2026, 4, 1), date(2026, 6, 30)
UNITS = ("Văn phòng", "Tư pháp – Hộ tịch", "Công an xã")


class Town:
    """An office with answers of half a year at three units, and a page that is switched on."""

    def __init__(self, chat: Chat, app: Starlette, campaign: int) -> None:
        self.chat, self.app, self.campaign = chat, app, campaign
        self.units: dict[str, int] = {}

    async def answer(self, unit: str, on: date, levels: list[int]) -> None:
        """Let people answer at a unit on a day, the items by different numbers of them."""
        async with self.chat.db.write() as session:
            for n, level in enumerate(levels):
                await finish.keep_response(
                    session,
                    campaign_id=self.campaign,
                    unit_id=self.units[unit],
                    form=FORM,
                    answers={item: level for place, item in enumerate(ITEMS) if n % (place + 1) == 0},
                    found=(),
                    minimum_cell=LEAST,
                    today=on,
                    now=datetime.combine(on, datetime.min.time(), tzinfo=HANOI),
                )

    async def page(self, query: str = "") -> str:
        """Return the words of the page."""
        reader = Reader(self.app)
        try:
            return await reader.opens(f"/ketqua{query}")
        finally:
            await reader.close()

    async def live(self, chance: random.Random) -> None:
        """Fill half a year at random: many days, few people each, some of one mind."""
        day = FIRST - timedelta(days=20)
        while day <= LAST + timedelta(days=20):
            for unit in UNITS:
                people_of_day = (
                    chance.choice([0, 0, 0, 1, 2, 3, 7])
                    if unit != UNITS[2]
                    else chance.choice([0] * 11 + [2])
                )
                levels = (
                    [5] * people_of_day if unit == UNITS[2] else chance.choices(range(1, 6), k=people_of_day)
                )
                await self.answer(unit, day, levels)
            day += timedelta(days=chance.choice([1, 2, 3]))


@pytest.fixture
async def town(sqlite: Database, tmp_path: Any) -> Town:
    chat = await Chat.bare(sqlite, tmp_path)
    chat.now = datetime(2026, 7, 15, 9, 0, tzinfo=HANOI)
    chat.house = replace(chat.house, public_results=True, minimum_cell=LEAST)
    async with chat.db.write() as session:
        office = await people.add_unit(session, name=OFFICE)
        opened = await surveys.open_campaign(session, form_code="mot-cua", unit=office, opens=FIRST)
        town = Town(chat, app_of(chat), opened.id or 0)
        for name in UNITS:
            town.units[name] = (await people.add_unit(session, name=name, parent=office)).id or 0
    return town


async def test_it_is_closed_until_the_office_opens_it(town: Town) -> None:
    await town.answer(UNITS[0], LAST, [4] * 12)
    assert "Kết quả khảo sát" in await town.page()
    town.app.state.deps = replace(town.app.state.deps, house=replace(town.chat.house, public_results=False))
    assert "Kết quả khảo sát" not in await town.page()


async def test_it_shows_a_quarter_that_is_over_and_no_other(town: Town) -> None:
    await town.answer(UNITS[0], LAST, [5, 4, 3, 4, 5, 2, 5, 5, 4, 4])
    await town.answer(UNITS[0], LAST + timedelta(days=3), [1] * 50)
    page = await town.page()
    assert "Từ ngày 01/4/2026 đến ngày 30/6/2026" in page or "Từ ngày 1/4/2026 đến ngày 30/6/2026" in page
    assert "82,0%" in page
    assert "80,0%" in page
    assert "Results of the satisfaction survey" in await town.page("?lang=en")
    for query in ("?quy=2026-3", "?quy=2023-1", "?quy=x", "?donvi=99", "?donvi=x"):
        assert "82,0%" not in await town.page(query)
    assert "chưa có số liệu" in await town.page("?quy=2026-1")


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_no_subtraction_between_it_and_any_other_door_is_about_few(town: Town, seed: int) -> None:
    """Every view is a union of blocks: two of them differ by nobody or by enough people, in every level."""
    chance = random.Random(seed)
    await town.live(chance)
    async with town.chat.db.read() as session:
        table = await gather_public(session, first=FIRST, last=LAST, minimum_cell=LEAST)
        assert table is not None
        for unit in (None, *town.units.values()):
            for _ in range(12):
                since = FIRST + timedelta(days=chance.randrange(0, 60))
                until = since + timedelta(days=chance.randrange(0, (LAST - since).days + 1))
                part = await gather_index(
                    session,
                    today=LAST + timedelta(days=15),
                    headline="mean",
                    minimum_cell=LEAST,
                    unit_ids=(unit,) if unit else None,
                    date_from=chance.choice([FIRST, since]),
                    date_to=chance.choice([LAST, until]),
                )
                for one in part.compared.everyone.criteria if part else ():
                    whole = with_totals(table.cells.get(one.id, {})).get((unit, QUARTER))
                    if whole and one.counts:
                        rest = [a - b for a, b in zip(whole, one.counts, strict=True)]
                        assert min(rest) >= 0
                        assert sum(rest) == 0 or sum(rest) >= LEAST


@pytest.mark.parametrize("seed", [4, 5, 6])
async def test_what_it_withholds_follows_from_nothing_that_it_shows(town: Town, seed: int) -> None:
    """Whoever reads the pages of all units and of the office: a withheld unit is never the only one."""
    chance = random.Random(seed)
    await town.live(chance)
    async with town.chat.db.read() as session:
        table = await gather_public(session, first=FIRST, last=LAST, minimum_cell=LEAST)
    assert table is not None
    assert [name for _, name in units_of(table)] == sorted(UNITS)
    hidden = 0
    for item, cells in table.cells.items():
        title = FORM.item(item).text["vi"]
        seen: dict[int | None, bool] = {}
        for unit in (None, *town.units.values()):
            page = await town.page(f"?donvi={unit}" if unit else "")
            row = " ".join(page.partition(title)[2].split())
            seen[unit] = not row.startswith("không công bố") and (unit is None or (unit, QUARTER) in cells)
        primary = [cell for cell, counts in cells.items() if is_primary(counts, LEAST)]
        withheld = [cell for cell in cells if not seen[cell[0]]]  # type: ignore[index]
        assert set(primary) <= set(withheld)
        if primary and seen[None]:
            assert len(withheld) > 1
            assert sum(sum(cells[cell]) for cell in withheld if cell not in primary) >= LEAST
        hidden += len(withheld)
    assert hidden, "the town must hold something to hide"


async def test_nothing_of_it_moves_once_it_is_there(town: Town) -> None:
    """Not by answers that come later, nor by a day that an admin leaves out: two pages would tell what went."""
    await town.live(random.Random(7))
    before = [await town.page(f"?donvi={unit}") for unit in ("", *town.units.values())]
    for unit in UNITS:
        await town.answer(unit, LAST + timedelta(days=16), [1, 2, 3, 1, 2, 3])
    async with town.chat.db.write() as session:
        campaign, *_ = await surveys.the_campaign(session, town.campaign)
        unit = await people.unit_named(session, UNITS[0])
        for n in range(20):
            day = LAST - timedelta(days=n)
            await rulings.decide(
                session, campaign=campaign, unit=unit, on=day, left_out=True, reason="nhiều phiếu từ một máy"
            )
    town.chat.now += timedelta(days=20)
    town.app.state.results.clear()
    assert [await town.page(f"?donvi={unit}") for unit in ("", *town.units.values())] == before

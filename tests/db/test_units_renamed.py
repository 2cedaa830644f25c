"""Renaming units: the old name is kept and still finds them, and done again it changes nothing."""

import asyncio

import pytest

from roviec.db import people, units
from roviec.db.engine import Database
from roviec.db.models import Campaign, UnitAlias
from tests import office
from tests.db.two_units import INTO, OLD, TODAY, fill, rows, two_units
from tests.office import OFFICE


async def test_the_old_name_still_finds_it_and_again_changes_nothing(db: Database) -> None:
    async with db.write() as session:
        await fill(session)
        unit = await people.unit_named(session, OLD)
        done = await units.rename(session, unit=unit, name=" Phòng  Tài chính – Kế hoạch ", today=TODAY)
        assert (done.before, unit.name, len(done.told)) == (OLD, "Phòng Tài chính – Kế hoạch", 1)
    async with db.write() as session:
        unit = await people.unit_named(session, OLD)
        assert unit.name == "Phòng Tài chính – Kế hoạch"
        done = await units.rename(session, unit=unit, name="Phòng Tài chính – Kế hoạch", today=TODAY)
        assert (done.before, done.told) == (None, ())


async def test_back_again_the_old_name_is_no_other_name_any_more(db: Database) -> None:
    async with db.write() as session:
        old, _ = await two_units(session)
        await units.rename(session, unit=old, name="Phòng Ngân sách", today=TODAY)
        await units.rename(session, unit=old, name=OLD, today=TODAY)
        assert [row.alias for row in await rows(session, UnitAlias)] == ["Phòng Ngân sách"]


@pytest.mark.parametrize("name", [INTO, "phòng kinh tế.", "P. TC"])
async def test_a_name_or_other_name_of_another_unit_is_refused(db: Database, name: str) -> None:
    async with db.write() as session:
        await fill(session)
        third = await office.unit(session, "Văn phòng")
        with pytest.raises(units.UnitNameTaken):
            await units.rename(session, unit=third, name=name, today=TODAY)


async def test_surveys_speak_of_the_office_by_its_new_name(db: Database) -> None:
    async with db.write() as session:
        await fill(session)
        home = await people.unit_named(session, OFFICE)
        await units.rename(session, unit=home, name="UBND phường Đại Lãnh", today=TODAY)
        assert [one.words for one in await rows(session, Campaign)] == [{"office": "UBND phường Đại Lãnh"}]


async def test_several_at_once_leave_one_name_and_both_former_ones(db: Database) -> None:
    async with db.write() as session:
        await two_units(session)

    async def one(name: str) -> None:
        async with db.write() as session:
            unit = await people.unit_named(session, OLD)
            await units.rename(session, unit=unit, name=name, today=TODAY)

    await asyncio.gather(one("Phòng Một"), one("Phòng Hai"))
    async with db.read() as session:
        names = (OLD, "Phòng Một", "Phòng Hai")
        assert len({(await people.unit_named(session, name)).id for name in names}) == 1

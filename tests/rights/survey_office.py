"""Surveys at three units, in the office of nine tasks."""

from datetime import timedelta

from roviec.db import people, surveys
from roviec.db.models import Address, Inbox
from tests import office
from tests.handlers.survey_stage import short_form
from tests.office import OFFICE
from tests.rights.cells import NOW, Cells
from tests.rights.task_office import LEAD, PARTNER, TODAY

UNITS = {"lead": LEAD, "partner": PARTNER, "office": OFFICE}
# How many days from today a survey opens and closes.
TIMES = {"ahead": (1, 9), "first-day": (0, 9), "last-day": (-9, 0), "over": (-9, -1), "endless": (-9, None)}


async def furnish(cells: Cells) -> None:
    """Open a survey at each unit, and one for each time; a citizen has begun the one of the lead unit."""
    async with cells.db.write() as session:
        await surveys.keep_form(session, source=short_form())
        for name, unit_name in UNITS.items():
            await _open(session, cells, name, unit_name, -1, None)
        for name, (opens, closes) in TIMES.items():
            await _open(session, cells, name, LEAD, opens, closes)
        row = Inbox(channel="web", external_id="begun", chat="citizen", payload={})
        session.add(row)
        await session.flush()
        address: Address = await people.address_of(session, channel="web", chat="citizen")
        found = await surveys.campaign_of(session, cells.words["lead"])
        assert found is not None
        run = await surveys.begin_run(
            session, address=address, campaign=found[0], unit=found[1], row=row, today=TODAY, now=NOW
        )
        cells.ids["run"] = run.id or 0


async def _open(session, cells: Cells, name: str, unit_name: str, opens: int, closes: int | None) -> None:  # type: ignore[no-untyped-def]
    unit = await office.unit(session, unit_name)
    campaign = await surveys.open_campaign(
        session,
        form_code="thu",
        unit=unit,
        opens=TODAY + timedelta(days=opens),
        closes=None if closes is None else TODAY + timedelta(days=closes),
    )
    cells.ids[f"campaign {name}"] = campaign.id or 0
    cells.words[name] = await surveys.campaign_link(session, campaign_id=campaign.id or 0, unit=unit)

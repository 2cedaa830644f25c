"""Stars for a dossier, row by row: what the question is called, who is asked, what an answer leaves behind."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import outbox_said, people, surveys
from roviec.db.engine import Database
from roviec.db.models import (
    Answer,
    Burst,
    Campaign,
    Fact,
    OaTemplate,
    Outbox,
    Response,
    Role,
    SpentToken,
    Unit,
)
from roviec.db.models.base import Row
from roviec.db.models.delivery import Departure, Lane
from roviec.db.surveys import campaigns, dossiers, ratings
from roviec.db.surveys.runs import NotForStaff
from roviec.survey.load import shipped_text
from roviec.survey.quality import SAME_NETWORK
from tests import office
from tests.office import HANOI

NOW = datetime(2026, 6, 29, 8, 5, tzinfo=HANOI)
TODAY = NOW.date()
PHONE = "+84912345678"
AN = surveys.Dossier(PHONE, "Nguyễn Văn An", "H12.3-24")
EMPTIED = ("", {}, None, Departure.sent)


class Counter:
    """A unit with a campaign of the dossier form and an approved template."""

    def __init__(self, session: AsyncSession, unit: Unit, other: Unit, campaign: Campaign) -> None:
        self.session, self.unit, self.other, self.campaign = session, unit, other, campaign

    async def ask(self, dossier: surveys.Dossier = AN, **more: Any) -> str:
        """Ask; return what the platform calls the question."""
        known = {row.id for row in await self.rows(Outbox)}
        wanted = {"campaign_id": self.campaign.id, "unit": self.unit, "today": TODAY, "now": NOW} | more
        await surveys.ask_rating(self.session, dossier=dossier, **wanted)
        (row,) = (row for row in await self.rows(Outbox) if row.id not in known)
        return row.key.removeprefix("rating/").removesuffix("/0")

    async def take(self, called: str, stars: int = 4, words: str = "", **more: bool) -> bool:
        wanted = {"stars": stars, "words": words, "minimum_cell": 2, "today": TODAY, "now": NOW}
        return await surveys.take_rating(self.session, called=called, **wanted, **more)

    async def rows(self, table: type[Row]) -> list[Any]:
        found = select(table).execution_options(populate_existing=True)
        return list((await self.session.exec(found)).all())


@pytest.fixture
async def counter(sqlite: Database) -> Any:
    async with sqlite.write() as session:
        unit, other = [await office.unit(session, name) for name in ("Bộ phận Một cửa", "Phòng Nội vụ")]
        session.add(OaTemplate(id="555", purpose=ratings.PURPOSE, status="ENABLE", updated_at=NOW))
        campaign = await surveys.open_campaign(session, form_code="ho-so", unit=unit, opens=TODAY)
        yield Counter(session, unit, other, campaign)


async def test_a_question_is_one_notice_to_a_number(counter: Counter) -> None:
    called = await counter.ask()
    (row,) = await counter.rows(Outbox)
    assert (row.channel, row.chat, row.lane, row.key) == (
        "zalo_oa",
        PHONE,
        Lane.reminder,
        f"rating/{called}/0",
    )
    assert (row.not_before, row.state) == (NOW, Departure.queued)
    assert "Bộ phận Một cửa" in row.body["text"]
    purpose, values = row.body["notice"]
    assert purpose == "survey.rating"
    assert dict(values) == {
        "tracking_id": called,
        "ho_ten": "Nguyễn Văn An",
        "ma_ho_so": "H12.3-24",
        "don_vi": "Bộ phận Một cửa",
        "ma_phieu": dossiers.page_code(called),
    }
    head = f"R{counter.campaign.id}-{counter.unit.id}-"
    assert (called[: len(head)], len(called)) == (head, len(head) + 28)


async def test_a_dossier_without_name_and_number_is_called_so(counter: Counter) -> None:
    await counter.ask(surveys.Dossier(PHONE))
    (row,) = await counter.rows(Outbox)
    values = dict(row.body["notice"][1])
    assert values["ho_ten"]
    assert values["ma_ho_so"]
    assert values["ho_ten"] != values["ma_ho_so"]


async def test_the_same_is_asked_once_and_each_other_by_a_name_of_its_own(counter: Counter) -> None:
    names = [await counter.ask()]
    with pytest.raises(ratings.AskedAlready):
        await counter.ask(surveys.Dossier(PHONE, "Tên khác", AN.number))
    second = await surveys.open_campaign(counter.session, form_code="ho-so", unit=counter.unit, opens=TODAY)
    names += [
        await counter.ask(surveys.Dossier(PHONE, number="H12.3-25")),
        await counter.ask(surveys.Dossier("+84912345679", number=AN.number)),
        await counter.ask(unit=counter.other),
        await counter.ask(campaign_id=second.id),
    ]
    assert len({name.rpartition("-")[2][:20] for name in names}) == 5
    assert [await counter.take(name) for name in names] == [True] * 5


async def test_who_answered_is_not_asked_again_though_the_row_is_gone(counter: Counter) -> None:
    called = await counter.ask()
    assert await counter.take(called)
    for row in await counter.rows(Outbox):
        await counter.session.delete(row)
    await counter.session.flush()
    assert not await outbox_said.was_written(counter.session, f"rating/{called}")
    with pytest.raises(ratings.AskedAlready):
        await counter.ask()


async def test_stars_are_stored_without_anybody_and_the_number_goes(counter: Counter) -> None:
    called, other = await counter.ask(), await counter.ask(surveys.Dossier(PHONE, number="2"))
    assert await counter.take(called, 3, "Nhanh")
    (response,) = await counter.rows(Response)
    assert (response.campaign_id, response.unit_id, response.on, response.flags) == (
        *(counter.campaign.id, counter.unit.id, TODAY, []),
    )
    answers = {one.item: (one.number, one.words) for one in await counter.rows(Answer)}
    assert answers == {"chung": (3, None), "y-kien": (None, "Nhanh")}
    rows = {row.key: (row.chat, row.body, row.external_id, row.state) for row in await counter.rows(Outbox)}
    assert rows[f"rating/{called}/0"] == EMPTIED
    assert rows[f"rating/{other}/0"][0] == PHONE
    (spent,) = await counter.rows(SpentToken)
    assert (spent.campaign_id, called in spent.token) == (counter.campaign.id, False)
    assert not await counter.take(called, 1)
    assert await counter.take(other, 5)
    assert sorted(one.number for one in await counter.rows(Answer) if one.number) == [3, 5]
    assert len(await counter.rows(Answer)) == 3


async def test_stars_come_from_no_network(counter: Counter) -> None:
    for n in range(SAME_NETWORK + 1):
        assert await counter.take(await counter.ask(surveys.Dossier(PHONE, number=f"{n}")))
    assert await counter.rows(Burst) == []


async def test_stars_given_at_night_are_counted_as_such(counter: Counter) -> None:
    for n, more in enumerate(({}, {"at_night": False}, {"at_night": True})):
        assert await counter.take(await counter.ask(surveys.Dossier(PHONE, number=f"{n}")), **more)
    names = {row.name: row.value["count"] for row in await counter.rows(Fact)}
    place = f"survey.window.{counter.campaign.id}.{counter.unit.id}"
    assert (names[place], names[f"{place}.night"]) == (3, 1)


async def test_a_question_that_is_not_ours_is_not_answered(counter: Counter) -> None:
    called = await counter.ask()
    campaign, unit, rest = called.split("-", 2)
    forged = [
        *("", "x", f"x{called}", f"{called}0", called.upper()),
        f"{campaign}9-{unit}-{rest}",
        f"{campaign}-99-{rest}",
        f"{campaign}-{counter.other.id}-{rest}",
        called[:-1] + ("0" if called[-1] != "0" else "1"),
        "R1-1-" + "0" * 28,
    ]
    assert [one for one in forged if await counter.take(one)] == []
    assert await counter.rows(Response) == []
    assert await counter.take(called)


async def test_only_a_form_with_five_levels_about_the_whole_takes_stars(counter: Counter) -> None:
    called = await counter.ask()
    source = shipped_text("ho-so").replace('code = "ho-so"', 'code = "khac"')
    for n, (old, new) in enumerate((('id = "chung"', 'id = "tong"'), ('id = "y-kien"', 'id = "gop-y"'))):
        text = source.replace(old, new).replace('version = "2026.3"', f'version = "{n}"')
        form = await surveys.keep_form(counter.session, source=text)
        one = await surveys.open_campaign(
            counter.session, form_code=form.code, unit=counter.unit, opens=TODAY
        )
        if n == 0:
            with pytest.raises(ratings.FormWithoutStars):
                await counter.ask(campaign_id=one.id)
            campaign = await counter.session.get_one(Campaign, counter.campaign.id)
            before, campaign.form_id = campaign.form_id, form.id or 0
            await counter.session.flush()
            assert not await counter.take(called)
            campaign.form_id = before
        else:
            assert await counter.take(await counter.ask(campaign_id=one.id), 5, "Tốt")
    assert {row.item for row in await counter.rows(Answer)} == {"chung", "gop-y"}


async def test_why_nobody_is_asked(counter: Counter) -> None:
    with pytest.raises(campaigns.CampaignUnknown) as refused:
        await counter.ask(campaign_id=99)
    assert refused.value.values == {"campaign": 99}
    with pytest.raises(campaigns.CampaignAhead):
        await counter.ask(today=TODAY - timedelta(days=1))
    mine = {"unit": counter.unit, "role": Role.official}
    await people.add_person(counter.session, name="Bình", phone="+84912345670", **mine)
    await people.add_person(counter.session, name="Không số", **mine)
    with pytest.raises(NotForStaff):
        await counter.ask(surveys.Dossier("+84912345670"))
    assert await counter.ask(surveys.Dossier("+84912345671"))
    (await counter.session.get_one(OaTemplate, "555")).status = "DISABLE"
    with pytest.raises(ratings.NoRatingTemplate):
        await counter.ask()

"""Stars for a dossier: asked by number, answered without one, once, and joined to nobody."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from roviec.db import people, surveys
from roviec.db.engine import Database
from roviec.db.models import Answer, Inbox, Outbox, Response, Role, SpentToken
from roviec.db.surveys import ratings
from roviec.db.surveys.runs import NotForStaff
from tests.channels.drivers.zalo_oa import connect
from tests.channels.drivers.zalo_oa_stage import Office, office_of
from tests.fakes.zalo_oa.templates import RATING

PHONE = "+84912345678"
DOSSIER = surveys.Dossier(PHONE, "Nguyễn Văn An", "H12.3-24")


class Desk:
    """An office with a campaign of the dossier form and an approved rating template."""

    def __init__(self, office: Office, campaign: int, unit: Any) -> None:
        self.office, self.campaign, self.unit = office, campaign, unit
        self.an = office.fake.person("An", phone=PHONE[1:])

    async def ask(self, dossier: surveys.Dossier = DOSSIER, campaign: int = 0) -> None:
        now = self.office.clock()
        async with self.office.db.write() as session:
            await surveys.ask_rating(
                session,
                campaign_id=campaign or self.campaign,
                unit=self.unit,
                dossier=dossier,
                today=now.date(),
                now=now,
            )
        await self.office.settle()

    async def rows(self, table: Any) -> list[Any]:
        async with self.office.db.read() as session:
            return list((await session.exec(select(table))).all())


@pytest.fixture
async def desk(db: Database, tmp_path: Path) -> AsyncIterator[Desk]:
    async with office_of(db, tmp_path) as office:
        async with office.db.write() as session:
            unit = await people.add_unit(session, name="Bộ phận Một cửa")
            today = office.clock().date()
            campaign = await surveys.open_campaign(session, form_code="ho-so", unit=unit, opens=today)
        await connect(office.oa, office.fake)
        blanks = {"ho_ten": 30, "ma_ho_so": 20}
        await office.approve("survey.rating", "555", blanks, kind=RATING)
        yield Desk(office, campaign.id or 0, unit)


async def test_stars_and_words_become_a_response_of_nobody(desk: Desk, tmp_path: Path) -> None:
    await desk.ask()
    (said,) = desk.an.heard()
    assert said.values == {"ho_ten": "Nguyễn Văn An", "ma_ho_so": "H12.3-24"}
    assert len(said.tracking_id) <= 48
    desk.office.clock.forward(hours=3)
    desk.an.rates(4, "Cán bộ nhiệt tình QUENHOA", ["Nhanh"])
    await desk.office.settle()
    (response,) = await desk.rows(Response)
    answers = {a.item: a.number or a.words for a in await desk.rows(Answer)}
    assert answers == {"chung": 4, "y-kien": "Nhanh; Cán bộ nhiệt tình QUENHOA"}
    assert (response.campaign_id, response.on) == (desk.campaign, desk.office.clock().date())

    if not desk.office.db.is_sqlite:
        return
    # Nothing beside the answer holds the words, the number, the name, the dossier or the account.
    await desk.office.db.empty_log()
    with closing(sqlite3.connect(tmp_path / "roviec.db")) as raw:
        dump = {
            table: str(raw.execute(f"SELECT * FROM {table}").fetchall())
            for (table,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
    rest = "".join(cells for table, cells in dump.items() if table != "answer")
    for trace in (
        "QUENHOA",
        PHONE[1:],
        "Nguyễn Văn An",
        "H12.3-24",
        desk.an.uid,
        said.tracking_id[-8:] + "'",
    ):
        assert trace not in rest.replace(f"rating/{said.tracking_id}/0", ""), trace
    assert b"QUENHOA" in (tmp_path / "roviec.db").read_bytes()
    assert (tmp_path / "roviec.db").read_bytes().count(b"QUENHOA") == 1
    assert PHONE.encode() not in (tmp_path / "roviec.db").read_bytes()


async def test_a_repeated_event_and_a_second_rating_count_once(desk: Desk) -> None:
    await desk.ask()
    desk.an.rates(5)
    await desk.office.settle()
    desk.office.fake.pusher.again(2)
    await desk.office.settle()
    tracking = desk.an.heard()[0].tracking_id
    for number in ("khac-1", "khac-2"):
        message = {"rate": 1, "note": "", "feedbacks": [], "msg_id": number, "tracking_id": tracking}
        desk.office.fake.happen({"event_name": "user_feedback", "message": message, "timestamp": "1"})
    await desk.office.settle()
    assert [a.number for a in await desk.rows(Answer)] == [5]
    assert len(await desk.rows(SpentToken)) == 1
    assert all(row.payload == {} for row in await desk.rows(Inbox)), "not even what was refused is kept"


async def test_invented_questions_are_dropped(desk: Desk) -> None:
    await desk.ask()
    tracking = desk.an.heard()[0].tracking_id
    forged = ("", "x", "R1-1-" + "0" * 28, tracking[:-1] + ("0" if tracking[-1] != "0" else "1"),
              tracking.replace(f"R{desk.campaign}-", f"R{desk.campaign + 1}-"))  # fmt: skip
    for n, called in enumerate(forged):
        message = {"rate": 1, "note": "x", "feedbacks": [], "msg_id": str(n), "tracking_id": called}
        desk.office.fake.happen({"event_name": "user_feedback", "message": message, "timestamp": "1"})
    await desk.office.settle()
    assert await desk.rows(Response) == []
    async with desk.office.db.read() as session:
        held = select(Inbox).where(col(Inbox.error).is_not(None))
        assert (await session.exec(held)).first() is None


async def test_a_dossier_is_asked_about_once(desk: Desk) -> None:
    await desk.ask()
    with pytest.raises(ratings.AskedAlready):
        await desk.ask()
    await desk.ask(surveys.Dossier(PHONE, "An", "H12.3-25"))
    desk.an.rates(3)
    await desk.office.settle()
    with pytest.raises(ratings.AskedAlready):
        await desk.ask(surveys.Dossier(PHONE, "An", "H12.3-25"))
    assert len(desk.an.heard()) == 2


async def test_who_works_there_is_not_asked(desk: Desk) -> None:
    async with desk.office.db.write() as session:
        await people.add_person(session, name="Bình", unit=desk.unit, phone=PHONE, role=Role.official)
    with pytest.raises(NotForStaff):
        await desk.ask()


async def test_what_is_missing_is_said(desk: Desk) -> None:
    async with desk.office.db.write() as session:
        today = desk.office.clock().date()
        text = (await session.get_one(surveys.campaigns.Form, 1)).source.replace('"ho-so"', '"khac"')
        text = text.replace('id = "chung"', 'id = "tong-the"')
        await surveys.keep_form(session, source=text)
        without = await surveys.open_campaign(session, form_code="khac", unit=desk.unit, opens=today)
    with pytest.raises(ratings.FormWithoutStars):
        await desk.ask(campaign=without.id or 0)
    with pytest.raises(surveys.campaigns.CampaignUnknown):
        await desk.ask(campaign=99)
    desk.office.fake.review("555", "DISABLE")
    await desk.office.settle()
    with pytest.raises(ratings.NoRatingTemplate):
        await desk.ask()


async def test_a_number_without_zalo_is_a_dead_letter_and_no_address(desk: Desk) -> None:
    await desk.ask(surveys.Dossier("+84999999999"))
    (row,) = await desk.rows(Outbox)
    assert (row.state, row.error.split()[0]) == ("dead", "-118")
    from roviec.db.models import Address

    assert await desk.rows(Address) == []


async def test_a_lost_answer_is_asked_again_under_the_same_name(desk: Desk) -> None:
    from tests.fakes.zalo_oa.faults import FaultKind

    desk.office.fake.fault(FaultKind.COMMIT_THEN_DROP, "business/message/template")
    await desk.ask()
    desk.office.clock.forward(minutes=10)
    await desk.office.settle()
    first, second = desk.an.heard()
    assert first.tracking_id == second.tracking_id
    (row,) = await desk.rows(Outbox)
    assert row.possibly_twice
    desk.an.rates(5)
    desk.an.rates(1)
    await desk.office.settle()
    assert len(await desk.rows(Response)) == 1

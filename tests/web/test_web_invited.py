"""The page of an invitation about one dossier: answered there or as stars, once whichever door is first."""

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest
from sqlmodel import select

from roviec.db import people, surveys
from roviec.db.engine import Database
from roviec.db.models import Address, Answer, OaTemplate, Outbox, Response, SpentToken, SurveyRun, WebSession
from roviec.db.surveys import dossiers, ratings
from roviec.survey.engine import start, step
from roviec.survey.inputs import Choose
from roviec.survey.questionnaire import AGE, CONSENT
from tests.chat import OFFICE
from tests.web.form_stage import Stage, stage
from tests.web.plain_browser import Reader

__all__ = ["stage"]
AN = surveys.Dossier("+84912345678", "Nguyễn Văn An", "H12.3-24")
KIND = {"content-type": "application/x-www-form-urlencoded"}


@dataclass
class Invited:
    """Somebody whose dossier was returned: what the question is called, and its page."""

    stage: Stage
    called: str

    @property
    def code(self) -> str:
        return dossiers.page_code(self.called)

    async def stars(self, number: int = 5) -> bool:
        """Answer as the platform's template does."""
        now = self.stage.chat.now
        async with self.stage.chat.db.write() as session:
            return await surveys.take_rating(
                session, called=self.called, stars=number, words="", minimum_cell=2, today=now.date(), now=now
            )

    async def outbox(self) -> Any:
        return next(row for row in await self.stage.chat.rows(Outbox) if row.key == f"rating/{self.called}/0")


async def invited(stage: Stage, dossier: surveys.Dossier = AN) -> Invited:
    """Invite the owner of a dossier to the form of the Decree."""
    chat, today = stage.chat, stage.chat.now.date()
    async with chat.db.write() as session:
        unit = await people.unit_named(session, OFFICE)
        if await session.get(OaTemplate, "555") is None:
            session.add(OaTemplate(id="555", purpose=ratings.PURPOSE, status="ENABLE", updated_at=chat.now))
            opened = await surveys.open_campaign(session, form_code="ho-so", unit=unit, opens=today)
            stage.campaign = opened.id or 0
        campaign, *_ = await surveys.the_campaign(session, stage.campaign)
        await surveys.ask_rating(
            session, campaign_id=stage.campaign, unit=unit, dossier=dossier, today=today, now=chat.now
        )
        return Invited(stage, dossiers.called(campaign, unit, dossier))


async def to_the_list(reader: Reader, code: str) -> None:
    """Rate the whole and leave everything else blank."""
    await reader.opens(f"/phieu/{code}")
    await reader.presses("Đồng ý tham gia")
    await reader.presses("Đã đủ 18 tuổi")
    while "/xem" not in reader.path:
        chung = any(("at", "chung") in form.fields for form in reader.page.forms.values())
        await reader.presses("Hài lòng" if chung else "Bỏ qua")


async def test_an_invitation_carries_the_code_of_its_page(stage: Stage) -> None:
    an = await invited(stage)
    row = await an.outbox()
    assert dict(row.body["notice"][1])["ma_phieu"] == an.code
    assert an.code.isalnum()
    assert dossiers.of_page(an.code.lower()) == an.called


async def test_what_is_answered_on_the_page_is_of_nobody_and_empties_the_number(stage: Stage) -> None:
    an, reader = await invited(stage), stage.reader()
    await to_the_list(reader, an.code)
    assert (await an.outbox()).chat == AN.phone
    await reader.presses("Gửi phiếu")
    reader.sees("Phiếu đã được nhận")
    reader.does_not_see("Người tiếp theo")
    assert await stage.answers() == [("chung", 4, None)]
    for table in (SurveyRun, Address, WebSession):
        assert await stage.chat.rows(table) == []
    row = await an.outbox()
    assert (row.chat, row.body) == ("", {})
    assert not await an.stars(1)
    for browser in (reader, stage.reader()):
        await browser.opens(f"/phieu/{an.code}")
        browser.sees("Phiếu đã được nhận")
        await browser.posts(f"/phieu/{an.code}", [("do", "begin")])
        browser.sees("đã trả lời")
    assert len(await stage.responses()) == 1


async def test_who_gave_stars_finds_the_page_answered(stage: Stage) -> None:
    an, reader = await invited(stage), stage.reader()
    await to_the_list(reader, an.code)
    assert await an.stars(2)
    await reader.presses("Gửi phiếu")
    reader.sees("Phiếu đã được nhận")
    assert await stage.answers() == [("chung", 2, None)]
    assert await stage.chat.rows(SurveyRun) == []


async def test_two_dossiers_are_two_answers_of_one_browser_and_none_of_the_counter(stage: Stage) -> None:
    counter, one = stage.token, await invited(stage)
    other = await invited(stage, surveys.Dossier(AN.phone, AN.name, "H12.3-25"))
    reader = stage.reader()
    await reader.opens(f"/phieu/{one.code}")
    await reader.presses("Đồng ý tham gia")
    await reader.opens(f"/phieu/{other.code}")
    reader.sees("Đồng ý tham gia")
    for invitation in (other, one):
        await to_the_list(reader, invitation.code)
        await reader.presses("Gửi phiếu")
        reader.sees("Phiếu đã được nhận")
    assert len(await stage.responses()) == 2
    await reader.opens(f"/phieu/{counter}")
    reader.sees("Đồng ý tham gia")


@pytest.mark.parametrize("forged", ["R1U1X" + "0" * 28, "R9U1X" + "a" * 28, "R1U9X" + "b" * 28])
async def test_an_invented_invitation_opens_nothing(stage: Stage, forged: str) -> None:
    an, reader = await invited(stage), stage.reader()
    for code in (forged, an.code[:-1] + ("0" if an.code[-1] != "0" else "1")):
        await reader.opens(f"/phieu/{code}")
        assert reader.status == 404


async def test_500_answers_through_both_doors_at_once_are_one(stage: Stage) -> None:
    an = await invited(stage)
    readers = [stage.reader() for _ in range(5)]
    for reader in readers:
        await to_the_list(reader, an.code)
    pages = [
        reader.client.post(f"/phieu/{an.code}", content="do=send", headers=KIND)
        for reader in readers
        for _ in range(50)
    ]
    found = await asyncio.gather(*pages, *(an.stars(1 + n % 5) for n in range(250)))
    statuses = [one.status_code for one in found[:250]]
    assert set(statuses) == {200}
    assert sum(found[250:]) <= 1
    assert len(await stage.responses()) == 1
    assert len(await stage.answers()) == 1
    assert len(await stage.chat.rows(SpentToken)) == 1
    for reader in readers:
        await reader.opens(f"/phieu/{an.code}")
        reader.sees("Phiếu đã được nhận")


async def test_both_doors_race_on_both_databases(db: Database, tmp_path: Any) -> None:
    """Runs of many browsers end while stars arrive: one answer, and nothing of the others' stays."""
    from tests.chat import Chat
    from tests.handlers.survey_stage import open_survey

    chat = await Chat.bare(db, tmp_path)
    campaign, token = await open_survey(chat)
    an = await invited(Stage(chat, None, campaign, token))  # type: ignore[arg-type]
    today = chat.now.date()
    async with chat.db.write() as session:
        opened, unit, _ = await surveys.the_campaign(session, an.stage.campaign)
        form = await surveys.form_of(session, opened)
        for n in range(40):
            address = await people.address_of(session, channel="web", chat=f"trinh-duyet-{n}")
            await surveys.begin_run(
                session,
                address=address,
                campaign=opened,
                unit=unit,
                dossier=an.called,
                today=today,
                now=chat.now,
            )

    async def finish(number: int) -> bool:
        try:
            async with chat.db.write() as session:
                run = await session.get_one(SurveyRun, number, with_for_update=True)
                state, _ = step(form, start(form, "vi"), Choose(1, CONSENT))
                state, _ = step(form, state, Choose(1, AGE))
                await surveys.finish_run(
                    session,
                    run=run,
                    state=state,
                    form=form,
                    campaign=opened,
                    address=await session.get_one(Address, run.address_id),
                    minimum_cell=2,
                    traces=chat.house.traces,
                    today=today,
                    now=chat.now,
                )
        except surveys.AnsweredAlready:
            return False
        return True

    runs = [run.id or 0 for run in await chat.rows(SurveyRun)]
    found = await asyncio.gather(
        *(one for n, run in enumerate(runs) for one in (finish(run), an.stars(1 + n % 5)))
    )
    assert sum(found) == 1
    async with chat.db.read() as session:
        assert len((await session.exec(select(Response))).all()) == 1
        assert len((await session.exec(select(Answer))).all()) <= 1
        assert len((await session.exec(select(SpentToken))).all()) == 1

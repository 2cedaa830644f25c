"""Surveys and feedback at a glance: figures move in steps here too, and each leader sees what is theirs."""

import re
import secrets
from datetime import date, timedelta

import pytest
from sqlmodel import select

from roviec.db import surveys
from roviec.db.models import Answer, CampaignTarget, Feedback, Response, Unit
from roviec.db.surveys import received, tallies
from roviec.survey.load import load, shipped_text
from roviec.survey.tally import addition
from roviec.tasks.feedback.lifecycle import Kind, State
from tests.pages.conftest import HOME, MONEY, Pages
from tests.pages.test_pages_rights import WHO, opened
from tests.pages.test_pages_targets import target
from tests.rights.cells import rows

AT, DESK = "/trang/khao-sat", "mot-cua"
TABLE = rows("""
#                   chair head mai huy admin citizen left nobody
/trang/khao-sat     200   200  403 403 200   401     401  401
""")


@pytest.mark.parametrize("path", TABLE)
async def test_the_page_opens_for_leaders_and_admins(both: Pages, path: str) -> None:
    found = []
    for who in WHO:
        async with opened(both, who) as browser:
            await browser.opens(path)
            found.append(str(browser.status))
            if browser.status == 200:
                assert "Năm nay chưa có lượt trả lời nào được tính" in browser.text
                assert "Không có phản ánh nào đang chờ trả lời" in browser.text
                assert ("Các đợt khảo sát" in browser.text) is (who != "head")
    assert found == TABLE[path]


def without_numbers(text: str) -> str:
    """Return a page without the numbers of its forms, which are drawn anew each time."""
    return re.sub(r'name="lan" value="[^"]*"', "", text)


def rated(text: str) -> list[str]:
    """Return the lines of the index that show a figure."""
    lines = [line.split("</li>")[0] for line in text.split("<li ")]
    return [line for line in lines if 'class="range"' in line]


async def surveyed(pages: Pages) -> tuple[int, int]:
    """Open the desk's survey at a unit; return the numbers of the campaign and the unit."""
    unit = await pages.chat.unit("Một cửa xã")
    async with pages.chat.db.write() as session:
        await surveys.keep_form(session, source=shipped_text(DESK))
        campaign = await surveys.open_campaign(session, form_code=DESK, unit=unit, opens=date(2026, 6, 1))
    return campaign.id or 0, unit.id or 0


async def answered(pages: Pages, survey: tuple[int, int], count: int, level: int = 4) -> None:
    """Let people answer every criterion alike, stored and counted as the engine does."""
    campaign, unit = survey
    form = load(shipped_text(DESK))
    levels = {item: level for content in form.contents for item in content.criteria}
    for _ in range(count):
        async with pages.chat.db.write() as session:
            key = secrets.token_hex(16)
            today = pages.chat.now.date()
            session.add(Response(key=key, campaign_id=campaign, unit_id=unit, on=today))
            await session.flush()
            session.add_all(Answer(response_key=key, item=item, number=level) for item in levels)
            await received.add(session, campaign_id=campaign, unit_id=unit, on=today)
            await tallies.add(
                session,
                place=tallies.Place(campaign, unit, False),
                addition=addition(form.contents, levels),
                minimum_cell=pages.chat.parts.house.minimum_cell,
                today=today,
            )


async def test_the_index_moves_in_steps_on_the_page_too(both: Pages) -> None:
    """One answer more changes no figure: who looks before and after learns nothing of it."""
    least = both.chat.parts.house.minimum_cell
    survey = await surveyed(both)
    await target(both, None, index="SIPAS", component=None, goal=90.0, goal_op=">=")
    async with both.browser(both.chair) as browser:
        await answered(both, survey, least - 1)
        text = await browser.opens(AT)
        assert f"{least - 1} lượt trả lời" in text
        assert 'class="value"' not in text
        await answered(both, survey, 1)
        text = await browser.opens(AT)
        assert "Mục tiêu 90%" in text
        figures = rated(text)
        assert len(figures) == 6
        assert all(f"{least} người" in line for line in figures)
        assert "80,0%" in figures[0]
        target_page = await browser.opens("/trang/chi-tieu/1")
        assert "Chỉ số hài lòng năm nay" in target_page
        # One who is not satisfied at all: the count of responses moves at once, no figure does.
        await answered(both, survey, 1, level=1)
        text = await browser.opens(AT)
        assert f"{least + 1} lượt trả lời" in text
        assert rated(text) == figures
        assert without_numbers(await browser.opens("/trang/chi-tieu/1")) == without_numbers(target_page)
    async with both.chat.db.write() as session:
        session.add(CampaignTarget(campaign_id=survey[0], unit_id=survey[1], population=100, error=50))
    async with both.browser(both.admin) as browser:
        assert f"{least + 1}/80 lượt trả lời cần có" in await browser.opens(AT)


async def waits(pages: Pages, unit: str, days: int, state: State = State.routed) -> None:
    today: date = pages.chat.now.date()
    async with pages.chat.db.write() as session:
        of = (await session.exec(select(Unit).where(Unit.name == unit))).one()
        session.add(
            Feedback(
                code=f"{unit}{days}{state}",
                kind=Kind.report,
                state=state,
                unit_id=of.id,
                words="Đèn đường hỏng",
                received_on=today - timedelta(days=days),
                due=today,
            )
        )


async def test_feedback_is_counted_by_state_and_age_and_a_head_sees_their_own(both: Pages) -> None:
    for unit, days in ((HOME, 0), (HOME, 7), (HOME, 8), (HOME, 31), (MONEY, 30), (MONEY, 400)):
        await waits(both, unit, days)
    await waits(both, HOME, 3, State.disputed)
    await waits(both, HOME, 2, State.answered)
    cells = {}
    for who in ("chair", "head"):
        async with both.browser(getattr(both, who)) as browser:
            text = await browser.opens(AT)
            assert "Đèn đường hỏng" not in text
            table = text.split("<tbody>")[1].split("</tbody>")[0]
            cells[who] = [
                [cell.split(">")[1].split("<")[0] for cell in row.split("<td")[1:]]
                for row in table.split("<tr>")[1:]
            ]
    assert cells["chair"] == [["0", "0", "0", "0", "0"], ["6", "2", "1", "1", "2"], ["1", "1", "0", "0", "0"]]
    assert cells["head"] == [["0", "0", "0", "0", "0"], ["4", "2", "1", "0", "1"], ["1", "1", "0", "0", "0"]]

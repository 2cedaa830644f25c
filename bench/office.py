"""The office that is measured: one open survey of as many questions as its peers ask."""

from datetime import UTC, datetime

from roviec.db import people, surveys
from roviec.db.engine import Database
from roviec.db.models import Campaign, CampaignLink

QUESTIONS = 16
TOKEN = "DOTOCDO2026X"
START = f"/start {TOKEN}"

FORM = """
code = "bench"
version = "1"
title = "Phiếu đo"
thanks = "Xin trân trọng cảm ơn Ông/Bà."
minimum_age = 18
[consent]
text = "Ông/Bà có đồng ý tham gia không?"
yes = "Đồng ý tham gia"
no = "Không tham gia"
[[sections]]
id = "phan-1"
title = "Phần 1"
""" + "".join(
    f"""
[[sections.items]]
id = "cau.{n}"
type = "single"
text = "Câu hỏi thứ {n}?"
options = [{", ".join(f'{{ label = "Mức {level}" }}' for level in range(1, 6))}]
"""
    for n in range(1, QUESTIONS + 1)
)


async def open_survey(db: Database) -> None:
    """Add a unit, a campaign and its link."""
    async with db.write() as session:
        unit = await people.add_unit(session, name="Ủy ban nhân dân xã")
        form = await surveys.keep_form(session, source=FORM)
        now = datetime.now(UTC)
        campaign = Campaign(form_id=form.id or 0, unit_id=unit.id or 0, opens=now.date(), salt="muối")
        session.add(campaign)
        await session.flush()
        hashed = people.hashed(TOKEN)
        session.add(CampaignLink(token_hash=hashed, campaign_id=campaign.id or 0, unit_id=unit.id or 0))

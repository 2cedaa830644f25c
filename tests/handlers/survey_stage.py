"""Surveys for tests that read like chats: a short form with every kind of question, and its links."""

from datetime import date

from roviec.db import surveys
from roviec.db.models import Campaign
from tests.chat import OFFICE, Chat, Talker

SHORT_FORM = """
code = "thu"
version = "{version}"
title = "Phiếu thử"
thanks = "Xin cảm ơn Ông/Bà."
languages = ["vi", "en"]
minimum_age = 18
review = true
en = {{ title = "Trial form", thanks = "Thank you." }}

[consent]
text = "Ông/Bà có đồng ý tham gia không?"
yes = "Đồng ý tham gia"
no = "Không tham gia"

[consent.en]
text = "Do you agree to take part?"
yes = "I agree"
no = "I do not take part"

[scales.level]
labels = ["Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"]
en = {{ labels = ["Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"] }}

[[sections]]
id = "s"
title = "Phần chung"
progress = "Câu"
scale = "level"
en = {{ title = "General", progress = "Question" }}

[[sections.items]]
id = "thai-do"
text = "Thái độ phục vụ của công chức."
en = {{ text = "How politely you were served." }}

[[sections.items]]
id = "kenh"
type = "multi"
text = "Ông/Bà biết tin qua kênh nào?"
options = ["Loa phát thanh", "Họp dân", "Mạng internet"]
en = {{ text = "How do you hear the news?", options = ["Loudspeaker", "Meetings", "Internet"] }}

[[sections.items]]
id = "y-kien"
type = "text"
text = "Ông/Bà có ý kiến gì khác không?"
optional = true
en = {{ text = "Anything else?" }}
"""


def short_form(version: str = "1") -> str:
    """Return the source of the short form."""
    return SHORT_FORM.format(version=version)


async def open_survey(
    chat: Chat,
    code: str = "thu",
    *,
    unit: str = OFFICE,
    opens: date | None = None,
    closes: date | None = None,
) -> tuple[int, str]:
    """Open a form at a unit; return the campaign's number and a link's token."""
    of = await chat.unit(unit)
    async with chat.db.write() as session:
        if code == "thu":
            await surveys.keep_form(session, source=short_form())
        campaign: Campaign = await surveys.open_campaign(
            session, form_code=code, unit=of, opens=opens or chat.now.date(), closes=closes
        )
        token = await surveys.campaign_link(session, campaign_id=campaign.id or 0, unit=of)
    return campaign.id or 0, token


async def agree(citizen: Talker, token: str) -> None:
    """Open a survey by its link and pass consent and age."""
    for words in (f"/start {token}", "1", "1"):
        await citizen.says(words)


async def complete(citizen: Talker, token: str, words: str, level: str = "4") -> None:
    """Answer the short form from its link to the last press."""
    await agree(citizen, token)
    for said in (level, "1,3", words, "gửi"):
        await citizen.says(said)
    citizen.hears("Xin cảm ơn Ông/Bà.")

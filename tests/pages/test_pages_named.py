"""Words that name an official reach leaders of the office alone: every door by which words leave, for every role.

They are planted wherever a citizen's words are kept: feedback, the reason against an answer, praise, an answer.
"""

from typing import Any

import pytest
from starlette.routing import Route

from roviec.db.models import Answer, Feedback, Response
from roviec.tasks.feedback.lifecycle import Kind, State
from roviec.web.api import ROUTES as API
from roviec.web.office.routes import ROUTES as PAGES
from tests.handlers.survey_stage import open_survey
from tests.pages.conftest import HOME, Pages
from tests.pages.test_pages_rights import WHO, opened
from tests.rights.cells import rows

KEPT = "KÍN"
WORDS = f"Chị Mai ở một cửa hách dịch {KEPT}"
ADDRESSES = sorted(
    {
        route.path.replace("{id:int}", "1").replace("{id}", "1").replace("{kind}", "csv")
        for route in (*PAGES, *API)
        if isinstance(route, Route) and "GET" in (route.methods or ()) and "{token" not in route.path
    }
)
SAID = ("/chiso", "/tuan", "/duyet", "/viec", "/phananh", "/khaosat", "/trogiup", "/nhatky", "/donvi", "/dot")
TABLE = rows("""
#          chair head mai huy admin citizen
/chiso     no    no   no  no  no    no
/duyet     yes   no   no  no  no    no
index      yes   no   no  no  no    no
feedback   yes   no   no  no  no    no
""")


async def plant(pages: Pages) -> None:
    """Let citizens name Mai wherever they can write."""
    campaign, _ = await open_survey(pages.chat)
    home = await pages.chat.unit(HOME)
    today = pages.chat.now.date()
    task = await pages.assign("Trả lời phản ánh PA-2", HOME)
    common: dict[str, Any] = {"unit_id": home.id, "received_on": today, "names_official": True}
    async with pages.chat.db.write() as session:
        session.add(Feedback(code="PA-1", kind=Kind.report, words=WORDS, due=today, **common))
        disputed = {"state": State.disputed, "answer": "Đã sửa.", "answers": 1, "task_id": task}
        session.add(
            Feedback(
                code="PA-2", kind=Kind.report, words="Đèn hỏng", reason=WORDS, due=today, **common, **disputed
            )
        )
        session.add(Feedback(code="PA-3", kind=Kind.praise, words=WORDS, **common, state=State.closed))
        session.add(Response(key="a" * 32, campaign_id=campaign, unit_id=home.id or 0, on=today))
        await session.flush()
        session.add(Answer(response_key="a" * 32, item="y-kien", words=WORDS))
        session.add(Answer(response_key="a" * 32, item="thai-do", number=2))


@pytest.mark.parametrize("who", WHO)
async def test_no_page_and_no_call_shows_them(pages: Pages, who: str) -> None:
    await plant(pages)
    assert len(ADDRESSES) > 40
    async with opened(pages, who) as browser:
        for address in (*ADDRESSES, "/ket-qua", "/phieu"):
            await browser.opens(address)
            assert browser.status < 500, address
            assert KEPT not in browser.text, (who, address)


@pytest.mark.parametrize("door", TABLE)
async def test_who_hears_them_in_a_chat(pages: Pages, door: str) -> None:
    from roviec.handlers.choices.figures import IndexNamed

    await plant(pages)
    number = next(one.id for one in await pages.chat.rows(Feedback) if one.code == "PA-2")
    found = []
    for who in WHO[:6]:
        talker = pages.chat.person("dan") if who == "citizen" else getattr(pages, who)
        before = len(talker.heard)
        if door.startswith("/"):
            await talker.says(door)
        else:
            await talker.acts(IndexNamed(0).pack() if door == "index" else f"feedback.show:{number}")
        found.append("yes" if KEPT in str(talker.heard[before:]) else "no")
    assert found == TABLE[door]


@pytest.mark.parametrize("who", WHO[:6])
async def test_no_command_tells_them(pages: Pages, who: str) -> None:
    """What waits for a leader is theirs; nobody else hears the words by whatever command."""
    await plant(pages)
    talker = pages.chat.person("dan") if who == "citizen" else getattr(pages, who)
    for said in SAID:
        await talker.says(said)
    assert who == "chair" or KEPT not in str(talker.heard)


async def test_a_leader_reads_answers_that_name_others_and_none_about_themselves(pages: Pages) -> None:
    await plant(pages)
    await pages.chair.says("/chiso")
    await pages.chair.presses("nêu tên cán bộ (1)")
    pages.chair.hears(WORDS, HOME)
    async with pages.chat.db.write() as session:
        row = await session.get_one(Answer, ("a" * 32, "y-kien", 0))
        row.words = f"Ông Sơn không tiếp dân {KEPT}"
    await pages.chair.says("/chiso")
    assert "nêu tên cán bộ (" not in str(pages.chair.last)


async def test_a_reason_that_names_somebody_goes_to_leaders_and_not_back_to_the_unit(pages: Pages) -> None:
    chat, citizen = pages.chat, pages.chat.person("dan")
    for said in ("/phananh", "1", "Đèn đường thôn Đông hỏng.", HOME, "1"):
        await citizen.says(said)
    await pages.mai.says("/viec")
    await pages.mai.says("1")
    await pages.mai.presses("Hoàn thành")
    await pages.mai.says("Đã thay bóng đèn.")
    await pages.head.listens()
    await pages.head.presses("Duyệt và gửi người dân")
    await citizen.listens()
    await citizen.presses("Chưa hài lòng")
    await citizen.says(WORDS)
    (feedback,) = await chat.rows(Feedback)
    assert (feedback.names_official, feedback.reason) == (True, WORDS)
    for who in (pages.head, pages.mai, pages.admin):
        await who.listens()
        assert KEPT not in str(who.heard)
    await pages.chair.listens()
    pages.chair.hears(KEPT)
    await pages.chair.presses("Xem và quyết định")
    await pages.chair.presses("Yêu cầu")
    await pages.mai.listens()
    assert KEPT not in str(pages.mai.heard)
    async with pages.browser(pages.mai) as browser:
        assert KEPT not in await browser.opens(f"/trang/viec/{feedback.task_id}")

"""Targets on a page: the list, one of them, its value and its goal; open and changed by the chat's own rules."""

import pytest

from roviec.db.models import Measured, Plan, Target, Unit
from tests.pages.conftest import HOME, Pages, form_with
from tests.pages.test_pages_rights import WHO, opened
from tests.rights.cells import rows

AT = "/trang/chi-tieu"


async def target(pages: Pages, unit: str | None = HOME, **values: object) -> int:
    (home,) = [one.id for one in await pages.chat.rows(Unit) if one.name == unit] or [None]
    async with pages.chat.db.write() as session:
        plan = Plan(
            subject="Cải cách hành chính", number="41/KH-UBND", kind="Kế hoạch", created_at=pages.chat.now
        )
        session.add(plan)
        await session.flush()
        given = {"index": "PAR INDEX", "component": "Cải cách thể chế", "goal": 75.0, "goal_op": ">"} | values
        made = Target(
            plan_id=plan.id or 0, unit_id=home, year=2026, baseline=70.5, baseline_rank="4", **given
        )
        session.add(made)
        await session.flush()
    return made.id or 0


TABLE = rows("""
#                   chair head mai huy admin citizen left nobody
/trang/chi-tieu     200   200  200 200 200   401     401  401
/trang/chi-tieu/1   200   200  200 403 200   401     401  401
/trang/chi-tieu/2   200   403  403 403 200   401     401  401
/trang/chi-tieu/9   404   404  404 404 404   401     401  401
/trang/chi-tieu/la  400   400  400 400 400   401     401  401
""")


@pytest.mark.parametrize("path", TABLE)
async def test_each_page_opens_for_those_it_is_for(both: Pages, path: str) -> None:
    assert (await target(both), await target(both, None)) == (1, 2)
    found = []
    for who in WHO:
        async with opened(both, who) as browser:
            await browser.opens(path)
            found.append(str(browser.status))
            if path == AT and browser.status == 200:
                assert ("Cải cách thể chế" in browser.text) is (who != "huy")
                assert browser.text.count('class="minor">PAR INDEX') == {
                    "chair": 2,
                    "admin": 2,
                    "huy": 0,
                }.get(who, 1)
    assert found == TABLE[path]


async def test_a_leader_states_a_value_and_corrects_the_goal(both: Pages) -> None:
    number = await target(both)
    async with both.browser(both.chair) as browser:
        text = await browser.opens(AT)
        assert "Mục tiêu > 75" in text
        assert "Năm trước: 70,5 (hạng 4)" in text
        await browser.opens(f"{AT}/{number}")
        await browser.presses("target.say:1:2025-Y1", "mười")
        assert browser.status == 422
        assert "Chưa thấy con số nào trong «mười»" in browser.text
        assert 'value="mười"' in browser.text
        text = await browser.presses("target.say:1:2025-Y1", "76,5")
        assert "Đã ghi PAR INDEX: Cải cách thể chế, năm 2025: 76,5." in text
        assert "76,5 (năm 2025) · đạt" in text
        text = await browser.presses("target.goal:1", "từ 80 trở lên", "Theo Công văn 12/UBND")
        assert "76,5 (năm 2025) · chưa đạt" in text
        assert "> 75 → ≥ 80" in text
        assert "Theo Công văn 12/UBND" in text
        text = await browser.presses("target.say:1:2024-Y1", "71")
        assert "<polyline" in text
        form = form_with(text, "viec", "target.unit:1:3")
        text = await browser.sends(form, viec="target.unit:1:3")
        assert "Phòng Nội vụ → Phòng Tài chính" in text
    assert [one.value for one in await both.chat.rows(Measured)] == [76.5, 71.0]


async def test_a_page_offers_what_the_chat_would(pages: Pages) -> None:
    await target(pages)
    offered = {}
    for who in ("chair", "admin", "head", "mai"):
        async with pages.browser(getattr(pages, who)) as browser:
            text = await browser.opens(f"{AT}/1")
            offered[who] = [
                one for one in ("target.say", "target.to", "target.goal", "target.unit") if one in text
            ]
    everything = ["target.say", "target.to", "target.goal", "target.unit"]
    assert offered == {
        "chair": everything,
        "admin": everything,
        "head": everything[:2],
        "mai": everything[:1],
    }


@pytest.mark.parametrize(
    "packed", ["task.confirm:1", "data.erase", "", "target.list:0", "/xoadulieu", "unit.yes:2:3"]
)
async def test_a_target_page_does_nothing_but_what_belongs_to_targets(pages: Pages, packed: str) -> None:
    await target(pages)
    async with pages.browser(pages.admin) as browser:
        await browser.opens(f"{AT}/1")
        await browser.posts(f"{AT}/1", {"viec": packed, "khoa": browser.token, "lan": "0" * 16})
        assert browser.status == 400


async def test_no_form_of_a_stranger_is_taken(pages: Pages) -> None:
    await target(pages)
    for browser_of in (pages.nobody, pages.of_one_who_left):
        async with browser_of() as browser:
            await browser.posts(f"{AT}/1", {"viec": "target.goal:1", "khoa": "0" * 32, "lan": "0" * 16})
            assert browser.status == 401


async def test_who_may_not_change_is_refused_by_a_forged_form(pages: Pages) -> None:
    await target(pages)
    async with pages.browser(pages.mai) as browser:
        await browser.opens(f"{AT}/1")
        fields = [
            ("viec", "target.goal:1"),
            ("loi", "90"),
            ("loi", "Theo chỉ đạo"),
            ("khoa", browser.token),
            ("lan", "0" * 16),
        ]
        await browser.posts(f"{AT}/1", fields)
        assert browser.status == 422
        assert "do lãnh đạo cơ quan hoặc quản trị viên thay đổi" in browser.text
    (row,) = await pages.chat.rows(Target)
    assert row.goal == 75.0


async def test_the_list_narrows_to_a_document_and_says_when_it_is_empty(pages: Pages) -> None:
    async with pages.browser(pages.chair) as browser:
        assert "Chưa có chỉ tiêu nào" in await browser.opens(AT)
        await target(pages)
        await target(pages, component="Cải cách tài chính công")
        text = await browser.opens(f"{AT}?van-ban=1")
        assert "Cải cách thể chế" in text
        assert "Cải cách tài chính công" not in text
        assert browser.status == 200
        await browser.opens(f"{AT}?trang=99999&van-ban=x")
        assert browser.status == 200

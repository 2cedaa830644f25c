"""The reform of 1/7/2025 as one admin does it on pages: a district ends, three communes become one, nothing is lost.

The names are an example. Whatever is typed, imported or written in a plan afterwards may use the former names.
"""

from typing import Any

import pytest

from roviec.db import naming, people
from roviec.db.engine import Database
from roviec.db.models import Person, Role, TaskUnit, Unit
from roviec.db.plans import drafts
from roviec.handlers.roster.bringing import bring_in, listed
from tests import office as made
from tests.chat import Chat
from tests.pages.conftest import Browser, Pages, form_with
from tests.pages.test_pages_roster import workbook
from tests.plans.test_plans_matched_rows import reading

PROVINCE, DISTRICT = "UBND tỉnh Khánh Hòa", "UBND huyện Vạn Ninh"
OLD = ("UBND xã Vạn Long", "UBND xã Vạn Phước")
KEPT, NEW = "UBND xã Vạn Khánh", "UBND xã Tu Bông"


@pytest.fixture
async def province(db: Database, tmp_path: Any) -> Pages:
    """A province, a district below it and its communes, each with an official."""
    chat = await Chat.bare(db, tmp_path)
    root = await chat.unit(PROVINCE)
    district = await chat.unit(DISTRICT, root)
    for name in (*OLD, KEPT):
        await chat.unit(name, district)
    return Pages(
        chat,
        chair=await chat.official("Nguyễn Minh Sơn", root, Role.leader, "Chủ tịch"),
        head=await chat.official("Vàng Thị Hoa", DISTRICT, Role.leader),
        mai=await chat.official("Lò Thị Mai", OLD[0]),
        huy=await chat.official("Trần Quốc Huy", OLD[1]),
        admin=await chat.official("Phạm Ngọc Dung", root, Role.admin),
    )


async def number_of(pages: Pages, name: str) -> int:
    (unit,) = await pages.chat.rows(Unit, Unit.name == name)
    return int(unit.id)


async def given(pages: Pages, title: str, name: str) -> int:
    """Give a unit a task; return its number."""
    async with pages.chat.db.write() as session:
        of = await session.get_one(Unit, await number_of(pages, name))
        task = await made.task(session, title, of, due=None, by=pages.chair.person, now=pages.chat.now)
    return task.id or 0


async def does(browser: Browser, unit: int, what: str, **filled: Any) -> str:
    await browser.opens(f"/trang/don-vi/{unit}")
    return await browser.sends(form_with(browser.text, "lam", what), **filled)


async def reform(pages: Pages, browser: Browser) -> int:
    """Put the commune that stays below the province, merge the others and the district into what follows them."""
    kept, root = await number_of(pages, KEPT), await number_of(pages, PROVINCE)
    assert f"«{KEPT}» nay trực thuộc «{PROVINCE}»" in await does(browser, kept, "chuyen", duoi=str(root))
    for name in OLD:
        await does(browser, await number_of(pages, name), "nhap", vao=str(kept), chac="1")
        assert browser.status == 200
    await does(browser, kept, "doi-ten", ten=NEW)
    await does(browser, await number_of(pages, DISTRICT), "nhap", vao=str(root), chac="1")
    assert browser.status == 200
    return kept


async def test_three_communes_become_one_and_every_former_name_still_leads_there(province: Pages) -> None:
    chat = province.chat
    task = await given(province, "Rà soát hộ nghèo", OLD[0])
    async with province.browser(province.admin) as browser:
        kept = await reform(province, browser)
        text = await browser.opens(f"/trang/don-vi/{kept}")
        for name in OLD:
            assert f"«{name}» nhập vào đây ngày" in text
        assert f"{KEPT} → {NEW}" in text
    assert sorted(one.name for one in await chat.rows(Unit)) == sorted([PROVINCE, NEW])
    (part,) = [one for one in await chat.rows(TaskUnit) if one.task_id == task]
    assert part.unit_id == kept, "the duty is carried on"

    # Everywhere a unit is named, its former names mean it.
    async with chat.db.read() as session:
        for name in (*OLD, KEPT, NEW, "Ủy ban nhân dân xã Vạn Long", "ubnd xa van phuoc"):
            found = (await naming.meant(session, name)).unit
            assert found is not None, name
            assert found.id == kept, name
        for part in ("xã Vạn Long", "Vạn Phước", "xã Tu Bông"):
            # A part of a name is asked about, former or not: one unit is offered.
            assert [one.id for one in (await naming.meant(session, part)).candidates] == [kept], part
        district = (await naming.meant(session, DISTRICT)).unit
        assert district is not None
        assert district.name == PROVINCE
    # In a list of people:
    data = workbook(
        ("Lò Thị Mai", "Văn thư", OLD[0], "", "", ""), ("Bế Văn An", "", OLD[1], DISTRICT, "", "")
    )
    async with chat.db.write() as session:
        admin = (await people.person_named(session, "Phạm Ngọc Dung")).id or 0
        entries = listed("can-bo.xlsx", data).entries
        saved = await bring_in(session, entries, agreed=False, apart=False, actor=admin, now=chat.now)
        assert (dict(saved.counts), saved.units) == ({"updated": 1, "added": 1}, [])
    assert {one.unit_id for one in await chat.rows(Person) if one.name in ("Lò Thị Mai", "Bế Văn An")} == {
        kept
    }
    # In a plan:
    async with chat.db.read() as session:
        rows, _ = await drafts.matching(session, reading(*OLD, KEPT, issuer=PROVINCE))
        assert [row.leads for row in rows] == [(f"u{kept}",)] * 3
    # In words of a chat, once the news of the merger are read:
    await chat.settle()
    await province.chair.reads()
    for asked in (
        "UBND xã Vạn Long còn những việc gì",
        "ubnd xa van phuoc con nhung viec gi",
        f"{NEW} còn những việc gì",
    ):
        await province.chair.says(asked)
        assert [label.split(" ·")[0] for label in province.chair.labels] == ["Rà soát hộ nghèo"], asked


async def test_a_unit_is_split_and_what_its_people_are_at_goes_along(province: Pages) -> None:
    chat = province.chat
    of_mai, of_huy = (
        await given(province, "Rà soát hộ nghèo", OLD[0]),
        await given(province, "Báo cáo", OLD[1]),
    )
    async with province.browser(province.admin) as browser:
        kept = await reform(province, browser)
        mai = str(province.mai.person.id)  # type: ignore[union-attr]
        for wrong, says in (
            ({"ten": "Trung tâm Phục vụ hành chính công"}, "Chưa chọn ai"),
            ({"ten": " ", "nguoi": mai}, "Chưa có tên"),
            ({"ten": OLD[0], "nguoi": mai}, "đang là của đơn vị"),
            ({"ten": "Trung tâm", "nguoi": "99999"}, "Chưa chọn ai"),
        ):
            assert says in await does(browser, kept, "tach", **wrong)
            assert browser.status == 422
        text = await does(browser, kept, "tach", ten="Trung tâm Phục vụ hành chính công xã", nguoi=[mai])
        assert "1 người, 1 nhiệm vụ chưa xong" in text
    new = await number_of(province, "Trung tâm Phục vụ hành chính công xã")
    parts = {one.task_id: one.unit_id for one in await chat.rows(TaskUnit)}
    assert (parts[of_mai], parts[of_huy]) == (new, kept)
    units = {one.id: one.parent_id for one in await chat.rows(Unit)}
    assert units[new] == units[kept], "beside the unit that it came out of"
    await chat.settle()
    assert "tách ra từ" in await province.mai.reads()
    assert "tách ra từ" not in await province.huy.reads()
    assert "Tách từ" in str([one.data for one in await events(province, of_mai)])
    async with province.browser(province.admin) as browser:
        for number in (new, kept):
            assert "tách đơn vị" in await browser.opens(f"/trang/don-vi/{number}")


async def events(pages: Pages, task: int) -> list[Any]:
    from roviec.db.models import TaskEvent

    return list(await pages.chat.rows(TaskEvent, TaskEvent.task_id == task))


async def test_units_are_put_in_and_put_elsewhere_but_never_below_themselves(province: Pages) -> None:
    root, district = await number_of(province, PROVINCE), await number_of(province, DISTRICT)
    commune = await number_of(province, KEPT)
    async with province.browser(province.admin) as browser:
        assert "Đã thêm «Phòng Kinh tế»" in await does(browser, commune, "them", ten="Phòng Kinh tế")
        assert "đang là của đơn vị" in await does(browser, commune, "them", ten="phòng kinh tế")
        office = await number_of(province, "Phòng Kinh tế")
        assert "không nhập vào đó được" in await does(browser, district, "chuyen", duoi=str(office))
        assert "không nhập vào đó được" in await does(browser, district, "chuyen", duoi=str(district))
        await browser.opens(f"/trang/don-vi/{root}")
        assert 'name="duoi"' not in browser.text, "the office itself stays where it is"
        forged = {"lam": "chuyen", "duoi": str(commune), "khoa": browser.token, "lan": "0" * 16}
        await browser.posts(f"/trang/don-vi/{root}", forged)
        assert browser.status == 422
        await does(browser, office, "chuyen", duoi=str(district))
    assert {one.id: one.parent_id for one in await province.chat.rows(Unit)}[office] == district
